"""What a miss asks of the store: how many statements, and that each is led by an index to what it gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import apsw
import pytest

from content import accessibility, fragments
from content.model import VARIANTS, News
from content.store.connection import Session, open_reading
from content.store.fragments import SqliteFragments as Fragments
from content.text import Prose, Span
from service.edge.app import Edge
from service.renderings import Renderings
from service.settings import Settings
from service.threads import Threads
from service.web.routes import RESOURCES
from service.wiring import now, opened
from tests.contract import build
from tests.http.house import PAGE, House, furnished

REF = str(PAGE)
TOPIC, SLUG = "barents", "internasjonal-avdeling"
NAMES = {
    "ref": REF,
    "locale": "nb",
    "kind": "event",
    "suffix": "atom",
    "topic": TOPIC,
    "n": "1",
    "slug": SLUG,
    "name": "nordkalott.css",
}
BESIDE = re.compile(
    r"BEGIN|SELECT \(SELECT value FROM meta WHERE name = 'epoch'\)|SELECT EXISTS \(SELECT 1 FROM meta"
)
"""What every miss asks beside its own: the view of the store, where the change log ends, and when the answer last became another one."""
SMALL = frozenset({"CONSTANT", "meta", "epoch", "checked_sum", "record_sum", "part"})
"""What does not grow with what is published; `part` is what a LIMIT has cut already."""
TOPICS = "standing_topics"
"""The index of the topics alone: there are as many as people can choose from."""
OVERVIEWS = frozenset({"/tilgjengelighet", "/v1/statement", "/v1/accessibility", "/metrics"})
"""What tells of everything that is published, from sums: tests/content/store/test_store_sums.py holds that."""


@contextmanager
def traced() -> Iterator[list[tuple[str, Sequence[object]]]]:
    """The statements of the store that are run meanwhile, with their values."""
    asked: list[tuple[str, Sequence[object]]] = []
    run = Session.rows

    def rows(self: Session, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        asked.append((statement, values))
        return run(self, statement, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Session, "rows", rows)
        yield asked


def fresh(house: House) -> House:
    """The same, with nothing in memory."""
    return House(parts=house.parts, app=Edge(house.parts.application(), house.parts.settings))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One in which the worker has kept every fragment."""
    settings = Settings(data=str(tmp_path_factory.mktemp("kept")), base_url="https://nordkalott.example.org")
    with opened(settings) as parts:
        house = furnished(parts, examples=False)
        body = Prose(style="h2", children=(Span(text="Et mellomrom"),))
        house.publish(
            build.identity(1), "nb", News(slug="sak", title="Sak", body=(body,), topics=("barents",))
        )
        task = Renderings(parts.store, parts.links, parts.settings.locales, now)
        while task.due() is not None:
            task.run()
        yield house


def asked(house: House, path: str, status: int = 200, **headers: str) -> list[tuple[str, Sequence[object]]]:
    """The statements of a miss."""
    begun = fresh(house)
    begun.get("/v1/kinds")  # whoever is first follows the change log up to here
    with traced() as statements:
        found = begun.get(path, **headers)
    assert found.status_code == status, (path, found.text)
    return statements


def own(statements: list[tuple[str, Sequence[object]]]) -> list[str]:
    """Those that are not beside."""
    return [each for each, _ in statements if not BESIDE.match(" ".join(each.split()))]


COST = {
    "/": 3,
    "/v1/records": 1,
    "/v1/records/{ref}": 1,
    "/v1/records/{ref}/editions": 2,
    "/v1/records/{ref}/editions/{n}": 1,
    "/v1/records/{ref}/accessibility": 4,
    "/v1/changes": 2,
    "/fragments/list": 1,
    "/fragments/list.json": 1,
    "/fragments/{ref}": 2,
    "/fragments/{ref}.json": 3,
    "/feeds/{locale}.{suffix}": 2,
    "/feeds/{locale}/topics/{topic}.{suffix}": 2,
    "/feeds/{locale}/topics/{topic}/{kind}.{suffix}": 2,
    "/feeds/{locale}/{kind}.{suffix}": 2,
    "/feeds/{locale}/{kind}.ics": 2,
    "/feeds/{locale}/topics/{topic}/{kind}.ics": 3,
    "/feeds/{locale}/archive/{n}.{suffix}": 9,
    "/feeds/{locale}/{kind}/archive/{n}.{suffix}": 9,
    "/feeds/{locale}/topics/{topic}/archive/{n}.{suffix}": 10,
    "/feeds/{locale}/topics/{topic}/{kind}/archive/{n}.{suffix}": 10,
    "/feeds/{locale}": 4,
    "/pages/{locale}/{slug}": 4,
    "/sitemap.xml": 4,
    "/sitemaps/{locale}/{n}.xml": 1,
}
"""How many statements a miss takes on each route, beside those of BESIDE; none on those that are not named."""


