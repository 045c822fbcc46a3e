"""The verb over a real store: what is not there, who is in the way, what is rendered anew, and an older copy."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from content.commands import Commands
from content.errors import Invalid, NotFound, StaleRevision, StoreError, WrongState
from content.kinds import TopicFields
from content.lifecycle import Publish, SaveDraft
from content.model import HEADING_LEVELS, VARIANTS, Content, News, Page, Topic, digest_bytes
from content.ports import Store
from content.redaction import Redact
from content.store import SqliteStore, open_store
from content.text import LinkCard, Prose, Span
from service.links import PublicLinks

ONE = UUID("01a20900-0000-7000-8000-000000000010")
TWO = UUID("01a20900-0000-7000-8000-000000000011")
NAME = "Kari Nordmann"
LEADER = Page(
    slug="kari-nordmann",
    title=NAME,
    summary=f"Om {NAME}",
    body=(Prose(children=(Span(text=f"Hei {NAME}."),)),),
)


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def verbs(store: Store) -> Commands:
    return Commands(store, now, PublicLinks("https://example.org"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = open_store(tmp_path / "data.db")
    yield opened
    assert opened.verify() == ()
    opened.close()


@pytest.fixture
def commands(store: Store) -> Commands:
    return verbs(store)


def publish(commands: Commands, identity: UUID, content: Content, locale: str = "nb") -> None:
    saved = commands.save(SaveDraft(id=identity, locale=locale, content=content, author="kari"))
    commands.publish(Publish(id=identity, locale=locale, revision=saved.number, actor="kari"))


def redact(*texts: str, **more: Any) -> Redact:
    members: dict[str, Any] = {
        "id": ONE,
        "locale": "nb",
        "reason": "Personvern",
        "texts": texts,
        "actor": "ola",
    }
    return Redact(**(members | more))


def dump(store: Store) -> object:
    with store.read() as reading:
        return (reading.head(), reading.standings(), reading.journal(), reading.redactions.ledger())


@pytest.mark.parametrize(
    ("command", "pointers"),
    [
        (redact(), {"/texts"}),
        (redact("ab"), {"/texts/0"}),
        (redact("…", reason=" "), {"/texts/0", "/reason"}),
        (redact(NAME, reason="Kari  nordmann ba om det"), {"/reason"}),
        (redact("removed"), {"/texts"}),
        (redact(NAME, revisions=(1,), everywhere=True), {"/revisions"}),
        (redact(NAME, media=("abc",), actor=""), {"/media/0", "/actor"}),
    ],
)
def test_every_fault_of_the_command_is_told(commands: Commands, command: Redact, pointers: set[str]) -> None:
    with pytest.raises(Invalid) as caught:
        commands.redact(command)
    assert {fault.pointer for fault in caught.value.faults} == pointers


@pytest.mark.parametrize(
    ("command", "error", "said"),
    [
        (redact(NAME, id=TWO), NotFound, "There is no record"),
        (redact(NAME, locale="se"), NotFound, "There is no record"),
        (redact("Ola Hansen"), NotFound, "nothing was changed"),
        (redact(revisions=(7,)), NotFound, "There is no revision 7"),
    ],
)
def test_redact_of_what_is_not_there_changes_nothing(
    store: Store, commands: Commands, command: Redact, error: type[Exception], said: str
) -> None:
    publish(commands, ONE, LEADER)
    before = dump(store)
    for attempt in (commands.redact, commands.survey):
        with pytest.raises(error, match=said):
            attempt(command)
    assert dump(store) == before


def test_the_words_of_a_topics_key_are_refused(commands: Commands) -> None:
    publish(commands, ONE, Topic(slug="emne", title="Emne", fields=TopicFields(key="kari-nordmann")))
    with pytest.raises(WrongState, match="key of this topic"):
        commands.redact(redact(NAME))


def test_a_survey_says_where_and_changes_nothing(store: Store, commands: Commands) -> None:
    publish(commands, ONE, LEADER)
    before = dump(store)
    survey = commands.survey(redact(NAME))
    assert {(each.sort, each.number, each.at) for each in survey.found} == {
        ("revision", 1, ("/title", "/summary", "/body/0/children", "/slug")),
        ("evidence", 1, ("",)), ("standing", 0, ("slug",)), ("slug", 0, ("",)), ("change", 1, ("tags",)),
    }  # fmt: skip
    assert dump(store) == before


def test_the_evidence_is_rendered_and_checked_anew_also_of_those_that_show_it(
    store: Store, commands: Commands
) -> None:
    publish(commands, ONE, LEADER)
    publish(commands, ONE, Page(slug="leader", title=NAME), "en")
    publish(commands, TWO, Page(slug="to", title="To", body=(LinkCard(record=ONE),)))
    outcome = commands.redact(redact(NAME))
    assert outcome.erased
    assert outcome.number == 1
    with store.read() as reading:
        for identity, locale in ((ONE, "nb"), (TWO, "nb")):
            kept = reading.evidence(identity, locale, 1)
            assert [(each.variant, each.heading_level) for each in kept] == [
                (v, h) for v in VARIANTS for h in HEADING_LEVELS
            ]
            assert all(each.digest == each.report.digest == digest_bytes(each.html.encode()) for each in kept)
            assert not any("nordmann" in each.html.lower() for each in kept)
        assert any("[fjernet]" in each.html for each in reading.evidence(TWO, "nb", 1))
        # The other locale's own words stay, but it leads to the new address.
        english = "".join(each.html for each in reading.evidence(ONE, "en", 1))
        assert "pages/nb/fjernet-000000000010" in english
        assert "pages/nb/kari-nordmann" not in english
        entry = reading.entry(TWO, "nb")
        assert entry is not None
        assert entry.seq == reading.head().seq == outcome.seq


def test_it_does_not_depend_on_the_check(store: Store, commands: Commands) -> None:
    publish(
        commands,
        ONE,
        News(
            slug="a",
            title=NAME,
            body=(
                Prose(style="h2", children=(Span(text=NAME),)),
                Prose(style="h2", children=(Span(text=NAME),)),
            ),
        ),
    )
    commands.redact(redact(NAME))
    with store.read() as reading:
        assert reading.redactions.last() == 1


def test_what_is_saved_and_published_meanwhile_is_redacted_too(
    store: Store, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(commands, ONE, LEADER)
    examine = commands._examine
    busy = iter(range(2))

    def slowly(*arguments: Any) -> Any:
        if next(busy, None) is not None:
            publish(verbs(store), ONE, LEADER)
            verbs(store).save(SaveDraft(id=ONE, locale="nb", content=LEADER, author="kari"))
        return examine(*arguments)

    monkeypatch.setattr(commands, "_examine", slowly)
    commands.redact(redact(NAME))
    with store.read() as reading:
        revisions = reading.revisions(ONE, "nb")
        assert len(revisions) > 3
        assert "nordmann" not in repr([revisions, reading.editions(ONE, "nb")]).lower()
        for edition in reading.editions(ONE, "nb"):
            assert "nordmann" not in repr(reading.evidence(ONE, "nb", edition.number)).lower()


def test_an_edition_rendered_before_a_redaction_is_not_published_after_it(
    store: Store, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(commands, ONE, LEADER)
    saved = commands.save(
        SaveDraft(
            id=TWO,
            locale="nb",
            content=Page(slug="to", title="To", body=(LinkCard(record=ONE),)),
            author="kari",
        )
    )
    examine = commands._examine
    first = iter([True])

    def before(*arguments: Any) -> Any:
        rendered = examine(*arguments)
        if next(first, False):
            assert "nordmann" in repr(rendered).lower()
            verbs(store).redact(redact(NAME))
        return rendered

    monkeypatch.setattr(commands, "_examine", before)
    commands.publish(Publish(id=TWO, locale="nb", revision=saved.number, actor="kari"))
    assert store.erase()
    with store.read() as reading:
        assert "nordmann" not in repr(reading.evidence(TWO, "nb", 1)).lower()


def raw(path: Path) -> bytes:
    return b"".join(
        each.read_bytes() for each in path.parent.iterdir() if each.name.startswith(path.name)
    ).lower()


def test_a_reader_in_the_way_is_told_and_it_is_tried_again(store: SqliteStore, commands: Commands) -> None:
    publish(commands, ONE, LEADER)
    assert b"nordmann" in raw(store.path)
    with store.read() as reading:
        reading.head()
        outcome = commands.redact(redact(NAME))
        assert not outcome.erased
        assert b"nordmann" in raw(store.path)
        assert any("redaction 1" in line for line in store.verify())
    assert store.erase()
    assert b"nordmann" not in raw(store.path)


def test_what_was_not_erased_is_erased_when_the_store_is_opened(tmp_path: Path) -> None:
    store = open_store(tmp_path / "data.db")
    publish(verbs(store), ONE, LEADER)
    with store.read() as reading:
        reading.head()
        assert not verbs(store).redact(redact(NAME)).erased
        shutil.copytree(tmp_path, tmp_path / "crashed")
    store.close()
    crashed = tmp_path / "crashed" / "data.db"
    assert b"nordmann" in raw(crashed)
    open_store(crashed).close()
    assert b"nordmann" not in raw(crashed)


def test_an_older_copy_learns_from_the_ledger(store: SqliteStore, commands: Commands, tmp_path: Path) -> None:
    publish(commands, ONE, LEADER)
    (tmp_path / "older").mkdir()
    older = tmp_path / "older" / "data.db"
    store.write(lambda writing: writing._session.rows("SELECT 1"))  # type: ignore[attr-defined]  # what is written is in the file
    with store.read():
        for each in tmp_path.iterdir():
            if each.is_file():
                shutil.copyfile(each, older.with_name(each.name))
    commands.redact(redact(NAME))
    with store.read() as reading:
        (line,) = reading.redactions.ledger()
        revisions = reading.revisions(ONE, "nb")
    copy = open_store(older)
    with pytest.raises(StoreError, match="another key"):
        verbs(copy).replay(line, bytes(32))
    outcome = verbs(copy).replay(line, store.secret())
    assert outcome.erased
    with copy.read() as reading:
        assert reading.revisions(ONE, "nb") == revisions
        assert [each.key for each in reading.redactions.ledger()] == [line.key]
    assert copy.verify() == ()
    copy.close()
    assert b"nordmann" not in raw(older)


def test_an_older_copy_from_before_the_record_keeps_the_line(
    store: SqliteStore, commands: Commands, tmp_path: Path
) -> None:
    publish(commands, ONE, LEADER)
    commands.redact(redact(NAME))
    with store.read() as reading:
        (line,) = reading.redactions.ledger()
    (tmp_path / "empty").mkdir()
    empty = open_store(tmp_path / "empty" / "data.db")
    assert verbs(empty).replay(line, store.secret()).found == ()
    with empty.read() as reading:
        assert len(reading.redactions.ledger()) == 1
    assert empty.verify() == ()
    empty.close()


def test_a_save_from_before_a_redaction_does_not_undo_it(commands: Commands, store: Store) -> None:
    publish(commands, ONE, LEADER)
    with store.read() as reading:
        seen = reading.revision(ONE, "nb", 1)
    assert seen is not None
    commands.redact(Redact(id=ONE, locale="nb", texts=(NAME,), reason="Krav fra personen", actor="berit"))
    command = SaveDraft(id=ONE, locale="nb", content=LEADER, expected=1, author="kari")
    with pytest.raises(StaleRevision, match="redacted"):
        commands.save(command, seen)
    with store.read() as reading:
        standing = reading.standing(ONE, "nb")
        assert standing is not None
        assert standing.revision == 1
