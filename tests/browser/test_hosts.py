"""What fragments keep in a host that styles whatever it finds, as county portals do."""

from __future__ import annotations

from content import fragments
from service.audit.hosts import HOSTS, Part
from tests.browser.chromium import Chromium

_LISTS = (
    '<article class="nk" lang="nb"><div class="nk-body"><ul class="nk-items"><li>Ett<ul class="nk-items"><li>To</li></ul></li></ul>'
    '<ol class="nk-items"><li>Les.</li></ol><details class="nk-details"><summary>Mer</summary><div class="nk-details-body">Tekst.</div></details>'
    "</div></article>"
)
_MARKS = "[...document.querySelectorAll('ul,ol,summary')].map((each) => getComputedStyle(each).listStyleType)"


def test_lists_keep_their_marks_and_what_opens_its_arrow(browser: Chromium) -> None:
    for host in HOSTS:
        page = host.page([Part(0, _LISTS, "nb", 2)], "")
        browser.load(page.replace("</head>", f"<style>{fragments.stylesheet()}</style></head>"))
        assert browser.evaluate(_MARKS) == ["disc", "circle", "decimal", "disclosure-closed"], host.name
        browser.evaluate("document.querySelector('details').open = true")
        assert browser.evaluate(_MARKS)[-1] == "disclosure-open"
