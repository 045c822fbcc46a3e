"""Inputs that sanitizers of other projects are tested with, and another sanitizer as a second opinion. Optional test data."""

import json
import os
import random
from pathlib import Path

import nh3
import pytest
import turbohtml
from hypothesis import given, settings
from hypothesis import strategies as st

from content.errors import Invalid
from content.sanitize import policy, sanitize
from tests.content.attacks import ATTACKS

CORPUS = (
    Path(os.environ.get("NORDKALOTT_CORPUS", Path(__file__).parents[3] / "shared" / "corpus")) / "xss.jsonl"
)
PIECES = (
    *(
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<svg>",
        "</svg>",
        "<math>",
        "<mtext>",
    ),
    *(
        "<style>",
        "</style>",
        "<script>",
        "</script>",
        "<template>",
        "</template>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
    ),
    *(
        "<a href='",
        "javascript:1",
        "//example.org",
        "https://example.org/",
        "'>",
        '">',
        "<img src=x onerror=a>",
    ),
    *(
        "<noscript>",
        "</noscript>",
        "<textarea>",
        "</textarea>",
        "<pre>\n",
        "<li>",
        "<ul>",
        "<a>",
        "<form>",
        "<select>",
    ),
    *(
        "<abbr title='",
        "&quot;",
        "&amp;",
        "&#x6a;",
        "&lt;",
        "\x00",
        "\n",
        "ord",
        "<br>",
        "<h2>",
        "<dl><dt>",
        "<option>",
    ),
)


WHOLE = [
    *ATTACKS,
    *(
        json.loads(line)["input"]
        for line in (CORPUS.read_text("utf-8").splitlines() if CORPUS.exists() else ())
    ),
]


def active(html: str) -> list[str]:
    """Elements, attributes and addresses in the parsed HTML that are not on our list."""
    found = []
    for node in turbohtml.parse(html).descendants:
        if not isinstance(node, turbohtml.Element):
            continue
        if (
            node.tag not in policy.TAGS | {"html", "head", "body"}
            or node.namespace != turbohtml.Namespace.HTML
        ):
            found.append(node.tag)
        found += [
            f"{node.tag} {name}"
            for name in node.attrs
            if not policy.allowed(node.tag, name, node.attr(name) or "")
        ]
    return found


def by_nh3(html: str) -> str:
    """The same policy, given to a sanitizer of other make (Rust, html5ever)."""
    return nh3.clean(
        html,
        tags=set(policy.TAGS),
        clean_content_tags=set(),
        attributes={tag: {*policy.ATTRIBUTES.get(tag, ()), "lang"} for tag in policy.TAGS},
        url_schemes=set(policy.SCHEMES),
        link_rel=None,
    )


def words(html: str) -> str:
    return "".join(turbohtml.parse_fragment(html).text.split())


def test_nothing_of_the_corpus_comes_out_active_and_all_of_it_is_stable() -> None:
    if not CORPUS.exists():
        pytest.skip(f"optional test data is not there: {CORPUS}")
    cleaned = too_large = 0
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    for line in lines:
        case = json.loads(line)
        try:
            clean = sanitize(case["input"]).html
        except Invalid as refused:
            too_large += refused.faults[0].code == "too_large"
            continue
        cleaned += 1
        assert not active(clean), case["name"]
        assert sanitize(clean).html == clean, case["name"]
        assert words(by_nh3(clean)) == words(clean), case["name"]
    assert cleaned + too_large == len(lines)
    assert cleaned > 0.99 * len(lines)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_splice_comes_out_inactive_and_stable(html: str) -> None:
    clean = sanitize(html).html
    assert not active(clean)
    assert sanitize(clean).html == clean


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_another_sanitizer_finds_nothing_left_to_do(html: str) -> None:
    """nh3 with the same policy must keep every element, attribute and word of what we let out."""
    clean = sanitize(html).html
    theirs = turbohtml.parse_fragment(by_nh3(clean))
    ours = turbohtml.parse_fragment(clean)
    assert elements(theirs) == elements(ours)
    assert words(by_nh3(clean)) == words(clean)


@settings(max_examples=600, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_splice_of_whole_attacks_comes_out_inactive_and_stable(chance: random.Random) -> None:
    one, other, between = (chance.choice(WHOLE) for _ in range(3))
    at, until = chance.randrange(len(one) + 1), chance.randrange(len(other) + 1)
    clean = cleaned(one[:at] + between + other[until:])
    assert not active(clean)
    assert sanitize(clean).html == clean
    assert words(by_nh3(clean)) == words(clean)


def cleaned(html: str) -> str:
    """The clean HTML; nothing where the input is beyond a bound, which other tests are about."""
    try:
        return sanitize(html).html
    except Invalid as refused:
        if refused.faults[0].code != "too_large":
            raise
        return ""


def elements(root: turbohtml.Element) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (node.tag, sorted((name, node.attr(name) or "") for name in node.attrs))
        for node in root.descendants
        if isinstance(node, turbohtml.Element)
    ]
