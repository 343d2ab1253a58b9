"""One number that nobody can mean: the file is read, the cell is a problem, and no page breaks."""

import pytest
from django.test import Client

from accounts.models import User
from data.models import Dataset
from tests.data import uploads

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("absurd", ["9" * 25, "9" * 300, "9" * 320, "9" * 5000])
def test_the_cell_is_a_problem_and_the_others_are_counted(absurd: str) -> None:
    rows = [f"{age},{'Ya' if age % 2 else 'Tidak'}" for age in range(20, 50)]
    file = "\n".join(["Umur?,Suka?", *rows, f"{absurd},Tidak"]).encode()
    values = {"kind": "questionnaire", "name": "survey.csv", "series": "awareness"}
    dataset = uploads.check(uploads.read(uploads.city(), file, **values))
    assert dataset.state == Dataset.State.CHECKED, dataset.message
    assert [one["type"] for one in dataset.guess["questions"]] == ["number", "single"]
    (problem,) = dataset.report["errors"]
    assert (problem["rule"], dataset.report["counts"]["accepted"]) == ("too_large", 30)
    uploads.commit(dataset, good=True)
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.create_user("b@example.org", "a long test password", role="analyst"))
    for path in ("/survey/questions/", "/survey/crosstab/?row=q01&column=q02", "/survey/"):
        assert client.get(path).status_code == 200
