"""Sound and film: what only a person can tell, asked for."""

from collections.abc import Iterable

from content.accessibility.facts import Facts
from content.accessibility.rules.rule import Answer, Rule
from content.accessibility.tree import Element
from content.errors import Message


def _videos(facts: Facts) -> Iterable[Element]:
    return [one for one in facts.tagged("video") if one.rendered and one.visible]


def _has_captions(facts: Facts, element: Element) -> Answer:  # noqa: ARG001 - the shape of an expectation
    # Markup shows that captions are offered, never that they are right; they may be in the picture too.
    return None


def _starts_itself(facts: Facts) -> Iterable[Element]:
    return [
        one
        for one in facts.tagged("audio", "video")
        if "autoplay" in one.attributes
        and "muted" not in one.attributes
        and (one.tag == "audio" or one.rendered)
    ]


RULES = (
    Rule(
        id="video-captions",
        wcag=("1.2.2",),
        techniques=("G87", "H95"),
        decides=False,
        applies=_videos,
        expects=_has_captions,
        title=Message(nb="Video med lyd har teksting", en="Video with sound has captions"),
        applicability=Message(nb="Hver synlige film.", en="Each video that is seen."),
        expectation=Message(
            nb="Filmen har teksting som stemmer med lyden, eller ingen lyd. Bare et menneske kan svare.",
            en="The video has captions that match the sound, or no sound. Only a person can tell.",
        ),
        passing="<p>Ingen film</p>",
        asking='<video src="tale.mp4" controls></video>',
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
        id="sound-by-itself",
        wcag=("1.4.2",),
        techniques=("F93", "G60", "G170"),
        decides=False,
        applies=_starts_itself,
        expects=_has_captions,
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
)
