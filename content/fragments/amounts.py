"""Sums of money and sizes of files, in words that people read. Spaces within a number and before its unit don't break."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import UNSET

from content.fragments.words import marked, word
from content.kinds import Amount
from content.locales import Locale

_THOUSAND = 1_000


def amount(money: Amount, locale: Locale) -> Markup:
    """A sum or a range: “NOK 500,000 to 1,000,000”."""
    low = UNSET if money.minimum == money.maximum else money.minimum
    template = word(locale, "sum" if low is UNSET else "sum_range")
    parts = {"currency": money.currency, "high": number(money.maximum, locale)}
    if low is not UNSET:
        parts["low"] = number(low, locale)
    text = template.text.format(**parts)
    return marked(text, locale if low is UNSET else template.lang, locale)


def number(value: int, locale: Locale) -> str:
    """A whole number, its thousands apart: “1,000,000”."""
    return f"{value:,}".replace(",", word(locale, "thousands").text)


def size(octets: int, locale: Locale) -> str:
    """The size of a file: “812 kB”, “1.2 MB” (decimal units, as in ISO 80000-13 and on today's desktops)."""
    value, unit = float(octets), "B"
    for larger in ("kB", "MB", "GB"):
        if value < _THOUSAND - 0.5:  # what would be rounded to 1000 is one of the larger unit
            break
        value, unit = value / _THOUSAND, larger
    digits = 1 if unit not in ("B", "kB") and value < 10 else 0  # noqa: PLR2004 - one decimal below ten
    return f"{value:.{digits}f}".replace(".", word(locale, "decimal").text) + f"\u00a0{unit}"
