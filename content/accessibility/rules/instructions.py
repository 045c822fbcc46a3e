"""What a form tells: labels that stay in sight, choices that belong together, and nothing that happens by itself."""

from collections.abc import Iterable, Iterator

from content.accessibility.controls import TEXT_INPUTS, input_type
from content.accessibility.facts import Facts
from content.accessibility.rules.rule import Answer, Rule
from content.accessibility.tree import Element
from content.errors import Message

_CHOICES = frozenset({"radio", "checkbox"})
_GROUPS = frozenset({"group", "radiogroup"})
_FARTHEST = 30
_MOST_LABELS = 100
_MOVING_ON = ("submit", "location", "window.open", ".href")


def _fields(facts: Facts) -> Iterator[Element]:
    for element in facts.tagged("input", "select", "textarea"):
        if (
            element.exposed
            and (element.tag != "input" or input_type(element) in TEXT_INPUTS)
            and facts.name(element)
        ):
            yield element


def _has_lasting_label(facts: Facts, element: Element) -> Answer:
    attributes = element.attributes
    name = facts.name(element).casefold()
    given = [" ".join(attributes.get(one, "").casefold().split()) for one in ("title", "placeholder")]
    if name not in given:
        return True
    # A label, or an element that names it, may say the very same; then it is seen all the same.
    identity = attributes.get("id", "")
    labels = facts.tagged("label")[:_MOST_LABELS]
    seen = "aria-labelledby" in attributes or any(
        label.index < element.index < label.end or (identity and label.attributes.get("for") == identity)
        for label in labels
    )
    return True if seen else None


def _choices(facts: Facts) -> Iterator[Element]:
    """The first of each set of radio buttons with the same name, or of checkboxes."""
    first: dict[tuple[str, str], Element] = {}
    many: set[tuple[str, str]] = set()
    for element in facts.tagged("input"):
        kind = input_type(element)
        name = element.attributes.get("name", "")
        if element.exposed and kind in _CHOICES and name:
            if (kind, name) in first:
                many.add((kind, name))
            first.setdefault((kind, name), element)
    return (element for key, element in first.items() if key in many)


def _is_grouped(facts: Facts, element: Element) -> Answer:
    for _, around in zip(range(_FARTHEST), element.ancestors(), strict=False):
        if around.role in _GROUPS and facts.name(around):
            return True
    return None


def _changing(facts: Facts) -> Iterable[Element]:
    return [
        one
        for one in facts.tagged("select", "input", "textarea")
        if one.exposed and any(name in one.attributes for name in ("onchange", "oninput", "onfocus"))
    ]


def _stays(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    scripts = " ".join(element.attributes.get(name, "") for name in ("onchange", "oninput", "onfocus"))
    return None if any(word in scripts for word in _MOVING_ON) else True


def _name(facts: Facts, element: Element) -> str:
    return facts.name(element)[:120]


RULES = (
    Rule(
        id="field-label-lasts",
        wcag=("3.3.2",),
        techniques=("F82", "G131", "H44", "H65"),
        blocking=False,
        decides=False,
        applies=_fields,
        expects=_has_lasting_label,
        detail=_name,
        title=Message(
            nb="Skjemafelt har en etikett som blir stående", en="Form fields have a label that stays"
        ),
        applicability=Message(
            nb="Hvert felt å skrive eller velge i, med et tilgjengelig navn.",
            en="Each field to write or choose in, with an accessible name.",
        ),
        expectation=Message(
            nb="Navnet kommer ikke bare fra title eller placeholder. Gjør det det, kan bare et menneske si om det synes på annen måte.",
            en="The name does not come from title or placeholder alone. If it does, only a person can tell whether it is seen in another way.",
        ),
        passing="<label>Navn <input></label>",
        asking='<input placeholder="Navn">',
        failed=Message(nb="Feltet «{what}» har ingen etikett.", en="The field “{what}” has no label."),
        doubt=Message(
            nb="Feltet «{what}» har navnet sitt bare fra title eller placeholder. Synes det mens en skriver?",
            en="The field “{what}” has its name from title or placeholder alone. Can it be seen while writing?",
        ),
        help=Message(nb="Sett en <label> ved feltet.", en="Put a <label> beside the field."),
    ),
    Rule(
        id="choices-grouped",
        wcag=("1.3.1",),
        techniques=("H71", "ARIA17"),
        blocking=False,
        decides=False,
        applies=_choices,
        expects=_is_grouped,
        title=Message(
            nb="Valg som hører sammen, står i en gruppe", en="Choices that belong together stand in a group"
        ),
        applicability=Message(
            nb="Den første av radioknapper eller avkryssingsbokser med samme name.",
            en="The first of radio buttons or checkboxes with the same name.",
        ),
        expectation=Message(
            nb="Den står i en <fieldset> med <legend> eller en gruppe med navn. Ellers kan bare et menneske si om de henger sammen.",
            en="It stands in a <fieldset> with a <legend>, or a group with a name. If not, only a person can tell whether they belong together.",
        ),
        passing='<fieldset><legend>Språk</legend><label><input type="radio" name="s"> nb</label><label><input type="radio" name="s"> se</label></fieldset>',
        asking='<label><input type="radio" name="s"> nb</label><label><input type="radio" name="s"> se</label>',
        failed=Message(nb="Valgene står ikke i en gruppe.", en="The choices stand in no group."),
        doubt=Message(
            nb="Valgene har samme name, men ingen gruppe med navn. Hva gjelder de?",
            en="The choices have the same name, but no group with a name. What are they about?",
        ),
        help=Message(
            nb="Sett <fieldset> og <legend> rundt dem.", en="Put a <fieldset> and <legend> around them."
        ),
    ),
    Rule(
        id="change-by-itself",
        wcag=("3.2.1", "3.2.2"),
        techniques=("F36", "F37", "F55", "G80", "H32"),
        blocking=False,
        decides=False,
        applies=_changing,
        expects=_stays,
        title=Message(nb="Felt sender ikke leseren videre", en="Fields do not send readers on"),
        applicability=Message(
            nb="Hvert felt med et skript for når det endres eller får fokus.",
            en="Each field with a script for when it changes or takes focus.",
        ),
        expectation=Message(
            nb="Skriptet sender ikke skjemaet og åpner ingen side. Ser det slik ut, kan bare et menneske svare.",
            en="The script does not submit the form and opens no page. If it looks so, only a person can tell.",
        ),
        passing='<label>Fylke <select onchange="vis(this.value)"><option>Troms</option></select></label>',
        asking='<label>Fylke <select onchange="this.form.submit()"><option>Troms</option></select></label>',
        failed=Message(nb="{what} sender leseren videre.", en="{what} sends readers on."),
        doubt=Message(
            nb="Sender {what} leseren videre når den endres eller får fokus, uten at det er sagt først?",
            en="Does {what} send readers on when it changes or takes focus, without saying so first?",
        ),
        help=Message(nb="Bruk en knapp for å gå videre.", en="Use a button to go on."),
    ),
)
