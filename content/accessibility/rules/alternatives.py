"""What text alternatives say: more than a file name, a filler, or what stands beside the image already."""

import re
from collections.abc import Iterable, Iterator

from content.accessibility.facts import Facts
from content.accessibility.rules.rule import Answer, Rule, asks_people
from content.accessibility.tree import Element
from content.errors import Message

_file_name = re.compile(
    r"(?:\S*[/\\])?[\w%.()~-]+\.(?:jpe?g|png|gif|svg|webp|avif|bmp|tiff?|heic|eps|psd)\Z",
    re.IGNORECASE,
)
_camera = re.compile(
    r"(?:(?:IMG|DSC|DSCN|DSCF|PXL|MVI|DJI|GOPR|image|bilde|foto|photo|screenshot|skjermbilde|unnamed|scan)[ _-]?\d[\d _.~()-]*"
    r"|P\d{7}|(?:skjermbilde|screenshot|screen shot) \d{4}-\d{2}-\d{2}.*"
    r"|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|[0-9a-f]{32,})\Z",
    re.IGNORECASE,
)
_fillers = frozenset(
    {
        "alt", "alternativ tekst", "alttekst", "alt-tekst", "alt text", "bilde", "bildet", "bilete", "et bilde", "eit bilete",
        "foto", "fotografi", "illustrasjon", "illustrasjonsbilde", "illustrasjonsfoto", "grafikk", "placeholder", "spacer",
        "image", "an image", "img", "photo", "picture", "a picture", "graphic", "illustration", "stock photo", "untitled",
        "uten navn", "govva", "kuva", "ikon", "icon", "logo", "logoen",
    }
)  # fmt: skip
_joined = re.compile(r"[\w%]+(?:[-_]+[\w%]+)+\Z")
_names_text = re.compile(
    r"(?:\A|[^a-zæøå])(?:plakat|poster|flyer|flygeblad|brosjyre|brochure|invitasjon|invitation|infografikk|infographic|"
    r"skjermbilde|screenshot|skjermdump|tekst(?:plakat|bilde)|sitat(?:kort)?|quote|timeplan|tabell|organisasjonskart|banner|overskrift|headline)"
    r"(?![a-zæøå]{4})",
    re.IGNORECASE,
)
_credit = re.compile(
    r"\b(?:foto|fotograf|photo|illustrasjon|illustration|ill|bilde|bilete|govva|kuva|kilde|kjelde) ?:"
)
_LONGEST_ALTERNATIVE = 250
_NEIGHBOURS = frozenset({"a", "button"})
_FARTHEST = 6
_MOST_INSIDE = 50


def _alternatives(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.with_role("img") if one.attributes.get("alt", "").strip()]


def _says_more_than_a_file_name(facts: Facts, element: Element) -> Answer:
    name = facts.name(element)
    if _file_name.match(name) or _camera.match(name):
        return False
    stem = element.attributes.get("src", "").rpartition("/")[2].partition("?")[0].rpartition(".")[0]
    return not (stem and stem.casefold() == name.casefold() and _joined.match(name))


def _says_something(facts: Facts, element: Element) -> Answer:
    return facts.name(element).casefold().strip(" .:") not in _fillers


def _plain(text: str) -> str:
    """What a text says, without who made the image."""
    said = " ".join(text.casefold().split())
    return _credit.split(said, maxsplit=1)[0].strip(" .:;,–-(/|")


def _beside(facts: Facts, element: Element) -> str | None:
    """The caption of the image's figure, or the other text of the link or button that it is in."""
    for _, around in zip(range(_FARTHEST), element.ancestors(), strict=False):
        if around.tag == "figure":
            edges = (*around.children[:_MOST_INSIDE], *around.children[-_MOST_INSIDE:])
            caption = next(
                (one for one in edges if isinstance(one, Element) and one.tag == "figcaption"), None
            )
            return None if caption is None else _text(facts, caption)
        if around.tag in _NEIGHBOURS or around.role in {"link", "button"}:
            return _text(facts, around)
    return None


def _text(facts: Facts, element: Element) -> str | None:
    return facts.text(element) if element.end - element.index <= _MOST_INSIDE else None


def _with_neighbours(facts: Facts) -> Iterable[Element]:
    return [one for one in _alternatives(facts) if _beside(facts, one)]


def _says_more_than_its_neighbour(facts: Facts, element: Element) -> Answer:
    return _plain(element.attributes["alt"]) != _plain(_beside(facts, element) or "")


