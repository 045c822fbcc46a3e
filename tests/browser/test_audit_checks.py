"""Every check of the audit finds a fault that was planted for it, in the state that shows it, and nothing in a page without faults."""

from __future__ import annotations

from tests.browser.auditing import audited, document, failures, pages

_LINKS = (
    '<p><a href="/en">Den første lenken</a> står her.</p><p><a href="/to">Den andre lenken</a> står der.</p>'
)
_DARK = "@media (prefers-color-scheme:dark){.svak{color:#333}}"
_LONG = "Nordkalottkonferansen"

FAULTS: dict[str, tuple[str, dict[str, list[str]]]] = {
    "sound": (document(_LINKS + "<details><summary>Mer</summary><p>Tekst.</p></details>"), {}),
    "light": (
        document('<p style="color:#aaa;background:#fff">Svak tekst.</p>'),
        {"axe/color-contrast": ["light", "dark"]},
    ),
    "dark": (
        document('<p class="svak">Svak tekst i mørkt.</p>', _DARK),
        {"axe/color-contrast": ["dark"]},
    ),
    "field": (
        document(
            '<p><label for="navn">Navn</label> <input id="navn" class="felt" value="Kari"></p>',
            ".felt{color:#000;background:#fff}@media (prefers-color-scheme:dark){.felt{color:#555;background:#333}}",
        ),
        {"axe/color-contrast": ["dark"]},
    ),
    "forced": (
        document(
            '<p class="fast">Tekst.</p>',
            "@media (forced-colors:active){.fast{forced-color-adjust:none;color:#eee;background:#fff}}",
        ),
        {"browser/forced-contrast": ["forced-colours"]},
    ),
    "wide": (document('<p style="width:500px">Tekst i en fast bredde.</p>'), {"browser/reflow": ["320px"]}),
    "long": (document(f"<p>{_LONG * 4}</p>"), {"browser/reflow": ["320px"]}),
    "scroller": (
        document(
            '<div tabindex="0" role="region" aria-label="Bred" style="overflow-x:auto"><p style="width:600px">Tekst.</p></div>'
        ),
        {"browser/reflow": ["320px"]},
    ),
    "table": (
        document(
            '<div tabindex="0" role="region" aria-label="Tabell" style="overflow-x:auto"><table style="width:600px">'
            "<caption>Tall</caption><tr><th>År</th><td>2026</td></tr></table></div>"
        ),
        {},
    ),
    "cut": (
        document('<p style="height:1.4em;line-height:1.4;overflow:hidden">Én linje, som ikke tåler mer.</p>'),
        {"browser/text-spacing": ["text-spacing"]},
    ),
    "low": (
        document('<p style="height:24px">Én linje i en boks med fast høyde.</p><p>Den neste.</p>'),
        {"browser/text-resize": ["text-200"]},
    ),
    "hidden-focus": (
        document(_LINKS, "a:last-of-type:focus{outline:none}"),
        {"browser/focus-visible": ["light", "dark", "forced-colours"]},
    ),
    "faint-focus": (
        document(_LINKS, "a:focus{outline:2px solid #f4f4f4}@media (prefers-color-scheme:dark){a:focus{outline-color:#fff}}"),
        {"browser/focus-visible": ["light"]},
    ),
    "shadow-focus": (document(_LINKS, "a:focus{outline:none;box-shadow:0 0 0 3px #000}"), {
        # Shadows are not painted where colours are forced (CSS Color Adjustment 1, section 3.1).
        "browser/focus-visible": ["forced-colours"],
    }),
    "drawn-focus": (
        # No style of the link changes: only the screen shows it.
        document(_LINKS, "a{position:relative}a:focus{outline:none}a:focus::after{content:'';position:absolute;inset:-4px;border:3px solid}"),
        {},
    ),
    "order": (
        document(
            '<p><a href="/en">Først</a> og så videre.</p><p><a href="/to" tabindex="2">Siden</a> og så videre.</p>'
        ),
        {"axe/tabindex": ["light"], "browser/focus-order": ["light"]},
    ),
    "trap": (
        document(
            '<p><input aria-label="Navn" id="felle"> <a href="/ut">Videre</a></p>'
            "<script>felle.addEventListener('keydown', e => e.key === 'Tab' && e.preventDefault())</script>"
        ),
        {"browser/keyboard": ["light"]},
    ),
    "tiny": (
        document(
            '<button style="width:10px;height:10px;padding:0;border:0;background:#000" aria-label="En"></button>'
            '<button style="width:10px;height:10px;padding:0;border:0;background:#000" aria-label="To"></button>'
        ),
        {"axe/target-size": ["light", "320px", "text-200", "text-spacing"]},
    ),
    "markup": (document('<p><img src="/bilde.png"></p>'), {"axe/image-alt": ["light"]}),
    "practice": (document("<h3>Et hopp</h3><p>Tekst.</p>"), {"axe/heading-order": ["light"]}),
}  # fmt: skip


def test_every_planted_fault_is_found_and_nothing_else() -> None:
    given = {f"/{name}": html for name, (html, _) in FAULTS.items()}
    audits = audited(given, pages(*given))
    assert {name: failures(audits[f"/{name}"]) for name in FAULTS} == {
        name: expected for name, (_, expected) in FAULTS.items()
    }
    # Nothing that a page says is kept: places are told by tags.
    light = audits["/light"]
    assert {each.target for each in light.findings} == {"html > body > main > p"}
    assert not any("Svak" in str(each) for each in (*light.findings, *light.rules))
