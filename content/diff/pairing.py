"""Which part of one sequence is which part of another: kept, changed, moved, added, removed.

Parts that say the same are found first. Of the rest, two belong together where they are alike, or where they have one `_key` that
an editor's tool gave them. A key that was filled in here (`b7`) says only where a block stood when it was saved: after a paragraph
is put in at the top of a text that is read in anew, every key is another block's.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import UNSET, Struct, UnsetType

from content.diff import sequence
from content.diff.effort import Effort
from content.diff.model import Op
from content.diff.sameness import Data, canonical, likeness, words

_FILLED_IN: Final = re.compile(r"^b\d+x*$|-\d+x*$")  # as content.text.keyed does
_ENOUGH: Final = 0.5
_SAME_PLACE: Final = 0.1
_SAME_KEY: Final = 0.25
_COMMONEST: Final = 8
_SMALL_GAP: Final = 400


class Step(Struct, frozen=True, kw_only=True):
    """What became of one part; its places in the two sequences."""

    op: Op
    before: int | UnsetType = UNSET
    after: int | UnsetType = UNSET
    moved: bool = False


class _Part:
    """One part, with what it is recognised by."""

    def __init__(self, data: Data) -> None:
        self.key = data.get("_key", "")
        self.sort = data.get("_type", "")
        self.says = canonical(data)
        self._data = data
        self._words: Counter[str] | None = None

    @property
    def words(self) -> Counter[str]:
        if self._words is None:
            self._words = words(self._data)
        return self._words

    def named_as(self, other: _Part) -> bool:
        """Whether an editor's tool gave both the same key."""
        return bool(self.key) and self.key == other.key and not _FILLED_IN.search(self.key)


def steps(before: Sequence[Data], after: Sequence[Data], effort: Effort) -> list[Step]:
    """The way from one sequence to the other, in the order of the second, each removed part where it stood."""
    mine, theirs = [_Part(each) for each in before], [_Part(each) for each in after]
    pairs = dict(sequence.common([each.says for each in mine], [each.says for each in theirs], effort))
    pairs |= _elsewhere(mine, theirs, pairs)
    pairs |= _alike(mine, theirs, pairs, effort)
    places = sorted(pairs)
    kept = sequence.in_order([pairs[x] for x in places])
    unmoved = {x for place, x in enumerate(places) if place in kept}
    return list(_told(mine, theirs, pairs, unmoved))


def _elsewhere(mine: list[_Part], theirs: list[_Part], pairs: dict[int, int]) -> dict[int, int]:
    """Parts that say the same in another place; one of the same key first."""
    free: defaultdict[bytes, list[int]] = defaultdict(list)
    for y in _others(len(theirs), pairs.values()):
        free[theirs[y].says].append(y)
    found: dict[int, int] = {}
    by_key = {(theirs[y].says, theirs[y].key): y for places in free.values() for y in places}
    taken: set[int] = set()
    waiting: list[int] = []
    for x in _others(len(mine), pairs):
        y = by_key.get((mine[x].says, mine[x].key), -1)
        if y < 0 or y in taken:
            waiting.append(x)
        else:
            found[x] = y
            taken.add(y)
    left = {says: iter([y for y in places if y not in taken]) for says, places in free.items()}
    for x in waiting:
        y = next(left.get(mine[x].says, iter(())), -1)
        if y >= 0:
            found[x] = y
    return found


def _alike(mine: list[_Part], theirs: list[_Part], pairs: dict[int, int], effort: Effort) -> dict[int, int]:
    """Parts that were changed: the best pairs first, each part once."""
    scored: list[tuple[float, int, int]] = []
    gaps = list(_gaps(len(mine), len(theirs), pairs))
    place_of = {x: number for number, (left, _) in enumerate(gaps) for x in left}
    gap_of = {y: number for number, (_, right) in enumerate(gaps) for y in right}
    seen: set[tuple[int, int]] = set()
    for x, y in _candidates(mine, theirs, gaps):
        one, other = mine[x], theirs[y]
        if (x, y) in seen or one.sort != other.sort:
            continue
        seen.add((x, y))
        if not effort.spend(min(len(one.words), len(other.words)) + 1):
            break
        score = 1 + likeness(one.words, other.words) if one.named_as(other) else _score(one, other)
        score += _SAME_PLACE if place_of[x] == gap_of[y] else 0
        if score >= _ENOUGH:
            scored.append((-score, x, y))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, x, y in sorted(scored, key=lambda each: (each[0], abs(each[1] - each[2]), each[1], each[2])):
        if x not in found and y not in taken:
            found[x] = y
            taken.add(y)
    return found


def _score(one: _Part, other: _Part) -> float:
    return likeness(one.words, other.words) + (_SAME_KEY if one.key and one.key == other.key else 0)


def _gaps(length: int, width: int, pairs: dict[int, int]) -> Iterator[tuple[list[int], list[int]]]:
    """The parts without a pair, between those pairs that stand in the same order."""
    places = sorted(pairs)
    kept = sequence.in_order([pairs[x] for x in places])
    paired = set(pairs.values())
    start, first = 0, 0
    for end, last in [*((x, pairs[x]) for place, x in enumerate(places) if place in kept), (length, width)]:
        yield (
            [x for x in range(start, end) if x not in pairs],
            [y for y in range(first, last) if y not in paired],
        )
        start, first = end + 1, last + 1


def _candidates(
    mine: list[_Part], theirs: list[_Part], gaps: list[tuple[list[int], list[int]]]
) -> Iterator[tuple[int, int]]:
    """Pairs worth a look: of one key, in one small gap, at one place of a large one, or with a word that few have."""
    right = [y for _, ys in gaps for y in ys]
    left = [x for xs, _ in gaps for x in xs]
    by_key = {theirs[y].key: y for y in right if theirs[y].key}
    yield from ((x, by_key[mine[x].key]) for x in left if mine[x].key in by_key)
    for xs, ys in gaps:
        if len(xs) * len(ys) <= _SMALL_GAP:
            yield from ((x, y) for x in xs for y in ys)
        else:
            yield from zip(xs, ys, strict=False)
            yield from zip(reversed(xs), reversed(ys), strict=False)
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for y in right:
        for word in theirs[y].words:
            holders[word].append(y)
    rare = {word: places for word, places in holders.items() if len(places) <= _COMMONEST}
    for x in left:
        hits = Counter(y for word in mine[x].words for y in rare.get(word, ()))
        yield from ((x, y) for y, _ in hits.most_common(_COMMONEST))


def _told(mine: list[_Part], theirs: list[_Part], pairs: dict[int, int], unmoved: set[int]) -> Iterator[Step]:
    came_from = {y: x for x, y in pairs.items()}
    at = 0
    for y, part in enumerate(theirs):
        x = came_from.get(y)
        if x is None:
            yield Step(op="added", after=y)
            continue
        moved = x not in unmoved
        if not moved:
            yield from (Step(op="removed", before=each) for each in range(at, x) if each not in pairs)
            at = x + 1
        same = mine[x].says == part.says
        op: Op = "changed" if not same else "moved" if moved else "kept"
        yield Step(op=op, before=x, after=y, moved=moved)
    yield from (Step(op="removed", before=each) for each in range(at, len(mine)) if each not in pairs)


def _others(length: int, places: Iterable[int]) -> list[int]:
    known = set(places)
    return [place for place in range(length) if place not in known]
