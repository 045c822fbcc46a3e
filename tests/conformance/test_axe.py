"""axe-core in jsdom beside our own check: on examples of our own always, on the W3C's where the corpus is there."""

from __future__ import annotations

import pytest

from tests.conformance import checkers, comparing, corpus
from tests.conformance.checkers import Checked

_PAGE = '<!DOCTYPE html><html lang="nb"><head><title>Prøve</title></head><body><main><h1>Prøve</h1>{}</main></body></html>'
BOTH = {
    "": set(),
    '<p><img src="fjord.png"></p>': {"1.1.1"},
    '<p><a href="/les"></a></p>': {"2.4.4"},
    "<p><button></button></p>": {"4.1.2"},
    '<p><input type="text"></p>': {"4.1.2"},
    '<p lang="norsk">Hei.</p>': {"3.1.2"},
    '<div role="listbox" aria-label="Valg"><p>Ingen valg.</p></div>': {"1.3.1"},
}
"""What stands in a page, and a criterion that both say it fails."""


def _needed() -> None:
    if why := checkers.missing():
        pytest.fail(why)


def _criteria(checked: Checked) -> list[set[str]]:
    return [{number for each in failures for number in each.wcag} for failures in checked.failures]


def test_both_find_what_nobody_doubts() -> None:
    _needed()
    documents = [_PAGE.format(body) for body in BOTH]
    for found in (_criteria(checkers.ours(documents)), _criteria(checkers.axe(documents))):
        for numbers, expected in zip(found, BOTH.values(), strict=True):
            assert numbers >= expected
            assert numbers or not expected
    assert checkers.axe(documents[:1]).failures == checkers.ours(documents[:1]).failures == [[]]


def test_axe_finds_nothing_in_our_fragments() -> None:
    _needed()
    documents = [_PAGE.format(html) for html in comparing.fragments()[::4]]
    assert len(documents) > 30
    assert checkers.axe(documents).failures == [[]] * len(documents)


@pytest.mark.skipif(
    not corpus.CORPUS.is_file(), reason=f"no corpus at {corpus.CORPUS}: set NORDKALOTT_CORPUS"
)
def test_side_by_side_on_the_examples(capsys: pytest.CaptureFixture[str]) -> None:
    _needed()
    examples = corpus.examples()
    documents = [each.html for each in examples]
    ours, theirs = checkers.ours(documents), checkers.axe(documents)
    counted = [corpus.tallies(zip(examples, each.failures, strict=True)) for each in (ours, theirs)]
    with capsys.disabled():
        shown = {"Nordkalott": (counted[0], ours.median), "axe-core in jsdom": (counted[1], theirs.median)}
        print("\n".join(corpus.table(shown)))  # noqa: T201 - the table is what people run this for
    found, alarms = (
        [sum(getattr(tally, name) for tally in each.values()) for each in counted]
        for name in ("found", "false_alarms")
    )
    assert found[0] >= found[1]
    assert alarms[0] <= alarms[1]
    assert ours.median < theirs.median
