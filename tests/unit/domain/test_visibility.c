// A property: whatever people do, what reached a live connection, what history shows
// later and what a slice would give are the same events, for everyone and at every seq.
#include <stdio.h>
#include <string.h>

#include "domain/block.h"
#include "domain/history.h"
#include "domain/membership.h"
#include "domain/message.h"
#include "domain/world.h"
#include "support.h"

#include "base/id.h"

#define PEOPLE 5
#define SEQ_MAX 600
#define STEPS 160
#define SEEDS 12
#define TEXT_BYTES 24

// What everyone's connection was sent, by seq; the newest rendering counts.
struct live {
    int64_t head;
    bool follows[PEOPLE];
    int64_t from_seq[PEOPLE];
    bool was_sent[PEOPLE][SEQ_MAX];
    bool is_withheld[PEOPLE][SEQ_MAX];
    char text[SEQ_MAX][TEXT_BYTES];
    bool removed[SEQ_MAX];
};

struct play {
    struct world world;
    person_id people[PEOPLE];
    conversation_id group;
    struct live live;
    size_t event_count;        // of change->events looked at so far
    size_t subscription_count; // the same
    uint64_t random;
};

// Numbers that are the same in every run (Knuth, MMIX).
static int pick(struct play *play, int below)
{
    play->random = play->random * 6364136223846793005u + 1442695040888963407u;
    return (int)((play->random >> 33) % (uint64_t)below);
}

static int person_index(const struct play *play, person_id person)
{
    for (int i = 0; i < PEOPLE; i++) {
        if (play->people[i].v == person.v) {
            return i;
        }
    }
    fail_msg("a person who does not play");
    return -1;
}

static void live_event(struct play *play, const struct event *event)
{
    struct live *live = &play->live;
    if (event->conversation.v != play->group.v) {
        return;
    }
    assert_true(event->seq < SEQ_MAX);
    for (int i = 0; i < PEOPLE; i++) {
        live->is_withheld[i][event->seq] = false;
        if (event->seq > live->head) {
            live->was_sent[i][event->seq] =
                live->follows[i] && event->seq >= live->from_seq[i];
        }
    }
    for (int i = 0; i < event->withheld_count; i++) {
        int person = person_index(play, event->withheld_from[i]);
        live->is_withheld[person][event->seq] = true;
    }
    snprintf(live->text[event->seq], TEXT_BYTES, "%.*s", (int)event->text.len,
             event->text.len > 0 ? event->text.s : "");
    live->removed[event->seq] = event->removed;
    live->head = event->seq > live->head ? event->seq : live->head;
}

static void live_begin(struct play *play, const struct subscription_change *begins)
{
    int person = person_index(play, begins->person);
    play->live.follows[person] = true;
    play->live.from_seq[person] = begins->from_seq;
}

static void live_cease(struct play *play, const struct subscription_change *ceases)
{
    int person = person_index(play, ceases->person);
    play->live.follows[person] = false;
    if (ceases->until_seq == 0) {
        memset(play->live.was_sent[person], 0, sizeof(play->live.was_sent[person]));
    } else {
        assert_int_equal(ceases->until_seq, play->live.head);
    }
}

// Takes what the last step brought about to the connections.
static void live_apply(struct play *play)
{
    const struct change *change = &play->world.change;
    for (size_t i = play->subscription_count; i < change->subscription_count; i++) {
        if (change->subscriptions[i].begins) {
            live_begin(play, &change->subscriptions[i]);
        }
    }
    for (size_t i = play->event_count; i < change->event_count; i++) {
        live_event(play, &change->events[i]);
    }
    for (size_t i = play->subscription_count; i < change->subscription_count; i++) {
        if (!change->subscriptions[i].begins) {
            live_cease(play, &change->subscriptions[i]);
        }
    }
    play->event_count = change->event_count;
    play->subscription_count = change->subscription_count;
}

static void play_open(struct play *play, uint64_t seed)
{
    *play = (struct play){.random = seed};
    struct world *world = &play->world;
    world_open(world);
    world->breaks_rules = true; // what is refused is not undone here
    const person_id people[PEOPLE] = {world->amara, world->june, world->dorothy,
                                      world->mo, world->priya};
    memcpy(play->people, people, sizeof(people));
    play->group = world_group(world);
    // What happened so far is what the events of the first ones say.
    for (int i = 0; i < 4; i++) {
        play->live.follows[i] = true;
        play->live.from_seq[i] = i + 1;
        for (int seq = i + 1; seq <= 4; seq++) {
            play->live.was_sent[i][seq] = true;
        }
    }
    play->live.head = 4;
    for (int i = 0; i < 3; i++) {
        person_id one = play->people[pick(play, 4)];
        person_id other = play->people[pick(play, 4)];
        if (one.v != other.v) {
            world_block(world, one, other);
        }
    }
}

static enum err say(struct play *play, int step)
{
    char text[TEXT_BYTES];
    snprintf(text, sizeof(text), "words-%d", step);
    // Events keep the text that they were made with, as long as the request lives.
    struct text words = arena_text(play->world.change.arena, text_of(text));
    struct message_new message = {play->group, words, words, 0, {0}};
    struct message_done done;
    return message_send(&play->world.change, &message, &done);
}

