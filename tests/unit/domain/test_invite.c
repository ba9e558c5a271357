// Invitations: who may make them, and that each is used once.
#include "domain/invite.h"

#include <string.h>

#include "domain/person.h"
#include "domain/world.h"
#include "store/db.h"
#include "support.h"

#define DAY_MS INT64_C(86400000)
#define MARK "/#invite="

static const person_id operator_id = {0};
static const person_id stranger_id = {0};

static void open(struct world *world)
{
    world_open(world);
    world->policy.invite_ms = 14 * DAY_MS;
    world->policy.session_idle_ms = 14 * DAY_MS;
    world->policy.session_absolute_ms = 90 * DAY_MS;
}

// Invites somebody to `area`, or (v == 0) to the whole organisation.
static enum err invites(struct world *world, person_id who, enum role role,
                        area_id area)
{
    struct invite_new new_invite = {.name = TEXT("Newcomer"),
                                    .role = role,
                                    .everywhere = area.v == 0,
                                    .area = area};
    struct invite_made made;
    struct change *change = world_as(world, who);
    return world_end(world, invite_create(change, &new_invite, &made));
}

struct secret {
    char s[SECRET_TOKEN_LEN + 1];
};

// The secret of an invitation that Amara makes for a carer of North.
static struct secret invitation(struct world *world)
{
    struct secret secret = {{0}};
    struct invite_new new_invite = {
        .name = TEXT("Grace"), .role = ROLE_CARER, .area = world->north};
    struct invite_made made;
    struct change *change = world_as(world, world->amara);
    assert_ok(world_end(world, invite_create(change, &new_invite, &made)));
    assert_int_equal(made.expires_utc_ms, world->now_utc_ms + 14 * DAY_MS);
    size_t lead = strlen(world->policy.public_url) + strlen(MARK);
    assert_int_equal(made.link.len, lead + SECRET_TOKEN_LEN);
    assert_true(text_starts_with(made.link, TEXT("http://127.0.0.1:8080" MARK)));
    memcpy(secret.s, made.link.s + lead, SECRET_TOKEN_LEN);
    return secret;
}

static struct invite_accept grace(const struct secret *secret)
{
    return (struct invite_accept){.secret = text_of(secret->s),
                                  .name = TEXT("Grace"),
                                  .handle = TEXT("Grace"),
                                  .password = TEXT("seven slow swans"),
                                  .password_hash = "hash",
                                  .device = TEXT("Phone")};
}

static enum err prepared(struct world *world, const struct invite_accept *accept,
                         const char **field_out)
{
    uint64_t key = 0;
    struct change *change = world_as(world, stranger_id);
    return world_end(world, invite_prepare(change, accept, &key, field_out));
}

static enum err accepted(struct world *world, const struct invite_accept *accept,
                         struct session_made *made_out)
{
    const char *field = NULL;
    struct change *change = world_as(world, stranger_id);
    change->actor.is_operator = false;
    return world_end(world, invite_accept(change, accept, made_out, &field));
}

static void a_coordinator_invites_to_her_areas_only(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    const area_id everywhere = {0};
    assert_ok(invites(&world, world.amara, ROLE_CARER, world.north));
    assert_ok(invites(&world, world.amara, ROLE_SUPPORTER, world.north));
    assert_ok(invites(&world, world.amara, ROLE_FACILITATOR, world.north));
    assert_err(invites(&world, world.amara, ROLE_COORDINATOR, world.north), ERR_DENIED);
    assert_err(invites(&world, world.amara, ROLE_SAFEGUARDING_LEAD, world.north),
               ERR_DENIED);
    assert_err(invites(&world, world.amara, ROLE_ADMINISTRATOR, world.north),
               ERR_DENIED);
    assert_err(invites(&world, world.amara, ROLE_CARER, world.south), ERR_DENIED);
    assert_err(invites(&world, world.amara, ROLE_CARER, everywhere), ERR_DENIED);
    world_close(&world);
}

