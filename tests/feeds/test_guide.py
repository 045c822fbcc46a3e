"""The subscribers' guide says what the code does."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import msgspec

import feeds
from content.kinds import KINDS
from content.locales import BUILT_IN
from tests.feeds import samples

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "feeds.md").read_text(encoding="utf-8")


def test_it_names_every_format_kind_and_locale() -> None:
    for suffix in get_args(feeds.Suffix):
        assert f"`.{suffix}`" in GUIDE
    for media_type in (each.media_type for each in feeds.FORMATS.values()):
        assert f"`{media_type}`" in GUIDE
    for word in (*KINDS, *BUILT_IN):
        assert f"`{word}`" in GUIDE


def test_its_example_of_an_id_is_true() -> None:
    assert str(samples.FIRST) in GUIDE
    assert feeds.entry_id(samples.FIRST, "nb") in GUIDE


def test_its_date_of_an_empty_feed_is_true() -> None:
    assert feeds.BEGINNING.date().isoformat() in GUIDE


def test_its_example_of_the_extension_has_every_member() -> None:
    block = next(part for part in GUIDE.split("```") if part.startswith("json\n"))
    example = msgspec.json.decode("{" + block.removeprefix("json\n") + "}")["_nordkalott"]
    real = msgspec.json.decode(feeds.json(samples.full()))["items"][0]["_nordkalott"]
    assert list(example) == list(real)
