"""The one error a file that cannot be read raises: a text for the person and a code for the program."""

from typing import Any


class Unreadable(Exception):
    """A file, or a part of it, that we refuse to read.

    `message` is a lazy text that says what is wrong and what to do; `code` is stable and never shown.
    """

    def __init__(self, message: Any, code: str) -> None:
        super().__init__(message, code)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return str(self.message)
