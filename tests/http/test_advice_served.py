"""No alarm on what is served: every fragment and page of the library and the examples, and every page of ours."""

from __future__ import annotations

import pytest

from content.accessibility import is_document
from content.advice import advise
from tests.content.advice.test_suspicion import langid
from tests.http.house import House


def addresses(house: House) -> list[str]:
    """What people read: of each record its page and its fragment, in every locale that it has, and the pages about them."""
    found = ["/", "/docs", "/docs/rules", "/tilgjengelighet"]
    for locale in ("nb", "nn", "en"):
        found += [f"/?locale={locale}", f"/feeds/{locale}", f"/fragments/list?locale={locale}"]
        for record in house.json(f"/v1/records?locale={locale}&limit=100")["records"]:
            found.append(f"/fragments/{record['id']}?locale={record['locale']}")
            found.append(f"/pages/{record['locale']}/{record['slug']}")
    return found


def test_nothing_that_is_served_is_suspected(house: House) -> None:
    looked = 0
    for address in addresses(house):
        answer = house.get(address)
        if answer.status_code != 200 or "html" not in answer.headers["content-type"]:
            continue
        said = advise(
            answer.text, mode="document" if is_document(answer.text) else "fragment", detector=langid()
        ).language
        assert [each.message.en for each in said.findings] == [], address
        looked += said.passages
    assert looked > 500


@pytest.mark.parametrize("locale", ["se", "fkv"])
def test_a_fallback_keeps_its_own_language(house: House, locale: str) -> None:
    answer = house.get(f"/fragments/internasjonal-avdeling?locale={locale}")
    assert answer.status_code == 200
    assert advise(answer.text, detector=langid()).language.findings == ()
