-- What subscribers have asked the hub for, until their callbacks have said that they meant it. Nothing here quotes content.

CREATE TABLE intent (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    act TEXT NOT NULL CHECK (act IN ('subscribe', 'unsubscribe', 'deny')),
    callback TEXT NOT NULL CHECK (callback <> ''),
    topic TEXT NOT NULL CHECK (topic <> ''),
    host TEXT NOT NULL CHECK (host <> ''),
    lease INTEGER NOT NULL CHECK (lease >= 0),
    secret TEXT NOT NULL,
    reason TEXT NOT NULL,
    address TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    seal BLOB NOT NULL CHECK (length(seal) = 32),
    UNIQUE (callback, topic)
) STRICT, WITHOUT ROWID;

CREATE INDEX intent_due ON intent (due_at, id);
CREATE INDEX intent_host ON intent (host);
CREATE INDEX intent_address ON intent (address);
