"""A medium that stays, without the named words: in its name, and in what people say of it."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import structs

from content.media import names
from content.media.medium import About, Medium
from content.redaction.cutting import Cut
from content.redaction.walking import Walk


def bare(medium: Medium, cut: Cut, mark: str, *, named: bool) -> Medium:
    """The medium without the words; the same where it holds none. With `named` it keeps its name, which is in its address."""
    renamed = medium if named or not cut.address(medium.name) else _unnamed(medium)
    about = _about(medium.about, cut, mark)
    return structs.replace(
        renamed,
        uploaded_by=cut.name(medium.uploaded_by, mark),
        about=about,
        version=medium.version + (about != medium.about),
    )


def _unnamed(medium: Medium) -> Medium:
    """With the name of what nobody has named."""
    name = names.named("", medium.media_type)
    return structs.replace(
        medium,
        name=name,
        renditions=tuple(
            structs.replace(each, name=names.smaller(name, each.width, each.media_type))
            for each in medium.renditions
        ),
    )


def _about(about: About, cut: Cut, mark: str) -> About:
    walk = Walk(cut, mark, {})
    before: dict[str, Any] = msgspec.to_builtins(about)
    after = walk.members(before)
    if not walk.places:
        return about
    if "captions" in after:
        after["captions"] = [track for track in after["captions"] if "href" in track]
    try:
        return msgspec.convert(after, About)
    except msgspec.ValidationError:
        # With the mark it is too long. What is said of a medium is a suggestion: it can be made again.
        return About(decorative=about.decorative)
