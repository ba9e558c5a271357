// Sending once however often it is asked for, editing, removing, reacting.
#include "domain/message.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/membership.h"
#include "domain/vault.h"
#include "domain/world.h"
#include "store/db.h"
#include "support.h"

#include "base/id.h"

static enum err send(struct world *world, person_id by, struct message_new message,
                     struct message_done *done)
{
    struct change *change = world_as(world, by);
    return world_end(world, message_send(change, &message, done));
}

static enum err edit(struct world *world, person_id by, struct message_ref ref,
                     const char *text)
{
    struct message_done done;
    struct change *change = world_as(world, by);
    return world_end(world, message_edit(change, ref, text_of(text), &done));
}

static enum err take_away(struct world *world, person_id by, struct message_ref ref)
{
    struct message_done done;
    struct change *change = world_as(world, by);
    return world_end(world, message_remove(change, ref, &done));
}

static enum err react(struct world *world, person_id by, struct message_ref ref,
                      const char *word, struct message_done *done)
{
    struct change *change = world_as(world, by);
    return world_end(world, message_react(change, ref, text_of(word), done));
}

static void a_message_reaches_everyone_once(void **state)
{
    (void)state;
    struct world world;
    struct message_done done;
    world_open(&world);
    conversation_id group = world_group(&world);
    struct message_new hello = {group, TEXT("cid-1"), TEXT("hello"), 0, {0}};
    assert_ok(send(&world, world.june, hello, &done));
    assert_int_equal(done.seq, 5);
    assert_false(done.duplicate);
    assert_int_equal(world.change.event_count, 1);
    assert_int_equal(world.change.events[0].withheld_count, 0);
    assert_text_is(world.change.events[0].text, "hello");
    int64_t at_utc_ms = done.at_utc_ms;
    assert_ok(send(&world, world.june, hello, &done));
    assert_int_equal(done.seq, 5);
    assert_int_equal(done.at_utc_ms, at_utc_ms);
    assert_true(done.duplicate);
    assert_int_equal(world.change.event_count, 0);
    assert_ok(send(&world, world.dorothy, hello, &done));
    assert_int_equal(done.seq, 6);
    world_close(&world);
}

static void a_cid_stands_for_one_message(void **state)
{
    (void)state;
    struct world world;
    struct message_done done;
    world_open(&world);
    conversation_id group = world_group(&world);
    conversation_id pair = world_pair(&world);
    struct message_new hello = {group, TEXT("cid-1"), TEXT("hello"), 0, {0}};
    assert_ok(send(&world, world.june, hello, &done));
    struct message_new other = hello;
    other.text = TEXT("hello!");
    assert_err(send(&world, world.june, other, &done), ERR_CID_CONFLICT);
    other = hello;
    other.reply_to = 5;
    assert_err(send(&world, world.june, other, &done), ERR_CID_CONFLICT);
    other = hello;
    other.conversation = pair;
    assert_err(send(&world, world.june, other, &done), ERR_CID_CONFLICT);
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, membership_leave(change, group)));
    assert_err(send(&world, world.june, other, &done), ERR_CID_CONFLICT);
    assert_err(send(&world, world.june, hello, &done), ERR_NOT_FOUND);
    world_close(&world);
}

static void what_was_changed_since_counts_as_sent(void **state)
{
    (void)state;
    struct world world;
    struct message_done done;
    world_open(&world);
    conversation_id group = world_group(&world);
    struct message_new hello = {group, TEXT("cid-1"), TEXT("hello"), 0, {0}};
    assert_ok(send(&world, world.june, hello, &done));
    struct message_ref ref = {group, done.seq};
    assert_ok(edit(&world, world.june, ref, "hello all"));
    assert_ok(send(&world, world.june, hello, &done));
    assert_true(done.duplicate);
    assert_ok(take_away(&world, world.june, ref));
    assert_ok(send(&world, world.june, hello, &done));
    assert_true(done.duplicate);
    assert_int_equal(done.seq, 5);
    world_close(&world);
}

static void only_visible_messages_are_replied_to(void **state)
{
    (void)state;
    struct world world;
    struct message_done done;
    world_open(&world);
    conversation_id group = world_group(&world);
    int64_t seq = world_say(&world, world.june, group, "hello");
    struct message_new reply = {group, TEXT("r1"), TEXT("hello June"), seq, {0}};
    assert_ok(send(&world, world.dorothy, reply, &done));
    assert_int_equal(world.change.events[0].reply_to, seq);
    reply = (struct message_new){group, TEXT("r2"), TEXT("who?"), 1, {0}};
    assert_err(send(&world, world.mo, reply, &done),
               ERR_BAD_REQUEST); // before her stay
    reply.reply_to = 4;
    assert_err(send(&world, world.mo, reply, &done), ERR_BAD_REQUEST); // no message
    reply.reply_to = 99;
    assert_err(send(&world, world.mo, reply, &done), ERR_BAD_REQUEST);
    world_block(&world, world.mo, world.june);
    reply.reply_to = seq;
    assert_err(send(&world, world.mo, reply, &done), ERR_BAD_REQUEST); // hidden
    reply.reply_to = 0;
    assert_ok(send(&world, world.mo, reply, &done)); // the refusals left no claim
    assert_false(done.duplicate);
    world_close(&world);
}

