"""Blocks that point: to a page, or to somebody to ask. A record that is not public gives nothing but the author's own words."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import UNSET, UnsetType

from content.characters import visible
from content.fragments.frame import Frame
from content.fragments.markup import Child, broken, element, lines, together
from content.fragments.reach import Reach, ways
from content.kinds import ContactFields
from content.text import ContactCard, LinkCard


def link_card(block: LinkCard, frame: Frame) -> Markup | None:
    """A link on its own. The author's title and summary go before those of the record."""
    linked = frame.linked.get(block.record) if block.record is not UNSET else None
    written = _first(block.summary)
    summary: Child = broken(written) if written else None
    if linked:
        title = _first(block.title)
        other = linked.locale if linked.locale != frame.locale else None
        text = frame.marked(linked.title, linked.locale) if title is None else together(title)
        link = element("a", {"href": frame.page(linked), "hreflang": other}, text)
        if summary is None and linked.summary:
            summary = frame.marked(linked.summary, linked.locale)
    else:
        href = frame.address(block.href) if block.href is not UNSET else None
        title = _first(block.title) or (href and (frame.site(href)))
        if not title:
            return lines("div", {"class": "nk-link-card"}, element("p", None, summary)) if summary else None
        link = element("a", {"href": href}, title) if href else together(title)
    return lines(
        "div",
        {"class": "nk-link-card"},
        element("p", {"class": "nk-card-title"}, link),
        element("p", {"class": "nk-card-summary"}, summary) if summary else None,
    )


def contact_card(block: ContactCard, frame: Frame) -> Markup | None:
    """Whom to ask: the contact record in its own language, or what the author wrote out. The author's words go first."""
    linked = frame.linked.get(block.record) if block.record is not UNSET else None
    fields = linked.fields if linked and isinstance(linked.fields, ContactFields) else None
    inner = frame.within(linked.locale) if linked else frame
    reach = Reach(
        role=_first(block.role, fields.role if fields else UNSET),
        organisation=_first(block.organisation, fields.organisation if fields else UNSET),
        phone=_first(block.phone, fields.phone if fields else UNSET),
        email=_first(block.email, fields.email if fields else UNSET),
        web=_first(fields.web if fields else UNSET),
    )
    name = _first(block.name, linked.title if linked else UNSET)
    details = ways(reach, inner)
    if name is None and not details:
        return None
    link = element("a", {"href": frame.page(linked)}, name) if linked else name
    return lines(
        "div",
        {"class": "nk-contact-card", "lang": None if inner is frame else inner.locale},
        element("p", {"class": "nk-card-title"}, link) if link else None,
        details,
    )


def _first(*candidates: str | UnsetType) -> str | None:
    """The first that is there and not blank."""
    return next((value for value in candidates if value is not UNSET and visible(value)), None)
