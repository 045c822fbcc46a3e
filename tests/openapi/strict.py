"""The document as tests use it: closed, so that a member which it does not name is seen, and with a validator for its parts."""

from __future__ import annotations

from typing import Any

import jsonschema_rs

from service.settings import Settings
from service.web.authoring import ACTIONS
from service.web.openapi import document
from service.web.routes import DESCRIBED


def described(settings: Settings) -> dict[str, Any]:
    """The document of the whole interface."""
    return document(DESCRIBED, ACTIONS, settings)


def closed(whole: dict[str, Any]) -> dict[str, Any]:
    """The same where no object may have members beyond those named. To clients it is open, for v1 grows; to us it is not."""
    schemas = {
        name: each | {"additionalProperties": False}
        if "properties" in each and "additionalProperties" not in each
        else each
        for name, each in whole["components"]["schemas"].items()
    }
    return whole | {"components": whole["components"] | {"schemas": schemas}}


def faults(whole: dict[str, Any], schema: dict[str, Any], data: Any) -> list[str]:
    """What is wrong with some data, against a schema that may refer to components."""
    validator = jsonschema_rs.Draft202012Validator(
        {**schema, "components": whole["components"]}, validate_formats=True
    )
    return [str(error) for error in validator.iter_errors(data)]
