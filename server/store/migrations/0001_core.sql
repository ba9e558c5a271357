-- The first schema: organisations, people, sessions, conversations, events, audit.
-- Ids are random 63-bit integers, times milliseconds since 1970 UTC, states the words of
-- the model's enums. *_sealed columns hold ciphertext whose key stands in keys.db under
-- (conversation, person, version); *_version names the version.

CREATE TABLE meta (
    k TEXT PRIMARY KEY,
    v TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE organisation (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    created_utc_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE area (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    name TEXT NOT NULL,
    UNIQUE (organisation, name)
) STRICT;
-- In id order without sorting, which makes a table each time that somebody comes in.
CREATE INDEX area_organisation ON area (organisation, id);

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    state TEXT NOT NULL CHECK (state IN ('active', 'suspended', 'former')),
    name_sealed BLOB,
    name_version INTEGER NOT NULL,
    inbox INTEGER NOT NULL,
    created_utc_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX person_organisation ON person (organisation, id);

-- area 0: the whole organisation.
CREATE TABLE role_grant (
    person INTEGER NOT NULL REFERENCES person (id),
    role TEXT NOT NULL CHECK (role IN ('carer', 'supporter', 'facilitator', 'coordinator',
                                       'safeguarding_lead', 'administrator')),
    area INTEGER NOT NULL,
    organisation INTEGER NOT NULL,
    PRIMARY KEY (person, role, area)
) STRICT, WITHOUT ROWID;
CREATE INDEX role_grant_area ON role_grant (organisation, area, role, person);

CREATE TABLE account (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    handle_hash BLOB NOT NULL UNIQUE,
    handle_sealed BLOB,
    handle_version INTEGER NOT NULL,
    password_hash TEXT NOT NULL
) STRICT;

-- hash: BLAKE2b-256 of the token; the token itself is never stored. Ended sessions stay
-- until they would have expired, so that a device that signed in before is known.
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    organisation INTEGER NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('browser', 'integration')),
    device_sealed BLOB,
    device_version INTEGER NOT NULL,
    created_utc_ms INTEGER NOT NULL,
    seen_utc_ms INTEGER NOT NULL,
    expires_utc_ms INTEGER NOT NULL,
    ended_utc_ms INTEGER
) STRICT;
CREATE INDEX session_person ON session (person, created_utc_ms);

-- person: the id that whoever accepts will have; its key seals the name meanwhile.
-- created_by 0: an operator with kithctl.
CREATE TABLE invite (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    area INTEGER NOT NULL,
    role TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    person INTEGER NOT NULL UNIQUE,
    name_sealed BLOB,
    name_version INTEGER NOT NULL,
    created_by INTEGER NOT NULL,
    created_utc_ms INTEGER NOT NULL,
    expires_utc_ms INTEGER NOT NULL,
    accepted_utc_ms INTEGER
) STRICT;

CREATE TABLE conversation (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    area INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('pair', 'group', 'desk', 'inbox')),
    epoch INTEGER NOT NULL,
    head INTEGER NOT NULL,
    last_at_utc_ms INTEGER NOT NULL,
    title_author INTEGER NOT NULL,
    title_sealed BLOB,
    title_version INTEGER NOT NULL
) STRICT;
CREATE INDEX conversation_area ON conversation (organisation, kind, area, id);

CREATE TABLE pair (
    conversation INTEGER PRIMARY KEY REFERENCES conversation (id),
    carer INTEGER NOT NULL REFERENCES person (id),
    supporter INTEGER NOT NULL REFERENCES person (id),
    UNIQUE (carer, supporter)
) STRICT;
CREATE INDEX pair_supporter ON pair (supporter);

-- One row per stay. read_seq is the read mark: monotone within a stay.
CREATE TABLE stay (
    conversation INTEGER NOT NULL REFERENCES conversation (id),
    person INTEGER NOT NULL REFERENCES person (id),
    stay INTEGER NOT NULL,
    role TEXT NOT NULL,
    ended TEXT NOT NULL CHECK (ended IN ('current', 'left', 'removed')),
    since_seq INTEGER NOT NULL,
    until_seq INTEGER,
    read_seq INTEGER NOT NULL,
    since_utc_ms INTEGER NOT NULL,
    PRIMARY KEY (conversation, person, stay)
) STRICT, WITHOUT ROWID;
CREATE INDEX stay_person ON stay (person, ended, conversation);

-- kind: numbers of model/event.h. author 0: the system. subject: whom a member event is
-- about. about: the conversation that a membership event is about, with its first seq.
-- Rows lie in the order in which they were written, and the key is an index beside them: rows
-- of 350 bytes in the order of the key change two and a half pages for each message where many
-- pairs talk, one page this way (sqlite.org/withoutrowid.html, section 3: rows under a
-- twentieth of a page).
CREATE TABLE event (
    conversation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    author INTEGER NOT NULL,
    at_utc_ms INTEGER NOT NULL,
    ref INTEGER,
    reply_to INTEGER,
    edited_utc_ms INTEGER,
    removed INTEGER NOT NULL DEFAULT 0,
    subject INTEGER,
    subject_role TEXT,
    about INTEGER,
    about_floor INTEGER,
    cid TEXT,
    body_sealed BLOB,
    body_version INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (conversation, seq)
) STRICT;
CREATE INDEX event_ref ON event (conversation, ref, kind, author, seq) WHERE ref IS NOT NULL;

-- The cid first: ids that begin with the time then lie side by side, whoever made them, and
-- a batch changes one page instead of one for each sender.
CREATE TABLE message_cid (
    sender INTEGER NOT NULL,
    cid TEXT NOT NULL,
    conversation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (cid, sender)
) STRICT, WITHOUT ROWID;

CREATE TABLE block (
    person INTEGER NOT NULL REFERENCES person (id),
    blocked INTEGER NOT NULL REFERENCES person (id),
    since_utc_ms INTEGER NOT NULL,
    PRIMARY KEY (person, blocked)
) STRICT, WITHOUT ROWID;
CREATE INDEX block_blocked ON block (blocked, person);

-- Keys that are to be destroyed: the intent is durable before the key goes from keys.db.
CREATE TABLE key_destruction (
    conversation INTEGER NOT NULL,
    person INTEGER NOT NULL,
    intended_utc_ms INTEGER NOT NULL,
    done_utc_ms INTEGER,
    PRIMARY KEY (conversation, person)
) STRICT, WITHOUT ROWID;

-- Append-only. hash = BLAKE2b-256(previous hash, and every other column of the row).
CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL,
    at_utc_ms INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    action TEXT NOT NULL,
    object INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
