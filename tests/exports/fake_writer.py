"""A writer of files for tests of mails: the file says what it was made of."""

from pathlib import Path
from typing import Any


def write(report: Any, path: Path, progress: Any) -> None:
    lines = [report.person, report.language]
    lines += [f"{page.title}: {page.heading}" for page in report.pages]
    path.write_text("\n".join(lines))
