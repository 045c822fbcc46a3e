"""The browser: the system's Chromium, driven by Playwright. Started once, and again where it has ended or hangs.

It gets no network: what a page asks for is answered by us, or not at all.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, BrowserContext, Error, Page, Playwright, Route, async_playwright

from content.errors import NordkalottError
from service.local import Whole

NAMES: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
INSTALL: Final = "apt-get install --yes chromium"
Answer = Callable[[str], Awaitable[Whole | None]]
"""What an address is answered with; None for what is not ours to give."""

_FLAGS: Final = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--mute-audio",
)
_START: Final = 60_000
"""Milliseconds."""
_DRIVER_ENDED: Final = "Connection closed while reading from the driver"
_END: Final = 5.0
"""Seconds that something may take to end by itself."""


class CannotAuditError(NordkalottError):
    """There is no browser, or it cannot be started."""


def find(named: Path | None) -> str:
    """The browser's path: the one that was named, or the system's. Raises CannotAuditError with the line that installs one."""
    if named is not None:
        if not os.access(named, os.X_OK) or named.is_dir():
            raise CannotAuditError(
                f"{named} is no program. Name the browser with --browser, or install it: {INSTALL}"
            )
        return str(named)
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise CannotAuditError(f"There is no Chromium here. Install it: {INSTALL}")


class Chromium:
    """One browser, warm. `script` is put into every document before its own."""

    def __init__(self, path: str, script: str, answer: Answer, *, sandbox: bool = True) -> None:
        self._path = path
        self._script = script
        self._answer = answer
        self._sandbox = sandbox and os.geteuid() != 0  # it needs a user that is not root
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._pid = 0
        self._lock = asyncio.Lock()
        self.starts = 0

    @property
    def version(self) -> str:
        """That of the browser that was started last."""
        return f"Chromium {self._browser.version}" if self._browser else ""

    @property
    def pid(self) -> int:
        """Its process."""
        return self._pid

    async def start(self) -> Browser:
        """The browser, which is started where there is none that answers. Raises CannotAuditError."""
        async with self._lock:
            if self._browser is not None and self._browser.is_connected():
                return self._browser
            try:
                if self._playwright is None:
                    asyncio.get_running_loop().set_exception_handler(_hushed)
                    self._playwright = await async_playwright().start()
                self._browser = await self._playwright.chromium.launch(
                    executable_path=self._path,
                    args=list(_FLAGS),
                    chromium_sandbox=self._sandbox,
                    timeout=_START,
                )
                session = await self._browser.new_browser_cdp_session()
                known = await session.send("SystemInfo.getProcessInfo")
                self._pid = next(each["id"] for each in known["processInfo"] if each["type"] == "browser")
            except Error as error:
                why = error.message.splitlines()[0]
                raise CannotAuditError(
                    f"{self._path} cannot be started: {why}. Where its sandbox is refused, as in a container without user namespaces, "
                    "say --no-sandbox."
                ) from error
            self.starts += 1
            return self._browser

    @asynccontextmanager
    async def page(self) -> AsyncIterator[Page]:
        """A page of its own, in a profile of its own. Where it does not close by itself, the browser is ended."""
        browser = await self.start()
        context = await asyncio.wait_for(
            browser.new_context(service_workers="block", accept_downloads=False, reduced_motion="reduce"),
            _END * 4,
        )
        try:
            await context.add_init_script(script=self._script)
            await context.route("**/*", self._give)
            yield await context.new_page()
        finally:
            await self._close(context)

    async def stop(self) -> None:
        """End the browser, and what drives it."""
        if self._browser is not None and self._browser.is_connected():
            try:
                await asyncio.wait_for(self._browser.close(), _END)
            except (TimeoutError, Error):
                self.kill()
        if self._playwright is not None:
            with contextlib.suppress(Exception):  # it may have ended with the terminal's Ctrl-C
                await asyncio.wait_for(self._playwright.stop(), _END)

    def kill(self) -> None:
        """End the browser at once."""
        if self._pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        self._pid = 0

    async def _close(self, context: BrowserContext) -> None:
        try:
            await asyncio.wait_for(context.close(), _END)
        except TimeoutError:
            self.kill()
        except Error:
            pass  # it ended before

    async def _give(self, route: Route) -> None:
        # The page may be gone before its answer is there: nobody waits for it any more.
        with contextlib.suppress(Error):
            given = await self._answer(route.request.url) if route.request.method == "GET" else None
            if given is None:
                await route.abort("addressunreachable")
            else:
                await route.fulfill(status=given.status, headers=given.headers, body=given.body)


def _hushed(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What Playwright is left with where the terminal's Ctrl-C has ended its driver before us is no news."""
    if _DRIVER_ENDED not in str(context.get("exception")):
        loop.default_exception_handler(context)
