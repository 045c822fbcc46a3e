"""The table of the authoring side: every verb with the scope that it needs, on one screen."""

from __future__ import annotations

from typing import Final

from content.history import Comparison
from content.media.medium import About
from content.translations import Lineage
from service.web import parameters as p
from service.web.authoring import (
    attestations,
    bodies,
    checks,
    conversion,
    drafts,
    logs,
    media,
    planning,
    plans,
    redact,
    revisions,
    shapes,
    states,
    tokens,
    translations,
    webhooks,
)
from service.web.authoring.action import Action as A  # noqa: N817 - a table reads best with short words

ONE: Final = {"id": "A record's id.", "locale": "A locale: nb, nn, se, fkv or en."}
REF: Final = {"ref": "A token's id, or the name of tokens; to end one, its text too."}
LOG: Final = (p.AFTER, p.LIMIT)
N: Final = {"n": "The revision's number, from 1."}
LIST: Final = (p.MINE, p.STATE, p.BEHIND, p.KIND, p.IN_LOCALE, p.LIMIT, p.PLACE)
LOOK: Final = (p.VARIANT, p.HEADING, p.REVISION)
HTML: Final = ("text/html",)
JSON: Final = ("application/json",)
FILES: Final = (p.UNUSED, p.LIMIT, p.NUMBER)
ANSWERED: Final = (p.ABOUT, p.IN_LOCALE, p.RULE, p.ENDING, p.LIMIT, p.NUMBER)
ANSWER: Final = {"n": "The number of an attestation or an override."}
DIGEST: Final = {"digest": "SHA-256 of the file: 64 hexadecimal digits."}
HOOK: Final = {"id": "A webhook's id."}
TOLD: Final = {"source": "What it tells of: change, journal or test.", "n": "The number of that."}
IF: Final = "if-match"
OR: Final = "if-match-or-none"

