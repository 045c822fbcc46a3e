"""Language of pages, fragments and parts."""

import pytest

from .judging import Examples, cases, outcome_of

EXAMPLES: Examples = {
    "page-language": {
        "passed": [
            '<!doctype html><html lang="nb"><p>A',
        ],
        "failed": [
            "<!doctype html><p>A",
            '<html lang=" "><p>A',
        ],
        "inapplicable": [],
    },
    "page-language-known": {
        "passed": [
            '<html lang="se"><p>A',
            '<html lang="NN-NO"><p>A',
            '<html lang="qaa-x-ord"><p>A',
        ],
        "failed": [
            '<html lang="norsk"><p>A',
            '<html lang="nob"><p>A',
            '<html lang="nb_NO"><p>A',
        ],
        "inapplicable": [
            "<html><p>A",
        ],
    },
    "page-language-agrees": {
        "passed": [
            '<html lang="nb" xml:lang="nb-NO"><p>A',
        ],
        "failed": [
            '<html lang="nb" xml:lang="en"><p>A',
        ],
        "inapplicable": [
            '<html lang="nb"><p>A',
        ],
    },
    "part-language-known": {
        "passed": [
            '<p lang="fkv">Hei</p>',
            '<html lang="nb"><p lang="smj">A',
        ],
        "failed": [
            '<p lang="kvensk">Hei</p>',
            '<p lang="kvensk"><img src="a.png" alt="Hei"></p>',
            '<div lang="nb"><p lang=" ">Hei</p></div>',
            '<p lang="kvensk" aria-hidden="true">Hei</p>',
        ],
        "inapplicable": [
            "<p>Hei</p>",
            '<p lang="">Hei</p>',
            '<p lang="kvensk"></p>',
            '<p lang="kvensk" hidden>Hei</p>',
            '<div lang="kvensk"><p lang="">Hei</p></div>',
        ],
    },
    "fragment-language": {
        "passed": [
            '<section lang="nb"><p>Hei</p></section>',
        ],
        "failed": [
            "<section><p>Hei</p></section>",
            'Hei <b lang="nb">du</b>',
            '<p lang="nb">A</p><p>B</p>',
        ],
        "inapplicable": [
            "",
        ],
    },
}


@pytest.mark.parametrize(("rule", "expected", "html"), cases(EXAMPLES))
def test_rule_says(rule: str, expected: str, html: str) -> None:
    assert outcome_of(rule, html) == expected
