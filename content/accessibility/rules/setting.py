"""How text is set: space made of nothing, quotes for an indent, justified lines, text that moves, a page held upright."""

import re
from collections.abc import Iterable, Iterator

from content.accessibility.facts import Facts
from content.accessibility.rules.rule import Answer, Rule, has_words, never
from content.accessibility.tree import Element
from content.characters import squeezed
from content.errors import Message

_CONTENT = frozenset(
    {"audio", "br", "button", "canvas", "embed", "hr", "iframe", "img", "input", "math:math", "object", "select"}
    | {"svg:svg", "textarea", "video"}
)  # fmt: skip
_MOST_ELEMENTS = 20
_NOT_QUOTED = frozenset({"table", "h1", "h2", "h3", "h4", "h5", "h6", "form", "dl", "nav"})
_turned = re.compile(
    r"@media[^{}]*orientation\s*:\s*(?:portrait|landscape)[^{}]*\{[^@]*?"
    r"rotate[zZ]?\(\s*-?(?:90deg|270deg|0?\.25turn|0?\.75turn|1\.57\d*rad|100grad)",
    re.IGNORECASE,
)


def _paragraphs(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.tagged("p") if one.rendered and one.visible and one.explicit is None]


def _says_something(facts: Facts, element: Element) -> Answer:
    if any(isinstance(child, str) and any(map(str.isalnum, child)) for child in element.children):
        return True
    if element.end - element.index > _MOST_ELEMENTS:
        return True
    if any(one.tag in _CONTENT and one.tag != "br" for one in facts.inside(element)):
        return True
    # An element with an id may be filled by a script, and an empty one with a role may be a live region.
    return squeezed(facts.text(element)) != "" or "id" in element.attributes


def _breaks(facts: Facts) -> Iterator[Element]:
    """Breaks right after another break, with something in the same block before and after them."""
    before: Element | None = None
    for element in facts.tagged("br"):
        if (
            before is not None
            and before.parent is element.parent
            and before.end == element.index
            and element.rendered
            and element.parent is not None
            and _has_text_around(element.parent, before, element)
        ):
            yield element
        before = element


def _has_text_around(parent: Element, first: Element, second: Element) -> bool:
    """Whether the two stand together, with text before the first and after the second."""
    children = parent.children
    start, end = -1, -1
    for at, child in enumerate(children[:1000]):
        if child is first:
            start = at
        elif child is second:
            end = at
            break
    if start < 1 or end < 0 or end + 1 >= len(children):
        return False
    between = children[start + 1 : end]
    return all(isinstance(one, str) and not one.strip() for one in between)


def _quotes(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.tagged("blockquote") if one.exposed and one.explicit is None]


