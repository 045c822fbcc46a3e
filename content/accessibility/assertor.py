"""A second assertor in EARL: what a real browser found, beside what the check says (EARL 1.0 Schema, section 2.2).

It speaks of the same subject, by the same digest: an Audit of other bytes has no place beside a Report.
"""

from __future__ import annotations

from datetime import UTC

from content.accessibility.audit import Audit, Looked
from content.accessibility.criteria import BY_NUMBER
from content.accessibility.earl import JsonLd
from content.accessibility.report import Outcome

_WORST_FIRST: tuple[Outcome, ...] = ("failed", "cantTell", "passed", "inapplicable")


def beside(document: JsonLd, audit: Audit | None, digest: str, subject_url: str) -> JsonLd:
    """The EARL document with the assertions of an audit of the bytes with this digest; as it is where there is none."""
    if audit is None or audit.digest != digest or audit.outcome == "could_not_audit":
        return document
    graph = document["@graph"]
    assert isinstance(graph, list)  # noqa: S101  # for the types: `earl` makes a list
    return {**document, "@graph": [*graph, *_assertions(audit, subject_url)]}


def _assertions(audit: Audit, subject_url: str) -> list[JsonLd]:
    assertor = f"urn:nordkalott:audit:{audit.setup.removeprefix('sha256:')}"
    when = audit.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    made: list[JsonLd] = [
        {
            "@id": assertor,
            "@type": ["earl:Assertor", "earl:Software"],
            "title": "Nordkalott audit in a browser",
            "version": f"axe-core {audit.axe}, {audit.browser}",
        }
    ]
    for looked in audit.rules:
        made.append(_test(audit, looked))
        places = [each for each in audit.findings if each.rule == looked.rule]
        worst = min(looked.outcomes.values(), key=_WORST_FIRST.index)
        results: list[JsonLd] = [
            _result(each.outcome, when, each.where)
            | {
                "pointer": [
                    {
                        "@type": "ptr:CSSSelectorPointer",
                        "expression": each.target,
                        "reference": subject_url,
                    }
                ]
            }
            for each in places
        ]
        if not places:
            results.append(_result(worst, when, ", ".join(sorted(looked.outcomes))))
        made += [
            {
                "@type": "earl:Assertion",
                "assertedBy": assertor,
                "subject": subject_url,
                "test": [_uri(audit, looked.rule), *_criteria(looked)],
                "mode": "earl:automatic",
                "result": result,
            }
            for result in results
        ]
    return made


def _result(outcome: Outcome, when: str, where: str) -> JsonLd:
    return {
        "@type": "earl:TestResult",
        "outcome": f"earl:{outcome}",
        "date": when,
        "description": [{"@value": f"Looked at: {where}", "@language": "en"}],
    }


def _test(audit: Audit, looked: Looked) -> JsonLd:
    return {
        "@id": _uri(audit, looked.rule),
        "@type": "earl:TestCase",
        "identifier": looked.rule,
        "title": [{"@value": looked.help, "@language": "en"}],
        "isPartOf": _criteria(looked),
    }


def _criteria(looked: Looked) -> list[str]:
    return [BY_NUMBER[number].url for number in looked.wcag if number in BY_NUMBER]


def _uri(audit: Audit, rule: str) -> str:
    """axe-core gives each rule an address, by its version up to the second number."""
    by, _, name = rule.partition("/")
    minor = audit.axe.rpartition(".")[0]
    return (
        f"https://dequeuniversity.com/rules/axe/{minor}/{name}"
        if by == "axe"
        else f"urn:nordkalott:browser:{name}"
    )
