"""The HTML report of `check`: accessible by our own rules, honest in its numbers, and safe whatever was checked."""

from __future__ import annotations

import re
from importlib import resources

import pytest
import turbohtml

from content import accessibility
from content.advice import advise
from service.web.pages import survey_page
from service.web.pages.quoted import shown
from service.web.pages.survey import HARDEST, PAGES, PLACES, Survey

BAD = "<div lang=nb><h4>Under</h4><img src=a.png><a href=/x>les mer</a><p>Hei</p></div>"
GOOD = "<p lang=nb>Hei på deg</p>"
HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"


def surveyed(**pages: str) -> Survey:
    survey = Survey()
    for name, html in pages.items():
        survey.add(name, "fragment", accessibility.check(html))
    return survey


HARD = "Fylkeskommunens internasjonaliseringsstrategi forutsetter tverrsektorielle samarbeidsordninger i nordområdene også framover. "
EASY = "Vi bor i nord og ser ut på et stort hav. "


def read(**pages: str) -> Survey:
    """A survey with pages of running text."""
    survey = Survey()
    for name, text in pages.items():
        html = f"<div lang=nb><p>{text}</p></div>"
        survey.add(name, "fragment", accessibility.check(html))
        survey.measure(name, advise(html).clarity)
    return survey


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", turbohtml.parse(html).text)


@pytest.mark.parametrize("locale", ["nb", "en"])
@pytest.mark.parametrize(
    "survey",
    [
        Survey(),
        surveyed(good=GOOD),
        surveyed(bad=BAD, good=GOOD, worse=BAD * 3),
        read(hard=HARD * 9, easy=EASY * 9),
    ],
)
def test_the_report_passes_the_check_itself(survey: Survey, locale: str) -> None:
    survey.miss("gone.html", "gone.html cannot be read: No such file.")
    report = accessibility.check(survey_page(survey, locale), mode="document")
    assert [each for each in report.findings if each.outcome in {"failed", "cantTell"}] == []


def test_it_says_first_how_it_is_and_claims_no_more() -> None:
    english = words_of(survey_page(surveyed(bad=BAD, good=GOOD), "en"))
    norwegian = words_of(survey_page(surveyed(good=GOOD), "nb"))
    assert "Failures in 1 of 2 pages." in english
    assert "Ingen feil funnet i 1 side." in norwegian
    assert "does not say that anything meets WCAG" in english
    assert "sier ikke at noe oppfyller WCAG" in norwegian
    assert "Nothing was checked." in words_of(survey_page(Survey(), "en"))


def test_it_is_one_file_without_script() -> None:
    html = survey_page(surveyed(bad=BAD), "nb")
    page = turbohtml.parse(html)
    assert page.select("script, img, iframe, object, [onclick], [style]") == []
    assert [each.attrs["href"] for each in page.select("link")] == ["data:,"]
    assert not re.search(r"url\(|@import", html)
    style = resources.files("service.web.pages").joinpath("survey.css").read_text("utf-8")
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style
    assert "</style" not in style.lower()


def test_what_was_checked_stays_text() -> None:
    survey = surveyed(
        **{HOSTILE: f'<div lang=nb><p id="{HOSTILE[:25]}">a</p><p id="{HOSTILE[:25]}">b</p><img src=a></div>'}
    )
    survey.miss(HOSTILE, f"{HOSTILE} cannot be read.")
    page = turbohtml.parse(survey_page(survey, "en"))
    assert page.select("script, img") == []
    assert page.text.count(HOSTILE) >= 3


def test_what_cannot_be_seen_is_shown_by_its_number() -> None:
    assert shown("a\x1b[2J\u202egnp.html\n\x00\ue000") == "a\\u{1b}[2J\\u{202e}gnp.html\\u{a}\\u{0}\\u{e000}"
    assert shown("blåbær ✓") == "blåbær ✓"
    assert "\u202e" not in survey_page(surveyed(**{"a\u202eb": BAD}), "nb")


def test_everything_is_counted_and_only_so_much_is_listed() -> None:
    survey = Survey()
    report = accessibility.check("<div lang=nb>" + "<img src=a>" * (PLACES + 10) + "</div>")
    for number in range(PAGES + 3):
        survey.add(f"p{number}.html", "fragment", report)
    html = survey_page(survey, "en")
    text = words_of(html)
    assert survey.failed == (PAGES + 3) * (PLACES + 10)
    assert f"Showing {PLACES} of {survey.failed} findings, in {PAGES + 3} pages" in text
    assert "At least 3 more pages" in text
    assert text.count("… and 10 more.") == PAGES
    assert len(html) < 20_000_000


def test_the_untested_are_those_that_some_page_was_not_tested_for() -> None:
    survey = surveyed(good=GOOD)
    alone = set(survey.untested)
    survey.add("d", "document", accessibility.check(f"<!doctype html>{GOOD}", mode="document"))
    assert set(survey.untested) >= alone


def test_the_pages_that_are_hardest_to_read_come_first_with_their_hardest_sentences() -> None:
    survey = read(easy=EASY * 9, short=EASY, hard=HARD * 9)
    page = turbohtml.parse(survey_page(survey, "nb"))
    section = page.select_one("section[aria-labelledby=clarity]")
    assert section is not None
    assert [each.text for each in section.select("h3")] == ["hard", "easy"]
    assert "svært tung å lese" in section.text
    assert {each.attrs["lang"] for each in section.select("q")} == {"nb"}
    assert HARD.strip() in section.text
    assert page.select_one("a[href='#clarity']") is not None


def test_without_advice_nothing_is_said_of_how_hard_a_page_is_to_read() -> None:
    assert "LIX" not in survey_page(surveyed(good=GOOD, bad=BAD), "nb")


def test_all_pages_are_counted_and_the_hardest_kept() -> None:
    survey, found = Survey(), {}
    for number in range(3 * HARDEST):
        text = EASY * 9 + HARD * (number * 7 % (3 * HARDEST))
        found[f"p{number}"] = said = advise(f"<p lang=nb>{text}</p>").clarity
        survey.measure(f"p{number}", said)
    assert survey.measured == 3 * HARDEST
    kept = [each.clarity.lix for each in survey.hardest]
    assert kept == sorted((each.lix or 0 for each in found.values()), reverse=True)[:HARDEST]
    assert f"Viser de {HARDEST} tyngste av {3 * HARDEST} sider" in words_of(survey_page(survey, "nb"))
