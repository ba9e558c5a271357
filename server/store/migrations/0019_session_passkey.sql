-- By which passkey whoever acts in a session proved it at last: taking that one away ends
-- the session. NULL: by none, or before this was kept.
ALTER TABLE session ADD COLUMN passkey INTEGER;
CREATE INDEX session_passkey ON session (passkey) WHERE passkey IS NOT NULL;
