-- People who asked to be forgotten. Ids, times and states as in 0001.

-- asked_by 0: not a person (an operator, or what a restored backup has to do again).
-- step, at, seq: how far it has come (domain/erasure_step.h). rest_until_utc_ms: a record
-- that staff must keep still needs what is next. flushed_utc_ms: when the last of it was
-- gone from the tables.
CREATE TABLE erasure (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'erasing', 'done')),
    asked_by INTEGER NOT NULL,
    asked_utc_ms INTEGER NOT NULL,
    due_utc_ms INTEGER NOT NULL,
    step INTEGER NOT NULL,
    at INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    rest_until_utc_ms INTEGER NOT NULL,
    flushed_utc_ms INTEGER NOT NULL,
    done_utc_ms INTEGER
) STRICT;
CREATE INDEX erasure_under_way ON erasure (rest_until_utc_ms) WHERE state = 'erasing';

-- By which what somebody leaves behind is found.
CREATE INDEX conversation_title_author ON conversation (title_author)
    WHERE title_author <> 0;
CREATE INDEX matching_run_carer_sealed ON matching_run_carer (carer)
    WHERE pairs_sealed IS NOT NULL;
CREATE INDEX meeting_person_needs ON meeting_person (person)
    WHERE needs_sealed IS NOT NULL;
