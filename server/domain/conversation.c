#include "domain/conversation.h"

#include <stdlib.h>

#include "domain/block.h"
#include "domain/cards.h"
#include "domain/membership.h"
#include "domain/organisation.h"
#include "domain/person.h"
#include "domain/safeguarding.h"
#include "domain/unread.h"
#include "domain/vault.h"
#include "store/conversation_store.h"
#include "store/stay_store.h"

static struct seal_place title_place(conversation_id id, person_id author)
{
    return (struct seal_place){
        "conversation", "title_sealed", id.v, 0, {id, author}
    };
}

// `row` with a new id and epoch, its title sealed under the actor's key in it.
static enum err group_row(struct change *change, struct text title, area_id area,
                          struct conversation_row *row_out)
{
    struct conversation_row row = {
        .conversation = {.id = conversation_id_new(),
                         .organisation = change->actor.organisation,
                         .area = area,
                         .kind = CONVERSATION_GROUP,
                         .epoch = epoch_new(),
                         .last_at_utc_ms = change->now_utc_ms},
        .title_author = change->actor.person,
    };
    conversation_id id = row.conversation.id;
    struct key_scope scope = {id, change->actor.person};
    enum err err = vault_key_make(change->vault, scope, change->now_utc_ms);
    if (err != OK) {
        return err;
    }
    struct sealed sealed;
    err = vault_seal(change->vault, change->arena, title_place(id, scope.person), title,
                     &sealed);
    if (err == OK) {
        row.title_sealed = sealed.bytes;
        row.title_version = sealed.key_version;
        *row_out = row;
    }
    return err;
}

enum err conversation_create_group(struct change *change, struct text title,
                                   area_id area, conversation_id *conversation_out)
{
    enum err err = access_any_role(&change->actor, ROLE_BIT(ROLE_COORDINATOR));
    if (err == OK && !access_has_role(&change->actor, ROLE_COORDINATOR, area)) {
        // Another's area answers like one that is not there.
        err = area.v == 0 ? ERR_DENIED : ERR_NOT_FOUND;
    }
    if (err == OK && area.v != 0) {
        err = organisation_has_area(change, change->actor.organisation, area);
    }
    if (err != OK) {
        return err;
    }
    struct conversation_row row;
    err = group_row(change, title, area, &row);
    if (err != OK) {
        return err;
    }
    err = conversation_store_insert(change->db, &row);
    if (err != OK) {
        return err;
    }
    struct membership_start start = {.conversation = row.conversation,
                                     .person = change->actor.person,
                                     .role = ROLE_COORDINATOR,
                                     .by = change->actor.person,
                                     .number = 1,
                                     .since = 1};
    err = membership_open(change, &start);
    if (err == OK) {
        err = membership_announce(change, &start);
    }
    if (err == OK) {
        *conversation_out = row.conversation.id;
        err =
            change_audit(change, "conversation.create", row.conversation.id.v, "done");
    }
    return err;
}

enum err conversation_create_pair(struct change *change, area_id area, person_id carer,
                                  person_id supporter,
                                  conversation_id *conversation_out)
{
    struct conversation_row row = {
        .conversation = {.id = conversation_id_new(),
                         .organisation = change->actor.organisation,
                         .area = area,
                         .kind = CONVERSATION_PAIR,
                         .epoch = epoch_new(),
                         .last_at_utc_ms = change->now_utc_ms},
    };
    struct person_card card;
    enum err err = person_card(change, supporter, &card);
    if (err != OK) {
        return err;
    }
    err = conversation_store_insert(change->db, &row);
    struct membership_start starts[] = {
        {row.conversation, carer,     ROLE_CARER, change->actor.person, 1, 1, {0}},
        {row.conversation, supporter, card.role,  change->actor.person, 1, 1, {0}},
    };
    // Both are in it before either is told: the title of a pair is the other's name.
    for (int i = 0; i < 2 && err == OK; i++) {
        err = membership_open(change, &starts[i]);
    }
    for (int i = 0; i < 2 && err == OK; i++) {
        err = membership_announce(change, &starts[i]);
    }
    if (err == OK) {
        *conversation_out = row.conversation.id;
    }
    return err;
}

