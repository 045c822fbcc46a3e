"""Walks clean HTML and collects blocks: paragraphs out of div soup, lists, quotations, images, what can be unfolded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType, structs
from turbohtml import Element, Node, Text

from content.convert import tables
from content.convert.line import Line, Mark
from content.sanitize import What
from content.text import Abbr, Block, Details, Image, Lang, Link, Prose, Quote, Span, Table

_RECORD = "urn:uuid:"
_STYLES = ("normal", "h2", "h2", "h3", "h4", "h5", "h6")
_MAX_LEVEL = 6
_MAX_SUMMARY = 300
_INLINE = frozenset(["a", "abbr", "b", "br", "cite", "em", "i", "img", "q", "span", "strong"])


class Where(Struct, frozen=True, kw_only=True):
    """What the elements around a node say of it. `flat`: all becomes one line, as in a cell or a caption."""

    marks: tuple[Mark, ...] = ()
    list_item: str = ""
    level: int = 0
    flat: bool = False

    def marked(self, *marks: Mark) -> Where:
        """The same place, inside further marks. A language replaces the one around it, a link too."""
        sorts = tuple(type(mark) for mark in marks if not isinstance(mark, str))
        kept = tuple(mark for mark in self.marks if not isinstance(mark, sorts))
        return structs.replace(self, marks=(*kept, *marks))


_FLAT = Where(flat=True)


class Reader:
    """`line` is the paragraph in the making, `after` the blocks that wait for its end, `blocks` what is done.

    A heading's level as written (1 to 6) stands in its key, "h3", for whoever orders the outline.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.after: list[Block] = []
        self.line = Line()
        self.dropped: Counter[tuple[What, str]] = Counter()

    def read(self, nodes: Iterable[Node], where: Where) -> list[Block]:
        """The blocks that these nodes make."""
        self._flow(nodes, where)
        if not where.flat:
            self._end(where)
        return self.blocks

    def _flow(self, nodes: Iterable[Node], where: Where) -> None:
        for node in nodes:
            if isinstance(node, Text):
                self.line.add(node.data, where.marks)
            elif isinstance(node, Element):
                lang = node.attr("lang")
                self._element(node, where.marked(_spoken(lang)) if lang else where)

    def _element(self, node: Element, where: Where) -> None:
        if node.tag in _INLINE:
            self._inline(node, where)
        elif where.flat:
            self._turned(node, where)
        elif node.tag in {"ul", "ol", "li"}:
            self._list(node, where)
        elif node.tag == "table":
            self._end(where)
            self._table(node, where)
        elif where.level:
            self._turned(node, where)
        else:
            self._end(where)
            self._block(node, where)

    def _inline(self, node: Element, where: Where) -> None:
        match node.tag:
            case "br":
                self.line.turn()
            case "img":
                self._image(node, where)
            case "q":
                self._quoted(node, where)
            case "strong" | "b":
                self._flow(node.children, where.marked("strong"))
            case "em" | "i" | "cite":
                self._flow(node.children, where.marked("em"))
            case "a":
                href = node.attr("href")
                self._flow(node.children, where.marked(_link(href)) if href else where)
            case "abbr":
                title = node.attr("title")
                self._flow(node.children, where.marked(Abbr(title=title)) if title else where)
            case _:
                self._flow(node.children, where)

    def _block(self, node: Element, where: Where) -> None:
        match node.tag:
            case "blockquote":
                self._blockquote(node, where)
            case "details":
                self._details(node, where)
            case "figure":
                self._figure(node, where)
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                self._flow(node.children, where)
                self._end(where, heading=int(node.tag[1]))
            case "dt":
                self._flow(node.children, where.marked("strong"))
                self._end(where)
            case _:
                self._flow(node.children, where)
                self._end(where)

    def _end(self, where: Where, heading: int = 0) -> None:
        if not self.line.empty:
            spans, mark_defs = self.line.spans()
            block = Prose(children=spans, mark_defs=mark_defs)
            if heading:
                spans = tuple(structs.replace(span, text=span.text.replace("\n", " ")) for span in spans)
                block = structs.replace(block, key=f"h{heading}", style=_STYLES[heading], children=spans)
            elif where.level:
                block = structs.replace(block, list_item=where.list_item, level=min(where.level, _MAX_LEVEL))
            self.blocks.append(block)
        self.line = Line()
        self.blocks += self.after
        self.after = []

    def _turned(self, node: Element, where: Where) -> None:
        self.line.part()
        self._flow(node.children, where)
        self.line.part()

    def _quoted(self, node: Element, where: Where) -> None:
        english = any(isinstance(mark, Lang) and mark.lang.startswith("en") for mark in where.marks)
        opening, closing = ("“", "”") if english else ("«", "»")
        self.line.add(opening, where.marks)
        self._flow(node.children, where)
        self.line.add(closing, where.marks)

    def _list(self, node: Element, where: Where) -> None:
        inside = where
        if node.tag != "li" or not where.level:  # an item without a list is a list of one
            kind = "number" if node.tag == "ol" else "bullet"
            inside = structs.replace(where, list_item=kind, level=where.level + 1)
        self._end(where)
        self._flow(node.children, inside)
        self._end(inside)

    def _image(self, node: Element, where: Where) -> None:
        src, alt = node.attr("src"), node.attr("alt")
        hrefs = [mark.href for mark in where.marks if isinstance(mark, Link) and mark.href]
        if not src or hrefs:  # what nobody may fetch leaves its words; what was a link must stay one
            self.line.add(f" {alt or (hrefs[0] if hrefs else '')} ", where.marks)
        if not src:
            self.dropped["element", "img"] += 1
            return
        image = Image(
            src=src,
            alt=alt or "",
            decorative=alt is not None and not alt.strip(),
            width=_pixels(node, "width"),
            height=_pixels(node, "height"),
        )
        self.after.append(image)

    def _figure(self, node: Element, where: Where) -> None:
        caption = _first(node.children, "figcaption")
        inside = self._inside(node, where, without=caption)
        if caption is None:
            self.blocks += inside
            return
        words, links = self._words(caption)
        for place, block in reversed(tuple(enumerate(inside))):
            if isinstance(block, Image) or (isinstance(block, Table) and not block.caption):
                inside[place] = structs.replace(block, caption=words)
                break
            if isinstance(block, Quote) and block.source is UNSET:
                inside[place] = structs.replace(block, source=words)
                break
        else:
            links = self._inside(caption, where)
        self.blocks += inside + links

    def _blockquote(self, node: Element, where: Where) -> None:
        source = _first(reversed(node.children), "footer", "cite")
        inside = self._inside(node, where, without=source)
        prose, others = _prose(inside)
        if not prose:
            # Read once only: a quotation in a quotation in a quotation would cost twice as much for each level.
            self.blocks += [*inside, *(self._inside(source, where) if source else [])]
            return
        quote = Quote(content=prose, cite=node.attr("cite") or UNSET)
        links: list[Block] = []
        if source is not None:
            words, links = self._words(source)
            quote = structs.replace(quote, source=words or UNSET)
        self.blocks += [quote, *others, *links]

    def _details(self, node: Element, where: Where) -> None:
        summary = _first(node.children, "summary")
        inside = self._inside(node, where, without=summary)
        if summary is None:
            self.blocks += inside
            return
        prose, others = _prose(inside)
        words, links = self._words(summary)
        if words and prose and len(words) <= _MAX_SUMMARY:
            self.blocks += [Details(summary=words, content=prose), *others, *links]
        else:
            self.blocks += [*self._inside(summary, where), *inside]

    def _table(self, node: Element, where: Where) -> None:
        if tables.laid_out(node):
            self.dropped["tag", "table"] += 1
            self.blocks += self._inside(node, where)
            return
        words, after = "", list[Block]()
        for number, caption in enumerate(tables.captions(node)):
            if number == 0:
                words, after = self._words(caption)
            else:
                after += self._inside(caption, where)
        self.blocks.append(tables.table(node, words, lambda cell: self._flat(cell, where)))
        self.blocks += [*after, *self.after]
        self.after = []

    def _flat(self, node: Element, where: Where) -> Line:
        reader = Reader()
        lang = node.attr("lang")
        place = structs.replace(_FLAT, marks=where.marks)
        reader.read(node.children, place.marked(_spoken(lang)) if lang else place)
        self.after += reader.after
        self.dropped.update(reader.dropped)
        return reader.line

    def _words(self, node: Element) -> tuple[str, list[Block]]:
        """The words alone, for a place that takes no marks; and a paragraph of the links and the images that were in it."""
        words = self._flat(node, _FLAT).text()
        after, self.after = self.after, []
        links = Line()
        for anchor in node.find_all("a"):
            href = anchor.attr("href")
            if href:
                links.add(f" {anchor.text} ", (_link(href),))
        if links.empty:
            return words, after
        spans, mark_defs = links.spans()
        return words, [Prose(children=spans, mark_defs=mark_defs), *after]

    def _inside(self, node: Element, where: Where, without: Element | None = None) -> list[Block]:
        reader = Reader()
        children = [child for child in node.children if child is not without]
        blocks = reader.read(children, structs.replace(where, level=0, list_item=""))
        self.dropped.update(reader.dropped)
        return blocks


