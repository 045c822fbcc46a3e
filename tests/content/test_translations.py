"""Translations: what they were made from, whether they are behind, and what may not be said of a source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import UNSET, UnsetType, structs

from content import translations
from content.commands import Commands
from content.errors import Invalid
from content.lifecycle import DeleteDraft, Publish, SaveDraft
from content.locales import BUILT_IN
from content.model import News, Revision, Translation, Translator
from content.ports import Store
from content.store import open_store
from service.links import PublicLinks
from tests.contract import build

ONE = build.identity(1)


def made_from(locale: str, revision: int | UnsetType = UNSET) -> Translation:
    return Translation(
        source_locale=locale,
        source_revision=revision,
        translated_by=Translator(by="person", name="Kari"),
        reviewed_by="Ola",
        prevails=locale,
    )


def text(slug: str, title: str, translation: Translation | UnsetType = UNSET) -> News:
    return structs.replace(build.news(slug, title), translation=translation)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "nordkalott.db")
    yield store
    assert store.verify() == ()
    store.close()


@pytest.fixture
def commands(store: Store) -> Commands:
    return Commands(store, lambda: build.at(0), PublicLinks("https://innhold.example"))


def save(commands: Commands, locale: str, content: News) -> Revision:
    return commands.save(SaveDraft(id=ONE, locale=locale, content=content, author="kari"))


def publish(commands: Commands, locale: str, revision: int, *, minor: bool = False) -> None:
    commands.publish(
        Publish(
            id=ONE,
            locale=locale,
            revision=revision,
            update="minor" if minor else "major",
            note="Rettet" if minor else "",
            actor="kari",
        )
    )


def refused(commands: Commands, locale: str, content: News) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as error:
        save(commands, locale, content)
    return [(fault.pointer, fault.code) for fault in error.value.faults]


def lineage(store: Store, locale: str) -> translations.Lineage:
    with store.read() as reading:
        standing = reading.standing(ONE, locale)
        assert standing is not None
        return translations.lineage(reading, standing)


@pytest.mark.parametrize(
    ("translation", "now", "behind"),
    [
        (UNSET, 3, None),
        (made_from("nb"), 3, None),
        (made_from("nb", 2), 0, None),
        (made_from("nb", 2), 3, True),
        (made_from("nb", 3), 3, False),
        (made_from("nb", 4), 3, False),
    ],
)
def test_a_text_is_behind_where_its_source_has_moved_on(
    translation: Translation | UnsetType, now: int, behind: bool | None
) -> None:
    assert translations.is_behind(translation, now) is behind


def test_the_source_is_the_locale_that_is_no_translation() -> None:
    first = translations.first_written
    original, other = text("a", "A"), text("b", "B")
    assert first([("en", text("c", "C", made_from("nb"))), ("nb", original)]) == "nb"
    three = [("en", text("c", "C", made_from("nb"))), ("nb", original), ("nn", other)]
    assert first(three) == "nb"
    assert first([("nb", original), ("nn", other)]) is None
    assert first([*three, ("se", text("d", "D", made_from("nn")))]) is None
    assert first([("en", text("c", "C", made_from("fi")))]) is None
    assert first([]) is None


def test_what_has_changed_in_the_source_is_told_by_block(store: Store, commands: Commands) -> None:
    save(commands, "nb", text("mote", "Møte i Tromsø"))
    save(commands, "en", text("meeting", "Meeting in Tromsø", made_from("nb", 1)))
    current = lineage(store, "en")
    assert current.translation is not None
    assert (current.source, current.translation.behind_source, current.source_diff) == ("nb", False, None)

    save(commands, "nb", text("mote", "Møte i Alta"))
    behind = lineage(store, "en")
    assert behind.translation is not None
    assert behind.translation.behind_source is True
    assert (behind.translation.source_revision, behind.translation.newest_revision) == (1, 2)
    assert behind.translation.live_revision is None
    assert (behind.translation.translated_by.name, behind.translation.reviewed_by) == ("Kari", "Ola")
    assert behind.source_diff is not None
    assert (
        behind.source_diff.locale,
        behind.source_diff.before.revision,
        behind.source_diff.after.revision,
    ) == (
        "nb",
        1,
        2,
    )
    assert [member.pointer for member in behind.source_diff.diff.members] == ["/title"]
    assert [(line.locale, line.revision, line.translation is None) for line in behind.locales] == [
        ("en", 1, False),
        ("nb", 2, True),
    ]

    save(commands, "en", text("meeting", "Meeting in Alta", made_from("nb", 2)))
    followed = lineage(store, "en")
    assert followed.translation is not None
    assert (followed.translation.behind_source, followed.source_diff) == (False, None)


def test_the_source_itself_is_behind_nothing(store: Store, commands: Commands) -> None:
    save(commands, "nb", text("mote", "Møte"))
    found = lineage(store, "nb")
    assert (found.source, found.translation, found.source_diff) == ("nb", None, None)


def test_what_may_not_be_seen_is_left_out(store: Store, commands: Commands) -> None:
    save(commands, "nb", text("mote", "Møte"))
    save(commands, "en", text("meeting", "Meeting", made_from("nb", 1)))
    save(commands, "nb", text("mote", "Møtet"))
    with store.read() as reading:
        standing = reading.standing(ONE, "en")
        assert standing is not None
        found = translations.lineage(reading, standing, lambda locale: locale == "en")
    assert found.translation is not None
    assert (found.translation.behind_source, found.source_diff) == (True, None)
    assert [line.locale for line in found.locales] == ["en"]


def test_a_source_must_be_there(store: Store, commands: Commands) -> None:
    number, locale = "/translation/source_revision", "/translation/source_locale"
    assert refused(commands, "en", text("m", "M", made_from("nb", 1))) == [(number, "no_such_revision")]
    save(commands, "nb", text("mote", "Møte"))
    assert refused(commands, "en", text("m", "M", made_from("nb", 2))) == [(number, "no_such_revision")]
    assert refused(commands, "en", text("m", "M", made_from("xx"))) == [(locale, "unknown_locale")]
    assert refused(commands, "nb", text("m", "M", made_from("nb", 1))) == [(locale, "own_locale")]
    with store.read() as reading:
        assert [each.locale for each in reading.standings([ONE])] == ["nb"]
    assert save(commands, "en", text("m", "M", made_from("nb", 1))).number == 1
    assert save(commands, "fkv", text("m", "M", made_from("se"))).number == 1


def test_all_that_is_wrong_is_told_at_once(commands: Commands) -> None:
    wrong = structs.replace(text("list", "M", made_from("nb")), topics=("a", "a"))
    found = refused(commands, "nb", wrong)
    assert ("/slug", "reserved_slug") in found
    assert ("/translation/source_locale", "own_locale") in found


def test_news_of_a_source_that_was_deleted_is_refused_and_a_correction_goes_out(
    store: Store, commands: Commands
) -> None:
    save(commands, "nb", text("mote", "Møte"))
    save(commands, "en", text("meeting", "Meeting", made_from("nb", 1)))
    publish(commands, "en", 1)
    save(commands, "en", text("meeting", "The meeting", made_from("nb", 1)))
    commands.delete(DeleteDraft(id=ONE, locale="nb", expected=1, actor="kari"))
    with pytest.raises(Invalid) as error:
        publish(commands, "en", 2)
    assert [fault.code for fault in error.value.faults] == ["no_such_revision"]
    publish(commands, "en", 2, minor=True)
    found = lineage(store, "en").translation
    assert found is not None
    assert (found.newest_revision, found.behind_source) == (None, None)


def test_a_source_that_was_begun_again_is_another_text(store: Store, commands: Commands) -> None:
    save(commands, "nb", text("mote", "Møte"))
    save(commands, "nb", text("mote", "Møtet"))
    save(commands, "en", text("meeting", "Meeting", made_from("nb", 2)))
    commands.delete(DeleteDraft(id=ONE, locale="nb", expected=2, actor="kari"))
    save(commands, "nb", text("mote", "Noe annet"))
    found = lineage(store, "en").translation
    assert found is not None
    assert (found.newest_revision, found.behind_source) == (1, None)


def test_every_locale_has_its_fault_in_both_languages() -> None:
    for content, newest in ((text("a", "A", made_from("xx")), 0), (text("a", "A", made_from("nb", 3)), 2)):
        (fault,) = translations.faults(content, newest, BUILT_IN)
        assert fault.message.nb != fault.message.en
