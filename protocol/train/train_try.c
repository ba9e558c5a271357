// How well the model does on messages of an author from whom it learnt nothing: learns
// once without each author, then judges that author's messages.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "train.h"

#define EVERYBODY (-1)

// Of the messages of one author, by score: labelled, found, and both.
struct tally {
    int messages;
    int labelled[RISK_SCORES];
    int found[RISK_SCORES];
    int right[RISK_SCORES];
    int plain_r1; // messages without any label that got R1
};

static int author_count(const struct corpus *corpus)
{
    int count = 0;
    for (size_t i = 0; i < corpus->count; i++) {
        int author = corpus->examples[i].author;
        count = author >= count ? author + 1 : count;
    }
    return count;
}

static int16_t thousandths(double score)
{
    return (int16_t)fmax(INT16_MIN, fmin(INT16_MAX, round(score * 1000.0)));
}

// Scores of every message, by machines that have not seen its author.
static int16_t (*judge_all(const struct corpus *corpus))[RISK_SCORES]
{
    static struct machine machines[RISK_SCORES];
    int16_t(*scores)[RISK_SCORES] = allocate(corpus->count, sizeof(*scores));
    for (int author = 0; author < author_count(corpus); author++) {
        for (int score = 0; score < RISK_SCORES; score++) {
            machine_learn(&machines[score], corpus, score, author);
        }
        for (size_t i = 0; i < corpus->count; i++) {
            if (corpus->examples[i].author != author) {
                continue;
            }
            double exact[RISK_SCORES];
            for (int score = 0; score < RISK_SCORES; score++) {
                exact[score] = machine_score(&machines[score], &corpus->examples[i]);
            }
            exact[RISK_SCORE_ANY] = risk_decide_any(exact);
            for (int score = 0; score < RISK_SCORES; score++) {
                scores[i][score] = thousandths(exact[score]);
            }
        }
    }
    return scores;
}

static bool has(uint32_t categories, int score)
{
    if (score != RISK_SCORE_ANY) {
        return (categories >> score & 1) != 0;
    }
    for (int i = 1; i <= RISK_SCORE_URGENT; i++) {
        if ((categories >> i & 1) != 0) {
            return true;
        }
    }
    return false;
}

static void count_message(struct tally *tally, const struct example *example,
                          uint32_t categories)
{
    bool is_plain = true;
    for (int i = 0; i < RISK_SCORES; i++) {
        bool is_found = has(categories, i);
        tally->labelled[i] += example->is[i];
        tally->found[i] += is_found;
        tally->right[i] += is_found && example->is[i];
        is_plain = is_plain && !example->is[i];
    }
    tally->messages++;
    tally->plain_r1 += is_plain && has(categories, 1);
}

static double ratio(int part, int whole)
{
    return whole > 0 ? (double)part / whole : 0.0;
}

static void print_tally(const char *name, const struct tally *tally)
{
    printf("%-8s %5d", name, tally->messages);
    for (int i = 0; i < RISK_SCORES; i++) {
        printf("  %.2f %.2f", ratio(tally->right[i], tally->labelled[i]),
               ratio(tally->right[i], tally->found[i]));
    }
    printf("  %d\n", tally->plain_r1);
}

static void print_heading(void)
{
    printf("recall and precision, each author unseen\n%-8s %5s", "author", "n");
    for (int i = 0; i < RISK_SCORES; i++) {
        printf("  %s%-*d", i == 0 ? "R1-R" : "R", i == 0 ? 5 : 8, i == 0 ? 4 : i);
    }
    printf("  R1 where nothing is\n");
}

static void print_message(const struct example *example, const int16_t *scores,
                          uint32_t categories)
{
    for (int i = 0; i < RISK_SCORES; i++) {
        char mark = example->is[i] ? '+' : '-';
        printf("%c%c%d ", mark, has(categories, i) ? '!' : ' ', scores[i]);
    }
    printf("\t%s\n", example->message.s);
}

static void print_figures(const struct corpus *corpus, int16_t (*scores)[RISK_SCORES],
                          const int16_t thresholds[RISK_SCORES],
                          const char *const *names)
{
    print_heading();
    for (int author = EVERYBODY; author < author_count(corpus); author++) {
        struct tally tally = {.messages = 0};
        for (size_t i = 0; i < corpus->count; i++) {
            const struct example *example = &corpus->examples[i];
            if (author == EVERYBODY || example->author == author) {
                count_message(&tally, example, risk_decide(scores[i], thresholds, 0));
            }
        }
        print_tally(author == EVERYBODY ? "all" : names[author], &tally);
    }
}

void try_out(const struct corpus *corpus, const int16_t thresholds[RISK_SCORES],
             const char *const *names, bool is_list)
{
    int16_t(*scores)[RISK_SCORES] = judge_all(corpus);
    if (is_list) {
        for (size_t i = 0; i < corpus->count; i++) {
            print_message(&corpus->examples[i], scores[i],
                          risk_decide(scores[i], thresholds, 0));
        }
    } else {
        print_figures(corpus, scores, thresholds, names);
    }
    free(scores);
}
