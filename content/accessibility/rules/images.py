"""Images, drawings and embedded objects: do they have a text alternative?"""

import re
from collections.abc import Iterable

from content.accessibility.facts import Facts
from content.accessibility.rules.rule import Answer, Rule, has_name
from content.accessibility.tree import Element
from content.errors import Message

_media = re.compile(
    r"data:(?:image|audio|video)/|[^?#]*\.(?:jpe?g|png|gif|svg|webp|avif|bmp|mp3|m4a|ogg|oga|wav|flac|aac|opus|mp4|m4v|webm|ogv|mov|avi|mpe?g)(?:[?#].*)?\s*\Z",
    re.IGNORECASE,
)
_svg_roles = frozenset({"img", "graphics-document", "graphics-symbol"})


def _images(facts: Facts) -> Iterable[Element]:
    for element in facts.with_role("img", "none"):
        if (element.role == "img" and ":" not in element.tag) or element.tag == "img":
            yield element


def _has_name_or_is_decorative(facts: Facts, element: Element) -> Answer:
    return element.role == "none" or facts.name(element) != ""


def _drawings(facts: Facts) -> Iterable[Element]:
    return [
        one
        for one in facts.roled
        if one.explicit in _svg_roles and one.exposed and one.tag.startswith("svg:")
    ]


def _drawn_links(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.with_role("link") if one.tag == "svg:a"]


def _objects(facts: Facts) -> Iterable[Element]:
    for element in facts.tagged("object"):
        if element.exposed and element.explicit is None:
            kind = element.attributes.get("type", "").lower()
            if kind.startswith(("image/", "audio/", "video/")) or _media.match(
                element.attributes.get("data", "")
            ):
                yield element


def _decorative(facts: Facts) -> Iterable[Element]:
    for element in facts.elements if facts.roled or "img" in facts.by_tag else ():
        if element.explicit == "none" or (
            element.tag == "img" and element.explicit is None and element.attributes.get("alt") == ""
        ):
            yield element


def _is_presentational(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    return not element.exposed or element.role == "none"


RULES = (
    Rule(
        id="image-name",
        act=("23a2a8",),
        wcag=("1.1.1",),
        techniques=("H37", "H67", "ARIA6", "ARIA10"),
        applies=_images,
        expects=_has_name_or_is_decorative,
        title=Message(nb="Bilder har tekstalternativ", en="Images have a text alternative"),
        applicability=Message(
            nb="Hvert bilde som hjelpemidler får vite om, eller som er merket som pynt.",
            en="Each image that assistive technology is told of, or that is marked as decoration.",
        ),
        expectation=Message(
            nb="Bildet har et tilgjengelig navn, eller er merket som pynt.",
            en="The image has an accessible name, or is marked as decoration.",
        ),
        passing='<img src="kart.png" alt="Kart over Barentsregionen">',
        failing='<img src="kart.png">',
        failed=Message(nb="Bildet har ikke tekstalternativ.", en="The image has no text alternative."),
        help=Message(
            nb='Skriv i alt hva bildet viser eller gjør. Er det bare pynt, skriv alt="".',
            en='Say in alt what the image shows or does. If it is mere decoration, write alt="".',
        ),
    ),
    Rule(
        id="svg-name",
        act=("7d6734",),
        wcag=("1.1.1",),
        techniques=("ARIA6", "ARIA10"),
        applies=_drawings,
        expects=has_name,
        title=Message(nb="SVG-bilder har navn", en="SVG images have a name"),
        applicability=Message(
            nb="Hvert SVG-element med en rolle som bilde.", en="Each SVG element with an image role."
        ),
        expectation=Message(
            nb="Elementet har et tilgjengelig navn.", en="The element has an accessible name."
        ),
        passing='<svg role="img"><title>Kart over Troms</title></svg>',
        failing='<svg role="img"></svg>',
        failed=Message(
            nb="SVG-bildet {what} har rolle som bilde, men ikke navn.",
            en="The SVG image {what} has an image role but no name.",
        ),
        help=Message(
            nb="Gi det et <title> som første barn, eller aria-label.",
            en="Give it a <title> as first child, or an aria-label.",
        ),
    ),
    Rule(
        # ACT c487ae, about links, is of HTML elements alone.
        id="svg-link-name",
        wcag=("2.4.4", "4.1.2"),
        techniques=("F89",),
        applies=_drawn_links,
        expects=has_name,
        title=Message(nb="Lenker i SVG har navn", en="Links in SVG have a name"),
        applicability=Message(
            nb="Hver lenke i SVG som hjelpemidler får vite om.",
            en="Each link in SVG that assistive technology is told of.",
        ),
        expectation=Message(nb="Lenken har et tilgjengelig navn.", en="The link has an accessible name."),
        passing='<svg><a href="/troms"><title>Troms</title><circle r="4"/></a></svg>',
        failing='<svg><a href="/troms"><circle r="4"/></a></svg>',
        failed=Message(nb="Lenken i SVG-bildet har ikke navn.", en="The link in the SVG image has no name."),
        help=Message(
            nb="Gi lenken et <title> som første barn, eller aria-label.",
            en="Give the link a <title> as first child, or an aria-label.",
        ),
    ),
    Rule(
        id="object-name",
        act=("8fc3b6",),
        wcag=("1.1.1",),
        techniques=("H53", "ARIA6"),
        applies=_objects,
        expects=has_name,
        title=Message(nb="Innebygde objekter har navn", en="Embedded objects have a name"),
        applicability=Message(
            nb="Hvert <object> med bilde, lyd eller film, som hjelpemidler får vite om.",
            en="Each <object> with an image, sound or film that assistive technology is told of.",
        ),
        expectation=Message(nb="Objektet har et tilgjengelig navn.", en="The object has an accessible name."),
        passing='<object data="tale.mp3" title="Åpningstalen, lyd"></object>',
        failing='<object data="tale.mp3"></object>',
        failed=Message(nb="Objektet har ikke navn.", en="The object has no name."),
        help=Message(
            nb="Gi objektet title eller aria-label som sier hva det er.",
            en="Give the object a title or aria-label that says what it is.",
        ),
    ),
    Rule(
        id="decorative-exposed",
        act=("46ca7f",),
        wcag=("1.1.1",),
        techniques=("F39",),
        applies=_decorative,
        expects=_is_presentational,
        title=Message(
            nb="Pynt er skjult for hjelpemidler", en="Decoration is hidden from assistive technology"
        ),
        applicability=Message(
            nb="Hvert element som er merket som pynt: en tom alt på et bilde, eller rollen none.",
            en="Each element that is marked as decoration: an empty alt on an image, or the role none.",
        ),
        expectation=Message(
            nb="Elementet er skjult for hjelpemidler, eller vises uten rolle.",
            en="The element is hidden from assistive technology, or shown without a role.",
        ),
        passing='<img src="strek.png" alt="">',
        failing='<img src="strek.png" alt="" tabindex="0">',
        failed=Message(
            nb="{what} er merket som pynt, men vises for hjelpemidler fordi den kan få fokus eller har et globalt aria-attributt.",
            en="{what} is marked as decoration but is exposed, because it can take focus or has a global aria attribute.",
        ),
        help=Message(
            nb="Fjern aria-attributtet eller tabindex, eller fjern role og gi elementet navn.",
            en="Remove the aria attribute or the tabindex, or remove the role and give the element a name.",
        ),
    ),
)
