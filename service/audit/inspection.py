"""One page, looked at in every state: what each rule came to for each part of it, and where.

Where a part stands alone in a page, what is said of the page as a whole is said of it. Where several stand in one page, what is
said of the whole (part -1), or may be owed to the neighbours, is `shared`: it has to be asked again of each alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct, convert
from playwright.async_api import CDPSession, Page

from content.accessibility.audit import Looked, Seen
from content.accessibility.report import Outcome
from service.audit import axe
from service.audit.states import TAGS, State

WHOLE: Final = -1
CHECKS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "forced-contrast": ("Text can be told from what is behind it in forced colours", ("1.4.3",)),
    "reflow": ("Nothing scrolls sideways at 320 CSS pixels but what needs two dimensions", ("1.4.10",)),
    "text-resize": ("No text is lost when it alone is twice as large", ("1.4.4",)),
    "text-spacing": ("No text is lost with the text spacing of WCAG", ("1.4.12",)),
    "keyboard": ("The Tab key comes to everything that can have the focus", ("2.1.1", "2.1.2")),
    "focus-order": ("The Tab key goes through the page in the order of the document", ("2.4.3",)),
    "focus-visible": (
        "What has the focus looks otherwise than without it, and can be told from what is around",
        ("1.4.11", "2.4.7"),
    ),
}
"""Our own checks: what each asks, and the criteria."""
_NEIGHBOURS: Final = frozenset(
    {"target-size", "heading-order", "duplicate-id-aria", "accesskeys", "focus-order", "keyboard"}
)
_STRUCTURE: Final = ("landmark-", "region", "page-", "bypass")
_SWALLOWED: Final = 12
"""Presses of the Tab key more than there is to come to: players have stops of their own, and the browser's window too."""
_MOST_KEYS: Final = 4000
_MOST_SCREENS: Final = 20
_WORST_FIRST: Final[tuple[Outcome, ...]] = ("failed", "cantTell", "passed", "inapplicable")
_TAB: Final = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}


class _Found(Struct):
    rule: str
    part: int
    outcome: Outcome
    target: str


class _Rule(Struct):
    tags: list[str]
    help: str
    parts: dict[Outcome, list[int]]


class _Answer(Struct):
    rules: dict[str, _Rule]
    findings: list[_Found]


class _Suspect(Struct):
    number: int
    part: int
    target: str
    faint: bool


class _State(Struct):
    axe: _Answer
    findings: list[_Found]
    suspects: list[_Suspect]


class Tally:
    """What all states of a page, or of several hosts, came to, by part."""

    def __init__(self, parts: Sequence[int]) -> None:
        self._parts = tuple(parts)
        self._rules: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._outcomes: dict[int, dict[str, dict[str, Outcome]]] = {part: {} for part in self._parts}
        self._seen: dict[int, list[Seen]] = {part: [] for part in self._parts}
        self.shared: set[int] = set()
        """Parts that must be asked again alone."""

    def rules(self, part: int) -> tuple[Looked, ...]:
        """What every rule that applied came to."""
        return tuple(
            Looked(rule=rule, help=self._rules[rule][0], wcag=self._rules[rule][1], outcomes=outcomes)
            for rule, outcomes in sorted(self._outcomes[part].items())
        )

    def seen(self, part: int) -> tuple[Seen, ...]:
        """Where rules failed, or could not tell."""
        return tuple(self._seen[part])

    def failed(self, part: int) -> bool:
        """Whether anything failed."""
        return any(each.outcome == "failed" for each in self._seen[part])

    def axe(self, where: str, answer: _Answer) -> None:
        """Take in what axe-core said."""
        for rule, said in answer.rules.items():
            name = f"axe/{rule}"
            self._rules[name] = (said.help, axe.criteria(said.tags))
            for outcome, parts in said.parts.items():
                told = [
                    part for part in parts if outcome != "cantTell" or part != WHOLE or WHOLE in self._parts
                ]
                for part in self._of(told):
                    self._note(part, name, where, outcome)
        self._take("axe", where, answer.findings)

    def ours(self, where: str, rules: Sequence[str], findings: Sequence[_Found]) -> None:
        """Take in what our own checks found: each passed where it found nothing."""
        for rule in rules:
            self._rules[f"browser/{rule}"] = CHECKS[rule]
            for part in self._parts:
                self._note(part, f"browser/{rule}", where, "passed")
        for each in findings:
            for part in self._of([each.part]):
                self._note(part, f"browser/{each.rule}", where, each.outcome)
        self._take("browser", where, findings)

    def _take(self, by: str, where: str, findings: Sequence[_Found]) -> None:
        for each in findings:
            if self._others(each):
                continue
            for part in self._of([each.part]):
                self._seen[part].append(
                    Seen(rule=f"{by}/{each.rule}", where=where, outcome=each.outcome, target=each.target)
                )
            together = each.rule in _NEIGHBOURS or each.rule.startswith(_STRUCTURE) or each.part == WHOLE
            if together and each.outcome == "failed" and len(self._parts) > 1:
                self.shared.update(self._of([each.part]))

    def _others(self, found: _Found) -> bool:
        """What cannot be told of the host's own text is nobody's."""
        return found.part == WHOLE and found.outcome == "cantTell" and WHOLE not in self._parts

    def _of(self, parts: Sequence[int]) -> tuple[int, ...]:
        """What is said of the whole is said of every part."""
        return self._parts if WHOLE in parts else tuple(part for part in parts if part in self._outcomes)

    def _note(self, part: int, rule: str, where: str, outcome: Outcome) -> None:
        known = self._outcomes[part].setdefault(rule, {})
        known[where] = min(known.get(where, outcome), outcome, key=_WORST_FIRST.index)


