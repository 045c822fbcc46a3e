"""Tokens: kept without their text, found by their id, ended for good, and seen at once by whoever looks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec import structs

from content.errors import WrongState
from content.ports import Store
from content.tokens import Token
from tests.contract import build


def end(store: Store, token: Token) -> None:
    store.write(lambda writing: writing.tokens.end(token))


def test_a_token_comes_back_as_it_was_kept(store: Store) -> None:
    first = build.keep_token(store, 1)
    second = build.keep_token(
        store,
        2,
        scopes=("drafts", "publish"),
        kinds=("news", "event"),
        locales=("nb", "se"),
        expires_at=build.at(90),
        replaces=first.id,
    )
    other = build.keep_token(store, 3, "skript", scopes=("admin",))
    with store.read() as reading:
        assert reading.tokens.all() == (first, second, other)
        kept = reading.tokens.find(second.id)
        assert kept is not None
        assert (kept.token, kept.hash) == (second, build.secret(2).hash)
        assert reading.tokens.find(build.secret(4).id) is None
        assert reading.tokens.meant("desk") == (first, second)
        assert reading.tokens.meant(first.id) == (first,)
        assert reading.tokens.meant("DESK") == ()


def test_the_text_is_nowhere(store: Store) -> None:
    build.keep_token(store, 1)
    with store.read() as reading:
        shown = repr((reading.tokens.all(), reading.tokens.find(build.secret(1).id), reading.journal()))
    assert build.secret(1).text not in shown
    assert build.secret(1).text[3:46] not in shown


def test_what_one_ends_all_see_at_once(store: Store, reopen: Callable[[], Store]) -> None:
    token = build.keep_token(store, 1)
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
    token = build.keep_token(store, 1, expires_at=build.at(60))
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
    token = build.keep_token(store, 1)
    with pytest.raises(WrongState):
        store.write(lambda writing: writing.tokens.keep(token, build.secret(2).hash))
    with pytest.raises(WrongState):
        store.write(
            lambda writing: writing.tokens.keep(
                structs.replace(token, id=build.secret(2).id), build.secret(1).hash
            )
        )


def test_the_last_use_never_goes_back(store: Store) -> None:
    first, second = build.keep_token(store, 1), build.keep_token(store, 2)
    store.write(lambda writing: writing.tokens.used({first.id: build.at(9), build.secret(7).id: build.at(9)}))
    store.write(lambda writing: writing.tokens.used({first.id: build.at(8)}))
    with store.read() as reading:
        assert reading.tokens.all() == (structs.replace(first, used_at=build.at(9)), second)
