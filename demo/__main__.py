"""`python -m demo INTO_DIR [--seed N]` writes the demo's files and lists them."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from demo.files import DemoFile, write


def line(file: DemoFile) -> str:
    """One line about a file: kind, period, borders, name, and the counts an import must find."""
    counts = ", ".join(f"{count} {what}" for what, count in file.expect.items())
    return f"{file.kind:<19} {file.period_label}  {file.boundary_set}  {file.path.name:<34} {counts}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write into the folder given and print one line per file."""
    parser = argparse.ArgumentParser(prog="python -m demo", description="Write the synthetic demo files.")
    parser.add_argument("into", type=Path, metavar="INTO_DIR")
    parser.add_argument("--seed", type=int, default=2021)
    chosen = parser.parse_args(arguments)
    sys.stdout.writelines(line(file) + "\n" for file in write(chosen.into, chosen.seed))


if __name__ == "__main__":
    main()
