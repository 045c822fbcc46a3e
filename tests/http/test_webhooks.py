"""Webhooks over HTTP: made, changed, tested, given new secrets, deleted; and what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

import httpx
import msgspec
import pytest
from msgspec import structs

from service.outbound import Guard
from service.settings import Settings
from service.wiring import now, opened
from tests.http.house import House, furnished

SECRET: Final = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")
BASE: Final = "https://nordkalott.example.org"
HOOK: Final = {"name": "portal", "url": "https://hooks.example.org/in/hush-hush"}
NAMES: Final = {
    "hooks.example.org": ("93.184.215.14",),
    "more.example.org": ("93.184.215.15",),
    "inside.example.org": ("10.1.2.3",),
    "both.example.org": ("93.184.215.14", "127.0.0.1"),
    "intern.example.org": ("10.20.0.9",),
}


async def lookup(host: str, port: int) -> tuple[str, ...]:
    """What there is of names here, and addresses as they are."""
    del port
    if host in NAMES:
        return NAMES[host]
    if re.fullmatch(r"[0-9.]+|.*:.*", host):
        return (host,)
    raise OSError(host)


@pytest.fixture(scope="module")
def furnished_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    settings = Settings(data=str(tmp_path_factory.mktemp("hooks")), base_url=BASE)
    with opened(settings) as parts:
        guard = Guard(("10.20.0.0/16",), lookup=lookup)
        yield furnished(replace(parts, guard=guard), examples=False)


@pytest.fixture(scope="module")
def boss(furnished_house: House) -> str:
    """A token that may do anything."""
    return furnished_house.token("admin", name="Berit")


@pytest.fixture
def house(furnished_house: House, boss: str) -> House:
    """The same house for all, without webhooks."""
    for each in data(furnished_house.send("GET", "/v1/webhooks", token=boss))["webhooks"]:
        furnished_house.send("DELETE", f"/v1/webhooks/{each['id']}", token=boss)
    return furnished_house


def data(response: httpx.Response, status: int = 200) -> Any:
    assert response.status_code == status, response.text
    assert response.headers["cache-control"] == "no-store"
    return msgspec.json.decode(response.content)


def made(house: House, boss: str, **members: Any) -> dict[str, Any]:
    return dict(data(house.send("POST", "/v1/webhooks", HOOK | members, token=boss), 201))


def faults(response: httpx.Response) -> list[tuple[str, str]]:
    return [(each["pointer"], each["code"]) for each in data(response, 400)["errors"]]


def test_made_listed_changed_and_deleted(house: House, boss: str) -> None:
    sent = HOOK | {"events": ["record.gone"], "kinds": ["news"], "locales": ["nb"], "topics": ["barents"]}
    response = house.send("POST", "/v1/webhooks", sent, token=boss)
    hook = data(response, 201)
    assert SECRET.fullmatch(hook["secret"])
    assert {name: hook[name] for name in sent} == sent
    assert (hook["state"], hook["created_by"], hook["old_secrets_until"]) == ("active", "Berit", [])
    path = response.headers["location"].removeprefix(BASE)
    assert path == f"/v1/webhooks/{hook['id']}"

    shown = house.send("GET", path, token=boss)
    assert data(shown) == {name: value for name, value in hook.items() if name != "secret"}
    assert shown.headers["etag"] == response.headers["etag"]
    assert data(house.send("GET", "/v1/webhooks", token=boss))["webhooks"] == [data(shown)]

    changed = house.send("PUT", path, HOOK | {"name": "b"}, token=boss, if_match=shown.headers["etag"])
    assert (data(changed)["name"], data(changed)["topics"]) == ("b", [])
    assert changed.headers["etag"] == house.send("GET", path, token=boss).headers["etag"]

    assert house.send("DELETE", f"{path}?reason=Lagt%20ned", token=boss).status_code == 204
    assert house.send("DELETE", path, token=boss).status_code == 404
    assert data(house.send("GET", "/v1/webhooks", token=boss))["webhooks"] == []
    entries = data(house.send("GET", "/v1/journal?actor=Berit&limit=200", token=boss))["entries"]
    mine = [each for each in entries if each["detail"].get("webhook") == hook["id"]]
    assert [each["verb"] for each in mine] == ["create-webhook", "change-webhook", "delete-webhook"]
    assert (mine[0]["detail"]["host"], mine[0]["detail"]["topics"]) == ("hooks.example.org", "barents")
    assert mine[-1]["detail"]["reason"] == "Lagt ned"


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_made(house: House, boss: str) -> None:
    sent = {
        "name": "",
        "url": "https://kari:hemmelig@inside.example.org/#x",
        "events": ["record.eaten"],
        "kinds": ["poem"],
        "locales": ["ru"],
        "topics": ["atlantis"],
    }
    found = faults(house.send("POST", "/v1/webhooks", sent, token=boss))
    assert [pointer for pointer, _ in found] == ["/name", "/events/0", "/kinds/0"]
    mended = sent | {"name": "portal", "events": [], "kinds": []}
    found = faults(house.send("POST", "/v1/webhooks", mended, token=boss))
    assert found == [
        ("/locales/0", "unknown_locale"),
        ("/topics/0", "unknown_topic"),
        ("/url", "not_allowed"),
        ("/url", "not_allowed"),
    ]
    assert faults(house.send("POST", "/v1/webhooks", HOOK | {"secret": "x"}, token=boss)) == [
        ("/secret", "unknown_field")
    ]
    assert data(house.send("GET", "/v1/webhooks", token=boss))["webhooks"] == []


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://inside.example.org/", "not_allowed"),
        ("https://both.example.org/", "not_allowed"),
        ("https://127.0.0.1/", "not_allowed"),
        ("https://[::ffff:127.0.0.1]/", "not_allowed"),
        ("https://169.254.169.254/latest/meta-data", "not_allowed"),
        ("https://hooks.example.org:22/", "not_allowed"),
        ("https://nowhere.example.org/", "unknown_host"),
        ("http://hooks.example.org/", "not_https"),
        (f"{BASE}/v1/webhooks", "not_allowed"),
        ("http://nordkalott.example.org:443/hub", "not_allowed"),
    ],
)
def test_an_address_that_is_not_called_is_refused_when_it_is_named(
    house: House, boss: str, url: str, code: str
) -> None:
    response = house.send("POST", "/v1/webhooks", HOOK | {"url": url}, token=boss)
    assert faults(response) == [("/url", code)]
    assert "10.1.2.3" not in response.text


def test_a_host_on_the_operator_s_list_may_be_inside_and_without_tls(house: House, boss: str) -> None:
    assert made(house, boss, url="http://intern.example.org:8080/in")["url"].startswith("http:")


def test_two_who_change_one_at_once(house: House, boss: str) -> None:
    path = f"/v1/webhooks/{made(house, boss)['id']}"
    etag = house.send("GET", path, token=boss).headers["etag"]
    data(house.send("PUT", path, HOOK | {"kinds": ["news"]}, token=boss, if_match=etag))
    late = house.send("PUT", path, HOOK | {"kinds": ["call"]}, token=boss, if_match=etag)
    assert data(late, 412)["type"].endswith(":precondition-failed")
    assert data(house.send("GET", path, token=boss))["kinds"] == ["news"]
    for if_match in ({}, {"if_match": "*"}):
        assert house.send("PUT", path, HOOK, token=boss, **if_match).status_code == 428


def test_what_is_there_is_not_looked_up_again(
    house: House, boss: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    response = house.send("POST", "/v1/webhooks", HOOK, token=boss)
    path = f"/v1/webhooks/{data(response, 201)['id']}"
    monkeypatch.delitem(NAMES, "hooks.example.org")
    changed = house.send("PUT", path, HOOK | {"name": "b"}, token=boss, if_match=response.headers["etag"])
    moved = HOOK | {"url": "https://hooks.example.org/other"}
    assert faults(house.send("PUT", path, moved, token=boss, if_match=changed.headers["etag"])) == [
        ("/url", "unknown_host")
    ]


def test_a_name_is_one_webhook_s(house: House, boss: str) -> None:
    made(house, boss)
    response = house.send("POST", "/v1/webhooks", HOOK, token=boss)
    assert data(response, 409)["type"].endswith(":name-taken")


def test_a_secret_is_shown_when_it_is_made_and_never_again(house: House, boss: str) -> None:
    hook = made(house, boss)
    path = f"/v1/webhooks/{hook['id']}"
    turned = data(house.send("POST", f"{path}/secret", {"overlap": 3600}, token=boss), 201)
    assert SECRET.fullmatch(turned["secret"])
    assert turned["secret"] != hook["secret"]
    assert len(turned["old_secrets_until"]) == 1
    house.send("POST", f"{path}/test", token=boss)
    for each in ("", f"/{hook['id']}", f"/{hook['id']}/deliveries"):
        assert "whsec_" not in house.send("GET", f"/v1/webhooks{each}", token=boss).text
    journal = house.send("GET", "/v1/journal?limit=200", token=boss).text
    assert "rotate-webhook-secret" in journal
    # The path of an address may be a secret too.
    for text in ("whsec_", hook["secret"][6:], "hush-hush"):
        assert text not in journal
    alone = data(house.send("POST", f"{path}/secret", {"overlap": 0}, token=boss), 201)
    assert alone["old_secrets_until"] == []
    assert faults(house.send("POST", f"{path}/secret", {"overlap": -1}, token=boss)) == [
        ("/overlap", "out_of_range")
    ]


def test_the_same_post_makes_one_and_does_not_keep_its_secret(house: House, boss: str) -> None:
    first = house.send("POST", "/v1/webhooks", HOOK, token=boss, idempotency_key="hook-1")
    data(first, 201)
    again = house.send("POST", "/v1/webhooks", HOOK, token=boss, idempotency_key="hook-1")
    assert data(again, 409)["type"].endswith(":idempotency-key-in-use")
    assert len(data(house.send("GET", "/v1/webhooks", token=boss))["webhooks"]) == 1


def test_a_test_waits_to_be_sent_and_is_in_the_log(house: House, boss: str) -> None:
    path = f"/v1/webhooks/{made(house, boss, events=['record.gone'])['id']}"
    told = data(house.send("POST", f"{path}/test", token=boss), 202)
    assert (told["event"], told["state"], told["attempts"]) == ("test", "waiting", 0)
    second = data(house.send("POST", f"{path}/test", token=boss), 202)
    assert second["id"] != told["id"]
    listed = data(house.send("GET", f"{path}/deliveries", token=boss))["deliveries"]
    assert listed == [second, told]
    assert data(house.send("GET", f"{path}/deliveries?limit=1", token=boss))["deliveries"] == [second]


def test_one_that_failed_is_sent_again_when_somebody_says_so(house: House, boss: str) -> None:
    path = f"/v1/webhooks/{made(house, boss)['id']}"
    told = data(house.send("POST", f"{path}/test", token=boss), 202)
    store = house.parts.store
    with store.read() as reading:
        (waiting,) = reading.deliveries.some(subscriber=UUID(path.rpartition("/")[2]))
    failed = structs.replace(waiting, state="failed", attempts=10, tried_at=now(), status=500, error="500")
    store.write(lambda writing: writing.deliveries.keep([failed]))
    (listed,) = data(house.send("GET", f"{path}/deliveries", token=boss))["deliveries"]
    assert (listed["state"], listed["due_at"], listed["status"]) == ("failed", None, 500)

    again = data(house.send("POST", f"{path}/deliveries/test/{told['number']}/replay", token=boss), 202)
    assert (again["id"], again["state"], again["attempts"]) == (told["id"], "waiting", 0)
    for name in ("test/99", "change/1", "journal/0", "nothing/1", f"test/{'9' * 30}"):
        response = house.send("POST", f"{path}/deliveries/{name}/replay", token=boss)
        assert response.status_code == (400 if name == "journal/0" else 404), response.text


def test_one_that_waits_goes_with_its_webhook(house: House, boss: str) -> None:
    path = f"/v1/webhooks/{made(house, boss)['id']}"
    data(house.send("POST", f"{path}/test", token=boss), 202)
    assert house.send("DELETE", path, token=boss).status_code == 204
    for method, more in (("GET", ""), ("GET", "/deliveries"), ("POST", "/test")):
        assert house.send(method, path + more, token=boss).status_code == 404


@pytest.mark.parametrize("scope", ["drafts", "publish"])
def test_a_lesser_token_may_not(house: House, scope: Any) -> None:
    token = house.token(scope, name=f"lesser {scope}")
    some = "/v1/webhooks/01a20900-0000-7000-8000-0000000000aa"
    for method, path, sent in (
        ("GET", "/v1/webhooks", None),
        ("POST", "/v1/webhooks", HOOK),
        ("GET", some, None),
        ("PUT", some, HOOK),
        ("DELETE", some, None),
        ("POST", f"{some}/test", None),
        ("POST", f"{some}/secret", {}),
        ("GET", f"{some}/deliveries", None),
    ):
        response = house.send(method, path, sent, token=token)
        assert data(response, 403)["needed"] == "admin"


def test_what_is_no_webhook_is_not_found(house: House, boss: str) -> None:
    for name in ("portal", "01a20900-0000-7000-8000-0000000000aa"):
        for method, more in (("GET", ""), ("DELETE", ""), ("POST", "/test"), ("GET", "/deliveries")):
            assert house.send(method, f"/v1/webhooks/{name}{more}", token=boss).status_code == 404
