"""What pasted HTML says by styles, signs, attributes and ids."""

import pytest

from content.convert import from_html
from content.text import Block, Image, Lang, Link, Prose, Table, plain


def sorts(html: str) -> list[tuple[str, str]]:
    return [(_sort(block), plain(block)) for block in from_html(html).body]


def _sort(block: Block) -> str:
    if not isinstance(block, Prose):
        return str(block.__struct_config__.tag)
    return f"{block.list_item}{block.level}" if block.list_item else block.style


def marks(html: str) -> list[tuple[str, set[str]]]:
    [block] = from_html(html).body
    assert isinstance(block, Prose)
    return [(span.text, set(span.marks)) for span in block.children]


def item(sign: str, words: str, *, level: int = 1, of: str = "l0") -> str:
    gap = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span>"
    return (
        f"<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:{of} level{level} lfo1'><![if !supportLists]>"
        f"<span style='mso-list:Ignore'>{sign}{gap}</span><![endif]>{words}<o:p></o:p></p>\n"
    )


def filtered(sign: str, words: str, indent: str = "") -> str:
    gap = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span>"
    return (
        f"<p class=MsoListParagraphCxSpMiddle style='{indent}text-indent:-18.0pt'><span style='font-family:Symbol'>"
        f"{sign}{gap}</span>{words}</p>\n"
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (item("·", "a") + item("o", "b", level=2) + item("§", "c", level=3) + item("·", "d"), ["bullet1", "bullet2", "bullet3", "bullet1"]),
        (item("1.", "a") + item("2.", "b"), ["number1", "number1"]),
        (item("i)", "a") + item("ii)", "b") + item("iii)", "c") + item("iv)", "d"), ["number1"] * 4),
        (item("(a)", "a") + item("(b)", "b"), ["number1", "number1"]),
        (item("1.", "a") + item("a.", "b", level=2) + item("2.", "c") + item("a.", "d", level=2), ["number1", "number2", "number1", "number2"]),
        (item("1.", "a") + item("·", "b"), ["number1", "bullet1"]),
        (item("·", "a", level=2) + item("·", "b"), ["bullet1", "bullet1"]),
        (item("1.", "a") + "<!-- x -->\n" + item("2.", "b"), ["number1", "number1"]),
        (filtered("·", "a") + filtered("·", "b", "margin-left:72.0pt;"), ["bullet1", "bullet2"]),
    ],
)  # fmt: skip
def test_a_list_of_words_becomes_a_list(html: str, expected: list[str]) -> None:
    found = sorts(html)
    assert [sort for sort, _ in found] == expected
    assert [words for _, words in found] == ["a", "b", "c", "d"][: len(found)]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (item("3.", "a") + item("4.", "b"), ["3. a", "4. b"]),
        (item("1.", "a") + item("3.", "b"), ["1. a", "3. b"]),
        (item("1.", "a") + item("2.", "b") + item("1.", "c", of="l1"), ["1. a", "2. b", "1. c"]),
        (item("1.1.", "a") + item("1.2.", "b"), ["1.1. a", "1.2. b"]),
        (item("1.", "a") + item("1.1.", "b", level=2), ["1. a", "1.1. b"]),
        (item("§ 1", "a"), ["§ 1 a"]),
        (filtered("Kapittel 4", "a"), ["Kapittel 4 a"]),
        ("<p class=MsoListParagraph>a</p>", ["a"]),
        ("<p style='mso-list:l0 level1 lfo1'>a</p>", ["a"]),
    ],
)
def test_a_sign_that_a_list_would_not_have_stays_as_words(html: str, words: list[str]) -> None:
    assert sorts(html) == [("normal", each) for each in words]


