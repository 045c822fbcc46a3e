"""The web application: one route table, endpoints by noun, one handler that does parse → call → respond.

resource, routes     what can be asked for, once for Starlette, OpenAPI and /docs
parameters, answers  from a request to what is asked; from what was found to what goes out
routing              which handler answers a GET
handler, view        the steps every request takes, and what an endpoint may use
records, changes, fragments, feeds, kinds, people, documents, operations, stream     the endpoints
problems             errors to problem details
pages/               HTML documents for people, pure
"""