def _texts_by_name(facts: Facts) -> Iterator[Element]:
    """Images whose file name or alternative says that they show text."""
    for element in facts.with_role("img"):
        source = element.attributes.get("src", "")
        name = "" if source.startswith("data:") else source[-200:].rpartition("/")[2].partition("?")[0]
        alternative = element.attributes.get("alt", "")
        if (
            _names_text.search(name)
            or _names_text.search(alternative[:_LONGEST_ALTERNATIVE])
            or len(alternative) > _LONGEST_ALTERNATIVE
        ):
            yield element


def _titled_decoration(facts: Facts) -> Iterable[Element]:
    return [
        one
        for one in facts.tagged("img")
        if one.rendered and one.attributes.get("alt") == "" and one.attributes.get("title", "").strip()
    ]


def _server_maps(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.tagged("img") if one.rendered and "ismap" in one.attributes]


def _name(facts: Facts, element: Element) -> str:
    return facts.name(element)[:120]


def _title(facts: Facts, element: Element) -> str:  # noqa: ARG001 - the shape of a detail
    return element.attributes["title"].strip()[:120]


RULES = (
    Rule(
        id="image-alt-file-name",
        wcag=("1.1.1",),
        techniques=("F30", "G94"),
        applies=_alternatives,
        expects=_says_more_than_a_file_name,
        detail=_name,
        title=Message(
            nb="Tekstalternativet er ikke et filnavn", en="The text alternative is not a file name"
        ),
        applicability=Message(
            nb="Hvert bilde som har et tekstalternativ og vises for hjelpemidler.",
            en="Each image that has a text alternative and is shown to assistive technology.",
        ),
        expectation=Message(
            nb="Tekstalternativet er ikke et filnavn, et navn fra et kamera, eller ord bundet sammen som i filens navn.",
            en="The text alternative is no file name, no name from a camera, and not words joined as in the file's name.",
        ),
        passing='<img src="IMG_2041.jpg" alt="Delegasjonen på kaia i Kirkenes">',
        failing='<img src="IMG_2041.jpg" alt="IMG_2041.jpg">',
        failed=Message(
            nb="Tekstalternativet «{what}» er et filnavn.", en="The text alternative “{what}” is a file name."
        ),
        help=Message(
            nb="Skriv hva bildet viser, slik du ville sagt det i telefonen.",
            en="Say what the image shows, as you would over the telephone.",
        ),
    ),
    Rule(
        id="image-alt-filler",
        wcag=("1.1.1",),
        techniques=("F30", "G94"),
        applies=_alternatives,
        expects=_says_something,
        detail=_name,
        title=Message(
            nb="Tekstalternativet er ikke bare «bilde»", en="The text alternative is not just “image”"
        ),
        applicability=Message(
            nb="Hvert bilde som har et tekstalternativ og vises for hjelpemidler.",
            en="Each image that has a text alternative and is shown to assistive technology.",
        ),
        expectation=Message(
            nb="Tekstalternativet sier mer enn «bilde», «foto», «illustrasjon» eller lignende.",
            en="The text alternative says more than “image”, “photo”, “illustration” or the like.",
        ),
        passing='<img src="kai.jpg" alt="Kaia i Kirkenes i snøvær">',
        failing='<img src="kai.jpg" alt="Bilde">',
        failed=Message(
            nb="Tekstalternativet «{what}» sier ikke hva bildet viser.",
            en="The text alternative “{what}” does not say what the image shows.",
        ),
        help=Message(
            nb='Skriv hva bildet viser eller gjør. Er det bare pynt, skriv alt="".',
            en='Say what the image shows or does. If it is mere decoration, write alt="".',
        ),
    ),
    Rule(
        id="image-alt-repeats",
        techniques=("H2",),
        blocking=False,
        applies=_with_neighbours,
        expects=_says_more_than_its_neighbour,
        detail=_name,
        title=Message(
            nb="Tekstalternativet gjentar ikke teksten ved siden av",
            en="The text alternative does not repeat the text beside it",
        ),
        applicability=Message(
            nb="Hvert bilde med tekstalternativ i en figur med bildetekst, eller i en lenke eller knapp med annen tekst.",
            en="Each image with a text alternative in a figure with a caption, or in a link or button with other text.",
        ),
        expectation=Message(
            nb="Tekstalternativet er et annet enn teksten ved siden av.",
            en="The text alternative is other than the text beside it.",
        ),
        passing='<figure><img src="kai.jpg" alt="Snø på kaia i Kirkenes"><figcaption>Kirkenes havn</figcaption></figure>',
        failing='<figure><img src="kai.jpg" alt="Kirkenes havn"><figcaption>Kirkenes havn</figcaption></figure>',
        failed=Message(
            nb="«{what}» leses to ganger: som tekstalternativ og som teksten ved siden av.",
            en="“{what}” is read twice: as text alternative and as the text beside it.",
        ),
        help=Message(
            nb='Skriv i alt hva bildet viser utover det, eller alt="" om det ikke viser mer.',
            en='Say in alt what the image shows beyond that, or write alt="" if it shows no more.',
        ),
    ),
    Rule(
        id="image-of-text",
        wcag=("1.4.5",),
        techniques=("C30", "G140"),
        blocking=False,
        decides=False,
        applies=_texts_by_name,
        expects=asks_people,
        detail=_name,
        title=Message(nb="Tekst er ikke lagt i bilder", en="Text is not put into images"),
        applicability=Message(
            nb="Hvert bilde med et filnavn eller tekstalternativ som tyder på en plakat, et skjermbilde eller annen tekst, eller med en svært lang alt.",
            en="Each image whose file name or text alternative hints at a poster, a screenshot or other text, or whose alt is very long.",
        ),
        expectation=Message(
            nb="Bildet viser ikke tekst, eller teksten må være i bildet, som i en logo. Bare et menneske kan svare.",
            en="The image shows no text, or the text has to be in it, as in a logo. Only a person can tell.",
        ),
        passing='<img src="kai.jpg" alt="Snø på kaia i Kirkenes">',
        asking='<img src="plakat-2026.jpg" alt="Plakat for Barents dager">',
        failed=Message(nb="Bildet «{what}» er tekst.", en="The image “{what}” is text."),
        doubt=Message(
            nb="Viser bildet «{what}» tekst som kunne stått som tekst?",
            en="Does the image “{what}” show text that could stand as text?",
        ),
        help=Message(
            nb="Skriv teksten på siden, og la bildet være et bilde.",
            en="Write the text on the page, and let the image be an image.",
        ),
    ),
    Rule(
        id="decoration-with-title",
        wcag=("1.1.1",),
        techniques=("F39", "H67"),
        blocking=False,
        decides=False,
        applies=_titled_decoration,
        expects=asks_people,
        detail=_title,
        title=Message(nb="Pynt har ikke tittel", en="Decoration has no title"),
        applicability=Message(
            nb="Hvert synlig <img> med tom alt og en title som ikke er tom.",
            en="Each visible <img> with an empty alt and a title that is not empty.",
        ),
        expectation=Message(
            nb="Bildet er pynt likevel. Bare et menneske kan svare.",
            en="The image is decoration all the same. Only a person can tell.",
        ),
        passing='<img src="strek.png" alt="">',
        asking='<img src="kai.jpg" alt="" title="Kaia i Kirkenes">',
        failed=Message(nb="Pynt har tittelen «{what}».", en="Decoration has the title “{what}”."),
        doubt=Message(
            nb="Bildet er merket som pynt, men har tittelen «{what}». Sier det noe som andre også skal få vite?",
            en="The image is marked as decoration, but has the title “{what}”. Does it say something for others too?",
        ),
        help=Message(
            nb="Flytt teksten til alt, eller fjern title.", en="Move the text to alt, or remove the title."
        ),
    ),
    Rule(
        id="server-image-map",
        wcag=("2.1.1",),
        techniques=("F54", "H24"),
        blocking=False,
        decides=False,
        applies=_server_maps,
        expects=asks_people,
        title=Message(nb="Bildekart kan brukes med tastatur", en="Image maps can be used by keyboard"),
        applicability=Message(nb="Hvert synlig <img> med ismap.", en="Each visible <img> with ismap."),
        expectation=Message(
            nb="Det samme finnes som lenker. Bare et menneske kan svare.",
            en="The same is there as links. Only a person can tell.",
        ),
        passing='<img src="kart.png" alt="Kart" usemap="#k"><map name="k"><area href="/troms" alt="Troms" shape="rect" coords="0,0,9,9"></map>',
        asking='<a href="/kart"><img src="kart.png" alt="Kart" ismap></a>',
        failed=Message(nb="Bildekartet virker bare med mus.", en="The image map works by mouse alone."),
        doubt=Message(
            nb="Tjeneren får vite hvor i bildet det klikkes. Finnes det samme som lenker?",
            en="The server is told where in the image was clicked. Is the same there as links?",
        ),
        help=Message(nb="Bruk <map> og <area>.", en="Use <map> and <area>."),
    ),
)
