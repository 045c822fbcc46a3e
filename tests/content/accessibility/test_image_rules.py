"""Images, drawings, embedded objects."""

import pytest

from .judging import Examples, cases, outcome_of

EXAMPLES: Examples = {
    "image-name": {
        "passed": [
            '<img src="elv.jpg" alt="Elever ved elva">',
            '<img src="strek.png" alt="">',
            '<img src="strek.png" role="presentation">',
            '<span role="img" aria-label="Fire av fem stjerner"></span>',
            '<b id="t" hidden>Kart</b><img src="k.png" aria-labelledby="t">',
            '<img src="k.png" title="Kart over Barentsregionen">',
            '<details><summary>Kart</summary><img src="k.png" alt="Kart"></details>',
        ],
        "failed": [
            '<img src="elv.jpg">',
            '<img src="elv.jpg" alt=" ">',
            '<div role="img"></div>',
            '<img src="elv.jpg" alt="" tabindex="0">',
            '<img src="k.png" aria-labelledby="borte">',
            '<details><summary>Kart</summary><img src="k.png"></details>',
        ],
        "inapplicable": [
            "<p>Ingen bilder</p>",
            '<img src="elv.jpg" aria-hidden="true">',
            '<div hidden><img src="elv.jpg"></div>',
            '<p style="visibility:hidden"><img src="elv.jpg"></p>',
            '<input type="image" alt="Søk">',
        ],
    },
    "svg-link-name": {
        "passed": [
            '<svg><a href="/troms"><text>Troms</text></a></svg>',
            '<svg><a xlink:href="/troms" aria-label="Troms"><circle r="4"/></a></svg>',
            '<svg><a href="/troms"><title>Troms</title><circle r="4"/></a></svg>',
        ],
        "failed": [
            '<svg><a href="/troms"><circle r="4"/></a></svg>',
            '<svg><a xlink:href="/troms"><path d="M0 0h9"/></a></svg>',
        ],
        "inapplicable": [
            '<svg><a><circle r="4"/></a></svg>',
            '<svg aria-hidden="true"><a href="/troms" tabindex="-1"><circle r="4"/></a></svg>',
            '<a href="/troms"><svg><circle r="4"/></svg></a>',
        ],
    },
    "svg-name": {
        "passed": [
            '<svg role="img"><title>Vindrose</title></svg>',
            '<svg role="img" aria-label="Vindrose"></svg>',
            '<svg><g role="graphics-symbol" aria-label="Fyr"></g></svg>',
        ],
        "failed": [
            '<svg role="img"></svg>',
            '<svg role="img"><title> </title></svg>',
            '<svg role="img" title="Vindrose"></svg>',
        ],
        "inapplicable": [
            '<svg><circle r="4"></circle></svg>',
            '<svg role="img" aria-hidden="true"></svg>',
        ],
    },
    "object-name": {
        "passed": [
            '<object data="tale.mp3" title="Talen fra åpningen"></object>',
            '<object data="kart.svg?v=2" aria-label="Kart"></object>',
        ],
        "failed": [
            '<object data="film.mp4"></object>',
            '<object data="x" type="image/png" title=" "></object>',
        ],
        "inapplicable": [
            '<object data="plan.pdf"></object>',
            '<object data="a.png" role="img"></object>',
            '<object data="film.mp4" hidden></object>',
        ],
    },
    "decorative-exposed": {
        "passed": [
            '<img src="a.png" alt="">',
            '<img src="a.png" role="none">',
            '<hr role="presentation">',
            '<img src="a.png" alt="" aria-live="polite" hidden>',
        ],
        "failed": [
            '<aside role="none" aria-label="Om saken">Tekst</aside>',
            '<img src="a.png" alt="" aria-live="polite">',
            '<a href="/x" role="presentation">Lenke</a>',
        ],
        "inapplicable": [
            '<img src="a.png" alt="Kart">',
            "<p>Tekst</p>",
        ],
    },
}


@pytest.mark.parametrize(("rule", "expected", "html"), cases(EXAMPLES))
def test_rule_says(rule: str, expected: str, html: str) -> None:
    assert outcome_of(rule, html) == expected
