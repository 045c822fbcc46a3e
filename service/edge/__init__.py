"""The HTTP edge: everything between the socket and the application.

heads       what a request head says, and why it is refused: pure
problems    RFC 9457, in one place
protocol    uvicorn's protocol with the limits that it lacks
unread      the clock over what a client does not take
descriptors how many connections the system lets us have
proxies     whose forwarded headers we believe
headers     what every answer carries: security headers and CORS
ready       where kept answers and the fast path meet
plain       heads that the fast path takes: pure
fast        answers what is plain and kept, before the parser
tally       what is yet to be told of its answers
access      one line for each answer, without personal data
telemetry   how the log is written
app         the ASGI wrapper that puts the above around the application
server      the running process: socket, signals, `serve`, and `running` for tests
"""
