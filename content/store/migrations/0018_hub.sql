-- What the hub needs to know of its subscribers: what each took last, so that nobody is sent what he has; how many there are of a host; and
-- which ended long ago.

CREATE TABLE taken (
    subscriber BLOB NOT NULL PRIMARY KEY REFERENCES subscriber (id) ON DELETE CASCADE,
    digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT, WITHOUT ROWID;

CREATE INDEX subscriber_host ON subscriber (name) WHERE sort = 'websub' AND state = 'active';
CREATE INDEX subscriber_ended ON subscriber (ended_at) WHERE sort = 'websub' AND state = 'ended';
