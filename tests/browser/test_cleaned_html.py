"""What comes out of HTML in cannot act: said by a real browser, of cleaned HTML and of the fragments that are made of it.

The page has a Content-Security-Policy under which no script runs but ours, so the browser reports each that would have run, when
it would have: elements, event handlers, javascript: addresses that are followed. Beside that, it is asked what it has parsed.
"""

import datetime
import json
import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from content import fragments
from content.convert import Converted, from_html, from_markdown
from content.errors import Invalid
from content.fragments import Context
from content.model import Edition, Page, digest_of
from content.sanitize import sanitize
from service.links import PublicLinks
from tests.browser.chromium import Chromium, ChromiumError
from tests.content.attacks import ATTACKS

CORPUS = (
    Path(os.environ.get("NORDKALOTT_CORPUS", Path(__file__).parents[3] / "shared" / "corpus")) / "xss.jsonl"
)
HEAD = """<!doctype html><meta charset="utf-8"><title>t</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-ours'">
<script nonce="ours">
window.found = [];
window.pieceOf = node => node?.closest?.("[data-piece]")?.dataset.piece ?? "?";
addEventListener("securitypolicyviolation", event => {
  if (event.effectiveDirective.startsWith("script"))
    found.push([pieceOf(event.target), event.effectiveDirective, event.sample]);
}, true);
addEventListener("click", event => {
  const link = event.target.closest?.("a[href], area[href]");
  if (link && link.protocol !== "javascript:") event.preventDefault();
}, true);
</script><body>
"""
# Act as a person would who points at, opens and follows everything; then tell what is there.
JUDGE = """(async () => {
  const active = "script style template noscript iframe frame object embed applet link meta base form input button select textarea " +
    "svg math video audio source area portal";
  const pieces = document.querySelectorAll("body > [data-piece]");
  for (const node of document.querySelectorAll("[data-piece] *")) {
    for (const name of ["pointerover", "mouseover", "focus", "toggle", "error", "load", "animationstart"])
      node.dispatchEvent(new Event(name, {bubbles: false, cancelable: true}));
    if (node.matches("a, area, summary, button")) node.click?.();
    if (node.localName === "details") node.open = true;
    const piece = pieceOf(node);
    if (active.split(" ").includes(node.localName) || node.namespaceURI !== "http://www.w3.org/1999/xhtml")
      found.push([piece, "element", node.localName]);
    for (const {name, value} of node.attributes) {
      if (name.startsWith("on") || ["style", "srcdoc", "action", "formaction", "background", "srcset", "ping"].includes(name))
        found.push([piece, "attribute", name]);
      if (["href", "src", "cite"].includes(name)) {
        if (!URL.canParse(value, document.baseURI)) continue;  // nothing that could be followed
        const {protocol} = new URL(value, document.baseURI);
        if (!["http:", "https:", "mailto:", "tel:", "urn:", "file:"].includes(protocol) || /^[\\s/\\\\]*[/\\\\][\\s]*[/\\\\]/.test(value))
          found.push([piece, "address", value]);
      }
    }
  }
  await new Promise(done => setTimeout(done, 50));
  return {pieces: pieces.length, found};
})()"""


def judged(browser: Chromium, pieces: Sequence[str]) -> list[list[str]]:
    """[piece, what, which] of everything in the pieces that acts or could; all of them stand in one page."""
    parts = "".join(f'<div data-piece="{number}">{piece}</div>\n' for number, piece in enumerate(pieces))
    browser.load(HEAD + parts)
    told: dict[str, Any] = browser.evaluate(JUDGE)
    assert told["pieces"] == len(pieces), "a piece does not end where it ends"
    found: list[list[str]] = told["found"]
    return found


def rendered(converted: Converted) -> str:
    content = Page(slug="prove", title="Prøve", summary="Prøve", body=converted.body)
    at = datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC)
    edition = Edition(
        id=UUID("01a20834-8c13-7430-a66f-29db6186417e"), locale="nb", number=1, revision=1, update="major", at=at,
        published_at=at, updated_at=at, digest=digest_of(content), content=content,
    )  # fmt: skip
    return fragments.render(edition, Context(requested="nb", links=PublicLinks("https://example.org")))


def inputs() -> list[str]:
    """Our own attacks, splices of them, and the corpus where it is there."""
    chosen = random.Random(42)
    splices = []
    for _ in range(300):
        one, other = chosen.choice(ATTACKS), chosen.choice(ATTACKS)
        splices.append(one[: chosen.randrange(len(one))] + other[chosen.randrange(len(other)) :])
    corpus = CORPUS.read_text(encoding="utf-8").splitlines() if CORPUS.exists() else []
    return [*ATTACKS, *splices, *(json.loads(line)["input"] for line in corpus)]


WAYS: dict[str, Callable[[str], str]] = {
    "cleaned": lambda html: sanitize(html).html,
    "fragment": lambda html: rendered(from_html(html)),
    "markdown": lambda html: rendered(from_markdown(html)),
}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_that_comes_out_acts_in_a_browser(browser: Chromium, way: str) -> None:
    pieces = []
    refused = 0
    for html in inputs():
        try:
            pieces.append(WAYS[way](html))
        except Invalid:
            refused += 1
    assert refused < 0.01 * len(pieces)
    found = judged(browser, pieces)
    assert [(each, pieces[int(each[0])][:300] if each[0] != "?" else "") for each in found] == []


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ("<script>alert(1)</script>", "script-src-elem"),
        ("<img src=x onerror=alert(1)>", "script-src-attr"),
        ("<svg onload=alert(1)></svg>", "script-src-attr"),
        ("<p onmouseover=alert(1)>a</p>", "script-src-attr"),
        ("<details ontoggle=alert(1)><summary>a</summary></details>", "script-src-attr"),
        ("<a href='jav&Tab;ascript:alert(1)'>a</a>", "script-src-elem"),
        ("<a href='javascript:1'>a</a>", "address"),
        ("<a href='//example.org/'>a</a>", "address"),
        ("<iframe srcdoc='a'></iframe>", "element"),
        ("<math><mi>a</mi></math>", "element"),
        ("<p style='color:red'>a</p>", "attribute"),
    ],
)
def test_the_browser_does_tell_what_acts(browser: Chromium, html: str, what: str) -> None:
    assert what in [found[1] for found in judged(browser, ["<p>a</p>", html]) if found[0] != "0"]


def test_the_browser_does_tell_a_piece_that_does_not_end(browser: Chromium) -> None:
    with pytest.raises(AssertionError, match="does not end"):
        judged(browser, ["<textarea>", "<p>a</p>"])


def test_a_page_with_nothing_active_is_told_as_such(browser: Chromium) -> None:
    assert (
        judged(browser, ['<p><a href="https://example.org/">a</a></p>', '<img src="/a.png" alt="a">']) == []
    )


def test_our_attacks_act_where_nobody_cleans_them(browser: Chromium) -> None:
    """Else the test above would show nothing: three in four are told by the browser as they are."""
    told = 0
    for html in ATTACKS:
        try:
            told += bool(judged(browser, [html]))
        except (AssertionError, ChromiumError):  # the piece has taken the page away
            told += 1
    assert told > 0.75 * len(ATTACKS)