def _may_quote(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    children = list(element.elements())
    if any(isinstance(child, str) and child.strip() for child in element.children):
        return True
    alone = children[0].tag if len(children) == 1 else ""
    if (
        not children
        or alone in {"blockquote", "ul", "ol", "img"}
        or any(one.tag in _NOT_QUOTED for one in children)
    ):
        return None
    return True


def _justified(facts: Facts) -> Iterator[Element]:
    for element in facts.styled:
        if (element.declared or {}).get("text-align", ("", False))[0] == "justify" and has_words(
            facts, element
        ):
            yield element
    for element in facts.tagged("p", "div", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"):
        if (
            element.attributes.get("align", "").strip().lower() == "justify"
            and "style" not in element.attributes
        ):
            yield element


def _moving(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.tagged("marquee", "blink") if one.rendered]


def _turning_sheets(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.tagged("style") if "orientation" in facts.text(one)]


def _holds_no_orientation(facts: Facts, element: Element) -> Answer:
    return None if _turned.search(facts.text(element)) else True


RULES = (
    Rule(
        id="empty-paragraph",
        blocking=False,
        applies=_paragraphs,
        expects=_says_something,
        title=Message(nb="Avsnitt er ikke tomme", en="Paragraphs are not empty"),
        applicability=Message(
            nb="Hvert synlig <p> uten egen rolle.", en="Each visible <p> without a role of its own."
        ),
        expectation=Message(
            nb="Det har tekst, et bilde eller et annet innhold, eller en id som et skript kan fylle det ved.",
            en="It has text, an image or other content, or an id by which a script may fill it.",
        ),
        passing="<p>Barents</p>",
        failing="<p>&nbsp;</p>",
        failed=Message(
            nb="Avsnittet er tomt: noen skjermlesere leser det som «tomt».",
            en="The paragraph is empty: some screen readers read it as “blank”.",
        ),
        help=Message(
            nb="Fjern det. Luft mellom avsnitt er stilarkets sak.",
            en="Remove it. Space between paragraphs is for the style sheet.",
        ),
    ),
    Rule(
        id="repeated-breaks",
        blocking=False,
        applies=_breaks,
        expects=never,
        title=Message(nb="Linjeskift brukes ikke som luft", en="Breaks are not used as space"),
        applicability=Message(
            nb="Hvert <br> rett etter et annet, med noe foran og etter i samme blokk.",
            en="Each <br> right after another, with something before and after it in the same block.",
        ),
        expectation=Message(nb="Det finnes ikke.", en="There is none."),
        passing="<p>Troms fylkeskommune<br>Postboks 1</p>",
        failing="<p>Vi søker partnere.<br><br>Fristen er i mars.</p>",
        failed=Message(
            nb="To linjeskift etter hverandre skiller det som skulle vært to avsnitt.",
            en="Two breaks in a row part what should be two paragraphs.",
        ),
        help=Message(nb="Bruk et <p> for hvert avsnitt.", en="Use a <p> for each paragraph."),
    ),
    Rule(
        id="quote-as-indent",
        wcag=("1.3.1",),
        techniques=("F43", "H49"),
        blocking=False,
        decides=False,
        applies=_quotes,
        expects=_may_quote,
        title=Message(
            nb="<blockquote> brukes bare for sitater", en="<blockquote> is used for quotations alone"
        ),
        applicability=Message(
            nb="Hver <blockquote> uten egen rolle som hjelpemidler får vite om.",
            en="Each <blockquote> without a role of its own that assistive technology is told of.",
        ),
        expectation=Message(
            nb="Den har ikke bare en liste, et bilde, en tabell eller overskrifter i seg. Har den det, kan bare et menneske si om det er et sitat.",
            en="It does not hold just a list, an image, a table or headings. If it does, only a person can tell whether it is a quotation.",
        ),
        passing="<blockquote><p>Nord er ikke langt unna.</p></blockquote>",
        asking="<blockquote><ul><li>Barents</li></ul></blockquote>",
        failed=Message(nb="<blockquote> er ikke et sitat.", en="The <blockquote> is no quotation."),
        doubt=Message(
            nb="Er innholdet i <blockquote> et sitat, eller er det bare rykket inn?",
            en="Is what the <blockquote> holds a quotation, or is it only indented?",
        ),
        help=Message(nb="Bruk <blockquote> bare for sitater.", en="Use <blockquote> for quotations alone."),
    ),
    Rule(
        id="justified-text",
        wcag=("1.4.8",),
        techniques=("F88", "C19"),
        blocking=False,
        decides=False,
        applies=_justified,
        expects=never,
        title=Message(nb="Tekst er ikke blokkjustert (AAA)", en="Text is not justified (AAA)"),
        applicability=Message(
            nb="Hvert element med tekst som er blokkjustert med style eller align.",
            en="Each element with text that is justified by style or align.",
        ),
        expectation=Message(nb="Det finnes ikke.", en="There is none."),
        passing="<p>Vi søker partnere.</p>",
        failing='<p align="justify">Vi søker partnere.</p>',
        failed=Message(
            nb="{what} er blokkjustert: ujevne mellomrom gjør teksten tyngre å lese.",
            en="{what} is justified: uneven spaces make the text harder to read.",
        ),
        help=Message(nb="La teksten være venstrestilt.", en="Leave the text aligned to the left."),
    ),
    Rule(
        id="moving-text",
        wcag=("2.2.2",),
        techniques=("F16", "F47"),
        decides=False,
        applies=_moving,
        expects=never,
        title=Message(nb="Tekst blinker og ruller ikke", en="Text does not blink or scroll"),
        applicability=Message(nb="Hver <marquee> og <blink>.", en="Each <marquee> and <blink>."),
        expectation=Message(nb="Den finnes ikke.", en="There is none."),
        passing="<p>Fristen er utsatt.</p>",
        failing="<marquee>Fristen er utsatt.</marquee>",
        failed=Message(
            nb="Teksten i {what} beveger seg, og kan ikke stanses.",
            en="The text in {what} moves, and cannot be stopped.",
        ),
        help=Message(nb="La teksten stå stille.", en="Let the text stand still."),
    ),
    Rule(
        id="orientation-held",
        wcag=("1.3.4",),
        techniques=("F97", "G214"),
        blocking=False,
        decides=False,
        mode="document",
        applies=_turning_sheets,
        expects=_holds_no_orientation,
        title=Message(nb="Siden virker stående og liggende", en="The page works upright and on its side"),
        applicability=Message(
            nb="Hver <style> som ser på hvilken vei skjermen holdes.",
            en="Each <style> that looks at how the screen is held.",
        ),
        expectation=Message(
            nb="Den dreier ikke noe en kvart omgang. Gjør den det, kan bare et menneske si om siden låses.",
            en="It turns nothing by a quarter. If it does, only a person can tell whether the page is locked.",
        ),
        passing="<!doctype html><style>@media (orientation: portrait) { nav { display: block } }</style>",
        asking="<!doctype html><style>@media (orientation: portrait) { body { transform: rotate(90deg) } }</style>",
        failed=Message(nb="Siden er låst i én retning.", en="The page is locked to one orientation."),
        doubt=Message(
            nb="Stilarket dreier noe når skjermen snus. Kan siden brukes begge veier?",
            en="The style sheet turns something when the screen is turned. Can the page be used both ways?",
        ),
        help=Message(
            nb="Fjern dreiningen, så siden følger skjermen.",
            en="Remove the turn, so that the page follows the screen.",
        ),
    ),
)
