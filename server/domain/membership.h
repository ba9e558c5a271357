// Who is in a conversation: joining, leaving, being added and removed. Each stay is a
// row of its own. The conversation learns of it by an event, the person by one in her
// inbox.
#ifndef DOMAIN_MEMBERSHIP_H
#define DOMAIN_MEMBERSHIP_H

#include "domain/access.h"
#include "domain/change.h"

#define MEMBERSHIP_MAX                                                                 \
    1000 // members of one conversation: what conversation.members lists

struct conversation_row; // store/conversation_store.h

// A stay that begins.
struct membership_start {
    struct conversation conversation;
    person_id person;
    enum role role;
    person_id by;
    int number;           // of the stay: 1 for the first
    int64_t since;        // first seq she sees
    struct text nickname; // in a group: what the others call her, empty: by her name
};

// `start->person` has a key and a stay from now on. The caller has decided that she
// may, and announces it next.
enum err membership_open(struct change *change, const struct membership_start *start);

// Tells the conversation, then her inbox, then her live connections.
enum err membership_announce(struct change *change,
                             const struct membership_start *start);

// The actor joins an open group. Errors: ERR_NOT_FOUND (or was taken out by staff),
// ERR_CONFLICT (is in it), ERR_WRONG_STATE (not a group; STAYS_MAX stays; full).
enum err membership_join(struct change *change, conversation_id conversation);

// The same under a nickname, unless it is empty.
enum err membership_join_as(struct change *change, conversation_id conversation,
                            struct text nickname);

// Whether the actor may come in by herself: the group then, else the errors of
// membership_join.
enum err membership_door(struct change *change, conversation_id conversation,
                         struct conversation_row *row_out);

// The actor leaves a group; what she saw stays readable. Errors: ERR_NOT_FOUND,
// ERR_WRONG_STATE (not a group).
enum err membership_leave(struct change *change, conversation_id conversation);

// Staff bring `person` in. Errors: ERR_NOT_FOUND (no such group, or nobody active of
// that id), ERR_CONFLICT (is in it), ERR_WRONG_STATE (as membership_join, or she is an
// administrator and nothing else).
enum err membership_add(struct change *change, conversation_id conversation,
                        person_id person);

// Whoever looks after the group takes `person` out: she sees nothing of it any more,
// earlier stays included, and only staff can add her again. Somebody who left by
// herself is barred in the same way, without an event. Errors: ERR_NOT_FOUND (no such
// group, was never in it, or is removed already), ERR_WRONG_STATE (not a group;
// herself), ERR_DENIED (a facilitator takes out no keeper).
enum err membership_remove(struct change *change, conversation_id conversation,
                           person_id person);

// The same where a decision of moderation says that it has to be, without an audit row.
// *stay_out: the number of the stay that is ended so, 0: she was never in it, or is
// removed already.
enum err membership_take_out(struct change *change, conversation_id conversation,
                             person_id person, int *stay_out);

// The same after going back to a backup, without a note for the safety ledger: it is
// there that it stands.
enum err membership_remove_again(struct change *change, conversation_id conversation,
                                 person_id person, int *stay_out);

// `person` is out of the conversation as `end` says: as if she had left by herself, or
// removed. The caller has decided it; whoever is not in it is left alone.
enum err membership_end(struct change *change, conversation_id conversation,
                        person_id person, enum stay_end end);

// `person`, whose stay number `stay` membership_take_out ended, is in the group again
// under the nickname that she had; where she had left by herself, or there is no room
// (STAYS_MAX, or the group is full), she may come in by herself. The caller has decided
// it; whoever is in it, was in it after that stay or is no longer here is left alone.
enum err membership_bring_back(struct change *change, conversation_id conversation,
                               person_id person, int stay);

// The two, who have left or never were in it, are in the conversation again. The caller
// has decided it; whoever is in it is left alone. Errors: ERR_WRONG_STATE (STAYS_MAX).
enum err membership_return(struct change *change, conversation_id conversation,
                           const struct person_card two[static 2]);

struct membership {
    struct person_card card;
    enum role role; // in this conversation
    int64_t since_utc_ms;
    struct text nickname; // beside the name, for those who may see both; else empty
};

// Current members, for members and for staff of the group's area. Errors:
// ERR_NOT_FOUND.
enum err membership_list(struct change *change, conversation_id conversation,
                         struct membership **list_out, int *count_out);

// Whether the actor's roles let her join a group of `area` (v == 0: of the whole
// organisation). An administrator runs the service and reads nobody's conversations:
// that role alone opens none.
bool membership_is_open(const struct actor *actor, area_id area);

#endif
