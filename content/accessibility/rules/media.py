"""Sound and film: captions, a text that says the same, description, and what starts or moves by itself."""

import re
from collections.abc import Iterable

from content.accessibility.facts import Facts
from content.accessibility.rules.rule import Answer, Rule, asks_people
from content.accessibility.tree import Element
from content.errors import Message

_as_text = re.compile(
    r"transkri|transcri|tekstversjon|tekstutgave|utskrift|som tekst|i tekst|as text|text version|teksting|undertekst|teksta"
    r"|caption|subtitle|synstolk|manus",
    re.IGNORECASE,
)
_MOST_AROUND = 80
_FARTHEST = 2
"""Steps outwards in which a text that belongs to the film or recording is looked for."""


def _videos(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.tagged("video") if one.rendered and one.visible]


def _recordings(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.tagged("audio") if one.rendered and one.visible]


def _heard(facts: Facts) -> Iterable[Element]:
    """Recordings, and films that are not muted."""
    return [
        one
        for one in facts.tagged("audio", "video")
        if one.rendered and one.visible and "muted" not in one.attributes
    ]


def _has_captions(element: Element) -> bool:
    return any(
        one.tag == "track"
        and one.attributes.get("kind", "subtitles").strip().lower() in {"captions", "subtitles"}
        and one.attributes.get("src", "").strip()
        for one in element.elements()
    )


def _has_text(facts: Facts, element: Element) -> Answer:
    if element.tag == "video" and _has_captions(element):
        return True
    if any(element.attributes.get(name, "").strip() for name in ("aria-describedby", "aria-details")):
        return True
    for _, around in zip(range(_FARTHEST), element.ancestors(), strict=False):
        if around.parent is None or around.end - around.index > _MOST_AROUND:
            break
        if _as_text.search(facts.names.content(around)):
            return True
    # Whole pages may say it elsewhere, or show it in the picture. In a fragment it is the house's own demand.
    return False if facts.mode == "fragment" else None


def _starting(facts: Facts) -> Iterable[Element]:
    return [
        one
        for one in facts.tagged("audio", "video")
        if "autoplay" in one.attributes
        and "muted" not in one.attributes
        and (one.tag == "audio" or one.rendered)
    ]


def _moving(facts: Facts) -> Iterable[Element]:
    return [one for one in _videos(facts) if "autoplay" in one.attributes]


