"""All the rules, in the order in which a Report lists what passed. A new rule goes into one of these files."""

from content.accessibility.rules import (
    alternatives,
    aria,
    contrast,
    controls,
    destinations,
    documents,
    focus,
    forms,
    fragments,
    headings,
    ids,
    images,
    imitations,
    instructions,
    keyboard,
    languages,
    layout,
    links,
    lists,
    media,
    meta,
    prose,
    setting,
    spacing,
    structure,
    tables,
)
from content.accessibility.rules.rule import Rule

RULESET = "2026.2"
"""The version of the rule set: it changes whenever the answer for some markup can."""

RULES: tuple[Rule, ...] = (
    *images.RULES,
    *alternatives.RULES,
    *links.RULES,
    *destinations.RULES,
    *headings.RULES,
    *controls.RULES,
    *forms.RULES,
    *instructions.RULES,
    *lists.RULES,
    *tables.RULES,
    *layout.RULES,
    *imitations.RULES,
    *prose.RULES,
    *setting.RULES,
    *aria.RULES,
    *structure.RULES,
    *focus.RULES,
    *keyboard.RULES,
    *ids.RULES,
    *languages.RULES,
    *media.RULES,
    *contrast.RULES,
    *spacing.RULES,
    *fragments.RULES,
    *documents.RULES,
    *meta.RULES,
)

__all__ = ["RULES", "RULESET", "Rule"]
