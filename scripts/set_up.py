"""Make .venv from the hashed requirements; does nothing when they have not changed.

Standard library only: it runs before anything is installed. `--dev` adds what the tests need.
"""

import hashlib
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
ADVICE = "As root: apt-get install python3-venv"


def main() -> int:
    if sys.version_info < OLDEST:
        return stop(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}.")
    if not works(PYTHON):
        if find_spec("ensurepip") is None:
            return stop(
                "Python cannot make a virtual environment here. As root: apt-get install python3-venv"
            )
        say("Making the virtual environment .venv ...")
        if run([sys.executable, "-m", "venv", "--clear", str(VENV)]):
            return stop("The virtual environment could not be made. " + ADVICE)
    for name in ["requirements.txt", *(["requirements-dev.txt"] if "--dev" in sys.argv[1:] else [])]:
        if not install(name):
            return stop("The packages could not be installed. Check the connection and run it again.")
    return 0


def works(python: Path) -> bool:
    """Whether the environment is there and its Python still runs (it may not after a move)."""
    return os.access(python, os.X_OK) and run([str(python), "-c", "import pip"], quiet=True) == 0


def install(name: str) -> bool:
    """Install one hashed list, unless exactly this list was installed before."""
    stamp = VENV / f".{name}.sha256"
    wanted = hashlib.sha256((PROJECT / name).read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return True
    say(f"Installing {name}; the first time takes a minute or two ...")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
    if run([*pip, "--require-hashes", "--no-deps", "--requirement", str(PROJECT / name)]):
        return False
    stamp.write_text(wanted)
    return True


def run(command: list[str], quiet: bool = False) -> int:
    output = subprocess.DEVNULL if quiet else None
    # pip warns a root user about the system's Python, which is not the one used here
    environment = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore"}
    return subprocess.run(command, stdout=output, stderr=output, env=environment).returncode  # noqa: S603


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def stop(text: str) -> int:
    print(text, file=sys.stderr)  # noqa: T201
    return 1


if __name__ == "__main__":
    sys.exit(main())
