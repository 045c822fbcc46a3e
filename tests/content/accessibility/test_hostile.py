"""No markup makes the check raise, hang or answer differently twice: trees made of all that a rule looks at, and broken examples."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.accessibility.check import RULES, check
from content.accessibility.roles import ROLES
from content.accessibility.tree import Mode
from tests.content.accessibility.test_act_rules import EXAMPLES

_PIECES = sorted({html for ways in EXAMPLES.values() for pieces in ways.values() for html in pieces})
_TAGS = [
    "a",
    "abbr",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "code",
    "col",
    "colgroup",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "marquee",
    "math",
    "menu",
    "meta",
    "meter",
    "mi",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "span",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "circle",
    "g",
    "foreignObject",
    "image",
    "text",
    "use",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "u",
    "ul",
    "var",
    "video",
    "my-part",
    "annotation-xml",
]
_IDS = ["a", "b", "c", "", "a b", "ø", "\0", "-1"]
_ATTRIBUTES: dict[str, list[str]] = {
    "id": _IDS,
    "for": _IDS,
    "headers": _IDS,
    "list": _IDS,
    "role": [*sorted(ROLES), "foo", "foo none", "NONE img", ""],
    "aria-hidden": ["true", "false", "", "TRUE"],
    "aria-label": ["x", "", " ", "\u200b"],
    "aria-labelledby": [*_IDS, "a a b c", "c b a"],
    "aria-owns": [*_IDS, "a b c"],
    "aria-controls": _IDS,
    "aria-expanded": ["true", "false", "x"],
    "aria-checked": ["mixed", ""],
    "aria-valuenow": ["1", "x"],
    "aria-level": ["2", "0", "-1", "99999999999999999999"],
    "aria-busy": ["true"],
    "aria-live": ["polite"],
    "aria-colspan": ["2"],
    "aria-selected": ["true"],
    "tabindex": ["0", "-1", "-0", "1x", "x", "9" * 5000],
    "alt": ["", " ", "x", "a.png"],
    "title": ["", "x"],
    "lang": ["nb", "xx", "", " ", "e" * 300],
    "xml:lang": ["nb", "en"],
    "href": ["x", "#a", ""],
    "xlink:href": ["x"],
    "type": ["image", "hidden", "submit", "range", "checkbox", "x", "text/css", "video/mp4"],
    "value": ["", "x"],
    "placeholder": ["x"],
    "size": ["4", "x", "²", "9" * 5000],
    "colspan": ["0", "2", "65534", "²", "9" * 5000],
    "rowspan": ["0", "2", "65534"],
    "span": ["3"],
    "scope": ["row", "col", "rowgroup", "colgroup", "x"],
    "autocomplete": ["on", "x", "home tel", "webauthn", "section-"],
    "style": [
        "display:none", "display:block", "visibility:visible", "visibility:hidden", "letter-spacing:1px!important", "font:1px/1 x!important",
        "line-height:0!important;font-size:1e999px", "word-spacing:calc(1px)!important", "position:absolute;left:-9e9em", "opacity:0", ";:;{",
        "clip:rect(0 0 0 0)", "font-size:-1em", "content-visibility:hidden", "width:1px;height:1px;overflow:hidden",
    ],
    "class": ["k", "k l", "material-icons"],
    "srcdoc": ["<a href=x>", "", "<iframe srcdoc=x tabindex=-1>", "<title>"],
    "src": ["a.png", ""],
    "data": ["a.png", "data:image/png,"],
    "content": ["5", "0;x", "user-scalable=no", "maximum-scale=1e999", "maximum-scale=..", ""],
    "http-equiv": ["refresh"],
    "name": ["viewport", "x"],
    "media": ["print", "screen and (min-width:", "all"],
    **{
        name: [""]
        for name in ("hidden", "inert", "disabled", "open", "popover", "contenteditable", "controls", "multiple", "selected", "autoplay", "usemap")
    },
    "onfocus": ["x"],
    "shadowrootmode": ["open"],
    "aria-": ["x"],
}  # fmt: skip
_SHEETS = [
    ".k{display:none}", "*{visibility:hidden}", "a::before{content:'x' attr(id) \"\\110000 \\0 \" / url(x) '\\", "@media all{.k{display:block}",
    "#a,.k:is(.l,b) > *{letter-spacing:0!important}", "& & &{&{&{top:1px", "@layer x,y;@layer y{p{display:none!important}}", ":has(:has(a)){top:1px}",
    "@supports not (x){a{}}", "/* { ", "\"{'}", "p:nth-child(2n+","}}}}", "a{b:c;;;:d;e}", "::after{content:counter(x)}", "html{display:none}",
    "\0{}", "svg|a{x:y}", "[x='a,b'],:not(){}", "@import 'x';@charset;@font-face{a:b}",
]  # fmt: skip
_attribute = st.sampled_from(sorted(_ATTRIBUTES)).flatmap(
    lambda name: st.sampled_from(_ATTRIBUTES[name]).map(
        lambda value: f'{name}="{value}"'.replace("<", "&lt;")
    )
)
_start = st.tuples(st.sampled_from(_TAGS), st.lists(_attribute, max_size=5)).map(
    lambda made: f"<{made[0]} {' '.join(made[1])}>"
)
_text = st.sampled_from(
    ["x", " ", "\0", "ab cd", "&nbsp;", "\u202e", "(a)", "<!--", "]]>", "<![CDATA[", "</"]
)
_sheet = st.lists(st.sampled_from(_SHEETS), max_size=4).map(lambda rules: f"<style>{''.join(rules)}</style>")
_leaf = st.one_of(_start, _text, _sheet)
_tree = st.recursive(
    _leaf,
    lambda inner: st.tuples(_start, st.lists(inner, max_size=4), st.sampled_from([*_TAGS, ""])).map(
        lambda made: made[0] + "".join(made[1]) + (f"</{made[2]}>" if made[2] else "")
    ),
    max_leaves=25,
)
_nasty = st.lists(_tree, max_size=5).map("".join)
_MODES: list[Mode] = ["fragment", "document"]


def _answers_twice_the_same(html: str, mode: Mode) -> None:
    first = check(html, mode=mode)
    assert check(html, mode=mode) == first
    assert {finding.rule for finding in first.findings} == {
        rule.id for rule in RULES if rule.mode in {None, mode}
    }
    assert first.outcome == (
        "failed" if any(finding.outcome == "failed" for finding in first.findings) else "no_failures_found"
    )


@settings(max_examples=200, deadline=None)
@given(_nasty, st.sampled_from(_MODES))
def test_no_tree_upsets_it(html: str, mode: Mode) -> None:
    _answers_twice_the_same(html, mode)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(_PIECES), min_size=1, max_size=4),
    st.integers(0, 2**32),
    st.one_of(st.just(""), _start, _text, _attribute),
    st.sampled_from(_MODES),
)
def test_no_broken_example_upsets_it(pieces: list[str], seed: int, put: str, mode: Mode) -> None:
    html = "".join(pieces)
    chance = random.Random(seed)
    for _ in range(3):
        start = chance.randrange(len(html) + 1)
        html = html[:start] + put + html[min(start + chance.randrange(12), len(html)) :]
    _answers_twice_the_same(html, mode)


_MANY = 3000
_WORDS = "<b>ord</b> " * 5000
BOUNDED = {
    "rules by elements": "<style>"
    + "".join(f".c{n} p:not(.x) b,.d{n}>i{{display:block}}" for n in range(_MANY))
    + "</style>"
    + "<p class=c1><b>x</b></p>" * _MANY,
    "a list of selectors": "<style>" + ",".join(f".a{n}" for n in range(30_000)) + "{display:none}</style>" + "<p>x" * 500,
    "selectors in selectors": "<style>" + ":is(" * 20_000 + "a" + ")" * 20_000 + "{display:none}</style><a>",
    "rules in rules": "<style>" + "& & &{" * 1000 + "color:red" + "}" * 1000 + "</style><a>",
    "braces": "<style>" + "{" * 300_000 + "</style><a href=x>x",
    "quotes": "<style>" + '"\n' * 200_000 + "a{b:c}</style>",
    "comments": "<style>" + "/*" * 300_000 + "</style>",
    "brackets": "<style>a{b:" + "(" * 300_000 + "</style>",
    "has": "<style>" + ":has(:has(p ~ p ~ p ~ .z)){top:1px}" * 200 + "</style>" + "<p>x" * 1000,
    "layers": "<style>" + "".join(f"@layer l{n}{{p{{top:{n}px}}}}" for n in range(10_000)) + "</style><p>x",
    "media queries": "<style>@media " + "(a) and " * 50_000 + "(b){p{top:1px}}</style><p>x",
    "generated text": "<style>p::before{content:" + "'a' " * 100_000 + "}</style>" + "<h2><p>x</p></h2>" * 300,
    "style attribute": "<p style='" + "a:b;" * 100_000 + "'>x",
    "brackets in style": "<p style='" + "(;" * 100_000 + "'>x",
    "one long text named by many": f"<div id=t>{_WORDS}</div>" + "<a href=x aria-labelledby=t>x</a>" * _MANY,
    "many names of many": "".join(f"<b id=i{n}>w</b>" for n in range(500))
    + f"<a href=x aria-labelledby='{' '.join(f'i{n}' for n in range(500))}'>q</a>" * 500,
    "names in names": "".join(f"<a href=x id=i{n}><b aria-labelledby=i{n + 1}></b></a>" for n in range(_MANY)),
    "names that double": "".join(f"<b id=i{n} aria-labelledby='i{n + 1} i{n + 1}'>x</b>" for n in range(2000))
    + "<a href=x aria-labelledby=i0></a>",
    "owners of the same": f"<div role=list aria-owns='{' '.join(f'o{n}' for n in range(300))}'></div>" * 300
    + "".join(f"<i id=o{n} role=listitem>x</i>" for n in range(300)),
    "groups in groups": "<div role=radiogroup>" * _MANY + "<div role=list><div role=group>" * _MANY,
    "tables of roles": "<div role=table></div>" * _MANY + "<div role=table>" * 50 + "<b role=columnheader>x</b>" * _MANY,
    "tables in tables": "<table><tr><td>" * 1000,
    "headers of row groups": "<table><tbody>" + "<tr><th scope=rowgroup>x</th></tr>" * 2000,
    "scripts": ("<script>" + "x" * 10_000 + " focus a1</script>") * 20
    + "".join(f"<div aria-hidden=true><a id=a{n} href=x>x</a></div>" for n in range(_MANY)),
    "names that scripts fill": "<script>a0.innerHTML=1</script>" + "<button id=a1><i>" * _MANY,
    "frames": "<div aria-hidden=true>" + "<iframe srcdoc='<a href=x>x</a>'></iframe>" * 1000,
    "links of one name": "<p>" + "".join(f"<a href=/{n}>x</a> " for n in range(3 * _MANY)),
    "menus in groups": "<div role=menu><div role=group>" * _MANY,
    "classes": "<button aria-label=q class='" + "fa- " * 100_000 + "'>ab</button>",
    "brackets in text": "<button aria-label=x>" + "(" * 50_000 + "</button>",
    "label in name": "<div role=button aria-label=x>ab" * 2000,
    "options": "<button><select>" + "<optgroup><option selected>x" * 5000,
    "spaces between": "<h2 style='font:" + "1px " * 50_000 + "'>x",
    "viewport": "<meta name=viewport content='" + "a=" * 100_000 + "'>",
    "addresses": "<object data='" + "a/" * 100_000 + "'><a href=x>" + "https://a" * 5000,
}  # fmt: skip


@pytest.mark.parametrize("name", BOUNDED)
def test_what_could_grow_with_the_square_does_not(name: str) -> None:
    # What is measured is below a quarter of a second each: the bound catches growth, not a busy machine.
    start = time.process_time()
    check(BOUNDED[name], mode="document")

    assert time.process_time() - start < 4
