"""Records as lines of a list, each with what it was translated from and what is planned; and one record in all its locales."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from content import translations
from content.locales import Locale
from content.model import Standing
from content.ports import Reading
from content.schedule import Planned
from content.translations import Lineage, Translated
from service.cli import terminal
from service.cli.records import differences, planning


@dataclass(frozen=True)
class Line:
    """A record in a locale: where it stands, the title of its newest revision, what that was translated from, and what is planned."""

    standing: Standing
    title: str
    translation: Translated | None
    planned: tuple[Planned, ...] = ()

    @property
    def behind(self) -> bool:
        """Whether its source has a newer revision than the one that it was made from."""
        return bool(self.translation and self.translation.behind_source)

    @property
    def data(self) -> dict[str, Any]:
        """The line for programs."""
        data: dict[str, Any] = msgspec.to_builtins(self.standing)
        return data | {
            "title": self.title,
            "scheduled": [planning.plain(each) for each in self.planned],
            "translation": self.translation,
            "behind_source": self.translation.behind_source if self.translation else None,
        }


def lines(reading: Reading, standings: Iterable[Standing], topic: str | None = None) -> Iterator[Line]:
    """The newest revision of each, or of those alone that have a topic. Of the content no more is kept than a list shows."""
    planned: dict[tuple[UUID, Locale], tuple[Planned, ...]] = {}
    for plan in reading.schedule.listing():
        key = (plan.id, plan.locale)
        planned[key] = (*planned.get(key, ()), plan)
    for each in standings:
        newest = reading.revision(each.id, each.locale, each.revision)
        if newest and (topic is None or topic in newest.content.topics):
            translation = newest.content.translation
            source = reading.standing(each.id, translation.source_locale) if translation else None
            yield Line(
                each,
                newest.content.title,
                translations.translated(newest.content, source),
                planned.get((each.id, each.locale), ()),
            )


def table(found: Sequence[Line]) -> None:
    """The lines in columns, and what the marks in them mean."""
    terminal.table(
        ("ID", "LOCALE", "KIND", "STATE", "EDITION", "REVISION", "SOURCE", "SLUG", "TITLE", "PLANNED"),
        [
            (
                each.standing.id,
                each.standing.locale,
                each.standing.kind,
                each.standing.state,
                each.standing.edition or "-",
                f"{each.standing.revision}{'*' if each.standing.newer_draft else ''}",
                source(each.translation),
                each.standing.slug,
                each.title,
                planning.brief(each.planned),
            )
            for each in found
        ],
    )
    if any(each.standing.newer_draft for each in found):
        print("* not published yet")
    if any(each.behind for each in found):
        print("< behind its source: made from the revision before the sign, the newest is after it")


def source(translation: Translated | None) -> str:
    """What a text was translated from: "nb 3", "nb 1<3" where it is behind, "nb ?" where nobody said which revision."""
    if translation is None:
        return "-"
    made_from = translation.source_revision or "?"
    newest = f"<{translation.newest_revision}" if translation.behind_source else ""
    return f"{translation.source_locale} {made_from}{newest}"


def tell(lineage: Lineage) -> None:
    """One record in all its locales; then what has changed in the source of the text that was asked for."""
    first = (
        f"written first in {lineage.source}"
        if lineage.source
        else "not clear in which locale it was written first"
    )
    print(f"{lineage.id}: {first}")
    terminal.table(
        ("LOCALE", "STATE", "REVISION", "SOURCE", "TRANSLATED BY", "REVIEWED BY", "TITLE"),
        [
            (
                each.locale,
                each.state,
                each.revision,
                source(each.translation),
                _translator(each.translation),
                (each.translation.reviewed_by or "nobody") if each.translation else "-",
                each.title,
            )
            for each in lineage.locales
        ],
    )
    if lineage.source_diff:
        print(
            f"{lineage.locale} is behind its source. What has changed in {lineage.source_diff.locale} since:"
        )
        for line in differences.told(lineage.source_diff):
            print(line)
    elif lineage.translation:
        print(f"{lineage.locale}: {_why_not(lineage.translation)}")


def _translator(translation: Translated | None) -> str:
    if translation is None:
        return "-"
    by = translation.translated_by
    return f"{by.by}: {by.name}" if by.name else by.by


def _why_not(translation: Translated) -> str:
    if translation.source_revision is None:
        return (
            f"nobody said from which revision in {translation.source_locale} it was made; "
            "give source_revision at the next save."
        )
    if translation.behind_source is None:
        return f"its source in {translation.source_locale} is not there."
    return "up to date with its source."
