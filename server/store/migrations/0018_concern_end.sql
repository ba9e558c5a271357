-- Records of concerns that end when their time to keep is over. asked: asked_by wants it
-- destroyed, and a second person has to agree. going: it is being destroyed; step,
-- flushed_utc_ms: how far that has come (domain/care/concern_end.h). The row goes when
-- nothing is left.
CREATE TABLE concern_end (
    concern INTEGER PRIMARY KEY,
    state TEXT NOT NULL CHECK (state IN ('asked', 'going')),
    asked_by INTEGER NOT NULL,
    asked_utc_ms INTEGER NOT NULL,
    step INTEGER NOT NULL,
    flushed_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX concern_end_going ON concern_end (concern) WHERE state = 'going';
CREATE INDEX concern_over ON concern (organisation, keep_until_utc_ms, id)
    WHERE state = 'closed';
