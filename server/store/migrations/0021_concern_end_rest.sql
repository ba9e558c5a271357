-- When a step of destroying a record failed: not before this it is tried again, so that
-- the records after it do not wait.
ALTER TABLE concern_end ADD COLUMN rest_until_utc_ms INTEGER NOT NULL DEFAULT 0;
