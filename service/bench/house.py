"""A store of its own for a measurement, in a temporary folder on the disk that the working folder is on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from content import lifecycle
from content.lifecycle import Publish, SaveDraft
from content.model import Content
from content.ports import Evidence, Writing
from service.bench import samples
from service.settings import Settings
from service.wiring import Parts, now, opened, opened_store

_BATCH = 200


@contextmanager
def house() -> Iterator[Parts]:
    """Parts over an empty store; the folder goes at the end."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder,
        opened(Settings(data=folder)) as parts,
    ):
        yield parts


def publish(parts: Parts, number: int) -> None:
    """Save and publish a sample, with every check."""
    publish_content(parts, number, samples.content(number))


def publish_content(parts: Parts, number: int, content: Content) -> None:
    """Save and publish this as the record of a number, with every check."""
    identity = samples.identity(number)
    parts.commands.save(SaveDraft(id=identity, locale="nb", content=content, author="bench"))
    parts.commands.publish(Publish(id=identity, locale="nb", revision=1, actor="bench"))


def copied(path: Path, count: int) -> None:
    """A new store with so many samples, published with the evidence of the first one: many records without their checks."""
    with house() as parts:
        publish(parts, 0)
        with parts.store.read() as reading:
            evidence = reading.evidence(samples.identity(0), "nb", 1)
    store = opened_store(path)
    for start in range(0, count, _BATCH):
        store.write(partial(_keep, evidence, range(start, min(start + _BATCH, count))))
    store.close()


def _keep(evidence: tuple[Evidence, ...], numbers: range, writing: Writing) -> None:
    for number in numbers:
        identity, content = samples.identity(number), samples.content(number)
        saved = lifecycle.save(
            None, SaveDraft(id=identity, locale="nb", content=content, author="bench"), now()
        )
        writing.apply(saved)
        command = Publish(id=identity, locale="nb", revision=1, actor="bench")
        writing.apply(lifecycle.publish(saved.standing, saved.revision, command, now()), evidence)
