"""What is counted chunk by chunk is what a look at the whole table finds."""

from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from customers.kinds.transactions_tally import CONTENT, TransactionsTally

START = date(2023, 1, 1)
ROW = st.tuples(
    st.sampled_from(["1", "01", "A", "Ani Lestari"]),
    st.dates(date(2022, 12, 28), date(2023, 1, 5)),
    st.sampled_from([None, "S-1", "S-2"]),
    st.sampled_from([-5.5, 0.0, 0.1, 12.0]),
    st.sampled_from([None, "Tunai"]),
    st.sampled_from([None, "Panam"]),
    st.sampled_from([None, "Ani", "Budi"]),
    st.sampled_from([None, "0812"]),
)


def table(rows) -> pd.DataFrame:
    """Accepted rows as the checker hands them on."""
    found = pd.DataFrame(
        rows, columns=[*CONTENT[:1], "day", "receipt", "amount", "payment", "outlet", "owner_name", "phone"]
    )
    texts = ("customer", "receipt", "payment", "outlet", "owner_name", "phone")
    types = {"day": "datetime64[s]", "amount": float, **dict.fromkeys(texts, "str")}
    return found.astype(types).assign(sheet=0, row_number=range(2, len(rows) + 2))


@given(st.lists(ROW, min_size=1, max_size=30), st.integers(1, 10))
def test_chunks_add_up_to_the_whole_file(rows, size) -> None:
    whole = table(rows)
    tally, people = TransactionsTally(START), []
    for first in range(0, len(whole), size):
        part = whole.iloc[first : first + size]
        tally.add(part)
        people.append(tally.people(part, ["owner_name", "phone"]))
    assert tally.rows == len(whole)
    assert tally.customers == whole["customer"].nunique()
    assert tally.refunds == sum(amount < 0 for amount in whole["amount"])
    assert tally.zeros == sum(amount == 0 for amount in whole["amount"])
    assert tally.again == whole.duplicated(list(CONTENT)).sum()
    assert tally.early == sum(day.date() < START for day in whole["day"])
    assert abs(tally.total - whole["amount"].sum()) < 1e-9
    assert (tally.first.item(), tally.last.item()) == (whole["day"].min().date(), whole["day"].max().date())
    named = whole[whole["owner_name"].notna() | whole["phone"].notna()]
    first_of_each = named.drop_duplicates(["customer", "owner_name", "phone"])
    assert pd.concat(people)["row_number"].tolist() == first_of_each["row_number"].tolist()


def test_nothing_is_counted_of_an_empty_part() -> None:
    tally = TransactionsTally(START)
    tally.add(table([])[:0])
    assert (tally.rows, tally.customers) == (0, 0)
