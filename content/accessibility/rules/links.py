"""Links: do they have a name, and does it say where they go?"""

import re
from collections.abc import Iterable

from content.accessibility.facts import Facts
from content.accessibility.rules.rule import Answer, Rule, has_name
from content.accessibility.tree import Element
from content.errors import Message

_says_nothing = frozenset(
    {
        "her", "lenke", "link", "les mer", "les meir", "mer", "meir", "les mer her", "les meir her", "klikk her",
        "trykk her", "se her", "sjå her", "mer info", "meir info", "mer informasjon", "meir informasjon", "les",
        "last ned", "lese mer", "denne siden", "denne lenken", "vis mer", "fortsett", "neste", "gå til siden",
        "here", "click here", "click", "read more", "more", "learn more", "this link", "this page", "see here", "details",
        "find out more", "more info", "more information", "download", "continue", "go", "see more", "read on", "dás", "loga eanet",
    }
)  # fmt: skip
_bare_url = re.compile(r"(?:https?://|www\.)\S+\Z", re.IGNORECASE)
_context = frozenset({"li", "p", "td", "th", "dd", "dt", "figcaption", "caption", "blockquote"})
_LONGEST_CONTEXT = 400


def _links(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.with_role("link") if ":" not in one.tag]


def _named_links(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.with_role("link") if facts.name(one)]


def _around(element: Element) -> Element | None:
    return next(
        (one for _, one in zip(range(10), element.ancestors(), strict=False) if one.tag in _context), None
    )


def _in_context(facts: Facts, element: Element) -> Iterable[Element]:
    described = [facts.target(each) for each in element.attributes.get("aria-describedby", "").split()]
    return [one for one in (element, _around(element), *described) if one is not None]


def _says_where(facts: Facts, element: Element) -> Answer:
    name = facts.name(element).casefold()
    words = name.strip(" .…:;,!?»>→-")
    if words not in _says_nothing and _bare_url.match(name) is None:
        return True
    if element.attributes.get("aria-describedby", "").strip():
        return None
    around = _around(element)
    if around is None or around.end - around.index > _LONGEST_CONTEXT:
        return False
    return None if len(facts.names.content(around)) > len(name) + 2 else False


def _name(facts: Facts, element: Element) -> str:
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
)
