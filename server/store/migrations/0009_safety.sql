-- What must not be undone by going back to a backup: each row is written to the safety
-- ledger, too, a file of its own (docs/operations.md), before anybody is told that the
-- change is done. No content and no names. a, b and c: ids, see model/safety.h. hash:
-- BLAKE2b-256 of the hash of the row before and of the row.
CREATE TABLE safety_note (
    seq INTEGER PRIMARY KEY,
    at_utc_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    a INTEGER NOT NULL,
    b INTEGER NOT NULL,
    c INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;

-- What could not be done again after going back to a backup: for the safeguarding lead
-- to read before anybody comes in. seq: of the ledger, 0: of none.
CREATE TABLE restore_issue (
    id INTEGER PRIMARY KEY,
    seq INTEGER NOT NULL,
    at_utc_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    a INTEGER NOT NULL,
    b INTEGER NOT NULL,
    why TEXT NOT NULL
) STRICT;
