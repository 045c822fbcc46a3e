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
            '<a href="/a">Last ned strategien</a>',
        ],
        "failed": [
            '<a href="/a">Les mer</a>',
            '<a href="/a">Les meir her …</a>',
            '<a href="/a">Loga eanet</a>',
            '<a href="/a">Lohkat eambbo</a>',
            '<a href="/a">→</a>',
            '<a href="/a"><img src="p.png" alt=">>"></a>',
            '<a href="/a">Lue lisää »</a>',
            '<p><a href="/a">her</a></p>',
            '<div><a href="/a">Click here</a></div>',
            '<a href="/a">https://example.org/sak/12</a>',
            '<a href="/a">www.example.org/sak</a>',
            f"<section><h3>Barents</h3><div>{'<b>A</b>' * 20}<a href='/a'>Les mer</a></div></section>",
            '<article><h2>Barents</h2><div><a href="/a">Les mer</a></div></article>',
            '<h2>Barents</h2><div><a href="/a">Les mer</a></div>',
        ],
        "cantTell": [
            '<p>Søknadsskjemaet for ungdomstiltak ligger <a href="/a">her</a>.</p>',
            '<div><a href="/a">Les mer</a> om Barentsrådet</div>',
            '<a href="/a" aria-describedby="d">Les mer</a><p id="d">Om Barentsrådet</p>',
            '<div><section><h3>Barentsrådet</h3><div><a href="/a">Les mer</a></div></section></div>',
        ],
        "inapplicable": [
            "<p>Les mer</p>",
        ],
    },
    "link-same-text": {
        "cantTell": [
            '<p><a href="/a">Last ned fila</a> og <a href="/b">last ned fila</a></p>',
            '<ul><li><a href="/a">Planen</a></li><li><a href="/b">planen</a></li></ul>',
            '<p><a href="/a">Planen</a></p><p><a href="/b">Planen</a></p>',
            '<a href="/a">Planen</a> <a href="/b">Planen</a>',
        ],
        "inapplicable": [
            '<p><a href="/a">Planen</a> og <a href="/b">vedlegget</a></p>',
            '<p><a href="/a">Planen</a> og <a href="/a/">planen</a></p>',
            '<h2>Barents</h2><p><a href="/a">Planen</a></p><h2>Arktis</h2><p><a href="/b">Planen</a></p>',
            '<ul><li><a href="/a">Planen</a> for Barents</li><li><a href="/b">Planen</a> for Arktis</li></ul>',
            '<ul><li>2025<ul><li><a href="/a">Planen</a></li></ul></li><li>2026<ul><li><a href="/b">Planen</a></li></ul></li></ul>',
            '<p><a href="/a" aria-describedby="t">Planen</a></p><p><a href="/b" aria-describedby="u">Planen</a></p>',
        ],
    },
    "link-file-kind": {
        "passed": [
            '<a href="/a.pdf">Planen (PDF)</a>',
            '<p><a href="/a.docx?v=2">Skjema</a> (Word, 20 kB)</p>',
        ],
        "cantTell": ['<a href="/a.pdf">Planen</a>', '<p><a href="/a.xlsx#b">Tall</a> for 2026</p>'],
        "inapplicable": ['<a href="/a">Planen</a>', '<a href="/pdf">Planen</a>', '<a href="/a.pdf"></a>'],
    },
    "link-new-window": {
        "passed": [
            '<a href="/a" target="_blank">Kart (åpnes i ny fane)</a>',
            '<a href="/a" target="_blank" title="Opens a new window">Map</a>',
            '<a href="/a" target="_blank">Kart <img src="n.svg" alt="ekstern lenke"></a>',
        ],
        "cantTell": ['<a href="/a" target="_BLANK">Kart</a>'],
        "inapplicable": [
            '<a href="/a">Kart</a>',
            '<a href="/a" target="_self">Kart</a>',
            '<a target="_blank">Kart</a>',
        ],
    },
    "link-target-there": {
        "cantTell": ['<a href="#borte">A</a>'],
        "inapplicable": [
            '<a href="#her">A</a><p id="her">B</p>',
            '<a href="#v%C3%A5r">A</a><p id="vår">B</p>',
            '<a href="#her">A</a><a name="her"></a>',
            '<a href="#">Til toppen</a>',
            '<a href="#top">Til toppen</a>',
            '<a href="/a#borte">A</a>',
        ],
    },
}


@pytest.mark.parametrize(("rule", "expected", "html"), cases(EXAMPLES))
def test_rule_says(rule: str, expected: str, html: str) -> None:
    assert outcome_of(rule, html) == expected
