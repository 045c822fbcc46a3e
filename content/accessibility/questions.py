"""What is asked beside the rules: by something that guesses, so it is never in a Report that is kept, and never blocks.

A finding of it is answered as any `cantTell` is, by its rule and its subject.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct, structs

from content.accessibility.report import Finding, Report
from content.errors import Message


class Question(Struct, frozen=True, kw_only=True):
    """One sort of question. `id` stands where the id of a rule does, and never changes."""

    id: str
    act: tuple[str, ...] = ()
    wcag: tuple[str, ...] = ()
    blocking: bool = False
    title: Message
    help: Message


LANGUAGE: Final = Question(
    id="language-of-parts-suspected",
    wcag=("3.1.2",),
    title=Message(
        nb="Tekst på et annet språk enn siden er merket med det",
        en="Text in another language than the page is marked with it",
    ),
    help=Message(
        nb='Er teksten på et annet språk enn koden sier, så merk den med lang, som lang="en". Ellers svar at den er riktig merket.',
        en='If the text is in another language than the tag says, mark it with lang, like lang="en". If not, answer that it is right.',
    ),
)
QUESTIONS: Final = (LANGUAGE,)


def joined(report: Report, findings: Sequence[Finding]) -> Report:
    """The Report with what is asked beside it, after what the rules found: for the forms that list all that is open together."""
    settled = next(
        (number for number, each in enumerate(report.findings) if each.outcome not in {"failed", "cantTell"}),
        len(report.findings),
    )
    return structs.replace(
        report, findings=(*report.findings[:settled], *findings, *report.findings[settled:])
    )
