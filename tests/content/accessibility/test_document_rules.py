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
}


@pytest.mark.parametrize(("rule", "expected", "html"), cases(EXAMPLES))
def test_rule_says(rule: str, expected: str, html: str) -> None:
    assert outcome_of(rule, html) == expected
