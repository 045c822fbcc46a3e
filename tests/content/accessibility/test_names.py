"""Accessible names (accname 1.2), roles (HTML-AAM) and what is left out of the accessibility tree."""

import pytest

from content.accessibility.facts import Facts
from content.accessibility.tree import Element


def _marked(html: str) -> tuple[Facts, Element]:
    facts = Facts(html, mode="fragment", heading_level=2)
    return facts, next(element for element in facts.elements if "x" in element.attributes)


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ('<a x href="/a">Om <b>oss</b></a>', "Om oss"),
        ('<a x href="/a">A<div>B</div>C</a>', "A B C"),
        ('<a x href="/a">A<div style="display:inline">B</div>C</a>', "ABC"),
        ('<a x href="/a">A<br>B</a>', "A B"),
        ('<a x href="/a">Se <img src="a.png" alt="kart"> nå</a>', "Se kart nå"),
        ('<a x href="/a">Se <span hidden>ikke</span> nå</a>', "Se nå"),
        ('<a x href="/a" aria-label="Kart">Se</a>', "Kart"),
        ('<a x href="/a" aria-labelledby="b c">Se</a><i id="b">B</i><i id="c">C</i>', "B C"),
        ('<a x href="/a" aria-labelledby="b">Se</a><i id="b" hidden>skjult <b>B</b></i>', "skjult B"),
        ('<a x href="/a" aria-labelledby="b">Se</a><i id="b">B <b hidden>ikke</b></i>', "B"),
        ('<a x id="a" href="/a" aria-labelledby="a b">Se</a><i id="b" aria-labelledby="a">B</i>', "Se B"),
        ('<a x href="/a" aria-labelledby="borte">Se</a>', "Se"),
        ('<a x href="/a"><span aria-labelledby="b"></span></a><i id="b">B</i>', "B"),
        ('<label>Antall <input x value="3"> stykker</label>', "Antall stykker"),
        ('<button x>Vis <input aria-label="ikke" value="3"> rader</button>', "Vis 3 rader"),
        ('<button x>Vis <input value="3"> rader</button>', "Vis 3 rader"),
        ("<button x>Vis <select><option>A<option selected>B</select></button>", "Vis B"),
        ("<fieldset x><legend>Om deg</legend><input></fieldset>", "Om deg"),
        ("<table x><caption>Tall <b>for</b> 2020</caption></table>", "Tall for 2020"),
        ('<figure x><img alt="" src="a"><figcaption>Elv</figcaption></figure>', "Elv"),
        ('<svg x role="img"><title>Fyr</title></svg>', "Fyr"),
        ('<svg x role="img" title="Fyr"></svg>', ""),
        ('<img x alt="" title="Fyr" tabindex="0">', "Fyr"),
        ('<input x type="submit">', "Submit"),
        ('<input x placeholder="Søk" title="Søk i alt">', "Søk i alt"),
        ('<input x placeholder="Søk">', "Søk"),
        ('<p x aria-label="A">B</p>', ""),
        ('<div x role="textbox">B</div>', ""),
        ('<iframe x title="Kart"></iframe>', "Kart"),
        # An embedded control gives its value, not its label (step 2C).
        ('<label x role="link">E-post<input></label>', "E-post"),
        ('<h2 x><input value="A" aria-label="B"></h2>', "A"),
        ('<h2 x><input aria-label="B"></h2>', "B"),
        ('<button x>Vis <div role="listbox"><div role="option" aria-selected="true">A</div><div role="option">B</div></div></button>', "Vis A"),
        ('<button x>Vis <div role="slider" aria-valuenow="5" aria-valuetext="fem">Q</div> rader</button>', "Vis fem rader"),
        ('<button x>Vis <input type="range" value="5"></button>', "Vis 5"),
        ("<button x>Vis <select><optgroup><option>A<option selected>B</select></button>", "Vis B"),
        # Text that is visible again within hidden text, and hidden text that is referred to (step 2A).
        ('<h2 x><i style="visibility:hidden">Om <b style="visibility:visible">oss</b></i></h2>', "oss"),
        ('<h2 x><i style="display:none">Om <b style="display:block">oss</b></i></h2>', ""),
        ('<h2 x><i aria-hidden="true">Om <b aria-hidden="false">oss</b></i></h2>', ""),
        ('<h2 x aria-labelledby="a"></h2><p id="a" hidden>A <b style="visibility:hidden">B</b></p>', "A B"),
        ('<h2 x aria-labelledby="a a">B</h2><p id="a">A</p>', "A A"),
        # Generated text (step 2F.ii), boxes within a line.
        ('<style>.l::before{content:"La"}.l::after{content:"gre"}</style><button x class="l"></button>', "Lagre"),
        ('<style>.l:BEFORE{content:"La";display:block}</style><button x class="l">gre</button>', "La gre"),
        ('<style>.l::after{content:attr(data-t)}</style><button x class="l" data-t=" nå">Lagre</button>', "Lagre nå"),
        (r"<style>.l::after{content:'\e9 n\65' }</style><button x class='l'></button>", "éne"),
        (r"<style>.l::after{content:'\f015'}</style><button x class='l'></button>", ""),
        ('<style>.l::after{content:"x" / "Lagre"}</style><button x class="l"></button>', "Lagre"),
        ('<style>.l::after{content:"x";display:none}</style><button x class="l">Lagre</button>', "Lagre"),
        ('<style>.l::after{content:none}</style><button x class="l">Lagre</button>', "Lagre"),
        ('<h2 x>A<i style="display:inline-block">B</i>C</h2>', "A B C"),
        ('<h2 x>A<i style="display:flex">B</i>C</h2>', "A B C"),
        # HTML-AAM and SVG-AAM.
        ('<input x type="image" alt="" title="Søk">', "Søk"),
        ('<input x type="reset">', "Reset"),
        ('<input x type="submit" value="">', ""),
        ('<fieldset x title="T"><legend> </legend></fieldset>', "T"),
        ('<figure x title="T"></figure>', "T"),
        ("<svg><circle x><title>Sirkel</title></circle></svg>", "Sirkel"),
        ('<a x href="/a"><svg><title>Om oss</title></svg></a>', "Om oss"),
        ('<a x href="/a"><abbr title="og så videre"></abbr></a>', "og så videre"),
        ('<map name="m"><area x href="/a" alt="Sør"></map><img usemap="#m">', "Sør"),
        ('<optgroup x label="Land"></optgroup>', "Land"),
        ('<output x aria-label="Sum">4</output>', "Sum"),
    ],
)  # fmt: skip
def test_name(html: str, name: str) -> None:
    facts, element = _marked(html)

    assert facts.name(element) == name


