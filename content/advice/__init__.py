"""Advice beside the accessibility check: language changes that are not marked, and how hard the text is to read.

vocabulary → sentences → lix; detector → suspicion; langid (the extra `nordkalott[language]`); passages → clarity → advise

Nothing here keeps a text from being published, and the Report does not depend on it.
"""

from content.advice.advise import Advice, Languages, advise, askable
from content.advice.clarity import Clarity, HardSentence
from content.advice.detector import OFF, Detector, NoDetector, Remembering
from content.advice.langid import detector

__all__ = [
    "OFF",
    "Advice",
    "Clarity",
    "Detector",
    "HardSentence",
    "Languages",
    "NoDetector",
    "Remembering",
    "advise",
    "askable",
    "detector",
]
