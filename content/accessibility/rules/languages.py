"""Language: the page, the fragment and their parts say which language they are in, with a tag that is known."""

from collections.abc import Iterable

from content.accessibility.facts import Facts
from content.accessibility.language import is_known_language
from content.accessibility.rules.rule import Answer, Rule
from content.accessibility.tree import Element
from content.accessibility.visibility import is_in_sight
from content.errors import Message

_TEXT_ATTRIBUTES = ("alt", "aria-label", "title", "placeholder")
_SILENT = frozenset({"script", "style", "template", "noscript", "head", "title"})


def _html(facts: Facts) -> Iterable[Element]:
    return [] if facts.foreign else [facts.root]


def _has_language(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    return bool(element.attributes.get("lang", "").strip())


def _html_with_language(facts: Facts) -> Iterable[Element]:
    return [root for root in _html(facts) if root.attributes.get("lang", "").strip()]


def _is_known(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    return is_known_language(element.attributes["lang"])


def _html_with_both(facts: Facts) -> Iterable[Element]:
    both = (facts.root.attributes.get("lang", ""), facts.root.attributes.get("xml:lang", ""))
    return _html(facts) if all(tag.strip() and is_known_language(tag) for tag in both) else []


def _agree(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    written, xml = element.attributes["lang"], element.attributes["xml:lang"]
    return written.split("-")[0].lower() == xml.split("-")[0].lower()


def _speaks(facts: Facts, element: Element) -> bool:
    """Whether the element itself has text that somebody meets: seen, or in the accessibility tree."""
    if element.tag in _SILENT or not element.rendered or not element.visible:
        return False
    if not element.exposed and not is_in_sight(facts, element):
        return False
    return any(isinstance(child, str) and child.strip() for child in element.children) or (
        element.exposed and any(element.attributes.get(name, "").strip() for name in _TEXT_ATTRIBUTES)
    )


def _parts(facts: Facts) -> Iterable[Element]:
    """Elements with a `lang` of their own that text takes its language from."""
    source: dict[int, Element] = {}
    found: dict[int, Element] = {}
    for element in facts.elements:
        if element.attributes.get("lang") and element.parent is not None and ":" not in element.tag:
            source[element.index] = element
        elif (
            element.parent is not None and element.parent.index in source and "lang" not in element.attributes
        ):
            source[element.index] = source[element.parent.index]
        if element.index in source and source[element.index].index not in found and _speaks(facts, element):
            found[source[element.index].index] = source[element.index]
    return sorted(found.values(), key=lambda element: element.index)


def _roots(facts: Facts) -> Iterable[Element]:
    """What a fragment consists of: its top elements, or the fragment itself where text stands loose in it."""
    if any(isinstance(child, str) and child.strip() for child in facts.root.children):
        return [facts.root]
    return [child for child in facts.root.elements() if child.rendered]


def _tag(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return element.attributes.get("lang", "")[:80]


_HELP_TAG = Message(
    nb="Bruk en gyldig språkkode, som nb, nn, se, fkv eller en.",
    en="Use a valid language tag, like nb, nn, se, fkv or en.",
)

RULES = (
    Rule(
        id="page-language",
        act=("b5c3f8",),
        wcag=("3.1.1",),
        techniques=("H57",),
        mode="document",
        applies=_html,
        expects=_has_language,
        title=Message(nb="Siden sier hvilket språk den er på", en="The page says which language it is in"),
        applicability=Message(nb="Elementet <html> i et dokument.", en="The <html> element of a document."),
        expectation=Message(nb="Det har en lang som ikke er tom.", en="It has a lang that is not empty."),
        passing='<!doctype html><html lang="nb"><title>Nord</title>',
        failing="<!doctype html><html><title>Nord</title>",
        failed=Message(nb="<html> har ikke lang.", en="<html> has no lang."),
        help=_HELP_TAG,
    ),
    Rule(
        id="page-language-known",
        act=("bf051a",),
        wcag=("3.1.1",),
        techniques=("H57",),
        mode="document",
        applies=_html_with_language,
        expects=_is_known,
        detail=_tag,
        title=Message(nb="Sidens språkkode er gyldig", en="The page's language tag is valid"),
        applicability=Message(
            nb="Elementet <html> med en lang som ikke er tom.",
            en="The <html> element with a lang that is not empty.",
        ),
        expectation=Message(
            nb="Koden begynner med et språk som er registrert hos IANA.",
            en="The tag begins with a language that is registered with IANA.",
        ),
        passing='<!doctype html><html lang="se"><title>Nord</title>',
        failing='<!doctype html><html lang="norsk"><title>Nord</title>',
        failed=Message(
            nb='lang="{what}" på <html> er ikke et kjent språk.',
            en='lang="{what}" on <html> is no known language.',
        ),
        help=_HELP_TAG,
    ),
    Rule(
        id="page-language-agrees",
        act=("5b7ae0",),
        wcag=("3.1.1",),
        techniques=("H57",),
        mode="document",
        applies=_html_with_both,
        expects=_agree,
        title=Message(nb="lang og xml:lang er like", en="lang and xml:lang agree"),
        applicability=Message(
            nb="Elementet <html> med gyldige lang og xml:lang.",
            en="The <html> element with a valid lang and a valid xml:lang.",
        ),
        expectation=Message(nb="De to er samme språk.", en="The two are the same language."),
        passing='<!doctype html><html lang="nb" xml:lang="nb"><title>Nord</title>',
        failing='<!doctype html><html lang="nb" xml:lang="en"><title>Nord</title>',
        failed=Message(
            nb="lang og xml:lang på <html> er ulike språk.",
            en="lang and xml:lang on <html> are different languages.",
        ),
        help=Message(nb="Fjern xml:lang.", en="Remove xml:lang."),
    ),
    Rule(
        id="part-language-known",
        act=("de46e4",),
        wcag=("3.1.2",),
        techniques=("H58",),
        applies=_parts,
        expects=_is_known,
        detail=_tag,
        title=Message(nb="Språkkoder i teksten er gyldige", en="Language tags in the text are valid"),
        applicability=Message(
            nb="Hvert element med en lang som tekst tar språket sitt fra.",
            en="Each element with a lang that text takes its language from.",
        ),
        expectation=Message(
            nb="Koden begynner med et språk som er registrert hos IANA.",
            en="The tag begins with a language that is registered with IANA.",
        ),
        passing='<p>På samisk: <span lang="se">Romssa fylkkasuohkan</span></p>',
        failing='<p>På samisk: <span lang="samisk">Romssa fylkkasuohkan</span></p>',
        failed=Message(nb='lang="{what}" er ikke et kjent språk.', en='lang="{what}" is no known language.'),
        help=_HELP_TAG,
    ),
    Rule(
        id="fragment-language",
        wcag=("3.1.2",),
        techniques=("H58",),
        mode="fragment",
        applies=_roots,
        expects=_has_language,
        title=Message(
            nb="Fragmentet sier hvilket språk det er på", en="The fragment says which language it is in"
        ),
        applicability=Message(
            nb="Hvert ytterste element i fragmentet, eller fragmentet selv om det har løs tekst.",
            en="Each outermost element of the fragment, or the fragment itself where it has loose text.",
        ),
        expectation=Message(nb="Det har en lang som ikke er tom.", en="It has a lang that is not empty."),
        passing='<div lang="nb"><p>Barents</p></div>',
        failing="<div><p>Barents</p></div>",
        failed=Message(
            nb="Det ytterste elementet i fragmentet har ikke lang.",
            en="The outermost element of the fragment has no lang.",
        ),
        help=Message(
            nb="Sett lang på det ytterste elementet: siden rundt kan være på et annet språk.",
            en="Set lang on the outermost element: the page around it may be in another language.",
        ),
    ),
)
