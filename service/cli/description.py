"""`nordkalott openapi`: the OpenAPI document of the whole interface."""

from __future__ import annotations

import argparse

from service.cli import setting, terminal
from service.web.authoring import ACTIONS
from service.web.openapi import document
from service.web.routes import DESCRIBED


def run(arguments: argparse.Namespace) -> int:
    """Print the document."""
    terminal.data(document(DESCRIBED, ACTIONS, setting.addressed(arguments)))
    return 0
