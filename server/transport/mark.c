// Per person a short array: nobody reads in many conversations within 5 s.
#include "transport/mark.h"

#include "base/map.h"
#include "base/mem.h"

#include <stdlib.h>

enum mark_state {
    MARK_WAITING,
    MARK_UNDER_WAY,
    MARK_WRITTEN // kept while the person is here, so that her mark only rises
};

struct waiting_mark {
    struct read_mark mark;
    enum mark_state state;
};

struct person_marks {
    struct waiting_mark *items;
    size_t count;
};

struct marks {
    struct map *persons;
};

struct marks *marks_new(void)
{
    struct marks *marks = mem_new(1, sizeof *marks);

    marks->persons = map_new();
    return marks;
}

void marks_free(struct marks *marks)
{
    struct person_marks *of_person = NULL;
    size_t cursor = 0;

    if (marks == NULL) {
        return;
    }
    while ((of_person = map_next(marks->persons, &cursor, NULL)) != NULL) {
        free(of_person->items);
        free(of_person);
    }
    map_free(marks->persons);
    free(marks);
}

static struct waiting_mark *person_mark(const struct person_marks *of_person,
                                        conversation_id conversation)
{
    for (size_t i = 0; i < of_person->count; i++) {
        if (conversation_id_equal(of_person->items[i].mark.conversation,
                                  conversation)) {
            return &of_person->items[i];
        }
    }
    return NULL;
}

int64_t marks_set(struct marks *marks, person_id person, conversation_id conversation,
                  int64_t read)
{
    struct person_marks *of_person = map_get(marks->persons, (uint64_t)person.v);

    if (of_person == NULL) {
        of_person = mem_new(1, sizeof *of_person);
        map_put(marks->persons, (uint64_t)person.v, of_person);
    }
    struct waiting_mark *mark = person_mark(of_person, conversation);
    if (mark == NULL) {
        of_person->items = mem_resize(of_person->items, of_person->count + 1,
                                      sizeof *of_person->items);
        mark = &of_person->items[of_person->count++];
        mark->mark = (struct read_mark){person, conversation, 0};
        mark->state = MARK_WAITING;
    }
    if (read > mark->mark.read) {
        mark->mark.read = read;
        mark->state = MARK_WAITING;
    }
    return mark->mark.read;
}

void marks_overlay(const struct marks *marks, person_id person, struct request *request)
{
    const struct person_marks *of_person = map_get(marks->persons, (uint64_t)person.v);

    if (of_person == NULL || of_person->count == 0) {
        return;
    }
    struct read_mark *copies =
        arena_array(request->arena, of_person->count, sizeof *copies);
    for (size_t i = 0; i < of_person->count; i++) {
        copies[i] = of_person->items[i].mark;
    }
    request->marks = copies;
    request->mark_count = of_person->count;
}

static void marks_collect(struct person_marks *of_person, struct read_mark *out,
                          size_t *count)
{
    for (size_t i = 0; i < of_person->count && *count < MARKS_PER_WRITE; i++) {
        if (of_person->items[i].state == MARK_WAITING) {
            of_person->items[i].state = MARK_UNDER_WAY;
            out[(*count)++] = of_person->items[i].mark;
        }
    }
}

struct request *marks_take(struct marks *marks, person_id person)
{
    struct person_marks *of_person = NULL;
    size_t cursor = 0;
    size_t count = 0;

    if (map_count(marks->persons) == 0) {
        return NULL;
    }
    struct request *request = request_new(REQUEST_MARKS);
    struct read_mark *copies =
        arena_array(request->arena, MARKS_PER_WRITE, sizeof *copies);
    if (person.v != 0) {
        of_person = map_get(marks->persons, (uint64_t)person.v);
        if (of_person != NULL) {
            marks_collect(of_person, copies, &count);
        }
    } else {
        while ((of_person = map_next(marks->persons, &cursor, NULL)) != NULL) {
            marks_collect(of_person, copies, &count);
        }
    }
    if (count == 0) {
        request_free(request);
        return NULL;
    }
    request->marks = copies;
    request->mark_count = count;
    request->stage = STAGE_RUN;
    return request;
}

// A mark that moved on meanwhile stays waiting.
static void mark_written(struct marks *marks, const struct read_mark *written,
                         bool is_done)
{
    struct person_marks *of_person =
        map_get(marks->persons, (uint64_t)written->person.v);
    struct waiting_mark *mark =
        of_person == NULL ? NULL : person_mark(of_person, written->conversation);

    if (mark == NULL || mark->state != MARK_UNDER_WAY) {
        return;
    }
    mark->state = is_done ? MARK_WRITTEN : MARK_WAITING;
}

void marks_written(struct marks *marks, const struct request *request, bool is_done)
{
    for (size_t i = 0; i < request->mark_count; i++) {
        mark_written(marks, &request->marks[i], is_done);
    }
}

void marks_forget_written(struct marks *marks, person_id person)
{
    struct person_marks *of_person = map_get(marks->persons, (uint64_t)person.v);
    size_t kept = 0;

    if (of_person == NULL) {
        return;
    }
    for (size_t i = 0; i < of_person->count; i++) {
        if (of_person->items[i].state != MARK_WRITTEN) {
            of_person->items[kept++] = of_person->items[i];
        }
    }
    of_person->count = kept;
    if (kept == 0) {
        (void)map_remove(marks->persons, (uint64_t)person.v);
        free(of_person->items);
        free(of_person);
    }
}
