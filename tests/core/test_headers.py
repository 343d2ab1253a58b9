"""What every answer says to the browser about itself, and how requests that are too much are refused."""

import io
import subprocess
import sys

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from data.models import Dataset
from tests.test_settings import environment

pytestmark = pytest.mark.django_db
CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-hashes' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' "
    "'sha256-AR/cKIZjWPcPmBUPDA6oti9XBiTbJvz0Cro2J1VzzS8='",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "manifest-src 'self'",
}
HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
SIGN_IN = "/account/login/"
COOKIES = ("SESSION", "CSRF", "LANGUAGE")


def check(answer):
    for name, value in HEADERS.items():
        assert answer[name] == value, name
    assert {part.strip() for part in answer["Content-Security-Policy"].split(";")} == CSP
    assert answer["Cache-Control"] in {
        "private, no-cache",
        "private, no-store",
        "max-age=0, no-cache, no-store, must-revalidate, private",
    }
    assert {"Cookie", "HX-Request", "Accept-Language"} <= {part.strip() for part in answer["Vary"].split(",")}


def test_every_answer_carries_the_headers(admin_client, sales_client):
    sales_client.raise_request_exception = admin_client.raise_request_exception = False
    strange = Client(raise_request_exception=False, headers={"host": "elsewhere.example"})
    tokenless = Client(enforce_csrf_checks=True)
    for status, answer in (
        (200, admin_client.get("/")),
        (200, admin_client.get("/data/kinds/msme_register/template/")),
        (302, Client().get("/")),
        (200, Client().get("/account/login/")),
        (301, admin_client.get("/data/kinds")),
        (400, strange.get("/")),
        (403, sales_client.get("/data/upload/")),
        (403, tokenless.post("/account/login/")),
        (404, admin_client.get("/nothing/")),
        (405, admin_client.get("/data/files/1/discard/")),
    ):
        assert answer.status_code == status
        check(answer)


def test_a_fault_inside_carries_them_too(admin_client, monkeypatch):
    admin_client.raise_request_exception = False
    monkeypatch.setattr("data.views.datasets._heading", lambda n: 1 / 0)
    monkeypatch.setattr("data.views.datasets.FILES_PER_PAGE", 0)
    answer = admin_client.get("/data/")
    assert answer.status_code == 500
    check(answer)
    assert "division" not in answer.content.decode()


def test_static_files_are_not_offered_to_other_sites(client):
    answer = client.get("/static/icon.svg")
    assert answer.status_code in (200, 404)  # not built on every machine
    assert "Access-Control-Allow-Origin" not in answer
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_host_that_is_not_ours_learns_nothing():
    answer = Client(headers={"host": "elsewhere.example"}).get("/")
    page = answer.content.decode()
    assert "elsewhere" not in page
    assert "DisallowedHost" not in page


def test_cookies_are_kept_from_scripts_and_other_sites(client, carol):
    answer = client.post(SIGN_IN, {"login": carol.email, "password": "wisely-2-rule"})
    assert answer.status_code == 302
    client.post(reverse("set_language"), {"language": "en"})
    for name in COOKIES:
        cookie = client.cookies[getattr(site, f"{name}_COOKIE_NAME")]
        assert (cookie["samesite"], cookie["httponly"]) == ("Lax", True), name


def test_under_https_cookies_are_secure(tmp_path):
    shown = "from segmentation_site import settings as s; print(" + ", ".join(
        [f"s.{name}_COOKIE_SECURE" for name in COOKIES] + ["s.SECURE_HSTS_SECONDS"]
    )
    done = subprocess.run(
        [sys.executable, "-c", shown + ")"],
        cwd=site.BASE_DIR,
        env=environment(tmp_path, SITE_HTTPS="1"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True", "True", "True", "31536000"]


# Too much ------------------------------------------------------------------------------------------------


def upload(client, file, **more):
    form = {"file": file, "new_region": "Kota Uji", "period": "2023", "series": "main", **more}
    return client.post(reverse("upload") + "?kind=msme_register", form, HTTP_ACCEPT_LANGUAGE="en")


@pytest.mark.parametrize("megabytes", [1.1, 7])
def test_a_file_above_the_limit_is_refused_at_its_field(admin_client, settings, tmp_path, megabytes):
    settings.UPLOAD_LIMIT_MB, settings.MEDIA_ROOT = 1, tmp_path / "files"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    answer = upload(admin_client, SimpleUploadedFile("large.csv", b"a,b\n1,2\n" * int(megabytes * 125_000)))
    assert answer.status_code == 422
    assert "larger than 1 MB. Split it" in answer.content.decode()
    assert not Dataset.objects.exists()
    # what lies beyond the limit was never stored, however much of it was sent
    assert answer.wsgi_request.FILES["file"].size < 1_100_000


def test_a_file_of_the_largest_size_is_taken_whole(admin_client, settings, tmp_path):
    settings.UPLOAD_LIMIT_MB, settings.MEDIA_ROOT = 1, tmp_path
    content = (b"Kecamatan,Omzet\n" + b"Sail,1\n" * 150_000)[:1_000_000]
    assert upload(admin_client, SimpleUploadedFile("whole.csv", content)).status_code == 302
    assert Dataset.objects.get().original.read_bytes() == content


def test_more_fields_than_a_form_can_hold_are_refused_in_words(admin_client):
    fields = {f"field{n}": "x" for n in range(21_000)}
    answer = admin_client.post(reverse("personal_search"), fields, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 413
    assert "This is more than one form can take" in answer.content.decode()
    check(answer)


def test_more_text_than_a_form_can_hold_is_refused_in_words(admin_client):
    body = b"text=" + b"x" * 6_000_000
    kind = "application/x-www-form-urlencoded"
    answer = admin_client.generic("POST", reverse("personal_search"), io.BytesIO(body).read(), kind)
    assert answer.status_code == 413
    assert "Ini lebih banyak" in answer.content.decode()
