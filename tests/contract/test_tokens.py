"""Tokens: kept without their text, found by their id, ended for good, and seen at once by whoever looks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec import structs

from content import tokens
from content.errors import WrongState
from content.ports import Store
from content.tokens import Secret, Token
from tests.contract import build


def secret(number: int) -> Secret:
    return tokens.mint(number.to_bytes(32))


def keep(store: Store, number: int, name: str = "desk", **changes: object) -> Token:
    token = Token(
        id=secret(number).id, name=name, scopes=("drafts",), created_at=build.at(number), created_by="kari"
    )
    token = structs.replace(token, **changes)
    store.write(lambda writing: writing.tokens.keep(token, secret(number).hash))
    return token


def end(store: Store, token: Token) -> None:
    store.write(lambda writing: writing.tokens.end(token))


def test_a_token_comes_back_as_it_was_kept(store: Store) -> None:
    first = keep(store, 1)
    second = keep(
        store,
        2,
        scopes=("drafts", "publish"),
        kinds=("news", "event"),
        locales=("nb", "se"),
        expires_at=build.at(90),
        replaces=first.id,
    )
    other = keep(store, 3, "skript", scopes=("admin",))
    with store.read() as reading:
        assert reading.tokens.all() == (first, second, other)
        kept = reading.tokens.find(second.id)
        assert kept is not None
        assert (kept.token, kept.hash) == (second, secret(2).hash)
        assert reading.tokens.find(secret(4).id) is None
        assert reading.tokens.meant("desk") == (first, second)
        assert reading.tokens.meant(first.id) == (first,)
        assert reading.tokens.meant("DESK") == ()


def test_the_text_is_nowhere(store: Store) -> None:
    keep(store, 1)
    with store.read() as reading:
        shown = repr((reading.tokens.all(), reading.tokens.find(secret(1).id), reading.journal()))
    assert secret(1).text not in shown
    assert secret(1).text[3:46] not in shown


def test_what_one_ends_all_see_at_once(store: Store, reopen: Callable[[], Store]) -> None:
    token = keep(store, 1)
    other = reopen()
    try:
        with other.read() as reading:
            assert reading.tokens.meant(token.id) == (token,)
        end(store, structs.replace(token, revoked_at=build.at(5)))
        with other.read() as reading:
            assert reading.tokens.meant(token.id)[0].revoked_at == build.at(5)
    finally:
        other.close()


def test_an_end_never_moves_away(store: Store) -> None:
    token = keep(store, 1, expires_at=build.at(60))
    for later in (build.at(61), None):
        with pytest.raises(WrongState, match="never gains"):
            end(store, structs.replace(token, expires_at=later))
    sooner = structs.replace(token, expires_at=build.at(30))
    end(store, sooner)
    revoked = structs.replace(sooner, revoked_at=build.at(10))
    end(store, revoked)
    for back in (sooner, structs.replace(sooner, revoked_at=build.at(11))):
        with pytest.raises(WrongState, match="never comes back"):
            end(store, back)
    with store.read() as reading:
        assert reading.tokens.all() == (revoked,)


def test_a_token_is_kept_once(store: Store) -> None:
    token = keep(store, 1)
    with pytest.raises(WrongState):
        store.write(lambda writing: writing.tokens.keep(token, secret(2).hash))
    with pytest.raises(WrongState):
        store.write(
            lambda writing: writing.tokens.keep(structs.replace(token, id=secret(2).id), secret(1).hash)
        )


def test_the_last_use_never_goes_back(store: Store) -> None:
    first, second = keep(store, 1), keep(store, 2)
    store.write(lambda writing: writing.tokens.used({first.id: build.at(9), secret(7).id: build.at(9)}))
    store.write(lambda writing: writing.tokens.used({first.id: build.at(8)}))
    with store.read() as reading:
        assert reading.tokens.all() == (structs.replace(first, used_at=build.at(9)), second)
