#include "domain/matching/matching_pool.h"

#include <assert.h>
#include <stdlib.h>

#include "base/map.h"
#include "domain/matching/matching_person.h"
#include "domain/matching/matching_solve.h"
#include "store/pool_store.h"

#define DAY_MS INT64_C(86400000)

// Tier n (from 1) begins at so many whole days of waiting; the last one is the rest.
static const int TIER_DAYS[] = {84, 56, 42, 28, 14};

#define TIMED_TIERS ((int)(sizeof(TIER_DAYS) / sizeof(TIER_DAYS[0])))

static_assert(TIMED_TIERS + 2 == MATCHING_TIERS, "urgent, the timed ones, the rest");

// Which fact a bit of the store is.
static const struct {
    unsigned bit;
    enum matching_fact fact;
} FACTS[] = {
    {POOL_BLOCKED,         MATCHING_FACT_BLOCKED          },
    {POOL_NO_CONTACT,      MATCHING_FACT_NO_CONTACT       },
    {POOL_LINKED_FAMILY,   MATCHING_FACT_LINKED_FAMILY    },
    {POOL_SAME_HOUSEHOLD,  MATCHING_FACT_SAME_HOUSEHOLD   },
    {POOL_SAME_EMPLOYER,   MATCHING_FACT_SAME_EMPLOYER    },
    {POOL_DECLINED,        MATCHING_FACT_DECLINED_RECENTLY},
    {POOL_ENDED_FOR_CAUSE, MATCHING_FACT_ENDED_FOR_CAUSE  },
    {POOL_ON_CASE,         MATCHING_FACT_ON_CASE          },
    {POOL_ASSESSOR,        MATCHING_FACT_ASSESSOR         },
};

int matching_pool_days(int64_t since_utc_ms, int64_t now_utc_ms)
{
    if (since_utc_ms == 0 || since_utc_ms > now_utc_ms) {
        return 0;
    }
    return (int)((now_utc_ms - since_utc_ms) / DAY_MS);
}

int matching_pool_tier(bool is_urgent, int64_t since_utc_ms, int64_t now_utc_ms)
{
    int days = matching_pool_days(since_utc_ms, now_utc_ms);
    int tier = 1;
    if (is_urgent) {
        return 0;
    }
    while (tier <= TIMED_TIERS && days < TIER_DAYS[tier - 1]) {
        tier++;
    }
    return tier;
}

// -- everybody

static int at_most(int number, int most)
{
    return number > most ? most : number;
}

static int places_free(const struct matching_side *side)
{
    int free = side->capacity - side->load - side->pending;
    return free < 0 ? 0 : at_most(free, MATCHING_CAPACITY_MAX);
}

static enum err load_supporters(struct change *change,
                                const struct matching_places *places,
                                organisation_id organisation,
                                struct matching_pool *pool)
{
    struct person_ids list;
    enum err err = pool_store_supporters(change->db, change->arena, organisation,
                                         MATCHING_SIDE_MAX + 1, &list);
    if (err == OK && list.count > MATCHING_SIDE_MAX) {
        err = ERR_TOO_LARGE;
    }
    if (err != OK) {
        return err;
    }
    struct matching_side *sides = arena_array(change->arena, list.count, sizeof *sides);
    pool->sides.supporters = sides;
    pool->places = arena_array(change->arena, list.count, sizeof *pool->places);
    for (size_t i = 0; err == OK && i < list.count; i++) {
        struct matching_member member = {.person = list.ids[i], .role = ROLE_SUPPORTER};
        struct matching_side *side = &sides[i];
        struct matching_run_supporter *place = &pool->places[i];
        err = matching_person_read(change, places, &member, side, &place->gate_version);
        place->position = (int)i;
        place->supporter = member.person;
        place->capacity = places_free(side);
        place->load = at_most(side->load, MATCHING_LOAD_MAX);
        pool->sides.supporter_count++;
    }
    return err;
}

// A carer who waits, before the queue has an order.
struct waiting {
    struct matching_side side;
    struct matching_run_carer place;
    int64_t since_utc_ms;
};

