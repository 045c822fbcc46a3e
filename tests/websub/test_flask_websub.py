"""flask-websub, a subscriber that is not ours, with our hub: it discovers, asks with a secret, confirms, receives, renews and ends."""

from __future__ import annotations

import queue
import time

import pytest
from msgspec import structs
from requests import Response

from content.delivery import Subscriber
from content.redaction import Redact
from tests.http.house import PAGE, House
from tests.websub.subscriber import PATIENCE, Reader


def published(service: House, title: str) -> None:
    """A correction of the one page, so that every feed with it has other bytes."""
    with service.parts.store.read() as reading:
        entry = reading.entry(PAGE, "nb")
    assert entry is not None
    service.publish(
        PAGE, "nb", structs.replace(entry.edition.content, title=title), update="minor", note="Ny tittel"
    )


def kept(service: House, topic: str) -> Subscriber:
    """The subscription, once the hub has kept it: the callback confirms a moment before."""
    end = time.monotonic() + PATIENCE
    while True:
        with service.parts.store.read() as reading:
            found = [each for each in reading.subscribers.some(active=True) if each.topic == topic]
        if found:
            return found[0]
        assert time.monotonic() < end
        time.sleep(0.01)


def get(service: House, address: str) -> bytes:
    return service.get(address.removeprefix(service.parts.settings.base_url)).content


@pytest.mark.parametrize("name", ["nb.atom", "nb.rss", "nb/page.json"])
def test_it_finds_the_hub_subscribes_and_receives_what_is_published(
    service: House, reader: Reader, name: str
) -> None:
    base = service.parts.settings.base_url
    found = reader.discover(f"{base}/feeds/{name}")
    assert found == {"hub_url": f"{base}/hub", "topic_url": f"{base}/feeds/{name}"}
    reader.subscribe(**found)
    assert reader.confirmed.get(timeout=PATIENCE) == (found["topic_url"], "subscribe")
    assert kept(service, found["topic_url"]).secrets
    published(service, f"Internasjonal avdeling, {name}")
    topic, body = reader.received.get(timeout=PATIENCE)  # only what is signed with its secret comes here
    assert topic == found["topic_url"]
    assert body == get(service, topic)
    assert f"Internasjonal avdeling, {name}".encode() in body


def test_it_renews_and_ends(service: House, reader: Reader) -> None:
    base = service.parts.settings.base_url
    topic = f"{base}/feeds/nb.atom"
    callback = reader.subscribe(hub_url=f"{base}/hub", topic_url=topic, lease_seconds=7200, secret="første")
    assert reader.confirmed.get(timeout=PATIENCE) == (topic, "subscribe")
    reader.renew(callback)
    assert reader.confirmed.get(timeout=PATIENCE) == (topic, "subscribe")
    published(service, "Fornyet")
    assert b"Fornyet" in reader.received.get(timeout=PATIENCE)[1]
    reader.unsubscribe(callback)
    assert reader.confirmed.get(timeout=PATIENCE) == (topic, "unsubscribe")
    published(service, "Avsluttet")
    with pytest.raises(queue.Empty):
        reader.received.get(timeout=0.6)


def test_it_is_told_that_there_is_no_such_topic_and_that_there_is_none_any_more(
    service: House, reader: Reader
) -> None:
    base = service.parts.settings.base_url
    reader.subscribe(hub_url=f"{base}/hub", topic_url=f"{base}/feeds/nb/topics/borte.atom")
    topic, reason = reader.denied.get(timeout=PATIENCE)
    assert (topic, reason) == (f"{base}/feeds/nb/topics/borte.atom", "There is no such feed here.")
    assert reader.confirmed.empty()


def test_it_learns_from_the_feed_itself_where_there_is_no_link_field(
    service: House, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As behind a proxy that drops it."""
    monkeypatch.setattr(Response, "links", {})
    base = service.parts.settings.base_url
    for name in ("nb.atom", "nb.rss"):
        assert reader.discover(f"{base}/feeds/{name}") == {
            "hub_url": f"{base}/hub",
            "topic_url": f"{base}/feeds/{name}",
        }


def test_it_hears_of_another_language_of_an_entry_and_of_words_that_were_taken_out(
    service: House, reader: Reader
) -> None:
    base = service.parts.settings.base_url
    topic = f"{base}/feeds/nb/page.atom"
    reader.subscribe(hub_url=f"{base}/hub", topic_url=topic)
    assert reader.confirmed.get(timeout=PATIENCE) == (topic, "subscribe")
    kept(service, topic)
    published(service, "Oppstart med hemmelig navn")
    assert b"hemmelig navn" in reader.received.get(timeout=PATIENCE)[1]
    with service.parts.store.read() as reading:
        english = reading.entry(PAGE, "en")
    assert english is not None
    content = structs.replace(english.edition.content, title="Another name")
    service.publish(PAGE, "en", content, update="minor", note="Renamed")
    assert b'title="Another name"' in reader.received.get(timeout=PATIENCE)[1]
    service.parts.commands.redact(
        Redact(id=PAGE, locale="nb", texts=("hemmelig navn",), reason="Personopplysninger", actor="test")
    )
    body = reader.received.get(timeout=PATIENCE)[1]
    assert b"hemmelig" not in body
    assert body == get(service, topic)