def _can_be_stopped(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    return True if "controls" in element.attributes else None


RULES = (
    Rule(
        id="video-captions",
        wcag=("1.2.2",),
        techniques=("F8", "G87", "G93", "H95"),
        decides=False,
        applies=_videos,
        expects=asks_people,
        title=Message(nb="Video med lyd har teksting", en="Video with sound has captions"),
        applicability=Message(nb="Hver synlige film.", en="Each video that is seen."),
        expectation=Message(
            nb="Filmen har teksting som stemmer med lyden, eller ingen lyd. Bare et menneske kan svare.",
            en="The video has captions that match the sound, or no sound. Only a person can tell.",
        ),
        passing="<p>Ingen film</p>",
        asking='<video src="tale.mp4" controls><track kind="captions" src="tale.vtt" srclang="nb"></video>',
        failed=Message(nb="Videoen har ikke teksting.", en="The video has no captions."),
        doubt=Message(
            nb="Har videoen teksting som stemmer med lyden?",
            en="Does the video have captions that match the sound?",
        ),
        help=Message(
            nb='Legg til <track kind="captions">, og se at teksten stemmer.',
            en='Add a <track kind="captions">, and see that the text is right.',
        ),
    ),
    Rule(
        id="media-text",
        applies=_heard,
        expects=_has_text,
        title=Message(
            nb="Film og lyd har teksting eller sier det samme som tekst",
            en="Film and sound have captions, or say the same as text",
        ),
        applicability=Message(
            nb="Hver synlige lyd, og hver synlige film som ikke er dempet.",
            en="Each recording that is seen, and each video that is seen and not muted.",
        ),
        expectation=Message(
            nb="Den har teksting (<track>), en beskrivelse, eller en lenke eller tekst ved siden av som sier at innholdet er der som tekst. På en hel side kan den stå et annet sted: da kan bare et menneske svare.",
            en="It has captions (<track>), a description, or a link or text beside it that says that the content is there as text. On a whole page that may stand elsewhere: then only a person can tell.",
        ),
        passing='<figure><audio src="tale.mp3" controls></audio><p><a href="/tale">Talen som tekst</a></p></figure>',
        failing='<figure><audio src="tale.mp3" controls></audio></figure>',
        asking='<!doctype html><audio src="tale.mp3" controls></audio>',
        failed=Message(
            nb="{what} har verken teksting eller innholdet som tekst.",
            en="{what} has neither captions nor its content as text.",
        ),
        doubt=Message(
            nb="Finnes det som sies i {what}, som teksting eller tekst?",
            en="Is what {what} says there as captions or text?",
        ),
        help=Message(
            nb="Legg til teksting, eller skriv det som sies og vises.",
            en="Add captions, or write what is said and shown.",
        ),
    ),
    Rule(
        id="audio-transcript",
        wcag=("1.2.1",),
        techniques=("G158",),
        decides=False,
        applies=_recordings,
        expects=asks_people,
        title=Message(nb="Lydopptak finnes som tekst", en="Recordings are there as text"),
        applicability=Message(nb="Hver synlige lyd.", en="Each recording that is seen."),
        expectation=Message(
            nb="Teksten sier det samme som lyden. Bare et menneske kan svare.",
            en="The text says the same as the sound. Only a person can tell.",
        ),
        passing="<p>Ingen lyd</p>",
        asking='<audio src="tale.mp3" controls></audio>',
        failed=Message(nb="Opptaket finnes ikke som tekst.", en="The recording is not there as text."),
        doubt=Message(
            nb="Finnes alt som sies i opptaket, som tekst?",
            en="Is all that the recording says there as text?",
        ),
        help=Message(
            nb="Skriv det som sies, under opptaket eller bak en lenke.",
            en="Write what is said, below the recording or behind a link.",
        ),
    ),
    Rule(
        id="sound-by-itself",
        wcag=("1.4.2",),
        techniques=("F93", "G60", "G170"),
        decides=False,
        applies=_starting,
        expects=asks_people,
        title=Message(nb="Lyd starter ikke av seg selv", en="Sound does not start by itself"),
        applicability=Message(
            nb="Hver lyd og film som starter av seg selv og ikke er dempet.",
            en="Each sound and video that starts by itself and is not muted.",
        ),
        expectation=Message(
            nb="Lyden varer under tre sekunder, eller kan slås av. Bare et menneske kan svare.",
            en="The sound is shorter than three seconds, or can be turned off. Only a person can tell.",
        ),
        passing='<video src="tale.mp4" controls></video>',
        asking='<audio src="tale.mp3" autoplay></audio>',
        failed=Message(nb="{what} starter av seg selv.", en="{what} starts by itself."),
        doubt=Message(
            nb="{what} starter av seg selv. Varer lyden under tre sekunder, eller kan den slås av?",
            en="{what} starts by itself. Is the sound shorter than three seconds, or can it be turned off?",
        ),
        help=Message(nb="Fjern autoplay, eller sett muted.", en="Remove autoplay, or set muted."),
    ),
    Rule(
        id="video-by-itself",
        wcag=("2.2.2",),
        techniques=("G4", "G186", "G187"),
        blocking=False,
        decides=False,
        applies=_moving,
        expects=_can_be_stopped,
        title=Message(
            nb="Film som starter av seg selv, kan stanses",
            en="Videos that start by themselves can be stopped",
        ),
        applicability=Message(
            nb="Hver synlige film som starter av seg selv.",
            en="Each video that is seen and starts by itself.",
        ),
        expectation=Message(
            nb="Den har kontroller. Har den ikke det, kan bare et menneske si om den varer under fem sekunder eller kan stanses på annen måte.",
            en="It has controls. If not, only a person can tell whether it is shorter than five seconds or can be stopped in another way.",
        ),
        passing='<video src="kai.mp4" autoplay muted controls></video>',
        asking='<video src="kai.mp4" autoplay muted loop></video>',
        failed=Message(nb="{what} kan ikke stanses.", en="{what} cannot be stopped."),
        doubt=Message(
            nb="{what} starter av seg selv og har ingen kontroller. Kan den stanses?",
            en="{what} starts by itself and has no controls. Can it be stopped?",
        ),
        help=Message(nb="Sett controls, eller fjern autoplay.", en="Set controls, or remove autoplay."),
    ),
)