enum err conversation_create_inbox(struct change *change, organisation_id organisation,
                                   person_id owner, conversation_id inbox)
{
    struct conversation_row row = {
        .conversation = {.id = inbox,
                         .organisation = organisation,
                         .kind = CONVERSATION_INBOX,
                         .epoch = epoch_new()},
    };
    enum err err = conversation_store_insert(change->db, &row);
    if (err != OK) {
        return err;
    }
    struct stay_row stay = {
        .stay = {.person = owner, .since_seq = 1, .since_utc_ms = change->now_utc_ms},
        .number = 1,
    };
    return stay_store_insert(change->db, inbox, &stay);
}

// A former person has no name any more; protocol/types/person.json says what it reads
// as.
static enum err pair_title(struct change *change, struct cards *cards,
                           conversation_id conversation, person_id reader,
                           struct text *title_out)
{
    struct stay_query query = {.conversation = conversation, .limit = 2};
    struct stay *members = NULL;
    int count = 0;
    enum err err =
        stay_store_members(change->db, change->arena, query, &members, &count);
    if (err != OK) {
        return err;
    }
    for (int i = 0; i < count; i++) {
        if (members[i].person.v == reader.v) {
            continue;
        }
        struct person_card other = {0};
        bool apart = false;
        err = safeguarding_has_no_contact(change, reader, members[i].person, &apart);
        if (err == OK && !apart) {
            err = cards_get(change, cards, members[i].person, &other);
        }
        if (err == OK) {
            *title_out = other.former ? TEXT("former member") : other.name;
        }
        return err;
    }
    *title_out = (struct text){0};
    return OK;
}

static enum err group_title(struct change *change, const struct conversation_row *row,
                            struct text *title_out)
{
    struct seal_place place = title_place(row->conversation.id, row->title_author);
    struct sealed sealed = {row->title_sealed, row->title_version};
    struct text title = {0};
    enum err err =
        vault_open_sealed(change->vault, change->arena, place, sealed, &title);
    if (err == OK || err == ERR_GONE) {
        *title_out = title;
        err = OK;
    }
    return err;
}

static enum err title_open(struct change *change, struct cards *cards,
                           const struct conversation_row *row, person_id reader,
                           struct text *title_out)
{
    switch (row->conversation.kind) {
    case CONVERSATION_PAIR:
        return pair_title(change, cards, row->conversation.id, reader, title_out);
    case CONVERSATION_GROUP:
        return group_title(change, row, title_out);
    case CONVERSATION_DESK:
    case CONVERSATION_INBOX:
        break;
    }
    *title_out = (struct text){0};
    return OK;
}

enum err conversation_title(struct change *change, const struct conversation_row *row,
                            person_id reader, struct text *title_out)
{
    struct cards cards = {0};
    return title_open(change, &cards, row, reader, title_out);
}

// Makes one page.
struct lister {
    struct change *change;
    const struct conversation_query *query;
    struct cards cards;
    person_id *hidden;
    int hidden_count;
    size_t bytes; // of the page so far
};

// Her visible stays in a conversation of her list.
static enum err listed_stays(struct lister *lister, const struct stay_listed *listed,
                             struct stay **stays_out, int *count_out)
{
    struct change *change = lister->change;
    struct stay_query query = {listed->row.conversation.id, change->actor.person,
                               STAYS_MAX};
    struct stay_set set = {.rows = NULL};
    enum err err = stay_store_of(change->db, change->arena, query, &set);
    if (err != OK) {
        return err;
    }
    struct stay *stays = arena_array(change->arena, (size_t)set.count, sizeof(*stays));
    int count = 0;
    for (int i = 0; i < set.count; i++) {
        if (set.rows[i].stay.end != STAY_REMOVED) {
            stays[count++] = set.rows[i].stay;
        }
    }
    *stays_out = stays;
    *count_out = count;
    return OK;
}

