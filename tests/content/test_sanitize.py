"""HTML in: nothing active comes out, nothing wanted is lost, and what goes is listed."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import turbohtml

from content.errors import Invalid
from content.sanitize import Dropped, policy, sanitize
from tests.content.attacks import ATTACKS


@pytest.mark.parametrize(
    "html",
    [
        '<p>En <strong>sterk</strong> og <em>framhevet</em> <a href="https://example.org/a?b=1&amp;c=2">lenke</a></p>',
        '<ul><li>a<ol><li lang="se">b</li></ol></li></ul>',
        '<table><caption>T</caption><tbody><tr><th scope="col" colspan="2">a</th><td rowspan="2">b</td></tr></tbody></table>',
        '<figure><img src="/media/a.png" alt="Et hus" width="3" height="4"><figcaption>b</figcaption></figure>',
        '<details><summary>s</summary>t</details><blockquote cite="https://example.org/">q</blockquote>',
        '<abbr title="a &quot;b&quot; &amp; c">d</abbr><dl><dt>e</dt><dd>f</dd></dl>1 &lt; 2 &amp; 3',
    ],
)
def test_what_is_on_the_list_comes_through_unchanged(html: str) -> None:
    clean = sanitize(html)
    assert clean.html == html
    assert clean.dropped == ()


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org/a#b",
        "mailto:a@example.org",
        "tel:+4700000000",
        "/pages/nb/a?b=c",
        "#kapittel-2",
        "urn:uuid:01a20834-8c13-7430-a66f-29db6186417e",
    ],
)
def test_addresses_that_may_stand(address: str) -> None:
    assert policy.address(address) == address
    assert policy.address(f"  {address}\n") == address
    assert f'href="{address}"' in sanitize(f'<a href="{address}">x</a>').html


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "javascript:123",
        "JaVaScRiPt:1",
        "java\tscript:1",
        "java\nscript:1",
        "\x01javascript:1",
        "vbscript:1",
        "data:text/html,x",
        "blob:1",
        "file:///etc/passwd",
        "//",
        "///example.org",
        "/\\example.org",
        "\\\\example.org",
        "/\t/example.org",
        "https:/example.org",
        "https:example.org",
        "https:///example.org",
        "ftp://example.org",
        "https://example.org:99999/",
        "https://kari@example.org/",
        "https://example..org/",
        "http://[::x/",
        "mailto:",
        "tel:javascript",
        "example.org",
        "../a",
        "?a=b",
        "urn:isbn:1",
        "https://example.org/\u202egnp.exe",
        "https://example\u200b.org/",
        "https://example.org/" + "a" * 2_000,
        "",
    ],
)
def test_addresses_that_may_not(address: str) -> None:
    assert policy.address(address) is None
    clean = sanitize(f'<p><a href="{address}">ordet</a></p>')
    assert clean.html == "<p><a>ordet</a></p>"
    assert {each.what for each in clean.dropped} <= {"address", "character"}


def test_an_image_may_not_be_a_telephone_nor_a_record() -> None:
    for src in ("tel:123", "mailto:a@example.org", "#a", "urn:uuid:01a20834-8c13-7430-a66f-29db6186417e"):
        assert "src" not in sanitize(f'<img src="{src}" alt="x">').html


def test_an_address_without_scheme_takes_none_from_the_page_that_it_stands_in() -> None:
    assert policy.address("//example.org/a") == "https://example.org/a"
    assert sanitize('<a href="//example.org/a">x</a>').html == '<a href="https://example.org/a">x</a>'


def test_a_space_in_an_address_is_mended_and_a_scheme_is_lower_case() -> None:
    assert policy.address("HTTPS://example.org/en fil.pdf") == "https://example.org/en%20fil.pdf"


@pytest.mark.parametrize("html", ATTACKS)
def test_nothing_active_comes_out(html: str) -> None:
    clean = sanitize(html)
    found = active(clean.html)
    assert not found
    assert sanitize(clean.html).html == clean.html


def active(html: str) -> list[str]:
    """What in the HTML could act, named by a parser that is not told what we allow."""
    found = []
    for node in turbohtml.parse(html).descendants:
        if not isinstance(node, turbohtml.Element):
            continue
        tag = node.tag
        if tag not in policy.TAGS | {"html", "head", "body"}:
            found.append(tag)
        for name in node.attrs:
            text = (node.attr(name) or "").strip().lower()
            if name.startswith("on") or name in {"style", "id", "name", "class", "srcdoc", "action"}:
                found.append(f"{tag} {name}")
            if name in {"href", "src", "cite"} and not text.startswith(
                ("https://", "http://", "mailto:", "tel:", "/", "#", "urn:uuid:")
            ):
                found.append(f"{tag} {name}={text}")
            if text.startswith("//") or "javascript:" in text.replace("\t", "").replace("\n", ""):
                found.append(f"{tag} {name}={text}")
    return found


def test_what_was_dropped_is_listed_with_how_often() -> None:
    clean = sanitize(
        '<!--a--><p class="x" onclick="y">a<script>b</script></p><p class="z"><font>c</font>'
        '<a href="ftp://example.org">d</a></p><iframe src="https://example.org/film"></iframe>\x0b'
    )
    assert clean.html == "<p>a</p><p>c<a>d</a></p>"
    assert clean.dropped == (
        Dropped(what="address", name="ftp://example.org"),
        Dropped(what="address", name="https://example.org/film"),
        Dropped(what="attribute", name="class", times=2),
        Dropped(what="attribute", name="onclick"),
        Dropped(what="character"),
        Dropped(what="comment"),
        Dropped(what="element", name="iframe"),
        Dropped(what="element", name="script"),
        Dropped(what="tag", name="font"),
    )


def test_words_of_neighbouring_blocks_never_run_together() -> None:
    for tag in sorted(policy.BLOCKS - {"body", "html", "hr"}):
        text = sanitize(f"<{tag}>en</{tag}><{tag}>to</{tag}>").html
        assert "ento" not in text, tag


def test_saving_again_and_again_changes_nothing() -> None:
    html = '<abbr title="&quot;a&quot; &amp; b &amp;amp; c">d</abbr> <a href="/a?b=&quot;&amp;c">e</a>'
    first = sanitize(html).html
    again = first
    for _ in range(5):
        again = sanitize(again).html
    assert again == first
    assert "&amp;amp;amp;" not in again


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 10_000,
        "<b " + " ".join(f"a{n}={n}" for n in range(20_000)) + ">x</b>",
        "&" * 1_000_000,
        "<div>" * 65,
        "<i>" * 7_000,
        "<pre>" + "\n" * 200_000,
        "<xmp>" + "x\n" * 8_001,
        "<b " + " ".join(f"a{n}=1" for n in range(25)) + ">x</b>",
        "<b " + " ".join(f"a{n}" for n in range(20_000)) + ">x</b>",
        "&" * 20_001,
        ">" * 20_001,
        "\u00a0" * 20_001,
        "<b>" * 60 + "&>\u00a0" * 6_700,
        "<br>" * 8_001,
        "å" * (128 * 1024 + 1),
        "<p>" + "".join(f"<b a{n}>" for n in range(1_000)) + "<p>x" * 6_000,
        "<p>" + "".join(f"<b a{n}><table><tr><td></b></table>" for n in range(400)) + "<p>x" * 5_000,
        "<table><tr><td>" * 100,
        "<a>" * 100 + "<p>x" * 7_000,
    ],
)
def test_what_would_take_minutes_is_refused_at_once(html: str) -> None:
    start = time.perf_counter()
    with pytest.raises(Invalid) as caught:
        sanitize(html)
    assert time.perf_counter() - start < 2
    assert caught.value.faults[0].code == "too_large"


@pytest.mark.parametrize(
    "html",
    [
        "<p>x" * 7_999,
        "&" * 20_000,
        ">" * 20_000,
        "\u00a0" * 20_000,
        "&amp;" * 20_000,
        "x" * (256 * 1024),
        "<div>" * 63 + "<p>x" * 7_000,
        "<" * 8_000,
        "<a href='" + "&" * 19_000 + "'>x</a>",
        "".join(f"<b a{n}=1>x</b>" for n in range(3_900)),
    ],
)
def test_what_is_within_the_bounds_is_cleaned_in_seconds(html: str) -> None:
    start = time.perf_counter()
    sanitize(html)
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("a<xmp><img src=x onerror=alert(1)>\nb</xmp>c", "a<img src=x onerror=alert(1)>\nbc"),
        ("a<math><mi>x</mi><mo>=</mo><annotation>skjult</annotation></math>b", "a x = b"),
        ("a<svg><title>navn</title><text>ord</text><style>b</style></svg>c", "a ord c"),
        ("<plaintext>a<b>", "a<b>"),
    ],
)
def test_words_that_a_browser_shows_in_elements_that_go_are_kept_as_words(html: str, text: str) -> None:
    clean = sanitize(html).html
    assert turbohtml.parse_fragment(clean.replace("<br>", "\n")).text == text
    assert not active(clean)


def test_words_of_controls_and_what_plays_are_listed() -> None:
    clean = sanitize(
        "<select><option>En<option>To</select><textarea>tre</textarea><script>x</script><style>y</style>"
        "<video><a href='/film.mp4'>Hent filmen</a></video><object data='/a.pdf'>fire</object>"
    )
    assert {each.name for each in clean.dropped if each.what == "words"} == {
        "En To",
        "tre",
        "Hent filmen",
        "fire",
    }
    assert {each.name for each in clean.dropped if each.what == "address"} == {"/film.mp4", "/a.pdf"}


def test_many_threads_clean_at_once() -> None:
    inputs = [f"<p>{n}<script>{n}</script><b>{n}</b></p>" for n in range(200)]
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(sanitize, inputs))
    assert [each.html for each in results] == [f"<p>{n}<b>{n}</b></p>" for n in range(200)]
