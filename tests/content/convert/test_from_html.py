"""HTML to Portable Text: structure kept, no word and no link lost, what is dropped is listed."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from content.convert import from_html
from content.errors import Invalid
from content.text import (
    Abbr,
    Block,
    Details,
    Image,
    Lang,
    Link,
    Prose,
    Quote,
    Table,
    inner,
    plain,
)


def lines(html: str) -> list[tuple[str, str]]:
    """Style or list level, and words, of a body that is prose alone."""
    return [(_sort(block), plain(block)) for block in from_html(html).body]


def _sort(block: Block) -> str:
    if not isinstance(block, Prose):
        return str(block.__struct_config__.tag)
    return f"{block.list_item}{block.level}" if block.list_item else block.style


def only(html: str) -> Block:
    [block] = from_html(html).body
    return block


def test_div_soup_becomes_paragraphs() -> None:
    html = "<div>en <span>to</span><div><section>tre</section>fire</div>\n<p>fem</p>seks<br>sju</div>"
    assert lines(html) == [
        ("normal", "en to"),
        ("normal", "tre"),
        ("normal", "fire"),
        ("normal", "fem"),
        ("normal", "seks\nsju"),
    ]


def test_whitespace_is_folded_as_a_browser_does_it() -> None:
    html = "<p>\n  en\t<b> to </b> <i>tre</i>\u00a0fire <br> fem  </p>  <p> \n </p>"
    assert lines(html) == [("normal", "en to tre\u00a0fire\nfem")]


@pytest.mark.parametrize(
    ("html", "styles"),
    [
        ("<h1>a</h1><h2>b</h2><h3>c</h3><h2>d</h2>", ["h2", "h3", "h4", "h3"]),
        ("<h3>a</h3><h4>b</h4>", ["h2", "h3"]),
        ("<h2>a</h2><h5>b</h5><h5>c</h5><h6>d</h6>", ["h2", "h3", "h3", "h4"]),
        ("<h3>a</h3><h2>b</h2><h3>c</h3>", ["h2", "h2", "h3"]),
    ],
)
def test_headings_are_relative_and_skip_no_level(html: str, styles: list[str]) -> None:
    assert [style for style, _ in lines(html)] == styles


def test_headings_stay_as_written_when_that_is_wanted() -> None:
    body = from_html("<h3>a</h3><h6>b</h6>", relative=False).body
    assert [block.style for block in body if isinstance(block, Prose)] == ["h3", "h6"]


def test_nested_lists_keep_their_levels_and_sorts() -> None:
    html = "<ul><li>a<ol><li>b<ul><li>c</ul></ol><li><p>d</p><p>e</p></ul><li>f"
    assert lines(html) == [
        ("bullet1", "a"),
        ("number2", "b"),
        ("bullet3", "c"),
        ("bullet1", "d\ne"),
        ("bullet1", "f"),
    ]


def test_lists_nested_beyond_the_sixth_level_stay_on_it() -> None:
    html = "".join(f"<ul><li>{n}" for n in range(8))
    assert [sort for sort, _ in lines(html)][-3:] == ["bullet6"] * 3


def test_marks_are_kept_inside_each_other() -> None:
    block = only(
        '<p><a href="https://example.org/a">en <em>to <strong>tre</strong></em></a> '
        '<abbr title="Europeisk">EØS</abbr> <i lang="se">giella</i></p>'
    )
    assert isinstance(block, Prose)
    defs = {mark.key: mark for mark in block.mark_defs}
    found = {span.text.strip(): [defs.get(mark, mark) for mark in span.marks] for span in block.children}
    link = next(mark for mark in block.mark_defs if isinstance(mark, Link))
    assert link.href == "https://example.org/a"
    assert found["tre"] == [link, "em", "strong"]
    assert [type(mark) for mark in found["EØS"]] == [Abbr]
    assert [mark.lang if isinstance(mark, Lang) else mark for mark in found["giella"]] == ["se", "em"]


def test_a_language_on_a_block_marks_all_its_words_and_the_nearest_wins() -> None:
    html = '<div lang="en"><p>one <span lang="se">okta</span></p><ul lang="no"><li>en</ul></div>'
    found = []
    for block in from_html(html).body:
        assert isinstance(block, Prose)
        langs = {mark.key: mark.lang for mark in block.mark_defs if isinstance(mark, Lang)}
        found += [(span.text.strip(), [langs[mark] for mark in span.marks]) for span in block.children]
    assert found == [("one", ["en"]), ("okta", ["se"]), ("en", ["nb"])]


def test_a_quotation_has_its_source() -> None:
    block = only(
        '<blockquote cite="https://example.org/"><p>Ordet</p><footer>En <cite>bok</cite></footer></blockquote>'
    )
    assert isinstance(block, Quote)
    assert (block.source, block.cite) == ("En bok", "https://example.org/")
    assert [plain(each) for each in block.content] == ["Ordet"]


def test_a_figure_gives_its_caption_to_what_is_in_it() -> None:
    image, table, quote = from_html(
        '<figure><img src="/a.png" alt="A" width="3"><figcaption>en</figcaption></figure>'
        "<figure><figcaption>to</figcaption><table><tr><th>a<th>b</table></figure>"
        "<figure><blockquote>c</blockquote><figcaption>tre</figcaption></figure>"
    ).body
    assert isinstance(image, Image)
    assert (image.src, image.alt, image.caption, image.width, image.decorative) == (
        "/a.png",
        "A",
        "en",
        3,
        False,
    )
    assert isinstance(table, Table)
    assert table.caption == "to"
    assert isinstance(quote, Quote)
    assert quote.source == "tre"


def test_a_caption_with_nothing_to_see_is_none() -> None:
    image, prose = from_html(
        '<figure><img src="/a.png" alt="A"><figcaption>&#x200b;<a href="/b">&nbsp;</a></figcaption></figure>b'
    ).body
    assert isinstance(image, Image)
    assert image.caption is UNSET
    assert plain(prose) == "b"


def test_an_empty_alt_means_decorative_and_a_missing_one_does_not() -> None:
    empty, missing = from_html('<img src="/a.png" alt=""><img src="/b.png">').body
    assert isinstance(empty, Image)
    assert isinstance(missing, Image)
    assert (empty.decorative, missing.decorative) == (True, False)


def test_an_image_that_nobody_may_fetch_leaves_its_words() -> None:
    converted = from_html('<p>en <img src="data:image/png;base64,AA" alt="to"> tre</p>')
    assert [plain(block) for block in converted.body] == ["en to tre"]
    assert {(each.what, each.name) for each in converted.dropped} == {
        ("address", "data:image/png;base64,AA"),
        ("element", "img"),
    }


def test_a_linked_image_stays_a_link_and_an_image() -> None:
    prose, image = from_html('<a href="/a"><img src="/a.png" alt="Kart"></a>').body
    assert isinstance(prose, Prose)
    assert (plain(prose), [mark.href for mark in prose.mark_defs if isinstance(mark, Link)]) == (
        "Kart",
        ["/a"],
    )
    assert isinstance(image, Image)


def test_a_table_keeps_caption_headers_and_spans() -> None:
    block = only(
        "<table><caption>T</caption><thead><tr><th>a<th>b<th>c</thead>"
        '<tbody><tr><th>d<td colspan="2">e <b>f</b><tr><th rowspan="2">g<td>h<br>i<td><p>j</p><p>k</p></tbody></table>'
    )
    assert isinstance(block, Table)
    assert (block.caption, block.header_rows, block.header_columns) == ("T", 1, 1)
    assert [[cell.colspan for cell in row.cells] for row in block.rows] == [[1, 1, 1], [1, 2], [1, 1, 1]]
    assert block.rows[2].cells[0].rowspan == 1  # no more than there are rows
    assert block.rows[1].cells[1].children[1].marks == ("strong",)
    assert ["".join(span.text for span in cell.children) for cell in block.rows[2].cells] == [
        "g",
        "h\ni",
        "j\nk",
    ]


def test_a_table_without_caption_takes_the_heading_before_it() -> None:
    table = "<table><tr><td>a<td>b<tr><td>c<td>d</table>"
    with_heading = from_html(f"<h2>Reiser</h2>{table}")
    alone = only(table)
    assert isinstance(with_heading.body[1], Table)
    assert isinstance(alone, Table)
    assert (with_heading.body[1].caption, alone.caption, alone.header_rows) == ("Reiser", "a, b", 1)
    assert [(remark.pointer, remark.code) for remark in with_heading.remarks] == [
        ("/1/caption", "guessed_caption"),
        ("/1/header_rows", "guessed_headers"),
    ]


def test_a_table_that_only_lays_out_becomes_paragraphs() -> None:
    converted = from_html("<table><tr><td><h2>a</h2><td><table><tr><th>b<th>c</table></table>")
    assert [_sort(block) for block in converted.body] == ["h2", "table"]
    assert [(each.what, each.name) for each in converted.dropped] == [("tag", "table")]


def test_details_unfold_and_without_words_they_are_paragraphs() -> None:
    folded, image, plain_one = from_html(
        '<details><summary>s</summary><h3>a</h3>b<img src="/c.png" alt="c"></details><details>d</details>'
    ).body
    assert isinstance(folded, Details)
    assert [(each.style, plain(each)) for each in folded.content] == [("normal", "a"), ("normal", "b")]
    assert isinstance(image, Image)
    assert (_sort(plain_one), plain(plain_one)) == ("normal", "d")


def test_a_definition_list_is_terms_and_paragraphs() -> None:
    term, definition = from_html("<dl><dt>EØS</dt><dd>En avtale</dd></dl>").body
    assert isinstance(term, Prose)
    assert (plain(term), term.children[0].marks) == ("EØS", ("strong",))
    assert plain(definition) == "En avtale"


def test_address_lines_and_quotation_marks_are_kept() -> None:
    assert lines("<address>Storgata 0<br>0000 Byen</address><p>Han sa <q>ja</q>.</p>") == [
        ("normal", "Storgata 0\n0000 Byen"),
        ("normal", "Han sa «ja»."),
    ]
    assert lines('<p lang="en">He said <q>yes</q>.</p>') == [("normal", "He said “yes”.")]


def test_a_record_is_linked_by_its_id() -> None:
    identity = "01a20834-8c13-7430-a66f-29db6186417e"
    block = only(f'<p><a href="urn:uuid:{identity}">a</a></p>')
    assert isinstance(block, Prose)
    [link] = block.mark_defs
    assert isinstance(link, Link)
    assert (str(link.record), link.href) == (identity, UNSET)


def test_more_blocks_than_a_body_takes_is_said() -> None:
    with pytest.raises(Invalid) as caught:
        from_html("<p>a" * 5_001)
    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [("", "too_long")]


def test_nothing_gives_an_empty_body() -> None:
    assert from_html(" <p></p><div><br></div><ul><li></ul><h2> </h2><blockquote></blockquote>").body == ()


OUTER = (
    *(
        "p",
        "div",
        "section",
        "address",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "figure",
        "figcaption",
    ),
    *(
        "details",
        "summary",
        "table",
        "caption",
        "tr",
        "td",
        "th",
        "h1",
        "h3",
        "footer",
        "cite",
        "center",
        "font",
        "sup",
    ),
    *("b", "em", "span", "q", "label", "pre", "abbr"),
)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, set[str], set[str]]:
    """HTML, the words in it, and the addresses that it links to."""
    number = count()
    words: set[str] = set()
    links: set[str] = set()

    def node(depth: int) -> str:
        sort = draw(st.integers(0, 5 if depth < 5 else 1))
        name = f"w{next(number)}w"
        words.add(name)
        if sort == 0:
            return f" {name} "
        if sort == 1:
            href = f"https://example.org/{name}"
            links.add(href)
            return f'<a href="{href}">{name}</a>'
        tag = draw(st.sampled_from(OUTER))
        inside = "".join(node(depth + 1) for _ in range(draw(st.integers(0, 3))))
        return f"<{tag}> {name} {inside}</{tag}>"

    html = "".join(node(0) for _ in range(draw(st.integers(1, 4))))
    return html, words, links


@settings(max_examples=500, deadline=None)
@given(documents())
def test_no_word_and_no_link_is_lost(document: tuple[str, set[str], set[str]]) -> None:
    html, words, links = document
    body = from_html(html).body
    text = " ".join(plain(block) for block in body)
    captions = " ".join(str(getattr(block, "caption", "")) for block in body)
    found = text + " " + captions
    assert {word for word in words if word not in found} == set()
    assert links - linked(body) == set()


def test_a_caption_too_many_and_the_links_of_a_caption_are_kept_after_the_table() -> None:
    body = from_html(
        '<table><caption>First <a href="https://example.org/a">here</a></caption><caption>Second</caption>'
        "<tr><th>A<th>B<tr><td>1<td>2</table>"
    ).body
    table, links, second = body
    assert isinstance(table, Table)
    assert table.caption == "First here"
    assert linked((links,)) == {"https://example.org/a"}
    assert plain(second) == "Second"


def linked(body: tuple[Block, ...]) -> set[str]:
    found: set[str] = set()
    for block in body:
        prose = [block] if isinstance(block, Prose) else list(inner(block))
        marks = [mark for each in prose for mark in each.mark_defs]
        if isinstance(block, Table):
            marks += [mark for row in block.rows for cell in row.cells for mark in cell.mark_defs]
        found |= {str(mark.href) for mark in marks if isinstance(mark, Link)}
    return found


@pytest.mark.parametrize("tag", ["blockquote", "details><summary>S</summary"])
def test_nested_quotations_and_details_are_read_once_each(tag: str) -> None:
    body = from_html(f"<{tag}>" * 50 + "<p>Deep").body
    assert "Deep" in " ".join(plain(block) for block in body)