static enum err listed_view(struct lister *lister, const struct stay_listed *listed,
                            struct conversation_view *view_out)
{
    struct change *change = lister->change;
    person_id reader = change->actor.person;
    // A copy: first stays are by far the most frequent and need no query.
    struct stay *stays = arena_alloc(change->arena, sizeof(*stays));
    int stay_count = 1;
    *stays = listed->stay.stay;
    enum err err = OK;
    if (listed->stay.number > 1) {
        err = listed_stays(lister, listed, &stays, &stay_count);
    }
    if (err != OK) {
        return err;
    }
    struct conversation_view view = {.conversation = listed->row.conversation,
                                     .floor = stays[0].since_seq,
                                     .away = listed->away};
    view.read = mark_furthest(&lister->query->marks, reader, &view.conversation,
                              listed->stay.read_seq);
    // Only messages are unread: who is kept apart from her is among the hidden.
    struct viewer viewer = {.person = reader,
                            .stays = stays,
                            .stay_count = stay_count,
                            .hidden = lister->hidden,
                            .hidden_count = lister->hidden_count};
    if (!view.away) {
        err =
            unread_count(change, &viewer, &view.conversation, view.read, &view.unread);
    }
    if (err == OK) {
        err = title_open(change, &lister->cards, &listed->row, reader,
                         &view.conversation.title);
    }
    if (err == OK) {
        *view_out = view;
    }
    return err;
}

// What one row of the list adds to the reply, beyond its title and the card of the
// other one of a pair, which repeats it; measured with every number at its longest.
#define VIEW_BYTES 360

// A byte of a title may become two (a quotation mark) where JSON escapes it.
static size_t view_bytes(const struct conversation_view *view)
{
    return VIEW_BYTES + 4 * view->conversation.title.len;
}

static enum err lister_init(struct lister *lister, struct change *change,
                            const struct conversation_query *query)
{
    *lister = (struct lister){.change = change, .query = query};
    struct person_card self;
    enum err err = cards_get(change, &lister->cards, change->actor.person, &self);
    if (err != OK) {
        return err;
    }
    return block_hidden(change, change->actor.person, &lister->hidden,
                        &lister->hidden_count);
}

enum err conversation_page_of(struct change *change,
                              const struct conversation_query *query,
                              const struct stay_listed *rows, int count,
                              struct conversation_page *page_out)
{
    struct lister lister;
    enum err err = lister_init(&lister, change, query);
    if (err != OK) {
        return err;
    }
    struct conversation_page page = {
        .views = arena_array(change->arena, (size_t)count, sizeof(*page.views))};
    for (int i = 0; i < count; i++) {
        struct conversation_view *view = &page.views[page.count];
        err = listed_view(&lister, &rows[i], view);
        if (err != OK) {
            return err;
        }
        lister.bytes += view_bytes(view);
        if (page.count > 0 && lister.bytes > query->max_bytes) {
            page.more = true;
            break;
        }
        page.count++;
    }
    page.people = lister.cards.items;
    page.people_count = (int)lister.cards.count;
    *page_out = page;
    return OK;
}

enum err conversation_list(struct change *change,
                           const struct conversation_query *query,
                           struct conversation_page *page_out)
{
    // One row more than a page has tells whether there is more.
    struct stay_query wanted = {query->after, change->actor.person,
                                CONVERSATION_PAGE_MAX + 1};
    struct stay_listed *rows = NULL;
    int count = 0;
    enum err err = stay_store_list(change->db, change->arena, wanted, &rows, &count);
    if (err != OK) {
        return err;
    }
    int shown = count < CONVERSATION_PAGE_MAX ? count : CONVERSATION_PAGE_MAX;
    err = conversation_page_of(change, query, rows, shown, page_out);
    if (err == OK && count > shown) {
        page_out->more = true;
    }
    return err;
}

