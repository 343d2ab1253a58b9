"""Numbers of a register as phones and WhatsApp take them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data.contacts import normal_phone
from data.phones import national, phone, phones


@pytest.mark.parametrize(
    "text",
    [
        "081234567890", "0812-3456-7890", "0812 3456 7890", "81234567890", "6281234567890", "+6281234567890",
        "+62 812-3456-7890", "(+62) 812.3456.7890", "0062 812 3456 7890", "+62 0812 3456 7890",
        "WA 0812 3456 7890",
        "HP: 081234567890", "0812\u20113456\u20117890", "+62\u00a0812\u00a03456\u00a07890",
    ],
)  # fmt: skip
def test_every_writing_of_a_mobile_number_is_the_same(text: str) -> None:
    found = phone(text)
    assert (found.call, found.chat) == ("tel:+6281234567890", "https://wa.me/6281234567890")


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("0761 23456789", "tel:+6276123456789"),
        ("(0761) 234567", "tel:+62761234567"),
        ("021-5551234", "tel:+62215551234"),
        # the area of Pematang Siantar begins like the country
        ("0622-123456", "tel:+62622123456"),
        ("(0622) 7123456", "tel:+626227123456"),
        ("+62 622 123456", "tel:+62622123456"),
        ("62 622 123456", "tel:+62622123456"),
        ("0062 0622 123456", "tel:+62622123456"),
        ("+65 6123 4567", "tel:+6561234567"),
        ("+1 (202) 555-0100", "tel:+12025550100"),
        ("0800-000-00001", "tel:+6280000000001"),
    ],
)
def test_what_is_no_mobile_phone_can_be_called_and_not_chatted_with(text: str, call: str) -> None:
    assert (phone(text).call, phone(text).chat) == (call, "")


@pytest.mark.parametrize(
    "text",
    [
        "-",
        "tidak ada",
        "112",
        "0812",
        "081234567890123456",
        "0812abc4567",
        "+62",
        "+0812345678",
        "0",
        "٠٨١٢٣٤٥٦٧٨٩٠",
    ],
)
def test_what_is_no_number_says_so(text: str) -> None:
    assert phone(text) == type(phone(text))(text)
    assert (phone(text).call, phone(text).chat) == ("", "")


def test_several_numbers_of_a_cell() -> None:
    found = phones("0812-3456-7890 / 0761 234567 atau 081234567890; besok")
    assert [one.number for one in found] == ["6281234567890", "62761234567", ""]
    assert found[-1].text == "besok"
    assert phones("") == phones(" ; ") == ()


@given(
    st.from_regex(r"8[1-35-9][0-9]{7,10}", fullmatch=True),
    st.sampled_from(["0", "", "62", "+62", "0062", "+620"]),
)
def test_the_beginning_never_changes_the_number(national: str, start: str) -> None:
    assert phone(start + national).number == "62" + national


def test_without_a_zero_or_a_sign_62_is_the_country() -> None:
    assert phone("62 761 234567").call == "tel:+62761234567"
    assert (normal_phone("62 761 234567"), normal_phone("0622 123456")) == ("0761234567", "0622123456")


@given(
    st.from_regex(r"[2-79][0-9]{7,10}", fullmatch=True),
    st.sampled_from(["0", "", "62", "+62", "0062", "+620"]),
)
def test_what_is_called_and_what_is_searched_for_are_one_number(number: str, start: str) -> None:
    """The hash of a number is made of the same digits as its links: one place says what begins a number."""
    # without any beginning 62 is the country, and what is left behind it may be too short for a number
    assume(start or not number.startswith("62"))
    searched = normal_phone(start + number)
    assert searched == "0" + number
    assert searched == "0" + national("".join(one for one in start + number if one.isdigit()))
    if called := phone(start + number).number:
        assert called == "62" + searched[1:]


@given(st.text(max_size=40))
def test_an_address_holds_nothing_but_digits(text: str) -> None:
    for one in phones(text):
        assert one.number == "" or (
            one.number.isascii() and one.number.isdigit() and 8 <= len(one.number) <= 15
        )
