"""The splitter's traps, and what one word is."""

import pytest

from content.advice.sentences import sentences, words


@pytest.mark.parametrize(
    "text",
    [
        "Fristen er 1. juni for alle.",
        "Fristen er den 17. Mai i år.",
        "Vi gir støtte til f.eks. Barentshallen og andre hus.",
        "Det gjelder bl.a. Finnmark og Nordland.",
        "Klart språk kreves, jf. Språklova paragraf ni.",
        "Møtet begynner kl. 12.00 i salen.",
        "Se sak nr. 5 i referatet.",
        "Se sak nr. Fem i referatet.",
        "Boka av J. K. Rowling ligger her.",
        "Boka av J.K. Rowling ligger her.",
        "Prisen er 3.5 millioner og ikke mer.",
        "Les mer på https://example.org/a.b.html om saken.",
        "Skriv til post@example.no for svar.",
        "«Hva betyr det?» spurte hun.",
        "Kom! ropte han.",
        "Vi holder på med kart, planer osv. i hele fylket.",
        "2. Innledning",
        "§ 9. Klart språk",
        "4.2.1. Om tilskudd",
        "Vi venter … og venter.",
        "Kommunen fikk 5 mill. kroner.",
        "Harald 5. av Norge kom på besøk.",
        "Overskrift uten punktum",
        "Et punkt i ei liste",
        "The talks, e.g. Norway and Finland, go on.",
        "Ms. Smith and Dr. Brown met there.",
    ],
)
def test_one_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Vi kom. Vi så.", ["Vi kom.", "Vi så."]),
        ("Kom du? Ja! Fint.", ["Kom du?", "Ja!", "Fint."]),
        ("Det skjedde i 2024. Fylket betalte.", ["Det skjedde i 2024.", "Fylket betalte."]),
        ("Fristen er 01.06.2025. Søk nå.", ["Fristen er 01.06.2025.", "Søk nå."]),
        ("Vi har kart, planer osv. De er gode.", ["Vi har kart, planer osv.", "De er gode."]),
        ("Det kostet 5 mill. Fylket betalte.", ["Det kostet 5 mill.", "Fylket betalte."]),
        ("«Kom hit.» Hun gikk.", ["«Kom hit.»", "Hun gikk."]),
        ("Han sa: «Kom hit!» «Nei.»", ["Han sa: «Kom hit!»", "«Nei.»"]),
        ("Kapittel 3 er klart. 12 er igjen.", ["Kapittel 3 er klart.", "12 er igjen."]),
        ("Slutt … Nytt avsnitt.", ["Slutt …", "Nytt avsnitt."]),
        ("Se https://example.org/side. Der står alt.", ["Se https://example.org/side.", "Der står alt."]),
        ("Siden 1. januar har fem søkt. Ti venter.", ["Siden 1. januar har fem søkt.", "Ti venter."]),
        ("...", []),
        ("", []),
    ],
)
def test_several_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@pytest.mark.parametrize(
    ("text", "count", "long"),
    [
        ("seksti", 1, 0),  # six letters: not long
        ("sekstia", 1, 1),  # seven
        ("12 345 678 kroner", 2, 0),
        ("i 2024 12 søkere", 4, 0),  # a year and a number, not one number
        ("01.06.2025 kl. 09.00–15.30", 3, 0),
        ("f.eks. bl.a. t.o.m.", 3, 0),
        ("https://example.org/lang-adresse/som-ikke-teller", 1, 0),
        ("postmottak@example.no", 1, 0),
        ("EU-kommisjonen", 1, 1),  # 13 letters
        ("3-åring og 12-åringene", 3, 1),  # åringene: 8 letters, digits are none
        ("it's ours", 2, 0),
        ("nord­områ­dene", 1, 1),  # soft hyphens are not letters
        ("og/eller", 2, 0),
        ("– % § …", 0, 0),
        ("Romssa fylkkasuohkan", 2, 1),
    ],
)
def test_words(text: str, count: int, long: int) -> None:
    assert words("".join(sentences(text))) == (count, long)