@pytest.mark.parametrize(
    ("html", "role"),
    [
        ("<a x>A</a>", "generic"),
        ('<a x href="/">A</a>', "link"),
        ('<p x role="nytt note">A</p>', "note"),
        ('<p x role="nytt">A</p>', "paragraph"),
        ('<ul role="none"><li x>A</li></ul>', "none"),
        ('<ul role="none"><li x tabindex="0">A</li></ul>', "listitem"),
        ('<ul role="none" aria-live="polite"><li x>A</li></ul>', "listitem"),
        ('<table role="presentation"><tr><td x>A</td></tr></table>', "none"),
        ('<table role="grid"><tr><td x>A</td></tr></table>', "gridcell"),
        ("<table><tr><th x>A</th><th>B</th></tr></table>", "columnheader"),
        ("<table><tr><th x>A</th><td>B</td></tr></table>", "rowheader"),
        ('<table><tr><th x scope="col">A</th><td>B</td></tr></table>', "columnheader"),
        ("<section x>A</section>", "generic"),
        ('<section x aria-label="A">A</section>', "region"),
        ("<header x>A</header>", "banner"),
        ("<article><header x>A</header></article>", "sectionheader"),
        ('<img x alt="" src="a">', "none"),
        ('<img x alt="" src="a" aria-label="A">', "img"),
        ('<input x list="l">', "combobox"),
        ('<input x type="nytt">', "textbox"),
        ('<input x type="date">', None),
        ("<select x></select>", "combobox"),
        ('<select x size="3"></select>', "listbox"),
        ("<details><summary x>A</summary></details>", "summary"),
        ("<summary x>A</summary>", "generic"),
        ("<my-part x>A</my-part>", None),
    ],
)  # fmt: skip
def test_role(html: str, role: str | None) -> None:
    _, element = _marked(html)

    assert element.role == role


