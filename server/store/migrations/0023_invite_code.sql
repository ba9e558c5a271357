-- Keyed hash of the digits that can be typed instead of opening the link. NULL: there are
-- none, or it is from before there were any.
ALTER TABLE invite ADD COLUMN code_hash BLOB;
CREATE UNIQUE INDEX invite_code ON invite (code_hash) WHERE code_hash IS NOT NULL;
