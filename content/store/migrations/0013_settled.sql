-- What the evidence of a live edition comes to with what people answered, for lists, which open no evidence. `spans` is an array of
-- [until in microseconds or null for good, outcome, whether it may be published (1, 0)], in the order of time. There is a row only where
-- there are answers; it follows from them and from the evidence, and is made again with each of either.
CREATE TABLE settled (
    id BLOB NOT NULL,
    locale TEXT NOT NULL,
    edition INTEGER NOT NULL,
    spans TEXT NOT NULL CHECK (json_type(spans) = 'array' AND json_array_length(spans) > 0),
    PRIMARY KEY (id, locale),
    FOREIGN KEY (id, locale, edition) REFERENCES edition (id, locale, number)
) STRICT, WITHOUT ROWID;

-- What was answered before there was this: the re-check makes the row when it looks again.
INSERT INTO recheck_due (id, locale, seq)
SELECT DISTINCT s.id, s.locale, s.seq FROM attestation AS a CROSS JOIN standing AS s ON s.id = a.id AND s.locale = a.locale
WHERE s.state = 'published' AND a.revoked_at IS NULL
ON CONFLICT (id, locale) DO NOTHING;
