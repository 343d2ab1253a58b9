"""Lists that are searched and shown a page at a time: what an address says of them, and their pages."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from core import formats

LONGEST_TEXT = 60


def searched(query: QueryDict) -> str:
    """The text to look for: on one line, and no longer than anybody types."""
    return " ".join(query.get("q", "").split())[:LONGEST_TEXT]


class Paged:
    """Part of the form of a list: the page that is asked for; what does not fit is said in `notices`."""

    notices: list[str]
    number = 1

    def read_page(self, query: QueryDict) -> None:
        """Take the page from the address."""
        asked = query.get("page", "")
        if asked.isascii() and asked.isdigit() and len(asked) < 8 and int(asked):
            self.number = int(asked)
        elif asked:
            text = _("There is no page “%(page)s”; the first one is shown.")
            self.notices.append(text % {"page": asked[:20]})

    def page_of(self, pages: int) -> int:
        """The page to show of a list of `pages`: the one asked for, or the last, which is said."""
        if self.number > pages:
            text = _("The list has %(n)s pages; the last one is shown.")
            self.notices.append(text % {"n": formats.integer(pages)})
        return min(self.number, pages)


def pages_in(found: int, size: int) -> int:
    """Pages of a list of `found` lines; an empty one has a page too."""
    return max(1, -(-found // size))


def pages_of(number: int, found: int, size: int) -> dict[str, Any]:
    """For core/_pages.html: which lines of how many page `number` shows, and its neighbours."""
    pages = pages_in(found, size)
    return {
        "number": number,
        "pages": pages,
        "found": found,
        "first": (number - 1) * size + 1,
        "last": min(number * size, found),
        "previous": number - 1 if number > 1 else None,
        "following": number + 1 if number < pages else None,
    }
