"""One damaged record takes itself away from readers, and nothing else; and operators hear of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from content.model import News
from content.text import Image, Link, Prose, Span
from service.edge.app import Edge
from service.renderings import Renderings
from service.settings import Settings
from service.web.application import application
from service.wiring import now, opened
from tests.contract import build, test_media
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
    rewrite(
        path,
        "revision",
        "content = CAST(replace(CAST(content AS TEXT), 'Om fiske', 'Om fisle') AS BLOB) WHERE id = ?",
        DAMAGED.bytes,
    )


def rewrite(path: str, table: str, change: str, *values: object) -> None:
    """Change one row past the triggers."""
    database = apsw.Connection(path)
    with database:
        triggers = database.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", (table,)
        ).fetchall()
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        database.execute(f"UPDATE {table} SET {change}", values)  # noqa: S608  # our own tests
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


def test_a_damaged_change_takes_only_itself_away(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings(data=str(tmp_path), base_url="https://nordkalott.example.org")
    with opened(settings) as parts:
        house = House(parts=parts, app=Edge(parts.application(), parts.settings))
        for identity, title in ((WHOLE, "Fiske i nord"), (DAMAGED, "Fiske i sor"), (BACK, "Fiske i vest")):
            house.publish(identity, "nb", News(slug=title.replace(" ", "-").lower(), title=title))
        rewrite(str(parts.store.path), "change", "tags = '[]' WHERE id = ?", DAMAGED.bytes)  # type: ignore[attr-defined]
        for path in (*LISTS, "/feeds/nb/archive/1.atom", "/sitemap.xml", "/feeds/nb/news.json"):
            caplog.clear()
            found = fresh(house).get(path)
            assert found.status_code == 200, (path, found.text)
            if path != "/sitemap.xml":
                assert "Fiske i nord" in found.text
                assert "Fiske i vest" in found.text
            if path == "/v1/changes":
                assert "left out of what was asked for: The store is damaged at change 2" in caplog.text
        told, path = [], "/v1/changes?limit=1"
        for _ in range(4):
            page = fresh(house).json(path)
            told += [each["id"] for each in page["changes"]]
            path = f"/v1/changes?limit=1&since={page['next']}"
        assert told == [str(WHOLE), str(BACK)]
        assert any("change 2" in each for each in parts.store.verify())


def test_an_answer_that_was_kept_is_made_again_where_the_log_cannot_be_followed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(Settings(data=str(tmp_path))) as parts, opened(Settings(data=str(tmp_path))) as another:
        house = House(parts=parts, app=Edge(parts.application(), parts.settings))
        beside = House(parts=another, app=Edge(another.application(), another.settings))
        house.publish(WHOLE, "nb", News(slug="fiske", title="Fiske i nord"))
        assert "Fiske i nord" in beside.get("/v1/records/fiske?locale=nb").text
        house.publish(WHOLE, "nb", News(slug="fiske", title="Fiske i vest"))
        rewrite(str(parts.store.path), "change", "tags = '[]' WHERE edition = 2")  # type: ignore[attr-defined]
        assert "Fiske i vest" in beside.get("/v1/records/fiske?locale=nb").text
        assert "all answers are made again: The store is damaged at change 2" in caplog.text


def test_what_links_to_a_damaged_record_is_served_without_the_link(tmp_path: Path) -> None:
    with opened(Settings(data=str(tmp_path), base_url="https://nordkalott.example.org")) as parts:
        house = House(parts=parts, app=Edge(parts.application(), parts.settings))
        body = (Prose(children=(Span(text="Om fiske."),)),)
        house.publish(DAMAGED, "nb", News(slug="fiske-i-sor", title="Fiske i sør", body=body))
        link = Prose(
            children=(Span(text="Se også dette.", marks=("m1",)),),
            mark_defs=(Link(key="m1", record=DAMAGED),),
        )
        house.publish(WHOLE, "nb", News(slug="fiske-i-nord", title="Fiske i nord", body=(link,)))
        assert "fiske-i-sor" in fresh(house).get("/fragments/fiske-i-nord?locale=nb").text
        spoil(str(parts.store.path))  # type: ignore[attr-defined]
        for path in (
            "/feeds/nb.atom", "/feeds/nb.json", "/fragments/fiske-i-nord?locale=nb", "/fragments/fiske-i-nord.json?locale=nb",
            "/pages/nb/fiske-i-nord", "/v1/records/fiske-i-nord?locale=nb",
        ):  # fmt: skip
            found = fresh(house).get(path)
            assert found.status_code == 200, (path, found.text)
            assert "Se også dette." in found.text


def test_what_shows_a_damaged_medium_is_served_as_if_it_were_not_there(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(Settings(data=str(tmp_path), base_url="https://nordkalott.example.org")) as parts:
        house = House(parts=parts, app=Edge(parts.application(), parts.settings))
        picture = Image(src=f"/media/{test_media.kept(parts.store, 1).digest}/bilde-1.jpg", alt="En bro")
        house.publish(WHOLE, "nb", News(slug="fiske", title="Fiske i nord", body=(picture,)))
        rewrite(str(parts.store.path), "medium", "name = 'annet.jpg' WHERE number = 1")  # type: ignore[attr-defined]
        for path in (*LISTS, "/feeds/nb/archive/1.atom", "/fragments/fiske?locale=nb", "/pages/nb/fiske"):
            found = fresh(house).get(path)
            assert found.status_code == 200, (path, found.text)
            assert "Fiske i nord" in found.text
        assert "left out of what was asked for" in caplog.text


def test_an_archive_leaves_out_the_other_language_that_is_damaged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(Settings(data=str(tmp_path), base_url="https://nordkalott.example.org")) as parts:
        house = House(parts=parts, app=Edge(parts.application(), parts.settings))
        for locale in ("nn", "nb"):
            house.publish(WHOLE, locale, News(slug="fiske", title=f"Fiske på {locale}"))
        path = "/feeds/nb/archive/1.atom"
        assert "Fiske på nn" in fresh(house).get(path).text
        rewrite(str(parts.store.path), "revision", "content = x'00' WHERE locale = 'nn'")  # type: ignore[attr-defined]
        found = fresh(house).get(path)
        assert found.status_code == 200
        assert "Fiske på nb" in found.text
        assert "Fiske på nn" not in found.text
        assert "its text cannot be read" in caplog.text
