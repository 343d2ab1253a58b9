"""What an analysis says where it cannot be done."""

from typing import Any


class Refusal(ValueError):
    """The data cannot be looked at as asked.

    text: English message with %(name)s places, marked for translation; data: the values of the places.
    """

    def __init__(self, text: str, data: dict[str, Any] | None = None) -> None:
        self.text = text
        self.data = data or {}
        super().__init__(text % self.data)
