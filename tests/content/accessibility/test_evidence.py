"""A Report as EARL and as SARIF: others can read it, and it says what the Report says."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from rdflib import DCTERMS, RDF, Graph, Literal, Namespace, URIRef

from content.accessibility.check import RULES, RULESET, check
from content.accessibility.earl import act_uri, earl, rule_uri
from content.accessibility.questions import QUESTIONS
from content.accessibility.sarif import sarif

EARL = Namespace("http://www.w3.org/ns/earl#")
PTR = Namespace("http://www.w3.org/2009/pointers#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
URL = "https://nord.example/fragments/om-oss?locale=nb"
HTML = '<section lang="nb"><h2>A</h2>\n<img src="a.png"><video src="v.mp4"><track kind="captions" src="v.vtt"></video></section>'
AT = datetime(2026, 11, 23, 13, 0, tzinfo=timezone(timedelta(hours=1)))

# rdflib's own JSON-LD reader builds a class that rdflib itself calls deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def _graph() -> Graph:
    graph = Graph()
    graph.parse(data=json.dumps(earl(check(HTML), URL, AT)), format="json-ld")
    return graph


def test_rdflib_reads_an_assertion_for_each_finding() -> None:
    graph, report = _graph(), check(HTML)

    assert len(set(graph.subjects(RDF.type, EARL.Assertion))) == len(report.findings)
    for outcome in ("failed", "passed", "inapplicable", "cantTell"):
        said = set(graph.subjects(EARL.outcome, EARL[outcome]))
        assert len(said) == sum(finding.outcome == outcome for finding in report.findings)


def test_a_failure_names_rule_criterion_place_and_time() -> None:
    graph = _graph()
    (assertion,) = [
        subject
        for subject in graph.subjects(EARL.test, URIRef(rule_uri("image-name")))
        if (subject, RDF.type, EARL.Assertion) in graph
    ]

    assert (assertion, EARL.test, URIRef(act_uri("23a2a8"))) in graph
    assert (assertion, EARL.test, URIRef("https://www.w3.org/TR/WCAG21/#non-text-content")) in graph
    assert (assertion, EARL.mode, EARL.automatic) in graph
    assert (assertion, EARL.subject, URIRef(URL)) in graph
    result = graph.value(assertion, EARL.result)
    assert graph.value(result, EARL.outcome) == EARL.failed
    assert str(graph.value(result, DCTERMS.date)) == "2026-11-23T12:00:00+00:00"
    pointers = set(graph.objects(result, EARL.pointer))
    assert Literal(":scope > section > img") in {graph.value(pointer, PTR.expression) for pointer in pointers}
    assert Literal(2) in {graph.value(pointer, PTR.lineNumber) for pointer in pointers}
    assert {literal.language for literal in graph.objects(result, DCTERMS.description)} == {"nb", "en"}  # type: ignore[attr-defined]


def test_the_subject_has_its_digest_and_the_assertor_its_version() -> None:
    graph = _graph()
    checksum = graph.value(URIRef(URL), SPDX.checksum)

    assert graph.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
    assert "sha256:" + str(graph.value(checksum, SPDX.checksumValue)).lower() == check(HTML).digest
    (assertor,) = graph.subjects(RDF.type, EARL.Software)
    assert graph.value(assertor, DCTERMS.hasVersion) == Literal(RULESET)


def test_the_context_is_inline() -> None:
    assert isinstance(earl(check(HTML), URL, AT)["@context"], dict)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        earl(check(HTML), URL, datetime.now(UTC).replace(tzinfo=None))


def test_sarif_tells_failures_from_questions() -> None:
    log = json.loads(json.dumps(sarif([("a.html", check("<p lang='nb'>A</p>")), ("b.html", check(HTML))])))
    (run,) = log["runs"]

    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        *(each.id for each in RULES),
        *(each.id for each in QUESTIONS),
    ]
    assert [artifact["location"]["uri"] for artifact in run["artifacts"]] == ["a.html", "b.html"]
    assert [(one["ruleId"], one["kind"], one["level"]) for one in run["results"]] == [
        ("image-name", "fail", "error"),
        ("video-captions", "open", "none"),
    ]
    place = run["results"][0]["locations"][0]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "b.html", "index": 1},
        "region": {"startLine": 2},
    }
    assert place["logicalLocations"][0]["fullyQualifiedName"] == ":scope > section > img"
    assert all(
        run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"]
    )
