"""Random valid bodies for hypothesis: every block type, hostile text, marks that are known, unknown and doubled."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from content.text import (
    Abbr,
    Audio,
    Block,
    Callout,
    Cell,
    ContactCard,
    Details,
    File,
    Image,
    Lang,
    Link,
    LinkCard,
    Prose,
    Quote,
    Row,
    Span,
    Table,
    Track,
    Video,
)
from tests.content.fragments.samples import CONTACT, NEWS, SECRET

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' style='x' onclick='y",
    "&lt;b&gt; &amp;",
    "</article></div>-->",
    "<!--",
    "]]>",
    "{title}",
)
ADDRESSES = (
    "https://example.org/a?b=1&c=2",
    "/pages/nb/x",
    "mailto:a@example.org",
    "tel:+47 77",
    "#hva-vi-gjor",
    "javascript:alert(1)",
    "JaVa\tscript:alert(1)",
    "data:text/html,x",
    "//evil.example/",
    "/\\evil.example/",
    'https://example.org/"onclick="x',
)
RECORDS = (CONTACT, NEWS, SECRET)

words = st.one_of(
    st.sampled_from(HOSTILE),
    st.text("abcæøåŋđ <&>\"'\n", min_size=1, max_size=12),
    st.sampled_from(("Hva vi gjør", "title", "table-1", "Del 2", "Hva vi gjør 2")),
)
addresses = st.sampled_from(ADDRESSES)
records = st.sampled_from(RECORDS)

mark_defs = st.tuples(
    st.builds(Link, key=st.just("l"), href=addresses),
    st.builds(Link, key=st.just("r"), record=records),
    st.builds(Lang, key=st.just("x"), lang=st.sampled_from(("en", "nb", "se"))),
    st.builds(Abbr, key=st.just("a"), title=words),
)
marks = st.lists(st.sampled_from(("strong", "em", "l", "r", "x", "a", "unknown")), max_size=4).map(tuple)
spans = st.lists(st.builds(Span, text=words, marks=marks), max_size=4).map(tuple)


def prose(**fixed: Any) -> st.SearchStrategy[Prose]:
    return st.builds(Prose, children=spans, mark_defs=mark_defs, **fixed)


heading = prose(style=st.sampled_from(("h2", "h3", "h4", "h5", "h6")))
item = prose(
    list_item=st.sampled_from(("bullet", "number")),
    level=st.integers(1, 6),
)
passages = st.lists(st.one_of(prose(), heading, item), min_size=1, max_size=5).map(tuple)
cell = st.builds(
    Cell, children=spans, mark_defs=mark_defs, colspan=st.integers(1, 3), rowspan=st.integers(1, 4)
)
rows = st.lists(
    st.builds(Row, cells=st.lists(cell, min_size=1, max_size=3).map(tuple)), min_size=1, max_size=5
)

blocks: st.SearchStrategy[Block] = st.one_of(
    prose(),
    heading,
    item,
    st.builds(Image, src=addresses, alt=words, caption=words, credit=words),
    st.builds(
        Table,
        caption=words,
        header_rows=st.integers(0, 3),
        header_columns=st.integers(0, 3),
        rows=rows.map(tuple),
    ),
    st.builds(Quote, content=passages, source=words, cite=addresses),
    st.builds(Callout, tone=st.sampled_from(("note", "warning", "success")), title=words, content=passages),
    st.builds(Details, summary=words, content=passages),
    st.builds(LinkCard, href=addresses, title=words, summary=words),
    st.builds(LinkCard, record=records, title=words),
    st.builds(ContactCard, record=records, name=words, role=words),
    st.builds(File, href=addresses, title=words, media_type=st.just("application/pdf")),
    st.builds(
        Video,
        href=addresses,
        title=words,
        captions=st.just((Track(href="/a.vtt", lang="nb", label="Norsk"),)),
        transcript=passages,
    ),
    st.builds(Audio, href=addresses, title=words, transcript=passages, credit=words, rightsholder=words),
)
bodies = st.lists(blocks, max_size=8).map(tuple)