@pytest.mark.parametrize("route", [each.path for each in RESOURCES if each.path not in OVERVIEWS])
def test_each_route_asks_no_more_than_it_needs(kept: House, route: str) -> None:
    names = NAMES | {"ref": "sak", "slug": "sak", "kind": "event" if route.endswith(".ics") else "news"}
    path = re.sub(r"\{(\w+)\}", lambda name: names[name[1]], route)
    begun = fresh(kept)
    begun.get("/v1/kinds")
    with traced() as statements:
        found = begun.get(path, accept_language="nb")
    assert found.status_code == (404 if "security.txt" in route else 200), (path, found.text)
    assert len(own(statements)) <= COST.get(route, 0), own(statements)
    assert len(statements) - len(own(statements)) <= 6


def test_a_feed_that_is_made_again_asks_for_what_was_touched(kept: House) -> None:
    """Where the change log ends is part of what it asks for anyhow; then what was touched, and that."""
    begun = fresh(kept)
    begun.get("/feeds/nb.atom")
    with traced() as statements:
        assert begun.get("/feeds/nb.rss").status_code == 200
    assert len(own(statements)) <= 1, own(statements)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (f"/v1/records/{REF}?locale=nb", 1),
        (f"/v1/records/{SLUG}?locale=nb", 1),
        (f"/v1/records/{SLUG}?locale=en&fields=title", 1),
        (f"/v1/records/{REF}/editions/1?locale=nb", 1),
        (f"/v1/records/{REF}/editions?locale=nb", 2),
    ],
)
def test_a_miss_asks_no_more_than_it_needs(house: House, path: str, most: int) -> None:
    statements = asked(house, path)
    assert len(own(statements)) <= most, own(statements)
    assert len(statements) - len(own(statements)) <= 3


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (f"/fragments/sak{suffix}?locale=nb&variant={variant}&h={level}", most)
        for suffix, most in (("", 2), (".json", 3))
        for variant in VARIANTS
        for level in (2, 5)
    ],
)
def test_a_fragment_that_the_worker_has_kept_is_neither_rendered_nor_checked(
    kept: House, monkeypatch: pytest.MonkeyPatch, path: str, most: int
) -> None:
    """What the ref leads to, and what is kept of it; with a Report, what is kept of that."""
    with monkeypatch.context() as patch:
        patch.setattr(Fragments, "one", lambda *_: None)
        made = fresh(kept).get(path)
    with monkeypatch.context() as patch:
        patch.setattr(fragments, "render", None)
        patch.setattr(accessibility, "check", None)
        statements = asked(kept, path)
        found = fresh(kept).get(path)
    assert len(own(statements)) <= most, own(statements)
    assert (found.status_code, found.content) == (made.status_code, made.content)
    assert found.headers["etag"] == made.headers["etag"]


