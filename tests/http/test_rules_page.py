"""The accessibility rules at /docs/rules, for people and for tools."""

import pytest
import turbohtml

from content.accessibility import QUESTIONS, RULES, RULESET
from tests.http.house import House


@pytest.mark.parametrize("locale", ["nb", "en"])
def test_every_rule_has_its_place_and_its_words(house: House, locale: str) -> None:
    answer = house.get(f"/docs/rules?locale={locale}")
    page = turbohtml.parse(answer.text)

    assert answer.status_code == 200
    assert f" {RULESET}" in page.select_one(".opening").text  # type: ignore[union-attr]
    for rule in RULES:
        found = page.select_one(f"#{rule.id}")
        assert found is not None, rule.id
        said = [rule.title, rule.applicability, rule.expectation, rule.help]
        text = " ".join(found.text.split())
        for message in said:
            assert " ".join((message.en if locale == "en" else message.nb).split()) in text


def test_what_is_asked_beside_the_rules_has_its_place_too(house: House) -> None:
    page = turbohtml.parse(house.get("/docs/rules?locale=nb").text)

    for question in QUESTIONS:
        found = page.select_one(f"#{question.id}")
        assert found is not None, question.id
        assert question.title.nb in found.text


def test_every_link_within_the_page_leads_somewhere(house: House) -> None:
    page = turbohtml.parse(house.get("/docs/rules").text)
    targets = {link.attrs["href"] for link in page.select("a[href^='#']")}

    assert len(targets) > len(RULES)
    assert [target for target in targets if page.select_one(str(target)) is None] == []


def test_examples_are_shown_as_text_and_not_as_markup(house: House) -> None:
    page = turbohtml.parse(house.get("/docs/rules").text)
    shown = {code.text for code in page.select("pre code")}

    assert page.select("marquee, script, main main, iframe") == []
    assert {rule.passing for rule in RULES} <= shown
    assert {rule.failing for rule in RULES if rule.failing} <= shown


def test_tools_get_the_same(house: House) -> None:
    answer = house.get("/docs/rules.json")
    said = answer.json()

    assert said["ruleset"] == RULESET
    assert [rule["id"] for rule in said["rules"]] == [rule.id for rule in RULES]
    assert said["rules"][0]["url"] == f"{house.parts.settings.base_url}/docs/rules#{RULES[0].id}"
    assert answer.headers["etag"]
    assert house.get("/docs/rules.json", if_none_match=answer.headers["etag"]).status_code == 304


def test_the_reference_links_to_them(house: House) -> None:
    assert "/docs/rules?locale=en" in house.get("/docs?locale=en").text
    assert "/docs/rules?locale=nb" in house.get("/docs/rules?locale=en").text
