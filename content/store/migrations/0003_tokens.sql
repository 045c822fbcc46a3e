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
