-- An audit row says more, its reason is bound into the chain, and heads of the chain are
-- signed.

-- format 1: the rows of before, hashed as 0001_core.sql says; format 2:
-- BLAKE2b-256("kith audit 2", previous hash, every other column but format). Words are
-- hashed with their length in front, numbers as 8 bytes little-endian.
-- role is the one it was done in, '' where there is none; 0 is nothing and nobody.
-- reason_hash = BLAKE2b-256 of audit_reason's row: of its sealed bytes, never of words.
ALTER TABLE audit ADD COLUMN format INTEGER NOT NULL DEFAULT 1;
ALTER TABLE audit ADD COLUMN role TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN object2 INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN approver INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN reason_hash BLOB;

-- The newest row of a commit, signed: seq, hash, the number of rows held, time, key.
CREATE TABLE audit_head (
    seq INTEGER PRIMARY KEY,
    hash BLOB NOT NULL,
    held INTEGER NOT NULL,
    at_utc_ms INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    signature BLOB NOT NULL
) STRICT;

-- Where rows were let go after their time: the last of them, signed in the same way; the
-- first row that is held follows its hash. One row at most.
CREATE TABLE audit_anchor (
    seq INTEGER PRIMARY KEY,
    hash BLOB NOT NULL,
    held INTEGER NOT NULL,
    at_utc_ms INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    signature BLOB NOT NULL
) STRICT;
