"""The authoring side of HTTP: drafts, publication and states, for whoever has a token (DESIGN section 5).

`action` describes one verb, `routes` lists them all, `door` lets a request in (token, scope, body, Idempotency-Key), the other
modules hold the endpoints.
"""

from service.web.authoring.door import doors
from service.web.authoring.routes import ACTIONS

__all__ = ["ACTIONS", "doors"]
