"""What the records say arrives in five parsers, in each format that they read."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from msgspec import Struct

from tests.clients.department import Department, Record
from tests.clients.nodejs import Node
from tests.clients.parsers import Parse, Read, by_atoma, by_fastfeedparser, by_feedparser
from tests.content.media import samples

PAIRS = [
    *(("feedparser", suffix) for suffix in ("atom", "rss")),
    *(("fastfeedparser", suffix) for suffix in ("atom", "rss", "json")),
    *(("atoma", suffix) for suffix in ("atom", "rss", "json")),
    *(("rss-parser", suffix) for suffix in ("atom", "rss")),
    *(("feedsmith", suffix) for suffix in ("atom", "rss", "json")),
]
TITLES = [
    "Beløp <3 500 000 kr & «æøå» 🐟",
    "Ovdamearka: čoahkkin Romssas ŋŧ",
    "Hvorfor <b> og &amp; ikke er fet & flott",
    "<script>alert(1)</script> <img src=x onerror=alert(1)>",
    "]]> <![CDATA[ --> <!-- &lt; &#60; %3C",
    "Familien 👩‍👩‍👧‍👦 שלום é",
    "'\"`={}\\",
]
SOUND = samples.mp3(frames=12)
CAPTIONS = b"WEBVTT\n\n00:01.000 --> 00:03.000\nVelkommen til Troms\xc3\xb8.\n"
SPAN = {"_type": "span", "_key": "b", "text": "Hør opptaket.", "marks": []}
BODY = "<h2>Mer</h2><p>Les <a href='/pages/nb/internasjonal-avdeling'>om oss</a>: A &amp; B &lt; C ]]&gt; 🐟 ŋ.</p>"


class Written(Struct):
    """A record, and what anybody reads of it without a feed."""

    record: Record
    said: Any
    fragment: str


@pytest.fixture(scope="module")
def written(department: Department) -> list[Written]:
    """A record for each title, with all that a record can say."""
    records = [
        department.publish(
            slug=f"tittel-{number}",
            title=title,
            summary=f"Kort: {title}",
            body_html=BODY,
            topics=["barents", "high-north"],
            authors=["Kari <Nordmann> & Ola", "Máret Ánne Hætta"],
        )
        for number, title in enumerate(TITLES)
    ]
    for number, locale in enumerate(("nn", "en")):  # readers must not open these pages
        records[number].translate(
            locale, slug=f"title-{number}", title=f"Title {number}", body_html="<p>Text.</p>"
        )
    return [
        Written(
            record,
            department.record(record),
            department.get(f"/fragments/{record.id}?locale=nb&variant=full&h=2").text,
        )
        for record in records
    ]


@pytest.fixture(scope="module")
def offered(department: Department) -> Written:
    """A record with two files."""
    files = [("opptak.mp3", SOUND, "audio/mpeg"), ("tekst.vtt", CAPTIONS, "text/vtt")]
    record = department.publish(
        slug="opptak",
        title="Opptak",
        body=[
            {"_type": "block", "_key": "a", "style": "normal", "children": [SPAN], "markDefs": []},
            *(
                {
                    "_type": "file",
                    "_key": name[0],
                    "title": name,
                    "media_type": media_type,
                    "href": department.upload(name, data),
                }
                for name, data, media_type in files
            ),
        ],
    )
    return Written(record, department.record(record), "")


def parse_with(name: str, nodejs: Node) -> Parse:
    return {
        "feedparser": by_feedparser,
        "fastfeedparser": by_fastfeedparser,
        "atoma": by_atoma,
        "rss-parser": nodejs.by_rss_parser,
        "feedsmith": nodejs.by_feedsmith,
    }[name]


def near(found: datetime.datetime, meant: str) -> bool:
    """The same second: RSS, feedparser and JavaScript know no microseconds."""
    return abs(found - datetime.datetime.fromisoformat(meant)) < datetime.timedelta(seconds=1)


@pytest.mark.parametrize(("name", "suffix"), PAIRS)
def test_every_parser_finds_what_the_records_say(
    department: Department, written: list[Written], nodejs: Node, name: str, suffix: str
) -> None:
    read: Read = parse_with(name, nodejs)(department.feed(suffix))
    assert read.link == f"{department.public}/feeds/nb"
    assert read.title.startswith("Nyheter – Troms fylkeskommune")
    assert read.language in ("nb", None)
    found = {each.id: each for each in read.items}
    assert len(found) == len(read.items)
    order = [each.id for each in read.items if each.title in TITLES]
    assert order == [each.record.feed_id for each in reversed(written)]
    for each in written:
        item, meant = found[each.record.feed_id], each.said
        assert item.title == meant["title"] == each.record.said["title"]
        assert item.link == meant["url"]
        assert item.html.strip() == each.fragment.strip()
        assert f'<a href="{department.public}/pages/nb/internasjonal-avdeling">om oss</a>' in item.html
        assert not re.search(r'(?:href|src)="(?!https?:|mailto:|#)', item.html)
        assert item.summary in (meant["summary"], None)
        assert near(item.published, meant["published_at"])
        assert item.updated is None or near(item.updated, meant["updated_at"])
        assert item.authors in (tuple(meant["authors"]), None)
        assert item.categories in (("barents", "high-north"), ("Barentssamarbeidet", "Nordområdene"))
        assert item.language in ("nb", None)
        assert item.enclosures in ((), None)


@pytest.mark.parametrize(("name", "suffix"), PAIRS)
def test_files_are_enclosures_with_their_true_length(
    department: Department, offered: Written, nodejs: Node, name: str, suffix: str
) -> None:
    read = parse_with(name, nodejs)(department.feed(suffix))
    item = next(each for each in read.items if each.id == offered.record.feed_id)
    sound, document = (department.public + each["href"] for each in offered.said["body"][1:])
    one, other = (
        (url, media_type, len(department.get(url.removeprefix(department.public)).content))
        for url, media_type in ((sound, "audio/mpeg"), (document, "text/vtt"))
    )
    assert item.enclosures in ((one,) if suffix == "rss" else (one, other), None)
    assert sound in item.html


@pytest.mark.parametrize(("name", "suffix"), PAIRS)
def test_one_entry_has_one_id_in_all_its_feeds(
    department: Department, written: list[Written], nodejs: Node, name: str, suffix: str
) -> None:
    parse, wanted = parse_with(name, nodejs), written[0].record.feed_id
    for feed in ("nb", "nb/topics/barents", "nb/topics/high-north/news"):
        matching = [each for each in parse(department.feed(suffix, feed)).items if each.id == wanted]
        assert [each.title for each in matching] == [TITLES[0]], feed


def test_a_feed_of_another_language_says_so(department: Department, nodejs: Node) -> None:
    """Of a text that there is in nb alone, the English feed says nothing, or says that it is nb."""
    department.publish("en", slug="in-english", title="In English", body_html="<p lang='nb'>Norsk</p>")
    read = by_feedparser(department.feed("atom", "en/news"))
    assert read.language == "en"
    assert {each.language for each in read.items if each.title == "In English"} == {"en"}
    for suffix in ("atom", "rss", "json"):
        smith = nodejs.by_feedsmith(department.feed(suffix, "en/news"))
        assert {each.language for each in smith.items if each.title == "In English"} == {"en"}
        assert smith.language == "en"


def test_what_json_feed_says_beside_is_there_for_apps(department: Department, written: list[Written]) -> None:
    document = department.get("/feeds/nb/news.json").json()
    item = next(each for each in document["items"] if each["id"] == written[0].record.feed_id)
    assert item["_nordkalott"]["id"] == written[0].record.id
    assert item["_nordkalott"]["topics"] == ["barents", "high-north"]
