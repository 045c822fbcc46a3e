"""ARIA attributes, roles and what belongs together."""

import pytest

from .judging import Examples, cases, outcome_of

EXAMPLES: Examples = {
    "aria-attribute-defined": {
        "passed": [
            '<button aria-expanded="false">Meny</button>',
        ],
        "failed": [
            '<button aria-expand="false">Meny</button>',
            '<p aria-labelled="x">A</p>',
        ],
        "inapplicable": [
            "<p>A</p>",
        ],
    },
    "aria-value-valid": {
        "passed": [
            '<button aria-expanded="undefined">A</button>',
            '<div aria-relevant="additions text"></div>',
            '<div role="meter" aria-valuenow="-1.5e2" aria-label="A"></div>',
            '<p aria-labelledby="borte">A</p>',
        ],
        "failed": [
            '<button aria-expanded="åpen">A</button>',
            '<div role="row" aria-rowindex="1.5"></div>',
            '<div aria-relevant="additions alt"></div>',
            '<div role="scrollbar" aria-controls="borte" aria-valuenow="1"></div>',
            '<div role="meter" aria-valuenow="mye"></div>',
        ],
        "inapplicable": [
            '<p aria-live="">A</p>',
            '<p aria-label="x">A</p>',
            '<math aria-hidden="nei"></math>',
        ],
    },
    "role-valid": {
        "passed": [
            '<p role="nytt note">A</p>',
            '<p role="presentation">A</p>',
        ],
        "failed": [
            '<p role="knapp">A</p>',
            '<p role="widget">A</p>',
        ],
        "inapplicable": [
            "<p>A</p>",
            '<p role="">A</p>',
            '<p role="knapp" hidden>A</p>',
        ],
    },
    "aria-required-states": {
        "passed": [
            '<div role="heading" aria-level="2">A</div>',
            '<input type="checkbox" role="switch">',
            '<div role="slider" aria-valuenow="3" tabindex="0"></div>',
            '<div role="separator"></div>',
        ],
        "failed": [
            '<div role="heading">A</div>',
            '<div role="checkbox" aria-checked="">A</div>',
            '<div role="separator" tabindex="0"></div>',
            '<div role="combobox"></div>',
        ],
        "inapplicable": [
            "<h2>A</h2>",
            '<input type="checkbox" role="checkbox">',
            '<div role="checkbox" hidden>A</div>',
        ],
    },
    "aria-attribute-supported": {
        "passed": [
            '<button aria-pressed="true">A</button>',
            '<p aria-live="polite">A</p>',
            '<input type="password" aria-required="true">',
            '<button role="none" aria-pressed="true">A</button>',
        ],
        "failed": [
            '<p aria-checked="true">A</p>',
            '<a href="/a" aria-pressed="true">A</a>',
            '<audio controls src="a.mp3" aria-orientation="vertical"></audio>',
        ],
        "inapplicable": [
            "<p>A</p>",
            '<p aria-checked="true" hidden>A</p>',
        ],
    },
    "aria-attribute-prohibited": {
        "passed": [
            '<section aria-label="A">A</section>',
            '<p aria-live="polite">A</p>',
        ],
        "failed": [
            '<p aria-label="B">A</p>',
            '<span aria-labelledby="b">A</span><b id="b">B</b>',
            '<div aria-roledescription="kort">A</div>',
        ],
        "inapplicable": [
            "<p>A</p>",
        ],
    },
    "aria-required-owned": {
        "passed": [
            '<div role="list"><div role="listitem">A</div></div>',
            '<div role="list" aria-owns="a"></div><div id="a" role="listitem">A</div>',
            '<div role="list"><div><span role="listitem">A</span></div></div>',
            '<ul role="menu"><li role="none"><a role="menuitem" href="/a">A</a></li></ul>',
        ],
        "failed": [
            '<div role="list">A</div>',
            '<ul role="tablist"><li role="listitem">A</li></ul>',
            '<div role="list"><div role="listitem">A</div><a href="/a">B</a></div>',
        ],
        "inapplicable": [
            "<ul><li>A</li></ul>",
            '<ul role="menu" aria-busy="true"></ul>',
            '<div role="list" hidden></div>',
        ],
    },
    "aria-required-context": {
        "passed": [
            '<ul><div role="listitem">A</div></ul>',
            '<div role="tree"><div role="treeitem">A<div role="group"><div role="treeitem">B</div></div></div></div>',
            '<div role="list" aria-owns="a"></div><div id="a" role="listitem">A</div>',
        ],
        "failed": [
            '<div role="listitem">A</div>',
            '<div role="list"><div aria-live="polite"><div role="listitem">A</div></div></div>',
            '<div role="tablist"><div role="list"><span role="tab">A</span></div></div>',
            '<div role="group"><span role="option">A</span></div>',
        ],
        "inapplicable": [
            "<ul><li>A</li></ul>",
        ],
    },
    "aria-hidden-focus": {
        "passed": [
            '<p aria-hidden="true">A</p>',
            '<div aria-hidden="true"><a href="/a" tabindex="-1">A</a></div>',
            '<input disabled aria-hidden="true">',
            '<div aria-hidden="true" inert><a href="/a">A</a></div>',
        ],
        "failed": [
            '<div aria-hidden="true"><a href="/a">A</a></div>',
            '<p tabindex="0" aria-hidden="true">A</p>',
        ],
        "inapplicable": [
            "<p>A</p>",
            '<a href="/a" aria-hidden="false">A</a>',
        ],
        "cantTell": [
            '<div aria-hidden="true"><a href="#" onfocus="flytt()">A</a></div>',
        ],
    },
    "presentational-children-focus": {
        "passed": [
            "<button>Lagre <b>nå</b></button>",
            '<ul role="tablist"><li role="tab"><span tabindex="-1">A</span></li></ul>',
        ],
        "failed": [
            '<div role="button" tabindex="0">A <a href="/b">B</a></div>',
            '<div role="img" aria-label="A"><button>B</button></div>',
        ],
        "inapplicable": [
            '<a href="/a"><span tabindex="0">A</span></a>',
        ],
    },
    "frame-focus": {
        "passed": [
            '<iframe title="A" srcdoc="<a href=\'/\'>A</a>"></iframe>',
        ],
        "failed": [
            '<iframe tabindex="-1" title="A" srcdoc="<button>A</button>"></iframe>',
        ],
        "inapplicable": [
            '<iframe tabindex="-1" title="A" srcdoc="<p>A</p>"></iframe>',
            '<iframe tabindex="-1" title="A" src="/a"></iframe>',
            '<iframe tabindex="-1" width="1" height="1" srcdoc="<a href=\'/\'>A</a>"></iframe>',
        ],
    },
    "id-referred-unique": {
        "passed": [
            '<label for="a">A</label><input id="a">',
            '<p id="a">A</p><a href="#a">Opp</a>',
        ],
        "failed": [
            '<p id="a">A</p><p id="a">B</p><a href="#a">Opp</a>',
            '<b id="a">A</b><b id="a">B</b><section aria-labelledby="a">C</section>',
        ],
        "inapplicable": [
            '<p id="a">A</p><p id="a">B</p>',
        ],
    },
    "id-unique": {
        "passed": [
            '<p id="a">A</p><p id="b">B</p>',
        ],
        "failed": [
            '<p id="a">A</p><p id="a">B</p>',
        ],
        "inapplicable": [
            "<p>A</p>",
        ],
    },
    "id-reference-found": {
        "passed": [
            '<b id="a">A</b><section aria-labelledby="a">C</section>',
        ],
        "failed": [
            '<section aria-labelledby="borte">C</section>',
            '<a href="/a" aria-describedby="borte">C</a>',
        ],
        "inapplicable": [
            "<p>A</p>",
        ],
    },
}


@pytest.mark.parametrize(("rule", "expected", "html"), cases(EXAMPLES))
def test_rule_says(rule: str, expected: str, html: str) -> None:
    assert outcome_of(rule, html) == expected
