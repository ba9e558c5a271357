-- Whose words in which group were let go, up to which event.
CREATE TABLE retention_group (
    conversation INTEGER NOT NULL REFERENCES conversation (id),
    person INTEGER NOT NULL REFERENCES person (id),
    seq INTEGER NOT NULL,
    PRIMARY KEY (conversation, person)
) STRICT, WITHOUT ROWID;
-- By which those who have left are found, without everybody who is there.
CREATE INDEX stay_ended ON stay (conversation, person, stay) WHERE ended <> 'current';
