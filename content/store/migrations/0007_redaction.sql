-- Redaction is the one exception to "immutable": named content goes from every row that holds it. What it did stands in the ledger,
-- which finds the words again by keyed digests, and never says them.

CREATE TABLE redaction (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    key BLOB NOT NULL UNIQUE CHECK (length(key) = 16),
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    locale TEXT,
    reason TEXT NOT NULL,
    texts INTEGER NOT NULL,
    needles BLOB NOT NULL,
    lock TEXT NOT NULL,
    revisions TEXT NOT NULL CHECK (json_valid(revisions)),
    media TEXT NOT NULL CHECK (json_valid(media)),
    seal BLOB NOT NULL CHECK (length(seal) = 32)
) STRICT;

-- Holds a row within the transaction of a redaction, and never after: only then do the triggers below let anything pass.
CREATE TABLE redacting (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL REFERENCES redaction (number)
) STRICT;

-- Redactions whose words may still lie in free pages or in the log.
CREATE TABLE erasing (
    number INTEGER PRIMARY KEY REFERENCES redaction (number)
) STRICT;

-- The last redaction of a row, and the digest of what it held before the first.
ALTER TABLE revision ADD COLUMN redacted INTEGER REFERENCES redaction (number);
ALTER TABLE revision ADD COLUMN original BLOB CHECK ((redacted IS NULL) = (original IS NULL));
ALTER TABLE edition ADD COLUMN redacted INTEGER REFERENCES redaction (number);
ALTER TABLE edition ADD COLUMN original BLOB CHECK ((redacted IS NULL) = (original IS NULL));

DROP TRIGGER revision_kept;
CREATE TRIGGER revision_kept BEFORE UPDATE ON revision
WHEN NEW.redacted IS NOT (SELECT number FROM redacting) OR NEW.redacted IS NULL
  OR NEW.original <> coalesce(OLD.original, OLD.digest)
  OR (NEW.id, NEW.locale, NEW.number, NEW.at, NEW.policy) IS NOT (OLD.id, OLD.locale, OLD.number, OLD.at, OLD.policy)
BEGIN SELECT RAISE(ABORT, 'a revision is immutable'); END;

DROP TRIGGER edition_kept;
CREATE TRIGGER edition_kept BEFORE UPDATE ON edition
WHEN NEW.redacted IS NOT (SELECT number FROM redacting) OR NEW.redacted IS NULL
  OR NEW.original <> coalesce(OLD.original, OLD.digest)
  OR (NEW.id, NEW.locale, NEW.number, NEW.revision, NEW.update_kind, NEW.at, NEW.published_at, NEW.updated_at)
     IS NOT (OLD.id, OLD.locale, OLD.number, OLD.revision, OLD.update_kind, OLD.at, OLD.published_at, OLD.updated_at)
BEGIN SELECT RAISE(ABORT, 'an edition is immutable'); END;

DROP TRIGGER evidence_kept;
CREATE TRIGGER evidence_kept BEFORE UPDATE ON evidence
WHEN NOT EXISTS (SELECT 1 FROM redacting) OR (NEW.id, NEW.locale, NEW.edition) IS NOT (OLD.id, OLD.locale, OLD.edition)
BEGIN SELECT RAISE(ABORT, 'evidence is immutable'); END;

DROP TRIGGER change_kept;
CREATE TRIGGER change_kept BEFORE UPDATE ON change
WHEN NOT EXISTS (SELECT 1 FROM redacting)
  OR (NEW.seq, NEW.op, NEW.id, NEW.locale, NEW.kind, NEW.edition, NEW.update_kind, NEW.at)
     IS NOT (OLD.seq, OLD.op, OLD.id, OLD.locale, OLD.kind, OLD.edition, OLD.update_kind, OLD.at)
BEGIN SELECT RAISE(ABORT, 'a change is immutable'); END;

DROP TRIGGER journal_kept;
CREATE TRIGGER journal_kept BEFORE UPDATE ON journal
WHEN NOT EXISTS (SELECT 1 FROM redacting)
  OR (NEW.number, NEW.at, NEW.verb, NEW.id, NEW.locale, NEW.previous, NEW.hash)
     IS NOT (OLD.number, OLD.at, OLD.verb, OLD.id, OLD.locale, OLD.previous, OLD.hash)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

DROP TRIGGER slug_stays;
CREATE TRIGGER slug_stays BEFORE DELETE ON slug WHEN OLD.edition IS NOT NULL AND NOT EXISTS (SELECT 1 FROM redacting)
BEGIN SELECT RAISE(ABORT, 'a slug that was public stays reserved'); END;

DROP TRIGGER slug_kept;
CREATE TRIGGER slug_kept BEFORE UPDATE ON slug
WHEN (OLD.edition IS NOT NULL AND NOT EXISTS (SELECT 1 FROM redacting))
  OR NEW.slug <> OLD.slug OR NEW.locale <> OLD.locale OR NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'a slug stays reserved'); END;

CREATE TRIGGER redaction_kept BEFORE UPDATE ON redaction
WHEN NOT EXISTS (SELECT 1 FROM redacting)
  OR (NEW.number, NEW.key, NEW.at, NEW.id, NEW.locale, NEW.texts, NEW.needles, NEW.lock, NEW.revisions, NEW.media)
     IS NOT (OLD.number, OLD.key, OLD.at, OLD.id, OLD.locale, OLD.texts, OLD.needles, OLD.lock, OLD.revisions, OLD.media)
BEGIN SELECT RAISE(ABORT, 'the ledger of redactions is append-only'); END;
CREATE TRIGGER redaction_stays BEFORE DELETE ON redaction BEGIN SELECT RAISE(ABORT, 'the ledger of redactions is append-only'); END;
CREATE TRIGGER redacting_is_new BEFORE INSERT ON redacting
WHEN NEW.number <> (SELECT max(number) FROM redaction)
BEGIN SELECT RAISE(ABORT, 'a redaction begins with its line in the ledger'); END;
CREATE TRIGGER redacting_kept BEFORE UPDATE ON redacting BEGIN SELECT RAISE(ABORT, 'a redaction ends before the next begins'); END;
