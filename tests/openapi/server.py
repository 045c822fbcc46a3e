"""A running server over a store of its own, and schemathesis that asks it everything that the document says."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hypothesis import settings

from content.access import Scope
from service.edge.app import App
from service.edge.server import bind, running, url_of
from service.settings import Settings
from service.wiring import opened
from tests.http.house import House, furnished
from tests.openapi.strict import closed, described

CONFIG: Final = Path(__file__).with_name("schemathesis.toml")


def exploring() -> bool:
    """Whether new examples are wanted, and more of them: `--hypothesis-profile=explore`."""
    return settings.get_current_profile_name() == "explore"


@dataclass(frozen=True)
class Served:
    """A house whose application answers at an address, and the document of it, closed, in a file."""

    house: House
    url: str
    document: Path

    def ask(self, *options: str, token: str = "", timeout: float = 600) -> subprocess.CompletedProcess[str]:
        """Run schemathesis, the same way each time unless it is to explore. It ends with 1 where an answer is outside the document."""
        signed = ["--header", f"Authorization: Bearer {token}"] if token else []
        command = [
            *(sys.executable, "-m", "schemathesis.cli"),
            *("--config-file", str(CONFIG)),
            *("run", str(self.document), "--url", self.url, "--no-color", "--no-shrink"),
            *([] if exploring() else ["--generation-deterministic"]),
            *signed,
            *options,
        ]
        return subprocess.run(
            command,
            cwd=self.document.parent,
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
            env={"PATH": "/usr/bin:/bin", "SCHEMATHESIS_HOOKS": "", "PYTHONWARNINGS": "ignore"},
        )

    def token(self, scope: Scope) -> str:
        """The text of a token that holds the scope, made for this run."""
        return self.house.token(scope, name=f"Asker ({scope})")


@contextmanager
def served(folder: Path, app: App | None = None, document: dict[str, Any] | None = None) -> Iterator[Served]:
    """A server over a store in a folder, with the library and the examples in it. `app` answers instead of the application."""
    free = Settings(data=str(folder / "data"), port=0)
    listener = bind(free)
    ours = Settings(
        data=free.data,
        base_url=url_of(listener),
        rate_limit=0,
        outbound="listed",  # addresses that are made up are not called
        sign_in_limit=1_000_000,
        security_contact="mailto:hull@example.org",
    )
    with opened(ours) as parts:
        house = furnished(parts, examples=True)
        with running(app or parts.application(), ours, listener=listener) as url:
            path = folder / "openapi.json"
            path.write_text(json.dumps(closed(document or described(ours))), encoding="utf-8")
            yield Served(house=house, url=url, document=path)
