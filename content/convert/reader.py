"""Walks clean HTML and collects blocks: paragraphs out of div soup, lists, quotations, images, what can be unfolded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from msgspec import UNSET, Struct, structs
from turbohtml import Element, Node, Text

from content.characters import squeezed, visible
from content.convert import languages, pictures, tables
from content.convert.line import Line, Mark
from content.convert.pasted.places import AT, TO
from content.convert.prose import parted, quoted
from content.sanitize import What
from content.text import Abbr, Block, Details, Image, Lang, Link, Prose, Quote, Table

_RECORD = "urn:uuid:"
_STYLES = ("normal", "h2", "h2", "h3", "h4", "h5", "h6")
_MAX_LEVEL = 6
_MAX_SUMMARY = 300
_MAX_TITLE = 300
_MAX_PASSAGE = 2_000
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
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

    A heading's level as written (1 to 6) stands in its key, "h3", for whoever orders the outline. `places` are those that
    the next block takes, `same` the further names of a block that has taken one.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.after: list[Block] = []
        self.line = Line()
        self.places: list[str] = []
        self.same: dict[str, str] = {}
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
                self._element(node, where.marked(languages.mark(lang)) if lang else where)

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
                self._anchor(node, where)
            case "abbr":
                title = squeezed(node.attr("title") or "")
                if len(title) > _MAX_TITLE:
                    self.dropped["words", title[:200]] += 1
                fits = 0 < len(title) <= _MAX_TITLE
                self._flow(node.children, where.marked(Abbr(title=title)) if fits else where)
            case _:
                self._flow(node.children, where)

    def _anchor(self, node: Element, where: Where) -> None:
        href = node.attr("href") or ""
        if href.startswith(AT) and not tuple(node.children):
            self.places.append(href.removeprefix(AT))
            return
        if href and not visible(node.text) and node.find("img") is None:
            self.dropped["address", href[:200]] += 1
        self._flow(node.children, where.marked(_link(href)) if href else where)

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
            block = Prose(key=self._place(), children=spans, mark_defs=mark_defs)
            if heading:
                spans = tuple(structs.replace(span, text=span.text.replace("\n", " ")) for span in spans)
                key = f"h{heading} {block.key}"
                block = structs.replace(block, key=key, style=_STYLES[heading], children=spans)
            elif where.level:
                block = structs.replace(block, list_item=where.list_item, level=min(where.level, _MAX_LEVEL))
            self.blocks.append(block)
        self.line = Line()
        self.blocks += self.after
        self.after = []

    def _place(self) -> str:
        """The key of the block that begins here: of the first place, which the others are the same as; "" without one."""
        if not self.places:
            return ""
        first, *others = self.places
        self.places = []
        self.same.update(dict.fromkeys(others, first))
        return TO.removeprefix("#") + first

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
        if not where.level and any(node.find(heading) for heading in _HEADINGS):
            # A list of parts with headings of their own: they belong to the outline, which a list item cannot.
            self._end(where)
            self._flow(node.children, where)
            self._end(where)
            return
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
        if alt and pictures.too_long(alt):  # more than an alternative: it is read with the text
            self.line.add(f" {alt} ", where.marks)
        elif alt and pictures.is_file_name(alt):
            self.dropped["attribute", "alt"] += 1
        self.after.append(pictures.image(node, src))

    def _figure(self, node: Element, where: Where) -> None:
        caption = _first(node.children, "figcaption")
        inside = self._inside(node, where, without=caption)
        if caption is None:
            self.blocks += inside
            return
        words, links = self._words(caption)
        if not words:
            self.blocks += inside + links
            return
        if len(words) > _MAX_PASSAGE:
            self.blocks += [*inside, *self._inside(caption, where)]
            return
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
        quotes = quoted(inside, node.attr("cite") or UNSET)
        if not any(isinstance(block, Quote) for block in quotes):
            # Read once only: a quotation in a quotation in a quotation would cost twice as much for each level.
            self.blocks += [*inside, *(self._inside(source, where) if source else [])]
            return
        links: list[Block] = []
        if source is not None:
            words, links = self._words(source)
            last = quotes[-1]
            if isinstance(last, Quote) and words and len(words) <= _MAX_PASSAGE:
                quotes[-1] = structs.replace(last, source=words)
            else:
                links = self._inside(source, where)
        self.blocks += quotes + links

    def _details(self, node: Element, where: Where) -> None:
        summary = _first(node.children, "summary")
        inside = self._inside(node, where, without=summary)
        if summary is None:
            self.blocks += inside
            return
        held, others = parted(inside)
        words, links = self._words(summary)
        if words and held and len(words) <= _MAX_SUMMARY:
            self.blocks += [Details(summary=words, content=held), *others, *links]
        else:
            self.dropped["tag", "details"] += 1
            self.blocks += [*self._inside(summary, where), *inside]

    def _table(self, node: Element, where: Where) -> None:
        if tables.laid_out(node):
            self.dropped["tag", "table"] += 1
            self.blocks += self._inside(node, where)
            return
        words, after = "", list[Block]()
        for number, caption in enumerate(tables.captions(node)):
            if number == 0 and len(caption.text) <= _MAX_PASSAGE:
                words, after = self._words(caption)
            else:
                after += self._inside(caption, where)
        table = tables.table(node, words, lambda cell: self._flat(cell, where))
        self.blocks.append(structs.replace(table, key=self._place()))
        self.blocks += [*after, *self.after]
        self.after = []

    def _flat(self, node: Element, where: Where) -> Line:
        reader = Reader()
        lang = node.attr("lang")
        place = structs.replace(_FLAT, marks=where.marks)
        reader.read(node.children, place.marked(languages.mark(lang)) if lang else place)
        self.after += reader.after
        self._take(reader)
        return reader.line

    def _words(self, node: Element) -> tuple[str, list[Block]]:
        """The words alone, for a place that takes no marks; and a paragraph of the links and the images that were in it."""
        words = self._flat(node, _FLAT).text()
        words = words if visible(words) else ""
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
        self._take(reader)
        return blocks

    def _take(self, reader: Reader) -> None:
        """What a reader of a part leaves behind beside its blocks."""
        self.places += reader.places
        self.same.update(reader.same)
        self.dropped.update(reader.dropped)


def _link(href: str) -> Link:
    return Link(record=UUID(href.removeprefix(_RECORD))) if href.startswith(_RECORD) else Link(href=href)


def _first(nodes: Iterable[Node], *tags: str) -> Element | None:
    return next((node for node in nodes if isinstance(node, Element) and node.tag in tags), None)
