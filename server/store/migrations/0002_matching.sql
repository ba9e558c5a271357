-- Matching: what people tell about themselves, requests, runs, matches and their life.
-- Ids, times, states and *_sealed columns as in 0001; what a person told is sealed under
-- that person's own key. Fields are named by the stable number they have in the list of
-- fields (protocol/matching/).

-- One answer of one person. shown: may stand on the card that a buddy sees.
CREATE TABLE profile_answer (
    person INTEGER NOT NULL REFERENCES person (id),
    field INTEGER NOT NULL,
    shown INTEGER NOT NULL,
    values_sealed BLOB,
    values_version INTEGER NOT NULL,
    changed_utc_ms INTEGER NOT NULL,
    changed_by INTEGER NOT NULL,
    PRIMARY KEY (person, field)
) STRICT, WITHOUT ROWID;

-- Every consent ever given; the newest row of a kind says whether it stands.
-- what: matching, special_category, sharing. how: self, phone, in_person, letter.
CREATE TABLE consent (
    person INTEGER NOT NULL REFERENCES person (id),
    what TEXT NOT NULL CHECK (what IN ('matching', 'special_category', 'sharing')),
    given_utc_ms INTEGER NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('self', 'phone', 'in_person', 'letter')),
    recorded_by INTEGER NOT NULL,
    withdrawn_utc_ms INTEGER,
    PRIMARY KEY (person, what, given_utc_ms)
) STRICT, WITHOUT ROWID;

-- Who coordinates is asked for with every change that the desk hears of.
CREATE INDEX role_grant_role ON role_grant (organisation, role, person, area);

-- What matching needs of a person beside the answers. gate_version is raised by every
-- write that can change a gate of this person; a run compares it before it commits.
CREATE TABLE matching_person (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    gate_version INTEGER NOT NULL,
    capacity INTEGER NOT NULL,
    hours_a_week INTEGER NOT NULL,
    paused_until_utc_ms INTEGER,
    resting_until_utc_ms INTEGER,
    weather TEXT CHECK (weather IN ('bright', 'all_right', 'heavy')),
    weather_utc_ms INTEGER,
    crisis_allowed_by INTEGER
) STRICT;

-- Days are the first millisecond of a UTC day. dbs: only where the role is eligible.
CREATE TABLE supporter_readiness (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    trained_utc_ms INTEGER,
    references_utc_ms INTEGER,
    dbs TEXT NOT NULL CHECK (dbs IN ('not_eligible', 'needed', 'cleared')),
    agreement_utc_ms INTEGER,
    supervision_due_utc_ms INTEGER,
    recorded_by INTEGER NOT NULL,
    recorded_utc_ms INTEGER NOT NULL
) STRICT;