static void an_area_that_is_none_answers_a_coordinator_like_a_foreign_one(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct invite_new unreadable = {.name = TEXT("X"), .role = ROLE_CARER};
    struct invite_made made;
    assert_err(invites(&world, world.amara, ROLE_CARER, area_id_new()), ERR_DENIED);
    struct change *change = world_as(&world, world.amara);
    assert_err(world_end(&world, invite_create(change, &unreadable, &made)),
               ERR_DENIED);
    assert_err(invites(&world, world.ada, ROLE_CARER, area_id_new()), ERR_NOT_FOUND);
    change = world_as(&world, world.ada);
    assert_err(world_end(&world, invite_create(change, &unreadable, &made)),
               ERR_NOT_FOUND);
    world_close(&world);
}

static void administrators_and_operators_invite_anyone_anywhere(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    const area_id everywhere = {0};
    const person_id who[] = {world.ada, operator_id};
    for (size_t i = 0; i < sizeof(who) / sizeof(who[0]); i++) {
        assert_ok(invites(&world, who[i], ROLE_COORDINATOR, world.south));
        assert_ok(invites(&world, who[i], ROLE_SAFEGUARDING_LEAD, everywhere));
        assert_ok(invites(&world, who[i], ROLE_ADMINISTRATOR, everywhere));
        assert_ok(invites(&world, who[i], ROLE_CARER, world.north));
    }
    world_close(&world);
}

static void nobody_else_invites(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    assert_err(invites(&world, world.june, ROLE_CARER, world.north), ERR_DENIED);
    assert_err(invites(&world, world.priya, ROLE_CARER, world.north), ERR_DENIED);
    world_close(&world);
}

static void accepting_makes_the_person_and_signs_her_in(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct secret secret = invitation(&world);
    struct invite_accept accept = grace(&secret);
    struct session_made made;
    struct person person;
    struct session_prepared sign_in;
    const char *field = "none";
    assert_ok(prepared(&world, &accept, &field));
    assert_null(field);
    assert_ok(accepted(&world, &accept, &made));
    struct change *change = world_as(&world, operator_id);
    assert_ok(person_find(change, made.person, &person));
    assert_text_is(person.name, "Grace");
    assert_true(person_has_role(&person, ROLE_CARER, world.north));
    assert_false(person_has_role(&person, ROLE_CARER, world.south));
    assert_int_equal(person.organisation.v, world.organisation.v);
    assert_ok(session_prepare(change, TEXT("grace"), NULL, &sign_in));
    assert_string_equal(sign_in.stored, "hash");
    assert_ok(session_actor_by_hash(change, secret_hash(text_of(made.token.s)),
                                    SESSION_BROWSER));
    assert_int_equal(change->actor.person.v, made.person.v);
    assert_ok(world_end(&world, OK));
    world_close(&world);
}

static void an_invitation_is_used_up_only_by_accepting(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct secret secret = invitation(&world);
    struct invite_accept good = grace(&secret);
    struct invite_accept bad = good;
    struct session_made made;
    const char *field = NULL;
    bad.handle = TEXT("has space");
    assert_err(prepared(&world, &bad, &field), ERR_BAD_REQUEST);
    assert_string_equal(field, "handle");
    assert_err(accepted(&world, &bad, &made), ERR_BAD_REQUEST);
    bad = good;
    bad.name = TEXT("bell\a");
    assert_err(prepared(&world, &bad, &field), ERR_BAD_REQUEST);
    assert_string_equal(field, "name");
    bad = good;
    bad.password = TEXT("short");
    assert_err(prepared(&world, &bad, &field), ERR_BAD_REQUEST);
    assert_string_equal(field, "password");
    assert_ok(prepared(&world, &good, &field));
    assert_ok(prepared(&world, &good, &field));
    assert_ok(accepted(&world, &good, &made));
    world_close(&world);
}

