"""How to reach somebody, as a definition list whose phone number and address can be followed (RFC 3966, RFC 6068)."""

from __future__ import annotations

import re
from urllib.parse import quote

from markupsafe import Markup
from msgspec import Struct

from content.fragments.definitions import definitions
from content.fragments.frame import Frame
from content.fragments.markup import Child


class Reach(Struct, frozen=True, kw_only=True):
    """What is known of somebody; the name stands elsewhere."""

    role: str | None = None
    organisation: str | None = None
    phone: str | None = None
    email: str | None = None
    web: str | None = None


def pairs(reach: Reach, frame: Frame) -> list[tuple[str, Child]]:
    """Word and value of all that is known."""
    found: list[tuple[str, Child]] = [("role", reach.role), ("organisation", reach.organisation)]
    if reach.phone:
        found.append(("phone", frame.link("tel:" + re.sub(r"[^+0-9]", "", reach.phone), reach.phone)))
    if reach.email:
        found.append(("email", frame.link("mailto:" + quote(reach.email, safe="@+"), reach.email)))
    if reach.web:
        found.append(("web", frame.link(reach.web, frame.site(reach.web))))
    return [(key, value) for key, value in found if value]


def ways(reach: Reach, frame: Frame) -> Markup | None:
    """The definition list; None where nothing is known."""
    return definitions(pairs(reach, frame), frame)
