"""axe-core in Chromium, and our own checks, find no failure in the HTML report of `check`, whatever it is about."""

from __future__ import annotations

from content import accessibility
from service.web.pages import survey_page
from service.web.pages.survey import Survey
from tests.browser.auditing import audited, failures, pages

BAD = "<div lang=nb><h4>Under</h4><img src=a.png><a href=/x>les mer</a><p>Hei</p></div>"
LONG = "mappe/" + "enveldiglangsti" * 20 + "/<img src=x onerror=alert(1)>.html"


def _survey() -> Survey:
    survey = Survey()
    for name in ("a.html", LONG):
        survey.add(name, "fragment", accessibility.check(BAD))
    survey.miss("borte.html", "borte.html cannot be read: No such file.")
    return survey


def test_the_report_of_a_check_is_accessible_in_a_real_browser() -> None:
    given = {
        "/nb": survey_page(_survey(), "nb"),
        "/en": survey_page(_survey(), "en"),
        "/nothing": survey_page(Survey(), "nb"),
    }
    found = audited(given, pages(*given))
    assert set(found) == set(given)
    for path, audit in found.items():
        assert failures(audit) == {}, path
