-- How groups live, their meetings, the rota, and where to turn in a crisis. Ids, times,
-- states and *_sealed columns as in 0001. What belongs to a group as such is sealed
-- under the key of its conversation (person 0), what is somebody's under her own.

-- Who is there for people, and when. conversation: the group of a facilitator, else 0.
CREATE TABLE duty (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    part TEXT NOT NULL CHECK (part IN ('facilitator', 'coordinator', 'safeguarding_lead')),
    conversation INTEGER NOT NULL,
    person INTEGER NOT NULL REFERENCES person (id),
    from_utc_ms INTEGER NOT NULL,
    until_utc_ms INTEGER NOT NULL,
    made_by INTEGER NOT NULL,
    made_utc_ms INTEGER NOT NULL,
    CHECK (from_utc_ms < until_utc_ms),
    CHECK ((part = 'facilitator') = (conversation <> 0))
) STRICT;
CREATE INDEX duty_post ON duty (organisation, part, conversation, until_utc_ms);
CREATE INDEX duty_person ON duty (person, until_utc_ms);
CREATE INDEX duty_until ON duty (organisation, until_utc_ms, id);

-- Where to turn in a crisis, by its place in the list. These are no secrets.
CREATE TABLE help_number (
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    number TEXT NOT NULL,
    hours TEXT NOT NULL,
    PRIMARY KEY (organisation, place)
) STRICT, WITHOUT ROWID;

-- What a group has settled; without a row it lives by the defaults. agreement: which
-- version of it, 1 for the first.
CREATE TABLE group_setting (
    conversation INTEGER PRIMARY KEY REFERENCES conversation (id),
    agreement INTEGER NOT NULL,
    agreement_sealed BLOB,
    agreement_version INTEGER NOT NULL,
    theme_sealed BLOB,
    theme_version INTEGER NOT NULL,
    open TEXT NOT NULL CHECK (open IN ('always', 'staffed')),
    slow_s INTEGER NOT NULL
) STRICT;

-- What a group knows of each stay in it, beside the stay itself. accepted: the version
-- of the agreement, 0 for none yet. away_utc_ms: since when she has left for a while.
-- welcomed_by without a person: before newcomers were counted.
CREATE TABLE group_stay (
    conversation INTEGER NOT NULL REFERENCES conversation (id),
    person INTEGER NOT NULL REFERENCES person (id),
    stay INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    accepted_utc_ms INTEGER,
    nickname_sealed BLOB,
    nickname_version INTEGER NOT NULL,
    away_utc_ms INTEGER,
    wrote_utc_ms INTEGER,
    welcomed_by INTEGER,
    welcomed_utc_ms INTEGER,
    PRIMARY KEY (conversation, person, stay)
) STRICT, WITHOUT ROWID;

CREATE INDEX group_stay_nickname ON group_stay (person, conversation, stay)
    WHERE nickname_sealed IS NOT NULL;

-- Whoever is in a group already has accepted it and was welcomed: nobody who could
-- write is kept from it.
INSERT INTO group_stay (conversation, person, stay, accepted, accepted_utc_ms,
                        nickname_version, wrote_utc_ms, welcomed_utc_ms)
    SELECT s.conversation, s.person, s.stay, 1, s.since_utc_ms, 0, w.at_utc_ms,
           s.since_utc_ms
    FROM stay AS s
    JOIN conversation AS c ON c.id = s.conversation AND c.kind = 'group'
    LEFT JOIN (SELECT conversation, author, max(at_utc_ms) AS at_utc_ms FROM event
               WHERE kind = 1 GROUP BY conversation, author) AS w
        ON w.conversation = s.conversation AND w.author = s.person;

-- Who may read and not write in a group until when. It outlasts a stay: leaving and
-- coming back ends it for nobody.
CREATE TABLE group_mute (
    conversation INTEGER NOT NULL REFERENCES conversation (id),
    person INTEGER NOT NULL REFERENCES person (id),
    until_utc_ms INTEGER NOT NULL,
    PRIMARY KEY (conversation, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE group_pin (
    conversation INTEGER NOT NULL REFERENCES conversation (id),
    seq INTEGER NOT NULL,
    pinned_by INTEGER NOT NULL,
    pinned_utc_ms INTEGER NOT NULL,
    PRIMARY KEY (conversation, seq)
) STRICT, WITHOUT ROWID;

-- details: link, venue, access and childcare in one; next: what was said at the end.
CREATE TABLE meeting (
    id INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversation (id),
    at_utc_ms INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('here', 'online', 'venue')),
    state TEXT NOT NULL CHECK (state IN ('planned', 'opening', 'round', 'closing', 'over',
                                         'cancelled')),
    details_sealed BLOB,
    details_version INTEGER NOT NULL,
    next_sealed BLOB,
    next_version INTEGER NOT NULL,
    made_by INTEGER NOT NULL,
    made_utc_ms INTEGER NOT NULL,
    begun_utc_ms INTEGER
) STRICT;
CREATE INDEX meeting_conversation ON meeting (conversation, at_utc_ms, id);

-- Who is coming to a meeting, who came, and her turn in the round. coming: NULL where
-- she never said. place: in the round, NULL where she is not in it.
CREATE TABLE meeting_person (
    meeting INTEGER NOT NULL REFERENCES meeting (id),
    person INTEGER NOT NULL REFERENCES person (id),
    coming INTEGER,
    needs_sealed BLOB,
    needs_version INTEGER NOT NULL,
    came INTEGER,
    place INTEGER,
    turn TEXT CHECK (turn IN ('waiting', 'now', 'had', 'passed')),
    PRIMARY KEY (meeting, person)
) STRICT, WITHOUT ROWID;
