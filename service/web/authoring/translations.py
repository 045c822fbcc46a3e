"""Translations: what a text was made from, and what has changed there since."""

from __future__ import annotations

from content import translations
from service.web.answers import Answer, encoded
from service.web.authoring.call import Call, Desk


def translation(desk: Desk, call: Call) -> Answer:
    """How a text stands to its source and to the record's other locales, as far as the token may see them."""
    with desk.store.read() as reading:
        standing = call.standing(reading)
        return encoded(
            translations.lineage(reading, standing, lambda locale: call.principal.reaches(locale=locale))
        )
