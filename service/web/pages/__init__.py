"""HTML documents for people, as pure functions of a view. Endpoints fill the views in; nothing here knows HTTP."""

from service.web.pages.docs import docs_page
from service.web.pages.feeds import feeds_page
from service.web.pages.landing import landing
from service.web.pages.notice import notice_page
from service.web.pages.record import record_page
from service.web.pages.rules import rules_page
from service.web.pages.statement import statement_page
from service.web.pages.surveying import survey_page

__all__ = [
    "docs_page",
    "feeds_page",
    "landing",
    "notice_page",
    "record_page",
    "rules_page",
    "statement_page",
    "survey_page",
]
