from typing import Any

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "exports"

    def ready(self) -> None:
        from core.jobs import job_failed
        from data.erasure_ledger import person_erased
        from data.signals import rows_purged

        person_erased.connect(_forget, dispatch_uid="exports")
        rows_purged.connect(_delete_lists, dispatch_uid="exports")
        job_failed.connect(_mail_failed, dispatch_uid="exports")


def _forget(sender: Any, people: Any, **about: Any) -> None:
    """Somebody was erased: no file that was made before may still hold them."""
    from . import files, saved_views

    files.delete_personal()
    files.forget(people)
    saved_views.forget(people)


def _delete_lists(sender: Any, editions: list[int], **about: Any) -> None:
    """Rows are deleted for good: no list that was made from them may be fetched any more."""
    from . import files

    files.delete_lists(editions)


def _mail_failed(sender: Any, job: Any, **about: Any) -> None:
    """A mail whose job ended otherwise than by an answer of the mail server is said too."""
    from . import mailing

    mailing.job_failed(job)
