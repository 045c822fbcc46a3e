-- What lists need to tell whether the newest revision is behind its source: from which locale it was translated, and from which
-- revision there, where somebody said so.

ALTER TABLE draft ADD COLUMN source TEXT;
ALTER TABLE draft ADD COLUMN source_revision INTEGER;

UPDATE draft SET
    source = (SELECT json_extract(CAST(r.content AS TEXT), '$.translation.source_locale') FROM standing AS s
        CROSS JOIN revision AS r ON r.id = s.id AND r.locale = s.locale AND r.number = s.revision
        WHERE s.id = draft.id AND s.locale = draft.locale),
    source_revision = (SELECT json_extract(CAST(r.content AS TEXT), '$.translation.source_revision') FROM standing AS s
        CROSS JOIN revision AS r ON r.id = s.id AND r.locale = s.locale AND r.number = s.revision
        WHERE s.id = draft.id AND s.locale = draft.locale);
