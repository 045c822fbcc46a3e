"""The W3C ACT rules, rule by rule, on markup of our own: at least eight variations of each, most of them many more.

What is right was decided by the text of the rule and of the specifications that it names, not by what a checker says. The examples
of W3C itself are run by `tests/conformance`.
"""

import pytest

from content.accessibility.check import RULES, check
from content.accessibility.report import Outcome
from content.accessibility.tree import is_document
from tests.conformance.test_act import FLOOR
from tests.content.accessibility.act_aria import ARIA
from tests.content.accessibility.act_names import NAMES
from tests.content.accessibility.act_pages import PAGES
from tests.content.accessibility.judging import Examples, cases

EXAMPLES: Examples = {**NAMES, **ARIA, **PAGES}
LEAST = 8


def _outcome(act: str, html: str, mode: str) -> Outcome:
    found = {one.outcome for one in check(html, mode=mode).findings if act in one.act}  # type: ignore[arg-type]
    order: tuple[Outcome, ...] = ("failed", "cantTell", "passed", "inapplicable")
    return next((outcome for outcome in order if outcome in found), "inapplicable")


@pytest.mark.parametrize(("act", "outcome", "html"), cases(EXAMPLES))
def test_it_answers_as_the_rule_says(act: str, outcome: Outcome, html: str) -> None:
    assert _outcome(act, html, "document" if is_document(html) else "fragment") == outcome


@pytest.mark.parametrize("act", ["2779a5", "b5c3f8", "bf051a"])
@pytest.mark.parametrize(
    "html",
    [
        '<svg lang="xx"><text>A</text></svg>',
        '<?xml version="1.0"?>\n<!-- a --><svg lang="xx"/>',
        "<math><mi>x</mi></math>",
        "<!DOCTYPE svg><svg/>",
    ],
)
def test_a_document_without_html_is_no_page(act: str, html: str) -> None:
    assert _outcome(act, html, "document") == "inapplicable"


def test_every_rule_with_an_act_id_has_its_examples() -> None:
    assert set(EXAMPLES) == set(FLOOR)
    assert set(FLOOR) <= {act for rule in RULES for act in rule.act}
    few = {act: count for act, ways in EXAMPLES.items() if (count := sum(map(len, ways.values()))) < LEAST}
    assert few == {}
