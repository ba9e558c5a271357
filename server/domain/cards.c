#include "domain/cards.h"

#include "domain/care/group_name.h"
#include "domain/person.h"
#include "domain/safeguarding.h"

enum err cards_get(struct change *change, struct cards *cards, person_id id,
                   struct person_card *card_out)
{
    if (id.v == 0) {
        *card_out = (struct person_card){0};
        return OK;
    }
    for (size_t i = 0; i < cards->count; i++) {
        if (cards->items[i].id.v == id.v) {
            *card_out = cards->items[i];
            return OK;
        }
    }
    struct person_card card;
    enum err err = person_card(change, id, &card);
    if (err == ERR_NOT_FOUND) {
        card = (struct person_card){.id = id, .former = true};
        err = OK;
    }
    if (err == OK && cards->group.v != 0) {
        err = group_name_show(change, cards->group, &card);
    }
    if (err != OK) {
        return err;
    }
    cards->items = arena_grow(change->arena, cards->items, cards->count,
                              &cards->capacity, sizeof(*cards->items));
    cards->items[cards->count++] = card;
    *card_out = card;
    return OK;
}

enum err cards_see(struct change *change, struct cards *cards, person_id id,
                   struct person_card *card_out)
{
    bool apart = false;
    enum err err = cards->sees_all ? OK : safeguarding_is_apart(change, id, &apart);
    if (apart) {
        id = (person_id){0};
    }
    return err == OK ? cards_get(change, cards, id, card_out) : err;
}
