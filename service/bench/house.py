"""A store of its own for a measurement, in a temporary folder on the disk that the working folder is on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from content.lifecycle import Publish, SaveDraft
from content.model import Content
from service.bench import samples
from service.settings import Settings
from service.wiring import Parts, opened


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
