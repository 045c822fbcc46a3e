"""A process that makes synthetic records: decides, renders and checks them, and keeps nothing. Started by `making`.

It is told pieces over a socket, which is its standard input, and answers each.
"""

from __future__ import annotations

import datetime
import gc
import socket
import sys
from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec import Struct

from content import admission, lifecycle, queries
from content.errors import CheckFailed, Invalid
from content.examination import Here
from content.fragments.context import Context
from content.lifecycle import EditionPublished, Publish, RevisionSaved, SaveDraft, StateChanged, Withdraw
from content.media import references
from content.ports import Reading
from content.queries import Labels
from content.validation import readiness
from service.apart import frames, parcels
from service.bench import population
from service.bench.population import Population, Step
from service.links import PublicLinks
from service.settings import Settings
from service.wiring import DATABASE, opened_store

ACTOR: Final = "bench"


class Piece(Struct, frozen=True, array_like=True):
    """The records from `start` up to, and not with, `stop`."""

    start: int
    stop: int


class Made(Struct, frozen=True, kw_only=True):
    """What a step comes to: events to be kept one after the other, and the evidence of what is published."""

    saved: RevisionSaved | None = None
    published: EditionPublished | None = None
    moved: StateChanged | None = None
    evidence: parcels.Bundle = parcels.bundle(())


Intended = StateChanged | tuple[RevisionSaved, EditionPublished, Context, datetime.datetime]
"""A withdrawal, or an edition with what is around it, and when it is published."""


def told(settings: Settings) -> str:
    """The settings, as the argument of this program."""
    return msgspec.json.encode(settings).decode()


def main(argument: str) -> None:
    """Make pieces until the input ends."""
    settings = msgspec.json.decode(argument, type=Settings)
    maker = Maker(settings)
    store = opened_store(settings.folder / DATABASE, read_only=True)
    gc.freeze()
    with socket.socket(fileno=sys.stdin.fileno()) as channel:
        while True:
            try:
                piece = msgspec.json.decode(frames.receive(channel), type=Piece)
                # The view ends before the work: as long as there is one, the log of the store grows.
                with store.read() as reading:
                    intended = tuple(maker.intended(reading, piece))
                frames.send(channel, msgspec.msgpack.encode(tuple(map(examined, intended))))
            except frames.EndedError:  # nobody wants more
                break
    store.close()


class Maker:
    """Knows what the records say, and under which addresses they are rendered."""

    def __init__(self, settings: Settings) -> None:
        self._population = Population()
        self._locales = settings.locales
        self._links = PublicLinks(
            settings.base_url,
            contact=next(iter(settings.accessibility_contacts), ""),
            statement=settings.accessibility_statement,
        )

    def intended(self, reading: Reading, piece: Piece) -> Iterator[Intended]:
        """All that is to happen up to these records. The topics must be there. Raises what publishing raises."""
        known = queries.labels(reading)
        for number in range(piece.start, piece.stop):
            for step in population.steps(number):
                yield self._intended(reading, step, known)

    def _intended(self, reading: Reading, step: Step, known: Labels) -> Intended:
        if step.edition is None:
            before = self._first(step.number)[1]
            command = Withdraw(
                id=before.edition.id, locale=before.edition.locale, reason="Prøve", actor=ACTOR
            )
            admission.admit(command, self._locales)
            return lifecycle.change_state(before.standing, command, step.at)
        saved, published = self._first(step.number) if step.edition == 1 else self._again(step)
        lacks = tuple(readiness.faults(published.edition.content, {}, self._links.base))
        if lacks or references.digests(published.edition.content):
            raise Invalid(lacks)
        around = queries.context(
            reading, published.edition, links=self._links, configured=self._locales, known=known
        )
        return saved, published, around, step.at

    def _first(self, number: int) -> tuple[RevisionSaved, EditionPublished]:
        return self._decided(Step(number, 1, "major", population.moment(number)), None)

    def _again(self, step: Step) -> tuple[RevisionSaved, EditionPublished]:
        return self._decided(step, self._first(step.number)[1])

    def _decided(self, step: Step, before: EditionPublished | None) -> tuple[RevisionSaved, EditionPublished]:
        edition = before.edition.number + 1 if before else 1
        save = SaveDraft(
            id=population.identity(step.number),
            locale=population.locale_of(step.number),
            content=self._population.content(step.number, edition),
            expected=edition - 1,
            author=ACTOR,
        )
        admission.admit(save, self._locales)
        saved = lifecycle.save(before.standing if before else None, save, step.at)
        publish = Publish(
            id=save.id,
            locale=save.locale,
            revision=edition,
            update=step.update,
            note="Rettet" if step.update == "minor" else "",
            actor=ACTOR,
        )
        admission.admit(publish, self._locales)
        return saved, lifecycle.publish(saved.standing, saved.revision, publish, step.at)


def examined(intended: Intended) -> Made:
    """What it comes to. Raises CheckFailed where it does not pass the check."""
    if isinstance(intended, StateChanged):
        return Made(moved=intended)
    saved, published, around, at = intended
    evidence = Here().evidence(published.edition, around, at)
    if not all(each.report.publishable for each in evidence):
        raise CheckFailed(f"Record {published.edition.id} fails the check.", reports=evidence)
    return Made(saved=saved, published=published, evidence=parcels.bundle(evidence))


if __name__ == "__main__":
    main(sys.argv[1])