def test_a_paragraph_of_another_list_does_not_keep_the_first_from_being_one() -> None:
    assert sorts(item("·", "a") + item("§ 2.", "b", of="l9") + item("1.", "c")) == [
        ("bullet1", "a"),
        ("normal", "§ 2. b"),
        ("number1", "c"),
    ]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<b style="font-weight:normal" id="docs-internal-guid-1">a</b>', [("a", set())]),
        ('<b style="font-weight: 400">a<span style="font-weight:700">b</span></b>', [("a", set()), ("b", {"strong"})]),
        ('<span style="font-weight:bold;font-style:italic">a</span>', [("a", {"strong", "em"})]),
        ("<b style='mso-bidi-font-weight:normal'>a</b>", [("a", {"strong"})]),
        ("<i style='mso-bidi-font-style:normal'>a</i>", [("a", {"em"})]),
        ('<span style="mso-bidi-font-weight:bold">a</span>', [("a", set())]),
        ('<i style="font-style:normal">a</i>', [("a", set())]),
        ('<strong style="color:red">a</strong>', [("a", {"strong"})]),
        ('<font style="font-style: oblique">a</font>', [("a", {"em"})]),
        ('<h2><span style="font-weight:700">a</span></h2>', [("a", set())]),
        ('<b><span style="font-weight:400">a</span></b>', [("a", {"strong"})]),
        ('<span style="font-weight:500">a</span>', [("a", set())]),
    ],
)  # fmt: skip
def test_bold_and_italic_are_what_the_style_says(html: str, expected: list[tuple[str, set[str]]]) -> None:
    assert marks(html) == expected


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>10 m<sup>2</sup> CO<sub>2</sub> x<sup>n+1</sup></p>", "10 m² CO₂ xⁿ⁺¹"),
        ("<p>1<sup>st</sup> og H<sub>aq</sub></p>", "1st og Haq"),
        ("<p>2025<sup><a href='https://example.org/'>12</a></sup></p>", "2025¹²"),
        ("<p>2025<sup>[1]</sup></p>", "2025[1]"),
        ("<p>a<sup> </sup>b</p>", "a b"),
    ],
)
def test_raised_and_lowered_figures_are_signs(html: str, words: str) -> None:
    assert sorts(html) == [("normal", words)]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<a href="/a" aria-label="Kart"><i></i></a>', "Kart"),
        ('<a href="/a" title="Kart"></a>', "Kart"),
        ('<a href="/a"><svg><title>Kart</title><path d="M0"/></svg></a>', "Kart"),
        ('<a href="/a"><span aria-label="Kart"></span></a>', "Kart"),
        ('<a href="/a" aria-label="Noe annet">Kart</a>', "Kart"),
        ('<img src="/x.png" alt="" usemap="#m"><map name="m"><area href="/a" alt="Kart"></map>', "Kart"),
        ('<map name="m"><area href="/a" title="Kart"></map>', "Kart"),
        ('<map name="m"><area href="/a"></map>', "/a"),
    ],
)
def test_a_link_is_named_by_what_names_it(html: str, words: str) -> None:
    found = [block for block in from_html(html).body if isinstance(block, Prose)]
    assert [plain(block).strip() for block in found] == [words]
    assert [mark.href for mark in found[0].mark_defs if isinstance(mark, Link)] == ["/a"]


def test_a_link_without_any_name_is_listed() -> None:
    converted = from_html('<p>a<a href="/tom"></a></p>')
    assert [(each.what, each.name) for each in converted.dropped] == [("address", "/tom")]


@pytest.mark.parametrize(
    "html",
    [
        '<img data-src="/a.png" alt="A">',
        '<img src="data:image/gif;base64,AA" data-src="/a.png" alt="A">',
        '<img srcset="/a.png 1x, /b.png 2x" alt="A">',
        '<img src="/a.png" data-src="/b.png" alt="A">',
    ],
)
def test_a_picture_that_loads_late_is_one(html: str) -> None:
    assert [block.src for block in from_html(html).body if isinstance(block, Image)] == ["/a.png"]


def test_a_table_that_says_that_it_lays_out_is_paragraphs() -> None:
    html = '<table role="presentation"><tr><td>a<td><table><tr><th>b<th>c<tr><td>d<td>e</table><tr><td>f<td>g</table>'
    assert [sort for sort, _ in sorts(html)] == ["normal", "table", "normal", "normal"]


