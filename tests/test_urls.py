"""Every address as every role and as nobody, by GET and by POST: one table says what each may expect."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from clustering.models import SavedRun
from core.models import Job
from core.pages import ADMINS, ANALYSTS, EVERYONE
from customers import saving
from customers.models import CustomerRun, SalesEvent
from customers.table.recipe import Chosen
from data.listing import READERS
from data.models import Dataset, MarketRow
from exports import files as files_of
from tests import world as worlds
from tests.customers import small_table as tables
from tests.customers.small_shop import LAST, SHOP, add_shop
from tests.data import uploads
from tests.exports.views_world import schedule, view
from tests.questionnaires import surveys

pytestmark = pytest.mark.django_db
State = Dataset.State
OK, MOVED, FORBIDDEN, MISSING, NO_METHOD, UNFIT = 200, 302, 403, 404, 405, 422
SIGN_IN = "/account/login/"
CLOSED = (
    "signup/",
    "email/",
    "confirm-email/",
    "confirm-email/some-key/",
    "password/set/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/1-set-password/",
    "password/reset/key/done/",
    "login/code/confirm/",
)


@dataclass(frozen=True)
class Expected:
    """roles: who may; the others get 403. get, post: the answer to those who may, for each object in `ids`.

    is_open: nobody gets these answers too, instead of being sent to the sign-in page.
    """

    roles: frozenset[str]
    get: int | dict[str, int] = OK
    post: int | dict[str, int] = OK
    ids: str = ""
    nobody: tuple[int, int] | None = None


def by_state(usual: int, **others: int) -> dict[str, int]:
    return {state: others.get(state, usual) for state in State.values}


# a step that is not open leads to where the file is; what is posted without content is refused or moves on
LAYOUT = by_state(MOVED, needs_mapping=OK, needs_names=OK, checked=OK, reading=OK)
NAMES = by_state(MOVED, needs_names=OK, checked=OK, reading=OK)
CHECK = by_state(MOVED, checked=OK, ready=OK, reading=OK)
RESULT = by_state(MOVED, ready=OK, reading=OK)
ERRORS = by_state(MISSING, checked=OK)
TABLE = {
    "overview": Expected(EVERYONE),
    "ratio": Expected(EVERYONE),
    "geography": Expected(EVERYONE),
    "categories": Expected(EVERYONE),
    "clustering": Expected(EVERYONE),
    "suitability": Expected(EVERYONE),
    "saved_runs": Expected(ANALYSTS),
    "saved_run": Expected(ANALYSTS, ids="saved run"),
    "saved_runs_compare": Expected(ANALYSTS),
    "saved_run_save": Expected(ANALYSTS, NO_METHOD, MOVED),
    "saved_run_delete": Expected(ANALYSTS, NO_METHOD, MOVED, "saved run"),
    "saved_run_restore": Expected(ANALYSTS, NO_METHOD, MOVED, "saved run"),
    "start": Expected(EVERYONE, MOVED, MOVED),
    "card": Expected(EVERYONE, ids="card"),
    "enterprises": Expected(EVERYONE),
    "list_export": Expected(EVERYONE, OK, UNFIT),
    "customer_list_export": Expected(EVERYONE, OK, UNFIT),
    "enterprise": Expected(EVERYONE, ids="row"),
    "enterprise_contact": Expected(READERS, NO_METHOD, OK, "row"),
    "enterprise_row": Expected(EVERYONE, ids="row"),
    "enterprise_row_open": Expected(READERS, NO_METHOD, OK, "row"),
    "questionnaires": Expected(EVERYONE),
    "survey_areas": Expected(EVERYONE),
    "survey_questions": Expected(EVERYONE),
    "survey_crosstab": Expected(EVERYONE),
    "survey_scale": Expected(EVERYONE),
    "survey_written": Expected(ANALYSTS),
    "survey_reading": Expected(ADMINS, ids="survey"),
    "customers": Expected(EVERYONE),
    "customer_k": Expected(EVERYONE),
    "customer_movement": Expected(EVERYONE),
    "customer_value": Expected(EVERYONE),
    "customer_sales": Expected(EVERYONE),
    "customer_list": Expected(EVERYONE),
    "customer_place": Expected(EVERYONE),
    # of no customer
    "customer": Expected(EVERYONE, MISSING, MISSING),
    "customer_contact": Expected(READERS, MOVED, MISSING),
    "customer_row": Expected(EVERYONE, MISSING, MISSING, "place in a file"),
    "customer_event_add": Expected(ANALYSTS, NO_METHOD, UNFIT),
    "customer_event_remove": Expected(ANALYSTS, NO_METHOD, MOVED, "event"),
    "customer_words": Expected(ANALYSTS, NO_METHOD, UNFIT),
    "customer_runs": Expected(EVERYONE),
    "customer_run_save": Expected(ANALYSTS, NO_METHOD, MOVED),
    "customer_run": Expected(EVERYONE, ids="customer run"),
    "customer_run_delete": Expected(ANALYSTS, NO_METHOD, MOVED, "customer run"),
    "customer_run_restore": Expected(ANALYSTS, NO_METHOD, MOVED, "customer run"),
    "attribute_segments": Expected(EVERYONE),
    "attribute_relations": Expected(EVERYONE),
    "attribute_quality": Expected(EVERYONE),
    # without what was looked at nothing is kept
    "attribute_recipe": Expected(ANALYSTS, NO_METHOD, UNFIT),
    "attribute_again": Expected(ANALYSTS, NO_METHOD, MOVED, "recipe"),
    "attribute_formulas": Expected(ANALYSTS, NO_METHOD, UNFIT),
    "attribute_words": Expected(ANALYSTS, NO_METHOD, UNFIT),
    "attribute_run_save": Expected(ANALYSTS, NO_METHOD, MOVED),
    # of a file of another kind: its own step is elsewhere
    "survey_columns": Expected(ADMINS, by_state(MOVED, reading=OK), by_state(MOVED, reading=OK), "dataset"),
    "customer_columns": Expected(ADMINS, by_state(MOVED, reading=OK), by_state(MOVED, reading=OK), "dataset"),
    "datasets": Expected(ANALYSTS),
    "upload": Expected(ADMINS),
    # posting to a checked file chooses what to import: with nothing chosen it is refused
    "dataset": Expected(ADMINS, OK, by_state(OK, checked=UNFIT), "dataset"),
    "dataset_layout": Expected(ADMINS, LAYOUT, LAYOUT, "dataset"),
    "dataset_columns": Expected(ADMINS, LAYOUT, LAYOUT, "dataset"),
    "dataset_names": Expected(ADMINS, NAMES, NAMES, "dataset"),
    "dataset_check": Expected(ADMINS, CHECK, by_state(MOVED, checked=UNFIT, ready=OK, reading=OK), "dataset"),
    "dataset_result": Expected(ADMINS, RESULT, RESULT, "dataset"),
    "dataset_period": Expected(ADMINS, NO_METHOD, by_state(MOVED, reading=OK), "dataset"),
    "dataset_discard": Expected(ADMINS, NO_METHOD, MOVED, "dataset"),
    "dataset_purge": Expected(ADMINS, NO_METHOD, MOVED, "dataset"),
    "dataset_errors_workbook": Expected(ADMINS, ERRORS, by_state(MISSING, checked=MOVED), "dataset"),
    "editions": Expected(ANALYSTS),
    "edition": Expected(ANALYSTS, ids="edition"),
    "edition_undo": Expected(ADMINS, NO_METHOD, MOVED, "edition"),
    "edition_withdraw": Expected(ADMINS, NO_METHOD, MOVED, "edition and dataset"),
    "kinds": Expected(ANALYSTS),
    "kind_template": Expected(ANALYSTS, ids="kind"),
    "personal_inventory": Expected(ADMINS),
    "personal_search": Expected(ADMINS),
    "personal_files": Expected(ADMINS, NO_METHOD, UNFIT),
    "personal_files_found": Expected(ADMINS, ids="search"),
    "personal_export": Expected(ADMINS, MOVED, MOVED),
    "personal_erase": Expected(ADMINS, MOVED, MOVED),
    "personal_erasure": Expected(ADMINS, ids="erasure"),
    "people": Expected(ADMINS),
    "person_add": Expected(ADMINS),
    "person": Expected(ADMINS, ids="person"),
    "work_areas": Expected(ADMINS, OK, MOVED),
    "activity": Expected(EVERYONE),
    "glossary": Expected(EVERYONE),
    "job_progress": Expected(EVERYONE, ids="own job"),
    "events": Expected(ADMINS),
    # of no figure
    "trail": Expected(EVERYONE, MISSING, MISSING),
    # a report needs its pages
    "report_new": Expected(EVERYONE, OK, 400),
    "export_files": Expected(EVERYONE),
    "export_file": Expected(EVERYONE, ids="own file"),
    # it is still being made
    "export_download": Expected(EVERYONE, MOVED, MOVED, "own file"),
    "export_delete": Expected(EVERYONE, NO_METHOD, MOVED, "own file"),
    "saved_views": Expected(EVERYONE),
    # without an address there is nothing to save
    "saved_view_new": Expected(EVERYONE, MOVED, MOVED),
    "saved_view": Expected(EVERYONE, MOVED, MOVED, "own view"),
    "saved_view_change": Expected(EVERYONE, OK, UNFIT, "own view"),
    "saved_view_share": Expected(EVERYONE, NO_METHOD, MOVED, "own view"),
    "saved_view_delete": Expected(EVERYONE, NO_METHOD, MOVED, "own view"),
    "saved_view_restore": Expected(EVERYONE, NO_METHOD, MOVED, "own view"),
    "schedule_new": Expected(EVERYONE, OK, UNFIT, "own view"),
    "schedule_change": Expected(EVERYONE, OK, UNFIT, "own schedule"),
    "schedule_pause": Expected(EVERYONE, NO_METHOD, MOVED, "own schedule"),
    "schedule_resume": Expected(EVERYONE, NO_METHOD, MOVED, "own schedule"),
    "schedule_send": Expected(EVERYONE, NO_METHOD, MOVED, "own schedule"),
    "schedule_delete": Expected(EVERYONE, NO_METHOD, MOVED, "own schedule"),
    "schedule_restore": Expected(EVERYONE, NO_METHOD, MOVED, "own schedule"),
    # of somebody else's schedule alone, and with a proof: tests/exports/test_schedules.py
    "schedule_leave": Expected(EVERYONE, NO_METHOD, MISSING, "own schedule"),
    "schedule_rejoin": Expected(EVERYONE, NO_METHOD, MISSING, "own schedule"),
    "set_language": Expected(EVERYONE, MOVED, MOVED, nobody=(MOVED, MOVED)),
    "account_login": Expected(EVERYONE, MOVED, MOVED, nobody=(OK, OK)),
    "account_logout": Expected(EVERYONE, OK, MOVED, nobody=(MOVED, MOVED)),
    "account_inactive": Expected(EVERYONE, OK, NO_METHOD, nobody=(OK, NO_METHOD)),
    "account_reauthenticate": Expected(EVERYONE),
    "account_change_password": Expected(EVERYONE),
    "api_token": Expected(EVERYONE, OK, NO_METHOD),
    "api_token_make": Expected(EVERYONE, NO_METHOD, OK),
    "api_token_revoke": Expected(EVERYONE, NO_METHOD, MOVED),
    "api_docs": Expected(EVERYONE, OK, NO_METHOD),
    "mfa_index": Expected(EVERYONE, OK, NO_METHOD),
    "mfa_authenticate": Expected(EVERYONE, MOVED, MOVED),
    "mfa_reauthenticate": Expected(EVERYONE, MOVED, MOVED),
    "mfa_activate_totp": Expected(EVERYONE, MOVED, MOVED),
    "mfa_deactivate_totp": Expected(EVERYONE, MISSING, MISSING),
    "mfa_view_recovery_codes": Expected(EVERYONE, MISSING, NO_METHOD),
    "mfa_generate_recovery_codes": Expected(EVERYONE, MOVED, MOVED),
    "mfa_download_recovery_codes": Expected(EVERYONE, MISSING, MISSING),
    "usersessions_list": Expected(EVERYONE, OK, MOVED),
    "account_closed": Expected(EVERYONE, MISSING, MISSING, "closed"),
}


# the paths that lead to the objects of a row of the table, by a word for each
Objects = dict[str, dict[str, list[Any]]]


@pytest.fixture
def media(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def world(media: Any) -> worlds.World:
    made = worlds.build()
    # its files are none of a kind that can be uploaded; lists of files name the kind
    Dataset.objects.filter(kind="market").update(kind="msme_register")
    return made


@pytest.fixture
def objects(world: worlds.World) -> Objects:
    """Arguments of the addresses: files in every state, an edition, people, and a job."""
    files = datasets()
    edition = world.market
    people = (world.alice, world.bob, world.carol)
    job = {user: Job.objects.create(kind="read", user=user) for user in people}
    asked = [files_of.ask(user, "report", "pdf", "", "en") for user in people]
    schedules = {user.role: schedule(view(world, user), user) for user in people}
    assert edition is not None
    row = MarketRow.objects.create(
        dataset=edition.datasets.get(), sheet=0, row_number=2, area=world.areas["Centre"], size_class=1
    )
    return {
        "": {"": []},
        "dataset": {dataset.state: [dataset.pk] for dataset in files},
        "edition": {"": [edition.pk]},
        "edition and dataset": {"": [edition.pk, edition.datasets.get().pk]},
        "card": {"": [world.areas["Centre"].pk]},
        "row": {"": [row.pk]},
        "kind": {"": ["msme_register"]},
        "erasure": {"": [Job.objects.create(kind="erase", user=world.carol).pk]},
        "search": {"": [Job.objects.create(kind="search_files", user=world.carol).pk]},
        "person": {"": [world.alice.pk]},
        "saved run": {"": [saved_run(world)]},
        "survey": {"": [survey(world)]},
        "customer run": {"": [customer_run(world)]},
        "recipe": {"": [recipe(world)]},
        "event": {
            "": [
                SalesEvent.objects.create(
                    region=world.region, series=SHOP, name="Sale", first_day=LAST, last_day=LAST
                ).pk
            ]
        },
        "place in a file": {"": [Dataset.objects.get(kind="transactions").pk, 0, 2]},
        "own job": {user.role: [one.pk] for user, one in job.items()},
        "own file": {one.user.role: [one.pk] for one in asked},
        "own view": {role: [one.view_id] for role, one in schedules.items()},
        "own schedule": {role: [one.pk] for role, one in schedules.items()},
    }


def saved_run(world: worlds.World) -> int:
    """A grouping that the analyst saved."""
    client = client_of(world, "analyst")
    seen = client.get(reverse("clustering")).context["seen"]
    client.post(reverse("saved_run_save"), {"seen": seen})
    return SavedRun.objects.get().pk


def customer_run(world: worlds.World) -> int:
    """A segmentation of a shop that the analyst saved."""
    add_shop(world)
    client = client_of(world, "analyst")
    seen = client.get(reverse("customers")).context["seen"]
    client.post(reverse("customer_run_save"), {"seen": seen})
    return CustomerRun.objects.get().pk


def recipe(world: worlds.World) -> int:
    """Remedies that were kept for a table of customers."""
    tables.add_table(world)
    return saving.keep_recipe(world.region, tables.TABLE, Chosen().to_json(), world.bob).pk


def survey(world: worlds.World) -> int:
    """An edition of a survey with one question."""
    asked = surveys.question(1, "How well do you know it?", "likert", surveys.AWARE)
    edition = surveys.add(world, [asked], {"q01": ["Tahu", "Tidak tahu"]})
    Dataset.objects.filter(kind="survey").update(kind="questionnaire")
    return edition.pk


def datasets() -> list[Dataset]:
    """One file in each state a file can rest in, made by the importer."""
    region = uploads.city("second", "Second City")
    good, strange = uploads.register(Centre=2, East=1), uploads.register(Centre=1, Nowhere=1)
    imported = uploads.imported(region, good)
    waiting = uploads.receive(region, good, period="2024", enqueue=False)
    reading = uploads.receive(region, good, period="2024")
    failed = uploads.read(region, b"only,a,header\n", period="2024")
    mapped = uploads.read(region, uploads.register(Centre=4), period="2024")
    asked = uploads.checked(region, strange, period="2024")
    checked = uploads.checked(
        region, uploads.register(Centre=3, East=1) + b"Centre,Warung X,many\n", period="2024"
    )
    importing = uploads.checked(region, uploads.register(Centre=5), period="2025")
    Dataset.objects.filter(pk=importing.pk).update(state=State.IMPORTING)
    discarded = uploads.read(region, uploads.register(Centre=6), period="2024")
    uploads.importing.discard(discarded, None)
    found = [imported, waiting, reading, failed, mapped, asked, checked, importing, discarded]
    for dataset in found:
        dataset.refresh_from_db()
    assert {dataset.state for dataset in found} == set(State.values)
    return found


def patterns(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the site with its whole route, in the order in which they are tried."""
    for one in (resolver or get_resolver()).url_patterns:
        if hasattr(one, "url_patterns"):
            yield from patterns(one, prefix + str(one.pattern))
        else:
            yield prefix + str(one.pattern), one


