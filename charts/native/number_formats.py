"""How numbers of a native chart are written, in the words of a spreadsheet program."""

import re

from charts import theme

_TEMPLATE = re.compile(r"%\{[xy]:,?\.(\d+)f\}")


def number_format(text: str, language: str) -> str:
    """The format of numbers that look like this text, or like this template of Plotly.

    The language's own signs are asked for by its code; a program that does not know the code writes those of
    its reader.
    """
    template = _TEMPLATE.search(text)
    if template:
        decimals, tail = int(template[1]), text[template.end() :]
        return written(decimals, tail.strip("\n"), False, language)
    sign = theme.separators(language)[0]
    number = re.search(rf"[\d.,]*\d(?:{re.escape(sign)}(\d+))?", text)
    if number is None:
        return "General"
    decimals = len(text[number.start() : number.end()].rpartition(sign)[2]) if sign in number[0] else 0
    return written(decimals, text[number.end() :], text[:1] in "+\u2212", language)


def written(decimals: int, tail: str, signed: bool, language: str) -> str:
    """The format of numbers with these decimals; tail: what follows them; signed: with a plus too."""
    code = "[$-421]" if theme.separators(language) == theme.SEPARATORS["id"] else "[$-409]"
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    end = '"' + tail.replace('"', "") + '"' if tail else ""
    if signed:
        return f'{code}"+"{digits}{end};{code}"\u2212"{digits}{end};{code}{digits}{end}'
    return f'{code}{digits}{end};{code}"\u2212"{digits}{end}'
