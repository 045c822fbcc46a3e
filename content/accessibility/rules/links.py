"""Links: do they have a name, and does it say where they go?"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from content.accessibility.facts import Facts
from content.accessibility.rules.rule import Answer, Rule, asks_people, has_name
from content.accessibility.tree import Element
from content.errors import Message

_says_nothing = frozenset(
    {
        # nb and nn
        "denne", "denne lenken", "denne lenkja", "denne siden", "denne sida", "fortsett", "gå til siden", "gå til sida", "her",
        "klikk", "klikk her", "last ned", "last ned her", "lenke", "lenkje", "lenka", "les", "les alt", "les meir", "les meir her",
        "les mer", "les mer her", "les saken", "les saka", "lese meir", "lese mer", "link", "meir", "meir info",
        "meir informasjon", "mer", "mer info", "mer informasjon", "neste", "se her", "se mer", "sjå her", "sjå meir", "trykk her",
        "vis mer", "vis meir", "vis", "åpne", "opne", "se alle", "sjå alle",
        # en
        "a link", "click", "click here", "click this", "continue", "continue reading", "details", "download", "find out more",
        "go", "go here", "here", "info", "learn more", "more", "more details", "more info", "more information", "press here",
        "read", "read more", "read more here", "read on", "see here", "see more", "show more", "tap here", "this", "this link",
        "this page", "view", "view more",
        # se
        "dás", "dáppe", "deaddil dás", "eambbo", "eanet", "lasi", "loga", "loga eambbo", "loga eanet", "loga lasi", "lohkat eambbo",
        "lohkat lasi", "viečča",
        # fkv and fi
        "jatka", "klikkaa tästä", "lataa", "linkki", "lissää", "lisää", "lisätietoa", "lue", "lue lissää", "lue lisää", "täällä",
        "täältä", "tästä", "tässä",
    }
)  # fmt: skip
_bare_url = re.compile(r"(?:https?://|www\.)\S+\Z", re.IGNORECASE)
_context = frozenset({"li", "p", "td", "th", "dd", "dt", "figcaption", "caption", "blockquote"})
_LONGEST_CONTEXT = 400
_NEAR_HEADING = 12
"""Elements between a heading and a link that it can be the heading of, as in a card (technique H80)."""

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


def _links(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.with_role("link") if ":" not in one.tag]


def _named_links(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.with_role("link") if facts.name(one)]


def _words(facts: Facts, element: Element) -> str:
    return facts.name(element).casefold().strip(" .…:;,!?»›>→-")


def _around(element: Element) -> Element | None:
    """What holds the sentence that the link is in: paragraph, list item, cell or the like, or else a block with words beside it."""
    beside: Element | None = None
    for _, one in zip(range(10), element.ancestors(), strict=False):
        if one.tag in _context:
            return one
        if beside is None and one.tag == "div" and _has_own_words(one):
            beside = one
    return beside


def _has_own_words(element: Element) -> bool:
    return any(isinstance(child, str) and any(map(str.isalnum, child)) for child in element.children)


def _in_context(facts: Facts, element: Element) -> Iterable[Element]:
    described = [facts.target(each) for each in element.attributes.get("aria-describedby", "").split()]
    return [one for one in (element, _around(element), *described) if one is not None]


def _says_where(facts: Facts, element: Element) -> Answer:
    words = _words(facts, element)
    # Arrows and the like alone say nothing either.
    if words and words not in _says_nothing and _bare_url.match(words) is None:
        return True
    if element.attributes.get("aria-describedby", "").strip() or _is_headed(facts, element):
        return None
    around = _around(element)
    if around is None or around.end - around.index > _LONGEST_CONTEXT:
        return False
    return None if len(facts.names.content(around)) > len(facts.name(element)) + 2 else False


def _is_headed(facts: Facts, element: Element) -> bool:
    """Whether a heading stands a little before the link in a part of the whole, as in a card: beside it or what it is in."""
    headings = facts.by_role.get("heading", [])
    at = bisect_left(headings, element.index, key=lambda one: one.index) - 1
    if at < 0 or element.index - headings[at].end > _NEAR_HEADING:
        return False
    parent = headings[at].parent
    return parent is not None and parent.depth > 1 and parent.index < element.index < parent.end


def _fills(facts: Facts, link: Element, around: Element) -> bool:
    """Whether a paragraph or an item holds nothing but the link. What holds more links than one is not read for each."""
    last = link.end == around.end and around.tag in {"li", "p"}
    return last and facts.names.content(around) == facts.name(link)


def _repeated(facts: Facts) -> Iterator[Element]:
    """Links with the name of another in the same place that lead elsewhere.

    The place is the sentence, item or cell. Where that holds the link alone, it is what it is in, below the same heading.
    """
    seen: dict[tuple[int, int, str], str] = {}
    for element in facts.with_role("link"):
        target, name = element.attributes.get("href", "").strip(), facts.name(element).casefold()
        if not target or not name or ":" in element.tag or "aria-describedby" in element.attributes:
            continue
        around, heading = _around(element), -1
        if around is None or _fills(facts, element, around):
            around = (around or element).parent
            heading = bisect_left(facts.by_role.get("heading", []), element.index, key=lambda one: one.index)
        key = (-1 if around is None else around.index, heading, name)
        if seen.setdefault(key, target).rstrip("/") != target.rstrip("/"):
            yield element


def _to_documents(facts: Facts) -> Iterable[Element]:
    return [one for one in _named_links(facts) if _document.search(one.attributes.get("href", ""))]


def _kind(element: Element) -> str:
    match = _document.search(element.attributes.get("href", ""))
    return "" if match is None else match[1].lower()


def _says_kind(facts: Facts, element: Element) -> Answer:
    around = _around(element)
    said = facts.name(element)
    if around is not None and around.end - around.index <= _LONGEST_CONTEXT:
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


def _name(facts: Facts, element: Element) -> str:
    return facts.name(element)


def _file_kind(facts: Facts, element: Element) -> str:
    return f"{facts.name(element)[:120]} ({_kind(element)})"


def _href(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return element.attributes["href"].strip()[:120]


RULES = (
    Rule(
        id="link-name",
        act=("c487ae",),
        wcag=("2.4.4", "4.1.2"),
        techniques=("H30", "F89"),
        applies=_links,
        expects=has_name,
        title=Message(nb="Lenker har navn", en="Links have a name"),
        applicability=Message(
            nb="Hver lenke som hjelpemidler får vite om.",
            en="Each link that assistive technology is told of.",
        ),
        expectation=Message(nb="Lenken har et tilgjengelig navn.", en="The link has an accessible name."),
        passing='<a href="/barents">Barentssamarbeidet</a>',
        failing='<a href="/barents"></a>',
        failed=Message(nb="Lenken har ikke navn.", en="The link has no name."),
        help=Message(
            nb="Skriv lenketekst, eller gi bildet i lenken et tekstalternativ.",
            en="Write a link text, or give the image in the link a text alternative.",
        ),
    ),
    Rule(
        id="link-purpose",
        wcag=("2.4.4",),
        techniques=("G91", "F63", "F84"),
        applies=_named_links,
        expects=_says_where,
        detail=_name,
        about=_in_context,
        title=Message(nb="Lenketekst sier hvor lenken går", en="Link text says where the link goes"),
        applicability=Message(
            nb="Hver lenke med navn som hjelpemidler får vite om.",
            en="Each link with a name that assistive technology is told of.",
        ),
        expectation=Message(
            nb="Navnet sier mer enn «les mer», «her» eller en naken adresse. Gjør det ikke det, må setningen rundt si hvor lenken går.",
            en="The name says more than “read more”, “here” or a bare address. If it does not, the sentence around must say where the link goes.",
        ),
        passing='<a href="/barents">Les om Barentssamarbeidet</a>',
        failing='<a href="/barents">Les mer</a>',
        asking='<p>Søknadsskjemaet for ungdomstiltak ligger <a href="/skjema">her</a>.</p>',
        failed=Message(
            nb="Lenketeksten «{what}» sier ikke hvor lenken går, og det er ingen setning rundt som gjør det.",
            en="The link text “{what}” does not say where the link goes, and there is no sentence around it that does.",
        ),
        doubt=Message(
            nb="Lenketeksten «{what}» sier lite alene. Sier setningen rundt hvor lenken går?",
            en="The link text “{what}” says little on its own. Does the sentence around it say where the link goes?",
        ),
        help=Message(
            nb="Bruk navnet på siden eller dokumentet som lenketekst.",
            en="Use the name of the page or document as the link text.",
        ),
    ),
    Rule(
        id="link-same-text",
        wcag=("2.4.4",),
        techniques=("G91", "H30", "G53"),
        blocking=False,
        decides=False,
        applies=_repeated,
        expects=asks_people,
        detail=_name,
        about=_in_context,
        title=Message(
            nb="Lenker med samme tekst på samme sted går til samme sted",
            en="Links with the same text in one place go to the same place",
        ),
        applicability=Message(
            nb="Hver lenke som har samme navn som en før den i samme avsnitt, punkt eller celle, eller like ved, men en annen adresse.",
            en="Each link that has the name of one before it in the same paragraph, item or cell, or close by, but another address.",
        ),
        expectation=Message(
            nb="De to går likevel til det samme. Bare et menneske kan svare.",
            en="The two go to the same all the same. Only a person can tell.",
        ),
        passing='<p><a href="/plan">Planen</a> og <a href="/vedlegg">vedlegget</a></p>',
        asking='<p>Planen: <a href="/plan">last ned fila</a>. Vedlegget: <a href="/vedlegg">last ned fila</a>.</p>',
        failed=Message(nb="«{what}» går to steder.", en="“{what}” goes to two places."),
        doubt=Message(
            nb="To lenker heter «{what}», men har ulike adresser. Går de til det samme?",
            en="Two links are called “{what}”, but have different addresses. Do they go to the same?",
        ),
        help=Message(
            nb="Gi hver lenke en tekst som sier hvor den går.",
            en="Give each link a text that says where it goes.",
        ),
    ),
    Rule(
        id="link-file-kind",
        blocking=False,
        decides=False,
        applies=_to_documents,
        expects=_says_kind,
        detail=_file_kind,
        about=_in_context,
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
        detail=_name,
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