@pytest.mark.parametrize(
    ("html", "exposed"),
    [
        ("<p x>A</p>", True),
        ("<p x hidden>A</p>", False),
        ('<p x hidden style="display:block">A</p>', True),
        ('<p x style="display:none">A</p>', False),
        ('<p x style="DISPLAY: None !important; display: block">A</p>', False),
        ('<p style="visibility:hidden"><b x>A</b></p>', False),
        ('<p style="visibility:hidden"><b x style="visibility:visible">A</b></p>', True),
        ("<style>.a b{display:none}</style><p class=a><b x>A</b></p>", False),
        ("<style>#a{display:block} p{display:none}</style><p x id=a>A</p>", True),
        ("<style>p{display:none} p{display:block}</style><p x>A</p>", True),
        ("<style>p{display:none!important}</style><p x style='display:block'>A</p>", False),
        ("<style>p[{display:none} b{}</style><p x>A</p>", True),
        ('<div aria-hidden="true"><p x aria-hidden="false">A</p></div>', False),
        ("<div inert><p x>A</p></div>", False),
        ("<details><p x>A</p></details>", True),
        ("<dialog><p x>A</p></dialog>", False),
        ("<p popover x>A</p>", False),
        ("<video><p x>A</p></video>", False),
    ],
)
def test_exposed(html: str, exposed: bool) -> None:
    _, element = _marked(html)

    assert element.exposed is exposed


@pytest.mark.parametrize(
    ("html", "tabbable"),
    [
        ('<a x href="/">A</a>', True),
        ("<a x>A</a>", False),
        ("<input x disabled>", False),
        ("<fieldset disabled><legend><input x></legend></fieldset>", True),
        ("<fieldset disabled><legend>A</legend><legend><input x></legend></fieldset>", False),
        ("<fieldset disabled><p><input x></p></fieldset>", False),
        ('<p x tabindex="0">A</p>', True),
        ('<p x tabindex="-1">A</p>', False),
        ('<p x tabindex="ja">A</p>', False),
        ("<p x contenteditable>A</p>", True),
        ('<p x contenteditable="false">A</p>', False),
        ('<p hidden><a x href="/">A</a></p>', False),
    ],
)
def test_tabbable(html: str, tabbable: bool) -> None:
    _, element = _marked(html)

    assert element.tabbable is tabbable


@pytest.mark.parametrize("nothing", ["\u200b", "\ufeff", "\u3164", "\u2800", "\U000e0020", "\u00ad\u2060"])
@pytest.mark.parametrize(
    "html",
    [
        "<h2 x>{}</h2>",
        '<a x href="/a">{}</a>',
        '<a x href="/a"><img src="a.png" alt="{}"></a>',
        '<img x src="a.png" alt="{}">',
        '<img x src="a.png" title="{}">',
        '<button x aria-label="{}">Lagre</button>',
        '<a x href="/a" aria-labelledby="b">Se</a><i id="b">{}</i>',
        '<input x title="{}">',
        '<iframe x title="{}"></iframe>',
    ],
)
def test_what_nobody_hears_is_no_name_and_hides_the_content(html: str, nothing: str) -> None:
    facts, element = _marked(html.format(nothing))
    assert facts.name(element) == ""


def test_a_name_is_compared_without_what_nobody_hears() -> None:
    facts, element = _marked('<a x href="/a">Fylkes\u00adkommunen\u200b</a>')
    assert facts.name(element) == "Fylkeskommunen"
