"""Forms: does autocomplete say something, and does a control's name contain the text seen on it?"""

import re
import unicodedata
from collections.abc import Iterable

from content.accessibility.controls import input_type, is_disabled
from content.accessibility.facts import Facts
from content.accessibility.roles import NAMED_FROM_CONTENT, WIDGETS
from content.accessibility.rules.rule import Answer, Rule
from content.accessibility.tree import Element
from content.accessibility.visibility import is_in_sight, visible_text
from content.errors import Message

_FIELD_NAMES = frozenset(
    [
        "name",
        "honorific-prefix",
        "given-name",
        "additional-name",
        "family-name",
        "honorific-suffix",
        "nickname",
        "username",
        "new-password",
        "current-password",
        "one-time-code",
        "organization-title",
        "organization",
        "street-address",
        "address-line1",
        "address-line2",
        "address-line3",
        "address-level4",
        "address-level3",
        "address-level2",
        "address-level1",
        "country",
        "country-name",
        "postal-code",
        "cc-name",
        "cc-given-name",
        "cc-additional-name",
        "cc-family-name",
        "cc-number",
        "cc-exp",
        "cc-exp-month",
        "cc-exp-year",
        "cc-csc",
        "cc-type",
        "transaction-currency",
        "transaction-amount",
        "language",
        "bday",
        "bday-day",
        "bday-month",
        "bday-year",
        "sex",
        "url",
        "photo",
    ]
)
_CONTACT_NAMES = frozenset(
    [
        "tel",
        "tel-country-code",
        "tel-national",
        "tel-area-code",
        "tel-local",
        "tel-local-prefix",
        "tel-local-suffix",
        "tel-extension",
        "email",
        "impp",
    ]
)
_CONTACT_KINDS = frozenset({"home", "work", "mobile", "fax", "pager"})
_NO_AUTOCOMPLETE = frozenset({"hidden", "button", "submit", "reset", "image", "checkbox", "radio", "file"})
_NAMED_WIDGETS = tuple(sorted((WIDGETS & NAMED_FROM_CONTENT) | {"summary"}))
_parenthesis = re.compile(r"\([^()]*\)")
_hyphen = re.compile(r"(?<=\w)[-\u2010\u2011\u00ad'’](?=\w)")
# Chinese, Japanese, Thai and the like put no spaces between words: there every letter stands for itself.
_word = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)


def _autocompleted(facts: Facts) -> Iterable[Element]:
    for element in facts.tagged("input", "select", "textarea"):
        tokens = element.attributes.get("autocomplete", "").lower().split()
        if not tokens or tokens in (["on"], ["off"]):
            continue
        if not element.exposed and not is_in_sight(facts, element):
            continue
        disabled = (
            is_disabled(element) or element.attributes.get("aria-disabled", "").strip().lower() == "true"
        )
        if disabled or (element.tag == "input" and input_type(element) in _NO_AUTOCOMPLETE):
            continue
        if element.focusable and not element.tabbable and element.role not in WIDGETS:
            continue
        yield element


def _is_valid_autocomplete(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    # HTML section 4.10.18.7.1: [section-*] [shipping|billing] (field | [home|work|…] contact field) [webauthn]
    tokens = element.attributes["autocomplete"].lower().split()
    if len(tokens) > 1 and tokens[-1] == "webauthn":
        tokens.pop()
    field = tokens.pop()
    if tokens and tokens[0].startswith("section-"):
        tokens.pop(0)
    if tokens and tokens[0] in {"shipping", "billing"}:
        tokens.pop(0)
    if tokens and tokens[0] in _CONTACT_KINDS and field in _CONTACT_NAMES:
        tokens.pop(0)
    return not tokens and (field in _FIELD_NAMES or field in _CONTACT_NAMES)


def _tokens(text: str, joint: str = "") -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _word.findall(_hyphen.sub(joint, _parenthesis.sub(" ", folded)))


def _labelled_widgets(facts: Facts) -> Iterable[Element]:
    for element in facts.aria:
        if "aria-label" not in element.attributes and "aria-labelledby" not in element.attributes:
            continue
        if element.exposed and element.role in _NAMED_WIDGETS and ":" not in element.tag:
            words = _tokens(visible_text(facts, element))
            # One letter alone is more often a sign ("x" to close) than a text: ACT calls it non-text content.
            if words and len("".join(words)) > 1:
                yield element


def _contains_label(facts: Facts, element: Element) -> Answer:
    seen, name = visible_text(facts, element), facts.name(element)
    # Hyphens may join words or part them: "e-post" is said as "epost", "ny-norsk" as "ny norsk".
    return any(
        f" {' '.join(_tokens(seen, joint))} " in f" {' '.join(_tokens(name, other))} "
        for joint, other in (("", ""), (" ", " "))
    )


def _value(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return element.attributes["autocomplete"]


def _name(facts: Facts, element: Element) -> str:
    return facts.name(element)


RULES = (
    Rule(
        id="autocomplete-valid",
        act=("73f2c2",),
        wcag=("1.3.5",),
        techniques=("H98", "F107"),
        applies=_autocompleted,
        expects=_is_valid_autocomplete,
        detail=_value,
        title=Message(nb="Autocomplete har gyldig verdi", en="Autocomplete has a valid value"),
        applicability=Message(
            nb="Hvert felt som kan fylles ut, og som har en autocomplete som ikke er tom, on eller off.",
            en="Each field that can be filled in and has an autocomplete other than empty, on or off.",
        ),
        expectation=Message(
            nb="Verdien er en som HTML-standarden har, i den rekkefølgen den krever.",
            en="The value is one of the HTML standard, in the order that it asks for.",
        ),
        passing='<label>E-post <input autocomplete="email"></label>',
        failing='<label>E-post <input autocomplete="epost"></label>',
        failed=Message(nb='autocomplete="{what}" er ikke gyldig.', en='autocomplete="{what}" is not valid.'),
        help=Message(
            nb="Bruk en verdi fra HTML-standarden, som email, tel eller given-name.",
            en="Use a value from the HTML standard, like email, tel or given-name.",
        ),
    ),
    Rule(
        id="label-in-name",
        act=("2ee8b8",),
        wcag=("2.5.3",),
        techniques=("G208", "F96"),
        applies=_labelled_widgets,
        expects=_contains_label,
        detail=_name,
        title=Message(nb="Navnet inneholder den synlige teksten", en="The name contains the visible text"),
        applicability=Message(
            nb="Hver lenke, knapp eller annen betjening som har synlig tekst og et navn fra aria-label eller aria-labelledby.",
            en="Each link, button or other control with visible text and a name from aria-label or aria-labelledby.",
        ),
        expectation=Message(
            nb="Den synlige teksten er del av navnet.", en="The visible text is part of the name."
        ),
        passing='<a href="/a" aria-label="Les mer om Barents">Les mer</a>',
        failing='<a href="/a" aria-label="Om Barents">Les mer</a>',
        failed=Message(
            nb="Navnet «{what}» inneholder ikke teksten som vises.",
            en="The name “{what}” does not contain the text that is seen.",
        ),
        help=Message(
            nb="Fjern aria-label, eller la den begynne med den synlige teksten.",
            en="Remove the aria-label, or let it begin with the visible text.",
        ),
    ),
)
