-- Reports, cases, decisions and appeals. What a case holds is sealed under a key of its
-- own: keys.db (conversation = the case's id, person 0).

-- lane: who looks at it. rank: how soon. conversation, seq 0: a profile. subject: the
-- author, or whose profile. risks: bit n says that category Rn was found. hiding: who
-- hid the message, while it is hidden. due: when it should be seen to; look_by and
-- decide_by are what was promised. first_decision: what an appeal was against.
-- ended_stay: which stay of the author a decision ended, 0: none.
CREATE TABLE care_case (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('message', 'profile', 'risk')),
    lane TEXT NOT NULL CHECK (lane IN ('group', 'pair', 'lead')),
    state TEXT NOT NULL CHECK (state IN ('queued', 'claimed', 'asked', 'decided',
                                         'appealed', 'closed')),
    rank INTEGER NOT NULL CHECK (rank BETWEEN 0 AND 3),
    area INTEGER NOT NULL,
    conversation INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    risks INTEGER NOT NULL,
    hiding TEXT NOT NULL CHECK (hiding IN ('none', 'reports', 'staff')),
    opened_utc_ms INTEGER NOT NULL,
    due_utc_ms INTEGER NOT NULL,
    look_by_utc_ms INTEGER,
    decide_by_utc_ms INTEGER,
    claimed_by INTEGER NOT NULL,
    claimed_until_utc_ms INTEGER,
    decided_utc_ms INTEGER,
    decision TEXT NOT NULL CHECK (decision IN ('', 'none', 'edit_asked', 'hidden', 'talk',
                                               'restricted', 'removed', 'concern')),
    decided_by INTEGER NOT NULL,
    rule TEXT NOT NULL,
    until_utc_ms INTEGER,
    appeal_until_utc_ms INTEGER,
    author_appealed_utc_ms INTEGER,
    author_appeal TEXT NOT NULL CHECK (author_appeal IN ('', 'asked', 'upheld',
                                                         'changed')),
    reporters_appealed_utc_ms INTEGER,
    reporters_appeal TEXT NOT NULL CHECK (reporters_appeal IN ('', 'asked', 'upheld',
                                                               'changed')),
    first_decision TEXT NOT NULL,
    ended_stay INTEGER NOT NULL,
    UNIQUE (organisation, number)
) STRICT;
CREATE INDEX care_case_queue ON care_case (organisation, state, due_utc_ms, id);
CREATE INDEX care_case_message ON care_case (conversation, seq);
CREATE INDEX care_case_subject ON care_case (subject, id);

-- note: what the reporter added, sealed with the case. look_by, decide_by: what she was
-- promised. added: how often she told more.
CREATE TABLE care_report (
    id INTEGER PRIMARY KEY,
    organisation INTEGER NOT NULL REFERENCES organisation (id),
    number INTEGER NOT NULL,
    care_case INTEGER NOT NULL REFERENCES care_case (id),
    reporter INTEGER NOT NULL,
    cid TEXT NOT NULL,
    about TEXT NOT NULL CHECK (about IN ('worry', 'unkind', 'hate', 'risk', 'private',
                                         'spam', 'rules', 'not_sure')),
    at_utc_ms INTEGER NOT NULL,
    note_sealed BLOB,
    note_version INTEGER NOT NULL,
    look_by_utc_ms INTEGER,
    decide_by_utc_ms INTEGER,
    added INTEGER NOT NULL DEFAULT 0,
    UNIQUE (organisation, number),
    UNIQUE (reporter, cid)
) STRICT;
CREATE INDEX care_report_case ON care_report (care_case, at_utc_ms, id);
CREATE INDEX care_report_reporter ON care_report (reporter, at_utc_ms, id);

-- What was reported, as it was then, a line for each message. part edited: the reported
-- message once more, as it was at a later report.
CREATE TABLE care_excerpt (
    care_case INTEGER NOT NULL REFERENCES care_case (id),
    line INTEGER NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('around', 'reported', 'edited')),
    seq INTEGER NOT NULL,
    author INTEGER NOT NULL,
    at_utc_ms INTEGER NOT NULL,
    text_sealed BLOB,
    text_version INTEGER NOT NULL,
    cover_sealed BLOB,
    cover_version INTEGER NOT NULL,
    PRIMARY KEY (care_case, line)
) STRICT, WITHOUT ROWID;

-- What happened to a case. by 0: the system, or somebody who reported. rule_text: the
-- line of what was agreed, as it was then.
CREATE TABLE care_step (
    care_case INTEGER NOT NULL REFERENCES care_case (id),
    step INTEGER NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('raised', 'claimed', 'released', 'lapsed',
        'passed_on', 'asked', 'answered', 'hidden', 'restored', 'decided', 'appealed',
        'redecided', 'closed')),
    by INTEGER NOT NULL,
    at_utc_ms INTEGER NOT NULL,
    decision TEXT NOT NULL,
    rule TEXT NOT NULL,
    text_sealed BLOB,
    text_version INTEGER NOT NULL,
    rule_text_sealed BLOB,
    rule_text_version INTEGER NOT NULL,
    PRIMARY KEY (care_case, step)
) STRICT, WITHOUT ROWID;
