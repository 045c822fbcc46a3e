"""What became of webhooks after a backup was made, so that a restore does not undo it: nobody is told again who was not to be told any more,
and no secret comes back that was replaced. Names, addresses and filters come back as the backup has them.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct, structs

from content.delivery import Subscriber
from content.ports import Reading, Writing

_ALL: Final = 10**9


class Fates(Struct, frozen=True, kw_only=True):
    """What one store knows: the webhooks that it has, those that were deleted, and how often each was given a new secret."""

    there: Mapping[UUID, Subscriber]
    deleted: frozenset[UUID]
    turned: Mapping[UUID, int]


def known(reading: Reading) -> Fates:
    """What this store knows, by its journal: what that was pruned of is forgotten. Raises StoreError."""
    deleted = reading.journal(0, _ALL, verb="delete-webhook")
    turned = reading.journal(0, _ALL, verb="rotate-webhook-secret")
    return Fates(
        there={each.id: each for each in reading.subscribers.some(sort="webhook")},
        deleted=frozenset(UUID(str(each.detail["webhook"])) for each in deleted),
        turned=Counter(UUID(str(each.detail["webhook"])) for each in turned),
    )


def fulfil(writing: Writing, fates: Sequence[Fates], at: datetime.datetime) -> int:
    """Delete, end and turn what was deleted, ended and turned elsewhere; how many webhooks that were."""
    own = known(writing)
    return sum(_fulfilled(writing, own, each, fates, at) for each in own.there.values())


def _fulfilled(
    writing: Writing, own: Fates, webhook: Subscriber, fates: Sequence[Fates], at: datetime.datetime
) -> bool:
    if any(webhook.id in each.deleted for each in fates):
        return writing.subscribers.remove(webhook.id)
    last = max(fates, key=lambda each: each.turned.get(webhook.id, 0), default=own)
    newer = last.there.get(webhook.id)
    turned = newer is not None and last.turned.get(webhook.id, 0) > own.turned.get(webhook.id, 0)
    if newer is not None and turned:
        writing.subscribers.keep(structs.replace(webhook, secrets=newer.secrets))
    others = (each.there.get(webhook.id) for each in fates)
    ended = next((each for each in others if each is not None and each.state == "ended"), None)
    if ended is None or webhook.state == "ended":
        return turned
    return writing.subscribers.end(webhook.id, ended.ended_at or at, ended.ended_why)