-- The blind check: keyed hashes of what somebody told so that relatives, people of one
-- household and colleagues are not brought together. Nobody can read them back. entry:
-- which of the person's entries of that kind; an entry gives one hash for each way in
-- which another may have written the same.
CREATE TABLE blind_hash (
    person INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('self', 'relative', 'household', 'employer')),
    entry INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (person, kind, entry, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX blind_hash_hash ON blind_hash (hash, person);

-- People of the service who work on a carer's case. part: worker, assessor.
CREATE TABLE case_person (
    carer INTEGER NOT NULL REFERENCES person (id),
    person INTEGER NOT NULL REFERENCES person (id),
    part TEXT NOT NULL CHECK (part IN ('worker', 'assessor')),
    added_by INTEGER NOT NULL,
    added_utc_ms INTEGER NOT NULL,
    PRIMARY KEY (carer, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE area_adjacency (
    area INTEGER NOT NULL REFERENCES area (id),
    neighbour INTEGER NOT NULL REFERENCES area (id),
    PRIMARY KEY (area, neighbour)
) STRICT, WITHOUT ROWID;

-- Set by staff. Lifted rows stay for the record.
CREATE TABLE safeguarding_hold (
    person INTEGER NOT NULL REFERENCES person (id),
    placed_utc_ms INTEGER NOT NULL,
    placed_by INTEGER NOT NULL,
    lifted_utc_ms INTEGER,
    lifted_by INTEGER,
    PRIMARY KEY (person, placed_utc_ms)
) STRICT, WITHOUT ROWID;

-- a is the smaller id.
CREATE TABLE no_contact (
    a INTEGER NOT NULL REFERENCES person (id),
    b INTEGER NOT NULL REFERENCES person (id),
    placed_utc_ms INTEGER NOT NULL,
    placed_by INTEGER NOT NULL,
    lifted_utc_ms INTEGER,
    lifted_by INTEGER,
    PRIMARY KEY (a, b, placed_utc_ms)
) STRICT, WITHOUT ROWID;
CREATE INDEX no_contact_b ON no_contact (b, a);

-- waiting_since never moves once it is set. coordinator: the named person, 0 none yet.
-- escalated: the last of the days 7, 14, 28 at which the coordinator was told.
-- closed_reason: why it was closed, sealed under the carer's key.
CREATE TABLE matching_request (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    area INTEGER NOT NULL,
    carer INTEGER NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'consent_given', 'screened',
                                         'waiting', 'paused', 'offered', 'matched',
                                         'withdrawn', 'closed')),
    source TEXT NOT NULL CHECK (source IN ('self', 'team', 'coordinator')),
    referred_by INTEGER NOT NULL,
    coordinator INTEGER NOT NULL,
    urgent INTEGER NOT NULL,
    waiting_since_utc_ms INTEGER,
    escalated INTEGER NOT NULL,
    closed_reason_sealed BLOB,
    closed_reason_version INTEGER NOT NULL DEFAULT 0,
    created_utc_ms INTEGER NOT NULL,
    changed_utc_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX matching_request_open ON matching_request (carer)
    WHERE state NOT IN ('withdrawn', 'closed');
CREATE INDEX matching_request_queue
    ON matching_request (organisation, state, waiting_since_utc_ms, id);

-- A run: requested, computed elsewhere, stored piece by piece, visible at last.
-- origin: the run whose frozen people and scores this one changes, 0 for one of its own.
-- stored: how many of its carers' rows are stored. worst is NULL where nobody is matched.
CREATE TABLE matching_run (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    lane TEXT NOT NULL CHECK (lane IN ('urgent', 'weekly')),
    state TEXT NOT NULL CHECK (state IN ('requested', 'storing', 'ready', 'replaced', 'failed')),
    requested_by INTEGER NOT NULL,
    requested_utc_ms INTEGER NOT NULL,
    snapshot_utc_ms INTEGER,
    finished_utc_ms INTEGER,
    origin INTEGER NOT NULL,
    floor INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    fields_version INTEGER NOT NULL,
    weights_version INTEGER NOT NULL,
    stored INTEGER NOT NULL,
    attempts INTEGER NOT NULL, -- how often it was begun
    carers INTEGER NOT NULL,
    supporters INTEGER NOT NULL,
    matched INTEGER NOT NULL,
    worst INTEGER,
    total INTEGER NOT NULL,
    levels TEXT NOT NULL,
    failure TEXT NOT NULL
) STRICT;
CREATE INDEX matching_run_newest ON matching_run (organisation, requested_utc_ms);
CREATE INDEX matching_run_open ON matching_run (requested_utc_ms)
    WHERE state IN ('requested', 'storing');

-- A carer in a run. pairs_sealed: score with its parts, or gate, for every supporter of
-- the run in their order; under the carer's key, since it tells about the carer.
CREATE TABLE matching_run_carer (
    run INTEGER NOT NULL REFERENCES matching_run (id),
    position INTEGER NOT NULL,
    carer INTEGER NOT NULL REFERENCES person (id),
    request INTEGER NOT NULL,
    area INTEGER NOT NULL,
    tier INTEGER NOT NULL,
    waited_days INTEGER NOT NULL,
    gate_version INTEGER NOT NULL,
    pairs_sealed BLOB,
    pairs_version INTEGER NOT NULL,
    PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX matching_run_carer_carer ON matching_run_carer (run, carer);

CREATE TABLE matching_run_supporter (
    run INTEGER NOT NULL REFERENCES matching_run (id),
    position INTEGER NOT NULL,
    supporter INTEGER NOT NULL REFERENCES person (id),
    capacity INTEGER NOT NULL,
    load INTEGER NOT NULL,
    gate_version INTEGER NOT NULL,
    PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX matching_run_supporter_supporter
    ON matching_run_supporter (run, supporter);

-- What a coordinator decided before the solver did: lock or forbid.
CREATE TABLE matching_ruling (
    run INTEGER NOT NULL REFERENCES matching_run (id),
    carer INTEGER NOT NULL,
    supporter INTEGER NOT NULL,
    ruling TEXT NOT NULL CHECK (ruling IN ('lock', 'forbid')),
    ruled_by INTEGER NOT NULL,
    PRIMARY KEY (run, carer, supporter)
) STRICT, WITHOUT ROWID;

-- What a run proposes. state: proposed, approved, rejected, dropped (with the gate that
-- had moved when the run was committed). *_version: of the two people's gates when they
-- were last looked at.
CREATE TABLE matching_proposal (
    run INTEGER NOT NULL REFERENCES matching_run (id),
    carer INTEGER NOT NULL REFERENCES person (id),
    supporter INTEGER NOT NULL REFERENCES person (id),
    request INTEGER NOT NULL,
    carer_version INTEGER NOT NULL,
    supporter_version INTEGER NOT NULL,
    score INTEGER NOT NULL,
    locked INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'rejected', 'dropped')),
    gate TEXT NOT NULL,
    decided_by INTEGER NOT NULL,
    PRIMARY KEY (run, carer, supporter)
) STRICT, WITHOUT ROWID;

-- *_answer: '' not yet, yes, no, ask. conversation 0: not introduced yet. told_by_*: the
-- coordinator who answered for somebody without a phone of her own, else 0. quiet_since:
-- the carer waits for a word of the supporter since then. paused_by: on hold, who asked for it
-- (bits: 1 the carer, 2 the supporter, 4 staff): they, or staff, take it back.
CREATE TABLE match (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    area INTEGER NOT NULL,
    request INTEGER NOT NULL REFERENCES matching_request (id),
    carer INTEGER NOT NULL REFERENCES person (id),
    supporter INTEGER NOT NULL REFERENCES person (id),
    run INTEGER NOT NULL,
    score INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('approved', 'offered', 'introduced', 'active',
        'review_due', 'continuing', 'change_asked', 'ending_planned', 'on_hold', 'ended',
        'declined', 'expired', 'ended_unplanned', 'ended_for_cause', 'withdrawn')),
    held_state TEXT NOT NULL,
    paused_by INTEGER NOT NULL CHECK (paused_by BETWEEN 0 AND 7),
    carer_answer TEXT NOT NULL CHECK (carer_answer IN ('', 'yes', 'no', 'ask')),
    supporter_answer TEXT NOT NULL CHECK (supporter_answer IN ('', 'yes', 'no', 'ask')),
    carer_told_by INTEGER NOT NULL,
    supporter_told_by INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    approved_by INTEGER NOT NULL,
    offered_utc_ms INTEGER,
    expires_utc_ms INTEGER,
    introduced_utc_ms INTEGER,
    first_contact_utc_ms INTEGER,
    last_supporter_utc_ms INTEGER,
    quiet_since_utc_ms INTEGER,
    ends_utc_ms INTEGER,
    ended_utc_ms INTEGER,
    ended_by INTEGER NOT NULL,
    card_sealed BLOB,
    card_version INTEGER NOT NULL,
    changed_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX match_carer ON match (carer, state);
CREATE INDEX match_supporter ON match (supporter, state);
CREATE INDEX match_area ON match (organisation, state, area);
CREATE INDEX match_conversation ON match (conversation) WHERE conversation <> 0;

-- Why somebody declined, asked for a change or ended it: one per person and match, sealed
-- under the key of whose reason it is.
CREATE TABLE match_reason (
    match INTEGER NOT NULL REFERENCES match (id),
    person INTEGER NOT NULL REFERENCES person (id),
    reason_sealed BLOB NOT NULL,
    reason_version INTEGER NOT NULL,
    PRIMARY KEY (match, person)
) STRICT, WITHOUT ROWID;

-- Every step that a request or a match took; what waits and reports are counted from.
CREATE TABLE matching_step (
    subject INTEGER NOT NULL,
    step INTEGER NOT NULL,
    at_utc_ms INTEGER NOT NULL,
    state TEXT NOT NULL,
    actor INTEGER NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (subject, step)
) STRICT, WITHOUT ROWID;

-- A review asks both sides separately; answers are sealed under the key of who gave them.
CREATE TABLE match_review (
    id INTEGER PRIMARY KEY,
    match INTEGER NOT NULL REFERENCES match (id),
    person INTEGER NOT NULL REFERENCES person (id),
    part TEXT NOT NULL CHECK (part IN ('day_14', 'week_6', 'week_13', 'quarter', 'ending')),
    due_utc_ms INTEGER NOT NULL,
    answered_utc_ms INTEGER,
    like_me INTEGER,
    wish TEXT CHECK (wish IN ('go_on', 'pause', 'change', 'end')),
    note_sealed BLOB,
    note_version INTEGER NOT NULL,
    UNIQUE (match, part, due_utc_ms, person)
) STRICT;
CREATE INDEX match_review_person ON match_review (person, answered_utc_ms, due_utc_ms);

-- The call diary: that there was contact, never what was said.
CREATE TABLE call_log (
    id INTEGER PRIMARY KEY,
    match INTEGER NOT NULL REFERENCES match (id),
    logged_by INTEGER NOT NULL,
    at_utc_ms INTEGER NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('chat', 'phone', 'video', 'in_person', 'letter')),
    minutes INTEGER NOT NULL,
    feel TEXT NOT NULL CHECK (feel IN ('good', 'all_right', 'hard')),
    late INTEGER NOT NULL
) STRICT;
CREATE INDEX call_log_match ON call_log (match, at_utc_ms);

-- A one-off half-hour.
CREATE TABLE cuppa (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    area INTEGER NOT NULL,
    carer INTEGER NOT NULL REFERENCES person (id),
    supporter INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'taken', 'ended', 'matched', 'withdrawn', 'expired')),
    conversation INTEGER NOT NULL,
    asked_utc_ms INTEGER NOT NULL,
    taken_utc_ms INTEGER,
    ends_utc_ms INTEGER,
    carer_again INTEGER NOT NULL,
    supporter_again INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX cuppa_open ON cuppa (carer) WHERE state IN ('asked', 'taken');
CREATE INDEX cuppa_supporter ON cuppa (supporter, state);
CREATE INDEX cuppa_queue ON cuppa (organisation, state, asked_utc_ms);

-- What is to be done when: survives restarts, since only the database knows of it.
CREATE TABLE timer (
    id INTEGER PRIMARY KEY,
    due_utc_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject INTEGER NOT NULL,
    UNIQUE (kind, subject)
) STRICT;
CREATE INDEX timer_due ON timer (due_utc_ms, id);

-- Why somebody looked, where a reason is needed: beside the audit row that says
-- with_reason, sealed under the key of the person (the row's object) whose profile it was.
CREATE TABLE audit_reason (
    audit INTEGER PRIMARY KEY REFERENCES audit (seq),
    person INTEGER NOT NULL REFERENCES person (id),
    reason_sealed BLOB NOT NULL,
    reason_version INTEGER NOT NULL
) STRICT;

-- By which sessions that lapsed are found each second.
CREATE INDEX session_seen ON session (seen_utc_ms) WHERE ended_utc_ms IS NULL;
CREATE INDEX session_expires ON session (expires_utc_ms) WHERE ended_utc_ms IS NULL;
