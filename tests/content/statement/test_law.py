"""The law as data: the criteria that it asks for add up, and agree with those of the Recommendation."""

import datetime

from content.accessibility.criteria import BY_NUMBER, CRITERIA
from content.accessibility.rules import RULES
from content.statement import law

EXCEPTED = {"1.2.3", "1.2.4"}


def numbers(day: str) -> list[str]:
    return [each.number for each in law().on(datetime.date.fromisoformat(day))]


def test_there_were_35_then_47_and_are_48() -> None:
    assert len(numbers("2023-01-31")) == 35
    assert len(numbers("2023-02-01")) == 47
    assert len(numbers("2024-01-31")) == 47
    assert len(numbers("2024-02-01")) == 48
    assert set(numbers("2024-02-01")) - set(numbers("2024-01-31")) == {"1.2.5"}
    assert numbers("2013-01-01") == []


def test_they_are_those_of_the_recommendation_and_parsing_without_the_excepted() -> None:
    assert set(numbers("2026-01-01")) == {*CRITERIA, "4.1.1"} - EXCEPTED
    assert [each for each in numbers("2026-01-01") if each != "4.1.1"] == [
        each for each in CRITERIA if each not in EXCEPTED
    ]
    for each in law().criteria:
        if each.number in BY_NUMBER:
            assert (each.level, each.url) == (BY_NUMBER[each.number].level, BY_NUMBER[each.number].url)


def test_what_the_check_can_find_has_a_consequence_for_people() -> None:
    found = {number for rule in RULES if rule.blocking and rule.decides for number in rule.wcag}
    told = {each.number for each in law().criteria if each.consequence}
    asked = {each.number for each in law().criteria}
    assert found & asked <= told


def test_every_text_is_in_both_languages() -> None:
    for each in law().criteria:
        for message in (each.name, each.note, each.consequence):
            assert message is None or (message.nb.strip() and message.en.strip())
