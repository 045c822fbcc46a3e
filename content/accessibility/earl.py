"""A Report as EARL 1.0 in JSON-LD, with its context inline: nothing has to be fetched to read it.

Sources: Evaluation and Report Language 1.0 Schema (W3C Note), Pointer Methods in RDF 1.0 (CSS selectors), DCMI terms,
and SPDX for the checksum as DCAT 3 uses it.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from urllib.parse import quote

from msgspec import UNSET, structs

from content.accessibility.criteria import BY_NUMBER
from content.accessibility.questions import QUESTIONS
from content.accessibility.report import Answered, Finding, Report
from content.accessibility.rules import RULES

JsonLd = dict[str, object]

_CONTEXT: Mapping[str, object] = {
    "earl": "http://www.w3.org/ns/earl#",
    "dct": "http://purl.org/dc/terms/",
    "ptr": "http://www.w3.org/2009/pointers#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "name": "foaf:name",
    "info": "earl:info",
    "assertedBy": {"@id": "earl:assertedBy", "@type": "@id"},
    "subject": {"@id": "earl:subject", "@type": "@id"},
    "test": {"@id": "earl:test", "@type": "@id"},
    "mode": {"@id": "earl:mode", "@type": "@id"},
    "outcome": {"@id": "earl:outcome", "@type": "@id"},
    "result": "earl:result",
    "pointer": "earl:pointer",
    "title": "dct:title",
    "description": "dct:description",
    "identifier": "dct:identifier",
    "version": "dct:hasVersion",
    "isPartOf": {"@id": "dct:isPartOf", "@type": "@id"},
    "seeAlso": {"@id": "rdfs:seeAlso", "@type": "@id"},
    "date": {"@id": "dct:date", "@type": "xsd:dateTime"},
    "expression": "ptr:expression",
    "reference": {"@id": "ptr:reference", "@type": "@id"},
    "lineNumber": "ptr:lineNumber",
    "checksum": "spdx:checksum",
    "algorithm": {"@id": "spdx:algorithm", "@type": "@id"},
    "checksumValue": {"@id": "spdx:checksumValue", "@type": "xsd:hexBinary"},
}
_TITLES = {rule.id: rule.title for rule in RULES} | {each.id: each.title for each in QUESTIONS}


def rule_uri(rule: str) -> str:
    """The name of one of our own rules, for where no W3C address says it."""
    return f"urn:nordkalott:rule:{rule}"


def act_uri(act: str) -> str:
    """The address of a W3C ACT rule."""
    return f"https://www.w3.org/WAI/standards-guidelines/act/rules/{act}/"


def earl(report: Report, subject_url: str, at: datetime, rules_page: str | None = None) -> JsonLd:
    """One Assertion for each Finding, about the markup at `subject_url`, made at the aware time `at`.

    A question that a person answered has two: what the machine said, and what the person did, by name and with the time of the answer.
    A failure that is let pass is still `failed`; its `info` says who let it pass, until when and why.
    `rules_page` is the address of the page of the rules, where there is one: each test links to its place there.

    Raises ValueError when `at` has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("an EARL report needs a time with a time zone")
    when = _moment(at)
    assertor = f"urn:nordkalott:check:{report.ruleset}"
    graph: list[JsonLd] = [
        {
            "@id": assertor,
            "@type": ["earl:Assertor", "earl:Software"],
            "title": "Nordkalott accessibility check",
            "version": report.ruleset,
        },
        {
            "@id": subject_url,
            "@type": "earl:TestSubject",
            "checksum": {
                "@type": "spdx:Checksum",
                "algorithm": "spdx:checksumAlgorithm_sha256",
                "checksumValue": report.digest.removeprefix("sha256:"),
            },
        },
    ]
    graph += _tests(report, rules_page)
    graph += [
        _assertion(_by_machine(finding), assertor, "automatic", subject_url, when)
        for finding in report.findings
    ]
    graph += _by_people(report.findings, subject_url)
    return {"@context": dict(_CONTEXT), "@graph": graph}


