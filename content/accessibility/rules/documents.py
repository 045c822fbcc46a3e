"""Whole documents: title, refresh and viewport."""

import re
from collections.abc import Iterable

from content.accessibility.facts import Facts
from content.accessibility.rules.headings import level
from content.accessibility.rules.rule import Answer, Rule
from content.accessibility.tree import Element
from content.errors import Message

_LONGEST_WAIT = 72_000
"""Seconds: twenty hours, after which WCAG 2.2.1 lets a page go on by itself."""

_fillers = frozenset(
    {
        "document", "dokument", "home", "hjem", "home page", "index", "min side", "new page", "ny side", "page", "side", "title",
        "tittel", "untitled", "untitled document", "untitled page", "uten navn", "uten tittel", "untitled-1", "web page", "nettside",
    }
)  # fmt: skip
_file_name = re.compile(r"[\w%.-]+\.(?:html?|php|aspx?|jsp|pdf|docx?)\Z", re.IGNORECASE)
_FEW_LINKS = 10

_refresh = re.compile(r"[ \t\n\f\r]*([0-9]*)(\.[0-9.]*)?(?:[;, \t\n\f\r]|\Z)")
_number = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_property = re.compile(r"([^\s,;=]+)\s*=[\s=]*([^\s,;=]*)")
_SMALLEST_ZOOM = 2


def _html(facts: Facts) -> Iterable[Element]:
    return [] if facts.foreign else [facts.root]


