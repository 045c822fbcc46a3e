"""How text is set, and what is behind it."""

import pytest

from content.accessibility.palette import Colour, attribute_colour, colour, contrast

from .judging import Examples, cases, outcome_of

EXAMPLES: Examples = {
    "empty-paragraph": {
        "failed": ["<p></p>", "<p>&nbsp;</p>", "<p> <br> </p>", "<p><b> </b></p>", "<p>\u200b</p>"],
        "passed": [
            "<p>A</p>",
            '<p><img src="a.png" alt=""></p>',
            '<p id="her"></p>',
            "<p><b>A</b></p>",
            "<p>!</p>",
        ],
        "inapplicable": ["<p hidden></p>", '<p role="status"></p>', "<div></div>"],
    },
    "repeated-breaks": {
        "failed": ["<p>A<br><br>B</p>", "<div>A<br> <br/>B</div>"],
        "inapplicable": [
            "<p>A<br>B<br>C</p>",
            "<p><br><br>A</p>",
            "<p>A<br><br></p>",
            "<p>A<br>B</p><p>C<br>D</p>",
        ],
    },
    "quote-as-indent": {
        "passed": ["<blockquote><p>A</p></blockquote>", "<blockquote>A</blockquote>"],
        "cantTell": [
            "<blockquote><blockquote><p>A</p></blockquote></blockquote>",
            "<blockquote><ul><li>A</li></ul></blockquote>",
            "<blockquote><h3>A</h3><p>B</p></blockquote>",
        ],
        "inapplicable": ["<q>A</q>", "<blockquote hidden>A</blockquote>"],
    },
    "justified-text": {
        "failed": ['<p align="justify">A</p>', '<p style="text-align: justify">A</p>'],
        "inapplicable": ['<p align="left">A</p>', '<p style="text-align: justify"></p>'],
    },
    "moving-text": {
        "failed": ["<marquee>A</marquee>", "<blink>A</blink>"],
        "inapplicable": ["<p>A</p>", "<div hidden><marquee>A</marquee></div>"],
    },
    "orientation-held": {
        "cantTell": [
            "<!doctype html><style>@media screen and (orientation:landscape){html{transform:rotate(-90deg)}}</style>"
        ],
        "passed": [
            "<!doctype html><style>@media (orientation:portrait){nav{display:none}} b{transform:rotate(9deg)}</style>"
        ],
        "inapplicable": [
            "<!doctype html><style>html{transform:rotate(90deg)}</style>",
            "<!doctype html><p>A</p>",
        ],
    },
    "text-contrast": {
        "passed": [
            '<p style="color:#767676;background:#fff">A</p>',
            '<p style="color:#888;background:#fff;font-size:24px">A</p>',
            '<p style="color:#888;background:#fff;font-size:14pt"><b>A</b></p>',
            '<h2 style="color:#888;background:#fff">A</h2>',
            '<div style="background:#000"><p style="color:hsl(0 0% 100%)">A</p></div>',
            '<p style="color:rgb(0 0 0 / 80%);background-color:white">A</p>',
            '<table bgcolor="#ffffff"><tr><td><font color="navy">A</font></td></tr></table>',
            '<div style="color:#fff;background:#000"><p style="background:inherit">A</p></div>',
            '<p style="color:#333;background:#fff no-repeat">A</p>',
        ],
        "failed": [
            '<p style="color:#777;background:#fff">A</p>',
            '<p style="color:#999;background:#fff;font-size:24px">A</p>',
            '<p style="color:#888;background:#fff;font-size:20px">A</p>',
            '<h2 style="color:#888;background:#fff;font-size:16px">A</h2>',
            '<div style="background:#fff"><p><span style="color:yellow">A</span></p></div>',
            '<div style="color:#fff"><p style="background:rgba(255,255,255,1)">A</p></div>',
            '<p style="color:rgb(0 0 0 / 30%);background-color:white">A</p>',
            '<table bgcolor="ffffff"><tr><td><font color="#ccc">A</font></td></tr></table>',
            '<p style="color:red;background:currentcolor">A</p>',
            "<style>p{color:#bbb;background:#fff}</style><p>A</p>",
            '<div style="background:#fff"><div style="background:rgb(255 255 255 / 50%)"><p style="color:#aaa">A</p></div></div>',
        ],
        "inapplicable": [
            "<p>A</p>",
            '<p style="color:#999">A</p>',
            '<p style="background:#fff">A</p>',
            '<p style="color:#999;background:#fff url(a.png)">A</p>',
            '<p style="color:#999;background:linear-gradient(#fff,#000)">A</p>',
            '<p style="color:#999;background:#fff;opacity:.5">A</p>',
            '<p style="color:var(--x);background:#fff">A</p>',
            '<p style="color:#999;background:#fff"></p>',
            '<p style="color:#999;background:#fff">→</p>',
            '<p style="color:#999;background:#fff" hidden>A</p>',
            '<p style="color:#999;background:rgb(255 255 255 / 50%)">A</p>',
            '<div style="color:#fff;background:#fff"><a href="/a">A</a></div>',
            '<div style="background:#fff"><p style="position:absolute;color:#ccc">A</p></div>',
            '<div style="background:#fff"><button disabled style="color:#ccc;background:#fff">A</button></div>',
            '<div style="color:#fff;background:#fff"><mark>A</mark></div>',
            '<button style="color:#999;background:#fff" aria-label="Lukk">x</button>',
            '<label style="color:#999;background:#fff">A <input disabled></label>',
            '<label for="f" style="color:#999;background:#fff">A</label><input id="f" disabled>',
            '<p id="n" style="color:#999;background:#fff">A</p><div role="textbox" aria-labelledby="n" aria-disabled="true"></div>',
        ],
    },
    "colour-alone": {
        "cantTell": [
            '<p style="color:#333">A</p>',
            '<p style="background:#fff">A</p>',
            '<p><font color="red">A</font></p>',
            '<table bgcolor="#fff"><tr><td>A</td></tr></table>',
        ],
        "inapplicable": [
            '<p style="color:#333;background:#fff">A</p>',
            '<div style="background:#fff"><p style="color:#333">A</p></div>',
            '<p style="color:#333"></p>',
            '<p style="color:inherit">A</p>',
            '<p style="background:url(a.png)">A</p>',
            '<p style="background:transparent">A</p>',
            "<p>A</p>",
        ],
    },
}


