"""What blocks: failures of WCAG 2.1 A and AA, and the rules of the house that say so."""

from content.accessibility import RULES
from content.accessibility.criteria import CRITERIA

OUR_OWN = {
    "fragment-handler": "script in another site's page",
    "fragment-page-part": "it would change the host's whole page",
    "fragment-script": "the same",
    "fragment-style": "it would restyle the host's page",
    "heading-name": "an empty heading in the host's outline",
    "heading-order": "a jump in the host's outline",
    "id-unique": "it would break the host's own references",
    "media-text": "we publish no film or recording without captions or text",
}
"""Rules without a criterion of A or AA that may keep a text from being published, and why."""


def test_what_blocks_is_a_failure_of_level_a_or_aa_or_a_rule_of_our_own_that_says_so() -> None:
    unmapped = {rule.id for rule in RULES if rule.blocking and not set(rule.wcag) & set(CRITERIA)}
    assert unmapped == set(OUR_OWN)


def test_what_only_asks_people_blocks_nothing() -> None:
    assert [
        rule.id
        for rule in RULES
        if rule.blocking and not rule.decides and not rule.doubt and not rule.failing
    ] == []
