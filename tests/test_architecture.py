"""The arrows of the layout point down only; and a few names and texts that must not appear."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
# what each part may import of ours (docs/decisions.md 1): everything below it, never beside or above
DATA = {"data", "areas", "accounts", "core", "analysis", "charts"}
MAY_IMPORT = {
    "analysis": {"analysis"},
    "charts": {"charts", "analysis"},
    "demo": {"demo", "analysis"},
    "core": {"core", "analysis", "charts"},
    "accounts": {"accounts", "core", "analysis", "charts"},
    "areas": {"areas", "accounts", "core", "analysis", "charts"},
    "data": DATA,
    "clustering": {"clustering", *DATA},
    "questionnaires": {"questionnaires", *DATA},
    "customers": {"customers", *DATA},
    "portfolio": {"portfolio", "clustering", "questionnaires", "customers", *DATA},
    "dashboard": {"dashboard", "portfolio", "clustering", "questionnaires", "customers", *DATA},
    "exports": {"exports", "dashboard", "portfolio", "clustering", "questionnaires", "customers", *DATA},
}
PURE = {"analysis", "charts", "demo"}
WEB = {"django", "django_q", "allauth", "csp", "crispy_forms", "django_htmx", "auditlog", "environ"}
SITE = {"segmentation_site"}
OURS = {*MAY_IMPORT, *SITE, "tests", "benchmarks", "scripts"}
# the command that makes the demo is the one place that knows it
EXTRA = {"dashboard/management/commands/load_demo.py": {"demo"}}
FORBIDDEN_NAMES = {"utils", "helpers", "services", "manager", "handler"}
IMPORTERS = {"import_module", "import_string", "__import__"}
VIEW_LINES = 40


def imported(path: Path, folder: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import at any depth of a file; relative ones made absolute."""
    package = path.relative_to(folder).parent.parts
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            yield node.lineno, ".".join([*base, *([node.module] if node.module else [])])
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""
        elif isinstance(node, ast.Call) and _name(node.func) in IMPORTERS and node.args:
            first = node.args[0]
            yield node.lineno, str(first.value) if isinstance(first, ast.Constant) else ""


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def wrong_arrows(folder: Path) -> list[str]:
    """Every import below `folder` that the layout does not allow, as `file:line imports name`."""
    wrong = []
    for part, allowed in MAY_IMPORT.items():
        for path in sorted((folder / part).rglob("*.py")):
            place = path.relative_to(folder).as_posix()
            for line, name in imported(path, folder):
                top = name.split(".")[0]
                is_ours = top in OURS and top not in {*allowed, *EXTRA.get(place, set())}
                if is_ours or (part in PURE and top in WEB):
                    wrong.append(f"{place}:{line} imports {name}")
    return wrong


def long_views(folder: Path) -> list[str]:
    """Functions that take a request and are longer than a view may be, not counting the docstring."""
    found = []
    for path in sorted([*folder.glob("*/views.py"), *folder.glob("*/views/*.py")]):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.FunctionDef)
                and node.args.args[:1]
                and node.args.args[0].arg == "request"
            ):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                lines -= len((ast.get_docstring(node, clean=False) or "").split("\n"))
                if lines > VIEW_LINES:
                    found.append(f"{path.relative_to(folder)}:{node.lineno} {node.name}: {lines} lines")
    return found


def texts_that_tell(text: str, name: str) -> list[str]:
    """Names of package registries' hosts and paths of one machine in a text."""
    # put together here, or this file would find itself
    hosts = [
        "pypi" + ".org",
        "files.python" + "hosted.org",
        "registry.npm" + "js.org",
        "registry.yarn" + "pkg.com",
    ]
    paths = ["/" + "work/main", "/" + "work/shared", "/" + "home/", "/" + "Users/", "/root/" + "."]
    return [f"{name}: {word}" for word in (*hosts, *paths) if word in text]


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this is not a git checkout, so there is no list of the project's own files")
    return [name for name in listed.stdout.split("\0") if name and (PROJECT / name).is_file()]


