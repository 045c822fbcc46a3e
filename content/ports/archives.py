"""The room of archives: a feed as the sequence of the changes that touch it, in pages, and what was taken back.

A change has a place in the feeds of its locale, of its kind, and of each topic that the record was in before it or is in after it. Silent
changes have none. Page n, from 1, has places 50(n - 1) + 1 to 50n, the oldest first.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct

from content.fragments.context import Alternate
from content.locales import Locale
from content.model import Edition, Standing
from content.ports.kept import Change, Entry, Head, LabelRow, Selection

PLACES: Final = 50
"""Places in a page. The store counts them as they are taken: another number would need all pages to be made anew."""


class Place(Struct, frozen=True, kw_only=True):
    """A record in a page: the newest change of it there, and the edition of that time.

    `standing` is how it is now. `within` says whether the record is in the feed now: published, and in its topic.
    """

    change: Change
    standing: Standing
    edition: Edition
    within: bool


class Page(Struct, frozen=True, kw_only=True):
    """Some places of a feed, the newest first, each record once.

    `count` is how many places it has, `full` whether it will get no more. `seq` is the change in the newest, 0 where there is none;
    `latest` is the newest time of any place in this page and in those before it, which never goes back; None where there is none.
    `epoch` is that of the newest place, and `before` that of the newest place of the page before: "" for the one that the store was made with.
    """

    number: int
    count: int
    full: bool
    seq: int
    latest: datetime.datetime | None
    epoch: str = ""
    before: str = ""
    places: tuple[Place, ...]


class Told(Struct, frozen=True, gc=False):
    """What has a place in a feed as it is now: a record that is `live`, since its last major edition, or that was taken back then. `seq` is the
    highest change of it in this locale.
    """

    at: datetime.datetime
    id: UUID
    seq: int
    live: bool


class Outline(Struct, frozen=True, kw_only=True):
    """What a feed is made of, its texts not read. `head` is where the view stands; `places` and `epoch` as `Archives.newest` gives
    them, `labels` are those of all topics.
    """

    head: Head
    labels: tuple[LabelRow, ...]
    places: int
    epoch: str
    told: tuple[Told, ...]


class Archives(Protocol):
    """What feeds remember. `after` of a Selection counts for `taken_back` alone, `limit` for that and for `outline`."""

    def newest(self, selection: Selection) -> tuple[int, str]:
        """How many changes have a place in a feed, and the epoch of the newest of them, as in Page."""
        ...

    def outline(self, selection: Selection) -> Outline:
        """What a feed is made of: the newest `limit` of what is live and what was taken back, newest first by (`at`, id); in one query, where the
        store was never restored.
        """
        ...

    def page(self, selection: Selection, number: int, count: int | None = None) -> Page | None:
        """One page, or its first `count` places: in as many questions for fifty as for one.

        The one after the last full page is there with what it has so far. None where there is no such page, or it has less.
        """
        ...

    def taken_back(self, selection: Selection) -> tuple[Entry, ...]:
        """What was withdrawn, redirected or is gone, with the last edition, newest first by (`changed_at`, id)."""
        ...

    def alternates(self, identities: Iterable[UUID], seq: int) -> dict[UUID, tuple[Alternate, ...]]:
        """In which locales some records were published after change `seq`, and under which slug and title; what is gone now is left out."""
        ...

    def labels(self, keys: Iterable[str], seq: int) -> dict[str, dict[Locale, str]]:
        """The labels that some topics had after change `seq`; what is gone now is left out."""
        ...

    def topics(self, keys: Iterable[str]) -> tuple[UUID, ...]:
        """The records of some topics."""
        ...
