"""Telephone numbers of a register in the form that phones and WhatsApp take.

Indonesian numbers (E.164, country 62): mobile ones begin with 8 and have 9 to 12 digits behind the country,
those of a land line begin with their area's code and have 8 to 11.
"""

import re
from dataclasses import dataclass

# what stands between the numbers of a cell that holds several
SEVERAL = re.compile(r"[/,;|\n]|\b(?:atau|dan|or|and)\b", re.IGNORECASE)
_MARKS = re.compile(r"[\s().\u2010-\u2015-]+")
_WORDS = re.compile(r"^(?:hp|wa|telp?|tlp|no|phone|whatsapp)\b[.: ]*", re.IGNORECASE)
_MOBILE = re.compile(r"8\d{8,11}")
_LAND_LINE = re.compile(r"[2-79]\d{7,10}")
_FOREIGN = re.compile(r"[1-9]\d{7,14}")
COUNTRY = "62"
# land lines whose area has two digits: Jakarta, Bandung, Semarang, Surabaya, Medan; all others have three
_TWO_DIGITS = ("21", "22", "24", "31", "61")


@dataclass(frozen=True)
class Phone:
    """One number of a cell. text: as it stands there; number: with country and digits only, "" where nobody
    can be called by it; is_mobile: an Indonesian mobile number, so WhatsApp may have it."""

    text: str
    number: str = ""
    is_mobile: bool = False

    @property
    def call(self) -> str:
        """The address that a phone dials."""
        return f"tel:+{self.number}" if self.number else ""

    @property
    def local(self) -> str:
        """As it is dialled in this country, in groups: 0812-3456-7890, 0761-234567; of others as written."""
        digits = self.number.removeprefix(COUNTRY) if self.number.startswith(COUNTRY) else ""
        if not digits:
            return self.text
        if digits.startswith("8"):
            return f"0{digits[:3]}-{digits[3:7]}-{digits[7:]}"
        area = 2 if digits.startswith(_TWO_DIGITS) else 3
        return f"0{digits[:area]}-{digits[area:]}"

    @property
    def chat(self) -> str:
        """The address that opens WhatsApp."""
        return f"https://wa.me/{self.number}" if self.is_mobile else ""


def phones(cell: str) -> tuple[Phone, ...]:
    """Every number of a cell, in its order and each once: `0812…/0761 …` has two; an empty cell none."""
    found: dict[str, Phone] = {}
    for part in SEVERAL.split(cell):
        if text := part.strip(" '\"`"):
            one = phone(text)
            found.setdefault(one.number or one.text, one)
    return tuple(found.values())


def national(digits: str) -> str:
    """The digits behind the country's and the network's beginning: 812… of 0812…, 62812…, 0062 0812….

    One zero begins a number of this country: 0622… is the area of Pematang Siantar, not country 62.
    """
    if digits.startswith("0") and not digits.startswith("00"):
        return digits[1:]
    return digits.lstrip("0").removeprefix(COUNTRY).lstrip("0")


def phone(text: str) -> Phone:
    """`0812…`, `812…`, `62812…`, `+62 812…` and `0062812…` are one number; other countries begin with `+`."""
    bare = _MARKS.sub("", _WORDS.sub("", text))
    if bare.startswith("+") and not bare.startswith(f"+{COUNTRY}"):
        number = bare[1:]
        return Phone(text, number) if _FOREIGN.fullmatch(number) else Phone(text)
    digits = bare.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return Phone(text)
    number = national(digits)
    if _MOBILE.fullmatch(number):
        # 0800 and 0804 … 0809 are services of the network, not somebody's phone
        return Phone(text, COUNTRY + number, is_mobile=not number.startswith("80"))
    return Phone(text, COUNTRY + number) if _LAND_LINE.fullmatch(number) else Phone(text)
