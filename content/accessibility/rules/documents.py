"""Whole documents: title, landmarks, and ways past what is repeated."""

import re
from collections.abc import Iterable

from content.accessibility.facts import Facts
from content.accessibility.rules.headings import level
from content.accessibility.rules.rule import Answer, Rule
from content.accessibility.tree import Element
from content.errors import Message

_fillers = frozenset(
    {
        "document", "dokument", "home", "hjem", "home page", "index", "min side", "new page", "ny side", "page", "side", "title",
        "tittel", "untitled", "untitled document", "untitled page", "uten navn", "uten tittel", "untitled-1", "web page", "nettside",
    }
)  # fmt: skip
_file_name = re.compile(r"[\w%.-]+\.(?:html?|php|aspx?|jsp|pdf|docx?)\Z", re.IGNORECASE)
_FEW_LINKS = 10


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
)
