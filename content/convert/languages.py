"""Language tags as pages and Word write them, as the tags that they mean."""

from __future__ import annotations

from typing import Final

from content.text import Lang

# `no` says neither Bokmål nor Nynorsk and is never written; NO-BOK and NO-NYN are Word's own.
_MEANT: Final = {"no": "nb", "no-bok": "nb", "no-no": "nb", "no-nb": "nb", "no-nyn": "nn", "no-nn": "nn"}
_REGION: Final = 2


def mark(lang: str) -> Lang:
    """The mark for a `lang` attribute that has the form of a tag; subtags cased as RFC 5646 section 2.1.1 writes them."""
    if meant := _MEANT.get(lang.lower()):
        return Lang(lang=meant)
    first, *others = lang.lower().split("-")
    cased = [part.upper() if len(part) == _REGION else part for part in others]
    return Lang(lang="-".join([first, *cased]))