def test_a_list_of_parts_with_headings_is_no_list() -> None:
    assert sorts("<ul><li><h3>a</h3><p>b</p></li><li><h3>c</h3></li></ul>") == [
        ("h2", "a"),
        ("normal", "b"),
        ("h2", "c"),
    ]


@pytest.mark.parametrize(
    ("tag", "meant"),
    [("no", "nb"), ("NO-BOK", "nb"), ("no-NYN", "nn"), ("EN-US", "en-US"), ("se", "se"), ("nb-no", "nb-NO")],
)
def test_a_language_is_tagged_as_we_tag_it(tag: str, meant: str) -> None:
    [block] = from_html(f'<p lang="{tag}">a</p>').body
    assert isinstance(block, Prose)
    assert [mark.lang for mark in block.mark_defs if isinstance(mark, Lang)] == [meant]


def test_a_table_is_made_even_and_its_spans_end_with_it() -> None:
    [table] = from_html("<table><tr><th rowspan=9>a<th rowspan=2>b<th>c<tr><tr><td>d<td>e<td>f</table>").body
    assert isinstance(table, Table)
    assert [[(cell.colspan, cell.rowspan) for cell in row.cells] for row in table.rows] == [
        [(1, 2), (1, 1), (1, 1), (1, 1)],
        [(1, 1), (1, 1), (1, 1)],
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>a<td>b</table>",
        "<table><tr><td>a<tr><td>b</table>",
        "<table><tr>" + "<td>a" * 101 + "<tr><td>b</table>",
        "<table>" + "<tr><td>a<td>b" * 2_001 + "</table>",
    ],
)
def test_what_is_no_data_or_no_table_that_we_can_keep_is_paragraphs(html: str) -> None:
    converted = from_html(html)
    assert {_sort(block) for block in converted.body} == {"normal"}
    assert ("tag", "table") in [(each.what, each.name) for each in converted.dropped]


def test_what_is_longer_than_its_place_allows_stands_in_the_text() -> None:
    long = "ord " * 600
    html = (
        f"<figure><img src=/a.png alt='{long}'><figcaption>{long}</figcaption></figure>"
        f"<blockquote><p>a</p><footer>{long}</footer></blockquote><details><summary>{long}</summary>b</details>"
        f"<table><caption>{long}</caption><tr><th>a<th>b<tr><td>c<td>d</table><abbr title='{long}'>e</abbr>"
    )
    converted = from_html(html)
    assert sum(plain(block).split().count("ord") for block in converted.body) == 5 * 600
    assert [each.name[:7] for each in converted.dropped if each.what == "words"] == ["ord ord"]


def test_the_name_of_a_file_is_no_alternative_text() -> None:
    converted = from_html('<img src="/a.png" alt="IMG_0042.JPG">')
    [image] = converted.body
    assert isinstance(image, Image)
    assert (image.alt, image.decorative) == ("", False)
    assert [remark.code for remark in converted.remarks] == ["missing_alt"]
    assert [(each.what, each.name) for each in converted.dropped] == [("attribute", "alt")]


def test_what_stands_between_the_words_of_a_quotation_keeps_its_place() -> None:
    html = '<blockquote><p>a</p><img src="/b.png" alt="b"><p>c</p><footer>d</footer></blockquote>'
    assert sorts(html) == [("quote", "a"), ("image", "b"), ("quote", "c\nd")]


def test_links_within_the_text_lead_to_blocks_and_those_to_nowhere_are_listed() -> None:
    converted = from_html(
        '<p id="a b">en</p><p><a href="#a%20b">to</a> <a href="#to-finnes-ikke">tre</a></p>'
        '<ul><li id="x" class="y">fire<p id="z">fem</p></ul><p><a href="#x">s</a><a href="#z">j</a></p>'
    )
    keys = [block.key for block in converted.body]
    assert keys[:3] == ["to-a-b", "b2", "to-x"]
    hrefs = [mark.href for block in converted.body if isinstance(block, Prose) for mark in block.mark_defs if isinstance(mark, Link)]  # fmt: skip
    assert hrefs == ["#to-a-b", "#to-x", "#to-x"]
    assert [each.name for each in converted.dropped if each.what == "address"] == ["#finnes-ikke"]
