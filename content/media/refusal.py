"""Why a file is not taken, in words that tell the editor what to do."""

from __future__ import annotations

from content.errors import Invalid


def refuse(code: str, *, nb: str, en: str) -> Invalid:
    """An Invalid about the file as a whole."""
    return Invalid.one("", code, nb=nb, en=en)


def truncated() -> Invalid:
    """The file ends before its own structure does."""
    return refuse(
        "truncated",
        nb="Filen er avkortet: den slutter midt i innholdet. Last den opp på nytt, eller lag den på nytt.",
        en="The file is truncated: it ends in the middle. Upload it again, or make it anew.",
    )


def damaged(what: str, hva: str) -> Invalid:
    """The structure of the file is not that of its format; `what` and `hva` say where, in English and Norwegian."""
    return refuse(
        "damaged",
        nb=f"Filen er skadet: {hva}. Åpne den i et program og lagre den på nytt.",
        en=f"The file is damaged: {what}. Open it in a program and save it again.",
    )


def polyglot(what: str, hva: str) -> Invalid:
    """The file is of one format, and of another too."""
    return refuse(
        "polyglot",
        nb=f"Filen er også noe annet enn den gir seg ut for: {hva}. Lagre den på nytt i et vanlig program.",
        en=f"The file is also something else than it says: {what}. Save it again in an ordinary program.",
    )
