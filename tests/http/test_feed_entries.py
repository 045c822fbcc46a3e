"""The entries that a feed is made of are kept from one making to the next: a feed says what one that is made anew says, whatever happened."""

from __future__ import annotations

import random
from typing import Any

import pytest
from msgspec import structs

from content.kinds import TopicFields
from content.lifecycle import MarkGone, Redirect, Restore, Withdraw
from content.model import News, Topic
from service.edge.app import Edge
from service.web import feeds
from service.web.entries import Cell
from tests.contract import build, test_media
from tests.http.house import House
from tests.http.test_feed_cost import counted, news, render

FEEDS = tuple(
    f"/feeds/nb{name}.{suffix}"
    for name in ("", "/news", "/topics/barents")
    for suffix in ("atom", "rss", "json")
)


def said(house: House) -> dict[str, bytes]:
    return {path: house.get(path).content for path in FEEDS}


def fresh(house: House) -> House:
    return House(parts=house.parts, app=Edge(house.parts.application(), house.parts.settings))


class Acts:
    """What may happen to a few records, in any order."""

    def __init__(self, house: House, seed: int) -> None:
        self.house = house
        self.draw = random.Random(seed)
        self.live = dict.fromkeys(range(1, 6), False)
        self.turn = 0

    def act(self) -> None:
        self.turn += 1
        number = self.draw.randint(1, 5)
        identity, locale = build.identity(number), "nb"
        state = self.house.parts.commands.change_state
        if not self.live[number]:
            again = self.known(number) and self.draw.random() < 0.5
            if again:
                self.house.parts.commands.restore(
                    Restore(id=identity, locale=locale, reason="Ja", actor="test")
                )
            else:
                self.publish(number)
            self.live[number] = True
            return
        match self.draw.randrange(8):
            case 0:
                state(Withdraw(id=identity, locale=locale, reason=f"Feil {self.turn}", actor="test"))
                self.live[number] = False
            case 1:
                state(MarkGone(id=identity, locale=locale, reason="Borte", actor="test"))
                self.live[number] = False
            case 2:
                state(Redirect(id=identity, locale=locale, to="/pages/nb/annet", actor="test"))
                self.live[number] = False
            case 3:
                self.house.publish(
                    identity, "nn", structs.replace(news(number, "nn"), title=f"På nynorsk {self.turn}")
                )
            case 4:
                label = Topic(slug="urfolk", title=f"Urfolk {self.turn}", fields=TopicFields(key="urfolk"))
                self.house.publish(build.identity(90), "nb", label)
            case 5:
                render(self.house)
            case _:
                self.publish(number)

    def known(self, number: int) -> bool:
        with self.house.parts.store.read() as reading:
            return reading.standing(build.identity(number), "nb") is not None

    def publish(self, number: int) -> None:
        content = structs.replace(
            news(number),
            slug=f"sak-{number}-{self.draw.randint(1, 3)}-nb",
            title=f"Sak {number}, {self.turn}",
            topics=self.draw.choice((("barents",), ("barents", "urfolk"), ())),
        )
        update: Any = self.draw.choice(("major", "minor")) if self.live[number] else "major"
        self.house.publish(build.identity(number), "nb", content, update=update, note="Rettet")


@pytest.mark.parametrize("seed", [1, 2])
def test_a_feed_says_what_one_that_is_made_anew_says(own_house: House, seed: int) -> None:
    for number in range(1, 6):
        test_media.kept(own_house.parts.store, number)
    acts = Acts(own_house, seed)
    seen = set()
    for _ in range(18):
        acts.act()
        found = said(own_house)
        assert found == said(fresh(own_house))
        seen.add(found[FEEDS[0]])
    assert len(seen) > 8


def test_after_a_publication_only_what_it_touched_is_read_and_written(
    own_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 9):
        test_media.kept(own_house.parts.store, number)
        own_house.publish(build.identity(number), "nb", news(number))
    own_house.get("/feeds/nb/news.atom")
    own_house.publish(build.identity(20), "nb", News(slug="ny", title="Ny"))
    own_house.get("/v1/kinds")  # whoever asks first after a write follows it
    made: list[int] = []
    one = feeds._live

    def count(*given: Any) -> Cell:
        made.append(1)
        return one(*given)

    monkeypatch.setattr(feeds, "_live", count)
    with counted() as asked:
        own_house.get("/feeds/nb/news.atom")
    assert len(made) == 1
    others = len(own_house.json("/feeds/nb.json")["items"]) - 9
    assert len(made) == 1 + others  # what is news is in this feed as it is in that one
    assert len(asked) <= 15


def test_what_is_too_large_to_be_kept_pushes_nothing_out(house: House) -> None:
    identity = build.identity(1)
    entries = house.parts.resources(64 * 1024 * 1024).process.entries
    with house.parts.store.read() as reading:
        head = reading.head()
        entries.found(reading, head, ())
        small = Cell(
            seq=1,
            entry=None,
            tombstone=None,
            tags=frozenset({"record:1"}),
            proof=None,
            valid_until=None,
            pieces={},
        )
        entries.keep(head, (identity, "nb"), small)
        entries.keep(head, (identity, "nn"), structs.replace(small, pieces={"atom": bytes(3 * 1024 * 1024)}))
        assert entries.found(reading, head, ((identity, "nb"), (identity, "nn"))) == {(identity, "nb"): small}
    assert entries.weight == small.weight