static int waiting_compare(const void *one, const void *two)
{
    const struct waiting *a = *(struct waiting *const *)one;
    const struct waiting *b = *(struct waiting *const *)two;
    if (a->place.tier != b->place.tier) {
        return a->place.tier < b->place.tier ? -1 : 1;
    }
    if (a->since_utc_ms != b->since_utc_ms) {
        return a->since_utc_ms < b->since_utc_ms ? -1 : 1;
    }
    return a->place.carer.v < b->place.carer.v   ? -1
           : a->place.carer.v > b->place.carer.v ? 1
                                                 : 0;
}

static void put_in_order(struct arena *arena, struct waiting **list, int count,
                         struct matching_pool *pool)
{
    struct matching_side *sides = arena_array(arena, (size_t)count, sizeof *sides);
    pool->sides.carers = sides;
    pool->queue = arena_array(arena, (size_t)count, sizeof *pool->queue);
    pool->sides.carer_count = count;
    if (count > 0) {
        qsort(list, (size_t)count, sizeof(struct waiting *), waiting_compare);
    }
    for (int i = 0; i < count; i++) {
        sides[i] = list[i]->side;
        pool->queue[i] = list[i]->place;
        pool->queue[i].position = i;
    }
}

static enum err read_waiting(struct change *change,
                             const struct matching_places *places,
                             const struct pool_request *request,
                             struct waiting *waiting)
{
    struct matching_member member = {.person = request->carer, .role = ROLE_CARER};
    enum err err = matching_person_read(change, places, &member, &waiting->side,
                                        &waiting->place.gate_version);
    bool is_urgent = request->is_urgent || matching_side_in_crisis(&waiting->side);
    waiting->since_utc_ms = request->waiting_since_utc_ms;
    waiting->place.carer = request->carer;
    waiting->place.request = request->request;
    waiting->place.area = request->area;
    waiting->place.tier = matching_pool_tier(is_urgent, request->waiting_since_utc_ms,
                                             change->now_utc_ms);
    waiting->place.waited_days =
        matching_pool_days(request->waiting_since_utc_ms, change->now_utc_ms);
    return err;
}

static enum err load_carers(struct change *change, const struct matching_places *places,
                            organisation_id organisation, enum matching_lane lane,
                            struct matching_pool *pool)
{
    struct pool_requests requests;
    int count = 0;
    enum err err = pool_store_waiting(change->db, change->arena, organisation,
                                      MATCHING_SIDE_MAX + 1, &requests);
    if (err == OK && requests.count > MATCHING_SIDE_MAX) {
        err = ERR_TOO_LARGE;
    }
    if (err != OK) {
        return err;
    }
    struct waiting **list =
        arena_array(change->arena, requests.count, sizeof(struct waiting *));
    struct waiting *room =
        arena_array(change->arena, requests.count, sizeof(struct waiting));
    for (size_t i = 0; err == OK && i < requests.count; i++) {
        err = read_waiting(change, places, &requests.rows[i], &room[i]);
        if (lane == MATCHING_LANE_WEEKLY || room[i].place.tier == 0) {
            list[count++] = &room[i];
        }
    }
    if (err == OK) {
        put_in_order(change->arena, list, count, pool);
    }
    return err;
}

// -- what stands between people

static uint16_t facts_of(unsigned bits)
{
    unsigned facts = 0;
    for (size_t i = 0; i < sizeof(FACTS) / sizeof(FACTS[0]); i++) {
        facts |= (bits & FACTS[i].bit) != 0 ? (unsigned)FACTS[i].fact : 0;
    }
    return (uint16_t)facts;
}

static int fact_compare(const void *one, const void *two)
{
    const struct matching_pair_fact *a = one;
    const struct matching_pair_fact *b = two;
    if (a->carer != b->carer) {
        return a->carer < b->carer ? -1 : 1;
    }
    return a->supporter < b->supporter ? -1 : a->supporter > b->supporter;
}

struct fact_list {
    struct matching_pair_fact *facts;
    size_t count;
    size_t capacity;
};

// Sorts, and makes one of those about the same pair.
static void facts_settle(struct fact_list *list)
{
    size_t kept = 0;
    if (list->count == 0) {
        return;
    }
    qsort(list->facts, list->count, sizeof *list->facts, fact_compare);
    for (size_t i = 1; i < list->count; i++) {
        if (fact_compare(&list->facts[kept], &list->facts[i]) == 0) {
            list->facts[kept].facts.stand |= list->facts[i].facts.stand;
        } else {
            list->facts[++kept] = list->facts[i];
        }
    }
    list->count = kept + 1;
}

