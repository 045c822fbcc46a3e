"""What a fragment may not carry into another site's page: scripts, event handlers, styles (DESIGN section 1)."""

import re
from collections.abc import Iterable, Iterator

from content.accessibility.facts import Facts
from content.accessibility.rules.rule import Answer, Rule, never
from content.accessibility.tree import Element
from content.errors import Message

_ignored = re.compile(r"[\x00-\x20]+")
# Browsers drop these from the start of a URL, and tabs and line ends from all of it (WHATWG URL section 4.4).
_SCHEMES = ("javascript:", "vbscript:", "data:text/html")
_URLS = ("href", "src", "action", "formaction", "data", "xlink:href")


def _scripts(facts: Facts) -> Iterable[Element]:
    found = list(facts.tagged("script", "svg:script"))
    for element in facts.elements:
        for name in _URLS:
            value = element.attributes.get(name)
            if value is not None and _ignored.sub("", value).lower().startswith(_SCHEMES):
                found.append(element)
                break
    return found


def _handlers(facts: Facts) -> Iterable[Element]:
    for element in facts.elements:
        for name in element.attributes:
            if name.startswith("on"):
                yield element
                break


def _styles(facts: Facts) -> Iterable[Element]:
    sheets = facts.tagged("style", "svg:style")
    return [*facts.styled, *sheets] if sheets else facts.styled


def _landmarks(facts: Facts) -> Iterable[Element]:
    """Landmarks of which a page has one. Within an article or section, header and footer are none (HTML-AAM)."""
    return facts.with_role("main", "banner", "contentinfo")


def _is_one_of_many(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    # Whether <header> and <footer> are landmarks depends on what the host puts around the fragment.
    return False if element.role == "main" or element.explicit is not None else None


def _page_parts(facts: Facts) -> Iterator[Element]:
    for element in facts.tagged("base", "meta", "link", "frameset"):
        relation = element.attributes.get("rel", "").lower().split()
        refreshes = element.attributes.get("http-equiv", "").strip().lower() in {"refresh", "set-cookie"}
        if (
            element.tag in {"base", "frameset"}
            or (element.tag == "meta" and refreshes)
            or (element.tag == "link" and "stylesheet" in relation)
        ):
            yield element


def _handler(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return next(name for name in element.attributes if name.startswith("on"))


RULES = (
    Rule(
        id="fragment-script",
        mode="fragment",
        overridable=False,
        applies=_scripts,
        expects=never,
        title=Message(nb="Fragmentet har ikke skript", en="The fragment has no script"),
        applicability=Message(
            nb="Hvert skript i fragmentet, også i adresser.",
            en="Each script in the fragment, in addresses too.",
        ),
        expectation=Message(nb="Det finnes ikke.", en="There is none."),
        passing='<a href="/barents">Barents</a>',
        failing='<a href="javascript:apne()">Barents</a>',
        failed=Message(
            nb="{what} bærer et skript inn i siden rundt.",
            en="{what} carries a script into the page around it.",
        ),
        help=Message(nb="Fjern skriptet.", en="Remove the script."),
    ),
    Rule(
        id="fragment-handler",
        mode="fragment",
        overridable=False,
        applies=_handlers,
        expects=never,
        detail=_handler,
        title=Message(nb="Fragmentet har ikke hendelsesattributter", en="The fragment has no event handlers"),
        applicability=Message(
            nb="Hvert attributt i fragmentet som begynner på on.",
            en="Each attribute in the fragment that begins with on.",
        ),
        expectation=Message(nb="Det finnes ikke.", en="There is none."),
        passing="<p>Barents</p>",
        failing='<p onclick="apne()">Barents</p>',
        failed=Message(nb="Attributtet {what} er et skript.", en="The attribute {what} is a script."),
        help=Message(nb="Fjern attributtet.", en="Remove the attribute."),
    ),
    Rule(
        id="fragment-style",
        mode="fragment",
        overridable=False,
        applies=_styles,
        expects=never,
        title=Message(nb="Fragmentet har ikke egne stiler", en="The fragment has no styles of its own"),
        applicability=Message(
            nb="Hver <style> og hvert style-attributt i fragmentet.",
            en="Each <style> and each style attribute in the fragment.",
        ),
        expectation=Message(nb="Det finnes ikke.", en="There is none."),
        passing='<p class="nk-lead">Barents</p>',
        failing='<p style="color: red">Barents</p>',
        failed=Message(
            nb="{what} har en stil som kan ødelegge siden rundt, og som mange sider sperrer.",
            en="{what} has a style that can break the page around it, and that many pages forbid.",
        ),
        help=Message(nb="Bruk klassene i stilarket vårt.", en="Use the classes of our style sheet."),
    ),
    Rule(
        id="fragment-page-part",
        mode="fragment",
        overridable=False,
        applies=_page_parts,
        expects=never,
        title=Message(
            nb="Fragmentet endrer ikke siden rundt", en="The fragment does not change the page around it"
        ),
        applicability=Message(
            nb="Hver <base>, <frameset>, <meta> som laster på nytt, og <link> til et stilark i fragmentet.",
            en="Each <base>, <frameset>, <meta> that reloads, and <link> to a style sheet in the fragment.",
        ),
        expectation=Message(nb="Det finnes ikke.", en="There is none."),
        passing="<p>Barents</p>",
        failing='<base href="https://example.org/"><p>Barents</p>',
        failed=Message(
            nb="{what} gjelder hele siden rundt: adresser, stiler eller hva som vises.",
            en="{what} holds for the whole page around: addresses, styles or what is shown.",
        ),
        help=Message(nb="Fjern elementet.", en="Remove the element."),
    ),
    Rule(
        id="fragment-landmark",
        mode="fragment",
        blocking=False,
        applies=_landmarks,
        expects=_is_one_of_many,
        title=Message(
            nb="Fragmentet har ikke landemerker som siden rundt har én av",
            en="The fragment has no landmarks of which the page around has one",
        ),
        applicability=Message(
            nb="Hvert element med rollen main, banner eller contentinfo i fragmentet.",
            en="Each element with the role main, banner or contentinfo in the fragment.",
        ),
        expectation=Message(
            nb="Det er ikke main, og rollen er ikke gitt med role. Om <header> og <footer> blir landemerker, avhenger av siden rundt: det kan bare et menneske svare på.",
            en="It is not main, and the role is not given by role. Whether <header> and <footer> become landmarks depends on the page around: only a person can tell.",
        ),
        passing="<article><header><h2>Barents</h2></header></article>",
        failing="<main><h2>Barents</h2></main>",
        asking="<header><h2>Barents</h2></header>",
        failed=Message(
            nb="{what} er et landemerke som siden rundt skal ha bare én av.",
            en="{what} is a landmark of which the page around must have but one.",
        ),
        doubt=Message(
            nb="Står fragmentet inne i en <article> eller <section> på siden rundt? Hvis ikke, blir {what} et landemerke for hele siden.",
            en="Does the fragment stand in an <article> or <section> of the page around? If not, {what} becomes a landmark of the whole page.",
        ),
        help=Message(nb="Bruk <section>, <article> eller <div>.", en="Use a <section>, <article> or <div>."),
    ),
)
