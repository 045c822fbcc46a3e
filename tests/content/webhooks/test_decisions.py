"""What may happen to webhooks, and what is wrong with a command."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs

from content import webhooks
from content.delivery import Secret, Subscriber
from content.errors import Fault, NameTaken, NotFound, Overtaken, WrongState
from content.validation import shape
from content.webhooks import ChangeWebhook, CreateWebhook, RotateSecret

NOW = datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC)
ID = UUID(int=1)
OWN = "https://nordkalott.example.org"


def command(**members: Any) -> CreateWebhook:
    return CreateWebhook(
        **{"name": "portal", "url": "https://hooks.example.org/in?x=1", "actor": "Berit", **members}
    )


def made(**members: Any) -> Subscriber:
    return webhooks.create(command(**members), (), ID, "whsec_AAAA", NOW)


def changing(there: Subscriber, **members: Any) -> ChangeWebhook:
    given = {"name": there.name, "url": there.url, "version": webhooks.version(there), "actor": "Per"}
    return ChangeWebhook(id=there.id, **(given | members))


def faults(given: webhooks.Written, refused: Sequence[Fault] = ()) -> list[tuple[str, str]]:
    found = webhooks.faults(
        given, own=OWN, configured=("nb", "en"), topics=frozenset({"barents"}), refusals=lambda _: refused
    )
    assert all(each.message.nb and each.message.en for each in found)
    return [(each.pointer, each.code) for each in found]


def test_what_is_asked_for_is_what_is_made() -> None:
    webhook = made(events=("record.gone", "record.gone"), kinds=("news",), locales=("nb",))
    assert (webhook.sort, webhook.state, webhook.created_by) == ("webhook", "active", "Berit")
    assert (webhook.wants.events, webhook.wants.kinds, webhook.wants.topics) == (
        ("record.gone",),
        ("news",),
        (),
    )
    assert faults(command(topics=("barents",), locales=("en",))) == []


def test_all_faults_come_at_once() -> None:
    found = faults(
        command(
            name=" x",
            url="ftp://hooks.example.org/",
            events=("record.gone", "test"),
            kinds=("news", "poem"),
            locales=("nb", "ru"),
            topics=("barents", "atlantis"),
        )
    )
    assert [pointer for pointer, _ in found] == [
        "/name",
        "/events/1",
        "/kinds/1",
        "/locales/1",
        "/topics/1",
        "/url",
    ]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("hooks.example.org", "not_an_address"),
        ("//hooks.example.org/", "not_an_address"),
        ("https:///in", "not_an_address"),
        ("https://hooks.example.org:0/", "not_an_address"),
        ("https://hooks.example.org:99999/", "not_an_address"),
        ("https://hooks.example.org:x/", "not_an_address"),
        ("https://[::1/", "not_an_address"),
        ("https://[x]/", "not_an_address"),
        ("https://hooks example.org/", "not_an_address"),
        ("https://hooks.example.org/\nHost: x", "unwritable"),
        ("https://hooks.example.org/æ", "not_an_address"),
        ("https://hooks.example.org/%zz", "not_an_address"),
        ("https://hooks.example.org\\@evil.example/", "not_an_address"),
        ("javascript:alert(1)", "not_an_address"),
        ("https://user:secret@hooks.example.org/", "not_allowed"),
        ("https://@hooks.example.org/", "not_allowed"),
        ("https://hooks.example.org/#", "not_allowed"),
        (f"{OWN}/hub", "not_allowed"),
        (f"{OWN.upper()}:443/v1/webhooks", "not_allowed"),
        (f"{OWN}./", "not_allowed"),
        ("", "too_short"),
        ("https://hooks.example.org/" + "x" * 2000, "too_long"),
    ],
)
def test_an_address_that_cannot_be_called_as_it_stands(url: str, code: str) -> None:
    assert [pointer for pointer, _ in faults(command(url=url))] == ["/url"]
    if code.startswith("not_"):
        assert faults(command(url=url))[0][1] == code


@pytest.mark.parametrize(
    "url", ["https://[2001:db8::1]:8443/in", "https://xn--hk-0ja.example/%C3%A5?a=b&c[]=d", "http://intern/"]
)
def test_an_address_that_can(url: str) -> None:
    assert faults(command(url=url)) == []


def test_the_guard_is_asked_only_of_what_is_an_address() -> None:
    no = shape.fault("/url", "not_allowed", nb="Nei.", en="No.")
    assert faults(command(), [no]) == [("/url", "not_allowed")]
    assert faults(command(url="https://x y/"), [no]) == [("/url", "not_an_address")]


def test_no_two_have_one_name_and_there_is_an_end() -> None:
    with pytest.raises(NameTaken, match="portal"):
        webhooks.create(command(), [made()], UUID(int=2), "whsec_AAAA", NOW)
    many = [made(name=f"hook {number}") for number in range(100)]
    with pytest.raises(WrongState, match="100 webhooks"):
        webhooks.create(command(), many, UUID(int=2), "whsec_AAAA", NOW)


def test_of_two_who_change_one_at_once_the_second_is_told() -> None:
    there = made()
    first = webhooks.change(changing(there, name="portals"), there, [there])
    assert (first.name, first.secrets, first.created_by) == ("portals", there.secrets, "Berit")
    with pytest.raises(Overtaken):
        webhooks.change(changing(there, name="other"), first, [first])
    other = structs.replace(made(), id=UUID(int=2), name="taken")
    with pytest.raises(NameTaken):
        webhooks.change(changing(there, name="taken"), there, [there, other])


def test_the_version_tells_what_may_be_changed_and_not_what_happens() -> None:
    there = made()
    assert webhooks.version(structs.replace(there, failures=9)) == webhooks.version(there)
    for other in (made(name="b"), made(url="https://b.example/"), made(kinds=("news",))):
        assert webhooks.version(other) != webhooks.version(there)


def rotated(there: Subscriber, secret: str, at: datetime.datetime, overlap: int = 3600) -> Subscriber:
    return webhooks.rotate(RotateSecret(id=ID, overlap=overlap, actor="Berit"), there, secret, at)


def test_the_old_secret_is_good_until_the_overlap_ends() -> None:
    turned = rotated(made(), "whsec_BBBB", NOW)
    hour = NOW + datetime.timedelta(hours=1)
    assert turned.secrets == (Secret(value="whsec_BBBB"), Secret(value="whsec_AAAA", until=hour))
    assert len(webhooks.signing(turned, hour - datetime.timedelta(microseconds=1))) == 2
    assert webhooks.signing(turned, hour) == (Secret(value="whsec_BBBB"),)


def test_no_secret_lives_longer_for_another_rotation() -> None:
    turned = rotated(made(), "whsec_BBBB", NOW)
    again = rotated(turned, "whsec_CCCC", NOW + datetime.timedelta(minutes=30))
    assert [each.until and each.until - NOW for each in again.secrets] == [
        None,
        datetime.timedelta(minutes=90),
        datetime.timedelta(minutes=60),
    ]
    later = rotated(again, "whsec_DDDD", NOW + datetime.timedelta(minutes=70))
    assert [each.value for each in later.secrets] == ["whsec_DDDD", "whsec_CCCC", "whsec_BBBB"]


def test_an_overlap_of_nothing_ends_all_that_were_before() -> None:
    turned = rotated(rotated(made(), "whsec_BBBB", NOW), "whsec_CCCC", NOW, overlap=0)
    assert turned.secrets == (Secret(value="whsec_CCCC"),)


def test_there_is_a_bound_to_secrets_and_a_way_out() -> None:
    there = made()
    for number in range(4):
        there = rotated(there, f"whsec_{number}AAA", NOW)
    with pytest.raises(WrongState, match="overlap of 0"):
        rotated(there, "whsec_9AAA", NOW)
    assert len(rotated(there, "whsec_9AAA", NOW, overlap=0).secrets) == 1


def test_what_has_ended_is_not_changed_and_what_is_no_webhook_not_found() -> None:
    ended = structs.replace(made(), state="ended", ended_why="410 from the address")
    with pytest.raises(WrongState, match="410 from the address"):
        rotated(ended, "whsec_BBBB", NOW)
    with pytest.raises(WrongState, match="410 from the address"):
        webhooks.change(changing(ended), ended, [])
    for each in (None, structs.replace(made(), sort="websub")):
        with pytest.raises(NotFound):
            webhooks.demand(each)
