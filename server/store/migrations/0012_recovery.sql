-- A way back in for whoever forgot her password: a code that staff gave her by voice.
-- hash: keyed BLAKE2b-256 of the code. by: who gave it.
CREATE TABLE recovery (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    by INTEGER NOT NULL,
    hash BLOB NOT NULL,
    begun_utc_ms INTEGER NOT NULL,
    usable_utc_ms INTEGER NOT NULL,
    expires_utc_ms INTEGER NOT NULL
) STRICT;