static void a_block_withholds_and_refuses_nothing(void **state)
{
    (void)state;
    struct world world;
    struct message_done done;
    world_open(&world);
    conversation_id pair = world_pair(&world);
    world_block(&world, world.june, world.priya);
    struct message_new hello = {pair, TEXT("cid-1"), TEXT("hello"), 0, {0}};
    assert_ok(send(&world, world.priya, hello, &done));
    assert_int_equal(world.change.events[0].withheld_count, 1);
    assert_int_equal(world.change.events[0].withheld_from[0].v, world.june.v);
    assert_ok(send(&world, world.june, hello, &done));
    assert_int_equal(world.change.events[0].withheld_from[0].v, world.priya.v);
    world_close(&world);
}

static void nobody_writes_to_an_inbox_or_from_outside(void **state)
{
    (void)state;
    struct world world;
    struct message_done done;
    world_open(&world);
    conversation_id group = world_group(&world);
    struct message_new hello = {group, TEXT("cid-1"), TEXT("hello"), 0, {0}};
    assert_err(send(&world, world.nell, hello, &done), ERR_NOT_FOUND);
    hello.conversation = (conversation_id){7};
    assert_err(send(&world, world.nell, hello, &done), ERR_NOT_FOUND);
    world_close(&world);
}

static void an_edit_shows_everywhere_and_keeps_nothing(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = world_group(&world);
    struct message_ref ref = {group, world_say(&world, world.june, group, "frist")};
    assert_ok(edit(&world, world.june, ref, "first"));  // 6
    assert_ok(edit(&world, world.june, ref, "First!")); // 7
    const struct change *change = &world.change;
    assert_int_equal(change->event_count, 3);
    assert_int_equal(change->events[0].seq, 5);
    assert_int_equal(change->events[0].kind, EVENT_MESSAGE_SENT);
    assert_text_is(change->events[0].text, "First!");
    assert_true(change->events[0].edited_utc_ms > change->events[0].at_utc_ms);
    assert_int_equal(change->events[1].seq, 6);
    assert_text_is(change->events[1].text, "First!");
    assert_int_equal(change->events[2].seq, 7);
    assert_int_equal(change->events[2].ref, 5);
    assert_int_equal(change->events[0].epoch, change->events[2].epoch);
    struct history_page page = world_read(&world, world.dorothy, group);
    assert_text_is(world_event(&page, 5)->text, "First!");
    assert_text_is(world_event(&page, 6)->text, "First!");
    assert_text_is(world_event(&page, 7)->text, "First!");
    world_close(&world);
}

static void one_edits_and_removes_ones_own(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = world_group(&world);
    struct message_ref ref = {group, world_say(&world, world.june, group, "mine")};
    struct message_ref joined = {group, 4};
    struct message_ref nothing = {group, 99};
    assert_err(edit(&world, world.dorothy, ref, "hers"), ERR_DENIED);
    assert_err(take_away(&world, world.dorothy, ref), ERR_DENIED);
    assert_err(edit(&world, world.nell, ref, "hers"), ERR_NOT_FOUND);
    assert_err(edit(&world, world.june, joined, "hers"), ERR_WRONG_STATE);
    assert_err(edit(&world, world.june, nothing, "hers"), ERR_NOT_FOUND);
    assert_ok(take_away(&world, world.june, ref));
    assert_err(take_away(&world, world.june, ref), ERR_GONE);
    assert_err(edit(&world, world.june, ref, "again"), ERR_GONE);
    assert_err(take_away(&world, world.dorothy, ref), ERR_DENIED);
    world_close(&world);
}

static void a_removal_leaves_tombstones(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = world_group(&world);
    struct message_ref ref = {group, world_say(&world, world.june, group, "secret")};
    assert_ok(edit(&world, world.june, ref, "top secret")); // 6
    assert_ok(take_away(&world, world.june, ref));          // 7
    const struct change *change = &world.change;
    assert_int_equal(change->event_count, 3);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(change->events[i].seq, 5 + i);
        assert_true(change->events[i].removed);
        assert_int_equal(change->events[i].text.len, 0);
    }
    assert_int_equal(change->events[2].kind, EVENT_MESSAGE_REMOVED);
    assert_int_equal(change->events[2].ref, 5);
    struct history_page page = world_read(&world, world.dorothy, group);
    assert_true(world_event(&page, 5)->removed);
    assert_true(world_event(&page, 6)->removed);
    assert_int_equal(world_event(&page, 5)->text.len, 0);
    world_close(&world);
}

// The ciphertext of the message at `seq`, as it is stored.
static struct text stored_body(struct world *world, conversation_id group, int64_t seq)
{
    static const char sql[] = "SELECT body_sealed FROM event"
                              " WHERE conversation = :conversation AND seq = :seq";
    struct stmt *stmt = db_stmt(world->db, sql);
    stmt_int(stmt, ":conversation", group.v);
    stmt_int(stmt, ":seq", seq);
    assert_ok(stmt_one(stmt));
    struct text body = stmt_column_text(stmt, 0, world->change.arena);
    stmt_reset(stmt);
    return body;
}

