"""LIX against values that were counted by hand: W words, S sentences, L words of more than six letters."""

import pytest

from content.advice.lix import Count, counted, measured


def lix_of(*passages: str) -> Count:
    """All passages, counted together."""
    return counted(measured(passages))


def test_short_words_and_short_sentences() -> None:
    # Vi(1) går(2) tur(3). Det(4) er(5) fint(6) her(7). W 7, S 2, L 0: 7/2 + 0 = 3.5
    count = lix_of("Vi går tur. Det er fint her.")
    assert (count.words, count.sentences, count.long_words) == (7, 2, 0)
    assert count.lix == 3.5
    assert count.level == "very_easy"


def test_long_words() -> None:
    # Fylkeskommunen(14) lyser ut tilskudd(8) til samarbeid(9) i nordområdene(12): W 8, S 1, L 4: 8 + 50 = 58
    count = lix_of("Fylkeskommunen lyser ut tilskudd til samarbeid i nordområdene.")
    assert (count.words, count.sentences, count.long_words) == (8, 1, 4)
    assert count.lix == 58
    assert count.level == "hard"


def test_ordinals_abbreviations_and_times_are_words_and_end_nothing() -> None:
    # Søknaden(8) må komme inn før 1. juni kl. 12.00 , jf. forskriften(11) § 9
    # Søknaden må komme inn før 1 juni kl 12.00 jf forskriften 9: W 12, S 1, L 2: 12 + 16.67
    count = lix_of("Søknaden må komme inn før 1. juni kl. 12.00, jf. forskriften § 9.")
    assert (count.words, count.sentences, count.long_words) == (12, 1, 2)
    assert count.lix == pytest.approx(28.667, abs=0.001)


def test_a_heading_and_list_items_are_sentences_of_their_own() -> None:
    # Heading: Slik søker du (3). Paragraph: Du må sende (3). Items: skjema(6), budsjett(8), en plan (2).
    # W 3 + 3 + 1 + 1 + 2 = 10, S 5, L 1 (budsjett): 10/5 + 10 = 12
    count = lix_of("Slik søker du", "Du må sende", "skjema", "budsjett", "en plan")
    assert (count.words, count.sentences, count.long_words) == (10, 5, 1)
    assert count.lix == 12


def test_a_text_of_several_passages() -> None:
    # Heading: Støtte til reiser (3 words, none long: reiser has 6).
    # 1: Skoler(6) i Troms kan få støtte til å reise over grensen(7): W 11, L 1
    # 2: Reisen må ha et faglig innhold(7), f.eks. et besøk hos en bedrift(7) eller et nytt museum: W 16, L 2
    # W 3 + 11 + 16 = 30, S 3, L 3: 30/3 + 300/30 = 20
    count = lix_of(
        "Støtte til reiser",
        "Skoler i Troms kan få støtte til å reise over grensen. "
        "Reisen må ha et faglig innhold, f.eks. et besøk hos en bedrift eller et nytt museum.",
    )
    assert (count.words, count.sentences, count.long_words) == (30, 3, 3)
    assert count.lix == 20


def test_nothing_to_count() -> None:
    assert lix_of().lix == 0
    assert lix_of("– …").words == 0


@pytest.mark.parametrize(
    ("words", "long_words", "level"),
    [(20, 1, "very_easy"), (20, 2, "easy"), (20, 4, "medium"), (20, 6, "hard"), (20, 8, "very_hard")],
)
def test_levels(words: int, long_words: int, level: str) -> None:
    # 20 words in one sentence: 20 + 5 for each long word, so 25, 30, 40, 50, 60; a level begins at its number.
    assert Count(words=words, sentences=1, long_words=long_words).level == level
