"""Contacts: sealed so that they open only in their place, found again by hashes, masked on pages."""

import re
import unicodedata
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import contacts

NAMES = pd.Series(["Siti Aminah", "  ", None, "Budi"], dtype="str")
PHONES = pd.Series(["+62 812-0000-1234", None, None, "0812 9999"], dtype="str")
TITLES = {"bapak", "ibu", "bpk", "sdr", "sdri", "drs", "dra", "hj", "h", "ir", "dr", "prof"}
OLD_KEY = "x7Jq" * 20 + "an-older-secret-of-this-server"


def rows_of(sealed):
    return list(sealed.itertuples(index=False, name=None))


def sealed(dataset_id=7, sheet=1):
    return rows_of(contacts.seal(dataset_id, sheet, [4, 5, 6, 7], {"owner_name": NAMES, "phone": PHONES}))


def as_contact(row, **changes):
    return SimpleNamespace(**(dict(zip(contacts.SEALED_COLUMNS, row, strict=True)) | changes))


def test_rows_come_back_as_they_were_and_empty_ones_are_left_out():
    rows = sealed()
    assert [row[2] for row in rows] == [4, 7]
    assert contacts.open_contact(as_contact(rows[0])) == {
        "owner_name": "Siti Aminah",
        "phone": "+62 812-0000-1234",
    }
    assert b"Siti" not in rows[0][3]


@pytest.mark.parametrize("change", [{"dataset_id": 8}, {"sheet": 0}, {"row_number": 5}])
def test_a_secret_opens_only_in_its_place(change):
    with pytest.raises(contacts.Unopenable):
        contacts.open_contact(as_contact(sealed()[0], **change))


@pytest.mark.parametrize("at", [0, 1, 12, 13, -1])
def test_a_changed_byte_is_noticed(at):
    row = sealed()[0]
    secret = bytearray(row[3])
    secret[at] ^= 1
    with pytest.raises(contacts.Unopenable):
        contacts.open_contact(as_contact(row, secret=bytes(secret)))


def test_a_cut_secret_is_noticed():
    row = sealed()[0]
    for length in (0, 1, 13, 20):
        with pytest.raises(contacts.Unopenable):
            contacts.open_contact(as_contact(row, secret=row[3][:length]))


def test_a_key_that_was_changed_still_opens_old_rows(settings):
    today = settings.CONTACT_KEY
    settings.CONTACT_KEY = OLD_KEY
    row = sealed()[0]
    settings.CONTACT_KEY = today
    with pytest.raises(contacts.Unopenable):
        contacts.open_contact(as_contact(row))
    settings.CONTACT_KEYS_BEFORE = (OLD_KEY,)
    assert contacts.open_contact(as_contact(row))["owner_name"] == "Siti Aminah"


def test_no_nonce_is_used_twice():
    values = pd.Series([f"person {number}" for number in range(5_000)], dtype="str")
    twice = [contacts.seal(1, 0, range(5_000), {"owner_name": values})["secret"] for _time in range(2)]
    assert len({secret[1:13] for secrets in twice for secret in secrets}) == 10_000


@given(st.dictionaries(st.sampled_from(contacts.FIELDS), st.text(min_size=1, max_size=40), min_size=1))
def test_any_text_survives(fields):
    columns = {name: pd.Series([text], dtype=object) for name, text in fields.items()}
    rows = rows_of(contacts.seal(1, 0, [1], columns))
    expected = {name: text.strip() for name, text in fields.items() if text.strip()}
    assert ([contacts.open_contact(as_contact(row)) for row in rows] or [{}])[0] == expected


# Hashes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("purpose", "one", "other"),
    [
        ("name", "Hj. Siti  AMINAH, S.E.", "siti aminah"),
        ("name", "Bpk. M. Yusuf", "M Yusuf"),
        ("phone", "+62 812-0000-1234", "081200001234"),
        ("phone", "62 812 0000 1234", "0812.0000.1234"),
        ("phone", "81200001234", "(0812) 00001234 / 0761-222333"),
        ("nik", "14.7108 0101900001", "1471080101900001"),
        ("nib", "'9120001234567", "9120001234567"),
        ("duplicate", "Warung  Contoh", "warung contoh"),
    ],
)
def test_spellings_of_one_value_share_a_hash(purpose, one, other):
    assert contacts.hash_value(one, purpose) == contacts.hash_value(other, purpose) is not None


