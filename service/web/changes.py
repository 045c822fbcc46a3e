"""The change feed: what apps read to stay in step, as pages and as a live stream."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from content import tags
from content.errors import StartOver
from content.ports import Change
from content.ports.kept import ClosedEntry
from service.web.answers import Answer, encoded
from service.web.parameters import Asked, encode_position
from service.web.record import encode, written
from service.web.view import View, tags_of_all


def changes(view: View, asked: Asked) -> Answer:
    """What was published, corrected and taken back after a position, oldest first; `next` is where to go on, always there."""
    head = view.reading.head()
    epoch, since = asked.query["since"] or (head.epoch, 0)
    if epoch != head.epoch or since > head.seq:
        raise StartOver(
            "This position is from before a restore. Fetch /v1/changes without `since`, and replace what you hold."
        )
    shown, after = view.reading.told(
        since, locale=asked.query["locale"], kind=asked.query["kind"], limit=asked.query["limit"]
    )
    position = head.seq if after is None else after
    live = _live(view, shown)
    return encoded(
        {"changes": _rows(view, shown, live), "next": encode_position(head.epoch, position)},
        # Any change makes it another: caches ask again each time, and are mostly told 304.
        cache="public, max-age=0, must-revalidate",
        tags=tags_of_all(view.settings.locales) | {tags.record(each.id) for each in shown},
        valid_until=view.valid_until(live),
    )


def rows(view: View, shown: Sequence[Change]) -> list[dict[str, object]]:
    """Changes as the public gets them; an upsert brings the record as it is now."""
    return _rows(view, shown, _live(view, shown))


def _rows(view: View, shown: Sequence[Change], live: Sequence[ClosedEntry]) -> list[dict[str, object]]:
    there = {(entry.standing.id, entry.standing.locale): entry for entry in live}
    return [_row(view, change, there.get((change.id, change.locale))) for change in shown]


def _live(view: View, shown: Sequence[Change]) -> Sequence[ClosedEntry]:
    identities = sorted({change.id for change in shown if change.op == "upsert"})
    return view.reading.public.entries(identities) if identities else ()


def _row(view: View, change: Change, entry: ClosedEntry | None) -> dict[str, object]:
    row: dict[str, object] = {
        "seq": change.seq,
        "op": change.op,
        "id": change.id,
        "locale": change.locale,
        "kind": change.kind,
        "edition": change.edition,
        "at": change.at,
    }
    if change.op == "upsert" and entry is not None:
        row["record"] = encode(written(entry, view.links, now=view.now))
    return row


def event(epoch: str, row: dict[str, object]) -> bytes:
    """One change as a server-sent event; its id is the position to go on from (HTML Standard, section 9.2)."""
    seq = row["seq"]
    data = msgspec.json.encode(row).decode()
    return f"id: {encode_position(epoch, int(str(seq)))}\nevent: change\ndata: {data}\n\n".encode()
