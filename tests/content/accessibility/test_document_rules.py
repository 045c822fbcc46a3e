"""Whole documents."""

import pytest

from .judging import Examples, cases, outcome_of

EXAMPLES: Examples = {
    "page-title": {
        "passed": [
            "<!doctype html><title>Om oss</title>",
            "<html><body><title>Om oss</title>",
        ],
        "failed": [
            "<!doctype html><p>A",
            "<!doctype html><title> </title>",
            "<!doctype html><svg><title>Kart</title></svg>",
            "<!doctype html><title></title><body><title>B</title>",
        ],
        "inapplicable": [],
    },
    "refresh-delay": {
        "passed": [
            '<!doctype html><meta http-equiv="refresh" content="0; url=/a">',
            '<!doctype html><meta http-equiv="Refresh" content="90000">',
        ],
        "failed": [
            '<!doctype html><meta http-equiv="refresh" content="60">',
            '<!doctype html><meta http-equiv="refresh" content=" 5.5, /a">',
        ],
        "inapplicable": [
            "<!doctype html><p>A",
            '<!doctype html><meta http-equiv="refresh" content="snart">',
            '<!doctype html><meta http-equiv="refresh" content="-5">',
        ],
    },
    "refresh-none": {
        "passed": [
            '<!doctype html><meta http-equiv="refresh" content="0; url=/a">',
        ],
        "failed": [
            '<!doctype html><meta http-equiv="refresh" content="90000">',
        ],
        "inapplicable": [
            "<!doctype html><p>A",
        ],
    },
    "viewport-zoom": {
        "passed": [
            '<!doctype html><meta name="viewport" content="width=device-width, maximum-scale=5">',
            '<!doctype html><meta name="viewport" content="user-scalable=1">',
            '<!doctype html><meta name="viewport" content="maximum-scale=-1">',
        ],
        "failed": [
            '<!doctype html><meta name="viewport" content="user-scalable=0">',
            '<!doctype html><meta name="viewport" content="maximum-scale = 1.5">',
            '<!doctype html><meta name="viewport" content="width=device-width;user-scalable=no">',
        ],
        "inapplicable": [
            '<!doctype html><meta name="viewport" content="width=device-width">',
            "<!doctype html><p>A",
        ],
    },
    "page-title-says": {
        "passed": ["<!doctype html><title>Barents</title>"],
        "failed": [
            "<!doctype html><title>Untitled Document</title>",
            "<!doctype html><title>index.html</title>",
            "<!doctype html><title> Uten tittel </title>",
        ],
        "inapplicable": ["<!doctype html><title></title>", "<!doctype html><p>A</p>"],
    },
    "page-main": {
        "passed": ["<!doctype html><main>A</main>"],
        "failed": ["<!doctype html><p>A</p>", "<!doctype html><main>A</main><div role=main>B</div>"],
    },
    "page-heading": {
        "passed": ["<!doctype html><h1>A</h1>", '<!doctype html><p role="heading" aria-level="1">A</p>'],
        "failed": ["<!doctype html><h2>A</h2>", "<!doctype html><h1 hidden>A</h1>"],
    },
    "page-bypass": {
        "passed": ["<!doctype html><nav>A</nav><h2>B</h2>", '<!doctype html><nav>A</nav><a href="#b">B</a>'],
        "cantTell": ["<!doctype html><nav>A</nav><p>B</p>"],
        "inapplicable": ["<!doctype html><p>B</p>"],
    },
}


@pytest.mark.parametrize(("rule", "expected", "html"), cases(EXAMPLES))
def test_rule_says(rule: str, expected: str, html: str) -> None:
    assert outcome_of(rule, html) == expected
