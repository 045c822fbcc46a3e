"""Keyboard and pointer, and what forms tell."""

import pytest

from .judging import Examples, cases, outcome_of

EXAMPLES: Examples = {
    "tabindex-positive": {
        "failed": ['<a href="/a" tabindex="1">A</a>', '<div tabindex=" 02">A</div>'],
        "cantTell": ['<!doctype html><a href="/a" tabindex="1">A</a>'],
        "inapplicable": [
            '<a href="/a" tabindex="0">A</a>',
            '<a href="/a" tabindex="-1">A</a>',
            '<a href="/a" tabindex="x">A</a>',
        ],
    },
    "accesskey-unique": {
        "failed": ['<a href="/a" accesskey="s">A</a><button accesskey="S">B</button>'],
        "inapplicable": [
            '<a href="/a" accesskey="s">A</a><button accesskey="t">B</button>',
            '<a href="/a" accesskey="s">A</a><button accesskey="s" hidden>B</button>',
            '<a href="/a" accesskey="">A</a><a href="/b" accesskey="">B</a>',
        ],
    },
    "nested-controls": {
        "passed": ['<a href="/a">A <b>B</b></a>'],
        "failed": [
            '<a href="/a"><button>A</button></a>',
            '<a href="/a"><span tabindex="0">A</span></a>',
            '<a href="/a"><input aria-label="A"></a>',
        ],
        "inapplicable": ["<a>A</a>", "<button>A</button>"],
    },
    "focus-outline": {
        "cantTell": [
            '<a href="/a" style="outline:none">A</a>',
            '<button style="outline: 0 solid red">A</button>',
        ],
        "inapplicable": [
            '<a href="/a" style="outline:2px solid">A</a>',
            '<p style="outline:none">A</p>',
            '<a href="/a" style="outline:0.2em solid">A</a>',
        ],
    },
    "mouse-only": {
        "passed": [
            '<button onclick="a()">A</button>',
            '<div onclick="a()"><a href="/a">A</a></div>',
            '<div role="button" tabindex="0" onclick="a()" onkeydown="b()">A</div>',
        ],
        "cantTell": ['<div onclick="a()">A</div>', '<span role="button" tabindex="0" onclick="a()">A</span>'],
        "inapplicable": ["<div>A</div>", '<div onclick="a()" hidden>A</div>'],
    },
    "target-size": {
        "passed": [
            '<a href="/a"><img src="a.png" alt="A" width="24" height="24"></a>',
            '<button style="width:2em;height:2em">A</button>',
        ],
        "cantTell": [
            '<a href="/a"><img src="a.png" alt="A" width="16" height="40"></a>',
            '<button style="width:20px;height:20px">A</button>',
        ],
        "inapplicable": [
            '<a href="/a">A</a>',
            '<a href="/a">A <img src="a.png" alt="" width="16" height="16"></a>',
            '<img src="a.png" alt="A" width="16" height="16">',
            '<button style="width:100%;height:20px">A</button>',
        ],
    },
    "field-label-lasts": {
        "passed": [
            "<label>A <input></label>",
            '<label for="f">Navn</label><input id="f" placeholder="Navn">',
            '<label>Navn <input placeholder="Navn"></label>',
            '<input aria-label="A" placeholder="B">',
        ],
        "cantTell": ['<input placeholder="Navn">', '<textarea title="Melding"></textarea>'],
        "inapplicable": ["<input>", '<input type="submit" title="A">', "<p>A</p>"],
    },
    "choices-grouped": {
        "passed": [
            '<fieldset><legend>A</legend><input type="radio" name="a" aria-label="1"><input type="radio" name="a" aria-label="2"></fieldset>'
        ],
        "cantTell": [
            '<input type="radio" name="a" aria-label="1"><input type="radio" name="a" aria-label="2">',
            '<fieldset><input type="radio" name="a" aria-label="1"><input type="radio" name="a" aria-label="2"></fieldset>',
        ],
        "inapplicable": [
            '<input type="checkbox" name="a" aria-label="1">',
            '<input name="a"><input name="a">',
        ],
    },
    "change-by-itself": {
        "passed": ['<select aria-label="A" onchange="b()"></select>'],
        "cantTell": [
            '<select aria-label="A" onchange="location = this.value"></select>',
            '<input aria-label="A" oninput="this.form.submit()">',
        ],
        "inapplicable": ['<select aria-label="A"></select>'],
    },
}


@pytest.mark.parametrize(("rule", "expected", "html"), cases(EXAMPLES))
def test_rule_says(rule: str, expected: str, html: str) -> None:
    assert outcome_of(rule, html) == expected
