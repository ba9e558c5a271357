-- Passkeys: keys that a phone or a computer holds, and unlocks for its owner.

-- By which a device knows whose key it is: random, so that it tells nobody else.
CREATE TABLE passkey_user (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    handle BLOB NOT NULL UNIQUE
) STRICT;

-- credential: what the device calls it. counter: what the device counted to at last; 0
-- where it does not count. name: what its owner calls it.
CREATE TABLE passkey (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    credential BLOB NOT NULL UNIQUE,
    algorithm INTEGER NOT NULL,
    public_key BLOB NOT NULL,
    counter INTEGER NOT NULL,
    name_sealed BLOB NOT NULL,
    name_version INTEGER NOT NULL,
    created_utc_ms INTEGER NOT NULL,
    used_utc_ms INTEGER
) STRICT;
CREATE INDEX passkey_person ON passkey (person, created_utc_ms);

-- Challenges that were answered, until they would have lapsed: none is answered twice.
CREATE TABLE passkey_answered (
    hash BLOB PRIMARY KEY,
    lapses_utc_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX passkey_answered_lapses ON passkey_answered (lapses_utc_ms);

-- Whether whoever signed in, or somebody since, proved it with a passkey.
ALTER TABLE session ADD COLUMN by_passkey INTEGER NOT NULL DEFAULT 0;
