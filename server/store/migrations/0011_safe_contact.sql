-- When and how it is safe to reach somebody: all she said in one, sealed under her key.
CREATE TABLE safe_contact (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    words_sealed BLOB NOT NULL,
    words_version INTEGER NOT NULL,
    said_utc_ms INTEGER NOT NULL
) STRICT;
