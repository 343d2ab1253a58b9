"""Texts that XML can hold: what it cannot goes, everything else stays."""

from xml.etree import ElementTree

from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from charts.legal import legal


def test_lines_stay_and_what_xml_has_no_place_for_goes() -> None:
    assert legal("a\r\nb\rc\td\x00\x0b\ud800\uffff😀") == "a\nb\nc\td😀"
    assert legal(12) == "12"


@given(st.text(st.characters(), max_size=60))
def test_any_text_can_be_read_back_from_xml(text: str) -> None:
    element = ElementTree.Element("t")
    element.text = legal(text)
    read = fromstring(ElementTree.tostring(element, "utf-8"))
    assert (read.text or "") == legal(text)
