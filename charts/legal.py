"""Which characters a text of a file of XML may have: workbooks, slides and drawings."""

import re
from typing import Any

# what XML 1.0 has no place for, lone halves of surrogate pairs among it, which UTF-8 cannot hold either
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(text: Any) -> str:
    """The text without characters that XML cannot hold; tabs and line breaks (as \\n) stay."""
    return ILLEGAL.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n"))
