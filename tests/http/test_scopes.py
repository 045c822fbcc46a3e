"""The table of scopes, route by route: who is let in, who is refused, and with which status. Made of the table that serves."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from content import tokens
from content.access import SCOPES, Scope
from content.tokens import RevokeToken, Token
from service.settings import Settings
from service.web.authoring import ACTIONS
from service.web.authoring.action import Action
from service.wiring import now, opened
from tests.http.house import PAGE, House, furnished

ROUTES = [pytest.param(action, id=f"{action.method} {action.path}") for action in ACTIONS]
OF_A_RECORD = [
    pytest.param(action, id=f"{action.method} {action.path}")
    for action in ACTIONS
    if {"{id}", "{locale}"} <= set(action.path.split("/"))
]
NAMES = {"{id}": str(PAGE), "{locale}": "nb", "{n}": "1"}


@dataclass
class Keys:
    """A house, and tokens of every sort that there is: by scope, and those that are good for nothing."""

    house: House
    by_scope: dict[Scope, str]
    expired: str
    revoked: str
    unknown: str
    other_kind: str
    other_locale: str

    def ask(self, action: Action, text: str) -> httpx.Response:
        """Ask for a verb with next to nothing in the body: whoever is let in is told what is missing, and changes nothing."""
        path = "/".join(
            NAMES.get(part, "nothing" if part.startswith("{") else part) for part in action.path.split("/")
        )
        return self.house.send(action.method, path, {} if action.body is not None else None, token=text)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keys]:
    settings = Settings(
        data=str(tmp_path_factory.mktemp("scopes")),
        base_url="https://nordkalott.example.org",
        sign_in_limit=100_000,
    )
    with opened(settings) as parts:
        house = furnished(parts, examples=False)
        expired = tokens.mint(bytes(range(32)))
        past = Token(
            id=expired.id,
            name="expired",
            scopes=("admin",),
            created_at=now(),
            created_by="test",
            expires_at=now() - datetime.timedelta(seconds=1),
        )
        parts.store.write(lambda writing: writing.tokens.keep(past, expired.hash))
        revoked = house.token("admin", name="revoked")
        parts.commands.revoke_token(RevokeToken(ref="revoked", actor="test"))
        yield Keys(
            house=house,
            by_scope={scope: house.token(scope, name=scope) for scope in SCOPES},
            expired=expired.text,
            revoked=revoked,
            unknown=tokens.mint(bytes(32)).text,
            other_kind=house.token("publish", name="other kind", kinds=("event",)),
            other_locale=house.token("publish", name="other locale", locales=("se",)),
        )


def problem(response: httpx.Response) -> Any:
    return msgspec.json.decode(response.content)


@pytest.mark.parametrize("action", ROUTES)
def test_nobody_is_let_in_without_a_good_token(keys: Keys, action: Action) -> None:
    told = set()
    for text in ("", "garbage", keys.unknown[:-1] + "-", keys.unknown, keys.expired, keys.revoked):
        response = keys.ask(action, text)
        assert response.status_code == 401, (text, response.text)
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["www-authenticate"].startswith('Bearer realm="nordkalott"')
        assert ("error=" in response.headers["www-authenticate"]) is bool(text)
        body = problem(response)
        body.pop("request_id", None)
        told.add(msgspec.json.encode(body))
    # Whoever tries tokens learns nothing of them.
    assert len(told) == 1


@pytest.mark.parametrize("action", ROUTES)
@pytest.mark.parametrize("held", SCOPES)
def test_each_scope_opens_its_own_and_those_before_it(keys: Keys, action: Action, held: Scope) -> None:
    response = keys.ask(action, keys.by_scope[held])
    if SCOPES.index(held) < SCOPES.index(action.scope):
        assert response.status_code == 403, response.text
        assert problem(response)["needed"] == action.scope
        assert f'scope="{action.scope}"' in response.headers["www-authenticate"]
    else:
        assert response.status_code not in {401, 403, 429, 500}, response.text
        assert response.headers["ratelimit"].startswith('"token";r=')


@pytest.mark.parametrize("action", OF_A_RECORD)
def test_a_limit_to_other_kinds_or_locales_is_a_wall(keys: Keys, action: Action) -> None:
    for text, named in ((keys.other_kind, "“page”"), (keys.other_locale, "“nb”")):
        response = keys.ask(action, text)
        if action.scope == "admin":
            assert response.status_code == 403
        else:
            assert (response.status_code, named in problem(response)["detail"]) == (403, True), response.text


def test_what_makes_a_record_asks_for_its_kind_and_locale(keys: Keys) -> None:
    draft = {"kind": "page", "locale": "nb", "slug": "ny", "title": "Ny"}
    for text in (keys.other_kind, keys.other_locale):
        assert keys.house.send("POST", "/v1/drafts", draft, token=text).status_code == 403


@pytest.mark.parametrize("kind", ["page", "event"])
def test_a_new_locale_asks_for_the_kind_that_the_record_has(keys: Keys, kind: str) -> None:
    """Whatever kind is sent: the record is a page in every locale."""
    sent = {"kind": kind, "slug": "ny", "title": "Ny"}
    response = keys.house.send(
        "PUT", f"/v1/drafts/{PAGE}/fkv", sent, token=keys.other_kind, if_none_match="*"
    )
    assert response.status_code == 403, response.text
    assert keys.house.send("GET", f"/v1/drafts/{PAGE}/fkv", token=keys.by_scope["drafts"]).status_code == 404


def test_several_at_once_are_each_asked_about(keys: Keys) -> None:
    items = {"items": [{"id": str(PAGE), "locale": "nb", "revision": 1}]}
    for text in (keys.other_kind, keys.other_locale):
        assert keys.house.send("POST", "/v1/publications", items, token=text).status_code == 403
    assert (
        keys.house.send("POST", "/v1/publications", items, token=keys.by_scope["publish"]).status_code == 409
    )


def test_a_list_shows_only_what_the_token_reaches(keys: Keys) -> None:
    for text, name, wanted in ((keys.other_kind, "kind", "event"), (keys.other_locale, "locale", "se")):
        listed = problem(keys.house.send("GET", "/v1/drafts", token=text))
        assert {each[name] for each in listed["drafts"]} <= {wanted}
    assert problem(keys.house.send("GET", "/v1/drafts", token=keys.by_scope["drafts"]))["drafts"]


def test_every_scope_has_a_verb() -> None:
    assert {action.scope for action in ACTIONS} == set(SCOPES)


@pytest.mark.parametrize("scheme", ["Basic", "Token", ""])
def test_only_a_bearer(keys: Keys, scheme: str) -> None:
    given = f"{scheme} {keys.by_scope['admin']}".strip()
    assert keys.house.get("/v1/drafts", authorization=given).status_code == 401


@pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
def test_the_scheme_is_read_without_case(keys: Keys, scheme: str) -> None:
    """RFC 9110 section 11.1."""
    given = f"{scheme} {keys.by_scope['drafts']}"
    assert keys.house.get("/v1/drafts", authorization=given).status_code == 200


def test_the_token_has_no_other_place(keys: Keys) -> None:
    text = keys.by_scope["admin"]
    assert keys.house.get(f"/v1/drafts?access_token={text}").status_code == 401
    assert keys.house.get("/v1/drafts", cookie=f"token={text}").status_code == 401


def test_what_was_refused_is_seen(tmp_path: Path) -> None:
    with opened(Settings(data=str(tmp_path), base_url="https://nordkalott.example.org")) as parts:
        house = furnished(parts, examples=False)
        text = house.token("drafts", name="desk", kinds=("event",))
        house.get("/v1/drafts")
        house.send("GET", "/v1/drafts", token="garbage")
        house.send("GET", "/v1/journal", token=text)
        house.send("GET", f"/v1/drafts/{PAGE}/nb", token=text)
        parts.watch.flush()
        with parts.store.read() as reading:
            attempts = reading.security.attempts()
            used = reading.tokens.all()[0].used_at
    held = tokens.parse(text).id
    assert {(each.cause, each.route, each.token) for each in attempts} == {
        ("missing", "GET /v1/drafts", ""),
        ("malformed", "GET /v1/drafts", ""),
        ("scope", "GET /v1/journal", held),
        ("scope", "GET /v1/drafts/{id}/{locale}", held),
    }
    assert {each.address for each in attempts} == {"127.0.0.1"}
    assert used is not None
    assert text not in repr(attempts)
