"""Advice over HTTP: beside the Report of a draft, of a conversion and of any markup; by the setting, and in no one's way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from service.settings import Settings
from service.wiring import opened
from tests.http.house import House, furnished

ENGLISH = "The county has opened a call for cooperation in the north."
BODY = f"<p>Vi søker partnere i nord.</p><p>{ENGLISH}</p>"
RULE = "language-of-parts-suspected"


@pytest.fixture
def kari(own_house: House) -> str:
    """A token that may write drafts and publish."""
    return own_house.token("publish", name="Kari")


def data(response: Any, status: int = 200) -> Any:
    """The JSON of an answer that has this status."""
    assert response.status_code == status, response.text
    return msgspec.json.decode(response.content)


def suspected(found: Any) -> list[str]:
    """The rules of what is suspected."""
    return [each["rule"] for each in found["advice"]["language"]["findings"]]


def test_a_draft_is_checked_with_advice_and_published_all_the_same(own_house: House, kari: str) -> None:
    draft = {"kind": "news", "locale": "nb", "slug": "nytt", "title": "Nytt", "summary": "Kort."}
    begun = data(own_house.send("POST", "/v1/drafts", draft | {"body_html": BODY}, token=kari), 201)
    where = f"/v1/drafts/{begun['id']}/nb"
    found = data(own_house.send("POST", f"{where}/check", token=kari))
    assert suspected(found) == [RULE]
    assert found["advice"]["clarity"]["lang"] == "nb"
    assert RULE not in {each["rule"] for each in found["findings"]}
    publish = {"revision": 1, "update": "major"}
    assert data(own_house.send("POST", f"{where}/publish", publish, token=kari))["state"] == "published"


def test_a_part_that_is_marked_is_not_suspected(own_house: House, kari: str) -> None:
    html = f'<p>Vi søker partnere i nord.</p><p lang="en">{ENGLISH}</p>'
    assert suspected(data(own_house.send("POST", "/v1/convert", {"html": html}, token=kari))) == []


def test_a_conversion_is_in_its_locale(own_house: House, kari: str) -> None:
    sent = {"html": f"<p>{ENGLISH}</p>"}
    assert suspected(data(own_house.send("POST", "/v1/convert", sent, token=kari))) == [RULE]
    english = data(own_house.send("POST", "/v1/convert", sent | {"locale": "en"}, token=kari))
    assert suspected(english) == []
    sami = data(own_house.send("POST", "/v1/convert", sent | {"locale": "se"}, token=kari))
    assert sami["advice"]["clarity"]["lix"] is None


def test_any_markup(own_house: House, kari: str) -> None:
    sent = {"html": f'<div lang="nb">{BODY}</div>'}
    found = data(own_house.send("POST", "/v1/check", sent, token=kari))
    assert suspected(found) == [RULE]
    assert found["outcome"] == "no_failures_found"
    log = data(own_house.send("POST", "/v1/check?format=sarif", sent, token=kari))
    assert [each["ruleId"] for each in log["runs"][0]["results"]] == [RULE]


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[House]:
    """A house where it is switched off."""
    settings = Settings(data=str(tmp_path), language_advice="off")
    with opened(settings) as parts:
        yield furnished(parts, examples=False)


def test_switched_off_it_says_so(silent: House) -> None:
    token = silent.token("drafts", name="Kari")
    found = data(silent.send("POST", "/v1/convert", {"html": BODY}, token=token))
    assert suspected(found) == []
    assert found["advice"]["language"]["detector"] is None
    assert "switched off" in found["advice"]["language"]["note"]["en"]
    assert found["advice"]["clarity"]["words"] == 5 + 11
