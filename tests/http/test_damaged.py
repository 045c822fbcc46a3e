"""One damaged record takes itself away from readers, and nothing else; and operators hear of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import apsw
import pytest

from content.model import News
from content.text import Prose, Span
from service.edge.app import Edge
from service.renderings import Renderings
from service.settings import Settings
from service.web.application import application
from service.wiring import now, opened
from tests.contract import build
from tests.http.house import House

WHOLE, DAMAGED, BACK = (build.identity(number) for number in (1, 2, 3))
LISTS = (
    "/v1/records?locale=nb",
    "/v1/records?locale=nb&kind=news",
    "/v1/records?locale=nb&q=fiske",
    "/v1/changes",
    "/feeds/nb.atom",
    "/feeds/nb/news.rss",
    "/feeds/nb.json",
    "/feeds/nb",
    "/fragments/list?locale=nb",
    "/",
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Three records with kept fragments, of which the content of one is not what was stored."""
    settings = Settings(
        data=str(tmp_path_factory.mktemp("damaged")), base_url="https://nordkalott.example.org"
    )
    with opened(settings) as parts:
        house = House(parts=parts, app=Edge(parts.application(), parts.settings))
        for identity, title in ((WHOLE, "Fiske i nord"), (DAMAGED, "Fiske i sør"), (BACK, "Fiske i vest")):
            body = (Prose(children=(Span(text="Om fiske."),)),)
            house.publish(
                identity,
                "nb",
                News(slug=title.replace(" ", "-").lower().replace("ø", "o"), title=title, body=body),
            )
        task = Renderings(parts.store, parts.links, parts.settings.locales, now)
        while task.due() is not None:
            task.run()
        spoil(str(parts.store.path))  # type: ignore[attr-defined]
        yield house


def spoil(path: str) -> None:
    """Change a letter in the content of a record, as a bad disk would: past the triggers."""
    database = apsw.Connection(path)
    with database:
        triggers = database.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'revision'"
        ).fetchall()
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        database.execute(
            "UPDATE revision SET content = CAST(replace(CAST(content AS TEXT), 'Om fiske', 'Om fisle') AS BLOB) WHERE id = ?",
            (DAMAGED.bytes,),
        )
        assert database.changes() == 1
        for _, statement in triggers:
            database.execute(str(statement))
    database.close()


def fresh(house: House) -> House:
    return House(parts=house.parts, app=Edge(house.parts.application(), house.parts.settings))


@pytest.mark.parametrize("path", LISTS)
def test_a_list_gives_what_is_whole_and_tells_operators_what_it_leaves_out(
    house: House, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    with caplog.at_level(logging.ERROR, "nordkalott.store"):
        found = fresh(house).get(path)
    assert found.status_code == 200, found.text
    assert "Fiske i nord" in found.text
    assert "Fiske i vest" in found.text
    assert "Fiske i sør" not in found.text
    assert (
        f"left out of what was asked for: The store is damaged at edition 1 (revision 1) of record {DAMAGED}"
        in caplog.text
    )


def test_the_record_alone_is_refused(house: House) -> None:
    assert fresh(house).get(f"/v1/records/{DAMAGED}?locale=nb").status_code == 500
    assert fresh(house).get(f"/v1/records/{WHOLE}?locale=nb").status_code == 200


def test_the_change_feed_has_its_change_without_the_record(house: House) -> None:
    changes = fresh(house).json("/v1/changes")["changes"]
    assert [(each["id"], "record" in each) for each in changes] == [
        (str(WHOLE), True),
        (str(DAMAGED), False),
        (str(BACK), True),
    ]


def test_what_is_left_out_is_counted_and_looked_at_again_within_a_minute(house: House) -> None:
    resources = house.parts.resources(1 << 20)
    process = resources.process
    assert process.left_out == 0

    asked = House(parts=house.parts, app=Edge(application(resources), house.parts.settings))
    asked.get("/feeds/nb.atom")
    assert process.left_out == 1
    asked.get("/feeds/nb.atom")
    assert process.left_out == 1
    [counted] = [each for each in process.counts() if each.name == "damaged_rows_total"]
    assert counted.samples[0].value == 1


def test_doctor_names_it(house: House) -> None:
    assert any(str(DAMAGED) in each for each in house.parts.store.verify())
