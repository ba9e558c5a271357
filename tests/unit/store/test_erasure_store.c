// Nothing that names a person is forgotten when she is to be: every sealed column and
// every column that refers to a person is either taken care of by an erasure or stays
// for a reason that stands here.
#include "store/erasure_store.h"

#include <stdio.h>
#include <string.h>

#include "scratch.h"
#include "support.h"

// table.column · what becomes of it
static const char *const GOES[] = {
    // with the row, or set to nothing
    "person.name_sealed", "account.person", "account.handle_sealed", "session.person",
    "second_factor.person", "second_factor.secret_sealed", "second_factor.next_sealed",
    "second_factor_code.person", "recovery.person", "account_notice.person",
    "passkey.person", "passkey.name_sealed", "passkey_user.person",
    "safe_contact.person", "safe_contact.words_sealed", "session.device_sealed",
    "invite.name_sealed", "role_grant.person", "notify.person", "notify.address_sealed",
    "notify.phone_sealed", "profile_answer.person", "profile_answer.values_sealed",
    "blind_hash.person", "consent.person", "case_person.carer", "case_person.person",
    "matching_request.closed_reason_sealed", "matching_run_carer.pairs_sealed",
    "match.card_sealed", "match_reason.person", "match_reason.reason_sealed",
    "match_review.note_sealed", "duty.person", "group_stay.nickname_sealed",
    "meeting_person.needs_sealed", "block.person", "block.blocked", "event.body_sealed",
    // sealed under a key of the conversation from then on
    "conversation.title_sealed"};

static const char *const STAYS[] = {
    // that there was something, by number alone
    "matching_person.person", "matching_request.carer", "matching_run_carer.carer",
    "matching_run_supporter.supporter", "matching_proposal.carer",
    "matching_proposal.supporter", "match.carer", "match.supporter",
    "match_review.person", "group_stay.person", "group_mute.person", "cuppa.carer",
    "pair.carer", "pair.supporter", "stay.person", "meeting_person.person",
    "alert.person", "erasure.person", "retention_group.person",
    // kept as long as the table of retention says
    "supporter_readiness.person",
    // records and orders of safeguarding
    "safeguarding_hold.person", "no_contact.a", "no_contact.b", "suspension.person",
    "concern_person.person", "concern_deputy.person", "conduct_note.person",
    // sealed under the key of a case, a concern, a note, an opening
    "care_report.note_sealed", "care_excerpt.text_sealed", "care_excerpt.cover_sealed",
    "care_step.text_sealed", "care_step.rule_text_sealed", "concern.what_sealed",
    "concern.where_sealed", "concern.summary_sealed", "concern.keep_reason_sealed",
    "concern_entry.text_sealed", "concern_entry.whom_sealed",
    "conduct_note.text_sealed", "opening.reason_sealed", "opening.silent_sealed",
    "opening.refusal_sealed",
    // of a group, sealed under its key
    "group_setting.agreement_sealed", "group_setting.theme_sealed",
    "meeting.details_sealed", "meeting.next_sealed",
    // the log's chain is over the sealed bytes; their key is gone
    "audit_reason.person", "audit_reason.reason_sealed"};

static bool is_among(const char *const *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i], name) == 0) {
            return true;
        }
    }
    return false;
}

#define IS_AMONG(list, name) is_among(list, sizeof(list) / sizeof(*(list)), name)

static const char SQL_COLUMNS[] =
    "SELECT t.name || '.' || c.name FROM sqlite_schema AS t"
    " JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table'"
    " AND (c.name LIKE '%\\_sealed' ESCAPE '\\' OR EXISTS (SELECT 1"
    " FROM pragma_foreign_key_list(t.name) AS f WHERE f.\"from\" = c.name"
    " AND f.\"table\" = 'person'))";

static void every_column_is_thought_of(void **state)
{
    (void)state;
    struct scratch scratch;
    struct db *db = NULL;
    bool row = true;
    int count = 0;
    scratch_init(&scratch);
    assert_ok(db_open(scratch_path(&scratch, "kith.db"), DB_WRITER, &db));
    assert_ok(db_migrate(db));
    struct stmt *stmt = db_stmt(db, SQL_COLUMNS);
    for (;;) {
        assert_ok(stmt_step(stmt, &row));
        if (!row) {
            break;
        }
        char name[100];
        const struct text word = stmt_column_word(stmt, 0);
        snprintf(name, sizeof name, "%.*s", (int)word.len, word.s);
        if (!IS_AMONG(GOES, name) && !IS_AMONG(STAYS, name)) {
            fail_msg(
                "%s: add it to PLACES of erasure_store.c, or say here why it stays",
                name);
        }
        count++;
    }
    assert_true(count > 50);
    db_close(db);
    scratch_clear(&scratch);
}

// Each statement compiles, and may be run for somebody who is not there.
static void every_place_is_one(void **state)
{
    (void)state;
    struct scratch scratch;
    struct db *db = NULL;
    scratch_init(&scratch);
    assert_ok(db_open(scratch_path(&scratch, "kith.db"), DB_WRITER, &db));
    assert_ok(db_migrate(db));
    for (int i = 0; i < erasure_store_places(); i++) {
        bool more = true;
        assert_ok(erasure_store_blank(db, (person_id){7}, i, &more));
        assert_false(more);
    }
    db_close(db);
    scratch_clear(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_column_is_thought_of),
        TEST(every_place_is_one),
    };
    return RUN_TESTS(tests);
}
