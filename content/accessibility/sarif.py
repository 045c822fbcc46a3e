"""Reports as one SARIF 2.1.0 log (OASIS Standard), which code hosts and editors show beside the source.

What failed is a result of kind `fail`, at level `error` when it blocks and `warning` when it does not; what a person has
to answer is of kind `open`. A failure that is let pass has a suppression (section 3.35). What passed or did not apply is left out: a log is about what to mend.
"""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from content.accessibility.criteria import BY_NUMBER
from content.accessibility.earl import act_uri
from content.accessibility.questions import QUESTIONS, Question
from content.accessibility.report import Answered, Finding, Report
from content.accessibility.rules import RULES, RULESET, Rule

Json = dict[str, object]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ALL: tuple[Rule | Question, ...] = (*RULES, *QUESTIONS)
_INDEX = {rule.id: number for number, rule in enumerate(_ALL)}


def sarif(reports: Iterable[tuple[str, Report]], rules_page: str | None = None) -> Json:
    """One log with one run. Each Report comes with the name of its source: a relative path or a URL.

    `rules_page` is the address of the page of the rules, where there is one: each rule links to its place there, else to W3C.
    """
    artifacts: list[Json] = []
    results: list[Json] = []
    for number, (source, report) in enumerate(reports):
        artifacts.append(
            {"location": {"uri": source}, "hashes": {"sha-256": report.digest.removeprefix("sha256:")}}
        )
        seen: Counter[str] = Counter()
        for finding in report.findings:
            if finding.outcome in {"failed", "cantTell"}:
                about = _about(finding)
                seen[about] += 1
                results.append(_result(finding, source, number, f"{about}:{seen[about]}"))
    driver: Json = {
        "name": "Nordkalott",
        "version": RULESET,
        "language": "en",
        "rules": [_rule(rule, rules_page) for rule in _ALL],
    }
    run: Json = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": artifacts,
        "results": results,
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule | Question, rules_page: str | None) -> Json:
    described: Json = {
        "id": rule.id,
        "shortDescription": {"text": rule.title.en},
        "help": {"text": rule.help.en},
        "defaultConfiguration": {"level": "error" if rule.blocking else "warning"},
        "properties": {"tags": ["accessibility", *(f"WCAG {number}" for number in rule.wcag)]},
    }
    if rules_page:
        described["helpUri"] = f"{rules_page}#{rule.id}"
    elif rule.act:
        described["helpUri"] = act_uri(rule.act[0])
    elif rule.wcag:
        described["helpUri"] = BY_NUMBER[rule.wcag[0]].url
    return described


def _about(finding: Finding) -> str:
    """What a finding is known by in the next run: the rule and what it is about, or says, and not the line nor the place in the tree,
    which move with every change above. SARIF 2.1.0, section 3.27.17 (partialFingerprints).
    """
    known = f"{finding.rule}\n{finding.subject or finding.message.en}"
    return sha256(known.encode("utf-8", "replace")).hexdigest()[:16]


def _result(finding: Finding, source: str, artifact: int, fingerprint: str) -> Json:
    location: Json = {"physicalLocation": {"artifactLocation": {"uri": source, "index": artifact}}}
    if finding.line is not None:
        location["physicalLocation"] = {
            "artifactLocation": {"uri": source, "index": artifact},
            "region": {"startLine": finding.line},
        }
    if finding.target is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.target, "kind": "element"}]
    failed = finding.outcome == "failed"
    let = finding.override
    suppressed: Json = {}
    if isinstance(let, Answered):
        why = f"{let.by}, until {let.until:%Y-%m-%d}: {let.reason}"
        suppressed["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    return {
        "ruleId": finding.rule,
        "ruleIndex": _INDEX[finding.rule],
        "kind": "fail" if failed else "open",
        "level": ("error" if finding.blocking else "warning") if failed else "none",
        "message": {"text": f"{finding.message.en} {finding.help.en}"},
        "locations": [location],
        # Code hosts look at the first of these names alone, by which they tell an old result from a new one.
        "partialFingerprints": {"primaryLocationLineHash": fingerprint, "nordkalottFinding/v1": fingerprint},
        **suppressed,
    }
