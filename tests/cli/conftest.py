"""Running the command line in process, over a copy of a store that holds the library."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from service.cli import main, seed
from service.settings import Settings
from service.wiring import opened


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Its output as JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty working folder, and no settings of whoever runs the tests."""
    for name in os.environ:
        if name.startswith("NORDKALOTT_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `nordkalott` with these arguments."""

    def command(*arguments: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main([str(each) for each in arguments])
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return command


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the library, made once."""
    folder = tmp_path_factory.mktemp("library") / "data"
    with opened(Settings(data=str(folder))) as parts:
        assert seed.fill(parts)
    return folder


@pytest.fixture
def data(library: Path, tmp_path: Path) -> Path:
    """A data folder of this test's own, where commands look if nothing else is said."""
    return Path(shutil.copytree(library, tmp_path / "data"))


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A record's folder that is in no store yet: a news item in nb and en."""
    folder = tmp_path / "nyhet"
    folder.mkdir()
    (folder / "record.toml").write_text('id = "01a20834-9d01-7c1e-b3aa-5d2f8f0e6a11"\nkind = "news"\n')
    for locale, slug, title in (("nb", "ny-bro", "Ny bro"), ("en", "new-bridge", "New bridge")):
        text = f'+++\nslug = "{slug}"\ntitle = "{title}"\n+++\n\n## Mer\n\nEn bro.\n'
        (folder / f"{locale}.md").write_text(text)
    return folder
