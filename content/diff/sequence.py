"""What two sequences have in common, in order.

Sources: Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), for what is near; Cohen's patience diff (elements that
are there once on each side, in the longest order that both share) for what is far apart. Neither is quadratic here: the first
stops at a number of differences, the second is n log n, and both at the end of the effort.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Final

from content.diff.effort import Effort

_MOST_DIFFERENCES: Final = 400
_DEEPEST: Final = 12

Couple = tuple[int, int]


def common(before: Sequence[Hashable], after: Sequence[Hashable], effort: Effort) -> list[Couple]:
    """Places of equal elements, (in before, in after), both growing. The most there are, unless that is too much work."""
    search = _Search(before, after, effort)
    search.gap((0, len(before), 0, len(after)), _DEEPEST)
    return search.found


def in_order(numbers: Sequence[int]) -> set[int]:
    """The places of a longest growing subsequence."""
    tails: list[int] = []
    places: list[int] = []
    previous: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(tails, number)
        previous.append(places[length - 1] if length else -1)
        if length == len(tails):
            tails.append(number)
            places.append(place)
        else:
            tails[length] = number
            places[length] = place
    kept: set[int] = set()
    place = places[-1] if places else -1
    while place >= 0:
        kept.add(place)
        place = previous[place]
    return kept


class _Search:
    """Two sequences, and what was found so far."""

    def __init__(self, before: Sequence[Hashable], after: Sequence[Hashable], effort: Effort) -> None:
        self.found: list[Couple] = []
        self._before = before
        self._after = after
        self._effort = effort

    def gap(self, bounds: tuple[int, int, int, int], depth: int) -> None:
        """What is common between two places of each sequence."""
        before, after = self._before, self._after
        start, end, first, last = bounds
        while start < end and first < last and before[start] == after[first]:
            self.found.append((start, first))
            start, first = start + 1, first + 1
        tail: list[Couple] = []
        while start < end and first < last and before[end - 1] == after[last - 1]:
            end, last = end - 1, last - 1
            tail.append((end, last))
        if start < end and first < last:
            near = _near(before[start:end], after[first:last], self._effort)
            if near is not None:
                self.found.extend((start + x, first + y) for x, y in near)
            elif depth:
                self._far((start, end, first, last), depth)
        self.found.extend(reversed(tail))

    def _far(self, bounds: tuple[int, int, int, int], depth: int) -> None:
        start, end, first, last = bounds
        anchors = self._anchors(bounds)
        for x, y in anchors:
            self.gap((start, x, first, y), depth - 1)
            self.found.append((x, y))
            start, first = x + 1, y + 1
        if anchors:
            self.gap((start, end, first, last), depth - 1)

    def _anchors(self, bounds: tuple[int, int, int, int]) -> list[Couple]:
        """Elements that are there once on each side, in the longest order that both share; [] where there are none."""
        start, end, first, last = bounds
        before, after = self._before, self._after
        mine, theirs = Counter(before[start:end]), Counter(after[first:last])
        places = {after[y]: y for y in range(first, last) if theirs[after[y]] == 1}
        shared = [
            (x, places[before[x]]) for x in range(start, end) if mine[before[x]] == 1 and before[x] in places
        ]
        kept = in_order([y for _, y in shared])
        return [couple for place, couple in enumerate(shared) if place in kept]


def _near(before: Sequence[Hashable], after: Sequence[Hashable], effort: Effort) -> list[Couple] | None:
    """Myers' greedy algorithm; None where there are too many differences for it."""
    length, width = len(before), len(after)
    shared = (Counter(before) & Counter(after)).total()
    if length + width - 2 * shared > _MOST_DIFFERENCES:
        return None
    furthest = {1: 0}
    trace: list[dict[int, int]] = []
    for differences in range(min(length + width, _MOST_DIFFERENCES) + 1):
        trace.append(furthest.copy())
        walked = 0
        for diagonal in range(-differences, differences + 1, 2):
            down = diagonal == -differences or (
                diagonal != differences and furthest[diagonal - 1] < furthest[diagonal + 1]
            )
            x = furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1
            begun = x
            while x < length and x - diagonal < width and before[x] == after[x - diagonal]:
                x += 1
            walked += x - begun + 1
            furthest[diagonal] = x
            if x >= length and x - diagonal >= width:
                return _walked_back(trace, length, width)
        if not effort.spend(walked):
            return None
    return None


def _walked_back(trace: list[dict[int, int]], x: int, y: int) -> list[Couple]:
    couples: list[Couple] = []
    for differences in range(len(trace) - 1, -1, -1):
        furthest = trace[differences]
        diagonal = x - y
        down = diagonal == -differences or (
            diagonal != differences and furthest[diagonal - 1] < furthest[diagonal + 1]
        )
        from_diagonal = diagonal + 1 if down else diagonal - 1
        from_x = furthest[from_diagonal]
        from_y = from_x - from_diagonal
        while x > max(from_x, 0) and y > max(from_y, 0):
            x, y = x - 1, y - 1
            couples.append((x, y))
        x, y = from_x, from_y
    couples.reverse()
    return couples
