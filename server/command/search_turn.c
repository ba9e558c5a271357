#include "command/search_turn.h"

#include "base/mem.h"

#include <pthread.h>
#include <stdlib.h>

#define TURNS 8 // more than threads that read

struct search_turns {
    pthread_mutex_t mutex;
    person_id people[TURNS]; // v == 0: free
};

struct search_turns *search_turns_new(void)
{
    struct search_turns *turns = mem_new(1, sizeof *turns);

    pthread_mutex_init(&turns->mutex, NULL);
    return turns;
}

void search_turns_free(struct search_turns *turns)
{
    if (turns != NULL) {
        pthread_mutex_destroy(&turns->mutex);
        free(turns);
    }
}

// The place of `person`, or a free one for v == 0; NULL where there is none.
static person_id *place_of(struct search_turns *turns, person_id person)
{
    for (int i = 0; i < TURNS; i++) {
        if (person_id_equal(turns->people[i], person)) {
            return &turns->people[i];
        }
    }
    return NULL;
}

bool search_turns_begin(struct search_turns *turns, person_id person)
{
    bool begins = true;

    if (turns == NULL) {
        return true;
    }
    pthread_mutex_lock(&turns->mutex);
    person_id *free_place = place_of(turns, (person_id){0});
    begins = place_of(turns, person) == NULL && free_place != NULL;
    if (begins) {
        *free_place = person;
    }
    pthread_mutex_unlock(&turns->mutex);
    return begins;
}

void search_turns_end(struct search_turns *turns, person_id person)
{
    if (turns == NULL) {
        return;
    }
    pthread_mutex_lock(&turns->mutex);
    person_id *place = place_of(turns, person);
    if (place != NULL) {
        *place = (person_id){0};
    }
    pthread_mutex_unlock(&turns->mutex);
}
