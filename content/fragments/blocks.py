"""The body: each of the eleven block types as HTML. What a block says in its own words stays visible, whatever it links to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup
from msgspec import UNSET

from content.characters import visible
from content.fragments.cards import contact_card, link_card
from content.fragments.files import file
from content.fragments.frame import Frame
from content.fragments.headings import Outline
from content.fragments.images import image
from content.fragments.markup import broken, element, lines, together
from content.fragments.prose import passage
from content.fragments.tables import table
from content.fragments.videos import audio, video
from content.text import (
    Audio,
    Block,
    Callout,
    ContactCard,
    Details,
    File,
    Image,
    LinkCard,
    Prose,
    Quote,
    Table,
    Video,
)


class Writer:
    """Writes one body. It counts tables, callouts, videos and recordings for their ids, and keeps the place in the outline."""

    def __init__(self, frame: Frame, base: int, ids: Sequence[str]) -> None:
        self._frame = frame
        self._outline = Outline(base)
        self._ids = iter(ids)
        self._count = 0

    def body(self, blocks: Sequence[Block]) -> list[Markup]:
        """The blocks in order. Prose that stands together is written together, because of its lists."""
        found: list[Markup] = []
        run: list[Prose] = []
        for block in blocks:
            if isinstance(block, Prose):
                run.append(block)
                continue
            found.extend(passage(run, self._frame, self._outline, self._ids))
            run = []
            if part := self._block(block):
                found.append(part)
        found.extend(passage(run, self._frame, self._outline, self._ids))
        return found

    def _block(self, block: Block) -> Markup | None:  # noqa: PLR0911 - one answer for each block type
        match block:
            case Image():
                return image(block, self._frame)
            case Table():
                return table(block, self._frame, self._next())
            case Quote():
                return _quote(block, self._frame, self._inside)
            case Callout():
                return _callout(block, self._frame, self._inside, self._next())
            case Details():
                inside = lines("div", {"class": "nk-details-body"}, *self._inside(block.content))
                return lines(
                    "details", {"class": "nk-details"}, element("summary", None, block.summary), inside
                )
            case LinkCard():
                return link_card(block, self._frame)
            case ContactCard():
                return contact_card(block, self._frame)
            case File():
                return file(block, self._frame)
            case Video():
                return video(block, self._frame, self._inside(block.transcript), self._next())
            case Audio():
                return audio(block, self._frame, self._inside(block.transcript), self._next())
            case Prose():
                return None

    def _inside(self, content: Sequence[Prose]) -> list[Markup]:
        return passage(content, self._frame, self._outline.inside(), self._ids)

    def _next(self) -> int:
        self._count += 1
        return self._count


def _quote(block: Quote, frame: Frame, inside: Callable[[Sequence[Prose]], list[Markup]]) -> Markup:
    cite = frame.address(block.cite) if block.cite is not UNSET else None
    quoted = lines("blockquote", {"cite": cite}, *inside(block.content))
    if block.source is not UNSET and visible(block.source):
        said = broken(block.source)
        source = element("a", {"href": cite}, said) if cite else said
    elif cite:
        source = frame.word("source_is", source=element("a", {"href": cite}, frame.site(cite)))
    else:
        return lines("div", {"class": "nk-quote"}, quoted)
    return lines("figure", {"class": "nk-quote"}, quoted, element("figcaption", None, source))


def _callout(
    block: Callout, frame: Frame, inside: Callable[[Sequence[Prose]], list[Markup]], number: int
) -> Markup:
    """A note, named by its label and title: the label says in words what the colour says (WCAG 1.4.1)."""
    name = frame.id(f"callout-{number}")
    label = frame.worded("strong", {"class": "nk-callout-label"}, f"tone_{block.tone}")
    title = together(label, ": ", block.title) if block.title is not UNSET else label
    return lines(
        "div",
        {"class": f"nk-callout nk-callout-{block.tone}", "role": "note", "aria-labelledby": name},
        element("p", {"class": "nk-callout-title", "id": name}, title),
        *inside(block.content),
    )