def _assertion(finding: Finding, assertor: str, mode: str, subject_url: str, when: str) -> JsonLd:
    return {
        "@type": "earl:Assertion",
        "assertedBy": assertor,
        "subject": subject_url,
        "test": _uris(finding),
        "mode": f"earl:{mode}",
        "result": _result(finding, subject_url, when),
    }


def _by_machine(finding: Finding) -> Finding:
    """What the machine said of a question that a person has answered since."""
    if isinstance(finding.attestation, Answered):
        return structs.replace(finding, outcome="cantTell", attestation=UNSET)
    return finding


def _by_people(findings: Iterable[Finding], subject_url: str) -> list[JsonLd]:
    people: dict[str, JsonLd] = {}
    assertions: list[JsonLd] = []
    for finding in findings:
        if isinstance(said := finding.attestation, Answered):
            person = f"urn:nordkalott:person:{quote(said.by, safe='')}"
            people[person] = {"@id": person, "@type": ["earl:Assertor", "foaf:Person"], "name": said.by}
            assertions.append(_assertion(finding, person, "manual", subject_url, _moment(said.at)))
    return [*people.values(), *assertions]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _info(finding: Finding) -> str | None:
    if isinstance(let := finding.override, Answered):
        return f"Let pass by {let.by} at {_moment(let.at)} until {_moment(let.until)}: {let.reason}"
    if isinstance(said := finding.attestation, Answered):
        return f"Holds until {_moment(said.until)}: {said.reason}"
    return None


def again(
    document: JsonLd, report: Report, subject_url: str, at: datetime, rules_page: str | None = None
) -> JsonLd:
    """The document with what another rule set says of the same bytes beside it, at the aware time `at`: its own assertor, nothing replaced."""
    graph, more = document["@graph"], earl(report, subject_url, at, rules_page)["@graph"]
    assert isinstance(graph, list)  # noqa: S101  # for the types: `earl` makes lists
    assert isinstance(more, list)  # noqa: S101  # the same
    known = {node["@id"] for node in graph if "@id" in node}
    return {**document, "@graph": [*graph, *(node for node in more if node.get("@id") not in known)]}


def _uris(finding: Finding) -> list[str]:
    criteria = [BY_NUMBER[number].url for number in finding.wcag]
    return [rule_uri(finding.rule), *(act_uri(act) for act in finding.act), *criteria]


def _tests(report: Report, rules_page: str | None) -> list[JsonLd]:
    tests: dict[str, JsonLd] = {}
    for finding in report.findings:
        title = _TITLES.get(finding.rule, finding.message)
        own, criteria = rule_uri(finding.rule), [BY_NUMBER[number] for number in finding.wcag]
        if own in tests:
            continue
        tests[own] = {
            "@id": own,
            "@type": "earl:TestCase",
            "identifier": finding.rule,
            "title": _said(title.nb, title.en),
            "isPartOf": [one.url for one in criteria],
        }
        if rules_page and finding.rule in _TITLES:
            tests[own]["seeAlso"] = f"{rules_page}#{finding.rule}"
        for act in finding.act:
            tests[act_uri(act)] = {"@id": act_uri(act), "@type": "earl:TestCase", "identifier": act}
        for one in criteria:
            identifier = f"WCAG 2.1 {one.number} ({one.level})"
            tests[one.url] = {"@id": one.url, "@type": "earl:TestRequirement", "identifier": identifier}
    return list(tests.values())


def _said(nb: str, en: str) -> list[JsonLd]:
    return [{"@value": nb, "@language": "nb"}, {"@value": en, "@language": "en"}]


def _result(finding: Finding, subject_url: str, when: str) -> JsonLd:
    result: JsonLd = {
        "@type": "earl:TestResult",
        "outcome": f"earl:{finding.outcome}",
        "date": when,
        "description": _said(finding.message.nb, finding.message.en),
    }
    if info := _info(finding):
        result["info"] = info
    pointers: list[JsonLd] = []
    if finding.target is not None:
        pointers.append(
            {"@type": "ptr:CSSSelectorPointer", "expression": finding.target, "reference": subject_url}
        )
    if finding.line is not None:
        pointers.append(
            {"@type": "ptr:LineCharPointer", "lineNumber": finding.line, "reference": subject_url}
        )
    if pointers:
        result["pointer"] = pointers
    return result
