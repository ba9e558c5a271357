-- By which what ended long ago is found, without all that is there: of a case, when it was
-- opened, which is before it ended; of what words of risk were found, when the message was
-- written.
CREATE INDEX care_case_closed ON care_case (opened_utc_ms) WHERE state = 'closed';
ALTER TABLE risk_hit ADD COLUMN at_utc_ms INTEGER NOT NULL DEFAULT 0;
UPDATE risk_hit SET at_utc_ms = coalesce((SELECT e.at_utc_ms FROM event AS e
    WHERE e.conversation = risk_hit.conversation AND e.seq = risk_hit.seq), 0);
CREATE INDEX risk_hit_at ON risk_hit (at_utc_ms);
