"""Headings, lists, tables."""

import pytest

from .judging import Examples, cases, outcome_of

EXAMPLES: Examples = {
    "heading-name": {
        "passed": [
            "<h2>Barents</h2>",
            '<h2><img src="a.png" alt="Barents"></h2>',
            '<p role="heading" aria-level="2">Barents</p>',
        ],
        "failed": [
            "<h2></h2>",
            "<h2> <br> </h2>",
            '<h2><span aria-hidden="true">Barents</span></h2>',
            '<h3><img src="a.png" alt=""></h3>',
        ],
        "inapplicable": [
            "<p>Barents</p>",
            "<h2 hidden></h2>",
        ],
    },
    "heading-order": {
        "passed": [
            "<h2>A</h2><h3>B</h3><h3>C</h3><h2>D</h2>",
            '<h2>A</h2><p role="heading" aria-level="3">B</p>',
        ],
        "failed": [
            "<h3>A</h3>",
            "<h2>A</h2><h4>B</h4>",
            "<h1>A</h1>",
            "<h2>A</h2><h1>B</h1>",
        ],
        "inapplicable": [
            "<p>A</p>",
            "<h3 hidden>A</h3>",
        ],
    },
    "heading-skip": {
        "passed": [
            "<!doctype html><h2>A</h2><h3>B</h3>",
        ],
        "failed": [
            "<!doctype html><h1>A</h1><h3>B</h3>",
        ],
        "inapplicable": [
            "<!doctype html><p>A</p>",
        ],
    },
    "list-content": {
        "passed": [
            "<ul><li>A</li><li>B</li></ul>",
            '<ol><div role="listitem">A</div></ol>',
        ],
        "failed": [
            "<ul><p>A</p></ul>",
            "<ol>Først<li>A</li></ol>",
        ],
        "inapplicable": [
            "<p>A</p>",
            '<ul role="menu"><li role="menuitem">A</li></ul>',
            "<ul hidden><p>A</p></ul>",
        ],
    },
    "list-item-parent": {
        "passed": [
            "<ul><li>A</li></ul>",
            '<div role="list"><li>A</li></div>',
        ],
        "failed": [
            "<div><li>A</li></div>",
        ],
        "inapplicable": [
            "<p>A</p>",
            '<div role="menu"><li role="menuitem">A</li></div>',
        ],
    },
    "description-list": {
        "passed": [
            "<dl><dt>Frist</dt><dd>1. mars</dd></dl>",
            "<dl><div><dt>Frist</dt><dd>1. mars</dd></div></dl>",
            "<dl></dl>",
        ],
        "failed": [
            "<dl><dd>1. mars</dd></dl>",
            "<dl><dt>Frist</dt></dl>",
            "<dl><p>Frist</p></dl>",
            "<dl>Frist<dt>A</dt><dd>B</dd></dl>",
        ],
        "inapplicable": [
            "<p>Frist</p>",
        ],
    },
    "description-item-parent": {
        "passed": [
            "<dl><dt>Frist</dt><dd>1. mars</dd></dl>",
        ],
        "failed": [
            "<div><dt>Frist</dt></div>",
        ],
        "inapplicable": [
            "<p>Frist</p>",
        ],
    },
    "table-header-cells": {
        "passed": [
            "<table><tr><th>År</th><th>Sum</th></tr><tr><td>2020</td><td>5</td></tr></table>",
            '<table><tr><th scope="row">År</th><td>2020</td></tr></table>',
            '<table><tr><th id="a">År</th><td></td></tr><tr><td>x</td><td headers="a">y</td></tr></table>',
            '<table><tr><th colspan="2">År</th></tr><tr><td></td><td>5</td></tr></table>',
            '<table><tr><th rowspan="2">År</th><td>1</td></tr><tr><td>2</td></tr></table>',
        ],
        "failed": [
            "<table><tr><th>År</th><th>Sum</th></tr><tr><td>2020</td></tr></table>",
            "<table><tr><th>År</th></tr></table>",
            '<table><tr><th id="a">År</th><th>Sum</th></tr><tr><td>1</td><td headers="a">2</td></tr></table>',
        ],
        "inapplicable": [
            "<table><tr><td>A</td></tr></table>",
            '<table role="presentation"><tr><th>A</th></tr></table>',
            "<p>A</p>",
        ],
        "cantTell": [
            '<table><tr><th>A</th></tr><tr><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td><td colspan="1000">x</td></tr></table>',
        ],
    },
    "table-headers-attribute": {
        "passed": [
            '<table><tr><th id="a">År</th></tr><tr><td headers="a">2020</td></tr></table>',
        ],
        "failed": [
            '<table><tr><td headers="a">2020</td></tr></table><p id="a">År</p>',
            '<table><tr><td headers="a" id="a">2020</td></tr></table>',
            '<table><tr><td headers="borte">2020</td></tr></table>',
        ],
        "inapplicable": [
            "<table><tr><td>2020</td></tr></table>",
            '<table role="none"><tr><td headers="x">2020</td></tr></table>',
        ],
    },
    "table-has-headers": {
        "passed": [
            "<table><tr><th>År</th><th>Sum</th></tr><tr><td>1</td><td>2</td></tr></table>",
            '<table><tr><td role="columnheader">År</td><td>Sum</td></tr><tr><td>1</td><td>2</td></tr></table>',
        ],
        "failed": [
            "<table><tr><td>År</td><td>Sum</td></tr><tr><td>1</td><td>2</td></tr></table>",
            "<table><tr><td><b>År</b></td><td><b>Sum</b></td></tr><tr><td>1</td><td>2</td></tr></table>",
        ],
        "inapplicable": [
            "<table><tr><td>Alene</td></tr></table>",
            '<table role="none"><tr><td>1</td><td>2</td></tr><tr><td>1</td><td>2</td></tr></table>',
            "<table><tr><td><h2>A</h2></td><td>B</td></tr><tr><td>C</td><td>D</td></tr></table>",
            '<table><tr><td><img src="a.png" alt="A"></td><td><img src="b.png" alt="B"></td></tr><tr><td></td><td>C</td></tr></table>',
        ],
    },
    "layout-table": {
        "cantTell": [
            "<table><tr><td>Alene</td></tr></table>",
            "<table><tr><td>A</td></tr><tr><td>B</td></tr></table>",
            "<table><tr><td><h2>A</h2></td><td>B</td></tr><tr><td>C</td><td>D</td></tr></table>",
            f"<table><tr><td>{'Vi samarbeider. ' * 20}</td><td>B</td></tr><tr><td>C</td><td>D</td></tr></table>",
        ],
        "inapplicable": [
            "<table><tr><td>År</td><td>Sum</td></tr><tr><td>1</td><td>2</td></tr></table>",
            '<table><tr><th scope="row">År</th><td>1</td></tr></table>',
            '<table role="presentation"><tr><td>A</td></tr></table>',
            "<table hidden><tr><td>A</td></tr></table>",
        ],
    },
    "layout-table-markup": {
        "passed": [
            '<table role="none"><tr><td scope="row">B</td></tr></table>',
            '<table role="presentation"><tr><td>A</td></tr></table>',
            '<table role="none"><tr><td><table><tr><th>A</th><td>B</td></tr></table></td></tr></table>',
        ],
        "failed": [
            '<table role="none"><tr><th>A</th></tr></table>',
            '<table role="none"><caption>A</caption><tr><td>B</td></tr></table>',
            '<table role="none" summary="A"><tr><td>B</td></tr></table>',
        ],
        "inapplicable": ["<table><tr><th>A</th></tr></table>"],
    },
    "table-caption-cell": {
        "cantTell": [
            '<table><tr><td colspan="2">Møter</td></tr><tr><th>År</th><th>Sum</th></tr><tr><td>1</td><td>2</td></tr></table>'
        ],
        "inapplicable": [
            "<table><tr><th>År</th><th>Sum</th></tr><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>",
            '<table><caption>A</caption><tr><td colspan="2">B</td></tr><tr><th>C</th><th>D</th></tr><tr><td>1</td><td>2</td></tr></table>',
            '<table><tr><td colspan="2"></td></tr><tr><th>C</th><th>D</th></tr><tr><td>1</td><td>2</td></tr></table>',
        ],
    },
    "table-header-empty": {
        "failed": ["<table><tr><th>År</th><th></th></tr><tr><td>1</td><td>2</td></tr></table>"],
        "inapplicable": [
            "<table><tr><th></th><th>Sum</th></tr><tr><th>1</th><td>2</td></tr></table>",
            '<table><tr><th>År</th><th><img src="a.png" alt="Sum"></th></tr><tr><td>1</td><td>2</td></tr></table>',
        ],
    },
    "table-caption": {
        "passed": [
            "<table><caption>Tall</caption><tr><th>År</th><th>Sum</th></tr><tr><td>1</td><td>2</td></tr></table>",
        ],
        "failed": [
            "<table><tr><th>År</th><th>Sum</th></tr><tr><td>1</td><td>2</td></tr></table>",
        ],
        "inapplicable": [
            "<table><tr><td>Alene</td></tr></table>",
        ],
    },
}


@pytest.mark.parametrize(("rule", "expected", "html"), cases(EXAMPLES))
def test_rule_says(rule: str, expected: str, html: str) -> None:
    assert outcome_of(rule, html) == expected