def test_purposes_and_keys_are_kept_apart(settings):
    before = contacts.hash_value("1471080101900001", "nik")
    assert before != contacts.hash_value("1471080101900001", "nib")
    settings.CONTACT_KEY = OLD_KEY
    assert before != contacts.hash_value("1471080101900001", "nik")


def test_a_column_is_hashed_like_its_values_and_missing_stays_missing():
    values = pd.Series(["Siti Aminah", None, "", " - ", "Budi"], dtype="str", index=[9, 8, 7, 6, 5])
    hashes = contacts.hash_column(values, "nik")
    assert hashes.isna().all()
    hashes = contacts.hash_column(values, "name")
    assert str(hashes.dtype) == "Int64"
    assert hashes.index.tolist() == [9, 8, 7, 6, 5]
    assert hashes[9] == contacts.hash_value("siti aminah", "name")
    assert hashes.isna().tolist() == [False, True, True, True, False]
    assert hashes.abs().max() < 2**63


def test_sealing_writes_the_hashes_that_a_search_makes():
    row = as_contact(sealed()[0])
    assert row.name_hash == contacts.hash_value("SITI AMINAH", "name")
    assert row.phone_hash == contacts.hash_value("0812 0000 1234", "phone")
    assert row.nik_hash is None
    assert row.nib_hash is None


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("0812-9999-0000", "081299990000"),
        ("+6281299990000", "081299990000"),
        ("tidak ada", None),
        ("123", None),
        ("0812-9999-0000 atau 0813", "081299990000"),
        ("0062 812 9999 0000", "081299990000"),
        ("", None),
    ],
)
def test_phones(text, phone):
    assert contacts.normal_phone(text) == phone


def test_a_name_that_is_only_a_title_stays():
    assert contacts.normal("Ibu", "name") == "ibu"


@given(st.lists(st.text(max_size=30), max_size=8))
def test_names_are_normalised_each_for_itself(texts):
    together = contacts.hash_column(pd.Series(texts, dtype=object), "name").tolist()
    assert together == [
        pd.NA if (one := contacts.hash_value(text, "name")) is None else one for text in texts
    ]


@given(st.lists(st.text(st.sampled_from("Aaé́ﬀ \t\n\r\x1f\xa0,'"), max_size=12), max_size=8))
def test_other_texts_are_folded_each_for_itself(texts):
    """The slow way, text by text, gives the same."""
    slow = [" ".join(unicodedata.normalize("NFKC", text).casefold().split()) for text in texts]
    assert contacts._folded(texts) == slow


@given(st.lists(st.text(st.sampled_from("hjIr. drs,_-'\n\xa0éé́ﬀ1"), max_size=14), max_size=8))
def test_names_lose_marks_and_titles_like_word_by_word(texts):
    """The slow way: a name up to its first comma, without marks, then without the words that are titles."""
    assert contacts._names(texts) == [slow_name(text) for text in texts]


def slow_name(text):
    plain = unicodedata.normalize("NFKC", text.replace("\n", " ")).casefold()
    words = re.sub(r"[\W_]", " ", plain.split(",")[0]).split(" ")
    kept = " ".join(word for word in words if word and word not in TITLES)
    return kept or " ".join(re.sub(r"[\W_]", " ", plain).split())


@given(st.lists(st.text(st.sampled_from("00866221234567 -+/\n٣"), max_size=16), max_size=8))
def test_phones_are_normalised_each_for_itself(texts):
    assert contacts.NORMAL["phone"](texts) == [contacts.normal_phone(text) for text in texts]


# Masks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "kind", "masked"),
    [
        ("Wulan Maria", "owner_name", "W**** M****"),
        ("0812-3456-7834", "phone", "0812-****-**34"),
        ("1471080101900001", "nik", "14************01"),
        ("12", "nik", "****"),
        ("Jl. Sudirman 17", "address", "J** S******* **"),
        ("-", "phone", "****"),
    ],
)
def test_masks(value, kind, masked):
    assert contacts.mask(value, kind) == masked
