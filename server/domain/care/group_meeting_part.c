#include "domain/care/group_meeting_part.h"

#include <string.h>

#include "domain/care/group_tell.h"
#include "domain/vault.h"

// Link, venue, access and childcare are sealed in one, with a character between that no
// line has.
#define DETAILS 4
#define DETAIL_END '\x1f'

static struct seal_place place_of(const struct meeting *meeting, const char *column)
{
    return (struct seal_place){
        "meeting", column, meeting->id.v, 0, {meeting->conversation, {0}}
    };
}

static struct text details_join(struct arena *arena, const struct meeting *meeting)
{
    const struct text details[DETAILS] = {meeting->link, meeting->venue,
                                          meeting->access, meeting->childcare};
    size_t len = 0;
    for (int i = 0; i < DETAILS; i++) {
        len += details[i].len + 1;
    }
    char *joined = arena_alloc(arena, len);
    char *at = joined;
    for (int i = 0; i < DETAILS; i++) {
        if (details[i].len > 0) {
            memcpy(at, details[i].s, details[i].len);
        }
        at += details[i].len;
        *at++ = DETAIL_END;
    }
    return (struct text){joined, len};
}

static enum err details_split(struct text joined, struct meeting *meeting)
{
    struct text *details[DETAILS] = {&meeting->link, &meeting->venue, &meeting->access,
                                     &meeting->childcare};
    for (int i = 0; i < DETAILS; i++) {
        const char *end =
            joined.len > 0 ? memchr(joined.s, DETAIL_END, joined.len) : NULL;
        if (end == NULL) {
            return ERR_CORRUPT;
        }
        *details[i] = (struct text){joined.s, (size_t)(end - joined.s)};
        joined.len -= details[i]->len + 1;
        joined.s = end + 1;
    }
    return OK;
}

enum err group_meeting_part_open(struct change *change, const struct meeting_row *row,
                                 struct meeting *meeting_out)
{
    struct meeting meeting = row->meeting;
    const struct sealed details = {row->details_sealed, row->details_version};
    const struct sealed next = {row->next_sealed, row->next_version};
    struct text joined = {0};
    enum err err =
        vault_open_sealed(change->vault, change->arena,
                          place_of(&meeting, "details_sealed"), details, &joined);
    if (err == OK) {
        err = details_split(joined, &meeting);
    }
    if (err == OK) {
        err = vault_open_sealed(change->vault, change->arena,
                                place_of(&meeting, "next_sealed"), next, &meeting.next);
    }
    if (err == OK || err == ERR_GONE) {
        *meeting_out = meeting;
        err = OK;
    }
    return err;
}

static enum err find(struct change *change, meeting_id id, struct meeting *meeting_out)
{
    struct meeting_row row;
    enum err err = meeting_store_get(change->db, change->arena, id, &row);
    return err == OK ? group_meeting_part_open(change, &row, meeting_out) : err;
}

enum err group_meeting_part_member(struct change *change, meeting_id id,
                                   struct meeting *meeting_out)
{
    struct grant grant;
    enum err err = find(change, id, meeting_out);
    return err == OK ? access_member(change, meeting_out->conversation, &grant) : err;
}

enum err group_meeting_part_keeper(struct change *change, meeting_id id,
                                   struct meeting *meeting_out)
{
    struct grant grant;
    enum err err = find(change, id, meeting_out);
    return err == OK ? access_keeper(change, meeting_out->conversation, &grant) : err;
}

enum err group_meeting_part_keep(struct change *change, const struct meeting *meeting,
                                 bool is_new)
{
    struct sealed details;
    struct sealed next = {0};
    enum err err = vault_key_make(
        change->vault, (struct key_scope){.conversation = meeting->conversation},
        change->now_utc_ms);
    if (err == OK) {
        err = vault_seal(change->vault, change->arena,
                         place_of(meeting, "details_sealed"),
                         details_join(change->arena, meeting), &details);
    }
    if (err == OK && meeting->next.len > 0) {
        err = vault_seal(change->vault, change->arena, place_of(meeting, "next_sealed"),
                         meeting->next, &next);
    }
    if (err != OK) {
        return err;
    }
    const struct meeting_row row = {.meeting = *meeting,
                                    .details_sealed = details.bytes,
                                    .details_version = details.key_version,
                                    .next_sealed = next.bytes,
                                    .next_version = next.key_version};
    err = is_new ? meeting_store_insert(change->db, &row, change->actor.person,
                                        change->now_utc_ms)
                 : meeting_store_update(change->db, &row);
    return err == OK ? group_tell(change, meeting->conversation) : err;
}

static struct seal_place needs_place(meeting_id id, person_id person)
{
    return (struct seal_place){
        "meeting_person", "needs_sealed", id.v, 0, {{0}, person}
    };
}

enum err group_meeting_part_seal_needs(struct change *change, meeting_id id,
                                       struct text needs, struct meeting_part *part)
{
    struct sealed sealed = {0};
    enum err err = OK;
    if (needs.len > 0) {
        err = vault_seal(change->vault, change->arena, needs_place(id, part->person),
                         needs, &sealed);
    }
    if (err == OK) {
        part->needs_sealed = sealed.bytes;
        part->needs_version = sealed.key_version;
    }
    return err;
}

enum err group_meeting_part_open_needs(struct change *change, meeting_id id,
                                       const struct meeting_part *part,
                                       struct text *needs_out)
{
    const struct sealed sealed = {part->needs_sealed, part->needs_version};
    enum err err = vault_open_sealed(change->vault, change->arena,
                                     needs_place(id, part->person), sealed, needs_out);
    if (err == ERR_GONE) {
        *needs_out = (struct text){0};
        err = OK;
    }
    return err;
}

struct meeting_part *group_meeting_part_of(const struct meeting_parts *parts,
                                           person_id person)
{
    for (size_t i = 0; i < parts->count; i++) {
        if (parts->rows[i].person.v == person.v) {
            return &parts->rows[i];
        }
    }
    return NULL;
}
