"""A Report as EARL and as SARIF: others can read it, and it says what the Report says."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from rdflib import DCTERMS, RDF, RDFS, Graph, Literal, Namespace, URIRef

from content.accessibility.check import RULES, RULESET, check
from content.accessibility.earl import act_uri, earl, rule_uri
from content.accessibility.questions import QUESTIONS
from content.accessibility.sarif import sarif

EARL = Namespace("http://www.w3.org/ns/earl#")
PTR = Namespace("http://www.w3.org/2009/pointers#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
URL = "https://nord.example/fragments/om-oss?locale=nb"
PAGE_OF_RULES = "https://innhold.example/docs/rules"
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


def test_sarif_leads_to_the_page_of_the_rules_where_there_is_one() -> None:
    def rules(log: dict[str, object]) -> dict[str, str]:
        return {one["id"]: one.get("helpUri", "") for one in log["runs"][0]["tool"]["driver"]["rules"]}  # type: ignore[index]

    here, elsewhere = rules(sarif([], PAGE_OF_RULES)), rules(sarif([]))

    ids = [*(each.id for each in RULES), *(each.id for each in QUESTIONS)]
    assert here == {each: f"{PAGE_OF_RULES}#{each}" for each in ids}
    assert elsewhere["image-name"].startswith("https://www.w3.org/")


def test_a_test_keeps_its_name_and_leads_to_the_page_of_the_rules_where_there_is_one() -> None:
    def pages(graph: Graph) -> dict[str, str]:
        return {str(test): str(page) for test, page in graph.subject_objects(RDFS.seeAlso)}

    told = Graph().parse(data=json.dumps(earl(check(HTML), URL, AT, PAGE_OF_RULES)), format="json-ld")
    found = pages(told)

    assert found["urn:nordkalott:rule:image-name"] == f"{PAGE_OF_RULES}#image-name"
    assert set(found) == {str(test) for test in told.subjects(RDF.type, EARL.TestCase) if "urn:" in str(test)}
    assert pages(_graph()) == {}
