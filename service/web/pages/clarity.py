"""How hard the pages of a survey are to read: advice, which is no fault and blocks nothing."""

from __future__ import annotations

from htpy import Node, bdi, h2, h3, li, ol, p, q, section

from content.advice import HardSentence
from service.web.pages.quoted import shown
from service.web.pages.survey import ByClarity, Survey
from service.web.pages.words import Words


def clarity_section(survey: Survey, words: Words) -> Node:
    """The pages that are hardest to read, each with its hardest sentences; nothing where LIX says nothing of any page."""
    hardest = survey.hardest
    return (
        bool(hardest)
        and section(aria_labelledby="clarity")[
            h2("#clarity")[words("survey_clarity")],
            p[words("survey_clarity_lead")],
            survey.measured > len(hardest)
            and p[words("survey_clarity_shown", shown=len(hardest), count=survey.measured)],
            (_page(number, each, words) for number, each in enumerate(hardest)),
        ]
    )


def _page(number: int, page: ByClarity, words: Words) -> Node:
    said, name = page.clarity, f"clarity-{number}"
    level = [", ", words(f"clarity_{said.level}")] if said.level else ""
    return section(".page", aria_labelledby=name)[
        h3(id=name)[bdi[shown(page.source)]],
        p[f"LIX {said.lix}", level],
        p(".where")[
            words(
                "survey_clarity_counts",
                words=said.words,
                sentences=said.sentences,
                long_words=said.long_words,
            )
        ],
        said.note is not None and p(".where")[said.note.nb if words.lang == "nb" else said.note.en],
        bool(said.hardest)
        and [
            p[words("survey_clarity_hardest")],
            ol[(_sentence(each, said.lang, words) for each in said.hardest)],
        ],
    ]


def _sentence(sentence: HardSentence, lang: str | None, words: Words) -> Node:
    line = sentence.line
    return li[
        p[q(lang=lang)[bdi[shown(sentence.text)]]],
        p(".where")[
            f"LIX {sentence.lix:g}",
            line is not None and [", ", words("survey_at_line", line=line or 0)],
        ],
    ]
