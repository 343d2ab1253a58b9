"""The front end is built once, and again only when something changed."""

import io

from django.core.management import call_command

from core.management.commands import build_frontend


def project(tmp_path, settings, monkeypatch):
    settings.BASE_DIR = tmp_path
    (tmp_path / "static" / "src").mkdir(parents=True)
    (tmp_path / "static" / "src" / "app.js").write_text("1")
    for name in build_frontend.PACKAGE_FILES:
        (tmp_path / name).write_text(name)
    done = []

    def run(command, base):
        done.append(command[-2] if "ci" in command else command[-1])
        (base / "node_modules").mkdir(exist_ok=True)
        (base / "static" / "dist").mkdir(exist_ok=True)

    monkeypatch.setattr(build_frontend, "run", run)
    return done


def test_nothing_is_done_twice(tmp_path, settings, monkeypatch):
    done = project(tmp_path, settings, monkeypatch)
    call_command("build_frontend", stdout=io.StringIO())
    assert done == ["ci", "static/src/build.mjs"]
    call_command("build_frontend", stdout=io.StringIO())
    assert len(done) == 2
    (tmp_path / "static" / "src" / "app.js").write_text("2")
    call_command("build_frontend", stdout=io.StringIO())
    assert done[2:] == ["static/src/build.mjs"]
    (tmp_path / "package-lock.json").write_text("new")
    call_command("build_frontend", stdout=io.StringIO())
    assert done[3:] == ["ci", "static/src/build.mjs"]


def test_the_lock_names_no_host():
    lock = (build_frontend.Path(__file__).parents[2] / "package-lock.json").read_text()
    assert "resolved" not in lock