def test_every_import_points_down() -> None:
    assert [path for part in MAY_IMPORT for path in (PROJECT / part).glob("*.py")], "no code was found"
    assert wrong_arrows(PROJECT) == []


@pytest.mark.parametrize(
    ("place", "code", "name"),
    [
        ("core/one.py", "from accounts.models import User", "accounts.models"),
        ("data/one.py", "def f():\n    import dashboard", "dashboard"),
        ("clustering/one.py", "from customers import models", "customers"),
        ("questionnaires/views/one.py", "from clustering.queries import runs", "clustering.queries"),
        ("analysis/one.py", "from django.db import models", "django.db"),
        ("charts/one.py", "import core.pages", "core.pages"),
        ("demo/one.py", "from data.models import Dataset", "data.models"),
        ("data/one.py", "from demo import pekanbaru", "demo"),
        ("dashboard/one.py", "from demo import pekanbaru", "demo"),
        ("areas/one.py", "from tests.conftest import alice", "tests.conftest"),
        ("areas/one.py", "import_module('data.models')", "data.models"),
        ("core/deep/one.py", "from ...dashboard import views", "dashboard"),
    ],
)
def test_a_wrong_arrow_is_found(tmp_path: Path, place: str, code: str, name: str) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_text(code)
    [found] = wrong_arrows(tmp_path)
    assert found.startswith(f"{place}:")
    assert found.endswith(f" imports {name}")


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("dashboard/management/commands/load_demo.py", "from demo import pekanbaru"),
        ("dashboard/one.py", "from clustering.queries import runs\nimport analysis.kmeans"),
        ("data/one.py", "from .models import Dataset\nfrom areas.models import Area"),
        ("charts/one.py", "import plotly\nfrom analysis.marks import N_"),
    ],
)
def test_a_right_arrow_is_not(tmp_path: Path, place: str, code: str) -> None:
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_text(code)
    assert wrong_arrows(tmp_path) == []


def test_the_list_of_parts_is_the_list_of_apps(settings: object) -> None:
    apps = set(settings.OUR_APPS)  # type: ignore[attr-defined]
    assert set(MAY_IMPORT) == apps | PURE


def test_names_say_what_is_inside() -> None:
    bad = [name for name in tracked() if FORBIDDEN_NAMES & set(Path(name).with_suffix("").parts)]
    assert bad == []


def test_no_view_is_long() -> None:
    assert long_views(PROJECT) == []


def test_a_long_view_is_found(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "views.py").write_text("def page(request):\n" + "    pass\n" * (VIEW_LINES + 1))
    assert long_views(tmp_path) == [f"app/views.py:1 page: {VIEW_LINES + 1} lines"]


def test_no_file_names_a_registry_or_a_path_of_this_machine() -> None:
    found = []
    for name in tracked():
        try:
            text = (PROJECT / name).read_text()
        except UnicodeDecodeError:
            continue  # a picture or a workbook
        found += texts_that_tell(text, name)
    assert found == []


def test_such_a_text_is_found() -> None:
    assert texts_that_tell("see https://pypi" + ".org/simple and /" + "work/main/var", "x") == [
        "x: pypi" + ".org",
        "x: /" + "work/main",
    ]


def test_migrations_are_named_by_hand() -> None:
    migrations = [Path(name) for name in tracked() if "/migrations/0" in name]
    assert migrations
    assert [str(path) for path in migrations if "_auto_" in path.name or path.stem.endswith("_initial")] == []


def test_no_chart_has_markup_that_becomes_a_style() -> None:
    """Plotly writes <b>, <i> and <span> as style attributes, which the Content-Security-Policy forbids."""
    found = [
        str(path)
        for folder in ("charts", "dashboard", "clustering")
        for path in (PROJECT / folder).rglob("*.py")
        if any(mark in path.read_text() for mark in ("<b>", "<i>", "<span"))
    ]
    assert found == []
