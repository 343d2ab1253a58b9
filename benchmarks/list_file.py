"""One list of enterprises, written by the job to disk."""

import time
from typing import Any


def measure(format: str, contacts: bool) -> dict[str, Any]:
    """Seconds, rows and size of the file of every row of the newest edition."""
    from accounts.models import User
    from data.models import Edition
    from exports import files

    person, _new = User.objects.get_or_create(email="lists@example.org", defaults={"role": "admin"})
    edition = Edition.objects.latest("pk")
    export = files.ask(
        person, "list", format, "", "id", options={"edition": edition.pk, "contacts": contacts},
        purpose="check of the register", is_personal=contacts,
    )  # fmt: skip
    return written(export)


def written(export: Any) -> dict[str, Any]:
    """Have the job write what was asked for: seconds, rows and size. Raises RuntimeError with its message."""
    from core import jobs

    started, own = time.perf_counter(), time.process_time()
    jobs.execute(export.job.pk)
    seconds, cpu = time.perf_counter() - started, time.process_time() - own
    export.refresh_from_db()
    export.job.refresh_from_db()
    if not export.file:
        raise RuntimeError(f"list: {export.job.message}")
    return {"seconds": seconds, "cpu": cpu, "rows": export.rows, "size": export.size}
