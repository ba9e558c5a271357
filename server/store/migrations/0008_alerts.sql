-- Alerts that hold several messages of one author, or a concern; conversations that the
-- scan cannot look through.

-- person: who wrote it, and who is never told of it; of a concern nobody. messages: how
-- many have come to it; alert_message says which.
CREATE TABLE alert_new (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    person INTEGER REFERENCES person (id),
    conversation INTEGER REFERENCES conversation (id),
    concern INTEGER REFERENCES concern (id),
    seq INTEGER NOT NULL,
    risks INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    raised_utc_ms INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    called_utc_ms INTEGER NOT NULL,
    acknowledged_by INTEGER,
    acknowledged_utc_ms INTEGER,
    CHECK ((concern IS NULL) = (conversation IS NOT NULL)),
    CHECK ((concern IS NULL) = (person IS NOT NULL))
) STRICT;

DROP INDEX alert_message;
CREATE TABLE alert_message (
    alert INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    risks INTEGER NOT NULL,
    at_utc_ms INTEGER NOT NULL,
    PRIMARY KEY (alert, seq)
) STRICT, WITHOUT ROWID;

INSERT INTO alert_new (id, organisation, person, conversation, seq, risks, messages,
                       raised_utc_ms, calls, called_utc_ms, acknowledged_by,
                       acknowledged_utc_ms)
SELECT id, organisation, person, conversation, seq, risks, 1, raised_utc_ms, calls,
       called_utc_ms, acknowledged_by, acknowledged_utc_ms FROM alert;
INSERT INTO alert_message (alert, seq, risks, at_utc_ms)
SELECT id, seq, risks, raised_utc_ms FROM alert;
DROP TABLE alert;
ALTER TABLE alert_new RENAME TO alert;
CREATE INDEX alert_list ON alert (organisation, raised_utc_ms);
CREATE INDEX alert_author ON alert (person, conversation, raised_utc_ms);
CREATE INDEX alert_place ON alert (conversation);
CREATE UNIQUE INDEX alert_concern ON alert (concern) WHERE concern IS NOT NULL;

-- A conversation in which the scan fails: left out until retry_utc_ms.
CREATE TABLE scan_trouble (
    conversation INTEGER PRIMARY KEY REFERENCES conversation (id),
    failures INTEGER NOT NULL,
    since_utc_ms INTEGER NOT NULL,
    retry_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX scan_trouble_retry ON scan_trouble (retry_utc_ms);
