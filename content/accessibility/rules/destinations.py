"""Where links lead: to a file of which kind, to a window of its own, to what is not there."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from content.accessibility.facts import Facts
from content.accessibility.rules.links import LONGEST_CONTEXT, in_context, name, named_links, surroundings
from content.accessibility.rules.rule import Answer, Rule, asks_people
from content.accessibility.tree import Element
from content.errors import Message

_document = re.compile(r"\.(pdf|docx?|odt|rtf|xlsx?|ods|csv|pptx?|odp|zip|epub)(?:[?#].*)?\Z", re.IGNORECASE)
_KINDS: dict[str, tuple[str, ...]] = {
    "doc": ("word", "doc"),
    "docx": ("word", "doc"),
    "ppt": ("powerpoint", "ppt"),
    "pptx": ("powerpoint", "ppt"),
    "xls": ("excel", "xls", "regneark", "rekneark", "spreadsheet"),
    "xlsx": ("excel", "xls", "regneark", "rekneark", "spreadsheet"),
}
_new_window = re.compile(
    r"\b(?:ny(?:tt)? (?:fane|vindu|vindauge|side|lenke)|nye faner|new (?:tab|window|page)|ođđa (?:láse|fiellu|siidu)\w*|uu(?:teen|si|den)|ekstern"
    r"|external)",
    re.IGNORECASE,
)


def _to_documents(facts: Facts) -> Iterable[Element]:
    return [one for one in named_links(facts) if _document.search(one.attributes.get("href", ""))]


def _kind(element: Element) -> str:
    match = _document.search(element.attributes.get("href", ""))
    return "" if match is None else match[1].lower()


def _says_kind(facts: Facts, element: Element) -> Answer:
    around = surroundings(element)
    said = facts.name(element)
    if around is not None and around.end - around.index <= LONGEST_CONTEXT:
        said = f"{said} {facts.names.content(around)}"
    said = said.casefold()
    kind = _kind(element)
    return True if any(word in said for word in _KINDS.get(kind, (kind,))) else None


def _to_new_windows(facts: Facts) -> Iterable[Element]:
    return [
        one
        for one in facts.tagged("a", "area")
        if one.exposed
        and "href" in one.attributes
        and one.attributes.get("target", "").strip().lower() in {"_blank", "_new", "blank"}
    ]


def _says_new_window(facts: Facts, element: Element) -> Answer:
    title = element.attributes.get("title", "")
    return True if _new_window.search(f"{facts.name(element)} {title}") else None


def _lost(facts: Facts) -> Iterator[Element]:
    """Links within the page to what the markup does not have. `#` and `#top` are the top of it (HTML section 7.4.6.4)."""
    anchors: set[str] | None = None
    for element in facts.tagged("a", "area"):
        href = element.attributes.get("href", "").strip()
        if len(href) < 2 or href[0] != "#" or not element.exposed or href[1] in "!/:":  # noqa: PLR2004 - "#" alone
            continue
        identity = unquote(href[1:])
        if href[1:] in facts.by_id or identity in facts.by_id or identity.lower() == "top":
            continue
        if anchors is None:
            anchors = {one.attributes["name"] for one in facts.tagged("a") if "name" in one.attributes}
        if identity not in anchors:
            yield element


def _file_kind(facts: Facts, element: Element) -> str:
    return f"{facts.name(element)[:120]} ({_kind(element)})"


def _href(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return element.attributes["href"].strip()[:120]


RULES = (
    Rule(
        id="link-file-kind",
        blocking=False,
        decides=False,
        applies=_to_documents,
        expects=_says_kind,
        detail=_file_kind,
        about=in_context,
        title=Message(
            nb="Lenker til filer sier hva slags fil det er", en="Links to files say what kind of file it is"
        ),
        applicability=Message(
            nb="Hver lenke med navn til en fil, som PDF eller Word, etter endelsen i adressen.",
            en="Each link with a name to a file, such as PDF or Word, by the ending of the address.",
        ),
        expectation=Message(
            nb="Navnet eller setningen rundt sier hva slags fil det er. Gjør de ikke det, kan bare et menneske si om det går fram på annen måte.",
            en="The name or the sentence around says what kind of file it is. If not, only a person can tell whether it is clear in another way.",
        ),
        passing='<p><a href="/plan.pdf">Strategien (PDF, 2 MB)</a></p>',
        asking='<p><a href="/plan.pdf">Strategien</a></p>',
        failed=Message(
            nb="«{what}» sier ikke at det er en fil.", en="“{what}” does not say that it is a file."
        ),
        doubt=Message(
            nb="Får leseren vite at «{what}» er en fil?", en="Are readers told that “{what}” is a file?"
        ),
        help=Message(
            nb="Skriv filtypen, og gjerne størrelsen, i lenken.",
            en="Say the kind of file, and the size, in the link.",
        ),
    ),
    Rule(
        id="link-new-window",
        wcag=("3.2.5",),
        techniques=("G201", "H83"),
        blocking=False,
        decides=False,
        applies=_to_new_windows,
        expects=_says_new_window,
        detail=name,
        title=Message(
            nb="Lenker som åpner et nytt vindu, sier det (AAA)",
            en="Links that open a new window say so (AAA)",
        ),
        applicability=Message(
            nb='Hver lenke med target="_blank" som hjelpemidler får vite om.',
            en='Each link with target="_blank" that assistive technology is told of.',
        ),
        expectation=Message(
            nb="Navnet eller title sier at den åpner et nytt vindu. Gjør de ikke det, kan bare et menneske si om det går fram på annen måte.",
            en="The name or title says that it opens a new window. If not, only a person can tell whether it is clear in another way.",
        ),
        passing='<a href="/kart" target="_blank">Kart (åpnes i ny fane)</a>',
        asking='<a href="/kart" target="_blank">Kart</a>',
        failed=Message(nb="«{what}» åpner et nytt vindu.", en="“{what}” opens a new window."),
        doubt=Message(
            nb="Får leseren vite at «{what}» åpner et nytt vindu?",
            en="Are readers told that “{what}” opens a new window?",
        ),
        help=Message(
            nb="Fjern target, eller si det i lenken.", en="Remove the target, or say so in the link."
        ),
    ),
    Rule(
        id="link-target-there",
        blocking=False,
        decides=False,
        applies=_lost,
        expects=asks_people,
        detail=_href,
        title=Message(nb="Lenker innen siden finner målet", en="Links within the page find their target"),
        applicability=Message(
            nb="Hver lenke til en id på samme side som ikke finnes i markeringen, og som hjelpemidler får vite om.",
            en="Each link to an id on the same page that is not in the markup, and that assistive technology is told of.",
        ),
        expectation=Message(
            nb="Siden rundt eller et skript har id-en. Bare et menneske kan svare.",
            en="The page around or a script has the id. Only a person can tell.",
        ),
        passing='<a href="#vilkar">Vilkårene</a><p id="vilkar">Alle kan søke.</p>',
        asking='<a href="#vilkar">Vilkårene</a>',
        failed=Message(nb="«{what}» finnes ikke.", en="“{what}” is not there."),
        doubt=Message(
            nb="Lenken går til «{what}», som ikke er i markeringen. Finnes det?",
            en="The link goes to “{what}”, which is not in the markup. Is it there?",
        ),
        help=Message(nb="Rett id-en, eller fjern lenken.", en="Mend the id, or remove the link."),
    ),
)
