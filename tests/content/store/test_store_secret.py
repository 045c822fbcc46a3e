"""The key of the redactions: made once, whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from content.errors import StoreError, StoreFull, StoreReadOnly
from content.store import secret


def test_it_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    key = secret.get(tmp_path)
    assert secret.get(tmp_path) == secret.read(tmp_path / secret.NAME) == key
    assert [path.name for path in tmp_path.iterdir()] == [secret.NAME]
    assert (tmp_path / secret.NAME).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("number", "raised"),
    [(errno.ENOSPC, StoreFull), (errno.EDQUOT, StoreFull), (errno.EACCES, StoreReadOnly)],
)
def test_where_it_cannot_be_written_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, raised: type[StoreError]
) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(raised, match=r"redaction\.key"):
        secret.get(tmp_path)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    assert secret.get(tmp_path)
