"""The verbs on tokens over a real store: proven by the text alone, journaled without it, ended at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from content import tokens
from content.commands import Commands
from content.errors import NameTaken, NotFound, Unauthenticated, WrongState
from content.ports import Store
from content.store import open_store
from content.tokens import CreateToken, RevokeToken, RotateToken
from service.links import PublicLinks

DAY = datetime.timedelta(days=1)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2026, 3, 1, 8, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "test.db")
    yield opened
    assert opened.verify() == ()
    opened.close()


@pytest.fixture
def commands(store: Store, clock: Clock) -> Commands:
    return Commands(store, clock, PublicLinks("https://example.org"))


def create(commands: Commands, name: str = "desk", expires_at: datetime.datetime | None = None) -> str:
    made = commands.create_token(
        CreateToken(
            name=name,
            scopes=("publish",),
            kinds=("news",),
            locales=("nb",),
            expires_at=expires_at,
            actor="kari",
            via="command-line",
        )
    )
    return made.secret.text


def cause(commands: Commands, text: str) -> str:
    with pytest.raises(Unauthenticated) as caught:
        commands.authenticate(text)
    return caught.value.cause


def test_its_holder_is_known_by_it(commands: Commands) -> None:
    text = create(commands)
    principal = commands.authenticate(text)
    assert (principal.name, principal.token) == ("desk", tokens.parse(text).id)
    assert principal.scopes == {"publish"}
    assert (principal.kinds, principal.locales) == (frozenset({"news"}), frozenset({"nb"}))


def test_who_else_is_not(commands: Commands, clock: Clock) -> None:
    text = create(commands, expires_at=clock.now + DAY)
    assert cause(commands, tokens.mint(bytes(32)).text) == "unknown"
    assert cause(commands, text[:-1]) == "malformed"
    assert cause(commands, "") == "malformed"
    clock.now += DAY
    assert cause(commands, text) == "expired"


def test_it_is_over_at_once_in_every_process(commands: Commands, tmp_path: Path, clock: Clock) -> None:
    text = create(commands)
    elsewhere = open_store(tmp_path / "test.db")
    try:
        other = Commands(elsewhere, clock, PublicLinks("https://example.org"))
        assert other.authenticate(text).name == "desk"
        commands.revoke_token(RevokeToken(ref="desk", reason="Lekket", actor="ola"))
        assert cause(other, text) == "revoked"
        assert cause(commands, text) == "revoked"
    finally:
        elsewhere.close()


def test_old_and_new_overlap(commands: Commands, clock: Clock) -> None:
    old = create(commands)
    made = commands.rotate_token(RotateToken(ref="desk", overlap=7 * 24 * 3600, actor="ola"))
    assert made.old is not None
    assert made.old.expires_at == clock.now + 7 * DAY
    assert commands.authenticate(old).name == commands.authenticate(made.secret.text).name == "desk"
    clock.now += 7 * DAY
    assert cause(commands, old) == "expired"
    assert commands.authenticate(made.secret.text).kinds == frozenset({"news"})


def test_a_name_is_for_one_at_a_time(commands: Commands) -> None:
    text = create(commands)
    with pytest.raises(NameTaken):
        create(commands)
    commands.revoke_token(RevokeToken(ref=text, actor="ola"))
    with pytest.raises(WrongState, match="revoked"):
        commands.rotate_token(RotateToken(ref="desk", overlap=0, actor="ola"))
    assert create(commands) != text
    with pytest.raises(NotFound):
        commands.revoke_token(RevokeToken(ref="nobody", actor="ola"))


def test_the_journal_says_who_made_what_and_never_the_text(
    store: Store, commands: Commands, clock: Clock, tmp_path: Path
) -> None:
    first = create(commands, expires_at=clock.now + 90 * DAY)
    second = commands.rotate_token(RotateToken(ref="desk", overlap=24 * 3600, actor="ola"))
    commands.revoke_token(RevokeToken(ref=first, reason="Lekket", actor="ola", via="command-line"))
    with store.read() as reading:
        entries = reading.journal()
    assert [(each.actor, each.verb) for each in entries] == [
        ("kari", "create-token"),
        ("ola", "rotate-token"),
        ("ola", "revoke-token"),
    ]
    assert entries[0].detail == {
        "token": tokens.parse(first).id,
        "name": "desk",
        "scopes": "publish",
        "kinds": "news",
        "locales": "nb",
        "expires": "2026-05-30T08:00:00+00:00",
        "via": "command-line",
    }
    assert entries[1].detail["replaces"] == tokens.parse(first).id
    assert entries[1].detail["until"] == "2026-03-02T08:00:00+00:00"
    assert entries[2].detail == {
        "token": tokens.parse(first).id,
        "name": "desk",
        "reason": "Lekket",
        "via": "command-line",
    }
    for path in tmp_path.iterdir():
        held = path.read_bytes()
        for text in (first, second.secret.text):
            assert text.encode() not in held
            assert text[3:46].encode() not in held
