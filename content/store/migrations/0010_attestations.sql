-- What people answer about findings. An attestation says of a question that the machine cannot answer that it passed or failed; an
-- override lets a failure pass. Each is of one record in one locale and of one subject: the digest of what the finding is about.
-- None is ever deleted while its record is there: that somebody answered is evidence. It ends by its time, or is revoked.

CREATE TABLE attestation (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL,
    locale TEXT NOT NULL,
    rule TEXT NOT NULL CHECK (rule <> ''),
    subject TEXT NOT NULL CHECK (subject GLOB 'sha256:*' AND length(subject) = 71),
    answer TEXT NOT NULL CHECK (answer IN ('passed', 'failed', 'overridden')),
    reason TEXT NOT NULL CHECK (reason <> ''),
    said_by TEXT NOT NULL CHECK (said_by <> ''),
    at INTEGER NOT NULL,
    until INTEGER NOT NULL CHECK (until > at),
    revoked_at INTEGER,
    revoked_by TEXT,
    revoked_reason TEXT,
    seal BLOB NOT NULL CHECK (length(seal) = 32),
    FOREIGN KEY (id, locale) REFERENCES standing (id, locale) ON DELETE CASCADE,
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL)),
    CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL))
) STRICT;

-- One answer to a question, and one override of a failure, at a time: a later one takes the place of the one before.
CREATE UNIQUE INDEX attestation_one ON attestation (id, locale, rule, subject, (answer = 'overridden')) WHERE revoked_at IS NULL;
CREATE INDEX attestation_record ON attestation (id, locale, number);
CREATE INDEX attestation_until ON attestation (until, number) WHERE revoked_at IS NULL;

CREATE TRIGGER attestation_starts BEFORE INSERT ON attestation WHEN NEW.revoked_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an attestation starts unrevoked'); END;

CREATE TRIGGER attestation_kept BEFORE UPDATE ON attestation
WHEN (NEW.number, NEW.id, NEW.locale, NEW.rule, NEW.answer, NEW.at, NEW.until)
     IS NOT (OLD.number, OLD.id, OLD.locale, OLD.rule, OLD.answer, OLD.at, OLD.until)
  OR (NOT EXISTS (SELECT 1 FROM redacting)
      AND (OLD.revoked_at IS NOT NULL OR (NEW.subject, NEW.reason, NEW.said_by) IS NOT (OLD.subject, OLD.reason, OLD.said_by)))
BEGIN SELECT RAISE(ABORT, 'an attestation can only be revoked'); END;

-- A silent change moves tags alone: it drops snapshots, and no feed of changes tells of it.
ALTER TABLE change ADD COLUMN silent INTEGER NOT NULL DEFAULT 0 CHECK (silent IN (0, 1));

DROP TRIGGER change_kept;
CREATE TRIGGER change_kept BEFORE UPDATE ON change
WHEN NOT EXISTS (SELECT 1 FROM redacting)
  OR (NEW.seq, NEW.op, NEW.id, NEW.locale, NEW.kind, NEW.edition, NEW.update_kind, NEW.at, NEW.silent)
     IS NOT (OLD.seq, OLD.op, OLD.id, OLD.locale, OLD.kind, OLD.edition, OLD.update_kind, OLD.at, OLD.silent)
BEGIN SELECT RAISE(ABORT, 'a change is immutable'); END;
