"""`nordkalott openapi`: the OpenAPI document of the public interface."""

from __future__ import annotations

import argparse

from service.cli import setting, terminal
from service.web.openapi import document
from service.web.routes import RESOURCES


def run(arguments: argparse.Namespace) -> int:
    """Print the document."""
    terminal.data(document(RESOURCES, setting.addressed(arguments).base_url))
    return 0