def _spoken(lang: str) -> Lang:
    return Lang(lang="nb" if lang.lower() == "no" else lang)


def _link(href: str) -> Link:
    return Link(record=UUID(href.removeprefix(_RECORD))) if href.startswith(_RECORD) else Link(href=href)


def _pixels(node: Element, name: str) -> int | UnsetType:
    value = int(node.attr(name) or 0)
    return value if 0 < value <= 20_000 else UNSET  # noqa: PLR2004 - the bound of content.text.Pixels


def _first(nodes: Iterable[Node], *tags: str) -> Element | None:
    return next((node for node in nodes if isinstance(node, Element) and node.tag in tags), None)


def _prose(blocks: list[Block]) -> tuple[tuple[Prose, ...], list[Block]]:
    """The prose, with that of quotations and details inside; and the blocks that cannot stand among it."""
    prose: list[Prose] = []
    others: list[Block] = []
    for block in blocks:
        match block:
            case Prose():
                prose.append(_unheaded(block))
            case Details():
                prose += [Prose(children=(Span(text=block.summary, marks=("strong",)),)), *block.content]
            case Quote():
                prose += block.content
                if isinstance(block.source, str):
                    prose.append(Prose(children=(Span(text=block.source),)))
            case _:
                others.append(block)
    return tuple(prose), others


def _unheaded(block: Prose) -> Prose:
    """A heading inside a quotation or details is no part of the outline: a strong paragraph."""
    if block.style == "normal":
        return block
    strong = tuple(
        structs.replace(span, marks=tuple(dict.fromkeys(("strong", *span.marks)))) for span in block.children
    )
    return structs.replace(block, key="", style="normal", children=strong)
