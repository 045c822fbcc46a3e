"""The OpenAPI 3.1 document, made from the two route tables and the types that they name.

schemas     the components: every type that is sent or answered, exactly as it is
drafted     what a draft may be, which is a Content with a little more
problems    every problem with its extensions, and which statuses a route can give
headers     the fields of requests and answers
answers     the answers of a route, by status and media type
operations  one route as an operation
examples    what may be sent, as it might be sent
document    the whole

It cannot name a route that is not there. That it says of each what is true, tests hold: they ask the running server.
"""

from service.web.openapi.document import document

__all__ = ["document"]
