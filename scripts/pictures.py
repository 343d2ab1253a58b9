"""`make pictures`: the README's pictures, taken from the running product with its demo."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
PICTURES = PROJECT / "docs" / "pictures"
# name, path, width, height, language, colour scheme
SHOTS = (
    ("overview", "/", 1440, 1000, "en", "light"),
    ("geography-dark", "/geography/?indicator=density_per_km2", 1440, 1000, "en", "dark"),
    ("ratio", "/ratio/", 1440, 1000, "id", "light"),
    ("clustering", "/clustering/", 1440, 1000, "en", "light"),
    ("upload", "/data/upload/", 1440, 760, "id", "light"),
    ("survey", "/survey/", 1440, 1000, "en", "light"),
    ("crosstab", "/survey/crosstab/", 1440, 1000, "en", "dark"),
    ("segments", "/customers/", 1440, 1000, "en", "light"),
    ("movement", "/customers/movement/", 1440, 1000, "id", "dark"),
    ("attributes", "/customers/table/", 1440, 1000, "en", "light"),
    ("call", "/customers/list/", 390, 844, "id", "light"),
    ("source", "/trail/?page=ratio&figure=ratio&measure=ratio_per_1000", 1440, 1000, "en", "light"),
    ("report", "/reports/new/", 1440, 1000, "id", "dark"),
    ("phone", "/", 390, 844, "id", "light"),
)


def manage(*words: str) -> list[str]:
    return [sys.executable, str(PROJECT / "manage.py"), *words]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def site() -> Iterator[tuple[str, str, str]]:
    """The product with its demo on a free port: address, e-mail and password of its admin."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        place = {**os.environ, "DATA_DIR": folder, "PORT": str(port)}
        subprocess.run(manage("prepare"), env=place, check=True)  # noqa: S603
        process = subprocess.Popen(manage("start"), env=place)  # noqa: S603
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(f"{address}/account/login/")
            person = json.loads((Path(folder) / "demo_people.json").read_text())[0]
            yield address, person["email"], person["password"]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def _wait(address: str) -> None:
    for _attempt in range(300):
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 – our own server
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    sys.exit("The server did not answer within a minute.")


def sign_in(page: Page, address: str, email: str, password: str) -> None:
    page.goto(f"{address}/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = subprocess.run(  # noqa: S603
        [sys.executable, str(PROJECT / "scripts" / "find_chromium.py")], stdout=subprocess.PIPE, text=True
    ).stdout.strip()
    with site() as (address, email, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, path, width, height, language, scheme in SHOTS:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            context.add_cookies([{"name": "django_language", "value": language, "url": address}])
            page = context.new_page()
            sign_in(page, address, email, password)
            page.goto(f"{address}{path}")
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(800)
            page.screenshot(path=PICTURES / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
