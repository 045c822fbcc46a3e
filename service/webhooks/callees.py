"""Which addresses a webhook may lead to: what the guard lets us call, by https unless it is on the operator's list."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final

from content.errors import Fault
from content.validation import shape
from content.webhooks import Refusals, address
from service.outbound import CannotFetchError, Guard, NotAllowedError

_LOOKUP: Final = 5.0
"""Seconds that a name is looked up for."""


def refusals(guard: Guard) -> Refusals:
    """Says why the guard would not let an address be called. Blocks for a moment: it is called in a thread."""

    def refused(url: str) -> Sequence[Fault]:
        host, port = address.origin(url)
        try:
            addresses = asyncio.run(_admitted(guard, host, port))
        except TimeoutError:
            return (_silent(host),)
        except NotAllowedError:
            return (_uncalled(host, port),)
        except CannotFetchError:
            return (_silent(host),)
        if url.startswith("http:") and not guard.listed(host, addresses):
            return (
                shape.fault(
                    "/url",
                    "not_https",
                    nb="Adressen må begynne med https://: http er bare for verter på lista outbound_allowed.",
                    en="The address must begin with https://: http is only for hosts on the list outbound_allowed.",
                ),
            )
        return ()

    return refused


async def _admitted(guard: Guard, host: str, port: int) -> tuple[str, ...]:
    async with asyncio.timeout(_LOOKUP):
        return await guard.admitted(host, port)


def _uncalled(host: str, port: int) -> Fault:
    return shape.fault(
        "/url",
        "not_allowed",
        nb=f"{host} ved port {port} kalles ikke herfra: det må være på det åpne nettet, ved port 80 eller 443, eller stå i outbound_allowed.",
        en=f"{host} at port {port} is not called from here: it must be on the public internet, at port 80 or 443, or stand in outbound_allowed.",
    )


def _silent(host: str) -> Fault:
    # Refused, and not taken on trust: it is nearly always a slip, of which nobody would hear until the first delivery.
    return shape.fault(
        "/url",
        "unknown_host",
        nb=f"Det finnes ingen vert {host}, eller navnetjenesten svarer ikke nå. Se over navnet, og prøv igjen.",
        en=f"There is no host {host}, or the name service does not answer now. Look at the name, and try again.",
    )
