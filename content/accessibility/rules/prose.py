"""Prose that the eye reads otherwise than the ear: capitals, letters set apart, columns made of spaces, pictures of signs."""

import re
from collections.abc import Iterator
from itertools import pairwise

from content.accessibility.facts import Facts
from content.accessibility.rules.rule import Rule, asks_people, by_start, never
from content.accessibility.tree import Element
from content.errors import Message

_long_capitals = re.compile(r"[A-ZÆØÅÄÖÁČĐŊŠŦŽ]{6}")
_caps_word = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*")
_roman = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")
_LONGEST_ABBREVIATION = 5
_LEAST_CAPITAL_WORDS = 4
_LEAST_LONG_WORDS = 2

_apart = re.compile(
    r"[ \u00a0\u2009\u202f][^\W\d_][ \u00a0\u2009\u202f][^\W\d_][ \u00a0\u2009\u202f][^\W\d_]"
)
_spaced = re.compile(r"(?<![^\W_])(?:[^\W\d_][ \u00a0\u2009\u202f]){5,}[^\W\d_](?![^\W_])")
_VOWELS = frozenset("aeiouyæøåáäöAEIOUYÆØÅÁÄÖ")

_columns = re.compile(r"\S(?:\u00a0[\u00a0 ]{2,}| ?[\u2001-\u2003]{2,} ?)\S")
_gaps = re.compile(r"\S(?: {2,}|\t+)(?=\S)")
_LEAST_LINES = 3
_drawn = re.compile(r"[^\w\s.,;:!?'\"«»“”()–—-]")
_emoticon = re.compile(r"[:;]['’]?-?[)(DPpOo/\\|*](?=\s|\Z|[.,!?])")
_LEAST_DRAWN = 0.4


def _shouts(text: str) -> bool:
    """Whether four words or more in a row are in capitals, two of them too long for abbreviations."""
    words = long = 0
    for match in _caps_word.finditer(text):
        word = match[0]
        if _roman.match(word) or (len(word) == 1 and words):
            continue
        if word != word.upper() or word == word.lower():
            words = long = 0
            continue
        words += 1
        long += len(word) > _LONGEST_ABBREVIATION
        if words >= _LEAST_CAPITAL_WORDS and long >= _LEAST_LONG_WORDS:
            return True
    return False


def _capitals(facts: Facts) -> Iterator[Element]:
    for passage in facts.passages:
        if not passage.coded and _long_capitals.search(passage.text) is not None and _shouts(passage.text):
            yield passage.element


def _spaced_letters(facts: Facts) -> Iterator[Element]:
    for passage in facts.passages:
        if passage.coded or _apart.search(passage.text) is None:
            continue
        for match in _spaced.finditer(passage.text):
            letters = [letter for letter in match[0] if not letter.isspace()]
            alphabet = all(b >= a for a, b in pairwise(letters))
            if not alphabet and 2 <= sum(letter in _VOWELS for letter in letters) < len(letters):  # noqa: PLR2004 - a word
                yield passage.element
                break


def _spaced_columns(facts: Facts) -> Iterator[Element]:
    """Lines of a `pre`, or lines between breaks, that white space sets in columns."""
    for passage in facts.passages:
        if passage.text.count("\n") < _LEAST_LINES - 1:
            continue
        element, apart = passage.element, _columns
        if element.tag == "pre":
            if any(one.tag in {"code", "samp", "kbd"} for one in element.elements()):
                continue
            apart = _gaps
        if sum(apart.search(line) is not None for line in passage.lines) >= _LEAST_LINES:
            yield element


def _drawings(facts: Facts) -> Iterator[Element]:
    """Pictures made of signs: a block of lines with more signs than words, or a face made of punctuation."""
    for passage in facts.passages:
        element, text = passage.element, passage.text
        if passage.coded and element.tag != "pre":
            continue
        if ((":" in text or ";" in text) and _has_face(text)) or (
            text.count("\n") >= _LEAST_LINES - 1
            and sum(map(bool, passage.lines)) >= _LEAST_LINES
            and len(_drawn.findall(text)) > _LEAST_DRAWN * len("".join(text.split()))
        ):
            yield element


def _has_face(text: str) -> bool:
    return any(at.start() == 0 or text[at.start() - 1].isspace() for at in _emoticon.finditer(text))