// The open groups of one place, added to those found so far.
struct openings {
    struct conversation *items;
    size_t count;
    size_t capacity;
};

static enum err openings_add(struct change *change, area_id area,
                             struct openings *openings)
{
    struct conversation_search search = {.organisation = change->actor.organisation,
                                         .person = change->actor.person,
                                         .area = area,
                                         .limit = CONVERSATION_OPEN_MAX};
    struct conversation_row *rows = NULL;
    int count = 0;
    enum err err = conversation_store_open_groups(change->db, change->arena, &search,
                                                  &rows, &count);
    for (int i = 0; i < count && err == OK; i++) {
        openings->items = arena_grow(change->arena, openings->items, openings->count,
                                     &openings->capacity, sizeof(*openings->items));
        struct conversation *group = &openings->items[openings->count++];
        *group = rows[i].conversation;
        err = group_title(change, &rows[i], &group->title);
    }
    return err;
}

static int by_id(const void *a, const void *b)
{
    const struct conversation *left = a;
    const struct conversation *right = b;
    return (left->id.v > right->id.v) - (left->id.v < right->id.v);
}

// What one open group takes as JSON beyond its title [B].
#define OPEN_BYTES 40

// How many of them a reply has room for.
static int openings_fit(const struct openings *openings)
{
    size_t bytes = 0;
    size_t count = 0;
    while (count < openings->count && count < CONVERSATION_OPEN_MAX) {
        bytes += OPEN_BYTES + 2 * openings->items[count].title.len;
        if (bytes > CONVERSATION_OPEN_BYTES) {
            break;
        }
        count++;
    }
    return (int)count;
}

enum err conversation_open(struct change *change, struct conversation **list_out,
                           int *count_out)
{
    struct area *areas = NULL;
    size_t area_count = 0;
    enum err err =
        organisation_areas(change, change->actor.organisation, &areas, &area_count);
    if (err != OK) {
        return err;
    }
    struct openings openings = {0};
    area_id everywhere = {0};
    if (membership_is_open(&change->actor, everywhere)) {
        err = openings_add(change, everywhere, &openings);
    }
    for (size_t i = 0; i < area_count && err == OK; i++) {
        if (openings.count < CONVERSATION_OPEN_MAX &&
            membership_is_open(&change->actor, areas[i].id)) {
            err = openings_add(change, areas[i].id, &openings);
        }
    }
    if (err != OK) {
        return err;
    }
    if (openings.count > 1) {
        qsort(openings.items, openings.count, sizeof(*openings.items), by_id);
    }
    *list_out = openings.items;
    *count_out = openings_fit(&openings);
    return OK;
}

enum err conversation_keep_title(struct change *change, conversation_id id)
{
    const person_id nobody = {0};
    struct conversation_row row;
    struct text title = {0};
    struct sealed sealed = {0};
    enum err err = conversation_store_get(change->db, change->arena, id, &row);
    if (err == OK) {
        const struct seal_place place = title_place(id, row.title_author);
        const struct sealed before = {row.title_sealed, row.title_version};
        err = vault_open_sealed(change->vault, change->arena, place, before, &title);
        err = err == ERR_GONE ? OK : err;
    }
    if (err == OK && title.len > 0) {
        err = vault_key_make(change->vault, (struct key_scope){.conversation = id},
                             change->now_utc_ms);
    }
    if (err == OK && title.len > 0) {
        err = vault_seal(change->vault, change->arena, title_place(id, nobody), title,
                         &sealed);
    }
    row.title_author = nobody;
    row.title_sealed = sealed.bytes;
    row.title_version = sealed.key_version;
    return err == OK ? conversation_store_retitle(change->db, &row) : err;
}
