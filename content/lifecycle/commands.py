"""What somebody wants to happen to a record in a locale, as structs."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from content import targets
from content.kinds import Moment
from content.locales import Tag
from content.model import Content, Update

Actor = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^\S([^\n\t]*\S)?$(?!\n)")]
Number = Annotated[int, Meta(ge=1)]
Remark = Annotated[str, Meta(max_length=2_000)]
Via = Annotated[str, Meta(max_length=200)]
"""From where a command came, for the journal: "command-line", or the address and the token that it came by."""


class SaveDraft(Struct, frozen=True, kw_only=True, tag="save"):
    """Save a new revision. `expected` is the revision it was made from: 0 for a record's first in this locale."""

    id: UUID
    locale: Tag
    content: Content
    expected: Annotated[int, Meta(ge=0)] | None = None
    author: Actor
    note: Remark = ""
    policy: Annotated[str, Meta(max_length=120)] = ""
    via: Via = ""


class DeleteDraft(Struct, frozen=True, kw_only=True, tag="delete"):
    """Delete a draft that was never published, with all its revisions. `expected` is the revision that was looked at."""

    id: UUID
    locale: Tag
    expected: Number
    actor: Actor
    via: Via = ""


class Publish(Struct, frozen=True, kw_only=True, tag="publish"):
    """Publish the named revision. `update` says whether subscribers hear of it as news; `note` what changed; a correction needs one.

    `at` is when, None for at once; `expires` when it is to be withdrawn again.
    """

    id: UUID
    locale: Tag
    revision: Number
    update: Update = "major"
    note: Remark = ""
    at: Moment | None = None
    expires: Moment | None = None
    actor: Actor
    via: Via = ""


class Withdraw(Struct, frozen=True, kw_only=True, tag="withdraw"):
    """Take it out of lists and feeds; it stays readable, with a banner that says why."""

    id: UUID
    locale: Tag
    reason: Remark
    actor: Actor
    via: Via = ""


class MarkGone(Struct, frozen=True, kw_only=True, tag="gone"):
    """Answer 410 from now on, with a notice that says why."""

    id: UUID
    locale: Tag
    reason: Remark
    actor: Actor
    via: Via = ""


class Redirect(Struct, frozen=True, kw_only=True, tag="redirect"):
    """Answer 308 to `to`: an absolute address, or a path on this service."""

    id: UUID
    locale: Tag
    to: Annotated[str, Meta(max_length=targets.LONGEST)]
    reason: Remark = ""
    actor: Actor
    via: Via = ""


class Restore(Struct, frozen=True, kw_only=True, tag="restore"):
    """Publish the live edition's text again, after it was withdrawn, redirected or gone; `reason` becomes the change note."""

    id: UUID
    locale: Tag
    reason: Remark
    actor: Actor
    via: Via = ""


StateCommand = Withdraw | MarkGone | Redirect
Command = SaveDraft | DeleteDraft | Publish | Restore | StateCommand
