// The same people are brought together in whatever order they came and were entered:
// random towns, each filled twice, through the database, the pool and the solver.
#include "domain/matching/matching_job.h"

#include <string.h>

#include "domain/matching/matching_run.h"
#include "domain/meeting.h"
#include "support.h"

#define TOWNS 3
#define CARERS 12
#define PEOPLE 24 // the carers, and as many supporters
#define ANSWERS 8
#define SEED 42
#define FIRST_ID INT64_C(5000)

// xorshift (Marsaglia 2003): the same numbers in every run.
static int throw(uint64_t * dice, int sides)
{
    *dice ^= *dice << 13;
    *dice ^= *dice >> 7;
    *dice ^= *dice << 17;
    return (int)((*dice >> 16) % (uint64_t)sides);
}

static const char *const relationships[] = {"maternal_grandparent",
                                            "paternal_grandparent", "aunt", "sibling"};
static const char *const arrangements[] = {"sgo", "kinship_foster", "informal",
                                           "child_arrangements"};
static const char *const stages[] = {"interim", "first_year", "one_to_three",
                                     "over_three"};
static const char *const modes[] = {"chat", "phone", "video", "in_person"};
static const char *const topics[] = {"prison", "trauma", "housing", "court"};
static const char *const now[] = {"prison:now", "trauma:now", "housing:now",
                                  "court:now"};
static const char *const been[] = {"prison:been", "trauma:been", "housing:been",
                                   "court:been"};
static const char *const evenings[] = {"mon_evening", "tue_evening", "wed_evening",
                                       "thu_evening"};
static const char *const mornings[] = {"mon_morning", "tue_morning", "wed_morning",
                                       "thu_morning"};

// What somebody tells hangs on the town and on who she is, not on when she came.
static size_t story(int town, int who, struct meeting_told *answers)
{
    uint64_t dice = UINT64_C(0x2545f4914f6cdd1d) ^ (uint64_t)(town * PEOPLE + who + 1);
    bool is_carer = who < CARERS;
    for (int i = 0; i < 20; i++) {
        (void) throw(&dice, 2); // neighbouring seeds begin alike
    }
    int topic = throw(&dice, 4);
    const struct meeting_told told[ANSWERS] = {
        {"relationship", {relationships[throw(&dice, 4)]}                          },
        {"arrangement",  {arrangements[throw(&dice, 4)]}                           },
        {"stage",        {stages[is_carer ? throw(&dice, 3) : 2 + throw(&dice, 2)]}},
        {"topics",       {is_carer ? now[topic] : been[topic]}                     },
        {"mode",         {modes[throw(&dice, 2)], modes[2 + throw(&dice, 2)]}      },
        {"time_grid",
         {evenings[throw(&dice, 4)], mornings[throw(&dice, 2)],
          mornings[2 + throw(&dice, 2)]}                                           },
        {"language",     {"english"}                                               },
        {"top_three",    {topics[topic]}                                           },
    };
    size_t count = is_carer ? ANSWERS : ANSWERS - 1; // only carers rank
    memcpy(answers, told, count * sizeof *answers);
    return count;
}

static void shuffle(uint64_t *dice, int *order)
{
    for (int i = PEOPLE - 1; i > 0; i--) {
        int other = throw(dice, i + 1);
        int kept = order[i];
        order[i] = order[other];
        order[other] = kept;
    }
}

// The plan for the town whose people came in this order. Owner: the caller.
static struct matching_job *plan_of(int town, const int *order)
{
    struct meeting meeting;
    struct matching_job *job = NULL;
    run_id run;
    world_open(&meeting.world);
    for (int i = 0; i < PEOPLE; i++) {
        struct meeting_told answers[ANSWERS];
        const struct meeting_new who = {.person = {FIRST_ID + order[i]},
                                        .role = order[i] < CARERS ? ROLE_CARER
                                                                  : ROLE_SUPPORTER,
                                        .answers = answers,
                                        .answer_count = story(town, order[i], answers)};
        meeting_joins(&meeting, &who);
    }
    struct change *change = world_as(&meeting.world, meeting.world.amara);
    assert_ok(world_end(&meeting.world,
                        matching_run_begin(change, MATCHING_LANE_WEEKLY, &run)));
    change = world_as(&meeting.world, (person_id){0});
    assert_ok(world_end(&meeting.world, matching_run_load(change, run, &job)));
    job->run.seed = SEED;
    matching_job_solve(job);
    assert_ok(job->err);
    meeting_close(&meeting);
    return job;
}

static void assert_same(const struct matching_job *one, const struct matching_job *two)
{
    assert_int_equal(one->plan.pair_count, two->plan.pair_count);
    assert_int_equal(one->plan.total, two->plan.total);
    for (int i = 0; i < one->plan.pair_count; i++) {
        const struct matching_planned *a = &one->plan.pairs[i];
        const struct matching_planned *b = &two->plan.pairs[i];
        assert_int_equal(one->carers[a->carer].carer.v, two->carers[b->carer].carer.v);
        assert_int_equal(one->supporters[a->supporter].supporter.v,
                         two->supporters[b->supporter].supporter.v);
        assert_int_equal(a->score, b->score);
    }
}

// How many stand elsewhere in the queue: who came first is served first.
static int stand_apart(const struct matching_job *one, const struct matching_job *two)
{
    int count = 0;
    for (int i = 0; i < CARERS; i++) {
        count += one->carers[i].carer.v != two->carers[i].carer.v;
    }
    return count;
}

static void the_order_in_which_people_came_does_not_matter(void **state)
{
    (void)state;
    uint64_t dice = UINT64_C(0x9e3779b97f4a7c15);
    for (int town = 0; town < TOWNS; town++) {
        int order[PEOPLE];
        for (int i = 0; i < PEOPLE; i++) {
            order[i] = i;
        }
        struct matching_job *sorted = plan_of(town, order);
        shuffle(&dice, order);
        struct matching_job *shuffled = plan_of(town, order);
        assert_int_equal(sorted->carer_count, CARERS);
        assert_true(sorted->plan.matched > CARERS / 3);
        assert_true(stand_apart(sorted, shuffled) > 0);
        assert_same(sorted, shuffled);
        matching_job_free(sorted);
        matching_job_free(shuffled);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_order_in_which_people_came_does_not_matter),
    };
    return RUN_TESTS(tests);
}
