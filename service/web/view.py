"""What an endpoint may use: one consistent reading, the public addresses, the settings, and the questions asked often."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from content import accessibility, queries, serving, tags
from content.accessibility.answers import NONE
from content.errors import NotFound
from content.fragments.context import Context
from content.kinds import KINDS, Kind
from content.locales import Locale
from content.model import Standing
from content.ports import Entry, Evidence, Reading, Selection
from content.ports.fragments import KeptFragment
from content.ports.kept import ClosedEntry, LabelRow
from content.ports.public import Listed, Shown
from content.queries import Found, Labels
from content.serving import Kept, Served
from content.statement import Known
from service.links import PublicLinks
from service.renderings import again, mark, number, serve_all
from service.settings import Settings
from service.web.parameters import Asked
from service.web.process import Process


class _Topics(Struct, frozen=True, gc=False):
    """A content, as far as it is opened to learn its topics."""

    topics: tuple[str, ...] = ()


_TOPICS: Final[msgspec.json.Decoder[_Topics]] = msgspec.json.Decoder(_Topics)
_POINTER: Final = b'"record":'


class Slow(Exception):
    """What is asked for has to be rendered first, and whoever asks is in a hurry."""


@dataclass
class View:
    """One request's sight of the store. Who is `hurried` gets Slow where something has to be rendered."""

    reading: Reading
    links: PublicLinks
    settings: Settings
    now: datetime.datetime
    process: Process | None = None
    breaches: tuple[Known, ...] = ()
    mark: bytes = b""
    hurried: bool = False
    _labels: Labels | None = None

    @property
    def labels(self) -> Labels:
        """The labels of all topics, read once."""
        if self._labels is None:
            self._labels = queries.labels(self.reading)
        return self._labels

    def learn(self, labels: Iterable[LabelRow]) -> None:
        """Know the labels of all topics, where they were read with something else."""
        self._labels = queries.labelled(labels)

    def listed(self, selection: Selection, *, labels: bool = False) -> Listed:
        """A list, in one query; with the labels of topics where they are wanted. Raises NotFound as `demand_topic` does."""
        found = self.reading.public.listed(selection, labels=labels or selection.topic is not None)
        if found.labels is not None:
            self.learn(found.labels)
        self.demand_topic(selection.topic)
        return found

    def demand_topic(self, key: str | None) -> None:
        """Raise NotFound for a topic that is not published in any locale: a slip must not pass for an empty list."""
        if key is not None and key not in self.labels:
            known = ", ".join(sorted(self.labels)) or "none yet"
            raise NotFound(f"There is no topic “{key[:60]}”. The topics are: {known}.")

    def find(self, ref: str, locale: Locale, number: int | None = None) -> Found:
        """The record under an id or slug, in the best locale, with the edition of a number, if one is asked for. Raises NotFound."""
        return queries.find(self.reading, ref, locale, self.settings.locales, number)

    def around(self, entry: Entry, asked: Locale, variant: str, heading_level: int) -> Context:
        """What the fragment of a live edition depends on."""
        return queries.context(
            self.reading,
            entry.edition,
            links=self.links,
            requested=asked,
            entry=entry,
            variant=variant,  # type: ignore[arg-type]  # the parameter admits only variants
            heading_level=heading_level,
            known=self.labels,
            configured=self.settings.locales,
            sound=True,
        )

    def served(self, entry: Entry, asked: Locale, variant: str, heading_level: int) -> Served:
        """The fragment of a live edition, with the Report that lets it be served. Raises NotFound where there is none."""
        if evidence := self._as_published(
            entry.standing, entry.edition.number, asked, variant, heading_level
        ):
            return serving.serve_edition(evidence)
        around = self.around(entry, asked, variant, heading_level)
        kept = self.reading.evidence(entry.standing.id, entry.standing.locale, entry.edition.number)
        return serving.serve(entry.edition, around, kept, self.settled(entry))

    def since(self, tags: Collection[str]) -> datetime.datetime:
        """From when on an answer with these tags is what it is: whichever process is asked, and whenever, says the same."""
        return self.reading.moments.newest(tags, self.now, self.mark) or self.now

    def shown(self, found: Found, variant: str, heading_level: int) -> Served | Kept:
        """The fragment that a ref leads to: what is kept, or what is made now. Raises NotFound where there is none, and Slow."""
        standing, edition = found.standing, found.closed.edition.number
        kept = self._kept(standing, edition, found.requested, variant, heading_level)
        if kept:
            return again(kept)
        if self.hurried:
            raise Slow
        return self.served(found.entry, found.requested, variant, heading_level)

    def _kept(
        self, standing: Standing, edition: int, asked: Locale, variant: str, heading_level: int
    ) -> KeptFragment | None:
        """What is kept, where it is what would be made now: a fragment in another locale than was asked for says so."""
        if standing.state != "published" or standing.locale != asked:
            return None
        return self.reading.fragments.one(
            (standing.id, standing.locale, edition),
            variant,  # type: ignore[arg-type]  # the parameter admits only variants
            heading_level,
            self.own_mark,
        )

    def _as_published(
        self, standing: Standing, edition: int, asked: Locale, variant: str, heading_level: int
    ) -> Evidence | None:
        """The evidence of the bytes that are kept, where they are those that the edition went out with."""
        kept = self._kept(standing, edition, asked, variant, heading_level)
        if kept is None:
            return None
        key = (standing.id, standing.locale, edition)
        found = self.reading.renderings([key], variant, heading_level).get(key)  # type: ignore[arg-type]  # as above
        return found if found and found.digest == kept.digest else None

    @property
    def own_mark(self) -> bytes:
        """What fragments have that this program with these settings has kept."""
        return mark(self.links, self.settings.locales)

    def carried(self, shown: Sequence[Shown]) -> tuple[Served | Kept, ...]:
        """The full fragments of live editions at level 2, each in its own locale: kept ones, and the others made now, in as many queries for fifty
        as for one. Raises NotFound where one may not be served.
        """
        entries = [each.entry for each in shown]
        answered = [_place(each.entry) for each in shown if each.answered]
        answers = self.reading.attestations.each(answered) if answered else {}
        kept = {number(each.entry): each.kept for each in shown if each.kept}
        missing = [each for each in entries if number(each) not in kept or _place(each) in answers]
        made = serve_all(
            self.reading,
            missing,
            links=self.links,
            configured=self.settings.locales,
            known=self.labels,
            answers=answers,
            now=self.now,
        )
        served = dict(zip(map(number, missing), made, strict=True))
        return tuple(served.get(number(each)) or again(kept[number(each)]) for each in entries)

    def valid_until(self, entries: Iterable[Entry | ClosedEntry]) -> float | None:
        """When what people answered about these records comes to something else, in seconds since 1970; None where it does not by time."""
        ends = [each.verification.holds_until(self.now) for each in entries if each.verification]
        return min((end.timestamp() for end in ends if end), default=None)

    def settled(self, *entries: Entry | ClosedEntry) -> serving.Settle:
        """What puts beside a Report what people answered about these records, as it stands now."""
        places = [(each.standing.id, each.standing.locale) for each in entries]
        answers = self.reading.attestations.answers(*places) if places else NONE
        return partial(accessibility.settle, answers=answers, now=self.now)


