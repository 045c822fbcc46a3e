"""JSON Feed 1.1: what its specification demands, and what our extension adds."""

from __future__ import annotations

from typing import Any

import msgspec

import feeds
from tests.feeds import samples


def document(feed: feeds.Feed) -> Any:
    return msgspec.json.decode(feeds.json(feed))


def test_the_top_level() -> None:
    top = document(samples.full())
    del top["items"]
    assert top == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Internasjonal avdeling: alt nytt",
        "home_page_url": "https://innhold.example.no/feeds/nb",
        "feed_url": "https://innhold.example.no/feeds/nb.json",
        "description": "Nyheter, arrangementer & utlysninger",
        "icon": "https://innhold.example.no/icon.png",
        "authors": [{"name": "Troms fylkeskommune", "url": "https://innhold.example.no/"}],
        "language": "nb",
        "hubs": [{"type": "WebSub", "url": "https://innhold.example.no/hub"}],
        "_nordkalott": {
            "id": "urn:uuid:25f4418f-43ee-500e-bbbd-19a4287121f0",
            "updated": "2026-11-20T09:30:15.120000Z",
            "rights": "Se hver tekst",
        },
    }


def test_an_empty_feed_still_has_its_items() -> None:
    assert document(samples.feed())["items"] == []


def test_what_there_is_none_of_is_left_out() -> None:
    item = document(samples.feed(samples.entry(samples.source(samples.news()))))["items"][0]
    assert not {"summary", "authors", "tags"} & item.keys()
    assert item["content_html"] == "<p>Tekst</p>"


def test_an_item_is_modified_at_its_last_major_edition() -> None:
    item = document(samples.full())["items"][0]
    assert item["date_published"] == "2026-11-01T09:30:15Z"
    assert item["date_modified"] == "2026-11-20T09:30:15.120000Z"


def test_the_extension_of_an_item() -> None:
    extension = document(samples.full())["items"][0]["_nordkalott"]
    record = f"{samples.HOST}/v1/records/{samples.FIRST}"
    assert extension == {
        "id": str(samples.FIRST),
        "kind": "news",
        "edition": 3,
        "record": f"{record}?locale=nb",
        "editions": f"{record}/editions?locale=nb",
        "topics": ["barents", "eu-eos"],
        "alternates": [
            {
                "locale": "en",
                "url": f"{samples.HOST}/pages/en/barents-funding",
                "title": "Funding & co-operation",
            },
            {
                "locale": "nn",
                "url": f"{samples.HOST}/pages/nn/barents-midlar",
                "title": "Midlar til samarbeid",
            },
        ],
        "change_note": "Rettet en skrivefeil & et tall",
        "rights": "Troms fylkeskommune, CC BY 4.0",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
    }


def test_items_say_their_own_language() -> None:
    assert [item["language"] for item in document(samples.full())["items"]] == ["nb", "se", "en"]