def is_for_programs(pattern: URLPattern) -> bool:
    """Whether it asks for a key instead of a session: tests/exports/api/test_access.py has their table."""
    return not getattr(pattern.callback, "login_required", True) and pattern.callback.__module__.startswith(
        ("exports.", "ninja.")
    )


def addresses(objects: Objects, role: str) -> Iterator[tuple[str, str, str]]:
    """(name, state of the object, address) of every row of the table."""
    for name, expected in TABLE.items():
        if expected.ids == "closed":
            yield from ((name, path, f"/account/{path}") for path in CLOSED)
        elif expected.ids.startswith("own "):
            yield name, "", reverse(name, args=objects[expected.ids].get(role, [1]))
        else:
            yield from ((name, key, reverse(name, args=args)) for key, args in objects[expected.ids].items())


def answers(client: Client, objects: Objects, role: str, method: str) -> dict[tuple[str, str], int]:
    """The status of each address; whatever a request changed is rolled back."""
    found = {}
    cookies = deepcopy(client.cookies)
    for name, key, address in addresses(objects, role):
        client.cookies = deepcopy(cookies)  # signing out is one of the addresses
        with transaction.atomic():
            answer = getattr(client, method)(address)
            transaction.set_rollback(True)
        found[name, key] = answer.status_code
        assert answer["X-Robots-Tag"] == "noindex, nofollow", address
        if role == "nobody" and not TABLE[name].nobody:
            assert answer.status_code == MOVED, address
            assert answer["Location"].startswith(SIGN_IN), address
    return found