def _place(entry: Entry) -> tuple[UUID, Locale]:
    return entry.standing.id, entry.standing.locale


def tags_of(entry: Entry, asked: Asked) -> frozenset[str]:
    """What an answer that shows a record depends on: it, what it points to, the labels of its topics, and the slug asked for."""
    content = entry.edition.content
    return _tags(entry.standing, content.topics, queries.referred(content), asked)


def tags_of_closed(entry: ClosedEntry, asked: Asked, topics: Iterable[str] | None = None) -> frozenset[str]:
    """The same of an entry that is not opened; `topics` are its topics, where they are known."""
    if topics is None:
        topics = _TOPICS.decode(entry.edition.content).topics
    # What points to a record says so in this word; in a text its quotation marks would be escaped.
    points = _POINTER in entry.edition.content
    referred = queries.referred(entry.opened().edition.content) if points else ()
    return _tags(entry.standing, topics, referred, asked)


def _tags(
    standing: Standing, topics: Iterable[str], referred: Iterable[UUID], asked: Asked
) -> frozenset[str]:
    return frozenset(
        [
            tags.record(standing.id),
            *(tags.record(identity) for identity in referred),
            *(tags.topic(each, key) for key in topics for each in {standing.locale, *asked.order}),
            *tags_of_slug(asked),
        ]
    )


def tags_of_slug(asked: Asked) -> frozenset[str]:
    """What an answer to a slug depends on: that slug in every locale it is looked up in."""
    ref = asked.names.get("ref") or asked.names.get("slug") or ""
    if not ref or queries.as_uuid(ref):
        return frozenset()
    return frozenset(tags.slug(each, ref) for each in asked.order)


def tags_of_list(
    asked: Asked, kind: Kind | None, topic: str | None, entries: Iterable[Entry] = ()
) -> frozenset[str]:
    """What a list depends on: its topic, with its label in every locale, or its kinds; and all that its records depend on."""
    return tags_about(asked, kind, topic).union(*(tags_of(entry, asked) for entry in entries))


def tags_about(asked: Asked, kind: Kind | None, topic: str | None) -> frozenset[str]:
    """What a list depends on, beside what its records depend on."""
    if topic:
        return frozenset(tags.topic(each, topic) for each in asked.order)
    return frozenset(tags.kind(asked.locale, each) for each in ([kind] if kind else KINDS))


def tags_of_all(locales: Iterable[Locale]) -> frozenset[str]:
    """What an overview depends on: everything that is published in any of the locales."""
    return frozenset(tags.kind(locale, kind) for locale in locales for kind in KINDS)
