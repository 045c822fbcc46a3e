"""WebSub's rules: what a hub takes, what it asks, and what it sends."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import string
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import feeds
from content.errors import Invalid
from feeds import websub
from tests.feeds import samples

TOPIC = "https://innhold.example.no/feeds/nb.atom"
CALLBACK = "https://leser.example/cb/1?a=b&a=c"


def form(**more: str | None) -> bytes:
    """A good request to subscribe, with what is said here in its place; None leaves it out."""
    asked = {"mode": "subscribe", "callback": CALLBACK, "topic": TOPIC} | more
    return urlencode({f"hub.{name}": text for name, text in asked.items() if text is not None}).encode()


def understood(body: bytes) -> websub.Request:
    return websub.request(body, lambda address: address == TOPIC)


def codes(body: bytes) -> set[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        understood(body)
    assert all(fault.message.nb and fault.message.en for fault in caught.value.faults)
    return {(fault.pointer, fault.code) for fault in caught.value.faults}


def test_a_request_is_taken_as_it_stands() -> None:
    asked = understood(form(lease_seconds="86400", secret="hemmelig ø") + b"&hub.verify=sync&foo=1&foo=2")
    assert asked == websub.Request(
        mode="subscribe", callback=CALLBACK, topic=TOPIC, lease=86400, secret="hemmelig ø"
    )


def test_what_belongs_to_a_subscription_is_ignored_in_the_end_of_one() -> None:
    asked = understood(form(mode="unsubscribe", lease_seconds="-1", secret="x" * 500))
    assert asked == websub.Request(mode="unsubscribe", callback=CALLBACK, topic=TOPIC)


@pytest.mark.parametrize(
    ("asked", "given_"),
    [
        (None, websub.LEASE),
        ("", websub.LEASE),
        ("1", websub.SHORTEST),
        ("00086400", 86400),
        (str(10**12), websub.LONGEST),
        ("9" * 5000, websub.LONGEST),
    ],
)
def test_a_lease_is_between_the_shortest_and_the_longest(asked: str | None, given_: int) -> None:
    assert understood(form(lease_seconds=asked)).lease == given_


@pytest.mark.parametrize("text", ["0", "000", "-1", "+5", "1e3", "1.5", " 7", "ten", "٣", "²", "1_000"])
def test_a_lease_that_is_no_positive_number_is_refused(text: str) -> None:
    assert codes(form(lease_seconds=text)) == {("/hub.lease_seconds", "not_a_lease")}


def test_a_secret_has_fewer_than_200_bytes() -> None:
    assert understood(form(secret="ø" * 99 + "x")).secret == "ø" * 99 + "x"
    assert codes(form(secret="ø" * 100)) == {("/hub.secret", "too_long")}
    assert codes(form(secret="x" * 200)) == {("/hub.secret", "too_long")}


@pytest.mark.parametrize(
    ("callback", "code"),
    [
        ("https://leser.example/cb#her", "fragment"),
        ("https://leser.example/cb#", "fragment"),
        ("https://kari:ord@leser.example/cb", "user_information"),
        ("https://@leser.example/cb", "user_information"),
        ("ftp://leser.example/cb", "not_an_address"),
        ("//leser.example/cb", "not_an_address"),
        ("/cb", "not_an_address"),
        ("https:///cb", "not_an_address"),
        ("https://leser.example:0/cb", "not_an_address"),
        ("https://leser.example:65536/cb", "not_an_address"),
        ("https://leser.example:x/cb", "not_an_address"),
        ("https://[::1/cb", "not_an_address"),
        ("https://lés.example/cb", "not_an_address"),
        ("https://leser.example/c b", "not_an_address"),
        ("https://leser.example/cb\r\nHost: other", "not_an_address"),
        ("https://leser.example\\@other.example/", "not_an_address"),
        ("https://leser.example/%zz", "not_an_address"),
        ("https://leser%2eexample/cb", "not_an_address"),
        ("https://leser.example/a/../b", "not_normal"),
        ("https://leser.example/a/%2E%2e/b", "not_normal"),
        ("https://leser.example/?a[]=1", "not_normal"),
        ("https://leser.example/" + "x" * 2048, "too_long"),
    ],
)
def test_a_callback_that_could_not_be_called_as_it_stands_is_refused(callback: str, code: str) -> None:
    assert codes(form(callback=callback)) == {("/hub.callback", code)}


def test_a_host_is_one_however_it_is_written() -> None:
    names = (
        "https://Leser.example/a",
        "https://leser.example.:443/b",
        "http://[2001:DB8:0::1]/a",
        "http://[2001:db8::0.0.0.1]/",
    )
    assert [websub.host(each) for each in names] == ["leser.example"] * 2 + ["2001:db8::1"] * 2


def test_all_faults_are_told_at_once() -> None:
    found = codes(form(mode="publish", callback="x", topic="y", lease_seconds="0", secret="z" * 200))
    assert {pointer for pointer, _ in found} == {
        *("/hub.mode", "/hub.callback", "/hub.topic", "/hub.lease_seconds", "/hub.secret")
    }
    assert codes(b"") == {(f"/hub.{name}", "missing") for name in ("mode", "callback", "topic")}
    assert codes(form() + b"&hub.topic=" + TOPIC.encode()) == {("/hub.topic", "doubled_parameter")}


def test_what_is_no_utf_8_and_what_has_no_end_is_refused() -> None:
    assert codes(form() + b"&hub.secret=%ff") == {("", "not_text")}
    assert codes(form() + b"&hub.secret=\xff") == {("", "not_text")}
    assert codes(b"a=1&" * 101) == {("", "too_many_fields")}


def test_a_topic_is_known_however_its_address_is_encoded() -> None:
    given_ = TOPIC.replace(".atom", "%2eat%6Fm")
    assert understood(form(topic=given_)).topic == given_
    assert websub.plain("https://x/%7e%2F%c3%b8") == "https://x/~%2F%C3%B8"


@given(st.binary(max_size=200))
def test_whatever_is_sent_is_understood_or_refused(body: bytes) -> None:
    with contextlib.suppress(Invalid):
        assert websub.request(body, lambda _: True).callback


ADDRESS = st.text(string.ascii_letters + string.digits + "-._~:/?@!$&'()*+,;=[]%#é \n", max_size=30)


@given(st.sampled_from(["http://h", "https://leser.example:8443", "http://[2001:db8::1]"]), ADDRESS)
def test_what_is_taken_is_what_the_client_calls(origin: str, rest: str) -> None:
    """httpx mends addresses: none that it would mend is taken."""
    callback = origin + "/" + rest
    try:
        asked = understood(form(callback=callback))
    except Invalid:
        return
    assert asked.callback == callback
    assert httpx.URL(callback).raw_path.decode() == callback.removeprefix(origin)
    assert httpx.URL(callback).host == websub.host(callback)


@given(st.text(string.ascii_letters + "%2+&=;/?:.", max_size=30), st.text(min_size=1, max_size=20))
def test_the_callbacks_own_parameters_stay_as_they_are(query: str, topic: str) -> None:
    callback = "https://leser.example/cb?" + query
    asked = websub.verification(callback, "subscribe", topic, "c-1", 86400)
    assert asked.startswith(callback)
    assert parse_qsl(urlsplit(asked).query)[-3:] == [
        ("hub.topic", topic),
        ("hub.challenge", "c-1"),
        ("hub.lease_seconds", "86400"),
    ]


def test_parameters_are_joined_as_the_callback_needs_it() -> None:
    bare = "https://leser.example/cb"
    assert websub.denial(bare, "t", "no more") == bare + "?hub.mode=denied&hub.topic=t&hub.reason=no%20more"
    assert websub.denial(bare + "?", "t", "r").startswith(bare + "?hub.mode=denied")
    asked = websub.verification(CALLBACK, "unsubscribe", "t", "c", 5)
    assert asked == CALLBACK + "&hub.mode=unsubscribe&hub.topic=t&hub.challenge=c"


@pytest.mark.parametrize("body", [b"", b"abc\n", b" abc", b"abcd", b"ab", b"ABC", "abc\ufeff".encode()])
def test_an_echo_is_the_challenge_and_nothing_more(body: bytes) -> None:
    assert websub.echoed(b"abc", "abc")
    assert not websub.echoed(body, "abc")


def test_a_signature_is_of_the_raw_bytes_with_the_secret_in_utf_8() -> None:
    body = "blåbær\r\n".encode()
    mac = hmac.new("hemmelig ø".encode(), body, hashlib.sha256).hexdigest()
    assert websub.signature("hemmelig ø", body) == f"sha256={mac}"


def test_every_format_names_the_hub() -> None:
    feed = samples.full()
    link = "{http://www.w3.org/2005/Atom}link"
    for written in (feeds.atom(feed), feeds.rss(feed)):
        assert [e.get("href") for e in etree.fromstring(written).iter(link) if e.get("rel") == "hub"] == [
            feed.hub_url
        ]
    assert msgspec.json.decode(feeds.json(feed))["hubs"] == [{"type": "WebSub", "url": feed.hub_url}]
