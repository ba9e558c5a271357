#include "domain/care/care_households.h"

#include "domain/care/care_case.h"
#include "domain/care/care_effect.h"
#include "domain/care/care_promise.h"
#include "domain/care/care_report.h"
#include "store/care_report_store.h"
#include "store/conversation_store.h"

#define WEIGHED_MAX 64 // reporters; three households stand among them or never will

static int place_of(const person_id *people, int count, person_id person)
{
    for (int i = 0; i < count; i++) {
        if (person_id_equal(people[i], person)) {
            return i;
        }
    }
    return -1;
}

// `to` takes the place of `from` in everybody's household.
static void merge(int *household, int count, int from, int to)
{
    for (int i = 0; i < count; i++) {
        household[i] = household[i] == from ? to : household[i];
    }
}

int care_households_count(const person_id *people, int count,
                          const struct care_household *same, size_t same_count)
{
    int household[WEIGHED_MAX];
    int found = 0;
    count = count < WEIGHED_MAX ? count : WEIGHED_MAX;
    for (int i = 0; i < count; i++) {
        household[i] = i;
    }
    for (size_t i = 0; i < same_count; i++) {
        const int a = place_of(people, count, same[i].a);
        const int b = place_of(people, count, same[i].b);
        if (a >= 0 && b >= 0) {
            merge(household, count, household[b], household[a]);
        }
    }
    for (int i = 0; i < count; i++) {
        found += household[i] == i ? 1 : 0;
    }
    return found;
}

static enum err count_of(struct change *change, const struct care_case *row,
                         int *count_out)
{
    struct person_ids people;
    struct care_household *same = NULL;
    size_t same_count = 0;
    enum err err =
        care_report_store_reporters(change->db, change->arena, row->id, &people);
    if (err == OK) {
        err = care_report_store_households(change->db, change->arena, row->id, &same,
                                           &same_count);
    }
    if (err == OK) {
        *count_out =
            care_households_count(people.ids, (int)people.count, same, same_count);
    }
    return err;
}

// Whether it is a message of a group that nobody looks at.
static enum err is_alone(struct change *change, const struct care_case *row,
                         bool *alone_out)
{
    struct conversation_row where;
    *alone_out = false;
    if (row->conversation.v == 0 || row->hiding != CARE_HIDING_NONE ||
        care_case_is_held(change, row)) {
        return OK;
    }
    bool attended = true;
    enum err err =
        conversation_store_get(change->db, change->arena, row->conversation, &where);
    if (err == OK) {
        err = care_promise_is_attended(change, row, &attended);
    }
    *alone_out =
        err == OK && !attended && where.conversation.kind == CONVERSATION_GROUP;
    return err;
}

enum err care_households_weigh(struct change *change, struct care_case *row)
{
    const struct care_case_entry entry = {.what = CARE_STEP_HIDDEN};
    bool alone = false;
    int count = 0;
    enum err err = is_alone(change, row, &alone);
    if (err == OK && alone) {
        err = count_of(change, row, &count);
    }
    if (err != OK || count < CARE_HOUSEHOLDS_TO_HIDE) {
        return err;
    }
    err = care_effect_hide(change, row, CARE_HIDING_REPORTS);
    const bool is_hidden = row->hiding == CARE_HIDING_REPORTS; // not gone before
    return err == OK && is_hidden ? care_case_note(change, row, &entry) : err;
}
