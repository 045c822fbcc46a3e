"""A medium: one file that is kept, what it is, what people say of it, and the smaller images made of it."""

from __future__ import annotations

import datetime
from typing import Annotated, Final

from msgspec import UNSET, Meta, Struct, UnsetType

from content.text import Href, Licence, Line, Track

HASH: Final = r"^[0-9a-f]{64}$(?!\n)"
Hash = Annotated[str, Meta(pattern=HASH, description="SHA-256 of the bytes: 64 hexadecimal digits")]
Tag = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[a-z0-9]{2,8})*$(?!\n)", description="A locale")]
Alternative = Annotated[str, Meta(max_length=1_000)]


class About(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What people say of a medium. Suggestions: what an image says depends on the text it stands in, so a block has its own."""

    credit: Line | UnsetType = UNSET
    licence: Licence | UnsetType = UNSET
    rightsholder: Line | UnsetType = UNSET
    alt: Annotated[dict[Tag, Alternative], Meta(max_length=50)] = {}
    decorative: bool = False
    captions: Annotated[tuple[Track, ...], Meta(max_length=50)] = ()
    transcript_href: Href | UnsetType = UNSET


class Rendition(Struct, frozen=True, kw_only=True):
    """A smaller image made of a medium: a file of its own."""

    digest: Hash
    name: str
    media_type: str
    size: int
    width: int
    height: int


class Erasure(Struct, frozen=True, kw_only=True):
    """That a medium was erased, when and why."""

    at: datetime.datetime
    actor: str
    reason: str


class Medium(Struct, frozen=True, kw_only=True):
    """`digest` is over the bytes that are kept, `number` grows from 1. Sizes in pixels as shown, `duration` in milliseconds.

    `version` grows with every change of `about`. One that was erased keeps number, times, digest and the erasure alone.
    """

    number: int = 0
    digest: Hash
    name: str
    media_type: str
    size: int
    width: int | None = None
    height: int | None = None
    duration: int | None = None
    uploaded_at: datetime.datetime
    uploaded_by: str
    version: int = 1
    about: About = About()
    renditions: tuple[Rendition, ...] = ()
    erasure: Erasure | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The digests of its own file and of its renditions."""
        return (self.digest, *(each.digest for each in self.renditions))


def path(digest: str, name: str) -> str:
    """The address of a file on this service."""
    return f"/media/{digest}/{name}"