def _has_title(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    titles = facts.tagged("title")
    return (bool(titles) and facts.text(titles[0]) != "") or (None if facts.scripts.titling else False)


def _html_with_title(facts: Facts) -> Iterable[Element]:
    titles = facts.tagged("title")
    return [facts.root] if titles and facts.text(titles[0]) else []


def _says_what_it_is(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    said = facts.text(facts.tagged("title")[0])
    return said.casefold().strip(" .") not in _fillers and _file_name.match(said) is None


def _said_title(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return facts.text(facts.tagged("title")[0])[:120]


def _has_main(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    return len(facts.with_role("main")) == 1


def _has_top_heading(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    return any(level(one) == 1 for one in facts.with_role("heading"))


def _html_with_more_blocks(facts: Facts) -> Iterable[Element]:
    """Pages with something before the content that readers may want to pass: navigation, a header, many links."""
    return (
        [facts.root]
        if facts.with_role("navigation", "banner") or len(facts.with_role("link")) > _FEW_LINKS
        else []
    )


def _lets_pass(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    if facts.with_role("main", "heading"):
        return True
    return any(one.attributes.get("href", "").startswith("#") for one in facts.tagged("a")) or None


def _seconds(element: Element) -> int | None:
    """The wait of a `meta` refresh (HTML section 4.2.5.3); null when user agents ignore it."""
    match = _refresh.match(element.attributes.get("content", ""))
    if match is None or not (match[1] or match[2]):
        return None
    return int(match[1][:9] or "0")


def _refreshes(facts: Facts) -> Iterable[Element]:
    for element in facts.tagged("meta"):
        if element.attributes.get("http-equiv", "").lower() == "refresh" and _seconds(element) is not None:
            return [element]
    return []


def _is_at_once_or_late(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    seconds = _seconds(element)
    return seconds is None or seconds == 0 or seconds > _LONGEST_WAIT


def _is_at_once(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    return not _seconds(element)


def _properties(element: Element) -> dict[str, str]:
    content = element.attributes.get("content", "").lower()
    return {name: value for name, value in _property.findall(content) if value}


def _viewports(facts: Facts) -> Iterable[Element]:
    for element in facts.tagged("meta"):
        if element.attributes.get("name", "").lower() == "viewport":
            properties = _properties(element)
            if "user-scalable" in properties or "maximum-scale" in properties:
                yield element


def _lets_zoom(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    # CSS Device Adaptation says how a viewport's values are read, numbers with a tail included.
    properties = _properties(element)
    scalable = properties.get("user-scalable", "yes")
    number = _number.match(scalable)
    if scalable not in {"yes", "device-width", "device-height"} and not (
        number and abs(float(number[0])) >= 1
    ):
        return False
    largest = properties.get("maximum-scale", "10")
    if largest in {"device-width", "device-height"}:
        return True
    number = _number.match(largest)
    if number is None:
        return False
    scale = float(number[0])
    return scale < 0 or scale >= _SMALLEST_ZOOM


RULES = (
    Rule(
        id="page-title",
        act=("2779a5",),
        wcag=("2.4.2",),
        techniques=("H25", "G88"),
        mode="document",
        applies=_html,
        expects=_has_title,
        title=Message(nb="Siden har tittel", en="The page has a title"),
        applicability=Message(nb="Elementet <html> i et dokument.", en="The <html> element of a document."),
        expectation=Message(
            nb="Den første <title> i dokumentet er ikke tom.",
            en="The first <title> of the document is not empty.",
        ),
        passing='<!doctype html><html lang="nb"><title>Nord</title>',
        failing='<!doctype html><html lang="nb"><title></title>',
        failed=Message(nb="Siden har ingen tittel.", en="The page has no title."),
        help=Message(nb="Skriv i <title> hva siden handler om.", en="Say in <title> what the page is about."),
    ),
    Rule(
        id="page-title-says",
        wcag=("2.4.2",),
        techniques=("F25", "G88"),
        mode="document",
        applies=_html_with_title,
        expects=_says_what_it_is,
        detail=_said_title,
        title=Message(
            nb="Sidens tittel sier hva den handler om", en="The page's title says what it is about"
        ),
        applicability=Message(
            nb="Elementet <html> i et dokument med en tittel.",
            en="The <html> element of a document with a title.",
        ),
        expectation=Message(
            nb="Tittelen er ikke et filnavn, og ikke «Uten tittel» eller lignende.",
            en="The title is no file name, and not “Untitled” or the like.",
        ),
        passing='<!doctype html><html lang="nb"><title>Barentssamarbeidet</title>',
        failing='<!doctype html><html lang="nb"><title>Untitled document</title>',
        failed=Message(
            nb="Tittelen «{what}» sier ikke hva siden handler om.",
            en="The title “{what}” does not say what the page is about.",
        ),
        help=Message(nb="Skriv i <title> hva siden handler om.", en="Say in <title> what the page is about."),
    ),
    Rule(
        id="page-main",
        blocking=False,
        mode="document",
        applies=_html,
        expects=_has_main,
        title=Message(nb="Siden har ett hovedinnhold", en="The page has one main part"),
        applicability=Message(nb="Elementet <html> i et dokument.", en="The <html> element of a document."),
        expectation=Message(
            nb="Dokumentet har ett element med rollen main.",
            en="The document has one element with the role main.",
        ),
        passing='<!doctype html><html lang="nb"><title>Nord</title><main><h1>Nord</h1></main>',
        failing='<!doctype html><html lang="nb"><title>Nord</title><h1>Nord</h1>',
        failed=Message(
            nb="Siden har ikke ett, og bare ett, <main>.",
            en="The page does not have one <main>, and only one.",
        ),
        help=Message(
            nb="Sett <main> rundt det som er sidens eget innhold.",
            en="Put a <main> around what the page alone has.",
        ),
    ),
    Rule(
        id="page-heading",
        techniques=("G141", "H42"),
        blocking=False,
        mode="document",
        applies=_html,
        expects=_has_top_heading,
        title=Message(nb="Siden har en overskrift på nivå 1", en="The page has a heading at level 1"),
        applicability=Message(nb="Elementet <html> i et dokument.", en="The <html> element of a document."),
        expectation=Message(
            nb="Dokumentet har minst én overskrift på nivå 1.",
            en="The document has at least one heading at level 1.",
        ),
        passing='<!doctype html><html lang="nb"><title>Nord</title><h1>Nord</h1>',
        failing='<!doctype html><html lang="nb"><title>Nord</title><h2>Nord</h2>',
        failed=Message(nb="Siden har ingen <h1>.", en="The page has no <h1>."),
        help=Message(nb="Sett sidens overskrift i <h1>.", en="Put the page's heading into an <h1>."),
    ),
    Rule(
        id="page-bypass",
        wcag=("2.4.1",),
        techniques=("ARIA11", "G1", "H69"),
        blocking=False,
        decides=False,
        mode="document",
        applies=_html_with_more_blocks,
        expects=_lets_pass,
        title=Message(nb="Det som går igjen, kan hoppes over", en="What is on every page can be passed over"),
        applicability=Message(
            nb="Elementet <html> i et dokument med navigasjon, topp eller mange lenker.",
            en="The <html> element of a document with navigation, a banner or many links.",
        ),
        expectation=Message(
            nb="Det har et hovedinnhold, en overskrift eller en lenke innen siden. Ellers kan bare et menneske svare.",
            en="It has a main part, a heading or a link within the page. If not, only a person can tell.",
        ),
        passing='<!doctype html><nav><a href="/">Forside</a></nav><main><h1>Nord</h1></main>',
        asking='<!doctype html><nav><a href="/">Forside</a></nav><p>Nord</p>',
        failed=Message(
            nb="Det som går igjen, kan ikke hoppes over.", en="What is on every page cannot be passed over."
        ),
        doubt=Message(
            nb="Siden har verken <main>, overskrifter eller hopp-lenke. Kan det som går igjen, hoppes over?",
            en="The page has no <main>, no headings and no skip link. Can what is on every page be passed over?",
        ),
        help=Message(
            nb="Sett <main> rundt innholdet, og en lenke til det øverst.",
            en="Put a <main> around the content, and a link to it at the top.",
        ),
    ),
    Rule(
        id="refresh-delay",
        act=("bc659a",),
        wcag=("2.2.1",),
        techniques=("F40", "F41", "H76"),
        mode="document",
        applies=_refreshes,
        expects=_is_at_once_or_late,
        title=Message(nb="Siden går ikke videre av seg selv", en="The page does not go on by itself"),
        applicability=Message(
            nb='Den første gyldige <meta http-equiv="refresh"> i et dokument.',
            en='The first valid <meta http-equiv="refresh"> of a document.',
        ),
        expectation=Message(
            nb="Tiden er null, eller lengre enn tjue timer.",
            en="The time is zero, or longer than twenty hours.",
        ),
        passing='<!doctype html><meta http-equiv="refresh" content="0; url=/ny">',
        failing='<!doctype html><meta http-equiv="refresh" content="30; url=/ny">',
        failed=Message(
            nb="Siden lastes på nytt eller går videre etter en tid.",
            en="The page reloads or goes on after a time.",
        ),
        help=Message(
            nb="Bruk en omadressering på tjeneren, eller ingen.", en="Redirect on the server, or not at all."
        ),
    ),
    Rule(
        id="refresh-none",
        act=("bisz58",),
        wcag=("2.2.4", "3.2.5"),
        techniques=("F40", "F41", "H76"),
        blocking=False,
        mode="document",
        applies=_refreshes,
        expects=_is_at_once,
        title=Message(
            nb="Siden går aldri videre av seg selv (AAA)", en="The page never goes on by itself (AAA)"
        ),
        applicability=Message(
            nb='Den første gyldige <meta http-equiv="refresh"> i et dokument.',
            en='The first valid <meta http-equiv="refresh"> of a document.',
        ),
        expectation=Message(nb="Tiden er null.", en="The time is zero."),
        passing='<!doctype html><meta http-equiv="refresh" content="0; url=/ny">',
        failing='<!doctype html><meta http-equiv="refresh" content="30; url=/ny">',
        failed=Message(
            nb="Siden lastes på nytt eller går videre etter en tid.",
            en="The page reloads or goes on after a time.",
        ),
        help=Message(
            nb="La leseren selv velge når siden skal lastes på nytt.", en="Let readers choose when to reload."
        ),
    ),
    Rule(
        id="viewport-zoom",
        act=("b4f0c3",),
        wcag=("1.4.4",),
        techniques=("G142",),
        mode="document",
        applies=_viewports,
        expects=_lets_zoom,
        title=Message(nb="Siden kan forstørres", en="The page can be enlarged"),
        applicability=Message(
            nb='Hver <meta name="viewport"> som sier user-scalable eller maximum-scale.',
            en='Each <meta name="viewport"> that says user-scalable or maximum-scale.',
        ),
        expectation=Message(
            nb="Siden kan forstørres til minst 200 %.", en="The page can be enlarged to at least 200 %."
        ),
        passing='<!doctype html><meta name="viewport" content="width=device-width, maximum-scale=5">',
        failing='<!doctype html><meta name="viewport" content="user-scalable=no">',
        failed=Message(
            nb="Siden hindrer at den forstørres til 200 %.",
            en="The page keeps readers from enlarging it to 200 %.",
        ),
        help=Message(
            nb="Fjern user-scalable=no og maximum-scale fra viewport.",
            en="Remove user-scalable=no and maximum-scale from the viewport.",
        ),
    ),
)
