-- Looking through what people write for words of risk, alerts, and what is to be sent.

-- How far each conversation has been looked through. Stored in the transaction that
-- stores what was found. unscanned_utc_ms: nothing behind that was written before then;
-- 0 where all has been looked through. What was written before there was anything to look
-- with is left alone.
ALTER TABLE conversation ADD COLUMN scanned_seq INTEGER NOT NULL DEFAULT 0;
UPDATE conversation SET scanned_seq = head;
ALTER TABLE conversation ADD COLUMN unscanned_utc_ms INTEGER NOT NULL DEFAULT 0
CHECK (unscanned_utc_ms > 0 OR head <= scanned_seq OR kind NOT IN ('pair', 'group'));

-- Those that are left to look through, whoever waits longest first: as many rows as
-- there are of these.
CREATE INDEX conversation_unscanned ON conversation (unscanned_utc_ms, id)
WHERE unscanned_utc_ms > 0;

-- How much was looked through, for the figures.
CREATE TABLE risk_total (
    organisation INTEGER PRIMARY KEY REFERENCES organisation (id),
    messages INTEGER NOT NULL,
    alerts INTEGER NOT NULL
) STRICT;

-- How often a rule matched, and was right; `mode` count: its hits are only counted.
CREATE TABLE risk_rule (
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    rule TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('on', 'count')),
    hits INTEGER NOT NULL,
    judged_right INTEGER NOT NULL,
    judged_wrong INTEGER NOT NULL,
    PRIMARY KEY (organisation, rule)
) STRICT, WITHOUT ROWID;

-- Which rules found something in which message, and what whoever looked said of them.
CREATE TABLE risk_hit (
    conversation INTEGER NOT NULL REFERENCES conversation (id),
    seq INTEGER NOT NULL,
    rule TEXT NOT NULL,
    category INTEGER NOT NULL,
    judged TEXT NOT NULL CHECK (judged IN ('', 'right', 'wrong')),
    PRIMARY KEY (conversation, seq, rule)
) STRICT, WITHOUT ROWID;

-- A message that somebody is called about. person: who wrote it, and who is never told
-- of it.
CREATE TABLE alert (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    person INTEGER NOT NULL REFERENCES person (id),
    conversation INTEGER NOT NULL REFERENCES conversation (id),
    seq INTEGER NOT NULL,
    risks INTEGER NOT NULL,
    raised_utc_ms INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    called_utc_ms INTEGER NOT NULL,
    acknowledged_by INTEGER,
    acknowledged_utc_ms INTEGER
) STRICT;
CREATE INDEX alert_message ON alert (conversation, seq, raised_utc_ms);
CREATE INDEX alert_list ON alert (organisation, raised_utc_ms);

-- What is to be sent, content-free: what it says follows from `notice`. person 0: the
-- address in the settings. An address stands in `notify` alone.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    way TEXT NOT NULL CHECK (way IN ('mail', 'command')),
    notice TEXT NOT NULL CHECK (notice IN ('alert', 'alert_again', 'message')),
    person INTEGER NOT NULL,
    alert INTEGER NOT NULL,
    urgency INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'given_up')),
    made_utc_ms INTEGER NOT NULL,
    due_utc_ms INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    failed_utc_ms INTEGER,
    failure TEXT NOT NULL,
    ended_utc_ms INTEGER
) STRICT;
CREATE INDEX outbox_due ON outbox (urgency, due_utc_ms) WHERE state = 'waiting';
CREATE INDEX outbox_alert ON outbox (alert) WHERE alert <> 0;
CREATE INDEX outbox_ended ON outbox (ended_utc_ms) WHERE state <> 'waiting';
CREATE INDEX outbox_way ON outbox (organisation, way, state);

-- How somebody is reached who is not here. waiting_utc_ms: since when there is something
-- that she has not seen, of which a mail is to be sent when its timer
-- is due; mailed_utc_ms: when the last mail was made.
CREATE TABLE notify (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    mail INTEGER NOT NULL,
    address_sealed BLOB,
    address_version INTEGER NOT NULL,
    phone_sealed BLOB,
    phone_version INTEGER NOT NULL,
    quiet_from_min INTEGER NOT NULL,
    quiet_until_min INTEGER NOT NULL,
    waiting_utc_ms INTEGER,
    mailed_utc_ms INTEGER
) STRICT;
