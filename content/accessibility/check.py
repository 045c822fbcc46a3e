"""The check: markup in, Report out. Pure and deterministic: the same markup gives the same Report."""

from hashlib import sha256

import msgspec

from content.accessibility.criteria import CRITERIA
from content.accessibility.facts import Facts
from content.accessibility.report import MOST_FINDINGS, Finding, Outcome, Report
from content.accessibility.rules import RULES, RULESET, Rule
from content.accessibility.subjects import subject
from content.accessibility.tree import Element, Mode, is_document
from content.errors import Message


def _settled(rule: Rule, outcome: Outcome) -> Finding:
    return Finding(
        rule=rule.id,
        act=rule.act,
        wcag=rule.wcag,
        outcome=outcome,
        blocking=rule.blocking,
        message=rule.title,
        help=rule.help,
    )


_PASSED = {rule.id: _settled(rule, "passed") for rule in RULES}
_INAPPLICABLE = {rule.id: _settled(rule, "inapplicable") for rule in RULES}
_BY_MODE: dict[Mode, tuple[Rule, ...]] = {
    "fragment": tuple(rule for rule in RULES if rule.mode != "document"),
    "document": tuple(rule for rule in RULES if rule.mode != "fragment"),
}


def _tested(mode: Mode) -> tuple[str, ...]:
    touched = {criterion for rule in _BY_MODE[mode] if rule.decides for criterion in rule.wcag}
    return tuple(criterion for criterion in CRITERIA if criterion in touched)


_TESTED: dict[Mode, tuple[str, ...]] = {"fragment": _tested("fragment"), "document": _tested("document")}
_UNTESTED: dict[Mode, tuple[str, ...]] = {
    "fragment": tuple(one for one in CRITERIA if one not in _TESTED["fragment"]),
    "document": tuple(one for one in CRITERIA if one not in _TESTED["document"]),
}


def criteria_of(rule: str) -> tuple[str, ...]:
    """The WCAG criteria of a rule by its id; () for one that this rule set does not have."""
    known = _PASSED.get(rule)
    return known.wcag if known else ()


def check(html: str, *, mode: Mode = "fragment", heading_level: int = 2) -> Report:
    """Checks a fragment or a whole document against the rule set `RULESET`.

    `heading_level` (1 to 6) is the level at which a fragment's headings start; documents do not use it. Findings that
    failed or that a person has to answer come first, in document order; then one Finding for each rule that passed or
    did not apply. Lone surrogates count as U+FFFD, as when the markup is written to UTF-8.
    """
    data = html.encode("utf-8", "replace") if html.isascii() else _encoded(html)
    text = data.decode("utf-8")
    facts = Facts(text, mode=mode, heading_level=heading_level)
    open_: list[tuple[int, int, Finding]] = []
    settled: list[Finding] = []
    failures: dict[str, int] = {}
    for number, rule in enumerate(_BY_MODE[mode]):
        failed, doubtful, applied = _judge(rule, facts)
        if failed:
            failures[rule.id] = len(failed)
        if failed or doubtful:
            listed = [(element, True) for element in failed] + [(element, False) for element in doubtful]
            open_ += [
                (element.index, number, _finding(rule, facts, element, failed=fails))
                for element, fails in listed[:MOST_FINDINGS]
            ]
        else:
            settled.append((_PASSED if applied else _INAPPLICABLE)[rule.id])
    open_.sort(key=lambda entry: entry[:2])
    blocked = {rule: count for rule, count in failures.items() if _PASSED[rule].blocking}
    return Report(
        outcome="failed" if failures else "no_failures_found",
        publishable=not blocked,
        blocking_failures=blocked,
        ruleset=RULESET,
        digest="sha256:" + sha256(data).hexdigest(),
        tested=_TESTED[mode],
        untested=_UNTESTED[mode],
        findings=(*(finding for _, _, finding in open_), *settled),
    )


def _encoded(html: str) -> bytes:
    try:
        return html.encode()
    except UnicodeEncodeError:
        return html.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _judge(rule: Rule, facts: Facts) -> tuple[list[Element], list[Element], bool]:
    """The elements that fail, those that a person has to judge, and whether the rule applied at all."""
    failed: list[Element] = []
    doubtful: list[Element] = []
    applied = False
    for element in rule.applies(facts):
        applied = True
        answer = rule.expects(facts, element)
        if answer is not True:
            (failed if answer is False else doubtful).append(element)
    return failed, doubtful, applied


def _finding(rule: Rule, facts: Facts, element: Element, *, failed: bool) -> Finding:
    what = rule.detail(facts, element)
    said = rule.failed if failed else rule.doubt or rule.title
    return msgspec.structs.replace(
        _PASSED[rule.id],
        outcome="failed" if failed else "cantTell",
        target=facts.selector(element),
        line=element.line,
        subject=subject(rule.about(facts, element), facts.subjects),
        message=Message(nb=said.nb.replace("{what}", what), en=said.en.replace("{what}", what)),
    )


__all__ = ["RULES", "RULESET", "check", "criteria_of", "is_document"]
