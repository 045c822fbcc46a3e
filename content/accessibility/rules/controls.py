"""Controls: buttons, fields, menu items, summaries and frames have a name."""

from collections.abc import Iterable

from content.accessibility.controls import input_type
from content.accessibility.facts import Facts
from content.accessibility.roles import FIELDS
from content.accessibility.rules.rule import Answer, Rule, has_name
from content.accessibility.tree import Element
from content.errors import Message

_FIELDS = tuple(sorted(FIELDS))
_ROLELESS = frozenset({"color", "date", "datetime-local", "file", "month", "password", "time", "week"})


def _is_image_button(element: Element) -> bool:
    return element.tag == "input" and input_type(element) == "image"


def _buttons(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.with_role("button") if ":" not in one.tag and not _is_image_button(one)]


def _image_buttons(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.tagged("input") if one.exposed and _is_image_button(one)]


def _fields(facts: Facts) -> Iterable[Element]:
    found = [one for one in facts.with_role(*_FIELDS) if ":" not in one.tag]
    plain = [
        one
        for one in facts.tagged("input")
        if one.exposed and one.role is None and input_type(one) in _ROLELESS
    ]
    return sorted([*found, *plain], key=lambda one: one.index) if plain else found


def _menu_items(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.with_role("menuitem") if ":" not in one.tag]


def _summaries(facts: Facts) -> Iterable[Element]:
    return facts.with_role("summary")


def _frames(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.tagged("iframe") if one.exposed and one.tabbable]


def _has_field_name(facts: Facts, element: Element) -> Answer:
    if facts.name(element) != "" and facts.names.by_hidden_labels(element):
        return None
    return has_name(facts, element)


_HELP_NAME = Message(
    nb="Gi den synlig tekst, eller aria-label der det ikke er plass til tekst.",
    en="Give it visible text, or an aria-label where there is no room for text.",
)

RULES = (
    Rule(
        id="button-name",
        act=("97a4e1",),
        wcag=("4.1.2",),
        techniques=("H91", "ARIA14", "F68"),
        applies=_buttons,
        expects=has_name,
        title=Message(nb="Knapper har navn", en="Buttons have a name"),
        applicability=Message(
            nb="Hver knapp som hjelpemidler får vite om, bildeknapper unntatt.",
            en="Each button that assistive technology is told of, image buttons apart.",
        ),
        expectation=Message(nb="Knappen har et tilgjengelig navn.", en="The button has an accessible name."),
        passing="<button>Søk</button>",
        failing="<button></button>",
        failed=Message(nb="Knappen {what} har ikke navn.", en="The button {what} has no name."),
        help=_HELP_NAME,
    ),
    Rule(
        id="image-button-name",
        act=("59796f",),
        wcag=("1.1.1", "4.1.2"),
        techniques=("H36", "F65"),
        applies=_image_buttons,
        expects=has_name,
        title=Message(nb="Bildeknapper har navn", en="Image buttons have a name"),
        applicability=Message(
            nb='Hver <input type="image"> som hjelpemidler får vite om.',
            en='Each <input type="image"> that assistive technology is told of.',
        ),
        expectation=Message(nb="Knappen har et tilgjengelig navn.", en="The button has an accessible name."),
        passing='<input type="image" src="sok.png" alt="Søk">',
        failing='<input type="image" src="sok.png">',
        failed=Message(nb="Bildeknappen har ikke navn.", en="The image button has no name."),
        help=Message(nb="Skriv i alt hva knappen gjør.", en="Say in alt what the button does."),
    ),
    Rule(
        id="field-name",
        act=("e086e5",),
        wcag=("4.1.2",),
        techniques=("H44", "H65", "ARIA16", "F68"),
        applies=_fields,
        expects=_has_field_name,
        title=Message(nb="Skjemafelt har navn", en="Form fields have a name"),
        applicability=Message(
            nb="Hvert skjemafelt som hjelpemidler får vite om.",
            en="Each form field that assistive technology is told of.",
        ),
        expectation=Message(nb="Feltet har et tilgjengelig navn.", en="The field has an accessible name."),
        passing="<label>Navn <input></label>",
        failing="<input>",
        failed=Message(nb="Skjemafeltet {what} har ikke navn.", en="The form field {what} has no name."),
        doubt=Message(
            nb="Har skjemafeltet {what} et navn? Ledeteksten er skjult, eller et skript kan sette den inn.",
            en="Does the form field {what} have a name? Its label is hidden, or a script may put it in.",
        ),
        help=Message(
            nb="Sett en <label> rundt feltet, eller knytt den til feltet med for og id.",
            en="Put a <label> around the field, or tie one to it with for and id.",
        ),
    ),
    Rule(
        id="menu-item-name",
        act=("m6b1q3",),
        wcag=("4.1.2",),
        techniques=("ARIA14", "F68"),
        applies=_menu_items,
        expects=has_name,
        title=Message(nb="Menyvalg har navn", en="Menu items have a name"),
        applicability=Message(
            nb="Hvert element med rollen menuitem som hjelpemidler får vite om.",
            en="Each element with the role menuitem that assistive technology is told of.",
        ),
        expectation=Message(
            nb="Menyvalget har et tilgjengelig navn.", en="The menu item has an accessible name."
        ),
        passing='<div role="menu"><div role="menuitem" tabindex="0">Skriv ut</div></div>',
        failing='<div role="menu"><div role="menuitem" tabindex="0"></div></div>',
        failed=Message(nb="Menyvalget {what} har ikke navn.", en="The menu item {what} has no name."),
        help=_HELP_NAME,
    ),
    Rule(
        id="summary-name",
        act=("2t702h",),
        wcag=("4.1.2",),
        applies=_summaries,
        expects=has_name,
        title=Message(nb="Utvidbare felt har en overskrift", en="Disclosures have a summary"),
        applicability=Message(
            nb="Hver <summary> som åpner og lukker sin <details>.",
            en="Each <summary> that opens and closes its <details>.",
        ),
        expectation=Message(nb="Den har et tilgjengelig navn.", en="It has an accessible name."),
        passing="<details><summary>Vilkår</summary><p>Alle kan søke.</p></details>",
        failing="<details><summary></summary><p>Alle kan søke.</p></details>",
        failed=Message(nb="<summary> er tom.", en="The <summary> is empty."),
        help=Message(
            nb="Skriv i <summary> hva feltet inneholder.", en="Say in the <summary> what is inside."
        ),
    ),
    Rule(
        id="frame-name",
        act=("cae760",),
        wcag=("4.1.2",),
        techniques=("H64",),
        applies=_frames,
        expects=has_name,
        title=Message(nb="Rammer (iframe) har navn", en="Frames (iframe) have a name"),
        applicability=Message(
            nb="Hver <iframe> som hjelpemidler får vite om, og som kan få tastaturfokus.",
            en="Each <iframe> that assistive technology is told of and that can take keyboard focus.",
        ),
        expectation=Message(nb="Rammen har et tilgjengelig navn.", en="The frame has an accessible name."),
        passing='<iframe src="/kart" title="Kart over Troms"></iframe>',
        failing='<iframe src="/kart"></iframe>',
        failed=Message(nb="Rammen har ikke navn.", en="The frame has no name."),
        help=Message(nb="Skriv i title hva rammen viser.", en="Say in title what the frame shows."),
    ),
)
