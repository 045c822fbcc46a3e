"""What differs between two contents, as data: also the JSON that editors' tools get.

This shape only grows: no member is renamed or removed (DESIGN section 5). Positions count from 0. What does not apply is absent.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

from content.text import Block

Op = Literal["kept", "added", "removed", "changed", "moved"]


class _Part(Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class Mark(_Part, frozen=True, kw_only=True):
    """What is marked: `value` is a link's address (urn:uuid: for a record here), a language tag, or what is abbreviated."""

    type: Literal["link", "lang", "abbr", "strong", "em"]
    value: str | UnsetType = UNSET


class Piece(_Part, frozen=True, kw_only=True):
    """A run of text under the same marks. Kept and added pieces make the text after, kept and removed ones the text before.

    `marks_before` is there only on words that were kept but marked otherwise: it may be empty.
    """

    op: Literal["kept", "added", "removed"]
    text: str
    marks: tuple[Mark, ...] = ()
    marks_before: tuple[Mark, ...] | UnsetType = UNSET


class Member(_Part, frozen=True, kw_only=True):
    """One member that says something else. `pointer` (RFC 6901) begins at what holds it: the content, or a block.

    `before` is absent where the member is new, `after` where it is gone. Texts that people read have `words` too.
    """

    pointer: str
    before: Any = UNSET
    after: Any = UNSET
    words: tuple[Piece, ...] = ()


class CellDiff(_Part, frozen=True, kw_only=True):
    """One cell of a table's row. `before` and `after` are its places in the row."""

    op: Op
    before: int | UnsetType = UNSET
    after: int | UnsetType = UNSET
    moved: bool = False
    members: tuple[Member, ...] = ()
    words: tuple[Piece, ...] = ()


class RowDiff(_Part, frozen=True, kw_only=True):
    """One row of a table. `before` and `after` are its places; a changed one has `cells`."""

    op: Op
    before: int | UnsetType = UNSET
    after: int | UnsetType = UNSET
    moved: bool = False
    cells: tuple[CellDiff, ...] = ()


class BlockDiff(_Part, frozen=True, kw_only=True):
    """One block. `before` and `after` are its places in the bodies, `key` its `_key` (before, where it was removed).

    `op` is "moved" for the same block in another place; a changed one that stands elsewhere has `moved` too. `was` and `now` are the
    whole block: both where it was changed, `now` where it was added, `was` where it was removed. A changed block has its `members`,
    the `words` of a paragraph, the `content` of a quotation, callout, details or transcript, and the `rows` of a table.
    """

    op: Op
    type: str
    key: str
    before: int | UnsetType = UNSET
    after: int | UnsetType = UNSET
    moved: bool = False
    was: Block | UnsetType = UNSET
    now: Block | UnsetType = UNSET
    members: tuple[Member, ...] = ()
    words: tuple[Piece, ...] = ()
    content: tuple[BlockDiff, ...] = ()
    rows: tuple[RowDiff, ...] = ()


class Diff(Struct, frozen=True, kw_only=True):
    """What differs. `same` where a reader would find no difference: `_key`s and how spans are divided do not count.

    `body` has every block in the order of the text after, each removed one where it stood; kept ones are only named.
    """

    same: bool
    members: tuple[Member, ...]
    body: tuple[BlockDiff, ...]