async def inspect(page: Page, tally: Tally, host: str = "", *, states: Sequence[State]) -> None:
    """Ask everything of the page that is loaded, in every state, and note it in the tally. Raises what Playwright raises.

    Round trips cost as much as what they ask for, so a state is one question, and what is as it was is not set again.
    """
    session = await page.context.new_cdp_session(page)
    before: State | None = None
    for state in states:
        where = f"{host} {state.name}".strip()
        await _put(page, state, before)
        before = state
        await page.evaluate("nordkalott.ready()")
        if state.keys:
            await _press(page, session)
        answer = convert(await page.evaluate("asked => nordkalott.state(asked)", _asked(state)), _State)
        tally.axe(where, answer.axe)
        if state.focus:
            answer.findings += await _unseen(page, answer.suspects)
        tally.ours(where, _ours(state), answer.findings)
    await session.detach()


async def _put(page: Page, state: State, before: State | None) -> None:
    if before is None or (state.width, state.height) != (before.width, before.height):
        await page.set_viewport_size({"width": state.width, "height": state.height})
    if before is None or (state.scheme, state.forced) != (before.scheme, before.forced):
        await page.emulate_media(
            color_scheme=state.scheme, forced_colors="active" if state.forced else "none"
        )


def _asked(state: State) -> dict[str, object]:
    """What the page is asked in a state, as the script takes it."""
    return {
        "only": {"type": "rule", "values": (*state.rules, *state.sampled)}
        if state.rules
        else {"type": "tag", "values": TAGS},
        "contrast": bool(state.sampled),
        "scale": state.scale,
        "spaced": state.spaced,
        "keys": state.keys,
        "forced": state.forced,
        "narrow": state.narrow,
        "lost": state.lost,
        "focus": state.focus,
    }


def _ours(state: State) -> list[str]:
    """Our own checks that are asked in a state."""
    asked = {
        "forced-contrast": state.forced,
        "reflow": state.narrow,
        state.lost: bool(state.lost),
        "keyboard": state.keys,
        "focus-order": state.keys,
        "focus-visible": state.focus,
    }
    return [rule for rule, is_asked in asked.items() if is_asked]


async def _press(page: Page, session: CDPSession) -> None:
    """Press the Tab key until it has come to everything, or comes to nothing more. It is held down: pressing moves, letting go does not."""
    progress = await page.evaluate("nordkalott.follow()")
    reached = -1
    pressed = 0
    while progress["missing"] and progress["reached"] != reached and pressed < _MOST_KEYS:
        reached = progress["reached"]
        keys = min(progress["missing"] + _SWALLOWED, _MOST_KEYS)
        pressed += keys
        # They are sent without waiting for each: the browser takes them in turn.
        await asyncio.gather(
            *(session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **_TAB}) for _ in range(keys))
        )
        progress = await page.evaluate("nordkalott.progress()")
    await session.send("Input.dispatchKeyEvent", {"type": "keyUp", **_TAB})


async def _unseen(page: Page, suspects: Sequence[_Suspect]) -> list[_Found]:
    """What no style shows to have the focus, and the screen neither."""
    found = []
    for number, suspect in enumerate(suspects):
        outcome: Outcome = "cantTell"
        if number < _MOST_SCREENS:
            seen = not suspect.faint and await _differs(page, suspect.number)
            outcome = "passed" if seen else "failed"
        if outcome != "passed":
            found.append(
                _Found(rule="focus-visible", part=suspect.part, outcome=outcome, target=suspect.target)
            )
    return found


async def _differs(page: Page, number: int) -> bool:
    box: Any = await page.evaluate("nordkalott.focusOn", number)
    if box is None:
        return False
    without = await page.screenshot(clip=box)
    await page.evaluate("number => nordkalott.hold(number, true)", number)
    within = await page.screenshot(clip=box)
    await page.evaluate("number => nordkalott.hold(number, false)", number)
    return without != within
