"""Lists of drafts: which translations are behind the newest revision of their source."""

from __future__ import annotations

from msgspec import UNSET, UnsetType, structs

from content.model import News, Translation, Translator
from content.ports import Store
from content.ports.desk import Wanted
from tests.contract import build


def translated(slug: str, revision: int | UnsetType, source: str = "nb") -> News:
    """A news item that was translated."""
    translation = Translation(
        source_locale=source,
        source_revision=revision,
        translated_by=Translator(by="person"),
        prevails="nb",
    )
    return structs.replace(build.news(slug), translation=translation)


def lines(store: Store, *, behind: bool = False) -> dict[str, bool | None]:
    """What the list says of each locale, newest first."""
    with store.read() as reading:
        found = reading.desk.lines(Wanted(behind=behind))
    return {each.standing.locale: each.behind_source for each in found}


def test_a_line_says_whether_it_is_behind_its_source(store: Store) -> None:
    build.save(store, 1, build.news("mote"))
    build.save(store, 1, translated("a", 1), locale="en", minutes=1)
    build.save(store, 1, translated("b", UNSET), locale="nn", minutes=2)
    build.save(store, 1, translated("c", 1, "fi"), locale="se", minutes=3)
    assert lines(store) == {"se": None, "nn": None, "en": False, "nb": None}
    assert lines(store, behind=True) == {}
    build.save(store, 1, build.news("mote", "Møtet"), minutes=4)
    assert lines(store) == {"nb": None, "se": None, "nn": None, "en": True}
    assert lines(store, behind=True) == {"en": True}
    build.save(store, 1, translated("a", 2), locale="en", minutes=5)
    assert lines(store, behind=True) == {}
    build.save(store, 1, build.news("a"), locale="en", minutes=6)
    assert lines(store)["en"] is None


def test_what_comes_after_the_newest_is_of_another_text(store: Store) -> None:
    build.save(store, 1, build.news("mote"))
    build.save(store, 1, translated("a", 3), locale="en")
    assert lines(store) == {"nb": None, "en": None}


def test_other_records_are_no_source(store: Store) -> None:
    build.save(store, 1, build.news("mote"))
    build.save(store, 1, build.news("mote", "Møtet"), minutes=1)
    build.save(store, 2, translated("a", 1), locale="en")
    assert lines(store, behind=True) == {}