static void a_used_invitation_answers_like_an_unknown_one(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct secret secret = invitation(&world);
    struct secret unknown = {"no such secret"};
    struct invite_accept first = grace(&secret);
    struct invite_accept again = grace(&secret);
    struct invite_accept never = grace(&unknown);
    struct session_made made;
    const char *field = NULL;
    again.handle = TEXT("eve");
    assert_ok(accepted(&world, &first, &made));
    assert_err(prepared(&world, &again, &field), ERR_NOT_FOUND);
    assert_err(accepted(&world, &again, &made), ERR_NOT_FOUND);
    assert_err(prepared(&world, &never, &field), ERR_NOT_FOUND);
    assert_err(accepted(&world, &never, &made), ERR_NOT_FOUND);
    world.now_utc_ms += 15 * DAY_MS;
    assert_err(accepted(&world, &again, &made), ERR_NOT_FOUND);
    world_close(&world);
}

static void a_taken_handle_is_a_conflict_and_leaves_the_invitation(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct secret first = invitation(&world);
    struct secret second = invitation(&world);
    struct invite_accept one = grace(&first);
    struct invite_accept two = grace(&second);
    struct session_made made;
    const char *field = NULL;
    two.handle = TEXT("GRACE");
    assert_ok(accepted(&world, &one, &made));
    // Whether a name is taken is told only after the rate limit and the hash.
    assert_ok(prepared(&world, &two, &field));
    assert_err(accepted(&world, &two, &made), ERR_CONFLICT);
    two.handle = TEXT("grace-2");
    assert_ok(accepted(&world, &two, &made));
    world_close(&world);
}

static void an_invitation_expires_after_14_days(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    struct secret secret = invitation(&world);
    struct invite_accept accept = grace(&secret);
    struct session_made made;
    const char *field = NULL;
    world.now_utc_ms += 14 * DAY_MS - 5000;
    assert_ok(prepared(&world, &accept, &field));
    world.now_utc_ms += 5000;
    assert_err(prepared(&world, &accept, &field), ERR_EXPIRED);
    assert_err(accepted(&world, &accept, &made), ERR_EXPIRED);
    world_close(&world);
}

// The code of an invitation that Amara makes for a carer of North, as it is read out.
static struct secret invitation_code(struct world *world)
{
    struct secret code = {{0}};
    struct invite_new new_invite = {.name = TEXT("Grace"),
                                    .role = ROLE_CARER,
                                    .area = world->north,
                                    .with_code = true};
    struct invite_made made;
    struct change *change = world_as(world, world->amara);
    assert_ok(world_end(world, invite_create(change, &new_invite, &made)));
    assert_int_equal(made.code_expires_utc_ms, world->now_utc_ms + 7 * DAY_MS);
    assert_int_equal(strlen(made.code), 19);
    for (size_t i = 0; i < 19; i++) {
        assert_true(i % 5 == 4 ? made.code[i] == ' '
                               : made.code[i] >= '0' && made.code[i] <= '9');
    }
    memcpy(code.s, made.code, sizeof(made.code));
    return code;
}

// `code` without its spaces, or with strokes instead.
static struct secret respelt(const struct secret *code, char between)
{
    struct secret spelt = {{0}};
    size_t len = 0;
    for (const char *at = code->s; *at != '\0'; at++) {
        if (*at != ' ') {
            spelt.s[len++] = *at;
        } else if (between != '\0') {
            spelt.s[len++] = between;
        }
    }
    return spelt;
}

static enum err looks(struct world *world, const struct secret *secret,
                      struct invite_seen *seen_out)
{
    struct change *change = world_as(world, stranger_id);
    return world_end(world, invite_look(change, text_of(secret->s), seen_out));
}

static void a_code_opens_what_its_link_opens_however_it_is_typed(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    const struct secret code = invitation_code(&world);
    const struct secret bare = respelt(&code, '\0');
    const struct secret strokes = respelt(&code, '-');
    struct invite_accept accept = grace(&bare);
    struct invite_accept again = grace(&code);
    struct invite_seen seen;
    struct session_made made;
    assert_ok(looks(&world, &code, &seen));
    assert_int_equal(seen.state, INVITE_OPEN);
    assert_text_is(seen.name, "Grace");
    assert_ok(looks(&world, &strokes, &seen));
    assert_ok(accepted(&world, &accept, &made));
    // It is used up with the link.
    assert_ok(looks(&world, &code, &seen));
    assert_int_equal(seen.state, INVITE_USED);
    again.handle = TEXT("eve");
    assert_err(accepted(&world, &again, &made), ERR_NOT_FOUND);
    world_close(&world);
}

