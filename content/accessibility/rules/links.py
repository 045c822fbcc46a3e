"""Links: do they have a name, and does it say where they go?"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

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
LONGEST_CONTEXT = 400
_NEAR_HEADING = 12
"""Elements between a heading and a link that it can be the heading of, as in a card (technique H80)."""


def _links(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.with_role("link") if ":" not in one.tag]


def named_links(facts: Facts) -> Iterable[Element]:
    """The exposed links that have a name."""
    return [one for one in facts.with_role("link") if facts.name(one)]


def _words(facts: Facts, element: Element) -> str:
    return facts.name(element).casefold().strip(" .…:;,!?»›>→-")


def surroundings(element: Element) -> Element | None:
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


def in_context(facts: Facts, element: Element) -> Iterable[Element]:
    """What says where a link goes: itself, what it stands in, what it is described by."""
    described = [facts.target(each) for each in element.attributes.get("aria-describedby", "").split()]
    return [one for one in (element, surroundings(element), *described) if one is not None]


def _says_where(facts: Facts, element: Element) -> Answer:
    words = _words(facts, element)
    # Arrows and the like alone say nothing either.
    if words and words not in _says_nothing and _bare_url.match(words) is None:
        return True
    if element.attributes.get("aria-describedby", "").strip() or _is_headed(facts, element):
        return None
    around = surroundings(element)
    if around is None or around.end - around.index > LONGEST_CONTEXT:
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
        around, heading = surroundings(element), -1
        if around is None or _fills(facts, element, around):
            around = (around or element).parent
            heading = bisect_left(facts.by_role.get("heading", []), element.index, key=lambda one: one.index)
        key = (-1 if around is None else around.index, heading, name)
        if seen.setdefault(key, target).rstrip("/") != target.rstrip("/"):
            yield element


def name(facts: Facts, element: Element) -> str:
    """The accessible name, for a message."""
    return facts.name(element)


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
        applies=named_links,
        expects=_says_where,
        detail=name,
        about=in_context,
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
        detail=name,
        about=in_context,
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
)