# fmt: off
ACTIONS: Final[tuple[A, ...]] = (
    A("GET",    "/v1/drafts",                                     "drafts",         drafts.drafts,  "What editors are working on",       "Drafts",     "drafts",  None,              shapes.DraftList, 200, LIST),
    A("POST",   "/v1/drafts",                                     "draft_begin",    drafts.begin,   "Begin a record",                    "Drafts",     "drafts",  bodies.NewDraft,   shapes.DraftAnswer, 201),
    A("GET",    "/v1/drafts/{id}/{locale}",                       "draft",          drafts.read,    "The newest revision",               "Drafts",     "drafts",  None,              shapes.DraftAnswer, 200, (), ONE),
    A("PUT",    "/v1/drafts/{id}/{locale}",                       "draft_save",     drafts.save,    "Save a revision, or a new locale",  "Drafts",     "drafts",  bodies.DraftBody,  shapes.DraftAnswer, 200, (), ONE, OR),
    A("DELETE", "/v1/drafts/{id}/{locale}",                       "draft_delete",   drafts.delete,  "Delete a draft never published",    "Drafts",     "drafts",  None,              None, 204, (), ONE, IF),
    A("GET",    "/v1/drafts/{id}/{locale}/revisions",             "draft_revisions", revisions.revisions, "Who saved what and when",     "Drafts",     "drafts",  None,              revisions.RevisionList, 200, (p.LIMIT, p.NUMBER), ONE),
    A("GET",    "/v1/drafts/{id}/{locale}/revisions/{n}",         "draft_revision", revisions.revision, "One revision",                   "Drafts",     "drafts",  None,              shapes.DraftAnswer, 200, (), ONE | N),
    A("GET",    "/v1/drafts/{id}/{locale}/diff",                  "draft_diff",     revisions.diff, "What differs between two revisions", "Drafts",     "drafts",  None,              Comparison, 200, (p.FROM, p.TO), ONE),
    A("GET",    "/v1/drafts/{id}/{locale}/translation",           "draft_translation", translations.translation, "What it was translated from, and what has changed there", "Drafts", "drafts", None, Lineage, 200, (), ONE),
    A("POST",   "/v1/drafts/{id}/{locale}/revisions/{n}/restore", "draft_take_up",  drafts.take_up, "Take up an earlier revision",       "Drafts",     "drafts",  None,              shapes.DraftAnswer, 201, (), ONE | N, IF),
    A("GET",    "/v1/drafts/{id}/{locale}/fragment",              "draft_fragment", drafts.preview, "Preview a revision",                "Drafts",     "drafts",  None,              None, 200, LOOK, ONE, "", HTML),
    A("POST",   "/v1/drafts/{id}/{locale}/check",                 "draft_check",    drafts.check,   "Check a revision",                  "Drafts",     "drafts",  None,              shapes.CheckAnswer, 200, (p.REVISION,), ONE, apart=True),
    A("POST",   "/v1/drafts/{id}/{locale}/publish",               "publish",        states.publish, "Publish a revision",                "Publishing", "publish", bodies.Publication, shapes.OutcomeAnswer, 200, (), ONE, apart=True),
    A("DELETE", "/v1/drafts/{id}/{locale}/publish",               "unschedule",     planning.unschedule, "Take back what is planned",   "Publishing", "publish", None,               plans.PlanList, 200, (p.ACT,), ONE),
    A("POST",   "/v1/publications",                               "publish_together", planning.publish, "Publish several or none",      "Publishing", "publish", bodies.Publications, shapes.OutcomeList, also=(404,), apart=True),
    A("GET",    "/v1/due",                                        "due",            planning.listed, "What waits for somebody",         "Publishing", "drafts",  None,               plans.DueAnswer, 200, (p.UNTIL,)),
    A("POST",   "/v1/records/{id}/{locale}/steward",              "steward",        planning.steward, "Say who looks after it",         "Publishing", "publish", bodies.Stewarding,  plans.StewardshipAnswer, 200, (), ONE),
    A("GET",    "/v1/attestations",                               "attestations",   attestations.attestations, "What people answered, and what waits", "Publishing", "drafts", None,        attestations.AttestationList, 200, (*ANSWERED, p.OPEN), also=(404,)),
    A("POST",   "/v1/attestations",                               "attest",         attestations.attest, "Answer what the check cannot tell", "Publishing", "publish", attestations.NewAttestation, attestations.AttestationAnswer, 201, also=(404, 409), apart=True),
    A("DELETE", "/v1/attestations/{n}",                           "attestation_revoke", attestations.revoke_attestation, "Take an answer back", "Publishing", "publish", None,     attestations.AttestationAnswer, 200, (p.WHY,), ANSWER, also=(409,)),
    A("GET",    "/v1/overrides",                                  "overrides",      attestations.overrides, "What was let pass",          "Publishing", "drafts",  None,               attestations.AttestationList, 200, ANSWERED),
    A("POST",   "/v1/overrides",                                  "override",       attestations.override, "Let a failure pass for a time", "Publishing", "admin", attestations.NewOverride, attestations.AttestationAnswer, 201, also=(404, 409), apart=True),
    A("DELETE", "/v1/overrides/{n}",                              "override_revoke", attestations.revoke_override, "Let it count again",   "Publishing", "admin",   None,               attestations.AttestationAnswer, 200, (p.WHY,), ANSWER, also=(409,)),
    A("GET",    "/v1/media",                                      "media",          media.media,    "Files, newest first",               "Media",      "drafts",  None,              media.MediaList, 200, FILES),
    A("POST",   "/v1/media",                                      "media_upload",   media.upload,   "Upload a file",                     "Media",      "drafts",  None,              media.MediumAnswer, 201, (p.NAME,), {}, "", JSON, upload=True),
    A("GET",    "/v1/media/{digest}",                             "medium",         media.medium,   "What is known of a file",           "Media",      "drafts",  None,              media.MediumAnswer, 200, (), DIGEST, also=(410,)),
    A("PUT",    "/v1/media/{digest}",                             "media_describe", media.describe, "Say something of a file",           "Media",      "drafts",  About,             media.MediumAnswer, 200, (), DIGEST, IF, also=(410,)),
    A("DELETE", "/v1/media/{digest}",                             "media_remove",   media.remove,   "Let an unused file go",             "Media",      "publish", None,              None, 204, (), DIGEST, also=(410,)),
    A("POST",   "/v1/records/{id}/{locale}/withdraw",             "withdraw",       states.withdraw, "Take it out of lists and feeds",   "Publishing", "publish", bodies.Reason,     shapes.OutcomeAnswer, 200, (), ONE),
    A("POST",   "/v1/records/{id}/{locale}/gone",                 "gone",           states.gone,    "Answer 410 from now on",            "Publishing", "publish", bodies.Reason,     shapes.OutcomeAnswer, 200, (), ONE),
    A("POST",   "/v1/records/{id}/{locale}/redirect",             "redirect",       states.redirect, "Answer 308 from now on",           "Publishing", "publish", bodies.Redirection, shapes.OutcomeAnswer, 200, (), ONE),
    A("POST",   "/v1/records/{id}/{locale}/restore",              "restore",        states.restore, "Publish again what was taken back", "Publishing", "publish", bodies.Reason,     shapes.OutcomeAnswer, 200, (), ONE, apart=True),
    A("POST",   "/v1/records/{id}/{locale}/redact",               "redact",         redact.redact,  "Remove named content for good",     "Publishing", "admin",   redact.RedactBody, redact.RedactAnswer, 200, (), ONE, apart=True),
    A("GET",    "/v1/tokens",                                     "tokens",         tokens.tokens,  "All tokens, without their text",    "Administration", "admin", None,            tokens.TokenList),
    A("POST",   "/v1/tokens",                                     "token_create",   tokens.create,  "Make a token, and see it once",     "Administration", "admin", tokens.NewToken, tokens.TokenAnswer, 201, secret=True),
    A("POST",   "/v1/tokens/{ref}/rotate",                        "token_rotate",   tokens.rotate,  "Replace a token, and see the new one once", "Administration", "admin", tokens.Rotation, tokens.TokenAnswer, 201, (), REF, secret=True),
    A("DELETE", "/v1/tokens/{ref}",                               "token_revoke",   tokens.revoke,  "End a token at once and for good",  "Administration", "admin", None,            tokens.TokenList, 200, (p.WHY,), REF),
    A("GET",    "/v1/webhooks",                                   "webhooks",       webhooks.listed, "Who is told of what happens",      "Administration", "admin", None,            webhooks.WebhookList),
    A("POST",   "/v1/webhooks",                                   "webhook_create", webhooks.create, "Tell an address, and see its secret once", "Administration", "admin", webhooks.WebhookBody, webhooks.WebhookAnswer, 201, secret=True, slow=True),
    A("GET",    "/v1/webhooks/{id}",                              "webhook",        webhooks.read,   "One webhook",                      "Administration", "admin", None,            webhooks.WebhookAnswer, 200, (), HOOK),
    A("PUT",    "/v1/webhooks/{id}",                              "webhook_change", webhooks.change, "Give it another name, address or filters", "Administration", "admin", webhooks.WebhookBody, webhooks.WebhookAnswer, 200, (), HOOK, IF, slow=True, also=(409,)),
    A("DELETE", "/v1/webhooks/{id}",                              "webhook_delete", webhooks.delete, "Send nothing more there",          "Administration", "admin", None,            None, 204, (p.WHY,), HOOK),
    A("POST",   "/v1/webhooks/{id}/test",                         "webhook_test",   webhooks.try_out, "Send a delivery that tells of nothing", "Administration", "admin", None,       webhooks.DeliveryAnswer, 202, (), HOOK),
    A("POST",   "/v1/webhooks/{id}/secret",                       "webhook_rotate", webhooks.rotate, "Replace its secret, and see the new one once", "Administration", "admin", webhooks.NewSecret, webhooks.WebhookAnswer, 201, (), HOOK, secret=True),
    A("GET",    "/v1/webhooks/{id}/deliveries",                   "webhook_deliveries", webhooks.deliveries, "How the last deliveries went", "Administration", "admin", None,          webhooks.DeliveryList, 200, (p.LIMIT,), HOOK),
    A("POST",   "/v1/webhooks/{id}/deliveries/{source}/{n}/replay", "webhook_replay", webhooks.replay, "Send a delivery again",            "Administration", "admin", None,            webhooks.DeliveryAnswer, 202, (), HOOK | TOLD),
    A("GET",    "/v1/journal",                                    "journal",        logs.journal,   "Who did what to what, and from where", "Administration", "admin", None,         logs.JournalPage, 200, (*LOG, p.ABOUT, p.ACTOR, p.VERB)),
    A("GET",    "/v1/security",                                   "security_log",   logs.security,  "Attempts that were refused",        "Administration", "admin", None,            logs.SecurityPage, 200, LOG),
    A("POST",   "/v1/convert",                                    "convert",        conversion.convert_text, "Make HTML or Markdown a body", "Drafts", "drafts", conversion.Conversion, conversion.ConversionAnswer),
    A("POST",   "/v1/check",                                      "check_markup",   checks.check, "Check any HTML, or a page on the web",   "Drafts",     "drafts",  checks.Markup,     checks.MarkupReport, 200, (p.REPORT,), {}, "", checks.MEDIA_TYPES, slow=True),
)
# fmt: on
