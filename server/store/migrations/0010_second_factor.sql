-- The second step of signing in, and what people are told about their accounts.

-- secret: of the authenticator app, sealed under the person's key; next_secret: one that
-- she was shown and has not confirmed with a code yet. step: the newest whose code was
-- taken, none up to it is taken again. tries: wrong codes since tries_from_utc_ms.
CREATE TABLE second_factor (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    secret_sealed BLOB,
    secret_version INTEGER NOT NULL,
    confirmed_utc_ms INTEGER,
    next_sealed BLOB,
    next_version INTEGER NOT NULL,
    next_utc_ms INTEGER,
    step INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    tries_from_utc_ms INTEGER,
    CHECK ((secret_sealed IS NULL) = (confirmed_utc_ms IS NULL)),
    CHECK ((next_sealed IS NULL) = (next_utc_ms IS NULL))
) STRICT;

-- hash: keyed BLAKE2b-256 of a recovery code that was not used yet.
CREATE TABLE second_factor_code (
    person INTEGER NOT NULL REFERENCES person (id),
    hash BLOB NOT NULL,
    PRIMARY KEY (person, hash)
) STRICT, WITHOUT ROWID;

-- What happened to somebody's account that she has to know of. session: the one that it
-- is about; by: who did it.
CREATE TABLE account_notice (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('new_device', 'second_factor_reset',
                                       'recovery_begun', 'recovered')),
    at_utc_ms INTEGER NOT NULL,
    session INTEGER,
    by INTEGER,
    closed_utc_ms INTEGER
) STRICT;
CREATE INDEX account_notice_person ON account_notice (person, at_utc_ms);
