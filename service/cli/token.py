"""`nordkalott token …`: who may write over the API."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Callable
from typing import Any

import msgspec

from content.commands import Minted
from content.tokens import CreateToken, RevokeToken, RotateToken, Token
from service.cli import setting, span, terminal
from service.wiring import Parts, now


def run(arguments: argparse.Namespace) -> int:
    """Run the act that the arguments name. Only `create` makes a store where there is none."""
    acts: dict[str, Callable[[argparse.Namespace, Parts], int]] = {
        "create": _create,
        "list": _list,
        "revoke": _revoke,
        "rotate": _rotate,
    }
    with setting.parts(arguments, make=arguments.act == "create") as parts:
        return acts[arguments.act](arguments, parts)


def _create(arguments: argparse.Namespace, parts: Parts) -> int:
    command = CreateToken(
        name=arguments.name,
        scopes=tuple(arguments.scope),
        kinds=_some(arguments.kind),
        locales=_some(arguments.locale),
        expires_at=_until(arguments.expires, "--expires"),
        actor=setting.actor(arguments),
        via="command-line",
    )
    return _told(arguments, parts.commands.create_token(command))


def _rotate(arguments: argparse.Namespace, parts: Parts) -> int:
    command = RotateToken(
        ref=arguments.ref,
        overlap=int(span.parse(arguments.overlap, "--overlap").total_seconds()),
        expires_at=_until(arguments.expires, "--expires"),
        actor=setting.actor(arguments),
        via="command-line",
    )
    return _told(arguments, parts.commands.rotate_token(command))


def _told(arguments: argparse.Namespace, minted: Minted) -> int:
    """The text on stdout, alone, so that it can be piped to where it belongs; what people want to know on stderr."""
    if arguments.json:
        terminal.data({"token": minted.secret.text, **_shown(minted.token)})
        return 0
    print(minted.secret.text)
    token = minted.token
    until = f"is good until {_time(token.expires_at)}" if token.expires_at else "is good until it is revoked"
    print(
        f"This is the token {token.id} of “{terminal.plain(token.name)}”. Keep it safe: it is shown this once. It {until}.",
        file=sys.stderr,
    )
    if minted.old is not None:
        print(
            f"The one before it, {minted.old.id}, is good until {_time(minted.old.expires_at)}.",
            file=sys.stderr,
        )
    return 0


def _list(arguments: argparse.Namespace, parts: Parts) -> int:
    with parts.store.read() as reading:
        tokens = reading.tokens.all()
    if arguments.json:
        terminal.data([_shown(token) for token in tokens])
        return 0
    terminal.table(
        ("ID", "NAME", "STATE", "SCOPES", "KINDS", "LOCALES", "EXPIRES", "LAST USED"),
        [
            (
                token.id,
                token.name,
                token.phase(now()),
                " ".join(token.scopes),
                " ".join(token.kinds or ("all",)),
                " ".join(token.locales or ("all",)),
                _time(token.expires_at) or "never",
                _time(token.used_at) or "-",
            )
            for token in tokens
        ],
    )
    return 0


def _revoke(arguments: argparse.Namespace, parts: Parts) -> int:
    command = RevokeToken(
        ref=arguments.ref, reason=arguments.reason, actor=setting.actor(arguments), via="command-line"
    )
    ended = parts.commands.revoke_token(command)
    if arguments.json:
        terminal.data([_shown(token) for token in ended])
        return 0
    for token in ended:
        print(f"Revoked {token.id} of “{terminal.plain(token.name)}”.")
    return 0


def _shown(token: Token) -> dict[str, Any]:
    return {**msgspec.to_builtins(token), "phase": token.phase(now())}


def _some(chosen: list[Any] | None) -> tuple[Any, ...] | None:
    return None if chosen is None else tuple(chosen)


def _until(typed: str | None, option: str) -> datetime.datetime | None:
    return None if typed is None else now() + span.parse(typed, option)


def _time(moment: datetime.datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M} UTC"
