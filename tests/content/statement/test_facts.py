"""The facts: how each criterion is tested, which breaches are known, and nothing more than that."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from content import statement
from content.accessibility.rules import RULES
from content.errors import Invalid
from content.ports import Store
from content.ports.proof import Scope
from content.statement import Facts, broken
from content.statement import facts as facts_module
from content.store import open_store
from service.links import PublicLinks
from tests.contract import build, test_audits
from tests.contract.test_proof import answered, asking, checked_again, failing

NOW = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
LINKS = PublicLinks("https://example.org")
WRITTEN = {
    "criteria": ["1.2.5"],
    "what": {"nb": "Filmen mangler synstolking.", "en": "The film has no description."},
    "consequence": {"nb": "Den som ikke ser …", "en": "Whoever cannot see …"},
    "reason": {"nb": "Den er bestilt.", "en": "It has been ordered."},
    "mend_by": "2027-02-01",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "nordkalott.db")
    yield opened
    opened.close()


def gathered(store: Store, scope: Scope | None = None, **more: Any) -> Facts:
    with store.read() as reading:
        return statement.gather(reading, scope or Scope(), LINKS, NOW, **more)


def test_each_criterion_says_how_it_is_tested(store: Store) -> None:
    facts = gathered(store)
    by_number = {each.number: each for each in facts.criteria}
    assert len(facts.criteria) == 48
    assert by_number["1.1.1"].tested == "machine"
    assert "image-name" in by_number["1.1.1"].rules
    assert (by_number["1.2.2"].tested, by_number["1.2.2"].rules) == ("person", ())
    assert by_number["1.2.2"].questions
    assert (by_number["2.3.1"].tested, by_number["2.3.1"].rules) == ("none", ())
    # A rule for whole documents says nothing of the fragments that are published here.
    documents = {rule.id for rule in RULES if rule.mode == "document"}
    assert not documents & {rule for each in facts.criteria for rule in (*each.rules, *each.questions)}
    assert {each.breaches for each in facts.criteria} == {0}


def test_a_browser_tests_what_markup_does_not_tell_and_what_failed_there_is_a_breach(store: Store) -> None:
    before = {each.number: each for each in gathered(store).criteria}["1.4.3"]
    assert (before.tested, before.browser) == ("person", ())
    # A rule that neither decides nor asks tests nothing.
    assert "text-contrast" not in before.questions
    test_audits.published(store, 1, "mote")
    card, full = (
        test_audits.audit(path, outcome="failed", number=1, edition=1) for path in ("/card", "/full")
    )
    test_audits.keep(store, card, full)
    facts = gathered(store)
    after = {each.number: each for each in facts.criteria}["1.4.3"]
    assert (after.tested, after.browser, after.breaches) == ("machine", ("axe/color-contrast",), 1)
    [breach] = facts.breaches
    assert (breach.source, breach.rule, breach.criteria) == ("browser", "axe/color-contrast", ("1.4.3",))
    assert (breach.editions, [each.url for each in breach.places]) == (
        1,
        ["https://example.org/pages/nb/mote"],
    )
    assert breach.what.nb == "Ikke oppfylt i en nettleser: kontrast (minimum)"
    assert breach.consequence
    assert gathered(store, Scope(locale="se")).breaches == ()


def test_what_the_check_found_is_a_breach_with_consequence_reason_and_places(store: Store) -> None:
    build.publish(store, 1, build.news("en", "Første"), checked=failing({"image-name": 2, "id-unique": 1}))
    build.publish(store, 2, build.news("to", "Andre"), checked=failing({"image-name": 1}))
    facts = gathered(store)
    [breach] = facts.breaches  # a failure of the house's own rules breaks no law
    assert (breach.source, breach.rule, breach.criteria) == ("check", "image-name", ("1.1.1",))
    assert breach.consequence
    assert breach.reason.nb
    assert (breach.editions, [each.title for each in breach.places]) == (2, ["Første", "Andre"])
    assert breach.places[0].url == "https://example.org/pages/nb/en"
    assert {each.number: each.breaches for each in facts.criteria}["1.1.1"] == 1
    assert (facts.sums.repair, facts.complete) == (2, True)


def test_the_reason_says_whether_it_went_out_so_or_was_found_later(store: Store) -> None:
    build.publish(store, 1, build.news("en"), checked=failing({"image-name": 1}))
    build.publish(store, 2, build.news("to"), checked=build.evidence())
    checked_again(store, 2, {"image-name": 1})
    first, later = gathered(store).breaches
    assert (first.since, later.since) == (None, build.at(50))
    assert first.reason != later.reason
    assert "newer rules" in later.reason.en


def test_what_people_say_is_a_breach_with_their_reason(store: Store) -> None:
    build.publish(store, 1, build.news("en"), checked=asking("video-captions"))
    answered(store, 1, "video-captions", "failed", days=3000)
    facts = gathered(store)
    [breach] = facts.breaches
    assert (breach.source, breach.criteria[0], breach.reason.nb) == ("person", "1.2.2", "Fordi failed")
    answered(store, 1, "video-captions", "passed", days=3000)
    by_number = {each.number: each for each in gathered(store).criteria}
    assert (by_number["1.2.2"].answers, by_number["1.2.2"].breaches) == (1, 0)


def test_only_so_many_are_looked_into_and_that_is_said(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts_module, "MOST_EDITIONS", 2)
    monkeypatch.setattr(broken, "MOST_PLACES", 1)
    for number in range(1, 4):
        build.publish(store, number, build.news(f"sak-{number}"), checked=failing({"image-name": 1}))
    facts = gathered(store)
    assert (facts.complete, facts.sums.repair) == (False, 3)
    assert (facts.breaches[0].editions, len(facts.breaches[0].places)) == (2, 1)


def test_what_operators_wrote_down_is_about_everything_and_not_about_some(store: Store) -> None:
    known = statement.read({"breach": [WRITTEN]})
    [breach] = gathered(store, known=known).breaches
    assert (breach.source, breach.criteria) == ("operator", ("1.2.5",))
    assert breach.mend_by == datetime.date(2027, 2, 1)
    assert gathered(store, Scope(kind="news"), known=known).breaches == ()


def test_it_never_says_that_anything_conforms(store: Store) -> None:
    facts = gathered(store)
    assert "do not say that anything conforms" in facts.note.en
    said = msgspec.json.encode(facts).decode().replace(facts.note.en, "").replace(facts.note.nb, "")
    assert "conform" not in said
    assert "i samsvar" not in said


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"breach": [{}]}, {f"/breach/0/{each}" for each in ("criteria", "what", "consequence", "reason")}),
        ({"breach": [WRITTEN | {"criteria": []}]}, {"/breach/0/criteria"}),
        ({"breach": [WRITTEN, WRITTEN | {"criteria": ["1.2.5", "1.2.3"]}]}, {"/breach/1/criteria/1"}),
        ({"breach": [WRITTEN | {"what": {"nb": "Bare norsk"}}]}, {"/breach/0/what/en"}),
        ({"breach": [WRITTEN | {"mend_by": "soon"}]}, {"/breach/0/mend_by"}),
        ({"breach": [WRITTEN | {"why": "x"}]}, {"/breach/0/why"}),
        ({"breaches": []}, {"/breaches"}),
        ({"breach": 1}, {"/breach"}),
    ],
)
def test_every_fault_in_what_operators_write_is_told(data: Any, expected: set[str]) -> None:
    with pytest.raises(Invalid) as raised:
        statement.read(data)
    assert {each.pointer for each in raised.value.faults} == expected
