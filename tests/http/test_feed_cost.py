"""What a feed asks of the store: as many questions for many entries as for one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from msgspec import structs

from content import accessibility, fragments, queries
from content.attestations import Attest
from content.kinds import TopicFields
from content.lifecycle import Withdraw
from content.model import News, Topic
from content.serving import Kept, Served
from content.store.connection import Session
from content.store.stamp import Stamp
from content.text import Image, Link, Prose, Span
from service import renderings
from service.edge.app import Edge
from service.links import PublicLinks
from service.renderings import Renderings, mark
from service.web import feeds
from service.web.parameters import Asked
from service.web.view import View
from service.wiring import now
from tests.contract import build, test_media
from tests.http.house import House


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that were run meanwhile."""
    asked: list[str] = []
    run = Session.rows

    def rows(self: Session, statement: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        asked.append(statement)
        return run(self, statement, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Session, "rows", rows)
        # Ten times a second, whatever is asked for.
        patch.setattr(Stamp, "_look", lambda _, cells: cells)
        yield asked


def news(number: int, locale: str = "nb") -> News:
    """News with a picture, a topic, and a link to the news before."""
    picture = Image(
        key="i",
        src=f"/media/{test_media.digest(number)}/bilde-{number}.jpg",
        alt="En bro over et sund",
    )
    mark = (Link(key="l", record=build.identity(number - 1)),) if number > 1 else ()
    span = Span(key="s", text="Les om det som skjedde før", marks=("l",) if mark else ())
    text = Prose(key="p", mark_defs=mark, children=(span,))
    return News(
        slug=f"sak-{number}-{locale}", title=f"Sak {number}", topics=("barents",), body=(picture, text)
    )


def test_a_feed_asks_as_many_questions_for_twelve_entries_as_for_one(own_house: House) -> None:
    store = own_house.parts.store
    own_house.get("/v1/kinds")
    spent = []
    for number in range(1, 13):
        test_media.kept(store, number)
        own_house.publish(build.identity(number), "nb", news(number))
        own_house.publish(build.identity(number), "nn", news(number, "nn"))
        if number in {1, 12}:
            own_house.get("/v1/kinds")  # whoever asks first after a write follows it
            with counted() as asked:
                feed = own_house.json("/feeds/nb/news.json")
            assert len(feed["items"]) == number
            assert {
                each["url"].rpartition("-")[2]
                for item in feed["items"]
                for each in item["_nordkalott"]["alternates"]
            } == {"nn"}
            assert feed["items"][0]["content_html"].count("<img") == 1
            spent.append(len(asked))
    assert spent[1] <= spent[0] + 1  # nothing points to another record in the first
    assert spent[1] <= 20


def test_what_is_read_at_once_is_what_is_read_one_by_one(house: House) -> None:
    items = house.json("/feeds/nb.json")["items"]
    assert len(items) > 5
    for item in items:
        alone = house.get(f"/fragments/{item['_nordkalott']['id']}?locale=nb").text
        assert item["content_html"] == alone


def render(house: House) -> int:
    """Let the worker's task keep what is to be kept; how many pieces that took."""
    parts = house.parts
    task = Renderings(parts.store, parts.links, parts.settings.locales, now)
    pieces = 0
    while task.due() is not None:
        task.run()
        pieces += 1
    return pieces


def shown(house: House, locale: str = "nb") -> dict[str, str]:
    """What the feed of a locale shows, by address; without what only says that it was taken back."""
    fresh = House(parts=house.parts, app=Edge(house.parts.application(), house.parts.settings))
    feed = fresh.json(f"/feeds/{locale}/news.json")
    back = {each["id"] for each in feed["_nordkalott"].get("deleted", ())}
    return {
        item["_nordkalott"]["id"]: item["content_html"] for item in feed["items"] if item["id"] not in back
    }


def alone(house: House, ref: str, locale: str = "nb") -> str:
    return house.get(f"/fragments/{ref}?locale={locale}").text


def test_kept_fragments_are_shown_as_they_are_and_nothing_is_rendered(
    own_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3):
        test_media.kept(own_house.parts.store, number)
        own_house.publish(build.identity(number), "nb", news(number))
    assert render(own_house) == 1
    assert render(own_house) == 0
    with monkeypatch.context() as patch:
        patch.setattr(fragments, "render", None)
        with counted() as asked:
            found = shown(own_house)
    assert len(asked) <= 17
    assert found == {ref: alone(own_house, ref) for ref in found}
    assert len(found) == 3


def test_what_has_changed_around_a_kept_fragment_is_seen_at_once(own_house: House) -> None:
    """Each step changes something that another record shows; no worker comes by before the feed is asked for."""
    test_media.kept(own_house.parts.store, 1)
    test_media.kept(own_house.parts.store, 2)
    own_house.publish(build.identity(1), "nb", news(1))
    own_house.publish(build.identity(2), "nb", news(2))
    second = str(build.identity(2))
    seen = [shown(own_house)[second]]

    def after() -> str:
        found = shown(own_house)
        assert found == {ref: alone(own_house, ref) for ref in found}
        render(own_house)
        assert shown(own_house) == found
        seen.append(found[second])
        return found[second]

    render(own_house)
    own_house.publish(build.identity(1), "nb", structs.replace(news(1), slug="et-annet-sted"))
    assert "et-annet-sted" in after()
    own_house.publish(build.identity(2), "nn", structs.replace(news(2, "nn"), title="På nynorsk"))
    assert "sak-2-nn" in after()
    own_house.publish(
        build.identity(9), "nb", Topic(slug="urfolk", title="Urfolk i nord", fields=TopicFields(key="urfolk"))
    )
    own_house.publish(build.identity(2), "nb", structs.replace(news(2), topics=("urfolk",)))
    assert "Urfolk i nord" in after()
    own_house.publish(
        build.identity(9), "nb", Topic(slug="urfolk", title="Urfolk", fields=TopicFields(key="urfolk"))
    )
    assert "Urfolk i nord" not in after()
    own_house.parts.commands.change_state(
        Withdraw(id=build.identity(1), locale="nb", reason="Feil", actor="test")
    )
    assert "et-annet-sted" not in after()
    assert len(set(seen)) == len(seen)


def test_while_others_publish_the_same_the_pieces_get_smaller_until_one_is_kept(
    own_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = own_house.parts
    monkeypatch.setattr(parts.commands, "_mark", bytes)  # publications keep nothing themselves
    for number in range(1, 7):
        content = News(slug=f"sak-{number}", title=f"Sak {number}")
        own_house.publish(build.identity(number), "nb", content)
    task = Renderings(parts.store, parts.links, parts.settings.locales, now)
    task.run()
    with parts.store.read() as reading:
        assert reading.fragments.waiting(mark(parts.links, parts.settings.locales), 50) == ()
    own_house.publish(build.identity(1), "nb", News(slug="sak-1", title="Sak 1, ny"))
    made, numbers = [], itertools.count(20)
    look = queries.contexts

    def slowly(*given: Any, **more: Any) -> Any:
        made.append(len(given[1]))
        if len(made) <= 2:  # somebody else is quicker
            number = next(numbers)
            own_house.publish(build.identity(1), "nb", News(slug="sak-1", title=f"Sak {number}"))
        return look(*given, **more)

    monkeypatch.setattr(queries, "contexts", slowly)
    task._next = 0.0
    task.run()
    assert 0 < (task.due() or 0) <= 0.25
    task.run()
    assert len(made) == 2
    monkeypatch.setattr(renderings, "_REST", 0.0)
    for _ in range(9):
        task.run()
    with parts.store.read() as reading:
        assert reading.fragments.waiting(mark(parts.links, parts.settings.locales), 50) == ()


def test_a_fragment_of_other_settings_or_another_rule_set_is_not_shown(
    own_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    links, spoken = own_house.parts.links, own_house.parts.settings.locales
    marks = {
        mark(links, spoken),
        mark(links, spoken[:1]),
        mark(PublicLinks("https://another.example"), spoken),
        mark(PublicLinks(links.base, contact="mailto:a@example.org"), spoken),
    }
    monkeypatch.setattr(accessibility, "RULESET", "a later one")
    assert len({*marks, mark(links, spoken)}) == 5


def test_answers_of_people_count_beside_what_is_kept(own_house: House) -> None:
    """What was kept was kept without them: the proof says what they come to."""
    asks = Prose(
        key="p",
        mark_defs=(Link(key="l", href="https://example.org/"),),
        children=(
            Span(key="a", text="Om rapporten, "),
            Span(key="b", text="les mer", marks=("l",)),
            Span(key="c", text="."),
        ),
    )
    own_house.publish(build.identity(1), "nb", News(slug="sak", title="Sak", body=(asks,)))
    render(own_house)
    commands = own_house.parts.commands
    [(rule, subject)] = {
        (each.rule, str(each.subject))
        for one in commands.check(build.identity(1), "nb")
        for each in one.report.findings
        if each.outcome == "cantTell" and one.variant == "full"
    }
    before = _carried(own_house, 1)
    assert [type(each) for each in before] == [Kept]
    commands.attest(
        Attest(
            id=build.identity(1),
            locale="nb",
            rule=rule,
            subject=subject,
            answer="passed",
            reason="Sett på",
            actor="test",
        )
    )
    after = _carried(own_house, 1)
    assert [type(each) for each in after] == [Served]
    assert after[0].html == before[0].html
    assert after[0].valid_until
    asked = Asked(
        path="/feeds/nb/news.atom",
        names={"locale": "nb", "kind": "news", "suffix": "atom"},
        query={},
        locale="nb",
        negotiated=False,
        order=("nb",),
    )
    with own_house.parts.store.read() as reading:
        view = View(reading, own_house.parts.links, own_house.parts.settings, now())
        assert feeds.feed(view, asked).valid_until == after[0].valid_until


def test_kept_bytes_are_not_served_on_the_proof_of_others() -> None:
    sound = '<p lang="nb">Ja</p>'
    proof = Served(sound, accessibility.check(sound), "rendering").proof
    assert Kept(sound, proof).proof == proof
    with pytest.raises(ValueError, match="not served"):
        Kept("<p>Nei</p>", proof)


def _carried(house: House, record: int) -> tuple[Served | Kept, ...]:
    """What a feed has of a record."""
    with house.parts.store.read() as reading:
        view = View(reading, house.parts.links, house.parts.settings, now())
        return view.carried(reading.public.shown([build.identity(record)], "nb", view.own_mark))