def wanted(objects: Objects, role: str, method: str) -> dict[tuple[str, str], int]:
    found = {}
    for name, key, _address in addresses(objects, role):
        row = TABLE[name]
        usual = row.get if method == "get" else row.post
        status = usual[key] if isinstance(usual, dict) else usual
        if role == "nobody":
            status = row.nobody[method == "post"] if row.nobody else MOVED
        elif role not in row.roles and usual != NO_METHOD:
            status = FORBIDDEN
        found[name, key] = status
    return found


def client_of(world: worlds.World, role: str, **options: Any) -> Client:
    client = Client(raise_request_exception=False, **options)
    people = {"sales": world.alice, "analyst": world.bob, "admin": world.carol}
    if role in people:
        client.force_login(people[role])
    return client


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ["nobody", "sales", "analyst", "admin"])
def test_every_address_answers_every_role_as_the_table_says(world, objects, role, method):
    found = answers(client_of(world, role), objects, role, method)
    expected = wanted(objects, role, method)
    wrong = [
        f"{name} {key}: {status}, not {expected[name, key]}"
        for (name, key), status in found.items()
        if status != expected[name, key]
    ]
    assert not wrong, "\n".join(wrong)


def test_the_table_knows_every_address():
    unknown = [
        route
        for route, one in patterns()
        if one.name not in TABLE
        and not is_for_programs(one)
        and not route.replace("^", "").startswith(tuple(f"account/{at}" for at in CLOSED))
    ]
    assert unknown == []


