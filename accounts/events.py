"""Writes the log of people's acts. The only writer of Event."""

from collections.abc import Callable
from typing import Any

from auditlog.cid import get_cid
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from .models import Event

# What the log page calls an act; an action without a line here is shown by its own name.
LABELS: dict[str, Any] = {
    "signed_in": _("Signed in"),
    "sign_in_failed": _("Sign-in refused"),
    "password_changed": _("Changed the password"),
    "mfa_added": _("Turned two-step sign-in on"),
    "mfa_removed": _("Turned two-step sign-in off"),
    "person_added": _("Added a person"),
    "person_changed": _("Changed a person"),
    "person_password_set": _("Set a person's password"),
    "work_areas_set": _("Set a person's work areas"),
    "work_area_proposed": _("Proposed work areas for new borders"),
    "work_area_confirmed": _("Confirmed a work area"),
    "work_area_declined": _("Declined a work area"),
    "boundary_set_loaded": _("Loaded areas"),
    "area_changes_loaded": _("Loaded border changes"),
    "upload": _("Uploaded a file"),
    "commit": _("Started an import"),
    "ready": _("Imported a file"),
    "discard": _("Discarded a file"),
    "purge": _("Deleted the rows of a file for good"),
    "error_workbook_download": _("Downloaded rejected rows"),
    "edition_replace": _("Replaced an edition"),
    "edition_add": _("Added to an edition"),
    "edition_withdraw": _("Withdrew a file"),
    "edition_undo": _("Undid the last change of an edition"),
    "run_saved": _("Saved a grouping"),
    "run_deleted": _("Deleted a saved grouping"),
    "run_restored": _("Brought a saved grouping back"),
    "segments_named": _("Named segments of customers"),
    "event_added": _("Added an event of a shop"),
    "event_removed": _("Removed an event of a shop"),
    "recipe_kept": _("Chose how a table of customers is cleaned"),
    "customer_seen": _("Saw one customer"),
    "customer_contact_opened": _("Opened a customer's telephone number"),
    "customers_searched": _("Searched for a customer by name"),
    "personal_searched": _("Searched for a person"),
    "personal_opened": _("Opened personal data"),
    "personal_exported": _("Exported personal data"),
    "personal_erased": _("Erased personal data"),
    "personal_erased_again": _("Erased personal data again after a restore"),
    "enterprises_listed": _("Saw enterprises in the list"),
    "enterprises_exported": _("Exported the list of enterprises"),
    "report_made": _("Had a report made"),
    "report_downloaded": _("Downloaded a report"),
    "view_saved": _("Saved a view"),
    "view_renamed": _("Renamed a saved view"),
    "view_shared": _("Shared a saved view with everyone"),
    "view_unshared": _("Stopped sharing a saved view"),
    "view_deleted": _("Deleted a saved view"),
    "view_restored": _("Brought a saved view back"),
    "schedule_made": _("Scheduled mails of a saved view"),
    "schedule_changed": _("Changed a mail schedule"),
    "schedule_paused": _("Paused a mail schedule"),
    "schedule_resumed": _("Resumed a mail schedule"),
    "schedule_deleted": _("Deleted a mail schedule"),
    "schedule_restored": _("Brought a mail schedule back"),
    "schedule_sent_now": _("Had a saved view mailed at once"),
    "schedule_left": _("Stopped the mails of a saved view to themselves"),
    "schedule_rejoined": _("Took the mails of a saved view again"),
    "view_mailed": _("Mailed a saved view"),
    "list_made": _("Had a list of enterprises made"),
    "list_downloaded": _("Downloaded a list of enterprises"),
    "customers_made": _("Had a list of customers made"),
    "customers_downloaded": _("Downloaded a list of customers"),
    "enterprise_seen": _("Saw one enterprise"),
    "api_token_made": _("Made a key to the API"),
    "api_token_revoked": _("Revoked a key to the API"),
    "contact_opened": _("Opened a telephone number"),
    "row_opened": _("Opened a row of a file"),
    "survey_read_anew": _("Changed how questions of a survey are read"),
    "survey_fields_linked": _("Linked a survey's business fields to the register"),
    "contacts_resealed": _("Encrypted contacts with a new key"),
    "survey_texts_seen": _("Read written answers of a survey"),
    "survey_personal_opened": _("Opened a personal answer of a survey"),
}


# acts whose subject is a text that somebody wrote: a reason, or the name of a file
WRITTEN = (
    *("upload", "commit", "ready", "discard", "purge", "error_workbook_download", "personal_opened"),
    *("enterprise_seen", "contact_opened", "row_opened", "run_saved", "run_deleted", "run_restored"),
    *("personal_exported", "personal_erased", "personal_erased_again", "list_made", "list_downloaded"),
    *("customers_made", "customers_downloaded"),
    *("view_saved", "view_renamed", "view_shared", "view_unshared", "view_deleted", "view_restored"),
    *("view_mailed", "schedule_made", "schedule_changed", "schedule_paused", "schedule_resumed"),
    *("segments_named", "event_added", "event_removed", "recipe_kept"),
    *("schedule_deleted", "schedule_restored", "schedule_sent_now", "schedule_left", "schedule_rejoined"),
)


def record(user: Any, action: str, subject: str = "", rows: int | None = None, **detail: Any) -> Event:
    """Append one line: who did what to what, with how many rows and what else explains it."""
    known = user if getattr(user, "pk", None) else None
    return Event.objects.create(
        user=known,
        user_text=str(user or "system")[:200],
        action=action,
        subject=subject[:200],
        rows=rows,
        detail=detail,
        # set by a proxy's X-Correlation-ID: joins this line with the server's own log
        request_id=(get_cid() or "")[:40],
    )


def label(action: str) -> Any:
    """The act in words, in the reader's language."""
    return LABELS.get(action, action.replace("_", " "))


def rewrite(change: Callable[[str], str]) -> int:
    """Change what people wrote into the log, for an erased person who is named there; how many lines.

    The one exception to the log being append-only: that somebody acted stays, and when, and on how much.
    """
    changed = 0
    lines: QuerySet[Event] = QuerySet(Event)  # not the model's own, which refuses every update
    for text in (
        Event.objects.filter(action__in=WRITTEN).order_by().values_list("subject", flat=True).distinct()
    ):
        if change(text) != text:
            changed += lines.filter(action__in=WRITTEN, subject=text).update(subject=change(text)[:200])
    return changed
