-- A redaction takes words out of the names of media too, and out of what is said of them; the file stays.

DROP TRIGGER medium_kept;
CREATE TRIGGER medium_kept BEFORE UPDATE ON medium
WHEN OLD.erased_at IS NOT NULL OR NEW.number <> OLD.number OR NEW.digest <> OLD.digest OR NEW.size <> OLD.size
  OR NEW.media_type <> OLD.media_type OR NEW.uploaded_at <> OLD.uploaded_at
  OR (NEW.erased_at IS NULL AND (NEW.width IS NOT OLD.width OR NEW.height IS NOT OLD.height OR NEW.duration IS NOT OLD.duration))
  OR (NEW.erased_at IS NULL AND NOT EXISTS (SELECT 1 FROM redacting)
      AND (NEW.name <> OLD.name OR NEW.uploaded_by <> OLD.uploaded_by OR NEW.version <> OLD.version + 1))
BEGIN SELECT RAISE(ABORT, 'a medium is immutable but for what is said of it'); END;

DROP TRIGGER rendition_kept;
CREATE TRIGGER rendition_kept BEFORE UPDATE ON rendition
WHEN (SELECT erased_at FROM medium WHERE digest = OLD.medium) IS NULL AND (NOT EXISTS (SELECT 1 FROM redacting)
  OR (NEW.medium, NEW.digest, NEW.media_type, NEW.size, NEW.width, NEW.height)
     IS NOT (OLD.medium, OLD.digest, OLD.media_type, OLD.size, OLD.width, OLD.height))
BEGIN SELECT RAISE(ABORT, 'a rendition is immutable'); END;