static void a_code_that_is_none_is_unknown(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    const struct secret code = invitation_code(&world);
    struct secret wrong = code;
    struct secret shorter = code;
    struct secret longer = code;
    struct invite_accept accept = grace(&wrong);
    struct invite_seen seen;
    struct session_made made;
    const char *field = NULL;
    wrong.s[0] = wrong.s[0] == '9' ? '0' : '9';
    shorter.s[18] = '\0';
    longer.s[19] = '1';
    assert_err(looks(&world, &wrong, &seen), ERR_NOT_FOUND);
    assert_err(looks(&world, &shorter, &seen), ERR_NOT_FOUND);
    assert_err(looks(&world, &longer, &seen), ERR_NOT_FOUND);
    assert_err(prepared(&world, &accept, &field), ERR_NOT_FOUND);
    assert_err(accepted(&world, &accept, &made), ERR_NOT_FOUND);
    world_close(&world);
}

static void a_code_expires_after_a_week_or_with_its_link(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    const struct secret code = invitation_code(&world);
    struct invite_accept accept = grace(&code);
    struct invite_new short_lived = {.name = TEXT("Grace"),
                                     .role = ROLE_CARER,
                                     .area = world.north,
                                     .with_code = true};
    struct invite_made invited;
    struct invite_seen seen;
    struct session_made made;
    world.now_utc_ms += 7 * DAY_MS - 5000;
    assert_ok(looks(&world, &code, &seen));
    assert_int_equal(seen.state, INVITE_OPEN);
    world.now_utc_ms += 5000;
    assert_ok(looks(&world, &code, &seen));
    assert_int_equal(seen.state, INVITE_EXPIRED);
    assert_err(accepted(&world, &accept, &made), ERR_EXPIRED);
    world.policy.invite_ms = DAY_MS;
    struct change *change = world_as(&world, world.amara);
    assert_ok(world_end(&world, invite_create(change, &short_lived, &invited)));
    assert_int_equal(invited.code_expires_utc_ms, world.now_utc_ms + DAY_MS);
    world_close(&world);
}

static void a_code_lies_in_no_column(void **state)
{
    (void)state;
    struct world world;
    open(&world);
    const struct secret code = invitation_code(&world);
    const struct secret bare = respelt(&code, '\0');
    const struct secret_hash plain = secret_hash(text_of(bare.s));
    struct change *change = world_as(&world, world.amara);
    struct stmt *stmt = db_stmt(change->db, "SELECT code_hash FROM invite"
                                            " WHERE code_hash IS NOT NULL");
    assert_ok(stmt_one(stmt));
    const struct text kept = stmt_column_text(stmt, 0, change->arena);
    stmt_reset(stmt);
    // Keyed: who has the file cannot try all codes.
    assert_int_equal(kept.len, sizeof(plain.bytes));
    assert_false(text_equal(
        kept, (struct text){(const char *)plain.bytes, sizeof(plain.bytes)}));
    assert_ok(world_end(&world, OK));
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_coordinator_invites_to_her_areas_only),
        TEST(an_area_that_is_none_answers_a_coordinator_like_a_foreign_one),
        TEST(administrators_and_operators_invite_anyone_anywhere),
        TEST(nobody_else_invites),
        TEST(accepting_makes_the_person_and_signs_her_in),
        TEST(an_invitation_is_used_up_only_by_accepting),
        TEST(a_used_invitation_answers_like_an_unknown_one),
        TEST(a_taken_handle_is_a_conflict_and_leaves_the_invitation),
        TEST(an_invitation_expires_after_14_days),
        TEST(a_code_opens_what_its_link_opens_however_it_is_typed),
        TEST(a_code_that_is_none_is_unknown),
        TEST(a_code_expires_after_a_week_or_with_its_link),
        TEST(a_code_lies_in_no_column),
    };
    return RUN_TESTS(tests);
}
