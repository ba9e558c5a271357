// What a device gets when it attaches, and from where each conversation goes on.
#include "domain/attach.h"

#include "domain/membership.h"
#include "domain/person.h"
#include "domain/world.h"
#include "store/conversation_store.h"
#include "support.h"

#include "base/id.h"

static struct attachment attach(struct world *world, person_id person,
                                struct attach_query query)
{
    struct attachment attachment;
    struct change *change = world_as(world, person);
    assert_ok(world_end(world, attach_read(change, &query, &attachment)));
    return attachment;
}

static const struct attach_stream *stream_of(const struct attachment *attachment,
                                             conversation_id id)
{
    for (int i = 0; i < attachment->stream_count; i++) {
        if (attachment->streams[i].conversation.v == id.v) {
            return &attachment->streams[i];
        }
    }
    return NULL;
}

static bool resyncs(const struct attachment *attachment, conversation_id id)
{
    for (int i = 0; i < attachment->page.count; i++) {
        if (attachment->page.views[i].conversation.id.v == id.v) {
            return attachment->page.views[i].resync;
        }
    }
    return false;
}

static void without_cursors_all_goes_on_from_the_head(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id pair = world_pair(&world);
    world_say(&world, world.priya, pair, "hello"); // 3
    struct attachment attachment = attach(&world, world.june, (struct attach_query){0});
    assert_text_is(attachment.organisation_name, "Riverside");
    assert_int_equal(attachment.area_count, 2);
    assert_int_equal(attachment.page.count, 2);
    assert_int_equal(attachment.stream_count, 2);
    assert_int_equal(attachment.gone_count, 0);
    assert_int_equal(stream_of(&attachment, pair)->next_seq, 4);
    assert_int_equal(stream_of(&attachment, pair)->head, 3);
    assert_int_equal(stream_of(&attachment, pair)->since_seq, 1);
    assert_false(resyncs(&attachment, pair));
    assert_false(attachment.page.more);
    world_close(&world);
}

// Attaches June with one cursor and gives the first seq she is sent.
static int64_t resume(struct world *world, struct attach_cursor cursor, bool *resync)
{
    struct attach_query query = {.cursors = &cursor, .cursor_count = 1};
    struct attachment attachment = attach(world, world->june, query);
    *resync = resyncs(&attachment, cursor.conversation);
    return stream_of(&attachment, cursor.conversation)->next_seq;
}

static void a_cursor_goes_on_where_it_was(void **state)
{
    (void)state;
    struct world world;
    bool resync = false;
    world_open(&world);
    conversation_id pair = world_pair(&world);
    world_say(&world, world.priya, pair, "hello"); // 3
    struct attachment attachment = attach(&world, world.june, (struct attach_query){0});
    int64_t epoch = stream_of(&attachment, pair)->epoch;
    assert_int_equal(resume(&world, (struct attach_cursor){pair, epoch, 2}, &resync),
                     3);
    assert_false(resync);
    assert_int_equal(resume(&world, (struct attach_cursor){pair, epoch, 3}, &resync),
                     4);
    assert_false(resync);
    assert_int_equal(resume(&world, (struct attach_cursor){pair, epoch, 4}, &resync),
                     4);
    assert_true(resync); // above the head
    assert_int_equal(
        resume(&world, (struct attach_cursor){pair, epoch + 1, 2}, &resync), 4);
    assert_true(resync); // of another epoch
    world_close(&world);
}

static void what_is_no_longer_hers_is_gone(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id group = world_group(&world);
    conversation_id pair = world_pair(&world);
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, membership_leave(change, group)));
    const struct attach_cursor cursors[] = {
        {group,   1, 3},
        {pair,    1, 1},
        {{12345}, 1, 1},
    };
    struct attach_query query = {.cursors = cursors, .cursor_count = 3};
    struct attachment attachment = attach(&world, world.june, query);
    assert_int_equal(attachment.gone_count, 2);
    assert_int_equal(attachment.gone[0].v, group.v);
    assert_int_equal(attachment.gone[1].v, 12345);
    assert_null(stream_of(&attachment, group));
    world_close(&world);
}