static bool file_has(const struct world *world, const char *name, const void *bytes,
                     size_t len)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/%s", world->folder, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    off_t size = lseek(fd, 0, SEEK_END);
    char *content = malloc((size_t)size + 1);
    assert_non_null(content);
    assert_int_equal(pread(fd, content, (size_t)size, 0), size);
    bool found = memmem(content, (size_t)size, bytes, len) != NULL;
    free(content);
    close(fd);
    return found;
}

static void a_removed_body_leaves_no_ciphertext(void **state)
{
    (void)state;
    struct world world;
    char before[64];
    world_open(&world);
    conversation_id group = world_group(&world);
    struct message_ref ref = {
        group, world_say(&world, world.june, group, "a text that nobody should find")};
    struct text body = stored_body(&world, group, ref.seq);
    assert_true(body.len >= sizeof(before));
    memcpy(before, body.s, sizeof(before));
    assert_ok(db_checkpoint(world.db, true));
    assert_true(file_has(&world, "kith.db", before, sizeof(before)));
    assert_ok(take_away(&world, world.june, ref));
    assert_int_equal(stored_body(&world, group, ref.seq).len, 0);
    assert_ok(db_checkpoint(world.db, true));
    assert_false(file_has(&world, "kith.db", before, sizeof(before)));
    world_close(&world);
}

static void edits_are_bounded(void **state)
{
    (void)state;
    struct world world;
    struct message_done done;
    world_open(&world);
    conversation_id group = world_group(&world);
    struct message_ref ref = {group, world_say(&world, world.june, group, "0")};
    struct change *change = world_as(&world, world.june);
    for (int i = 0; i < MESSAGE_EDITS_MAX; i++) {
        assert_ok(message_edit(change, ref, TEXT("again"), &done));
    }
    assert_err(message_edit(change, ref, TEXT("again"), &done), ERR_WRONG_STATE);
    assert_ok(world_end(&world, OK));
    world_close(&world);
}

static void a_reaction_is_the_last_one(void **state)
{
    (void)state;
    struct world world;
    struct message_done done;
    world_open(&world);
    conversation_id group = world_group(&world);
    struct message_ref ref = {group, world_say(&world, world.june, group, "hello")};
    assert_ok(react(&world, world.mo, ref, "", &done));
    assert_int_equal(done.seq, 5); // nothing to take back
    assert_ok(react(&world, world.mo, ref, "hug", &done));
    assert_int_equal(done.seq, 6);
    assert_ok(react(&world, world.mo, ref, "hug", &done));
    assert_int_equal(done.seq, 6);
    assert_int_equal(world.change.event_count, 0);
    assert_ok(react(&world, world.dorothy, ref, "hug", &done));
    assert_int_equal(done.seq, 7);
    assert_ok(react(&world, world.mo, ref, "", &done));
    assert_int_equal(done.seq, 8);
    assert_ok(react(&world, world.mo, ref, "", &done));
    assert_int_equal(done.seq, 8);
    struct history_page page = world_read(&world, world.june, group);
    assert_text_is(world_event(&page, 6)->text, "hug");
    assert_int_equal(world_event(&page, 8)->text.len, 0);
    assert_int_equal(world_event(&page, 8)->ref, 5);
    assert_err(react(&world, world.mo, (struct message_ref){group, 4}, "hug", &done),
               ERR_WRONG_STATE);
    assert_ok(take_away(&world, world.june, ref));
    assert_err(react(&world, world.mo, ref, "hug", &done), ERR_GONE);
    world_close(&world);
}

static void a_lost_key_reads_as_a_tombstone(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = world_group(&world);
    struct message_ref ref = {group, world_say(&world, world.june, group, "mine")};
    struct message_done done;
    assert_ok(edit(&world, world.june, ref, "mine!"));
    assert_ok(react(&world, world.june, ref, "hug", &done));
    struct key_scope scope = {group, world.june};
    assert_ok(vault_keys_destroy(world.vault, &scope, 1));
    struct history_page page = world_read(&world, world.dorothy, group);
    assert_true(world_event(&page, 5)->removed);
    assert_true(world_event(&page, 6)->removed);
    assert_int_equal(world_event(&page, 7)->text.len, 0);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_message_reaches_everyone_once),
        TEST(a_cid_stands_for_one_message),
        TEST(what_was_changed_since_counts_as_sent),
        TEST(only_visible_messages_are_replied_to),
        TEST(a_block_withholds_and_refuses_nothing),
        TEST(nobody_writes_to_an_inbox_or_from_outside),
        TEST(an_edit_shows_everywhere_and_keeps_nothing),
        TEST(one_edits_and_removes_ones_own),
        TEST(a_removal_leaves_tombstones),
        TEST(a_removed_body_leaves_no_ciphertext),
        TEST(edits_are_bounded),
        TEST(a_reaction_is_the_last_one),
        TEST(a_lost_key_reads_as_a_tombstone),
    };
    return RUN_TESTS(tests);
}
