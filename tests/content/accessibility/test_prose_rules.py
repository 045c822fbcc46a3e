"""Prose that looks like something else."""

import pytest

from content.accessibility import check

from .judging import Examples, cases, outcome_of

EXAMPLES: Examples = {
    "fake-heading": {
        "cantTell": [
            "<p><b>Slik søker du</b></p><p>Send inn skjemaet før fristen i mars.</p>",
            "<div><strong>Slik søker du</strong></div><div>Send inn skjemaet før fristen i mars.</div>",
            '<p><font size="5">Slik søker du</font></p><p>Send inn skjemaet før fristen i mars.</p>',
            '<p style="font-weight:700">Slik søker du</p><p>Send inn skjemaet før fristen i mars.</p>',
            '<p><span style="font-size:24px">Slik søker du</span></p><p>Send inn skjemaet før fristen i mars.</p>',
            "<p><b>Slik</b> <b>søker du</b></p><ul><li>Fyll ut hele skjemaet</li></ul>",
            "<p><strong>Hvem kan søke?</strong><br>Kommuner, lag og foreninger kan søke.</p>",
            "<p>\n<b>Hvem kan søke</b>\n<br/>\n<br/>Alle kommuner kan søke, se <a href='/a'>lista</a>.</p>",
        ],
        "inapplicable": [
            "<p><b>Slik søker du:</b></p><p>Send inn skjemaet før fristen i mars.</p>",
            "<p><b>Viktig</b> å vite</p><p>Send inn skjemaet før fristen i mars.</p>",
            "<p><b>Fristen er 1. mars.</b></p><p>Send inn skjemaet før fristen i mars.</p>",
            "<p><b>Slik søker du</b></p>",
            "<p><b>Slik søker du</b></p><p><b>Send inn skjemaet før fristen i mars</b></p>",
            "<div><p><b>Slik søker du</b></p></div><p>Send inn skjemaet før fristen i mars.</p>",
            '<p><a href="/sok"><b>Slik søker du</b></a></p><p>Send inn skjemaet før fristen i mars.</p>',
            "<table><tr><td><p><b>Slik søker du</b></p><p>Send inn skjemaet før fristen.</p></td></tr></table>",
            "<aside><p><b>Slik søker du</b></p><p>Send inn skjemaet før fristen i mars.</p></aside>",
            '<p role="heading" aria-level="3"><b>Slik søker du</b></p><p>Send inn skjemaet før fristen i mars.</p>',
            '<div role="note" aria-labelledby="t"><p id="t"><b>Godt nytt</b></p><p>Fristen er utsatt til mai.</p></div>',
            "<p hidden><b>Slik søker du</b></p><p>Send inn skjemaet før fristen i mars.</p>",
            f"<p><b>{'Fylkeskommunen samarbeider med naboer ' * 4}</b></p><p>{'Slik er det i nord. ' * 20}</p>",
            "<p><b>Kari Nordmann</b><br>Rådgiver, internasjonal avdeling<br>Telefon 77 00 00 00</p>",
            "<p>Til alle<br><b>Hvem kan søke?</b><br>Kommuner, lag og foreninger kan søke.</p>",
            "<p><b>Hvem</b> kan søke?<br>Kommuner, lag og foreninger kan søke.</p>",
            "<p><b>Fristen er 1. mars.</b><br>Send inn skjemaet før fristen i mars.</p>",
            "<p><a href='/sok'><b>Slik søker du</b></a><br>Send inn skjemaet før fristen i mars.</p>",
            "<li><b>Slik søker du</b><br>Send inn skjemaet før fristen i mars.</li>",
            "<p><b>+47 00 00 00 00</b></p><p>Telefonen er betjent hele uken.</p>",
        ],
    },
    "fake-list": {
        "failed": [
            "<p>• Barents<br>• Nordkalotten</p>",
            "<p>•\u00a0Barents</p><p>•\u00a0Nordkalotten</p>",
            "<p>Vi er med i:<br>▪ Barents<br>▪ Arktis<br>Ta kontakt.</p>",
            "<li>• Barents<br>• Nordkalotten</li>",
        ],
        "cantTell": [
            "<p>- Barents<br>- Nordkalotten<br>- Arktis</p>",
            "<p>1. Fyll ut skjemaet<br>2. Legg ved budsjett<br>3. Send inn</p>",
            "<p>1) Fyll ut skjemaet</p><p>2) Legg ved budsjett</p><p>3) Send inn</p>",
            "<p>a) skole<br>b) miljø<br>c) helse</p>",
            "<p>* Barents<br>* Nordkalotten<br>* Arktis</p>",
        ],
        "inapplicable": [
            "<ul><li>Barents</li><li>Nordkalotten</li></ul>",
            "<p>• Barents</p>",
            "<p>• Barents</p><h3>Mer</h3><p>• Nordkalotten</p>",
            "<p>– Vi er glade, sier fylkesråden.</p><p>– Dette er viktig for oss.</p><p>– Nå begynner arbeidet!</p>",
            "<p>1. mars: møte i Tromsø<br>2. mars: reise<br>3. mars: møte i Kirkenes</p>",
            "<p>2026. Et år i nord<br>2027. Et år til<br>2028. Og enda et</p>",
            "<p>- 12 grader<br>- 14 grader</p>",
            "<pre>- a\n- b\n- c</pre>",
            "<p><code>- a<br>- b<br>- c</code></p>",
            "<p>Kari<br>Ola<br>Nils</p>",
        ],
    },
    "all-capitals": {
        "cantTell": [
            "<p>SØKNADSFRISTEN FOR BARENTSMIDLER ER UTSATT</p>",
            "<h2>VELKOMMEN TIL DEN STORE ARKTISKE KONFERANSEN</h2>",
            "<p>ROMSSA FYLKKASUOHKAN LEA ODDASIID ČÁLLÁN</p>",
        ],
        "inapplicable": [
            "<p>Søknadsfristen er utsatt.</p>",
            "<p>TROMS FYLKESKOMMUNE</p>",
            "<p>EU, EØS, NATO, FN og WTO møttes.</p>",
            "<p>EU EØS NATO FN WTO OECD</p>",
            "<p>Ludvig XIV, Harald V, kapittel VIII og XXXVIII</p>",
            "<pre>SELECT COUNTRY FROM REGIONS WHERE NORTHERN</pre>",
            '<p style="text-transform:uppercase">Søknadsfristen for Barentsmidler er utsatt</p>',
            "<p>北極 評議会 北極 評議会 北極 評議会</p>",
            "<p hidden>SØKNADSFRISTEN FOR BARENTSMIDLER ER UTSATT</p>",
        ],
    },
    "spaced-letters": {
        "failed": [
            "<p>V e l k o m m e n</p>",
            "<h2>Å R S M E L D I N G 2026</h2>",
            "<p>V&nbsp;e&nbsp;l&nbsp;k&nbsp;o&nbsp;m&nbsp;m&nbsp;e&nbsp;n</p>",
        ],
        "inapplicable": [
            "<p>Velkommen</p>",
            "<p>A B C D E F G H</p>",
            "<p>i å e</p>",
            "<p>Vi så 1 2 3 4 5 6 7 fugler</p>",
            "<pre>x y a e z b c</pre>",
        ],
    },
    "spaced-columns": {
        "cantTell": [
            "<pre>By        Fylke\nTromsø    Troms\nAlta      Finnmark</pre>",
            "<p>By&nbsp;&nbsp;&nbsp;Fylke<br>Tromsø&nbsp;&nbsp;&nbsp;Troms<br>Alta&nbsp;&nbsp;&nbsp;Finnmark</p>",
        ],
        "inapplicable": [
            "<pre><code>a = 1    # en\nb = 2    # to\nc = 3    # tre</code></pre>",
            "<pre>By  Fylke\nTromsø</pre>",
            "<p>By   Fylke<br>Tromsø   Troms<br>Alta   Finnmark</p>",
            "<p>10&nbsp;000 kroner<br>20&nbsp;000 kroner<br>30&nbsp;000 kroner</p>",
        ],
    },
    "ascii-art": {
        "cantTell": [
            "<p>Velkommen :-)</p>",
            "<p>Takk ;)</p>",
            "<pre>  /\\_/\\\n ( o.o )\n  &gt; ^ &lt;</pre>",
        ],
        "inapplicable": [
            "<p>Velkommen!</p>",
            "<p>Se punkt 8) og kl. 10:00 (lokal tid: 11).</p>",
            "<p>Sted:Oslo</p>",
            "<pre>En\nto\ntre</pre>",
            "<p><code>a :)</code></p>",
        ],
    },
}


@pytest.mark.parametrize(("rule", "expected", "html"), cases(EXAMPLES))
def test_rule_says(rule: str, expected: str, html: str) -> None:
    assert outcome_of(rule, html) == expected


def test_a_first_line_is_quoted_without_what_stands_under_it() -> None:
    report = check("<p lang=nb><b>Hvem kan\nsøke?</b><br>Kommuner, lag og foreninger kan søke.</p>")
    (found,) = [each for each in report.findings if each.outcome == "cantTell"]
    assert "«Hvem kan søke?» ser ut som en overskrift" in found.message.nb
