-- To whom we push, what was and is to be pushed, and how far the logs have been read for it. Nothing here quotes content.

CREATE TABLE subscriber (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    sort TEXT NOT NULL CHECK (sort IN ('websub', 'webhook')),
    name TEXT NOT NULL,
    url TEXT NOT NULL CHECK (url <> ''),
    topic TEXT NOT NULL,
    wants TEXT NOT NULL CHECK (json_valid(wants)),
    secrets TEXT NOT NULL CHECK (json_valid(secrets)),
    state TEXT NOT NULL CHECK (state IN ('active', 'ended')),
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    lease_until INTEGER,
    ended_at INTEGER,
    ended_why TEXT NOT NULL,
    seal BLOB NOT NULL CHECK (length(seal) = 32),
    failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
    since_change INTEGER NOT NULL,
    since_journal INTEGER NOT NULL,
    CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
    CHECK ((sort = 'websub') = (topic <> ''))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX subscriber_topic ON subscriber (url, topic) WHERE sort = 'websub';
CREATE INDEX subscriber_active ON subscriber (id) WHERE state = 'active';
CREATE INDEX subscriber_lease ON subscriber (lease_until) WHERE state = 'active' AND lease_until IS NOT NULL;

CREATE TABLE delivery (
    subscriber BLOB NOT NULL REFERENCES subscriber (id) ON DELETE CASCADE,
    source TEXT NOT NULL CHECK (source IN ('change', 'journal', 'test')),
    number INTEGER NOT NULL CHECK (number >= 1),
    event TEXT NOT NULL CHECK (event <> ''),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'superseded', 'failed')),
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    made_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    tried_at INTEGER,
    status INTEGER,
    error TEXT NOT NULL,
    PRIMARY KEY (subscriber, source, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX delivery_due ON delivery (due_at) WHERE state = 'waiting';
CREATE INDEX delivery_waiting ON delivery (subscriber, due_at, source, number) WHERE state = 'waiting';
CREATE INDEX delivery_of_subscriber ON delivery (subscriber, made_at, source, number);
CREATE INDEX delivery_made ON delivery (made_at, subscriber, source, number);
CREATE INDEX delivery_state ON delivery (state, made_at);

CREATE TABLE outbox (
    source TEXT NOT NULL PRIMARY KEY CHECK (source IN ('change', 'journal')),
    position INTEGER NOT NULL CHECK (position >= 0)
) STRICT, WITHOUT ROWID;

INSERT INTO outbox (source, position) VALUES
    ('change', (SELECT coalesce(max(seq), 0) FROM change)),
    ('journal', (SELECT coalesce(max(number), 0) FROM journal));
