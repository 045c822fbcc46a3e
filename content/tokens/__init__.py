"""Tokens: how programs and desks prove who they are. Pure: chance and time are handed in.

`secret` is the text that its holder keeps, `token` what the store keeps of it, `decisions` what may happen to a token.
"""

from content.tokens.decisions import (
    LONGEST_OVERLAP,
    CreateToken,
    Name,
    RevokeToken,
    RotateToken,
    TokenCommand,
    admit,
    create,
    ended_as,
    revoke,
    rotate,
)
from content.tokens.secret import CHANCE, Secret, as_ref, mint, parse
from content.tokens.token import Kept, Phase, Token, prove

__all__ = [
    "CHANCE",
    "LONGEST_OVERLAP",
    "CreateToken",
    "Kept",
    "Name",
    "Phase",
    "RevokeToken",
    "RotateToken",
    "Secret",
    "Token",
    "TokenCommand",
    "admit",
    "as_ref",
    "create",
    "ended_as",
    "mint",
    "parse",
    "prove",
    "revoke",
    "rotate",
]
