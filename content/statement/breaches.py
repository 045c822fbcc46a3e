"""Breaches that no machine sees, as operators write them down: what, what it means to people, why, and until when."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from content import validation
from content.errors import Fault, Invalid, Message
from content.statement.law import law

Text = Annotated[str, Meta(min_length=1, max_length=2000)]


class Said(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One text in both languages."""

    nb: Text
    en: Text

    @property
    def message(self) -> Message:
        """The same as a Message."""
        return Message(nb=self.nb, en=self.en)


class Known(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A known breach of at least one success criterion. `mend_by` is when it is to be mended, where that is planned."""

    criteria: Annotated[tuple[str, ...], Meta(min_length=1)]
    what: Said
    consequence: Said
    reason: Said
    mend_by: datetime.date | None = None


class _Breaches(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    breach: tuple[Known, ...] = ()


def read(data: Any) -> tuple[Known, ...]:
    """The list in plain data (`{"breach": [...]}`, dates as text). Raises Invalid with every fault."""
    breaches: _Breaches = validation.decode(_Breaches, data)
    asked = {each.number for each in law().criteria}
    faults = tuple(
        Fault(
            pointer=f"/breach/{number}/criteria/{place}",
            code="unknown_criterion",
            message=Message(
                nb=f"«{criterion[:20]}» er ikke et suksesskriterium som forskriften krever.",
                en=f"“{criterion[:20]}” is not a success criterion that the regulation asks for.",
            ),
        )
        for number, each in enumerate(breaches.breach)
        for place, criterion in enumerate(each.criteria)
        if criterion not in asked
    )
    if faults:
        raise Invalid(faults)
    return breaches.breach
