"""Spans of time as they are typed: `30m`, `12h`, `90d`, `52w`."""

from __future__ import annotations

import datetime
import re
from typing import Final

from content.errors import Invalid

_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_FORM: Final = re.compile(r"([0-9]{1,5})([mhdw])")


def parse(text: str, option: str) -> datetime.timedelta:
    """The span that was typed for an option. Raises Invalid."""
    form = _FORM.fullmatch(text)
    if form is None:
        raise Invalid.one(
            option,
            "wrong_form",
            nb=f"«{text[:40]}» er ikke et tidsrom. Skriv et helt tall og m, h, d eller w, som 90d.",
            en=f"“{text[:40]}” is not a span of time. Write a whole number and m, h, d or w, such as 90d.",
        )
    return datetime.timedelta(**{_UNITS[form[2]]: int(form[1])})
