-- People are told of passkeys, too: that one was added to their account, or taken away.
CREATE TABLE account_notice_next (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('new_device', 'second_factor_reset',
                                       'recovery_begun', 'recovered',
                                       'password_changed', 'second_factor_set',
                                       'second_factor_removed', 'erasure_asked',
                                       'passkey_added', 'passkey_removed')),
    at_utc_ms INTEGER NOT NULL,
    session INTEGER,
    by INTEGER,
    closed_utc_ms INTEGER
) STRICT;
INSERT INTO account_notice_next (id, person, kind, at_utc_ms, session, by, closed_utc_ms)
    SELECT id, person, kind, at_utc_ms, session, by, closed_utc_ms FROM account_notice;
DROP TABLE account_notice;
ALTER TABLE account_notice_next RENAME TO account_notice;
CREATE INDEX account_notice_person ON account_notice (person, at_utc_ms);