RULES = (
    Rule(
        id="all-capitals",
        blocking=False,
        decides=False,
        applies=_capitals,
        expects=asks_people,
        detail=by_start,
        title=Message(nb="Tekst står ikke bare i store bokstaver", en="Text is not all in capitals"),
        applicability=Message(
            nb="Hver blokk med fire ord eller flere på rad i store bokstaver, minst to av dem lengre enn fem bokstaver. Romertall og kode regnes ikke.",
            en="Each block with four words or more in a row in capitals, two of them longer than five letters. Roman numerals and code do not count.",
        ),
        expectation=Message(
            nb="Ordene må stå i store bokstaver, som i et navn. Bare et menneske kan svare.",
            en="The words need their capitals, as in a name. Only a person can tell.",
        ),
        passing="<p>Søknadsfristen for Barentsmidler er utsatt.</p>",
        asking="<p>SØKNADSFRISTEN FOR BARENTSMIDLER ER UTSATT</p>",
        failed=Message(nb="«{what}» står i store bokstaver.", en="“{what}” is in capitals."),
        doubt=Message(
            nb="«{what}» står i store bokstaver, som er tyngre å lese. Må det?",
            en="“{what}” is in capitals, which is harder to read. Does it have to be?",
        ),
        help=Message(
            nb="Skriv med små bokstaver. Skal det se annerledes ut, er det stilarkets sak.",
            en="Write in lower case. If it is to look different, that is for the style sheet.",
        ),
    ),
    Rule(
        id="spaced-letters",
        wcag=("1.3.2",),
        techniques=("F32", "C8"),
        decides=False,
        applies=_spaced_letters,
        expects=never,
        detail=by_start,
        title=Message(nb="Ord er ikke delt av mellomrom", en="Words are not split by spaces"),
        applicability=Message(
            nb="Hver blokk med seks bokstaver eller flere som står enkeltvis med mellomrom, ikke i alfabetisk rekkefølge og med minst to vokaler.",
            en="Each block with six letters or more that stand apart by spaces, not in alphabetical order and with at least two vowels.",
        ),
        expectation=Message(nb="Det finnes ikke.", en="There is none."),
        passing="<p>Velkommen til Tromsø</p>",
        failing="<p>V e l k o m m e n til Tromsø</p>",
        failed=Message(
            nb="I «{what}» er et ord delt i bokstaver, og leses bokstav for bokstav.",
            en="In “{what}” a word is split into letters, and is read letter by letter.",
        ),
        help=Message(
            nb="Fjern mellomrommene. Avstand mellom bokstaver er stilarkets sak.",
            en="Remove the spaces. The space between letters is for the style sheet.",
        ),
    ),
    Rule(
        id="spaced-columns",
        wcag=("1.3.1", "1.3.2"),
        techniques=("F33", "F34", "F48", "H51"),
        blocking=False,
        decides=False,
        applies=_spaced_columns,
        expects=asks_people,
        detail=by_start,
        title=Message(nb="Kolonner er ikke laget med mellomrom", en="Columns are not made of spaces"),
        applicability=Message(
            nb="Hver blokk der tre linjer eller flere har ord satt fra hverandre med flere mellomrom, kode unntatt.",
            en="Each block where three lines or more have words set apart by several spaces, code apart.",
        ),
        expectation=Message(
            nb="Det er ikke en tabell eller spalter. Bare et menneske kan svare.",
            en="It is no table, and no columns. Only a person can tell.",
        ),
        passing="<pre>Tromsø er by i Troms.\nAlta er by i Finnmark.</pre>",
        asking="<pre>By        Fylke\nTromsø    Troms\nAlta      Finnmark</pre>",
        failed=Message(nb="«{what}» er en tabell av mellomrom.", en="“{what}” is a table made of spaces."),
        doubt=Message(
            nb="«{what}» ser ut som en tabell laget med mellomrom. Er det en?",
            en="“{what}” looks like a table made of spaces. Is it one?",
        ),
        help=Message(nb="Bruk <table> med overskriftsceller.", en="Use a <table> with header cells."),
    ),
    Rule(
        id="ascii-art",
        wcag=("1.1.1",),
        techniques=("F72", "H86"),
        blocking=False,
        decides=False,
        applies=_drawings,
        expects=asks_people,
        detail=by_start,
        title=Message(nb="Tegn brukes ikke som bilder", en="Signs are not used as pictures"),
        applicability=Message(
            nb="Hver blokk med tre linjer eller flere av mest tegn, eller med et ansikt av skilletegn.",
            en="Each block with three lines or more of mostly signs, or with a face of punctuation.",
        ),
        expectation=Message(
            nb="Tegnene er ikke et bilde, eller har et tekstalternativ. Bare et menneske kan svare.",
            en="The signs are no picture, or have a text alternative. Only a person can tell.",
        ),
        passing="<p>Velkommen til Tromsø!</p>",
        asking="<p>Velkommen til Tromsø :-)</p>",
        failed=Message(nb="«{what}» er et bilde av tegn.", en="“{what}” is a picture made of signs."),
        doubt=Message(
            nb="«{what}» har tegn som ser ut som et bilde. Hva hører den som får det opplest?",
            en="“{what}” has signs that look like a picture. What does somebody hear who has it read aloud?",
        ),
        help=Message(
            nb="Bruk et bilde med tekstalternativ, eller skriv det med ord.",
            en="Use an image with a text alternative, or say it in words.",
        ),
    ),
)
