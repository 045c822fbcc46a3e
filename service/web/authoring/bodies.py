"""What authors send: the types of bodies, and a draft's body, which is a Content with a little more."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct

from content import convert, locales, validation
from content.convert import Converted
from content.errors import Fault, Invalid
from content.kinds import Kind, Moment
from content.lifecycle import Actor, Number, Remark
from content.locales import Locale, Tag
from content.model import Content, Page, Update, kind_of
from content.sanitize import Dropped
from content.schedule import MOST_TOGETHER, Item
from content.targets import LONGEST
from content.validation import shape
from content.validation.faults import fault, wrong
from service.web.authoring.shapes import DraftAnswer

NULLABLE: Final = frozenset({"licence", "rightsholder", "source", "translation"})
"""What an answer says with null where there is none, and a Content by being silent."""


class Beside(Struct, frozen=True, kw_only=True):
    """What a draft says beside its Content."""

    locale: Annotated[Tag, Meta(description="The locale that it is written in")] = ""
    note: Annotated[Remark, Meta(description="What is new in this revision")] = ""
    body_html: Annotated[str, Meta(description="HTML instead of a body: sanitised, then made into one")] = ""
    body_markdown: Annotated[
        str, Meta(description="CommonMark instead of a body: made into one the same way")
    ] = ""


class NewDraft(Beside, frozen=True, kw_only=True):
    """A new record's first draft: what /v1/kinds/{kind} says, its `locale`, a `note` on this revision, and at most one of `body`,
    `body_html` and `body_markdown`.
    """


class DraftBody(Beside, frozen=True, kw_only=True):
    """A draft: what /v1/kinds/{kind} says, a `note` on this revision, and at most one of `body`, `body_html` and `body_markdown`.

    An answer can be changed and sent back: what it holds beyond that has no effect. `id`, `kind` and `locale` are fixed.
    """


NOT_CONTENT: Final = (
    frozenset(DraftAnswer.__struct_fields__) - frozenset(Page.__struct_fields__) - {"kind"}
) | frozenset(Beside.__struct_fields__)
"""What may stand in a draft and is no part of its Content."""
BODIES: Final = ("body", "body_html", "body_markdown")
"""The ways to send a text; one at a time."""


class Publication(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which revision to publish, whether it is news, and what changed; when, if not at once, and until when."""

    revision: Number
    update: Update = "major"
    note: Remark = ""
    at: Moment | None = None
    expires: Moment | None = None


class Named(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of several revisions that are published together or not at all."""


class Publications(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Several revisions, to be published together or not at all; when, if not at once, and until when."""

    items: Annotated[tuple[Named, ...], Meta(min_length=1, max_length=MOST_TOGETHER)]
    at: Moment | None = None
    expires: Moment | None = None


class Stewarding(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who looks after a record from now on, and the day by which it is to be reviewed. What is not there stays as it is."""

    owner: Actor | None = None
    review_by: datetime.date | None = None


class Reason(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why; readers are shown it."""

    reason: Remark


class Redirection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where to, and why."""

    to: Annotated[str, Meta(max_length=LONGEST)]
    reason: Remark = ""


class Draft(Struct, frozen=True, kw_only=True):
    """A draft's body, understood. `policy` and `dropped` tell of HTML that was cleaned."""

    content: Content
    note: Remark
    policy: str
    dropped: tuple[Dropped, ...]

    @property
    def kind(self) -> Kind:
        """The kind that was sent."""
        return kind_of(self.content)


def draft(data: Any, **fixed: str) -> Draft:
    """The draft in a body of JSON. What an answer has beyond a Content is passed over, so that an answer can be changed and sent
    back; `fixed` is what the path says already, which must not be said otherwise.

    Raises Invalid with every fault.
    """
    if not isinstance(data, dict):
        raise Invalid((wrong("", data, "et objekt", "an object"),))
    faults = [*_fixed(data, fixed), *_doubled(data)]
    own = {
        name: value
        for name, value in data.items()
        if name not in NOT_CONTENT and not (value is None and name in NULLABLE)
    }
    if "kind" in fixed:
        own["kind"] = fixed["kind"]
    note = data.get("note", "")
    faults += [_at("note", each) for each in shape.walk(Remark, note)]
    converted = Converted(body=())
    source = next((name for name in BODIES[1:] if name in data), "body")
    if source != "body":
        try:
            converted = _converted(source, data[source])
            own["body"] = msgspec.to_builtins(converted.body)
        except Invalid as error:
            faults += [_at(source, each) for each in error.faults]
            own["body"] = []
    try:
        # What fits at once is examined by the command; all of it is walked through here only to tell every fault.
        content: Content = msgspec.convert(own, Content)
    except msgspec.ValidationError:
        try:
            content = validation.decode(Content, own)
        except Invalid as error:
            faults += [
                _at(source, each) if each.pointer.startswith("/body") else each for each in error.faults
            ]
    if faults:
        raise Invalid(tuple(faults))
    return Draft(content=content, note=note, policy=converted.policy, dropped=converted.dropped)


def first(data: Any, configured: tuple[Locale, ...]) -> tuple[Draft, Locale]:
    """The draft of a new record, and the locale that it names, which must be one of ours. Raises Invalid with every fault."""
    faults: tuple[Fault, ...] = ()
    named = ""
    try:
        named = _locale(data, configured)
    except Invalid as error:
        faults = error.faults
    try:
        sent = draft(data)
    except Invalid as error:
        raise Invalid((*error.faults, *(each for each in faults if each.pointer))) from error
    if faults:
        raise Invalid(faults)
    return sent, named


def _locale(data: Any, configured: tuple[Locale, ...]) -> Locale:
    named = data.get("locale") if isinstance(data, dict) else None
    if named is None and isinstance(data, dict):
        raise Invalid.one("/locale", "missing", nb="«locale» mangler.", en="“locale” is missing.")
    if not isinstance(named, str):
        raise Invalid((wrong("/locale" if isinstance(data, dict) else "", named, "tekst", "text"),))
    if named not in configured:
        raise Invalid((locales.unknown(named, configured),))
    return named


def _converted(source: str, text: Any) -> Converted:
    if not isinstance(text, str):
        raise Invalid((wrong("", text, "tekst", "text"),))
    return convert.from_html(text) if source == "body_html" else convert.from_markdown(text)


def _at(source: str, found: Fault) -> Fault:
    """A fault in the converted text, at the member that it was sent in; in a body that was sent as such, at its own place."""
    pointer = found.pointer if source == "body" else f"/{source}"
    return Fault(pointer=pointer, code=found.code, message=found.message)


def _fixed(data: dict[str, Any], fixed: dict[str, str]) -> list[Fault]:
    return [
        fault(
            f"/{name}",
            "fixed",
            nb=f"«{name}» er «{value}» og kan ikke endres her.",
            en=f"“{name}” is “{value}” and cannot change here.",
        )
        for name, value in fixed.items()
        if name in data and data[name] != value
    ]


def _doubled(data: dict[str, Any]) -> list[Fault]:
    there = [name for name in BODIES if name in data]
    return [
        fault(
            f"/{name}",
            "one_body",
            nb=f"Send bare én av: {', '.join(BODIES)}.",
            en=f"Send only one of: {', '.join(BODIES)}.",
        )
        for name in there[1:]
    ]
