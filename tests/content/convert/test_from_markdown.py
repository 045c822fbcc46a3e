"""Markdown goes the same way in as HTML."""

import pytest

from content.convert import from_html, from_markdown
from content.convert.markdown import parts
from content.errors import Invalid
from content.text import plain


def test_markdown_and_its_html_give_the_same_body() -> None:
    markdown = "# Tittel\n\nEn *to* **tre** [fire](https://example.org/)  \nfem\n\n1. a\n   - b\n\n> c\n\n|d|e|\n|-|-|\n|f|g|\n"
    html = (
        '<h1>Tittel</h1><p>En <em>to</em> <strong>tre</strong> <a href="https://example.org/">fire</a><br>fem</p>'
        "<ol><li>a<ul><li>b</li></ul></li></ol><blockquote><p>c</p></blockquote>"
        "<table><tr><th>d</th><th>e</th></tr><tr><td>f</td><td>g</td></tr></table>"
    )
    assert from_markdown(markdown).body == from_html(html).body


def test_html_in_markdown_has_no_gate_of_its_own() -> None:
    converted = from_markdown(
        'a <script>b</script> <img src=x onerror=c> [d](javascript:e) <a href="../f">g</a>\n'
    )
    text = str(converted.body)
    assert "onerror" not in text
    assert "link" not in text
    assert {each.name for each in converted.dropped} >= {"script", "onerror", "../f"}


@pytest.mark.parametrize(
    "markdown", ["a" * (256 * 1024 + 1), "[" * 250_000, "- a\n" * 60_000, "&" * 250_000, "<a " * 8_001]
)
def test_markdown_beyond_the_bounds_is_refused_before_it_is_read(markdown: str) -> None:
    with pytest.raises(Invalid) as caught:
        from_markdown(markdown)
    assert caught.value.faults[0].code == "too_large"


def test_parts_know_their_line_and_share_link_definitions() -> None:
    found = [(part.line, part.token, part.info) for part in parts("a\n\n```x y\nb\n```\n## c\n\n- d\n- e\n")]
    assert found == [(1, "paragraph", ""), (3, "fence", "x y"), (6, "heading", ""), (8, "bullet_list", "")]
    [part] = parts("[a]\n\n[a]: https://example.org/\n")
    assert 'href="https://example.org/"' in part.text


@pytest.mark.parametrize(
    "markdown",
    ["> " * 45 + "lost", "> " * 3000 + "lost", "\n".join("  " * level + "- x" for level in range(30))],
)
def test_what_is_nested_deeper_than_can_be_read_is_a_fault_and_never_dropped(markdown: str) -> None:
    with pytest.raises(Invalid) as caught:
        from_markdown(f"Before.\n\n{markdown}\n\nAfter.")
    assert {fault.code for fault in caught.value.faults} <= {"too_deep", "too_large"}


def test_what_is_nested_less_deeply_is_there() -> None:
    body = from_markdown("> " * 30 + "deep").body
    assert "deep" in " ".join(plain(block) for block in body)
