"""Advice as a whole: what it says, what it says when it cannot, and that it always answers."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import advice
from content.accessibility.tree import Mode
from content.advice import Detector, NoDetector, Remembering, advise, detector

# 8 + 11 + 10 + 9 + 12 = 50 words in 5 sentences.
NORWEGIAN = (
    "<p>Vi i fylket gir penger til gode reiser. Skoler i hele Troms kan få støtte til å reise ut. "
    "Reisen må ha noe med fag og skole å gjøre. Alle som reiser må fortelle andre om det etterpå. "
    "Fylkeskommunens internasjonale avdeling behandler søknadene fortløpende gjennom hele "
    "kalenderåret, også om sommeren.</p>"
)


@pytest.fixture(scope="module")
def langid() -> Detector:
    return Remembering(detector())


def test_a_passage_in_another_language_is_a_question_for_a_person(langid: Detector) -> None:
    html = (
        '<article lang="nb"><h2>Nytt</h2><p>Vi søker partnere i nord.</p>\n'
        "<p>The county has opened a call for cooperation in the north.</p></article>"
    )
    said = advise(html, detector=langid).language
    [finding] = said.findings
    assert finding.rule == "language-of-parts-suspected"
    assert finding.outcome == "cantTell"
    assert not finding.blocking
    assert finding.wcag == ("3.1.2",)
    assert finding.target == ":scope > article > p:nth-of-type(2)"
    assert finding.line == 2
    assert finding.subject is not None
    assert "engelsk" in finding.message.nb
    assert "nb" in finding.message.nb
    assert "The county has opened" in finding.message.en
    assert said.detector is not None
    assert said.detector.startswith("py3langid ")
    assert said.note is None


def test_a_part_that_says_its_language_is_none(langid: Detector) -> None:
    html = '<p lang="nb">Vi sier <span lang="en">the county has opened a call for cooperation</span> her i fylket.</p>'
    assert advise(html, detector=langid).language.findings == ()


def test_an_alternative_text_in_another_language(langid: Detector) -> None:
    html = '<div lang="nb"><img src="a.jpg" alt="Four people are sitting around a table"></div>'
    [finding] = advise(html, detector=langid).language.findings
    assert finding.target == ":scope > div > img"


def test_a_whole_page(langid: Detector) -> None:
    html = (
        '<!doctype html><html lang="nb"><title>En side</title><nav><a href="/">Gå til forsiden av fylket</a></nav>'
        f"<main><h1>Støtte</h1>{NORWEGIAN}<p>Read all about it in our report for members.</p></main></html>"
    )
    said = advise(html, mode="document", detector=langid)
    assert [finding.target for finding in said.language.findings] == ["html > body > main > p:nth-of-type(2)"]
    assert said.clarity.words == 51  # the heading too; neither the navigation nor what is in another language


def test_clarity_of_norwegian() -> None:
    said = advise(NORWEGIAN, locale="nb").clarity
    # Long: fortelle etterpå | Fylkeskommunens internasjonale avdeling behandler søknadene fortløpende gjennom kalenderåret sommeren
    # W 50, S 5, L 11: 10 + 22 = 32
    assert (said.words, said.sentences, said.long_words) == (50, 5, 11)
    assert (said.lix, said.level, said.lang) == (32, "easy", "nb")
    assert [each.words for each in said.hardest] == [12, 9, 11]
    assert said.hardest[0].text.startswith("Fylkeskommunens internasjonale")
    assert said.hardest[0].target == ":scope > p"
    assert said.hardest[0].lix == 87  # 12 words, 9 of them long: 12 + 75


def test_no_lix_where_words_are_long_by_grammar() -> None:
    for locale in ("se", "sma", "smj", "fkv", "fi"):
        said = advise(NORWEGIAN, locale=locale).clarity
        assert (said.lix, said.level, said.hardest) == (None, None, ())
        assert said.note is not None
        assert "kvensk" in said.note.nb


def test_english_has_a_number_without_a_level() -> None:
    said = advise(NORWEGIAN, locale="en").clarity
    assert said.lix == 32
    assert said.level is None
    assert said.note is not None


def test_no_lix_for_little_text_for_other_languages_and_for_none() -> None:
    little = advise("<p>Vi søker partnere.</p>", locale="nb").clarity
    assert (little.lix, little.words) == (None, 3)
    assert little.note is not None
    other = advise(NORWEGIAN, locale="ru").clarity
    assert other.lix is None
    assert other.note is not None
    assert advise("").clarity.lang is None


def test_without_the_extra_it_says_so_and_clarity_is_there_still() -> None:
    said = advise(NORWEGIAN, locale="nb", detector=NoDetector())
    assert said.language.detector is None
    assert said.language.note is not None
    assert "nordkalott[language]" in said.language.note.en
    assert said.language.findings == ()
    assert said.clarity.lix == 32


def test_without_the_extra_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("content.advice.langid.util.find_spec", lambda _: None)
    assert detector().absence is not None


def test_it_is_not_loaded_until_it_is_asked() -> None:
    program = (
        "import sys; from content import advice; found = advice.detector(); found.name; "
        "advice.advise('<p lang=nb>To ord</p>', detector=advice.NoDetector()); "
        "assert 'py3langid' not in sys.modules and 'numpy' not in sys.modules; "
        "found.likely('hei'); assert 'py3langid' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_passage_is_looked_at_once() -> None:
    class Counting(NoDetector):
        name = None
        languages = frozenset({"nb", "en"})

        def __init__(self) -> None:
            self.absence = None
            self.asked: list[str] = []

        def likely(self, text: str) -> dict[str, float]:
            self.asked.append(text)
            return {"nb": 1.0}

    behind = Counting()
    kept = Remembering(behind, most=2)
    for _ in range(2):
        advise("<p>Vi søker partnere nå.</p><p>De andre søker også.</p>", locale="nb", detector=kept)
    assert behind.asked == ["vi søker partnere nå", "de andre søker også"]
    advise("<p>De andre søker også.</p><p>Noe helt nytt her.</p>", locale="nb", detector=kept)
    assert len(behind.asked) == 3
    advise("<p>Vi søker partnere nå.</p>", locale="nb", detector=kept)
    assert len(behind.asked) == 4  # the oldest of three was let go


def test_threads_get_the_same_answers_from_one_detector() -> None:
    shared = Remembering(detector(), most=5)
    texts = [f"The county has opened call number {word} for the north" for word in "abcdefghij"]
    html = "".join(f'<p lang="nb">{text}</p>' for text in texts)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: advise(html, detector=shared), range(16)))
    assert all(each == answers[0] for each in answers)
    assert len(answers[0].language.findings) == 10


MARKUP = st.lists(
    st.sampled_from(["<p lang=en>", "<p>", "<li>", "<td>", "<q>", "</p>", "<br>", '<img alt="', '">', "<x lang='"])
    | st.sampled_from(["Vi søker. ", "f.eks. ", "1. juni ", "The call is open. ", "«", "»", "...", "J. K. ", "5 000 "])
    | st.text(max_size=20),
    max_size=30,
).map("".join)  # fmt: skip


@given(
    html=MARKUP,
    mode=st.sampled_from(["fragment", "document"]),
    locale=st.sampled_from([None, "nb", "se", ""]),
)
def test_it_answers_anything_and_the_same_twice(html: str, mode: Mode, locale: str | None) -> None:
    once = advise(html, mode=mode, locale=locale, detector=SHARED)
    assert advise(html, mode=mode, locale=locale, detector=SHARED) == once
    assert once.clarity.lix is None or once.clarity.words >= advice.clarity.FEWEST
    assert all(finding.outcome == "cantTell" for finding in once.language.findings)


SHARED = detector()


@pytest.mark.parametrize(
    "html",
    [
        "." * 200_000 + "a",
        "a+" * 100_000,
        "1" * 200_000 + "a",
        "1.1" * 60_000,
        "<p>«</p>" * 20_000,
        "<div>a" * 10_000,
        "a@" * 100_000,
        "\ud800 to \x00 tre",
    ],
    ids=["dots", "plus", "digits", "numbers", "quotes", "deep", "at", "surrogate"],
)
def test_hostile_text_takes_time_by_its_length(html: str) -> None:
    advise(html, locale="nb", detector=SHARED)


def test_a_text_that_says_no_language_is_told_so_and_not_that_it_is_short() -> None:
    said = advise(NORWEGIAN).clarity
    assert said.lix is None
    assert said.note is not None
    assert "which language it is in" in said.note.en
    empty = advise("").clarity.note
    assert empty is not None
    assert "too few" in empty.en
