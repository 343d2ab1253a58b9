"""Kinds of job for the tests. They note what they did in files beside the test's database."""

import os
import time
from pathlib import Path
from typing import Any

from django.conf import settings

urlpatterns: list[Any] = []


def slow(job: Any, progress: Any) -> None:
    """Writes its process id, and ends only when the test lets it go."""
    folder = Path(settings.DATA_DIR)
    (folder / f"began-{job.pk}-{job.attempt}").write_text(str(os.getpid()))
    progress.stage("Waiting", total=2)
    while not (folder / "go").exists():
        time.sleep(0.05)
        progress.at(1)
    progress.keep()
    with (folder / f"finished-{job.pk}").open("a") as file:
        file.write(f"{job.attempt}\n")
