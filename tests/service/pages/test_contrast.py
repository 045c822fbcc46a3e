"""The contrast of every pair of colours that the stylesheet sets on each other, computed from its tokens in both schemes.

Source: WCAG 2.1, 1.4.3 (text 4.5:1), 1.4.11 (parts of controls, focus 3:1), and its definition of contrast ratio.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[3] / "service/web/static/site.css").read_text("utf-8")
GROUNDS = ("paper", "snow", "frost")
TEXT = [
    *((text, ground) for text in ("ink", "muted", "fjord", "fjord-deep", "sun") for ground in GROUNDS),
    ("ink", "sky-high"),
    ("ink", "sky-low"),
    ("on-fjord", "fjord"),
    ("on-fjord", "fjord-deep"),
    ("on-sea", "sea"),
    ("link-on-sea", "sea"),
]
PARTS = [
    ("edge", "snow"),
    ("edge", "paper"),
    ("focus", "paper"),
    ("focus", "snow"),
    ("focus", "sky-high"),
    ("focus", "sky-low"),
    ("fjord", "sky-low"),
]


def schemes() -> dict[str, dict[str, str]]:
    light, dark = re.findall(r":root \{(.*?)\}", CSS.split("@media print")[0], re.DOTALL)
    tokens = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in (light, dark)]
    return {"light": tokens[0], "dark": tokens[1]}


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_formula_is_the_one_of_wcag() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_stands_out(scheme: str, text: str, ground: str) -> None:
    tokens = schemes()[scheme]
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("part", "ground"), PARTS)
def test_controls_and_focus_stand_out(scheme: str, part: str, ground: str) -> None:
    tokens = schemes()[scheme]
    assert contrast(tokens[part], tokens[ground]) >= 3


def test_dark_sets_every_colour_that_light_sets() -> None:
    assert schemes()["light"].keys() == schemes()["dark"].keys()


def test_colours_are_named_only_where_tokens_are_set() -> None:
    outside = re.sub(r"--[a-z-]+: #[0-9a-f]{6};", "", CSS)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", outside) == []


def test_every_token_that_is_used_is_set() -> None:
    used = set(re.findall(r"var\(--([a-z-]+)", CSS))
    assert used <= set(re.findall(r"--([a-z-]+):", CSS))


def test_nothing_is_fetched_and_nothing_is_imported() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS
