"""`nordkalott audit`: what is served, looked at in a real browser; or what is live, looked at again by the rules."""

from __future__ import annotations

import argparse

from content.errors import Invalid, NordkalottError

_EXTRA = frozenset({"playwright", "greenlet", "pyee"})


class CannotAuditHereError(NordkalottError):
    """The extra is not installed."""


def run(arguments: argparse.Namespace) -> int:
    """With `--rules`: by the rule set that is current. Else in a browser. Raises Invalid, CannotAuditHereError."""
    if arguments.rules:
        _alone(arguments)
        from service.cli import recheck  # noqa: PLC0415 - each sort of audit imports only what it needs

        return recheck.run(arguments)
    try:
        from service.cli import browser  # noqa: PLC0415 - the same
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        raise CannotAuditHereError(
            "The audit needs Playwright and axe-core. Install them: pip install 'nordkalott[audit]'"
        ) from error
    return browser.run(arguments)


def _alone(arguments: argparse.Namespace) -> None:
    for option in ("url", "only", "variant", "heading_level", "again", "watch", "browser", "axe"):
        if getattr(arguments, option):
            name = f"--{option.replace('_', '-')}"
            raise Invalid.one(
                name,
                "excludes",
                nb=f"{name} hører til revisjonen i nettleser, og går ikke sammen med --rules.",
                en=f"{name} belongs to the audit in a browser, and does not go with --rules.",
            )
