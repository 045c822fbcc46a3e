"""A real browser without a window, for tests: pages are loaded from files, or from a server of this machine, and asked by JavaScript. It has
no network.

It is driven over a pipe (the DevTools protocol: one JSON message, one NUL), so no port is opened and no other tool is needed.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.deploy.tool import need

_FLAGS: Final = (
    *(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-dev-shm-usage",
    ),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-pipe",
)
# The browser reads commands from descriptor 3 and answers on 4: this puts ours there and becomes the browser.
_BECOME: Final = "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
_ABOVE: Final = 10
_PATIENCE: Final = 60.0


class ChromiumError(Exception):
    """The browser refused a command, ended, or did not answer in time."""


class Chromium:
    """One browser with one page."""

    def __init__(self, folder: Path, commands: int, answers: int) -> None:
        self._folder = folder
        self._commands = commands
        self._answers = answers
        self._read = b""
        self._number = 0
        self._loaded = False
        target = self._ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        self._session = self._ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        self._ask("Page.enable")

    def load(self, html: str) -> None:
        """Load a document from a file, until its load event."""
        self._number += 1
        path = self._folder / f"page-{self._number}.html"
        path.write_text(html, encoding="utf-8", errors="surrogatepass")
        self.visit(path.as_uri())

    def visit(self, url: str) -> None:
        """Load a document from an address, until its load event."""
        self._loaded = False
        self._ask("Page.navigate", {"url": url})
        while not self._loaded:
            self._next(time.monotonic() + _PATIENCE)

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page, as JSON has it; a promise is awaited."""
        answer = self._ask(
            "Runtime.evaluate", {"expression": expression, "returnByValue": True, "awaitPromise": True}
        )
        if "exceptionDetails" in answer:
            raise ChromiumError(json.dumps(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def _ask(self, method: str, parameters: dict[str, object] | None = None) -> Any:
        self._number += 1
        number = self._number
        message: dict[str, object] = {"id": number, "method": method, "params": parameters or {}}
        if not method.startswith("Target."):
            message["sessionId"] = self._session
        rest = json.dumps(message).encode() + b"\0"
        while rest:
            rest = rest[os.write(self._commands, rest) :]
        until = time.monotonic() + _PATIENCE
        answer = self._next(until)
        while answer.get("id") != number:
            answer = self._next(until)
        if "error" in answer:
            raise ChromiumError(f"{method}: {answer['error']}")
        return answer["result"]

    def _next(self, until: float) -> dict[str, Any]:
        """The next message; that a page has loaded is kept in mind, whoever was waiting for what."""
        while b"\0" not in self._read:
            ready, _, _ = select.select([self._answers], [], [], max(0.0, until - time.monotonic()))
            more = os.read(self._answers, 1 << 20) if ready else b""
            if not more:
                raise ChromiumError(
                    "the browser has ended" if ready else f"no answer in {_PATIENCE:.0f} seconds"
                )
            self._read += more
        raw, _, self._read = self._read.partition(b"\0")
        message: dict[str, Any] = json.loads(raw)
        self._loaded = self._loaded or message.get("method") == "Page.loadEventFired"
        return message


@contextlib.contextmanager
def started(folder: Path) -> Iterator[Chromium]:
    """A browser with an empty profile in the folder; it ends with the block."""
    path = need("chromium")
    theirs_in, commands = (_above(each) for each in os.pipe())
    answers, theirs_out = (_above(each) for each in os.pipe())
    command = [sys.executable, "-c", _BECOME, str(theirs_in), str(theirs_out), path, *_FLAGS]
    with (folder / "chromium.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, f"--user-data-dir={folder / 'profile'}"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=(theirs_in, theirs_out),
        )  # fmt: skip
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        yield Chromium(folder, commands, answers)
    finally:
        os.close(commands)  # the browser ends when nobody can command it any more
        os.close(answers)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _above(descriptor: int) -> int:
    """The same, numbered out of the way of 3 and 4."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _ABOVE)
    os.close(descriptor)
    return moved
