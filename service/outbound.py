"""Fetching from the web: the one home of httpx as a client. Only what an operator names on the command line is fetched."""

from __future__ import annotations

import time
from typing import Final

import httpx
from msgspec import Struct

from content.errors import NordkalottError

MOST: Final = 10 * 1024 * 1024
_REDIRECTS: Final = 5
_TIMEOUT: Final = httpx.Timeout(10.0, read=20.0)
_LONGEST: Final = 60.0


class CannotFetchError(NordkalottError):
    """The address did not give a page: the message says why."""


class Fetched(Struct, frozen=True, kw_only=True):
    """A body, and the encoding that its Content-Type names, if it does."""

    body: bytes
    charset: str | None


def fetch(url: str) -> Fetched:
    """What is at an http(s) address: at most 10 MiB, after at most 5 redirects, within a minute. Proxies of the environment
    are not used.

    Raises CannotFetchError.
    """
    headers = {"accept": "text/html, */*;q=0.5", "user-agent": "nordkalott-check"}
    end = time.monotonic() + _LONGEST
    try:
        with (
            httpx.Client(
                timeout=_TIMEOUT, follow_redirects=True, max_redirects=_REDIRECTS, trust_env=False
            ) as client,
            client.stream("GET", url, headers=headers) as response,
        ):
            if response.is_error:
                raise CannotFetchError(f"{url} answers {response.status_code} {response.reason_phrase}.")
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > MOST:
                    raise CannotFetchError(f"{url} is larger than {MOST // 2**20} MiB.")
                # httpx limits the wait for each piece, not for all of them.
                if time.monotonic() > end:
                    raise CannotFetchError(f"{url} takes longer than {_LONGEST:g} seconds.")
            return Fetched(body=bytes(body), charset=response.charset_encoding)
    except httpx.InvalidURL as error:
        raise CannotFetchError(f"{url} is not an address: {error}.") from error
    except httpx.HTTPError as error:
        raise CannotFetchError(f"{url} cannot be fetched: {str(error) or type(error).__name__}.") from error
