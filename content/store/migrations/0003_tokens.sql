-- Tokens: what is kept of them, never their text. An id is 16 hexadecimal digits, a hash the SHA-256 of the text. The seal covers
-- the other columns, so that a flipped bit gives nobody a right.
CREATE TABLE token (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL CHECK (name <> ''),
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    scopes TEXT NOT NULL CHECK (json_valid(scopes)),
    kinds TEXT CHECK (json_valid(kinds)),
    locales TEXT CHECK (json_valid(locales)),
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER,
    replaces TEXT REFERENCES token (id),
    seal BLOB NOT NULL CHECK (length(seal) = 32)
) STRICT, WITHOUT ROWID;

CREATE INDEX token_named ON token (name, created_at);

-- Apart from the token, which is sealed and hardly ever changes.
CREATE TABLE token_use (
    id TEXT NOT NULL PRIMARY KEY REFERENCES token (id),
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER token_stays BEFORE DELETE ON token BEGIN SELECT RAISE(ABORT, 'a token is never deleted: the journal speaks of it'); END;
CREATE TRIGGER token_never_gains BEFORE UPDATE ON token
WHEN (NEW.id, NEW.name, NEW.hash, NEW.scopes, NEW.created_at, NEW.created_by)
    <> (OLD.id, OLD.name, OLD.hash, OLD.scopes, OLD.created_at, OLD.created_by)
  OR NEW.kinds IS NOT OLD.kinds OR NEW.locales IS NOT OLD.locales OR NEW.replaces IS NOT OLD.replaces
  OR (OLD.expires_at IS NOT NULL AND (NEW.expires_at IS NULL OR NEW.expires_at > OLD.expires_at))
  OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NOT OLD.revoked_at)
BEGIN SELECT RAISE(ABORT, 'a token never gains, and never comes back'); END;

-- Where the journal begins: the last entry that was dropped, because it was older than it had to be kept. The chain goes on from
-- its hash. Nothing but that can leave the journal, and the newest entry never does.
CREATE TABLE journal_start (
    only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    number INTEGER NOT NULL CHECK (number >= 1),
    hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT, WITHOUT ROWID;

CREATE INDEX journal_of_record ON journal (id, number) WHERE id IS NOT NULL;

DROP TRIGGER journal_stays;
CREATE TRIGGER journal_stays BEFORE DELETE ON journal
WHEN OLD.number > coalesce((SELECT number FROM journal_start), 0)
BEGIN SELECT RAISE(ABORT, 'the journal loses nothing but its oldest entries, once its start has passed them'); END;
CREATE TRIGGER journal_start_is_an_entry BEFORE INSERT ON journal_start
WHEN NOT EXISTS (SELECT 1 FROM journal WHERE number = NEW.number AND hash = NEW.hash)
  OR NEW.number >= (SELECT max(number) FROM journal)
BEGIN SELECT RAISE(ABORT, 'the journal starts after an entry of its own that is not the newest'); END;
CREATE TRIGGER journal_start_moves_on BEFORE UPDATE ON journal_start
WHEN NOT EXISTS (SELECT 1 FROM journal WHERE number = NEW.number AND hash = NEW.hash)
  OR NEW.number >= (SELECT max(number) FROM journal) OR NEW.number <= OLD.number
BEGIN SELECT RAISE(ABORT, 'the journal starts after an entry of its own that is not the newest'); END;
CREATE TRIGGER journal_start_stays BEFORE DELETE ON journal_start
BEGIN SELECT RAISE(ABORT, 'what was dropped from the journal does not come back'); END;

-- The security log: attempts that were refused, counted by the minute. The oldest are dropped by time and by number.
CREATE TABLE attempt (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    minute INTEGER NOT NULL,
    cause TEXT NOT NULL CHECK (cause <> ''),
    route TEXT NOT NULL,
    address TEXT NOT NULL,
    token TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 1),
    UNIQUE (minute, cause, route, address, token)
) STRICT;
