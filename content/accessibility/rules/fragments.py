"""What a fragment may not carry into another site's page: scripts, event handlers, styles (DESIGN section 1)."""

import re
from collections.abc import Iterable

from content.accessibility.facts import Facts
from content.accessibility.rules.rule import Rule, never
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
)
