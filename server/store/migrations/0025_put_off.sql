-- What failed, and comes again later. timer.failures: how often since it was set.
-- retention_clock.put_off_until_utc_ms: 0 where its last step did not fail.
ALTER TABLE timer ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
CREATE INDEX timer_failing ON timer (id) WHERE failures > 0;
ALTER TABLE retention_clock ADD COLUMN put_off_until_utc_ms INTEGER NOT NULL DEFAULT 0;
