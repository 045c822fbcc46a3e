"""Archives, notices and tombstones over HTTP, in all three formats."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml import etree

import feeds
from content.lifecycle import MarkGone, Redirect, Restore, Withdraw
from content.ports.archives import PLACES
from content.redaction import Redact
from feeds import tombstones
from service.edge.app import Edge
from service.settings import Settings
from service.web import feeds as web
from service.web.parameters import Asked
from service.web.view import View
from service.wiring import opened
from tests.contract import build
from tests.http.house import House
from tests.http.test_feed_cost import counted

ATOM = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}
ATOM |= {"fh": "http://purl.org/syndication/history/1.0"}
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parents[1] / "feeds" / "atom.rng"))
TOMBSTONE = etree.RelaxNG(etree.parse(Path(__file__).parents[1] / "feeds" / "tombstone.rng"))
SUFFIXES = ("atom", "rss", "json")


def every(element: etree._Element, path: str) -> list[Any]:
    """What an XPath finds: elements, or strings."""
    return list(element.xpath(path, namespaces=ATOM))  # type: ignore[arg-type]  # a list for these


def text(element: etree._Element, path: str) -> str:
    """The text of the one element there."""
    return element.findtext(path, namespaces=ATOM) or ""


def fresh(house: House) -> House:
    """The same service without anything kept in memory, as another node has it."""
    return House(parts=house.parts, app=Edge(house.parts.application(), house.parts.settings))


def news(number: int, title: str = "", **more: Any) -> Any:
    """News with a text of its own."""
    return build.news(f"sak-{number}", title or f"Sak {number}", text=f"Hemmelig {number}.", **more)


def publish(house: House, number: int, title: str = "", **more: Any) -> None:
    """Publish news, past the commands: with what a check would have left behind."""
    changes = {name: more.pop(name) for name in ("minutes", "update") if name in more}
    checked = build.evidence(f"<p>Hemmelig {number} {title}</p>")
    build.publish(house.parts.store, number, news(number, title, **more), checked=checked, **changes)


def tree(house: House, path: str) -> etree._Element:
    """An Atom document that follows the grammar."""
    answer = house.get(path)
    assert answer.status_code == 200, answer.text
    document = etree.fromstring(answer.content)
    GRAMMAR.assertValid(document)
    for each in document.findall("at:deleted-entry", ATOM):
        TOMBSTONE.assertValid(each)
    return document


def links(document: etree._Element) -> dict[str, str]:
    """The links of RFC 5005, without the host."""
    return {
        link.get("rel", ""): link.get("href", "").partition("example.org")[2]
        for link in every(document, "a:link")
        if link.get("rel") in {"current", "prev-archive", "next-archive", "self"}
    }


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """105 changes of news in nb, in a house that nobody writes to."""
    settings = Settings(
        data=str(tmp_path_factory.mktemp("filled")), base_url="https://nordkalott.example.org"
    )
    with opened(settings) as parts:
        house = House(parts=parts, app=Edge(parts.application(), settings))
        for number in range(1, 2 * PLACES + 6):
            publish(house, number, minutes=number)
        yield house


def test_the_pages_lead_to_each_other_and_to_the_feed(filled: House) -> None:
    assert links(tree(filled, "/feeds/nb/news.atom")) == {
        "self": "/feeds/nb/news.atom",
        "prev-archive": "/feeds/nb/news/archive/3.atom?places=5",
    }
    assert links(tree(filled, "/feeds/nb/news/archive/3.atom?places=5")) == {
        "self": "/feeds/nb/news/archive/3.atom?places=5",
        "current": "/feeds/nb/news.atom",
        "prev-archive": "/feeds/nb/news/archive/2.atom",
    }
    assert links(tree(filled, "/feeds/nb/news/archive/2.atom")) == {
        "self": "/feeds/nb/news/archive/2.atom",
        "current": "/feeds/nb/news.atom",
        "prev-archive": "/feeds/nb/news/archive/1.atom",
        "next-archive": "/feeds/nb/news/archive/3.atom",
    }
    first = tree(filled, "/feeds/nb/news/archive/1.atom")
    assert set(links(first)) == {"self", "current", "next-archive"}
    assert len(first.findall("fh:archive", ATOM)) == 1
    assert tree(filled, "/feeds/nb/news.atom").find("fh:archive", ATOM) is None
    titles = [each.text for each in every(first, "a:entry/a:title")]
    assert titles == [f"Sak {number}" for number in range(PLACES, 0, -1)]
    assert text(first, "a:id") == feeds.feed_id("nb", "news")


def test_rss_and_json_feed_say_the_same(filled: House) -> None:
    at = "https://nordkalott.example.org/feeds/nb/news"
    page = filled.json("/feeds/nb/news/archive/2.json")
    own = page["_nordkalott"]
    assert page["next_url"] == own["previous"] == f"{at}/archive/1.json"
    assert (own["current"], own["next"], own["archive"]) == (f"{at}.json", f"{at}/archive/3.json", True)
    feed = filled.json("/feeds/nb/news.json")
    assert feed["next_url"] == f"{at}/archive/3.json?places=5"
    assert "archive" not in feed["_nordkalott"]
    channel = etree.fromstring(filled.get("/feeds/nb/news/archive/2.rss").content)[0]
    found = {link.get("rel"): link.get("href") for link in channel.findall("a:link", ATOM)}
    assert found == {
        "self": f"{at}/archive/2.rss",
        "current": f"{at}.rss",
        "prev-archive": f"{at}/archive/1.rss",
        "next-archive": f"{at}/archive/3.rss",
    }
    assert channel.find("fh:archive", ATOM) is not None
    assert [item["id"] for item in page["items"]] == [each.text for each in channel.findall("item/guid")]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", ["nb", "nb/news", "nb/topics/{topic}", "nb/topics/{topic}/news"])
def test_every_feed_has_an_archive(own_house: House, name: str, suffix: str) -> None:
    publish(own_house, 1, topics=("barents",), minutes=10**6)
    path = f"/feeds/{name.format(topic='barents')}/archive/1.{suffix}"
    answer = own_house.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == feeds.FORMATS[suffix].media_type  # type: ignore[index]  # one of them
    assert answer.headers["cache-control"] == "public, no-cache"
    assert "Sak 1" in answer.text
    assert own_house.get(path, if_none_match=answer.headers["etag"]).status_code == 304


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nb/archive/0.atom", 404),
        ("nb/archive/-1.atom", 404),
        ("nb/archive/1e3.atom", 404),
        ("nb/archive/01.atom", 404),
        ("nb/archive/٣.atom", 404),
        ("nb/archive/99999999999999999999.atom", 404),
        ("nb/archive/9999.atom", 404),
        ("nb/archive/1.xml", 404),
        ("nb/ukjent/archive/1.atom", 404),
        ("nb/topics/ukjent/archive/1.atom", 404),
        ("nb/topics/barents/ukjent/archive/1.atom", 404),
        ("xx/archive/1.atom", 404),
        ("nb/archive/1.atom?places=0", 400),
        ("nb/archive/1.atom?places=50", 400),
        ("nb/archive/1.atom?places=x", 400),
        ("nb/archive/1.atom?places=49", 404),
        ("nb/archive/1.atom?epoch=x", 400),
    ],
)
def test_what_there_is_not_is_said(house: House, path: str, status: int) -> None:
    answer = house.get(f"/feeds/{path}")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code == status


def test_a_page_of_fifty_is_as_many_questions_as_one_of_one(filled: House) -> None:
    spent = []
    for path in ("3.atom?places=1", "2.atom"):
        with counted() as asked:
            assert fresh(filled).get(f"/feeds/nb/news/archive/{path}").status_code == 200
        spent.append(len(asked))
    assert spent[0] == spent[1] <= 17


@pytest.mark.parametrize(
    ("command", "title", "leads"),
    [
        (Withdraw, "Trukket tilbake: Sak 1", "/pages/nb/sak-1"),
        (MarkGone, "Denne teksten er fjernet.", f"/pages/nb/{build.identity(1)}"),
        (Redirect, "Denne teksten har flyttet.", "/pages/nb/sak-2"),
    ],
)
def test_what_was_taken_back_says_so_and_then_is_a_tombstone(
    own_house: House, monkeypatch: pytest.MonkeyPatch, command: Any, title: str, leads: str
) -> None:
    publish(own_house, 2)
    publish(own_house, 1, summary="Gammelt sammendrag")
    told = {"to": "/pages/nb/sak-2"} if command is Redirect else {}
    own_house.parts.commands.change_state(
        command(id=build.identity(1), locale="nb", reason="Tallene var feil", actor="Kari", **told)
    )
    key = feeds.entry_id(build.identity(1), "nb")
    with own_house.parts.store.read() as reading:
        standing = reading.standing(build.identity(1), "nb")
    assert standing is not None
    document = tree(own_house, "/feeds/nb/news.atom")
    entry = every(document, f"a:entry[a:id='{key}']")[0]
    assert text(entry, "a:title") == title
    assert every(entry, "a:link[@rel='alternate'][@type='text/html']/@href")[0].endswith(leads)
    assert text(entry, "a:updated") == text(document, "a:updated")
    assert datetime.datetime.fromisoformat(text(entry, "a:updated")) == standing.changed_at
    for suffix in SUFFIXES:
        body = own_house.get(f"/feeds/nb/news.{suffix}").text
        assert "Tallene var feil" in body
        assert "Hemmelig 1" not in body
        assert "Gammelt sammendrag" not in body
        if command is not Withdraw:
            assert "Sak 1" not in body
            assert "sak-1" not in body
    feed = own_house.json("/feeds/nb/news.json")
    (said,) = feed["_nordkalott"]["deleted"]
    assert (said["id"], said["state"], said["reason"]) == (key, standing.state, "Tallene var feil")
    assert key in [item["id"] for item in feed["items"]]

    now = View.__init__

    def later(self: View, *given: Any, **named: Any) -> None:
        now(self, *given, **named)
        self.now = tombstones.until(standing)

    monkeypatch.setattr(View, "__init__", later)
    then = fresh(own_house)
    document = tree(then, "/feeds/nb/news.atom")
    assert not every(document, f"a:entry[a:id='{key}']")
    (deleted,) = document.findall("at:deleted-entry", ATOM)
    assert deleted.get("ref") == key
    assert datetime.datetime.fromisoformat(deleted.get("when", "")) == standing.changed_at
    assert text(deleted, "at:comment") == "Tallene var feil"
    channel = etree.fromstring(then.get("/feeds/nb/news.rss").content)[0]
    assert [each.get("ref") for each in channel.findall("at:deleted-entry", ATOM)] == [key]
    feed = then.json("/feeds/nb/news.json")
    assert [each["id"] for each in feed["_nordkalott"]["deleted"]] == [key]
    assert key not in [item["id"] for item in feed["items"]]


def test_a_notice_ends_when_its_time_is_over(own_house: House) -> None:
    """No change comes by then: the answer itself has to know."""
    parts = own_house.parts
    for number in (1, 2):
        publish(own_house, number)
        command = Withdraw(id=build.identity(number), locale="nb", reason="Feil", actor="Kari")
        parts.commands.change_state(command)
    names = {"locale": "nb", "suffix": "atom", "kind": "news"}
    asked = Asked(path="", names=names, query={}, locale="nb", negotiated=False, order=("nb",))
    with parts.store.read() as reading:
        ends = [tombstones.until(reading.entry(build.identity(number), "nb").standing) for number in (1, 2)]  # type: ignore[union-attr]  # they are there
        for now, end in (
            (ends[0] - tombstones.NOTICE, ends[0]),
            (ends[0], ends[1]),
            (ends[1], None),
        ):
            view = View(reading=reading, links=parts.links, settings=parts.settings, now=now)
            assert web.feed(view, asked).valid_until == (end.timestamp() if end else None)


def test_what_is_back_is_newer_than_all_that_was_said_and_no_page_says_otherwise(own_house: House) -> None:
    for number in range(1, PLACES):
        publish(own_house, number)
    commands = own_house.parts.commands
    commands.change_state(Withdraw(id=build.identity(1), locale="nb", reason="Feil", actor="Kari"))
    path = "/feeds/nb/news/archive/1.atom"
    key = feeds.entry_id(build.identity(1), "nb")
    page = tree(own_house, path)
    (deleted,) = page.findall("at:deleted-entry", ATOM)
    assert links(page)["next-archive"].endswith("2.atom")
    commands.restore(Restore(id=build.identity(1), locale="nb", reason="Riktig likevel", actor="Kari"))
    assert tree(own_house, path).findall("at:deleted-entry", ATOM) == []
    feed = tree(own_house, "/feeds/nb/news.atom")
    (updated,) = every(feed, f"a:entry[a:id='{key}']/a:updated/text()")
    assert datetime.datetime.fromisoformat(updated) > datetime.datetime.fromisoformat(deleted.get("when", ""))


def test_gone_reaches_every_page(own_house: House) -> None:
    for number in range(1, PLACES + 2):
        publish(own_house, number, topics=("barents",))
    paths = [
        f"/feeds/nb/{name}/archive/1.{suffix}" for name in ("news", "topics/barents") for suffix in SUFFIXES
    ]
    before = {path: own_house.get(path) for path in paths}
    assert all("Hemmelig 7" in answer.text for answer in before.values())
    command = MarkGone(id=build.identity(7), locale="nb", reason="Personvern", actor="Kari")
    own_house.parts.commands.change_state(command)
    for path, answer in before.items():
        after = own_house.get(path, if_none_match=answer.headers["etag"])
        assert after.status_code == 200
        assert "Hemmelig 7 " not in after.text
        assert "sak-7" not in after.text
        assert feeds.entry_id(build.identity(7), "nb") in after.text
        assert after.text.count("Hemmelig 8") == answer.text.count("Hemmelig 8")


def test_a_redaction_reaches_full_pages(own_house: House) -> None:
    own_house.publish(
        build.identity(1), "nb", build.news("sak", "Kari Hansens sak", text="Kari Hansen sier ja.")
    )
    own_house.publish(build.identity(1), "nb", build.news("sak", "Saken", text="Ja."))
    for number in range(2, PLACES + 1):
        publish(own_house, number)
    paths = [f"/feeds/nb/news/archive/1.{suffix}" for suffix in SUFFIXES]
    paths += [f"/feeds/nb/news/archive/1.{suffix}?places=1" for suffix in SUFFIXES]
    before = {path: own_house.get(path) for path in paths}
    assert all("Hansen" in before[path].text for path in paths[3:])
    own_house.parts.commands.redact(
        Redact(id=build.identity(1), locale="nb", texts=("Hansen",), reason="Personvern", actor="Kari")
    )
    for path in paths:
        after = own_house.get(path)
        assert after.status_code == 200
        assert "Hansen" not in after.text


def test_a_full_page_says_the_same_whatever_happens_elsewhere(own_house: House) -> None:
    own_house.publish(build.identity(900), "nb", build.topic("ungdom", "Ungdom"))
    publish(own_house, 1, topics=("ungdom",))
    build.publish(own_house.parts.store, 1, build.news("one", "One"), locale="en")
    for number in range(2, PLACES + 2):
        publish(own_house, number, topics=("ungdom",))
    paths = [
        f"/feeds/nb/{name}/archive/1.{suffix}" for name in ("news", "topics/ungdom") for suffix in SUFFIXES
    ]
    before = {path: own_house.get(path).content for path in paths}
    build.publish(own_house.parts.store, 1, build.news("another", "Another"), locale="en")
    build.publish(own_house.parts.store, 1, build.news("nynorsk", "Nynorsk"), locale="nn")
    own_house.publish(build.identity(900), "nb", build.topic("ungdom", "Ungdom og unge"))
    publish(own_house, 3, "Sak 3 om igjen", update="minor")
    own_house.parts.commands.change_state(
        Withdraw(id=build.identity(4), locale="nb", reason="Feil", actor="Kari")
    )
    assert {path: fresh(own_house).get(path).content for path in paths} == before


def test_the_change_log_tells_the_same(own_house: House) -> None:
    position = own_house.json("/v1/changes?limit=200")["next"]
    for number in (1, 2, 3):
        publish(own_house, number)
    commands = own_house.parts.commands
    commands.change_state(Withdraw(id=build.identity(1), locale="nb", reason="Feil", actor="Kari"))
    commands.change_state(MarkGone(id=build.identity(2), locale="nb", reason="Feil", actor="Kari"))
    commands.restore(Restore(id=build.identity(1), locale="nb", reason="Likevel", actor="Kari"))
    changes = own_house.json(f"/v1/changes?since={position}&limit=200")["changes"]
    page = own_house.json("/feeds/nb/news/archive/1.json")
    newest: dict[str, str] = {}
    for each in changes:
        newest[feeds.entry_id(msgspec.convert(each["id"], type=type(build.identity(1))), "nb")] = each["op"]
    said = {item["id"]: "upsert" for item in page["items"]}
    said |= {each["id"]: "delete" for each in page["_nordkalott"].get("deleted", ())}
    assert {key: said[key] for key in newest} == newest
