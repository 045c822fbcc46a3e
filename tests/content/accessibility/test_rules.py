"""What holds for every rule: it can be told, referred to, and shown failing and passing."""

import re

import pytest

from content.accessibility.criteria import BY_NUMBER
from content.accessibility.rules import RULES, RULESET, Rule
from content.errors import Message

from .judging import outcome_of

_identity = re.compile(r"[a-z]+(?:-[a-z]+)*\Z")
_act = re.compile(r"[0-9a-z]{6}\Z")
_technique = re.compile(r"(?:ARIA|[CFGHT]|SCR|PDF)[0-9]{1,3}\Z")
_placeholder = re.compile(r"\{([^}]*)\}")

each_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])


def test_rule_set_has_a_version_and_every_id_once() -> None:
    assert re.match(r"20[0-9]{2}\.[0-9]+\Z", RULESET)
    assert len({rule.id for rule in RULES}) == len(RULES)


@each_rule
def test_rule_can_be_told_and_referred_to(rule: Rule) -> None:
    said = [rule.title, rule.applicability, rule.expectation, rule.failed, rule.help]
    said += [rule.doubt] if rule.doubt is not None else []

    assert _identity.match(rule.id)
    assert all(_act.match(act) for act in rule.act)
    assert all(number in BY_NUMBER for number in rule.wcag)
    assert all(_technique.match(technique) for technique in rule.techniques)
    assert [message for message in said if not _is_told(message)] == []


@each_rule
def test_rule_says_of_its_own_examples_what_it_says_of_them(rule: Rule) -> None:
    # A rule whose applicability is the fault itself does not apply to what is right.
    assert outcome_of(rule.id, rule.passing) in {"passed", "inapplicable"}
    if rule.failing:
        assert outcome_of(rule.id, rule.failing) == "failed"
    if rule.asking:
        assert outcome_of(rule.id, rule.asking) == "cantTell"


@each_rule
def test_rule_is_shown_where_it_finds_something(rule: Rule) -> None:
    assert rule.failing or (rule.asking and not rule.decides)
    assert not rule.asking or rule.doubt is not None


@each_rule
def test_blocking_rule_is_of_level_a_or_aa_or_the_house_own(rule: Rule) -> None:
    levels = {BY_NUMBER[number].level for number in rule.wcag}
    assert not rule.blocking or not levels or levels & {"A", "AA"}


def _is_told(message: Message) -> bool:
    return all(
        text.strip() == text != "" and set(_placeholder.findall(text)) <= {"what"}
        for text in (message.nb, message.en)
    )
