-- The other variants and levels of a kept fragment, packed together: the SHA-256 over what they are of and the rest, and then the rest.
-- NULL where there are none yet: what was kept before there was this was made by another program, and is made again.
ALTER TABLE fragment ADD COLUMN others BLOB CHECK (others IS NULL OR (length(others) > 32 AND mark <> x''));