static enum err act_on_message(struct play *play, int what, int step)
{
    struct change *change = &play->world.change;
    struct message_ref ref = {play->group, 1 + pick(play, (int)play->live.head)};
    struct message_done done;
    char text[TEXT_BYTES];
    snprintf(text, sizeof(text), "edit-%d", step);
    switch (what) {
    case 0:
        return message_edit(change, ref, arena_text(change->arena, text_of(text)),
                            &done);
    case 1:
        return message_remove(change, ref, &done);
    case 2:
        return message_react(change, ref, TEXT("hug"), &done);
    default:
        return message_react(change, ref, TEXT(""), &done);
    }
}

static enum err move(struct play *play, person_id who)
{
    struct world *world = &play->world;
    switch (pick(play, 4)) {
    case 0:
        return membership_leave(&world->change, play->group);
    case 1:
        return membership_join(&world->change, play->group);
    case 2:
        world_act(world, world->amara);
        return membership_add(&world->change, play->group, who);
    default:
        world_act(world, world->amara);
        return membership_remove(&world->change, play->group, who);
    }
}

// One random thing that somebody tries. That it is refused is as good as any other.
static void step(struct play *play, int number)
{
    person_id who = play->people[pick(play, PEOPLE)];
    world_act(&play->world, who);
    int what = pick(play, 10);
    enum err err = OK;
    if (what < 4) {
        err = say(play, number);
    } else if (what < 8) {
        err = act_on_message(play, what - 4, number);
    } else {
        err = move(play, who);
    }
    assert_true(err != ERR_IO && err != ERR_CORRUPT && err != ERR_BUSY);
    live_apply(play);
}

static bool live_shows(const struct play *play, int person, int64_t seq)
{
    return play->live.was_sent[person][seq] && !play->live.is_withheld[person][seq];
}

static void check_text(const struct play *play, const struct event *event)
{
    assert_int_equal(event->removed, play->live.removed[event->seq]);
    assert_int_equal(event->text.len, strlen(play->live.text[event->seq]));
    assert_memory_equal(event->text.len > 0 ? event->text.s : "",
                        play->live.text[event->seq], event->text.len);
}

// History of one person against what she was sent: no seq is missing, none shows more.
static void check_history(struct play *play, int person)
{
    struct history_query query = {play->group, HISTORY_AFTER, 0, 1 + pick(play, 100)};
    int64_t next = 0;
    bool more = true;
    while (more) {
        struct history_page page;
        enum err err = history_read(&play->world.change, &query, &page);
        if (err == ERR_NOT_FOUND) {
            break;
        }
        assert_ok(err);
        for (int i = 0; i < page.count; i++) {
            const struct event *event = &page.events[i];
            next = next == 0 ? event->seq : next;
            assert_int_equal(event->seq, next++);
            bool shown = event->kind != EVENT_WITHHELD;
            assert_int_equal(shown, live_shows(play, person, event->seq));
            if (shown) {
                check_text(play, event);
            }
        }
        query.seq = next - 1;
        more = page.more_after;
    }
    // Outside of what history gave, nothing may have been shown.
    for (int64_t seq = next; seq <= play->live.head; seq++) {
        assert_false(live_shows(play, person, seq));
    }
}

static bool is_withheld_from(const struct event *event, person_id person)
{
    for (int i = 0; i < event->withheld_count; i++) {
        if (event->withheld_from[i].v == person.v) {
            return true;
        }
    }
    return false;
}

// Slices that one person's connection asks for against what everyone was sent.
static void check_slices(struct play *play)
{
    struct history_from from = {play->group, 1, 2000};
    struct history_page page;
    enum err err = OK;
    while ((err = history_slice(&play->world.change, &from, &page)) == OK &&
           page.count > 0) {
        for (int i = 0; i < page.count; i++) {
            const struct event *event = &page.events[i];
            check_text(play, event);
            for (int person = 0; person < PEOPLE; person++) {
                if (live_shows(play, person, event->seq)) {
                    assert_false(is_withheld_from(event, play->people[person]));
                } else if (play->live.follows[person]) {
                    assert_true(is_withheld_from(event, play->people[person]));
                }
            }
        }
        from.seq = page.events[page.count - 1].seq + 1;
    }
    assert_true(err == OK || err == ERR_NOT_FOUND);
}

static void live_history_and_slices_show_the_same(void **state)
{
    (void)state;
    static struct play play;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        play_open(&play, seed);
        world_as(&play.world, play.world.amara);
        play.event_count = 0;
        play.subscription_count = 0;
        for (int number = 0; number < STEPS; number++) {
            step(&play, number);
        }
        for (int person = 0; person < PEOPLE; person++) {
            world_act(&play.world, play.people[person]);
            check_history(&play, person);
            check_slices(&play);
        }
        assert_ok(world_end(&play.world, OK));
        world_close(&play.world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(live_history_and_slices_show_the_same),
    };
    return RUN_TESTS(tests);
}
