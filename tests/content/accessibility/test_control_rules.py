"""Controls and forms."""

import pytest

from .judging import Examples, cases, outcome_of

EXAMPLES: Examples = {
    "button-name": {
        "passed": [
            "<button>Lagre</button>",
            '<input type="submit">',
            '<input type="button" value="Lagre">',
            '<div role="button" tabindex="0" aria-label="Lukk"></div>',
            '<button><img src="l.png" alt="Lukk"></button>',
        ],
        "failed": [
            "<button></button>",
            '<input type="button">',
            '<input type="submit" value="">',
            "<button><svg></svg></button>",
            '<button value="Lagre"></button>',
        ],
        "inapplicable": [
            "<p>Knapp</p>",
            "<button hidden></button>",
            '<button role="link">Videre</button>',
        ],
    },
    "image-button-name": {
        "passed": [
            '<input type="image" src="s.png" alt="Søk">',
            '<input type="image" src="s.png" aria-label="Søk">',
        ],
        "failed": [
            '<input type="image" src="s.png">',
            '<input type="image" src="s.png" alt="">',
        ],
        "inapplicable": [
            '<input type="submit">',
            '<input type="image" hidden>',
        ],
    },
    "field-name": {
        "passed": [
            "<label>Navn <input></label>",
            '<label for="n">Navn</label><input id="n">',
            '<input type="date" aria-label="Frist">',
            '<select title="Land"><option>Norge</option></select>',
            '<div role="textbox" aria-labelledby="n"></div><p id="n">Navn</p>',
            '<textarea placeholder="Skriv her"></textarea>',
        ],
        "failed": [
            "<input>",
            '<label><input value="3"></label>',
            "<label><select><option>Norge</option></select></label>",
            "<p>Navn</p><input>",
            "<label>Navn</label><input>",
            '<label for="n">Navn</label><div id="n" role="textbox"></div>',
            '<input type="password" aria-label=" ">',
            "<select><option>Norge</option></select>",
            '<input type="checkbox">',
            "<label><span hidden>Navn</span><input></label>",
        ],
        "inapplicable": [
            "<button>Lagre</button>",
            '<input type="hidden">',
            '<input aria-hidden="true" disabled>',
        ],
    },
    "menu-item-name": {
        "passed": [
            '<ul role="menu"><li role="menuitem">Ny fil</li></ul>',
        ],
        "failed": [
            '<div role="menu"><button role="menuitem"><img src="a.png" alt=""></button></div>',
        ],
        "inapplicable": [
            "<ul><li>Ny fil</li></ul>",
        ],
    },
    "summary-name": {
        "passed": [
            "<details><summary>Åpningstider</summary>Hele døgnet</details>",
            "<details><summary>Åpningstider</summary><summary></summary></details>",
        ],
        "failed": [
            "<details><summary></summary>Hele døgnet</details>",
            '<details><summary><img src="a.png" alt=""></summary></details>',
        ],
        "inapplicable": [
            "<summary></summary>",
            '<details><summary role="button"></summary></details>',
        ],
    },
    "frame-name": {
        "passed": [
            '<iframe src="/kart" title="Kart"></iframe>',
        ],
        "failed": [
            '<iframe src="/kart"></iframe>',
            '<iframe src="/kart" name="kart" title=" "></iframe>',
        ],
        "inapplicable": [
            "<p>Kart</p>",
            '<iframe src="/kart" hidden></iframe>',
        ],
    },
    "autocomplete-valid": {
        "passed": [
            '<input autocomplete="email">',
            '<input autocomplete="section-a shipping street-address">',
            '<input autocomplete="WORK tel">',
            '<input autocomplete="username webauthn">',
        ],
        "failed": [
            '<input autocomplete="epost">',
            '<input autocomplete="email work">',
            '<input autocomplete="home name">',
            '<input autocomplete="shipping">',
        ],
        "inapplicable": [
            '<input autocomplete="off">',
            "<input>",
            '<input type="submit" autocomplete="epost">',
            '<input autocomplete="epost" disabled>',
            '<input autocomplete="epost" hidden>',
        ],
    },
    "label-in-name": {
        "passed": [
            '<a href="/a" aria-label="Les mer om saken">Les mer</a>',
            '<button aria-label="søk etter dato">Søk etter dato (dd.mm.åååå)</button>',
            '<button aria-label="Last ned">Last <span hidden>straks</span> ned</button>',
            '<button aria-label="Lukk">Lukk <span style="position:absolute;left:-9999px">vinduet</span></button>',
        ],
        "failed": [
            '<a href="/a" aria-label="Saken">Les mer</a>',
            '<button aria-label="Last ned fila">Last fila</button>',
            '<button aria-label="NRK">N R K</button>',
        ],
        "inapplicable": [
            '<button aria-label="Lukk">x</button>',
            "<button>Lukk</button>",
            '<button aria-label="Lukk"><img src="a.png" alt="Kryss"></button>',
        ],
    },
}


@pytest.mark.parametrize(("rule", "expected", "html"), cases(EXAMPLES))
def test_rule_says(rule: str, expected: str, html: str) -> None:
    assert outcome_of(rule, html) == expected