static void a_stay_begins_the_stream(void **state)
{
    (void)state;
    struct world world;
    bool resync = false;
    world_open(&world);
    conversation_id group = world_group(&world);
    struct attachment attachment = attach(&world, world.june, (struct attach_query){0});
    int64_t epoch = stream_of(&attachment, group)->epoch;
    struct change *change = world_as(&world, world.june);
    assert_ok(world_end(&world, membership_leave(change, group))); // 5
    world_say(&world, world.dorothy, group, "six");
    change = world_as(&world, world.june);
    assert_ok(world_end(&world, membership_join(change, group))); // 7
    struct attach_cursor cursor = {group, epoch, 4};
    assert_int_equal(resume(&world, cursor, &resync), 7);
    assert_false(resync);
    world_close(&world);
}

static void unwritten_marks_count(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    conversation_id pair = world_pair(&world);
    world_say(&world, world.priya, pair, "hello"); // 3
    struct mark mark = {world.june, pair, 3};
    struct attach_query query = {
        .marks = {&mark, 1}
    };
    struct attachment attachment = attach(&world, world.june, query);
    for (int i = 0; i < attachment.page.count; i++) {
        assert_int_equal(attachment.page.views[i].unread, 0);
    }
    world_close(&world);
}

static void what_does_not_fit_is_followed_too(void **state)
{
    (void)state;
    struct world world;
    world_open(&world);
    struct change *change = world_as(&world, world.amara);
    for (int i = 0; i < CONVERSATION_PAGE_MAX + 10; i++) {
        conversation_id group;
        assert_ok(conversation_create_group(change, TEXT("Tea"), world.north, &group));
    }
    assert_ok(world_end(&world, OK));
    struct attachment attachment =
        attach(&world, world.amara, (struct attach_query){0});
    assert_true(attachment.page.more);
    assert_true(attachment.page.count > 50);
    assert_int_equal(attachment.stream_count, CONVERSATION_PAGE_MAX + 11);
    world_close(&world);
}

static void nobody_does_not_attach(void **state)
{
    (void)state;
    struct world world;
    struct attachment attachment;
    struct attach_query query = {0};
    world_open(&world);
    struct change *change = world_as(&world, (person_id){0});
    assert_err(world_end(&world, attach_read(change, &query, &attachment)),
               ERR_UNAUTHENTICATED);
    world_close(&world);
}

static void staff_need_their_second_step_for_it(void **state)
{
    (void)state;
    struct world world;
    struct attachment attachment;
    const struct attach_query query = {0};
    world_open(&world);
    world.policy.staff_need_second_factor = true;
    struct change *change = world_as(&world, world.amara);
    assert_err(world_end(&world, attach_read(change, &query, &attachment)),
               ERR_STEP_UP);
    attach(&world, world.june, query);
    // Who becomes staff comes back, and is asked then; who does not, stays.
    const struct role_grant supporter = {ROLE_SUPPORTER, world.north};
    const struct role_grant facilitator = {ROLE_FACILITATOR, world.north};
    change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_grant_role(change, world.june, supporter)));
    assert_int_equal(world.change.revocation_count, 0);
    change = world_as(&world, (person_id){0});
    assert_ok(world_end(&world, person_grant_role(change, world.june, facilitator)));
    assert_int_equal(world.change.revocation_count, 1);
    assert_int_equal(world.change.revocations[0].person.v, world.june.v);
    assert_true(world.change.revocations[0].goes_on);
    change = world_as(&world, world.june);
    assert_err(world_end(&world, attach_read(change, &query, &attachment)),
               ERR_STEP_UP);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_cursors_all_goes_on_from_the_head),
        TEST(a_cursor_goes_on_where_it_was),
        TEST(what_is_no_longer_hers_is_gone),
        TEST(a_stay_begins_the_stream),
        TEST(unwritten_marks_count),
        TEST(what_does_not_fit_is_followed_too),
        TEST(nobody_does_not_attach),
        TEST(staff_need_their_second_step_for_it),
    };
    return RUN_TESTS(tests);
}
