"""What a browser found, beside the Report, as others read it: a second assertor about the same bytes."""

import json
from datetime import UTC, datetime

import pytest
from msgspec import structs
from rdflib import DCTERMS, RDF, Graph, Namespace, URIRef

from content.accessibility.assertor import beside
from content.accessibility.audit import Audit, Looked, Seen
from content.accessibility.check import check
from content.accessibility.earl import earl

EARL = Namespace("http://www.w3.org/ns/earl#")
PTR = Namespace("http://www.w3.org/2009/pointers#")
URL = "https://nord.example/fragments/om-oss?locale=nb"
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
REPORT = check('<section lang="nb"><h2>A</h2><p>Tekst.</p></section>')
AUDIT = Audit(
    path="/fragments/om-oss?locale=nb",
    digest=REPORT.digest,
    setup="sha256:" + "0" * 64,
    at=AT,
    browser="Chromium 156",
    axe="4.12.1",
    outcome="failed",
    rules=(
        Looked(
            rule="axe/color-contrast",
            help="Elements must have enough contrast",
            wcag=("1.4.3",),
            outcomes={"plain light": "passed", "county dark": "failed"},
        ),
        Looked(rule="browser/reflow", help="Nothing scrolls sideways", wcag=("1.4.10",), outcomes={"plain 320px": "passed"}),
        Looked(rule="axe/target-size", help="Targets are large enough", wcag=("2.5.8",), outcomes={"plain light": "passed"}),
    ),
    findings=(Seen(rule="axe/color-contrast", where="county dark", outcome="failed", target="section > p"),),
)  # fmt: skip

# rdflib's own JSON-LD reader builds a class that rdflib itself calls deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def _graph(audit: Audit | None) -> Graph:
    graph = Graph()
    document = beside(earl(REPORT, URL, AT), audit, REPORT.digest, URL)
    graph.parse(data=json.dumps(document), format="json-ld")
    return graph


def test_two_assertors_speak_of_one_subject() -> None:
    graph = _graph(AUDIT)
    assert len(set(graph.subjects(RDF.type, EARL.Software))) == 2
    assert set(graph.subjects(RDF.type, EARL.TestSubject)) == {URIRef(URL)}
    browser = URIRef("urn:nordkalott:audit:" + "0" * 64)
    assert str(graph.value(browser, DCTERMS.hasVersion)) == "axe-core 4.12.1, Chromium 156"
    assert len(set(graph.subjects(EARL.assertedBy, browser))) == 3


def test_a_failure_names_axes_rule_the_criterion_the_place_and_the_state() -> None:
    graph = _graph(AUDIT)
    rule = URIRef("https://dequeuniversity.com/rules/axe/4.12/color-contrast")
    (assertion,) = set(graph.subjects(EARL.test, rule))
    assert (assertion, EARL.test, URIRef("https://www.w3.org/TR/WCAG21/#contrast-minimum")) in graph
    result = graph.value(assertion, EARL.result)
    assert graph.value(result, EARL.outcome) == EARL.failed
    assert "county dark" in str(graph.value(result, DCTERMS.description))
    assert str(graph.value(graph.value(result, EARL.pointer), PTR.expression)) == "section > p"
    (passed,) = set(graph.subjects(EARL.test, URIRef("urn:nordkalott:browser:reflow")))
    assert graph.value(graph.value(passed, EARL.result), EARL.outcome) == EARL.passed


@pytest.mark.parametrize(
    "audit",
    [
        None,
        structs.replace(AUDIT, digest="sha256:" + "1" * 64),
        structs.replace(AUDIT, outcome="could_not_audit", rules=(), findings=()),
    ],
    ids=["none", "other bytes", "not audited"],
)
def test_what_says_nothing_of_these_bytes_is_not_there(audit: Audit | None) -> None:
    assert beside(earl(REPORT, URL, AT), audit, REPORT.digest, URL) == earl(REPORT, URL, AT)
