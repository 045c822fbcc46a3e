"""The door of the commands: every fault of a command at once, with a pointer, before the store is looked at."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from msgspec import structs

from content import lifecycle
from content.commands import Commands
from content.errors import Invalid, NotFound
from content.lifecycle import Command, DeleteDraft, MarkGone, Publish, Redirect, Restore, SaveDraft, Withdraw
from content.model import Page
from content.ports import Store, Writing
from content.store import open_store
from service.links import PublicLinks

ID = UUID("01a20900-0000-7000-8000-000000000010")
OTHER = UUID("01a20900-0000-7000-8000-000000000011")
NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
SAVE = SaveDraft(id=ID, locale="nb", content=Page(slug="a", title="A"), author="kari")
PUBLISH = Publish(id=ID, locale="nb", revision=1, actor="kari")
WITHDRAW = Withdraw(id=ID, locale="nb", reason="Feil tall", actor="kari")
REDIRECT = Redirect(id=ID, locale="nb", to="/pages/nb/annet", actor="kari")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "test.db")
    yield opened
    opened.close()


@pytest.fixture
def commands(store: Store) -> Commands:
    return Commands(store, lambda: NOW, PublicLinks("https://example.org"))


def execute(commands: Commands, command: Command) -> None:
    match command:
        case SaveDraft():
            commands.save(command)
        case Publish():
            commands.publish(command)
        case DeleteDraft():
            commands.delete(command)
        case Restore():
            commands.restore(command)
        case _:
            commands.change_state(command)


def faults(commands: Commands, command: Command) -> set[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        execute(commands, command)
    return {(fault.pointer, fault.code) for fault in caught.value.faults}


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (structs.replace(SAVE, author="\udcff"), {("/author", "control_character")}),
        (structs.replace(SAVE, author=""), {("/author", "empty")}),
        (structs.replace(SAVE, author="kari\n"), {("/author", "wrong_form")}),
        (structs.replace(SAVE, author="k" * 201), {("/author", "too_long")}),
        (structs.replace(SAVE, note="\x00"), {("/note", "control_character")}),
        (structs.replace(SAVE, note="n" * 100_000), {("/note", "too_long")}),
        (structs.replace(SAVE, locale="xx-bad locale"), {("/locale", "wrong_form")}),
        (structs.replace(SAVE, locale="sv"), {("/locale", "unknown_locale")}),
        (structs.replace(SAVE, locale="NB"), {("/locale", "wrong_form")}),
        (structs.replace(SAVE, expected=-1), {("/expected", "out_of_range")}),
        (structs.replace(SAVE, expected=2**70), {("/expected", "out_of_range")}),
        (structs.replace(PUBLISH, revision=2**70), {("/revision", "out_of_range")}),
        (structs.replace(PUBLISH, revision=0), {("/revision", "out_of_range")}),
        (structs.replace(PUBLISH, update="huge"), {("/update", "not_allowed")}),
        (structs.replace(PUBLISH, update="minor"), {("/note", "missing")}),
        (structs.replace(PUBLISH, note="\x1b[2J"), {("/note", "control_character")}),
        (structs.replace(PUBLISH, actor="a\x07"), {("/actor", "control_character")}),
        (structs.replace(WITHDRAW, reason="\udcff"), {("/reason", "control_character")}),
        (structs.replace(WITHDRAW, reason=" "), {("/reason", "missing")}),
        (structs.replace(WITHDRAW, locale="\udcff"), {("/locale", "control_character")}),
        (MarkGone(id=ID, locale="nb", reason="r" * 2_001, actor="kari"), {("/reason", "too_long")}),
        (structs.replace(REDIRECT, to="https://"), {("/to", "wrong_form")}),
        (structs.replace(REDIRECT, to="/" + "a" * 2_000), {("/to", "too_long")}),
        (structs.replace(REDIRECT, to="/\udcff"), {("/to", "control_character")}),
    ],
)
def test_each_fault_is_named(commands: Commands, command: Command, expected: set[tuple[str, str]]) -> None:
    assert faults(commands, command) == expected


def test_all_faults_of_a_command_and_its_content_come_at_once(store: Store, commands: Commands) -> None:
    command = structs.replace(
        SAVE, locale="sv", author="", note="\x00", content=Page(slug="Å", title="\udcff", summary="s" * 601)
    )
    assert {pointer for pointer, _ in faults(commands, command)} == {
        "/locale", "/author", "/note", "/slug", "/title", "/summary",
    }  # fmt: skip
    with store.read() as reading:
        assert reading.standings() == ()


def test_a_locale_of_the_operators_own_is_written_in(store: Store) -> None:
    commands = Commands(store, lambda: NOW, PublicLinks("https://example.org"), ("nb", "sma"))
    assert commands.save(structs.replace(SAVE, locale="sma")).locale == "sma"
    assert faults(commands, structs.replace(SAVE, locale="en")) == {("/locale", "unknown_locale")}


def test_what_is_published_in_a_locale_that_is_no_longer_configured_can_be_withdrawn(store: Store) -> None:
    links = PublicLinks("https://example.org")
    before = Commands(store, lambda: NOW, links, ("nb", "sma"))
    before.save(structs.replace(SAVE, locale="sma"))
    before.publish(structs.replace(PUBLISH, locale="sma"))
    after = Commands(store, lambda: NOW, links, ("nb",))
    assert faults(after, structs.replace(PUBLISH, locale="sma")) == {("/locale", "unknown_locale")}
    assert after.change_state(structs.replace(WITHDRAW, locale="sma")).state == "withdrawn"


def test_a_new_record_has_a_uuid_of_version_7_and_an_old_one_keeps_its_own(
    store: Store, commands: Commands
) -> None:
    command = structs.replace(SAVE, id=uuid4())
    assert faults(commands, command) == {("/id", "not_uuid7")}

    def work(writing: Writing) -> None:
        writing.apply(lifecycle.save(None, command, NOW))

    store.write(work)
    assert commands.save(command).number == 2
    assert commands.save(structs.replace(command, locale="en")).number == 1


@pytest.mark.parametrize(
    "to",
    [
        "/pages/nb/a",
        "/pages/nb/a?x=1#y",
        "https://example.org/pages/nb/a",
        "HTTPS://EXAMPLE.ORG:443/pages/nb/a",
        "/pages/nb/gammel",
        f"/v1/records/{ID}",
        "/v1/records/a?locale=nb",
        f"/fragments/{ID}",
        "/fragments/a.json",
    ],
)
def test_a_redirect_never_leads_to_the_record_itself(commands: Commands, to: str) -> None:
    commands.save(structs.replace(SAVE, content=Page(slug="gammel", title="A")))
    commands.publish(PUBLISH)
    commands.save(SAVE)
    commands.publish(structs.replace(PUBLISH, revision=2))
    assert faults(commands, structs.replace(REDIRECT, to=to)) == {("/to", "leads_back")}


@pytest.mark.parametrize(("other", "locale", "slug"), [(OTHER, "nb", "b"), (ID, "en", "a")])
@pytest.mark.parametrize(
    "to",
    ["/pages/nb/a", f"/pages/nb/{ID}", f"/v1/records/{ID}", "/v1/records/a/editions", "/fragments/a.json"],
)
def test_a_redirect_leads_back_through_no_other_record_nor_locale(
    commands: Commands, to: str, other: UUID, locale: str, slug: str
) -> None:
    commands.save(SAVE)
    commands.publish(PUBLISH)
    commands.save(structs.replace(SAVE, id=other, locale=locale, content=Page(slug=slug, title="B")))
    commands.publish(structs.replace(PUBLISH, id=other, locale=locale))
    commands.change_state(structs.replace(REDIRECT, to=f"/pages/{locale}/{slug}"))
    back = structs.replace(REDIRECT, id=other, locale=locale, to=to)
    assert {pointer for pointer, _ in faults(commands, back)} == {"/to"}


@pytest.mark.parametrize(
    "to", ["/pages/nb/b", "/feeds/nb/topics/a.atom", "/pages/en/a", "https://example.com/pages/nb/a", "/a"]
)
def test_a_redirect_leads_anywhere_else(store: Store, commands: Commands, to: str) -> None:
    commands.save(SAVE)
    commands.publish(PUBLISH)
    assert commands.change_state(structs.replace(REDIRECT, to=to)).state == "redirected"
    with store.read() as reading:
        standing = reading.standing(ID, "nb")
    assert standing is not None
    assert standing.redirect_to == to


@pytest.mark.parametrize("number", [0, -1, 2, 2**70])
def test_a_revision_that_is_not_there_is_not_checked(commands: Commands, number: int) -> None:
    commands.save(SAVE)
    with pytest.raises(NotFound, match=f"no revision {number} "):
        commands.check(ID, "nb", number)
    assert commands.check(ID, "nb") == commands.check(ID, "nb", 1)