def test_a_fragment_needs_a_thread_only_to_be_rendered(kept: House, monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[object] = []
    run = Threads.run

    async def counted(self: Threads, work: Callable[[], Any]) -> Any:
        gone.append(work)
        return await run(self, work)

    monkeypatch.setattr(Threads, "run", counted)
    for path in ("/fragments/sak?locale=nb", "/fragments/sak?locale=nb&variant=card&h=4", "/fragments/ingen"):
        fresh(kept).get(path)
    assert not gone
    monkeypatch.setattr(Fragments, "one", lambda *_: None)
    assert fresh(kept).get("/fragments/sak?locale=nb").status_code == 200
    assert len(gone) == 1


def grows(step: str) -> bool:
    """Does a step of a plan cost more the more is published?"""
    if "TEMP B-TREE" in step:
        return True
    scanned = re.match(r"SCAN (\w+)(?!.*VIRTUAL TABLE)(?:.*INDEX (\w+))?", step)
    return scanned is not None and scanned[1] not in SMALL and scanned[2] != TOPICS


def paths(house: House) -> Iterator[str]:
    """One for each route but the overviews, and more where parameters ask other questions."""
    for each in RESOURCES:
        if each.path not in OVERVIEWS:
            yield re.sub(r"\{(\w+)\}", lambda name: NAMES[name[1]], each.path)
    yield f"/v1/records/{SLUG}?locale=en"
    yield "/v1/records/finnes-ikke"
    yield f"/fragments/{REF}?variant=card&h=4"
    yield f"/fragments/list?topic={TOPIC}&kind=page"
    yield f"/v1/records/{REF}/accessibility?format=json"
    yield "/v1/records?locale=nb&q=fylke+samarbeid"
    yield f"/v1/records?locale=nb&q=samarb&kind=page&topic={TOPIC}"
    for among in ("", "&locale=nb", "&kind=page", "&kind=page&locale=nb"):
        yield f"/v1/changes?limit=1{among}"
        yield f"/v1/changes?since={house.json('/v1/changes?limit=1')['next']}{among}"
    for among in ("", "&kind=page", f"&topic={TOPIC}", f"&topic={TOPIC}&kind=page"):
        first = house.json(f"/v1/records?locale=nb&limit=1{among}")
        yield f"/v1/records?locale=nb&limit=1{among}"
        if first["next"]:
            yield f"/v1/records?locale=nb&limit=1{among}&cursor={first['next']}"


def test_every_question_of_the_public_is_led_by_an_index_and_made_ready_once(house: House) -> None:
    """SQLite asks the authorizer about each statement that it makes ready, and so tells whether it does that again for other values."""
    database = open_reading(house.parts.store.path, read_only=True)  # type: ignore[attr-defined]
    prepared: list[object] = []
    database.authorizer = lambda *what: prepared.append(what) or apsw.SQLITE_OK  # type: ignore[func-returns-value]
    wrong: dict[str, list[str]] = {}
    again: list[str] = []
    seen = set[str]()
    for path in paths(house):
        with traced() as statements:
            found = fresh(house).get(path)
        assert found.status_code in {200, 404}, (path, found.text)
        for statement, values in statements:
            if statement in seen or not statement.lstrip().startswith(("SELECT", "WITH")):
                continue
            seen.add(statement)
            plan = [row[3] for row in database.execute("EXPLAIN QUERY PLAN " + statement, values)]
            if bad := [step for step in plan if grows(step)]:
                wrong[f"{path}: {' '.join(statement.split())}"] = bad
            for _ in range(2):
                prepared.clear()
                database.execute(statement, values).fetchall()
            if prepared:
                again.append(statement)
    database.close()
    assert not wrong
    assert not again
    assert len(seen) > 30


@pytest.mark.parametrize(
    ("statement", "bad"),
    [
        ("SELECT slug FROM standing WHERE reason = 'x'", True),
        ("SELECT slug FROM standing AS s WHERE s.locale = 'nb'", True),
        ("SELECT id FROM standing WHERE locale = 'nb' AND state = 'published' ORDER BY slug", True),
        (
            "SELECT id FROM standing WHERE locale = 'nb' AND state = 'published' ORDER BY updated_at DESC",
            False,
        ),
        ("SELECT count(*) FROM change", True),
        ("SELECT value FROM meta", False),
        ("SELECT rowid FROM search_text WHERE search_text MATCH 'a' ORDER BY rowid DESC", False),
        ("SELECT s.id FROM json_each('[]') AS w CROSS JOIN standing AS s ON s.id = w.value", False),
    ],
)
def test_what_grows_is_seen_in_a_plan(house: House, statement: str, *, bad: bool) -> None:
    database = apsw.Connection(str(house.parts.store.path))  # type: ignore[attr-defined]
    plan = [row[3] for row in database.execute("EXPLAIN QUERY PLAN " + statement)]
    database.close()
    assert any(grows(step) for step in plan) == bad, plan
