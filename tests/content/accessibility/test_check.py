"""The check as a whole: its Report, its order, and that no markup can upset or delay it."""

import time
from hashlib import sha256

import pytest
import turbohtml
from hypothesis import given, settings
from hypothesis import strategies as st

from content.accessibility.check import RULES, RULESET, check, is_document
from content.accessibility.criteria import BY_NUMBER, CRITERIA
from content.accessibility.report import MOST_FINDINGS

SOUND = '<section lang="nb" id="r"><h2>Barents</h2><p>Vi samarbeider.</p></section>'
FAULTY = (
    '<section lang="nb">\n<h3>A</h3>\n<img src="a.png">\n<a href="/a"></a>\n<img src="b.png">\n</section>'
)

_words = st.sampled_from(
    [
        "a",
        "p",
        "div",
        "ul",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "h2",
        "h3",
        "img",
        "svg",
        "title",
        "input",
        "label",
        "select",
        "option",
        "button",
        "details",
        "summary",
        "dl",
        "dt",
        "dd",
        "iframe",
        "section",
        "style",
        "fieldset",
        "legend",
        "math",
        "object",
        "b",
        "body",
        "html",
    ]
)
_attributes = st.sampled_from(
    [
        "id=a", "id=b", "for=a", "href=#a", "alt", 'alt=""', "alt=x", "role=list", "role=listitem", "role=none", "role=img",
        "role=button", "role=grid", 'aria-labelledby="a b"', "aria-owns=a", "aria-owns=b", "aria-hidden=true", "aria-label=x",
        "aria-level=9", "tabindex=0", "tabindex=-1", "hidden", "inert", "lang=nb", "lang=x", 'style="display:none"',
        'style="letter-spacing:1px!important"', "colspan=65534", "rowspan=0", "headers=a", "scope=row", "type=image", "disabled",
        "open", "autocomplete=x", "srcdoc=<b>", 'class="a b"', "xlink:href=x", "aria-x", "headers",
    ]
)  # fmt: skip
_tags = st.tuples(_words, st.lists(_attributes, max_size=3)).map(lambda t: f"<{t[0]} {' '.join(t[1])}>")
_markup = st.lists(
    st.one_of(_tags, _words.map(lambda word: f"</{word}>"), st.text(max_size=4), st.just("p{display:none}")),
    max_size=30,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(_markup, st.sampled_from(["fragment", "document"]), st.integers(1, 6))
def test_no_markup_upsets_it_or_is_answered_differently_twice(html: str, mode: str, level: int) -> None:
    first = check(html, mode=mode, heading_level=level)  # type: ignore[arg-type]

    assert check(html, mode=mode, heading_level=level) == first  # type: ignore[arg-type]
    found = {finding.rule for finding in first.findings}
    assert found == {rule.id for rule in RULES if rule.mode in {None, mode}}


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_no_text_upsets_it(html: str) -> None:
    assert check(html).ruleset == RULESET


@settings(max_examples=200, deadline=None)
@given(_markup)
def test_a_target_finds_one_element_at_the_line_of_its_finding(html: str) -> None:
    root = turbohtml.parse_fragment(html, scripting=True)
    for finding in check(html).findings:
        if finding.target is not None:
            found = root.select(finding.target)
            assert len(found) == 1
            assert found[0].source_line == finding.line


def test_a_sound_fragment_has_no_failures() -> None:
    report = check(SOUND)

    assert report.outcome == "no_failures_found"
    assert report.publishable
    assert {finding.outcome for finding in report.findings} == {"passed", "inapplicable"}
    assert all(finding.target is None for finding in report.findings)


def test_faults_come_in_document_order_with_place_and_words() -> None:
    report = check(FAULTY)
    failed = [finding for finding in report.findings if finding.outcome == "failed"]

    assert report.outcome == "failed"
    assert not report.publishable
    assert [(finding.rule, finding.line, finding.target) for finding in failed] == [
        ("heading-order", 2, ":scope > section > h3"),
        ("image-name", 3, ":scope > section > img:nth-of-type(1)"),
        ("link-name", 4, ":scope > section > a"),
        ("image-name", 5, ":scope > section > img:nth-of-type(2)"),
    ]
    assert failed[1].act == ("23a2a8",)
    assert failed[1].wcag == ("1.1.1",)
    assert "tekstalternativ" in failed[1].message.nb
    assert "text alternative" in failed[1].message.en


def test_a_target_starts_at_the_nearest_unique_id() -> None:
    html = '<section lang="nb" id="nk-1-full"><ul><li>A</li><li><img src="a"></li></ul></section>'
    (failed,) = [finding for finding in check(html).findings if finding.outcome == "failed"]

    assert failed.target == "#nk-1-full > ul > li:nth-of-type(2) > img"


def test_headings_start_at_the_given_level() -> None:
    assert check('<section lang="nb"><h3>A</h3></section>', heading_level=3).publishable
    assert not check('<section lang="nb"><h3>A</h3></section>', heading_level=2).publishable


def test_what_does_not_block_still_fails() -> None:
    html = '<table lang="nb"><tr><th>År</th><th>Sum</th></tr><tr><td>1</td><td>2</td></tr></table>'
    report = check(html)

    assert report.outcome == "failed"
    assert report.publishable


def test_digest_is_of_the_bytes() -> None:
    assert check("<p>Ávjovárri</p>").digest == "sha256:" + sha256("<p>Ávjovárri</p>".encode()).hexdigest()
    assert check("\ud800").digest == "sha256:" + sha256("\ufffd".encode()).hexdigest()


def test_names_in_messages_may_hold_braces_and_what() -> None:
    report = check('<p lang="nb" role="{what} {0}">A</p>')

    assert any('role="{what} {0}" is no role' in finding.message.en for finding in report.findings)


def test_many_faults_of_a_kind_are_cut() -> None:
    failed = [finding for finding in check("<img>" * 1000).findings if finding.rule == "image-name"]

    assert len(failed) == MOST_FINDINGS


def test_criteria_are_split_into_tested_and_untested() -> None:
    report = check(SOUND)

    assert len(CRITERIA) == 49
    assert set(report.tested) | set(report.untested) == set(CRITERIA)
    assert not set(report.tested) & set(report.untested)
    assert "1.1.1" in report.tested
    assert "1.4.3" in report.untested
    # A rule asks about captions, but only a person can answer.
    assert "1.2.2" in report.untested
    assert {one.level for one in BY_NUMBER.values()} == {"A", "AA", "AAA"}


def test_every_rule_is_whole() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert set(rule.wcag) <= set(BY_NUMBER), rule.id
        said = [rule.title, rule.failed, rule.help, *([rule.doubt] if rule.doubt else [])]
        assert all(message.nb and message.en for message in said), rule.id
        # What only fails AAA never keeps anything from being published.
        if rule.wcag and all(BY_NUMBER[number].level == "AAA" for number in rule.wcag):
            assert not rule.blocking, rule.id


@pytest.mark.parametrize(
    ("html", "document"),
    [
        ("<!doctype html><p>A", True),
        ("\ufeff \n<!-- a --><!-- b --><!DOCTYPE html>", True),
        ("<html lang=nb>", True),
        ("<HTML>", True),
        ('<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', True),
        ("<?xml <html>", False),
        ("<!DOCTYPE svg><svg>", True),
        ("<svg>", False),
        ("<html", True),
        ("<html-part>", False),
        ("<p>A", False),
        ("<!-- <html>", False),
        ("", False),
    ],
)
def test_is_document(html: str, document: bool) -> None:
    assert is_document(html) is document


DEEP = 10_000
HOSTILE = {
    "depth": "<div>" * DEEP,
    "nested links": '<div role="link">' * DEEP + "x",
    "nested lists": '<div role="list">' * DEEP,
    "nested styles": '<div style="letter-spacing:1px!important;font-size:90%">x' * 2000,
    "nested aria-hidden": '<div aria-hidden="true" tabindex="0">' * DEEP,
    "items out of reach": "<div>" * DEEP + '<i role="listitem">x</i>' * DEEP,
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(20_000)) + ">",
    "id loops": "".join(
        f'<a href=x id=i{n} aria-labelledby="i{(n + 1) % DEEP} i{n}">x</a>' for n in range(DEEP)
    ),
    "owning loops": "".join(
        f'<div role=list id=o{n} aria-owns="o{(n + 1) % DEEP}"></div>' for n in range(DEEP)
    ),
    "inner names first": "".join(f"<a href=x aria-labelledby=i{n}></a>" for n in range(2999, -1, -1))
    + "".join(f"<div id=i{n}>" for n in range(3000)),
    "spans": "<table><tr>" + "<td colspan=65534 rowspan=65534>x" * 3000 + "<tr><th>x",
    "spans in rows": "<table>" + "<tr><td colspan=1000 rowspan=0>x" * 3000 + "<tr><th>x",
    "selectors": "<style>" + "* * *{display:block}" * 1000 + "</style>" + "<div>" * 1000,
    "frames in frames": '<iframe srcdoc="' + "&lt;iframe srcdoc=&quot;" * 2000 + '"></iframe>',
    "labels in labels": "<label>" * DEEP + "<input>",
    "labels": "<label>x" * DEEP,
    "NULs": "\0<p\0>\0" * DEEP,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_is_answered_in_bounded_time(name: str) -> None:
    # The bound is some fifty times what is measured: it catches work that grows with the square, not a busy machine.
    start = time.process_time()
    check(HOSTILE[name])

    assert time.process_time() - start < 8


def test_a_failure_behind_many_doubts_is_found_and_counted() -> None:
    doubts = '<p>Om programmet i Barents, <a href="/x">les mer</a></p>' * (MOST_FINDINGS + 5)
    failure = '<p><a href="/x">les mer</a></p>'
    report = check(f'<section lang="nb"><h2>Tittel</h2>{doubts}{failure * 3}</section>')
    assert (report.outcome, report.publishable) == ("failed", False)
    assert report.blocking_failures == {"link-purpose": 3}
    listed = [finding for finding in report.findings if finding.rule == "link-purpose"]
    assert len(listed) == MOST_FINDINGS
    assert sum(finding.outcome == "failed" for finding in listed) == 3


def test_what_nobody_sees_is_no_name() -> None:
    html = '<section lang="nb"><h2>\u200b\ufeff</h2><p><a href="/x">\u2060</a> tekst</p></section>'
    failed = {finding.rule for finding in check(html).findings if finding.outcome == "failed"}
    assert failed == {"heading-name", "link-name"}
