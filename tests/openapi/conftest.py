"""The document, and houses whose answers it describes."""

from typing import Any

import pytest

from service.settings import Settings
from tests.http.conftest import house, own_house, published_examples, published_library
from tests.openapi.strict import described

__all__ = ["house", "own_house", "published_examples", "published_library"]


@pytest.fixture(scope="session")
def whole() -> dict[str, Any]:
    """The document of a service at an address of its own."""
    return described(Settings(base_url="https://nordkalott.example.org"))
