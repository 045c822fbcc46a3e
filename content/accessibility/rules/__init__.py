"""All the rules, in the order in which a Report lists what passed. A new rule goes into one of these files."""

from content.accessibility.rules import (
    aria,
    controls,
    documents,
    focus,
    forms,
    fragments,
    headings,
    ids,
    images,
    languages,
    links,
    lists,
    media,
    spacing,
    structure,
    tables,
)
from content.accessibility.rules.rule import Rule

RULESET = "2026.2"
"""The version of the rule set: it changes whenever the answer for some markup can."""

RULES: tuple[Rule, ...] = (
    *images.RULES,
    *links.RULES,
    *headings.RULES,
    *controls.RULES,
    *forms.RULES,
    *lists.RULES,
    *tables.RULES,
    *aria.RULES,
    *structure.RULES,
    *focus.RULES,
    *ids.RULES,
    *languages.RULES,
    *media.RULES,
    *spacing.RULES,
    *fragments.RULES,
    *documents.RULES,
)

__all__ = ["RULES", "RULESET", "Rule"]
