"""Which policy cleaned a text: a number that people raise, and a digest over all that the policy consists of.

Kept with what was cleaned, so that it can be told later what an older policy has let through.
"""

from __future__ import annotations

import hashlib
import json
from typing import Final

from msgspec import Struct

from content.sanitize import guard, policy

VERSION: Final = 1
"""To be raised with every change of what `consists_of` gives: a test holds the digest of each version."""


class Policy(Struct, frozen=True, kw_only=True):
    """The policy of a cleaning: `digest` is "sha256:" and 64 hex digits."""

    version: int
    digest: str

    @property
    def name(self) -> str:
        """Both in one: what is kept with a revision."""
        return f"{self.version} {self.digest}"


def consists_of() -> dict[str, object]:
    """The lists, patterns and bounds that decide what stays, as plain data in a fixed order."""
    return {
        "tags": sorted(policy.TAGS),
        "attributes": {tag: sorted(names) for tag, names in sorted(policy.ATTRIBUTES.items())},
        "addresses": sorted(policy.ADDRESSES),
        "schemes": sorted(policy.SCHEMES),
        "wholly": sorted(policy.WHOLLY),
        "blocks": sorted(policy.BLOCKS),
        "raw": sorted(policy.RAW),
        "patterns": list(policy.PATTERNS),
        "bounds": [
            guard.MAX_BYTES,
            guard.MAX_TAGS,
            guard.MAX_ESCAPED,
            guard.MAX_DEPTH,
            guard.MAX_ATTRIBUTES,
            policy.MAX_ADDRESS,
        ],
    }


def digest(consists: dict[str, object]) -> str:
    """SHA-256 over the JSON of what a policy consists of."""
    return "sha256:" + hashlib.sha256(json.dumps(consists, ensure_ascii=True).encode()).hexdigest()


POLICY: Final = Policy(version=VERSION, digest=digest(consists_of()))