def test_a_view_that_needs_a_role_says_so_itself():
    """The right stands on the view, so that no second address of it can be more open."""
    for _route, one in patterns():
        if one.name in TABLE and (roles := getattr(one.callback, "roles", EVERYONE)) != TABLE[one.name].roles:
            pytest.fail(f"{one.name} is open to {sorted(roles)}")


def test_nothing_is_posted_without_the_token(world, objects):
    client = client_of(world, "admin", enforce_csrf_checks=True)
    for name, _key, address in addresses(objects, "admin"):
        answer = client.post(address, {"sure": "on"})
        assert answer.status_code == FORBIDDEN, name
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Content-Security-Policy"]
    page = Client(enforce_csrf_checks=True).post(SIGN_IN, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "Open the page again, and send it once more." in page


def test_what_is_not_there_looks_like_what_is_not_yours(world, objects):
    sales, admin = client_of(world, "sales"), client_of(world, "admin")
    of_carol = objects["own job"]["admin"][0]
    for missing in (of_carol, 10**9):
        assert sales.get(reverse("job_progress", args=[missing])).status_code == MISSING
    for known, expected in ((objects["dataset"]["ready"][0], OK), (10**9, MISSING)):
        address = reverse("dataset", args=[known])
        assert sales.get(address).status_code == FORBIDDEN
        assert admin.get(address).status_code == expected
    for odd in ("/data/files/99999999999999999999999/", "/data/kinds/nothing/template/", "/nothing/"):
        assert admin.get(odd).status_code == MISSING
        assert Client().get(odd).status_code in (MOVED, MISSING)


def test_no_letter_is_promised(world):
    """There is no mail server: forgotten passwords are an admin's work, and the sign-in page says so."""
    page = Client().get(SIGN_IN, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "password forgotten? Ask an admin" in page
    assert "/account/password/reset" not in page
    assert "/account/signup" not in page
