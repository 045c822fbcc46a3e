"""Any number of synthetic records, the same every time: what each says depends on its number alone, and so does when it was published.

The first are topics. Of the others seven in ten are in nb, the rest in nn and en; three in four are news; each has one to three topics. One
in fifty is later published again, one in two hundred later withdrawn, each long after others came in between. Their times are invented too,
and lie in the past: whoever publishes in such a store is the newest.
"""

from __future__ import annotations

import datetime
import itertools
import random
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from content.kinds import CallFields, EventFields, Kind, TopicFields
from content.locales import Locale
from content.model import CONTENT_TYPES, Call, Content, Event, Topic, Update, with_keys
from content.text import Block, Cell, Lang, Link, Prose, Row, Span, Table
from service.bench import samples
from service.bench.vocabulary import vocabulary

TOPICS: Final = (
    ("barents", "Barentssamarbeidet"),
    ("nord", "Nordområdene"),
    ("klima", "Klima og miljø"),
    ("ungdom", "Ungdom"),
    ("kultur", "Kultur og språk"),
    ("naering", "Næringsliv"),
    ("reiseliv", "Reiseliv"),
    ("utdanning", "Utdanning"),
    ("forskning", "Forskning"),
    ("beredskap", "Beredskap"),
    ("samferdsel", "Samferdsel"),
    ("havet", "Havet"),
)
_FIRST: Final = datetime.datetime(2014, 1, 1, 8, tzinfo=datetime.UTC)
_BETWEEN: Final = datetime.timedelta(minutes=5)
"""Between two records: a million fill ten years."""
_EACH: Final = 50
_LATER: Final = 937
"""With one in so many records, the one that was made so many before is published again."""
_EACH_STILL: Final = 200
_LATER_STILL: Final = 731
"""And with one in so many, another one is withdrawn."""
_LOCALES: Final[tuple[Locale, ...]] = ("nb", "nb", "nn", "nb", "nb", "en", "nb", "nb", "nn", "nb")
_KINDS: Final[tuple[Kind, ...]] = (
    "news",
    "news",
    "page",
    "news",
    "news",
    "event",
    "news",
    "news",
    "page",
    "news",
    "news",
    "call",
)


class Step(Struct, frozen=True):
    """What happens: record `number` gets its edition `edition`, or is withdrawn where that is None."""

    number: int
    edition: int | None
    update: Update
    at: datetime.datetime


class Population:
    """The words are made once."""

    def __init__(self) -> None:
        self._words = vocabulary()
        self._weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(self._words))))

    def content(self, number: int, edition: int = 1) -> Content:
        """What an edition of a record says."""
        return with_keys(self._content(number, edition))

    def _content(self, number: int, edition: int) -> Content:
        if number < len(TOPICS):
            key, label = TOPICS[number]
            return Topic(slug=key, title=label, fields=TopicFields(key=key), invented=True)
        draw = random.Random(number)  # noqa: S311  # the same text every time
        kind = kind_of(number)
        common: dict[str, Any] = {
            "slug": f"prove-{number}",
            "title": f"Prøve {number}: {self._say(draw, 5)}",
            "summary": f"{self._say(draw, 18)}.",
            "topics": topics_of(number),
            "body": tuple(self._body(draw, number, edition)),
            "invented": True,
        }
        day = moment(number) + datetime.timedelta(days=30 + number % 300)
        match kind:
            case "event":
                return Event(**common, fields=EventFields(start=day, place="Tromsø"))
            case "call":
                fields = CallFields(
                    programme="Prøveprogrammet",
                    opens=day.date(),
                    deadline=day + datetime.timedelta(days=60),
                    applicants="Alle som prøver.",
                )
                return Call(**common, fields=fields)
            case _:
                return CONTENT_TYPES[kind](**common)

    def _body(self, draw: random.Random, number: int, edition: int) -> Iterator[Block]:
        for part in range(4):
            yield Prose(
                key=f"h{part}", style="h2", children=(Span(text=f"Del {part + 1}: {self._say(draw, 3)}"),)
            )
            yield Prose(
                key=f"p{part}",
                children=(
                    Span(text=f"{self._say(draw, 40)}. "),
                    Span(text=f"Les rapport {part + 1} om {self._say(draw, 2)}", marks=("a",)),
                    Span(text=", eller "),
                    Span(text="the summary in English", marks=("e",)),
                    Span(text=f". Dette er utgave {edition}."),
                ),
                mark_defs=(
                    Link(key="a", href=f"https://example.org/rapport/{number}/{part}"),
                    Lang(key="e", lang="en"),
                ),
            )
        for item in range(3):
            yield Prose(
                key=f"l{item}", list_item="bullet", level=1, children=(Span(text=self._say(draw, 8)),)
            )
        rows = [("År", "Møter")] + [(str(2014 + year), str(draw.randrange(40))) for year in range(4)]
        yield Table(
            key="t",
            caption="Møter i året",
            rows=tuple(Row(cells=tuple(Cell(children=(Span(text=text),)) for text in row)) for row in rows),
        )

    def _say(self, draw: random.Random, count: int) -> str:
        return " ".join(draw.choices(self._words, cum_weights=self._weights, k=count)).capitalize()


def identity(number: int) -> UUID:
    """The id of a record."""
    return samples.identity(number)


def locale_of(number: int) -> Locale:
    """The locale that a record is in."""
    return "nb" if number < len(TOPICS) else _LOCALES[number % len(_LOCALES)]


def kind_of(number: int) -> Kind:
    """The kind of a record."""
    return "topic" if number < len(TOPICS) else _KINDS[number % len(_KINDS)]


def topics_of(number: int) -> tuple[str, ...]:
    """The keys of a record's topics. The first is in every third record, the others are rarer and rarer."""
    drawn = random.Random(-number)  # noqa: S311  # the same topics every time
    return tuple(
        dict.fromkeys(TOPICS[int(len(TOPICS) * drawn.random() ** 2)][0] for _ in range(1 + number % 3))
    )


def moment(number: int) -> datetime.datetime:
    """When a record was first published."""
    return _FIRST + number * _BETWEEN


def steps(number: int) -> Iterator[Step]:
    """All that happens between the record before and this one, itself included, oldest first."""
    yield Step(number, 1, "major", moment(number))
    at = moment(number) + _BETWEEN / 2
    if number % _EACH == _EACH - 1 and number - _LATER >= len(TOPICS):
        yield Step(number - _LATER, 2, "major" if number % (2 * _EACH) == _EACH - 1 else "minor", at)
    if number % _EACH_STILL == _EACH_STILL - 1 and number - _LATER_STILL >= len(TOPICS):
        yield Step(number - _LATER_STILL, None, "major", at)


def changes(count: int) -> int:
    """How many steps there are up to so many records."""
    again = sum(1 for number in range(_EACH - 1, count, _EACH) if number - _LATER >= len(TOPICS))
    away = sum(
        1 for number in range(_EACH_STILL - 1, count, _EACH_STILL) if number - _LATER_STILL >= len(TOPICS)
    )
    return count + again + away