@pytest.mark.parametrize(("rule", "expected", "html"), cases(EXAMPLES))
def test_rule_says(rule: str, expected: str, html: str) -> None:
    assert outcome_of(rule, html) == expected


@pytest.mark.parametrize(
    ("written", "rgb"),
    [
        ("#0a0", (0, 170, 0, 1)),
        ("#00aa0080", (0, 170, 0, 0.502)),
        ("rebeccapurple", (102, 51, 153, 1)),
        ("transparent", (0, 0, 0, 0)),
        ("rgb(10, 20, 30)", (10, 20, 30, 1)),
        ("rgba(10 20 30 / 25%)", (10, 20, 30, 0.25)),
        ("rgb(300 -5 50%)", (255, 0, 127.5, 1)),
        ("hsl(120, 100%, 25%)", (0, 127.5, 0, 1)),
        ("hsl(0.5turn 100% 50% / .5)", (0, 255, 255, 0.5)),
        ("hsl(-120deg 100% 50%)", (0, 0, 255, 1)),
        ("rgb(none none 255)", (0, 0, 255, 1)),
    ],
)
def test_css_colours_are_read(written: str, rgb: tuple[float, ...]) -> None:
    found = colour(written)
    assert found is not None
    assert (found.red, found.green, found.blue, found.alpha) == pytest.approx(rgb, abs=0.01)


@pytest.mark.parametrize(
    "written",
    ["", "#12345", "var(--x)", "canvastext", "rgb(1 2)", "hsl(1e999 1% 1%)", "color(srgb 1 1 1)", "blå"],
)
def test_what_only_a_browser_knows_is_no_colour(written: str) -> None:
    assert colour(written) is None


def test_old_attributes_need_no_number_sign() -> None:
    assert attribute_colour("FFFFFF") == Colour(255, 255, 255) == attribute_colour(" white ")


def test_contrast_is_that_of_wcag() -> None:
    black, white = Colour(0, 0, 0), Colour(255, 255, 255)
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(white, black) == contrast(black, white)
    assert contrast(Colour(0x77, 0x77, 0x77), white) == pytest.approx(4.478, abs=0.001)
