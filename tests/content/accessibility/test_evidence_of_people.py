"""What people answered, as EARL and as SARIF: read by rdflib to the very graph that is meant, and nothing more is claimed."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from msgspec import structs
from rdflib import Graph
from rdflib.compare import graph_diff, to_isomorphic

from content.accessibility import Answers, Attestation, Override, check, earl, sarif, settle

URL = "https://nord.example/fragments/om-oss?locale=nb"
AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HTML = '<div lang="nb"><video controls src="/v.mp4"><track kind="captions" srclang="nb" src="/v.vtt"></video><p><a href="/x">les mer</a></p></div>'
EXPECTED = """
@prefix earl: <http://www.w3.org/ns/earl#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ptr: <http://www.w3.org/2009/pointers#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<urn:nordkalott:check:{ruleset}> a earl:Assertor, earl:Software ;
    dct:title "Nordkalott accessibility check" ; dct:hasVersion "{ruleset}" .
<urn:nordkalott:person:Kari%20Nordmann> a earl:Assertor, foaf:Person ; foaf:name "Kari Nordmann" .
<{url}> a earl:TestSubject ; spdx:checksum [ a spdx:Checksum ;
    spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue "{digest}"^^xsd:hexBinary ] .

<urn:nordkalott:rule:video-captions> a earl:TestCase ; dct:identifier "video-captions" ;
    dct:title "{captions_nb}"@nb, "{captions_en}"@en ; dct:isPartOf <https://www.w3.org/TR/WCAG21/#captions-prerecorded> .
<https://www.w3.org/TR/WCAG21/#captions-prerecorded> a earl:TestRequirement ; dct:identifier "WCAG 2.1 1.2.2 (A)" .
<urn:nordkalott:rule:link-purpose> a earl:TestCase ; dct:identifier "link-purpose" ;
    dct:title "{link_nb}"@nb, "{link_en}"@en ; dct:isPartOf <https://www.w3.org/TR/WCAG21/#link-purpose-in-context> .
<https://www.w3.org/TR/WCAG21/#link-purpose-in-context> a earl:TestRequirement ; dct:identifier "WCAG 2.1 2.4.4 (A)" .

[] a earl:Assertion ; earl:assertedBy <urn:nordkalott:check:{ruleset}> ; earl:subject <{url}> ; earl:mode earl:automatic ;
    earl:test <urn:nordkalott:rule:video-captions>, <https://www.w3.org/TR/WCAG21/#captions-prerecorded> ;
    earl:result [ a earl:TestResult ; earl:outcome earl:cantTell ; dct:date "2026-11-23T12:00:00Z"^^xsd:dateTime ;
        dct:description "{asked_nb}"@nb, "{asked_en}"@en ;
        earl:pointer [ a ptr:CSSSelectorPointer ; ptr:expression ":scope > div > video" ; ptr:reference <{url}> ],
                     [ a ptr:LineCharPointer ; ptr:lineNumber 1 ; ptr:reference <{url}> ] ] .
[] a earl:Assertion ; earl:assertedBy <urn:nordkalott:person:Kari%20Nordmann> ; earl:subject <{url}> ; earl:mode earl:manual ;
    earl:test <urn:nordkalott:rule:video-captions>, <https://www.w3.org/TR/WCAG21/#captions-prerecorded> ;
    earl:result [ a earl:TestResult ; earl:outcome earl:passed ; dct:date "2026-11-22T12:00:00Z"^^xsd:dateTime ;
        dct:description "{asked_nb}"@nb, "{asked_en}"@en ; earl:info "Holds until 2026-12-23T12:00:00Z: Sett" ;
        earl:pointer [ a ptr:CSSSelectorPointer ; ptr:expression ":scope > div > video" ; ptr:reference <{url}> ],
                     [ a ptr:LineCharPointer ; ptr:lineNumber 1 ; ptr:reference <{url}> ] ] .
[] a earl:Assertion ; earl:assertedBy <urn:nordkalott:check:{ruleset}> ; earl:subject <{url}> ; earl:mode earl:automatic ;
    earl:test <urn:nordkalott:rule:link-purpose>, <https://www.w3.org/TR/WCAG21/#link-purpose-in-context> ;
    earl:result [ a earl:TestResult ; earl:outcome earl:failed ; dct:date "2026-11-23T12:00:00Z"^^xsd:dateTime ;
        dct:description "{failed_nb}"@nb, "{failed_en}"@en ;
        earl:info "Let pass by Ola at 2026-11-22T12:00:00Z until 2026-12-23T12:00:00Z: Haster" ;
        earl:pointer [ a ptr:CSSSelectorPointer ; ptr:expression ":scope > div > p > a" ; ptr:reference <{url}> ],
                     [ a ptr:LineCharPointer ; ptr:lineNumber 1 ; ptr:reference <{url}> ] ] .
"""

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
_RAW = check(HTML)
_OPEN = {each.rule: each for each in _RAW.findings if each.outcome in {"failed", "cantTell"}}
_SHARED = {"at": AT - timedelta(days=1), "until": AT + timedelta(days=30)}
_ANSWERS = Answers(
    attestations=(
        Attestation(
            rule="video-captions",
            subject=str(_OPEN["video-captions"].subject),
            answer="passed",
            by="Kari Nordmann",
            reason="Sett",
            **_SHARED,
        ),
    ),
    overrides=(
        Override(
            rule="link-purpose",
            subject=str(_OPEN["link-purpose"].subject),
            by="Ola",
            reason="Haster",
            **_SHARED,
        ),
    ),
)


def test_rdflib_reads_the_very_graph_that_is_meant() -> None:
    settled = settle(_RAW, _ANSWERS, AT)
    report = structs.replace(settled, findings=tuple(each for each in settled.findings if each.rule in _OPEN))
    passed = {each.rule: each for each in check('<div lang="nb"><p>A</p></div>').findings}
    told = Graph().parse(data=json.dumps(earl(report, URL, AT)), format="json-ld")
    asked, failed = _OPEN["video-captions"].message, _OPEN["link-purpose"].message
    meant = Graph().parse(
        data=EXPECTED.format(
            ruleset=report.ruleset,
            url=URL,
            digest=report.digest.removeprefix("sha256:"),
            captions_nb=passed["video-captions"].message.nb,
            captions_en=passed["video-captions"].message.en,
            link_nb=passed["link-purpose"].message.nb,
            link_en=passed["link-purpose"].message.en,
            asked_nb=asked.nb,
            asked_en=asked.en,
            failed_nb=failed.nb,
            failed_en=failed.en,
        ),
        format="turtle",
    )

    _, missing, more = graph_diff(to_isomorphic(meant), to_isomorphic(told))
    assert not len(missing), missing.serialize(format="turtle")
    assert not len(more), more.serialize(format="turtle")


def test_a_log_says_that_a_failure_is_let_pass_and_forgets_what_was_answered() -> None:
    log = json.loads(json.dumps(sarif([("a.html", settle(_RAW, _ANSWERS, AT))])))
    [result] = log["runs"][0]["results"]

    assert result["ruleId"] == "link-purpose"
    assert result["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "Ola, until 2026-12-23: Haster"}
    ]
