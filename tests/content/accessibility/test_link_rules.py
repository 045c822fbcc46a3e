"""Links: a name, and a purpose."""

import pytest

from .judging import Examples, cases, outcome_of

EXAMPLES: Examples = {
    "link-name": {
        "passed": [
            '<a href="/a">Om avdelingen</a>',
            '<a href="/a"><img src="l.png" alt="Forsiden"></a>',
            '<a href="/a"><svg><title>Forsiden</title></svg></a>',
            '<a href="/a" title="Forsiden"></a>',
            '<span role="link" tabindex="0">Søk</span>',
            '<img usemap="#m" alt="Kart" src="k.png"><map name="m"><area href="/t" alt="Troms"></map>',
        ],
        "failed": [
            '<a href="/a"></a>',
            '<a href="/a"><img src="l.png" alt=""></a>',
            '<a href="/a"><span hidden>Forsiden</span></a>',
            '<a href="/a" role="none"> </a>',
            '<a href="/a"><i class="ikon"></i></a>',
        ],
        "inapplicable": [
            "<a>Uten adresse</a>",
            "<p>Tekst</p>",
            '<a href="/a" style="display:none"></a>',
        ],
    },
    "link-purpose": {
        "passed": [
            '<a href="/a">Les om Barentsrådet</a>',
            '<a href="/a" aria-label="Les mer om Barentsrådet">Les mer</a>',
        ],
        "failed": [
            '<a href="/a">Les mer</a>',
            '<p><a href="/a">her</a></p>',
            '<div><a href="/a">Click here</a></div>',
            '<a href="/a">https://example.org/sak/12</a>',
        ],
        "cantTell": [
            '<p>Søknadsskjemaet for ungdomstiltak ligger <a href="/a">her</a>.</p>',
            '<a href="/a" aria-describedby="d">Les mer</a><p id="d">Om Barentsrådet</p>',
        ],
        "inapplicable": [
            "<p>Les mer</p>",
        ],
    },
}


@pytest.mark.parametrize(("rule", "expected", "html"), cases(EXAMPLES))
def test_rule_says(rule: str, expected: str, html: str) -> None:
    assert outcome_of(rule, html) == expected
