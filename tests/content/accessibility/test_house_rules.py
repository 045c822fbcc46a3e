"""What a fragment may carry, spacing of text, media."""

import pytest

from .judging import Examples, cases, outcome_of

EXAMPLES: Examples = {
    "fragment-script": {
        "failed": [
            "<script>a()</script>",
            '<a href="javascript:a()">A</a>',
            '<a href="\x01javascript:a()">A</a>',
            '<a href=" java\nscript:a()">A</a>',
            "<svg><script>a()</script></svg>",
        ],
        "inapplicable": [
            "<p>A</p>",
            '<a href="/javascript:">A</a>',
        ],
    },
    "fragment-handler": {
        "failed": [
            '<p onclick="a()">A</p>',
        ],
        "inapplicable": [
            "<p>A</p>",
        ],
    },
    "fragment-style": {
        "failed": [
            '<p style="color:red">A</p>',
            "<style>p{color:red}</style>",
        ],
        "inapplicable": [
            '<p class="a">A</p>',
        ],
    },
    "fragment-page-part": {
        "failed": [
            '<base href="/">',
            '<meta http-equiv="refresh" content="5">',
            '<link rel="alternate Stylesheet" href="a.css">',
        ],
        "inapplicable": ['<link rel="license" href="/l">', '<meta name="a" content="b">', "<p>A</p>"],
    },
    "fragment-landmark": {
        "failed": ["<main>A</main>", '<div role="banner">A</div>'],
        "cantTell": ["<footer>A</footer>"],
        "inapplicable": ["<article><footer>A</footer></article>", "<nav>A</nav>"],
    },
    "letter-spacing": {
        "passed": [
            '<p style="letter-spacing:0.12em!important">A</p>',
            '<p style="font-size:10px;letter-spacing:2px!important">A</p>',
        ],
        "failed": [
            '<p style="letter-spacing:.1em!important">A</p>',
            '<p style="letter-spacing:normal!important">A</p>',
            '<div style="letter-spacing:2px!important">A<p style="font-size:200%">B</p></div>',
        ],
        "inapplicable": [
            '<p style="letter-spacing:0">A</p>',
            '<p style="letter-spacing:0!important;display:none">A</p>',
            '<p style="letter-spacing:inherit!important">A</p>',
            '<p style="letter-spacing:0!important"></p>',
            "<p>A</p>",
        ],
        "cantTell": [
            '<p style="letter-spacing:calc(1px + 1vw)!important">A</p>',
        ],
    },
    "word-spacing": {
        "passed": [
            '<p style="word-spacing:0.16em!important">A</p>',
        ],
        "failed": [
            '<p style="word-spacing:0!important">A B</p>',
        ],
        "inapplicable": [
            '<p style="word-spacing:0">A B</p>',
        ],
    },
    "line-height": {
        "passed": [
            '<p style="line-height:1.5!important;width:200px">Fylkeskommunen samarbeider med naboer i nord om skole og miljø, og det har vi gjort i mange år nå.</p>',
            '<p style="line-height:1!important">Kort</p>',
        ],
        "failed": [
            '<p style="line-height:1.4!important;width:200px">Fylkeskommunen samarbeider med naboer i nord om skole og miljø, og det har vi gjort i mange år nå.</p>',
            '<style>p{font-size:20px}</style><p style="line-height:29px!important;max-width:200px">Fylkeskommunen samarbeider med naboer i nord om skole og miljø, og det har vi gjort i mange år nå.</p>',
        ],
        "inapplicable": [
            '<p style="line-height:1">Fylkeskommunen samarbeider med naboer i nord om skole og miljø, og det har vi gjort i mange år nå.</p>',
        ],
        "cantTell": [
            '<p style="line-height:1!important">Fylkeskommunen samarbeider med naboer i nord om skole og miljø, og det har vi gjort i mange år nå.</p>',
        ],
    },
    "video-captions": {
        "cantTell": [
            '<video src="a.mp4" controls></video>',
        ],
        "inapplicable": [
            "<p>A</p>",
            '<video src="a.mp4" hidden></video>',
        ],
    },
    "sound-by-itself": {
        "cantTell": [
            '<audio src="a.mp3" autoplay></audio>',
            '<video src="a.mp4" autoplay></video>',
        ],
        "inapplicable": [
            '<video src="a.mp4" autoplay muted></video>',
            '<audio src="a.mp3" controls></audio>',
        ],
    },
}


@pytest.mark.parametrize(("rule", "expected", "html"), cases(EXAMPLES))
def test_rule_says(rule: str, expected: str, html: str) -> None:
    assert outcome_of(rule, html) == expected
