"""What may happen to tokens: they are made, replaced and ended, and never gain."""

from __future__ import annotations

import datetime

import pytest
from msgspec import structs

from content import locales, tokens
from content.errors import Invalid, NameTaken, NotFound, Unauthenticated, WrongState
from content.tokens import CreateToken, Kept, RevokeToken, RotateToken, Secret, Token, TokenCommand

NOW = datetime.datetime(2026, 3, 1, 8, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
DAY_LONG = 24 * 3600


def secret(number: int = 1) -> Secret:
    return tokens.mint(number.to_bytes(32))


def token(number: int = 1, **changes: object) -> Token:
    made = Token(id=secret(number).id, name="desk", scopes=("publish",), created_at=NOW, created_by="kari")
    return structs.replace(made, **changes)


def faults(command: TokenCommand) -> set[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        tokens.admit(command, NOW, locales.BUILT_IN)
    assert all(fault.message.nb and fault.message.en for fault in caught.value.faults)
    return {(fault.pointer, fault.code) for fault in caught.value.faults}


def test_a_token_is_made_as_asked() -> None:
    command = CreateToken(
        name="desk",
        scopes=("publish", "drafts", "publish"),
        kinds=("event", "news"),
        locales=("nn", "nb", "nn"),
        expires_at=NOW + DAY,
        actor="kari",
    )
    tokens.admit(command, NOW, locales.BUILT_IN)
    made = tokens.create(command, (), secret(), NOW)
    assert made == Token(
        id=secret().id,
        name="desk",
        scopes=("drafts", "publish"),
        kinds=("news", "event"),
        locales=("nn", "nb"),
        created_at=NOW,
        created_by="kari",
        expires_at=NOW + DAY,
    )


def test_all_faults_at_once() -> None:
    command = CreateToken(
        name="x" * 101,
        scopes=(),
        kinds=(),
        locales=("nb", "tlh"),
        expires_at=NOW,
        actor="",
    )
    assert {pointer for pointer, _ in faults(command)} == {
        "/name",
        "/scopes",
        "/kinds",
        "/locales/1",
        "/expires_at",
        "/actor",
    }


def test_no_scope_but_the_three() -> None:
    command = structs.replace(
        CreateToken(name="desk", scopes=("admin",), actor="kari"),
        scopes=("root",),
    )
    assert faults(command) == {("/scopes/0", "not_allowed")}


@pytest.mark.parametrize("limit", [{"kinds": ("news",)}, {"locales": ("nb",)}])
def test_admin_has_no_limits(limit: dict[str, tuple[str, ...]]) -> None:
    command = structs.replace(CreateToken(name="desk", scopes=("admin",), actor="kari"), **limit)
    assert faults(command) == {(f"/{next(iter(limit))}", "not_allowed")}


@pytest.mark.parametrize(
    "name",
    [
        "0123456789abcdef",
        "nk_anything",
        "kari@command-line",
        "library@nordkalott",
        "Library@NordKalott",
        "root@command\u2011line",
        "\uff4b\uff41\uff52\uff49@command-line",
        "0123456789ABCDEF",
        "NK_abc",
        "kari\u200b",
        "kari\u2028nordmann",
        "kari  nordmann",
        "kari\u00a0nordmann",
        secret().text,
        " kari",
        "kari\n",
        "",
    ],
)
def test_a_name_is_no_id_no_token_and_not_ours(name: str) -> None:
    found = faults(CreateToken(name=name, scopes=("drafts",), actor="kari"))
    assert {pointer for pointer, _ in found} == {"/name"}


def test_one_name_one_living_token() -> None:
    command = CreateToken(name="desk", scopes=("drafts",), actor="kari")
    with pytest.raises(NameTaken, match=secret().id):
        tokens.create(command, (token(),), secret(2), NOW)
    ended = (token(revoked_at=NOW), token(3, expires_at=NOW))
    assert tokens.create(command, ended, secret(2), NOW).name == "desk"


def rotate(*known: Token, **changes: object) -> tuple[Token, Token]:
    command = RotateToken(ref="desk", overlap=DAY_LONG, actor="ola")
    return tokens.rotate(structs.replace(command, **changes), known, known, secret(9), NOW)


def test_the_old_one_lives_on_for_a_while() -> None:
    old, new = rotate(token(kinds=("news",), locales=("nb",), used_at=NOW))
    assert old == token(kinds=("news",), locales=("nb",), used_at=NOW, expires_at=NOW + DAY)
    assert new == token(
        9, kinds=("news",), locales=("nb",), created_by="ola", replaces=secret().id, expires_at=None
    )
    assert old.phase(NOW + DAY - datetime.timedelta(microseconds=1)) == "living"
    assert old.phase(NOW + DAY) == "expired"


def test_an_overlap_is_no_longer_life() -> None:
    soon = NOW + datetime.timedelta(hours=1)
    old, new = rotate(token(created_at=NOW - 90 * DAY, expires_at=soon))
    assert old.expires_at == soon
    assert new.expires_at == NOW + 90 * DAY + datetime.timedelta(hours=1)
    assert rotate(token(), expires_at=NOW + 5 * DAY)[1].expires_at == NOW + 5 * DAY


def test_no_overlap_ends_the_old_one_now() -> None:
    assert rotate(token(), overlap=0)[0].phase(NOW) == "expired"


def test_the_newest_that_is_not_replaced_is_rotated() -> None:
    first = token(1, expires_at=NOW + DAY)
    second = token(2, replaces=first.id, created_at=NOW - DAY)
    assert rotate(second, first)[1].replaces == second.id
    with pytest.raises(WrongState, match="replaced already"):
        tokens.rotate(
            RotateToken(ref=first.id, overlap=0, actor="ola"),
            (first,),
            (first, second),
            secret(9),
            NOW,
        )
    # One that was revoked before it was ever used replaces nothing.
    assert rotate(first, structs.replace(second, revoked_at=NOW))[1].replaces == first.id


def test_what_is_over_is_not_rotated() -> None:
    for ended, word in ((token(revoked_at=NOW), "revoked"), (token(expires_at=NOW), "expired")):
        with pytest.raises(WrongState, match=word):
            rotate(ended)
    with pytest.raises(NotFound, match="desk"):
        rotate()
    assert faults(RotateToken(ref="desk", overlap=-1, expires_at=NOW - DAY, actor="ola")) == {
        ("/overlap", "out_of_range"),
        ("/expires_at", "past"),
    }


def test_all_of_a_name_are_revoked_once() -> None:
    command = RevokeToken(ref="desk", actor="ola")
    revoked = tokens.revoke(
        command, (token(1, revoked_at=NOW - DAY), token(2), token(3, expires_at=NOW)), NOW
    )
    assert revoked == (token(2, revoked_at=NOW), token(3, expires_at=NOW, revoked_at=NOW))
    with pytest.raises(WrongState, match="already"):
        tokens.revoke(command, revoked, NOW)
    with pytest.raises(NotFound, match="desk"):
        tokens.revoke(command, (), NOW)


def test_a_token_in_place_of_a_name_is_in_no_message() -> None:
    assert tokens.as_ref(secret().text) == secret().id
    slip = secret().text[:-1]
    assert tokens.as_ref(slip) == slip
    with pytest.raises(NotFound) as caught:
        tokens.revoke(RevokeToken(ref=slip, actor="ola"), (), NOW)
    assert slip not in str(caught.value)


def test_only_the_text_proves_anything() -> None:
    kept = Kept(token=token(kinds=("news",), locales=("nb",)), hash=secret().hash)
    principal = tokens.prove(kept, secret(), NOW)
    assert (principal.token, principal.name) == (secret().id, "desk")
    assert (principal.scopes, principal.kinds, principal.locales) == (
        frozenset({"publish"}),
        frozenset({"news"}),
        frozenset({"nb"}),
    )
    for found, cause in (
        (None, "unknown"),
        (structs.replace(kept, hash=secret(2).hash), "unknown"),
        (structs.replace(kept, token=token(expires_at=NOW)), "expired"),
        (structs.replace(kept, token=token(expires_at=NOW + DAY, revoked_at=NOW)), "revoked"),
    ):
        with pytest.raises(Unauthenticated) as caught:
            tokens.prove(found, secret(), NOW)
        assert (caught.value.cause, caught.value.token) == (cause, secret().id)


def test_every_cause_is_told_alike() -> None:
    told = {
        str(Unauthenticated(cause, token))
        for cause in ("missing", "malformed", "unknown", "expired", "revoked")
        for token in ("", secret().id)
    }
    assert len(told) == 1
