"""The chart of the contests: a bar for each case, as many times as fast as nginx, with its spread and its target.

An SVG on its own: real text, a title and a description, colours for light and dark that nothing depends on (with and without access log
differ in pattern and in words), narrow enough that a telephone shows its words at a readable size.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from msgspec import Struct

from service.bench.measured import Measured

_WIDTH: Final = 400
_LONGEST: Final = 40
"""Letters that a line of the head has room for."""
_LEFT: Final = 12
_ROOM: Final = _WIDTH - 2 * _LEFT
_TOP: Final = 142
_CASE: Final = 92
_BAR: Final = 16

_STYLE: Final = """
    text { font: 16px/1.3 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; fill: #16232b; }
    .head { font-weight: 600; font-size: 18px; }
    .case { font-weight: 600; }
    .number { font-size: 15px; }
    .over { paint-order: stroke; stroke: #ffffff; stroke-width: 4px; }
    .paper { fill: #ffffff; }
    .bar { fill: #1f5f7a; stroke: #1f5f7a; stroke-width: 1.5; }
    .logged { fill: url(#lines); }
    .line { stroke: #1f5f7a; stroke-width: 3; }
    .halo { stroke: #ffffff; stroke-width: 6; }
    .spread { stroke: #16232b; stroke-width: 2; }
    .even { stroke: #16232b; stroke-width: 2; stroke-dasharray: 6 4; }
    .target { fill: #9a3412; }
    @media (prefers-color-scheme: dark) {
      text { fill: #eef4f7; }
      .paper { fill: #0f1a20; }
      .bar { fill: #7cc4e0; stroke: #7cc4e0; }
      .logged { fill: url(#lines); }
      .line { stroke: #7cc4e0; }
      .over, .halo { stroke: #0f1a20; }
      .spread, .even { stroke: #eef4f7; }
      .target { fill: #fdba74; }
    }
    @media (forced-colors: active) {
      text { fill: CanvasText; }
      .paper { fill: Canvas; }
      .bar, .line, .spread, .even { stroke: CanvasText; }
      .over, .halo { stroke: Canvas; }
      .bar:not(.logged) { fill: CanvasText; }
      .target { fill: CanvasText; }
    }
"""


_PATTERN: Final = (
    '  <defs><pattern id="lines" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="line" d="M0 0V7"/></pattern></defs>'
)


class Row(Struct, frozen=True, kw_only=True):
    """One case: its ratio without access log on either side, and with it on both."""

    title: str
    plain: Measured
    logged: Measured | None


def rows(measured: Sequence[Measured]) -> list[Row]:
    """The cases that have a ratio to nginx, in their order."""
    found: dict[str, list[Measured]] = {}
    for each in measured:
        if each.chart:
            found.setdefault(each.chart, []).append(each)
    return [
        Row(title=title, plain=ratios[0], logged=ratios[1] if len(ratios) > 1 else None)
        for title, ratios in found.items()
    ]


def told(row: Row) -> str:
    """One case in words."""
    text = f"{row.title}: {row.plain.value:.2f} times"
    if row.logged:
        text += f", with access log {row.logged.value:.2f} times"
    return text + (f" (target {row.plain.target})" if row.plain.target else "")


def drawn(measured: Sequence[Measured], *, when: str, processor: str, size: str) -> str:
    """The SVG. `when`, `processor` and `size` are words under its title. Raises ValueError where no case has a ratio."""
    cases = rows(measured)
    if not cases:
        raise ValueError("no case has a ratio to nginx")
    most = max(max(row.plain.high, row.logged.high if row.logged else 0, 1.25) for row in cases)
    height = _TOP + _CASE * len(cases) + 12
    described = ". ".join(["Answers a second against nginx, one core each", *map(told, cases)])
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="title desc" lang="en">',
        '  <title id="title">How fast the service answers, nginx being 1</title>',
        f'  <desc id="desc">{escape(described)}. {escape(when)}, {escape(processor)}, {escape(size)}.</desc>',
        f"  <style>{_STYLE}  </style>",
        _PATTERN,
        f'  <rect class="paper" width="{_WIDTH}" height="{height}"/>',
        _text(26, "Answers a second, nginx being 1", "head"),
        *(
            _text(48 + 20 * place, _short(line), "number")
            for place, line in enumerate((when, processor, size))
        ),
        f'  <rect class="bar" x="{_LEFT}" y="102" width="22" height="12"/>',
        _text(113, "no access log", "number", _LEFT + 28),
        f'  <rect class="bar logged" x="{_LEFT + 140}" y="102" width="22" height="12"/>',
        _text(113, "both write one", "number", _LEFT + 168),
        f'  <path class="target" d="{_tip(_LEFT + 300, 103)}"/>',
        _text(113, "target", "number", _LEFT + 310),
    ]
    even = _LEFT + _ROOM / most
    lines += [
        f'  <text class="number" text-anchor="middle" x="{even:.1f}" y="{_TOP - 2}">nginx</text>',
        f'  <path class="even" d="M{even:.1f} {_TOP + 4}V{height - 8}"/>',
    ]
    for number, row in enumerate(cases):
        lines += _case(row, _TOP + number * _CASE, _ROOM / most)
    return "\n".join([*lines, "</svg>", ""])


def _case(row: Row, top: int, unit: float) -> list[str]:
    lines = [_text(top + 16, row.title, "case over")]
    place = top + 26
    if row.plain.bound:
        lines.append(f'  <path class="target" d="{_tip(_LEFT + row.plain.bound[1] * unit, place - 10)}"/>')
    for ratio, kind in ((row.plain, "bar"), (row.logged, "bar logged")):
        if ratio is None:
            continue
        width, middle = ratio.value * unit, place + _BAR / 2
        low, high = (_LEFT + each * unit for each in (ratio.low, ratio.high))
        spread = f"M{low:.1f} {middle - 4}v8m0 -4H{high:.1f}m0 -4v8"
        lines += [
            f'  <rect class="{kind}" x="{_LEFT}" y="{place}" width="{width:.1f}" height="{_BAR}"/>',
            f'  <path class="halo" fill="none" d="{spread}"/>',
            f'  <path class="spread" fill="none" d="{spread}"/>',
        ]
        place += _BAR + 4
    lines.append(_text(place + 12, _numbers(row), "number over"))
    return lines


def _numbers(row: Row) -> str:
    plain = f"{row.plain.value:.2f} ({row.plain.low:.2f} to {row.plain.high:.2f})"
    if row.logged is None:
        return plain
    return f"{plain}; {row.logged.value:.2f} ({row.logged.low:.2f} to {row.logged.high:.2f})"


def _short(line: str) -> str:
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _tip(x: float, y: float) -> str:
    """A small triangle that points down at x."""
    return f"M{x - 5:.1f} {y}H{x + 5:.1f}L{x:.1f} {y + 9}Z"


def _text(y: float, words: str, kind: str, x: float = _LEFT) -> str:
    return f'  <text class="{kind}" x="{x}" y="{y}">{escape(words)}</text>'
