"""Contents and evidence for tests of stores, and the way from a command to what a store keeps."""

from __future__ import annotations

import datetime
from uuid import UUID, uuid4

from msgspec import structs

from content import lifecycle, tokens
from content.accessibility.report import Finding, Report, Verdict
from content.errors import Message
from content.kinds import TopicFields
from content.lifecycle import MarkGone, Publish, Redirect, SaveDraft, Withdraw
from content.model import (
    HEADING_LEVELS,
    VARIANTS,
    Content,
    News,
    Revision,
    Topic,
    Update,
    Variant,
    digest_bytes,
)
from content.ports import Change, Evidence, Store, Writing
from content.redaction import Cut, Plain, Redaction, Scope, seal
from content.text import Prose, Span
from content.tokens import Secret, Token

START = datetime.datetime(2026, 3, 1, 8, tzinfo=datetime.UTC)
KEY = bytes(range(32))
AUTHOR = "redaktør@example.org"


def identity(number: int) -> UUID:
    """A UUIDv7 that sorts by its number."""
    return UUID(f"01912345-0000-7000-8000-{number:012x}")


def news(
    slug: str,
    title: str = "Møte i Tromsø",
    *,
    summary: str = "",
    topics: tuple[str, ...] = (),
    text: str = "Hei.",
) -> News:
    """A news item."""
    return News(
        slug=slug,
        title=title,
        summary=summary,
        topics=topics,
        body=(Prose(key="a", children=(Span(key="b", text=text),)),),
    )


def topic(key: str, label: str, slug: str = "") -> Topic:
    """A topic."""
    return Topic(slug=slug or key, title=label, fields=TopicFields(key=key))


def evidence(
    html: str = "<h2>Møte</h2>", *, ruleset: str = "1", outcome: Verdict = "no_failures_found"
) -> tuple[Evidence, ...]:
    """What a check of every variant and heading level leaves behind."""
    return tuple(
        _evidence(html, variant, level, ruleset, outcome) for variant in VARIANTS for level in HEADING_LEVELS
    )


def save(
    store: Store,
    number: int,
    content: Content,
    *,
    locale: str = "nb",
    minutes: int = 0,
    expected: int | None = None,
) -> Revision:
    """Save a draft of record `number`."""
    command = SaveDraft(id=identity(number), locale=locale, content=content, author=AUTHOR, expected=expected)

    def work(writing: Writing) -> Revision:
        event = lifecycle.save(writing.standing(command.id, locale), command, at(minutes))
        writing.apply(event)
        return event.revision

    return store.write(work)


def publish(
    store: Store,
    number: int,
    content: Content,
    *,
    locale: str = "nb",
    minutes: int = 0,
    update: Update = "major",
    note: str = "",
    checked: tuple[Evidence, ...] = (),
) -> Change:
    """Save a draft and publish it."""
    revision = save(store, number, content, locale=locale, minutes=minutes)
    command = Publish(
        id=revision.id,
        locale=locale,
        revision=revision.number,
        update=update,
        note=note or ("Rettet" if update == "minor" else ""),
        actor=AUTHOR,
    )

    def work(writing: Writing) -> Change:
        standing = writing.standing(revision.id, locale)
        change = writing.apply(lifecycle.publish(standing, revision, command, at(minutes)), checked)
        assert change is not None
        return change

    return store.write(work)


def move(store: Store, command: Withdraw | MarkGone | Redirect, *, minutes: int = 0) -> Change:
    """Withdraw, mark as gone or redirect."""

    def work(writing: Writing) -> Change:
        change = writing.apply(
            lifecycle.change_state(writing.standing(command.id, command.locale), command, at(minutes))
        )
        assert change is not None
        return change

    return store.write(work)


def redact(
    store: Store,
    number: int,
    *texts: str,
    locale: str | None = None,
    minutes: int = 10,
    revisions: tuple[int, ...] = (),
) -> tuple[Redaction, tuple[Change, ...]]:
    """Redact words, or whole revisions, of record `number`; the evidence that comes in the place of the old says nothing."""
    scope = Scope(id=identity(number), locale=locale, cut=Cut(Plain(texts)), revisions=frozenset(revisions))
    line = Redaction(
        number=0,
        key=uuid4(),
        at=at(minutes),
        actor=AUTHOR,
        id=identity(number),
        locale=locale,
        reason="Personvern",
        texts=len(texts),
        needles=seal(texts, KEY),
        lock="",
        revisions=revisions,
        media=(),
    )

    def work(writing: Writing) -> tuple[Redaction, tuple[Change, ...]]:
        survey = writing.redactions.survey(scope)
        anew = {
            (each.id, each.locale, each.number, each.digest): evidence("<h2>Nytt</h2>")
            for each in survey.editions
        }
        return writing.redactions.keep(line, scope, survey, anew, "")

    return store.write(work)


def withdraw(
    store: Store, number: int, *, locale: str = "nb", minutes: int = 0, reason: str = "Feil"
) -> Change:
    """Withdraw record `number`."""
    return move(
        store, Withdraw(id=identity(number), locale=locale, reason=reason, actor=AUTHOR), minutes=minutes
    )


def secret(number: int) -> Secret:
    """The secret of token `number`."""
    return tokens.mint(number.to_bytes(32))


def keep_token(store: Store, number: int, name: str = "desk", **changes: object) -> Token:
    """Keep token `number`, made so many minutes after START."""
    token = Token(
        id=secret(number).id, name=name, scopes=("drafts",), created_at=at(number), created_by=AUTHOR
    )
    token = structs.replace(token, **changes)
    store.write(lambda writing: writing.tokens.keep(token, secret(number).hash))
    return token


def at(minutes: int) -> datetime.datetime:
    """The time so many minutes after START."""
    return START + datetime.timedelta(minutes=minutes)


def _evidence(html: str, variant: Variant, level: int, ruleset: str, outcome: Verdict) -> Evidence:
    shown = f"{html}<!-- {variant} {level} -->"
    digest = digest_bytes(shown.encode())
    message = Message(nb="Overskriften har tekst.", en="The heading has text.")
    finding = Finding(
        rule="heading-empty",
        wcag=("2.4.6",),
        outcome="passed",
        target="h2",
        line=1,
        message=message,
        help=message,
    )
    report = Report(
        outcome=outcome,
        publishable=outcome != "failed",
        ruleset=ruleset,
        digest=digest,
        tested=("2.4.6",),
        untested=("1.4.5",),
        findings=(finding,),
    )
    return Evidence(variant=variant, heading_level=level, digest=digest, report=report, html=shown)
