"""A small client over the ASGI application, and the steps that tests of the public interface take often."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import msgspec

from content import files
from content.access import Scope
from content.commands import Outcome
from content.lifecycle import Publish, SaveDraft
from content.locales import Locale
from content.model import Content, Update
from content.tokens import CreateToken
from service import library
from service.edge.app import Edge
from service.wiring import Parts

PAGE = UUID("01a20834-8c13-7430-a66f-29db6186417e")


@dataclass
class House:
    """The parts, and a client that asks them as the public does."""

    parts: Parts
    app: Edge

    def get(self, path: str, *, method: str = "GET", **headers: str) -> httpx.Response:
        """One request, through the edge and the application. Header names with underscores for hyphens."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            async with httpx.AsyncClient(
                transport=transport, base_url=self.parts.settings.base_url
            ) as client:
                return await client.request(method, path, headers=named)

        return asyncio.run(ask())

    def send(
        self, method: str, path: str, data: Any = None, *, token: str = "", **headers: str
    ) -> httpx.Response:
        """One request of an author, with a body of JSON where `data` is given (bytes are sent as they are)."""
        content = data if isinstance(data, bytes) else msgspec.json.encode(data) if data is not None else None
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if content is not None:
            named.setdefault("content-type", "application/json")
        if token:
            named["authorization"] = f"Bearer {token}"

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(
                transport=transport, base_url=self.parts.settings.base_url
            ) as client:
                return await client.request(method, path, headers=named, content=content)

        return asyncio.run(ask())

    def token(self, *scopes: Scope, name: str = "Kari", **limits: Any) -> str:
        """The text of a new token."""
        made = self.parts.commands.create_token(
            CreateToken(name=name, scopes=scopes or ("admin",), actor="test", **limits)
        )
        return made.secret.text

    def json(self, path: str, **headers: str) -> Any:
        """The body of a 200 as data."""
        response = self.get(path, **headers)
        assert response.status_code == 200, response.text
        return msgspec.json.decode(response.content)

    def publish(
        self, identity: UUID, locale: Locale, content: Content, *, update: Update = "major", note: str = ""
    ) -> Outcome:
        """Save and publish in one go."""
        revision = self.parts.commands.save(
            SaveDraft(id=identity, locale=locale, content=content, author="test")
        )
        return self.parts.commands.publish(
            Publish(
                id=identity, locale=locale, revision=revision.number, update=update, note=note, actor="test"
            )
        )


def furnished(parts: Parts, *, examples: bool) -> House:
    """A house with the library published, and the examples where they are asked for."""
    folders = ("library", "examples") if examples else ("library",)
    for name in folders:
        library.publish(files.read(library.folder(name)), parts.store, parts.commands, actor="test")
    return House(parts=parts, app=Edge(parts.application(), parts.settings))