// People by id: where they stand in one of the lists, counted from 1.
struct index {
    struct map *carers;
    struct map *supporters;
};

static struct map *index_of(const struct matching_side *sides, int count)
{
    struct map *map = map_new();
    for (int i = 0; i < count; i++) {
        // The map keeps addresses; the list outlives it.
        map_put(map, (uint64_t)sides[i].person.v, (void *)(uintptr_t)&sides[i]);
    }
    return map;
}

static void fact_add(struct arena *arena, const struct matching_sides *sides,
                     const struct index *index, const struct pool_pair *pair,
                     struct fact_list *list)
{
    const struct matching_side *carer = map_get(index->carers, (uint64_t)pair->a.v);
    const struct matching_side *supporter =
        map_get(index->supporters, (uint64_t)pair->b.v);
    if (carer == NULL || supporter == NULL || pair->bits == 0) {
        return;
    }
    list->facts = arena_grow(arena, list->facts, list->count, &list->capacity,
                             sizeof *list->facts);
    list->facts[list->count++] = (struct matching_pair_fact){
        .carer = (int)(carer - sides->carers),
        .supporter = (int)(supporter - sides->supporters),
        .facts = {.stand = facts_of(pair->bits)},
    };
}

static enum err load_facts(struct change *change, organisation_id organisation,
                           struct matching_sides *sides)
{
    struct fact_list list = {0};
    struct pool_pairs pairs;
    enum err err = pool_store_pairs(change->db, change->arena, organisation,
                                    change->now_utc_ms - MATCHING_DECLINED_MS, &pairs);
    if (err != OK) {
        return err;
    }
    struct index index = {index_of(sides->carers, sides->carer_count),
                          index_of(sides->supporters, sides->supporter_count)};
    for (size_t i = 0; i < pairs.count; i++) {
        const struct pool_pair *pair = &pairs.pairs[i];
        struct pool_pair back = {pair->b, pair->a, pair->bits & ~POOL_ONE_WAY};
        fact_add(change->arena, sides, &index, pair, &list);
        fact_add(change->arena, sides, &index, &back, &list);
    }
    map_free(index.carers);
    map_free(index.supporters);
    facts_settle(&list);
    sides->facts = list.facts;
    sides->fact_count = list.count;
    return OK;
}

enum err matching_pool_load(struct change *change, organisation_id organisation,
                            enum matching_lane lane, struct matching_pool *pool_out)
{
    struct matching_pool pool = {.sides = {.now_utc_ms = change->now_utc_ms}};
    struct matching_places places;
    enum err err = matching_person_places(change, organisation, &places);
    if (err == OK) {
        err = load_carers(change, &places, organisation, lane, &pool);
    }
    if (err == OK) {
        err = load_supporters(change, &places, organisation, &pool);
    }
    if (err == OK) {
        err = load_facts(change, organisation, &pool.sides);
    }
    if (err == OK) {
        *pool_out = pool;
    }
    return err;
}

enum err matching_pool_pair(struct change *change, const struct matching_run_pair *pair,
                            match_id own, struct matching_pool_pair *pair_out)
{
    struct matching_member carer = {
        .person = pair->carer, .role = ROLE_CARER, .own = own};
    struct matching_member supporter = {
        .person = pair->supporter, .role = ROLE_SUPPORTER, .own = own};
    struct pool_pair between = {.a = pair->carer, .b = pair->supporter};
    struct pool_person row;
    struct matching_places places;
    int64_t version = 0;
    enum err err = pool_store_person(change->db, pair->carer, own, &row);
    if (err == OK) {
        err = matching_person_places(change, row.organisation, &places);
    }
    if (err == OK) {
        err = matching_person_read(change, &places, &carer, &pair_out->carer, &version);
    }
    if (err == OK) {
        err = matching_person_read(change, &places, &supporter, &pair_out->supporter,
                                   &version);
    }
    if (err == OK) {
        err = pool_store_pair(change->db, change->now_utc_ms - MATCHING_DECLINED_MS,
                              &between);
    }
    if (err == OK) {
        pair_out->facts = (struct matching_pair_facts){.stand = facts_of(between.bits)};
    }
    return err;
}
