-- Concerns, referrals, openings of private talk, suspensions. Ids, times, states and
-- *_sealed columns as in 0001; everything said of a concern is sealed under a key that
-- is the concern's own, and so is that of a note on conduct and of an opening.

-- number: drawn at random, so that a hole in the list tells nothing. rank: 0 the most
-- pressing. asked: what whoever raised it thought. deputy: who acts as it is about a
-- lead. 0 is nobody and nothing; cid is '' where no client made it.
CREATE TABLE concern (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    area INTEGER NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('opened', 'triaged', 'owned', 'awaiting',
                                         'monitoring', 'closing', 'closed', 'reopened')),
    rank INTEGER NOT NULL,
    asked TEXT CHECK (asked IN ('immediate', 'same_day', 'day', 'low')),
    grade TEXT CHECK (grade IN ('immediate', 'same_day', 'day', 'low')),
    raised_by INTEGER NOT NULL,
    raised_utc_ms INTEGER NOT NULL,
    cid TEXT NOT NULL,
    owner INTEGER NOT NULL,
    assigned INTEGER NOT NULL,
    deputy INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    from_case INTEGER NOT NULL,
    happened_utc_ms INTEGER,
    look_by_utc_ms INTEGER,
    refer_by_utc_ms INTEGER,
    review_utc_ms INTEGER,
    keep_until_utc_ms INTEGER,
    outcome TEXT CHECK (outcome IN ('helped', 'referred', 'measures', 'no_action',
                                    'substantiated', 'unsubstantiated', 'unfounded',
                                    'false', 'malicious')),
    closing_by INTEGER NOT NULL,
    what_sealed BLOB NOT NULL,
    what_version INTEGER NOT NULL,
    where_sealed BLOB,
    where_version INTEGER NOT NULL DEFAULT 0,
    summary_sealed BLOB,
    summary_version INTEGER NOT NULL DEFAULT 0,
    keep_reason_sealed BLOB,
    keep_reason_version INTEGER NOT NULL DEFAULT 0,
    UNIQUE (organisation, number)
) STRICT;
CREATE UNIQUE INDEX concern_cid ON concern (raised_by, cid) WHERE cid <> '';
CREATE INDEX concern_raised ON concern (raised_by, raised_utc_ms);
CREATE INDEX concern_queue ON concern (organisation, state, rank, raised_utc_ms, id);

