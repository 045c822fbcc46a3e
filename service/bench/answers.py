"""One answer of a server, head and body: what is saved for nginx, and what all contenders must answer alike."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from urllib.parse import urlsplit

from msgspec import Struct

from service.bench.cases import Case


class Answer(Struct, frozen=True, kw_only=True):
    """Status, header fields by name in lower case, and the body as it was sent, with its coding."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def asked(url: str, case: Case, headers: Mapping[str, str] | None = None) -> Answer:
    """The answer of a server to a case, with these header fields instead of the case's own."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    try:
        connection.request(
            case.method, case.target, headers=dict(case.headers if headers is None else headers)
        )
        answer = connection.getresponse()
        return Answer(
            status=answer.status,
            headers={name.lower(): value for name, value in answer.getheaders()},
            body=answer.read(),
        )
    finally:
        connection.close()


def sent(url: str, case: Case) -> dict[str, str]:
    """The header fields to drive a case with: its own, and the server's own ETag where it is to say that nothing changed."""
    headers = dict(case.headers)
    if case.unchanged:
        headers["If-None-Match"] = asked(url, case).headers["etag"]
    return headers
