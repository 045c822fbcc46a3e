"""What lists know of a live edition without opening its content: title, topics, and the last change of each list."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from content import tags
from content.model import Content, Standing, Topic
from content.ports import Change
from content.store import places, rows
from content.store.connection import Session

# Else SQLite goes over all that the locale has.
FORGET = "DELETE FROM membership INDEXED BY membership_of_record WHERE id = ? AND locale = ?"


def shown(content: Content) -> tuple[str, str | None]:
    """Title, and a topic's key."""
    key = content.fields.key if isinstance(content, Topic) else None
    return content.title, key


def keep(session: Session, standing: Standing, content: Content) -> None:
    """Make the lists know this content, and forget the one before."""
    key = (standing.id.bytes, standing.locale)
    session.rows(
        """INSERT INTO live (id, locale, title, topic_key) VALUES (?, ?, ?, ?)
           ON CONFLICT (id, locale) DO UPDATE SET title = excluded.title, topic_key = excluded.topic_key""",
        (*key, *shown(content)),
    )
    session.rows(FORGET, key)
    for topic in dict.fromkeys(content.topics):
        session.rows(
            "INSERT INTO membership (id, locale, topic, updated_at, kind) VALUES (?, ?, ?, ?, ?)",
            (*key, topic, rows.to_micros_or_none(standing.updated_at), standing.kind),
        )


def topics_of(session: Session, standing: Standing) -> set[str]:
    """The topics of the live edition."""
    found = session.rows(
        "SELECT topic FROM membership WHERE id = ? AND locale = ?", (standing.id.bytes, standing.locale)
    )
    return {row[0] for row in found}


def labels_moved(session: Session, stored: Standing, content: Content | None) -> set[str]:
    """The keys of the topics whose label appears, changes or goes with this: records about them show it."""
    row = session.row(
        "SELECT topic_key, title FROM live WHERE id = ? AND locale = ?", (stored.id.bytes, stored.locale)
    )
    before = (row[0], row[1]) if row and row[0] and stored.state == "published" else None
    after = (content.fields.key, content.title) if isinstance(content, Topic) else None
    return {label[0] for label in (before, after) if label is not None and before != after}


def touched(change: Change) -> Iterator[tuple[str, str, str]]:
    """Locale, topic and kind of every list that a change touches: all, its kind's, and those of the topics in its tags."""
    prefix = tags.topic(change.locale, "")
    for topic in ("", *(tag.removeprefix(prefix) for tag in change.tags if tag.startswith(prefix))):
        for kind in ("", change.kind):
            yield change.locale, topic, kind


def touch(session: Session, change: Change, topics: Collection[str]) -> None:
    """Note the change as the last one of every list that it touches, and give it its place in the feeds of its locale and its kind, and of
    the `topics` that its record was in or is in. A topic whose label alone has moved has no place for it.
    """
    places.take(session, change, topics)
    for key in touched(change):
        place = int(not key[1] or key[1] in topics)
        count, latest = session.rows(
            """INSERT INTO list_head (locale, topic, kind, seq, places, latest) VALUES (?, ?, ?, ?, ?, ?)
               ON CONFLICT (locale, topic, kind) DO UPDATE SET seq = excluded.seq, places = places + excluded.places,
               latest = CASE WHEN excluded.places THEN max(latest, excluded.latest) ELSE latest END
               RETURNING places, latest""",
            (*key, change.seq, place, rows.to_micros(change.at) * place),
        )[0]
        if place:
            places.fill(session, key, change, count, latest)