-- Whom a concern is about: none of them ever sees it. is_staff, is_lead: what they were
-- when that was said.
CREATE TABLE concern_person (
    concern INTEGER NOT NULL REFERENCES concern (id),
    person INTEGER NOT NULL REFERENCES person (id),
    is_staff INTEGER NOT NULL,
    is_lead INTEGER NOT NULL,
    is_allegation INTEGER NOT NULL,
    PRIMARY KEY (concern, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX concern_person_person ON concern_person (person, concern);

-- The record of a concern: rows are added, never changed.
CREATE TABLE concern_entry (
    concern INTEGER NOT NULL REFERENCES concern (id),
    n INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('exact_words', 'fact', 'inference', 'told',
                                       'decision', 'action', 'no_action', 'opened',
                                       'triaged', 'owned', 'assigned', 'referred',
                                       'replied', 'monitored', 'allegation', 'closing',
                                       'close_refused', 'closed', 'reopened', 'kept')),
    at_utc_ms INTEGER NOT NULL,
    by_person INTEGER NOT NULL,
    cid TEXT NOT NULL,
    text_sealed BLOB,
    text_version INTEGER NOT NULL,
    whom_sealed BLOB,
    whom_version INTEGER NOT NULL,
    happened_utc_ms INTEGER,
    grade TEXT CHECK (grade IN ('immediate', 'same_day', 'day', 'low')),
    outcome TEXT CHECK (outcome IN ('helped', 'referred', 'measures', 'no_action',
                                    'substantiated', 'unsubstantiated', 'unfounded',
                                    'false', 'malicious')),
    referral INTEGER NOT NULL,
    person INTEGER NOT NULL,
    PRIMARY KEY (concern, n)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX concern_entry_cid ON concern_entry (by_person, cid) WHERE cid <> '';

CREATE TABLE concern_referral (
    id INTEGER PRIMARY KEY,
    concern INTEGER NOT NULL REFERENCES concern (id),
    sent_to TEXT NOT NULL CHECK (sent_to IN ('emergency', 'childrens_services',
                                             'adult_services', 'lado', 'dbs',
                                             'charity_commission', 'police', 'none')),
    at_utc_ms INTEGER NOT NULL,
    by_person INTEGER NOT NULL,
    reply_by_utc_ms INTEGER,
    replied_utc_ms INTEGER
) STRICT;
CREATE INDEX concern_referral_concern ON concern_referral (concern, at_utc_ms, id);

-- Who acts when a concern is about a lead.
CREATE TABLE concern_deputy (
    organisation INTEGER PRIMARY KEY REFERENCES organisation (id),
    person INTEGER NOT NULL REFERENCES person (id),
    set_by INTEGER NOT NULL,
    set_utc_ms INTEGER NOT NULL
) STRICT;

-- Low-level notes on the conduct of somebody who helps others. is_review: what was
-- concluded when those before it were looked at together.
CREATE TABLE conduct_note (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    person INTEGER NOT NULL REFERENCES person (id),
    by_person INTEGER NOT NULL,
    at_utc_ms INTEGER NOT NULL,
    cid TEXT NOT NULL,
    is_review INTEGER NOT NULL,
    text_sealed BLOB NOT NULL,
    text_version INTEGER NOT NULL,
    reviewed_utc_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX conduct_note_cid ON conduct_note (by_person, cid) WHERE cid <> '';
CREATE INDEX conduct_note_newest ON conduct_note (organisation, at_utc_ms, id);
CREATE INDEX conduct_note_person ON conduct_note (person, at_utc_ms, id);

-- Private talk that a lead asked to read. from_seq to until_seq: what was said by then.
-- told_utc_ms: when the people of the conversation were told; silent: not yet.
CREATE TABLE opening (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    conversation INTEGER NOT NULL REFERENCES conversation (id),
    state TEXT NOT NULL CHECK (state IN ('asked', 'approved', 'refused', 'lapsed', 'over')),
    why TEXT NOT NULL CHECK (why IN ('danger', 'allegation', 'complaint', 'law')),
    asked_by INTEGER NOT NULL,
    asked_utc_ms INTEGER NOT NULL,
    cid TEXT NOT NULL,
    from_seq INTEGER NOT NULL,
    until_seq INTEGER NOT NULL,
    silent INTEGER NOT NULL,
    decided_by INTEGER NOT NULL,
    decided_utc_ms INTEGER,
    read_until_utc_ms INTEGER,
    read_utc_ms INTEGER,
    told_utc_ms INTEGER,
    reason_sealed BLOB NOT NULL,
    reason_version INTEGER NOT NULL,
    silent_sealed BLOB,
    silent_version INTEGER NOT NULL,
    refusal_sealed BLOB,
    refusal_version INTEGER NOT NULL DEFAULT 0,
    UNIQUE (asked_by, cid)
) STRICT;
CREATE INDEX opening_newest ON opening (organisation, asked_utc_ms, id);
CREATE INDEX opening_conversation ON opening (conversation, told_utc_ms);

-- Accounts that staff suspended. until_utc_ms is NULL where somebody has to restore it.
CREATE TABLE suspension (
    person INTEGER NOT NULL REFERENCES person (id),
    placed_utc_ms INTEGER NOT NULL,
    placed_by INTEGER NOT NULL,
    until_utc_ms INTEGER,
    lifted_utc_ms INTEGER,
    lifted_by INTEGER,
    PRIMARY KEY (person, placed_utc_ms)
) STRICT, WITHOUT ROWID;
