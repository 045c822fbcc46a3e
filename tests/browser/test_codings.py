"""What a browser makes of packed answers: it names the codings that it knows, unpacks them, and finds the bytes that were checked."""

from __future__ import annotations

from pathlib import Path

from service.edge.server import bind, running, url_of
from service.settings import Settings
from service.wiring import opened
from tests.browser.chromium import Chromium
from tests.http.house import PAGE, furnished

_FETCHED = """fetch(%r).then(async (answer) => {
    const bytes = await answer.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return {
        coding: answer.headers.get("content-encoding"),
        told: answer.headers.get("unencoded-digest"),
        found: `sha-256=:${btoa(String.fromCharCode(...digest))}:`,
        text: new TextDecoder().decode(bytes),
    };
})"""


def test_a_browser_gets_br_and_the_bytes_that_were_checked(browser: Chromium, tmp_path: Path) -> None:
    listener = bind(Settings(data=str(tmp_path), port=0))
    settings = Settings(data=str(tmp_path), base_url=url_of(listener))
    with opened(settings) as parts:
        furnished(parts, examples=False)
        with running(parts.application(), settings, listener=listener) as url:
            browser.visit(f"{url}/pages/nb/{PAGE}")
            heading = browser.evaluate("document.querySelector('h1').textContent")
            page = browser.evaluate("performance.getEntriesByType('navigation')[0].toJSON()")
            fragment = browser.evaluate(_FETCHED % f"/fragments/{PAGE}?locale=nb")
    assert heading == "Internasjonal avdeling"
    assert 0 < page["encodedBodySize"] < page["decodedBodySize"]
    assert fragment["coding"] == "br"
    assert fragment["told"] == fragment["found"]
    assert fragment["text"].startswith("<article")
