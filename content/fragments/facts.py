"""What the fields of each kind say: for whom, when, where, how much. In full, or as far as a card or a teaser needs."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import UNSET

from content.fragments import dates
from content.fragments.amounts import amount
from content.fragments.definitions import Pair
from content.fragments.frame import Frame
from content.fragments.markup import broken, element, joined, lines, together
from content.fragments.reach import Reach, pairs
from content.fragments.words import known
from content.kinds import (
    CallFields,
    ContactFields,
    EventFields,
    Fields,
    Partner,
    ProjectFields,
    TopicFields,
)
from content.model import Variant


def facts(fields: Fields, title: str, frame: Frame, variant: Variant) -> list[Pair]:
    """Words and values for a definition list; [] for a page or news item, and for the teaser of what has no date."""
    found: list[Pair]
    shown: tuple[str, ...]
    match fields:
        case EventFields():
            found, shown = _event(fields, frame), ("when", "where")
        case CallFields():
            found, shown = _call(fields, frame), ("deadline", "amount")
        case ProjectFields():
            found, shown = _project(fields, frame), ("period",)
        case ContactFields():
            found, shown = pairs(reach(fields), frame), ("role", "organisation", "phone", "email")
        case TopicFields():
            link = frame.topic(fields.key, together(title))
            found, shown = [("follow", link)], ()
        case _:
            return []
    if variant == "full":
        return found
    brief = [pair for pair in found if pair[0] in shown]
    return brief if variant == "card" else brief[:1]


def reach(fields: ContactFields) -> Reach:
    """The fields of a contact, as those of a contact card."""
    return Reach(
        role=None if fields.role is UNSET else fields.role,
        organisation=fields.organisation,
        phone=None if fields.phone is UNSET else fields.phone,
        email=None if fields.email is UNSET else fields.email,
        web=None if fields.web is UNSET else fields.web,
    )


def _event(fields: EventFields, frame: Frame) -> list[Pair]:
    return [
        ("when", _when(fields, frame)),
        ("where", None if fields.place is UNSET else fields.place),
        ("online", None if fields.online is UNSET else frame.link(fields.online, frame.word("take_part"))),
        (
            "registration",
            None if fields.registration is UNSET else frame.link(fields.registration, frame.word("register")),
        ),
    ]


def _call(fields: CallFields, frame: Frame) -> list[Pair]:
    return [
        ("programme", fields.programme),
        ("opens", dates.day(fields.opens, frame.locale)),
        ("deadline", _norwegian(dates.moment(fields.deadline, frame.locale), frame)),
        ("amount", None if fields.amount is UNSET else amount(fields.amount, frame.locale)),
        ("applicants", broken(fields.applicants)),
        ("application", None if fields.apply is UNSET else frame.link(fields.apply, frame.word("apply"))),
    ]


def _project(fields: ProjectFields, frame: Frame) -> list[Pair]:
    starts = dates.day(fields.starts, frame.locale)
    period = (
        frame.word("period_from", date=starts)
        if fields.ends is UNSET
        else dates.days(fields.starts, fields.ends, frame.locale)
    )
    partners = [element("li", None, _partner(partner, frame)) for partner in fields.partners]
    return [
        ("programme", None if fields.programme is UNSET else fields.programme),
        ("period", period),
        ("partners", lines("ul", None, *partners) if partners else None),
        ("budget", None if fields.budget is UNSET else amount(fields.budget, frame.locale)),
    ]


def _partner(partner: Partner, frame: Frame) -> Markup:
    name = together(partner.name) if partner.url is UNSET else frame.link(partner.url, partner.name)
    if partner.country is UNSET:
        return name
    key = f"country_{partner.country}"
    return joined(", ", (name, frame.word(key) if known(key) else partner.country))


def _when(fields: EventFields, frame: Frame) -> Markup:
    if fields.end is UNSET or fields.end == fields.start:
        return _norwegian(dates.moment(fields.start, frame.locale), frame)
    if days := dates.whole_days(fields.start, fields.end):
        return dates.days(*days, frame.locale)
    return _norwegian(dates.span(fields.start, fields.end, frame.locale), frame)


def _norwegian(when: Markup, frame: Frame) -> Markup:
    """A time with the words that say whose time it is: who reads of an event or a deadline may be in another zone."""
    return together(when, " (", frame.word("norwegian_time"), ")")
