"""The ETag of a draft: its newest revision, by number and digest (RFC 9110 section 8.8.3, strong)."""

from __future__ import annotations

import re
from typing import Final

from content.model import Revision

_ETAG: Final = re.compile(r'"([0-9]{1,9})-[0-9a-f]{16}"')


def etag(revision: Revision) -> str:
    """The ETag of a draft whose newest revision this is. The digest tells a draft from one that was deleted and begun again."""
    return f'"{revision.number}-{revision.digest.removeprefix("sha256:")[:16]}"'


def matched(if_match: str, newest: Revision) -> bool:
    """Is one of the ETags the newest revision's? Compared strongly (RFC 9110 section 13.1.1): a weak one never is."""
    return etag(newest) in (part.strip() for part in if_match.split(","))


def base(if_match: str) -> int:
    """The number of the revision that If-Match names; 0 where it names none of ours."""
    found = _ETAG.search(if_match)
    return int(found[1]) if found else 0
