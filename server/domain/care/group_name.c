#include "domain/care/group_name.h"

#include "base/unicode.h"
#include "domain/membership.h"
#include "domain/person.h"
#include "domain/vault.h"
#include "store/group_stay_store.h"
#include "store/stay_store.h"

static struct seal_place place_of(conversation_id conversation, person_id person,
                                  int stay)
{
    return (struct seal_place){
        "group_stay", "nickname_sealed", conversation.v, stay, {{0}, person}
    };
}

enum err group_name_seal(struct change *change, conversation_id conversation,
                         person_id person, struct text name,
                         struct group_nickname *nickname_out)
{
    struct sealed sealed = {0};
    enum err err = OK;
    if (name.len > 0) {
        err = vault_seal(change->vault, change->arena,
                         place_of(conversation, person, nickname_out->stay), name,
                         &sealed);
    }
    if (err == OK) {
        nickname_out->sealed = sealed.bytes;
        nickname_out->version = sealed.key_version;
    }
    return err;
}

enum err group_name_open(struct change *change, conversation_id conversation,
                         person_id person, const struct group_nickname *nickname,
                         struct text *name_out)
{
    const struct sealed sealed = {nickname->sealed, nickname->version};
    enum err err = vault_open_sealed(change->vault, change->arena,
                                     place_of(conversation, person, nickname->stay),
                                     sealed, name_out);
    if (err == ERR_GONE) {
        *name_out = (struct text){0};
        err = OK;
    }
    return err;
}

// Puts what `nickname` says in place of the name, if it says anything.
static enum err show(struct change *change, conversation_id conversation,
                     const struct group_nickname *nickname, struct person_card *card)
{
    struct text name;
    enum err err = group_name_open(change, conversation, card->id, nickname, &name);
    if (err == OK && name.len > 0) {
        card->name = name;
    }
    return err;
}

enum err group_name_show(struct change *change, conversation_id conversation,
                         struct person_card *card)
{
    struct group_nickname nickname;
    if (card->former) {
        return OK;
    }
    enum err err = group_stay_store_nickname(change->db, change->arena, conversation,
                                             card->id, &nickname);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    return err == OK ? show(change, conversation, &nickname, card) : err;
}

enum err group_name_known(struct change *change, struct person_card *card)
{
    struct group_known_as known;
    if (card->former) {
        return OK;
    }
    enum err err = group_stay_store_known_as(change->db, change->arena, card->id,
                                             change->actor.person, &known);
    if (err == ERR_NOT_FOUND) {
        return OK;
    }
    return err == OK ? show(change, known.conversation, &known.nickname, card) : err;
}

enum err group_name_members(struct change *change, conversation_id conversation,
                            bool keeps, struct membership *list, int count)
{
    struct group_named_list named;
    int at = 0;
    enum err err = group_stay_store_nicknames(change->db, change->arena, conversation,
                                              MEMBERSHIP_MAX, &named);
    for (size_t i = 0; err == OK && i < named.count; i++) {
        const struct group_named *row = &named.rows[i];
        struct text nickname;
        while (at < count && list[at].card.id.v < row->person.v) {
            at++;
        }
        if (at == count) {
            break;
        }
        struct membership *member = &list[at];
        err = group_name_open(change, conversation, row->person, &row->nickname,
                              &nickname);
        if (err != OK || nickname.len == 0 || member->card.former ||
            member->card.id.v != row->person.v) {
            continue;
        }
        bool sees_both = keeps || row->person.v == change->actor.person.v;
        *(sees_both ? &member->nickname : &member->card.name) = nickname;
    }
    return err;
}

static bool is_same(struct change *change, struct text plain, struct text name)
{
    struct text other;
    return unicode_plain(change->arena, name, &other) == OK && text_equal(plain, other);
}

// Whether `person` is called `plain`, by her name or her nickname.
static enum err is_called(struct change *change, conversation_id conversation,
                          person_id person, struct text plain)
{
    struct person_card card;
    enum err err = person_card(change, person, &card);
    if (err == OK && is_same(change, plain, card.name)) {
        return ERR_CONFLICT;
    }
    if (err == OK) {
        err = group_name_show(change, conversation, &card);
    }
    return err == OK && is_same(change, plain, card.name) ? ERR_CONFLICT : err;
}

enum err group_name_check(struct change *change, conversation_id conversation,
                          struct text name)
{
    struct stay_query query = {.conversation = conversation, .limit = MEMBERSHIP_MAX};
    struct stay *members = NULL;
    struct text plain = {0};
    int count = 0;
    enum err err =
        stay_store_members(change->db, change->arena, query, &members, &count);
    if (err == OK) {
        err = unicode_plain(change->arena, name, &plain);
    }
    for (int i = 0; err == OK && i < count; i++) {
        if (members[i].person.v != change->actor.person.v) {
            err = is_called(change, conversation, members[i].person, plain);
        }
    }
    if (err == ERR_CONFLICT) {
        change->at_fault = "nickname";
    }
    return err;
}
