// Which categories are found in messages whose meaning is plain, and which traps stay
// quiet.
#include "domain/risk/risk.h"

#include <stdlib.h>
#include <string.h>

#include "risk_data.h"
#include "support.h"

#define LINE_MAX_BYTES 512
#define CASES "tests/rules/pause.tsv" // read by the client's tests, too

struct plain_case {
    const char *message;
    enum risk_category category;
};

static uint32_t categories_of(const struct risk_scanner *scanner, const char *message)
{
    struct risk_found found;
    risk_scan(scanner, text_of(message), &found);
    return found.categories;
}

static void expect_found(const struct plain_case *cases, size_t count)
{
    struct risk_scanner *scanner = risk_scanner_new();
    for (size_t i = 0; i < count; i++) {
        if ((categories_of(scanner, cases[i].message) & RISK_BIT(cases[i].category)) ==
            0) {
            fail_msg("not R%d: %s", (int)cases[i].category, cases[i].message);
        }
    }
    risk_scanner_free(scanner);
}

#define EXPECT_FOUND(cases) expect_found((cases), sizeof(cases) / sizeof((cases)[0]))

static void danger_is_found(void **state)
{
    (void)state;
    static const struct plain_case cases[] = {
        {"i want to kill myself",                                 RISK_R1},
        {"I don't want to be here any more",                      RISK_R1},
        {"theyd all be better off without me",                    RISK_R1},
        {"ive got enough pills saved up to do it",                RISK_R1},
        {"i just want to go to sleep and never wake up",          RISK_R1},
        {"when im gone please look after my grandson for me",     RISK_R1},
        {"i wont be alive by christmas",                          RISK_R1},
        {"she has been cutting her arms again",                   RISK_R2},
        {"my niece took an overdose last night",                  RISK_R2},
        {"he says he wants to kill himself",                      RISK_R2},
        {"I found razor blades under her pillow",                 RISK_R2},
        {"he tied a belt round his neck",                         RISK_R2},
        {"he came back from contact with bruises on his arms",    RISK_R3},
        {"the baby has been left on its own in the flat",         RISK_R3},
        {"she says uncle touches her at night",                   RISK_R3},
        {"their mum is drunk and has got the kids in the car",    RISK_R3},
        {"theres no food in the house and the kids havent eaten", RISK_R3},
        {"my husband hit me last night",                          RISK_R4},
        {"my ex is outside the house again",                      RISK_R4},
        {"he had me by the throat",                               RISK_R4},
        {"he wont let me leave the house or have my own money",   RISK_R4},
        {"her dad turned up at school drunk and shouting",        RISK_R4},
    };
    EXPECT_FOUND(cases);
}

static void what_staff_should_know_is_found(void **state)
{
    (void)state;
    static const struct plain_case cases[] = {
        {"my grandson punched me in the face",                      RISK_R5 },
        {"he threatened me with a knife, hes 12",                   RISK_R5 },
        {"my granddaughter has smashed up the house again",         RISK_R5 },
        {"i cant do this any more, they will have to take her",     RISK_R6 },
        {"i have given notice on the placement",                    RISK_R6 },
        {"we are at breaking point",                                RISK_R6 },
        {"she has been missing since last night",                   RISK_R7 },
        {"he has a second phone and wont say where from",           RISK_R7 },
        {"shes got an older boyfriend who picks her up in his car", RISK_R7 },
        {"whats your mobile number",                                RISK_R9 },
        {"lets keep this between ourselves",                        RISK_R9 },
        {"can you lend me 50 quid till friday",                     RISK_R9 },
        {"go back to where you came from",                          RISK_R10},
        {"i know where you live and im coming for you",             RISK_R10},
        {"stop giving him the tablets they are poison",             RISK_R11},
        {"you must not let the social worker in its the law",       RISK_R11},
        {"cheap designer bags for sale message me for prices",      RISK_R13},
        {"www.slimtea.example www.slimtea.example",                 RISK_R13},
    };
    EXPECT_FOUND(cases);
}

static void slips_and_dialect_hide_nothing(void **state)
{
    (void)state;
    static const struct plain_case cases[] = {
        {"feelin suisidal agen",                 RISK_R1},
        {"i want 2 d1e",                         RISK_R1},
        {"i wnat to kill mysefl",                RISK_R1},
        {"am gunna end it all tonite",           RISK_R1},
        {"i dont want to be heeeere anymoooore", RISK_R1},
        {"cuttin er arms agen",                  RISK_R2},
        {"me husbnd hit me agn lst nite",        RISK_R4},
    };
    EXPECT_FOUND(cases);
}

static void other_languages_of_carers_are_read(void **state)
{
    (void)state;
    static const struct plain_case cases[] = {
        {"nie chcę już żyć",              RISK_R1},
        {"córka tnie się po rękach",       RISK_R2},
        {"wujek bije małą",                 RISK_R3},
        {"mąż mnie bije",                   RISK_R4},
        {"mar jana chahti hoon",              RISK_R1},
        {"baap ne bachay ko maara",           RISK_R3},
        {"shohar maarta hai",                 RISK_R4},
        {"dwi isio marw",                     RISK_R1},
        {"ma hi'n torri'i hun eto",           RISK_R2},
        {"mae fy ngŵr yn bygwth fy lladd i", RISK_R4},
    };
    EXPECT_FOUND(cases);
}

static void wishing_to_be_gone_is_found(void **state)
{
    (void)state;
    static const struct plain_case cases[] = {
        {"i wish i was dead",                        RISK_R1},
        {"wish i were gone",                         RISK_R1},
        {"wish i was never born",                    RISK_R1},
        {"I wish I wasn't here any more",            RISK_R1},
        {"wish i had never woken up",                RISK_R1},
        {"some days i wish i was up there with him", RISK_R1},
    };
    EXPECT_FOUND(cases);
}

static void words_of_the_office_threaten_nobody(void **state)
{
    (void)state;
    static const char *const messages[] = {
        "We have your request",
        "we have got your form and will ring on Monday",
        "I get your point",
    };
    struct risk_scanner *scanner = risk_scanner_new();
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        if ((categories_of(scanner, messages[i]) & RISK_BIT(RISK_R10)) != 0) {
            fail_msg("R10: %s", messages[i]);
        }
    }
    risk_scanner_free(scanner);
}

static void ways_of_speaking_wake_nobody(void **state)
{
    (void)state;
    static const char *const messages[] = {
        "this job is killing me, ha",
        "dying for a cup of tea",
        "I could murder a curry tonight",
        "I nearly died of embarrassment at parents evening",
        "kill me now, three hours of Frozen songs",
        "over my dead body is he going on that trampoline again",
        "I'm going to hang myself if this wifi drops again lol",
        "if I have to do one more school run I'll jump off the roof haha",
        "dead tired but happy",
        "my phone died so missed your call sorry",
        "goodbye for now, speak thursday",
        "won't be here next week, we're off to Rhyl in the caravan",
        "went to the river with the kids to feed the ducks",
        "I'm not suicidal just knackered",
        "we had training on suicide prevention at church",
        "watched that film where he jumps off the bridge",
        "umieram ze śmiechu",
        "I wish I was on a beach",
        "wish I was there with you all",
        "I wish I had not said that to him",
        "Well I never! He ate all his greens",
        "well I never, what a day",
    };
    struct risk_scanner *scanner = risk_scanner_new();
    for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
        if ((categories_of(scanner, messages[i]) & RISK_BIT(RISK_R1)) != 0) {
            fail_msg("R1: %s", messages[i]);
        }
    }
    risk_scanner_free(scanner);
}

static void traps_stay_quiet(void **state)
{
    (void)state;
    static const char *const messages[] = {
        "",
        "we had court on Monday and the hearing is in May",
        "ask your GP about it",
        "my buddy is ringing me at two",
        "the allowance went up by £11",
        "he was late for his tea",
        "his mum used to leave him on his own, that is why he came to us",
        "there was a programme about domestic abuse on telly",
        "she used to self harm at fourteen and now she is a nurse",
        "they called me a scrounger in the shop",
        "there is a good website at www.kinship.example",
        "my name is Margaret and I look after two grandsons",
    };
    struct risk_scanner *scanner = risk_scanner_new();
    for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
        const uint32_t categories = categories_of(scanner, messages[i]);
        if (categories != 0) {
            fail_msg("%#x: %s", (unsigned)categories, messages[i]);
        }
    }
    risk_scanner_free(scanner);
}

static void a_hit_names_its_rule_and_its_place(void **state)
{
    (void)state;
    const char *message = "Evening. The postcode is LS29 7QX, come round";
    struct risk_scanner *scanner = risk_scanner_new();
    struct risk_found found;
    risk_scan(scanner, text_of(message), &found);
    const struct risk_hit *hit = NULL;
    for (int i = 0; i < found.count; i++) {
        if (found.hits[i].rule >= 0 &&
            text_equal(risk_rules[found.hits[i].rule].id, TEXT("R8.postcode"))) {
            hit = &found.hits[i];
        }
    }
    assert_non_null(hit);
    assert_int_equal(hit->category, RISK_R8);
    assert_memory_equal(message + hit->start, " LS29 7QX", hit->end - hit->start);
    risk_scanner_free(scanner);
}

static void what_is_no_utf_8_is_about_nothing(void **state)
{
    (void)state;
    struct risk_scanner *scanner = risk_scanner_new();
    assert_int_equal(categories_of(scanner, "i want to die \xff"), 0);
    risk_scanner_free(scanner);
}

// -- the cases that the client shares

static uint32_t bits_of(const char *labels)
{
    return (strstr(labels, "R8") != NULL ? RISK_BIT(RISK_R8) : 0) |
           (strstr(labels, "R12") != NULL ? RISK_BIT(RISK_R12) : 0);
}

static void the_sender_pauses_for_the_same_messages(void **state)
{
    (void)state;
    char line[LINE_MAX_BYTES];
    FILE *stream = fopen(CASES, "rb");
    struct risk_scanner *scanner = risk_scanner_new();
    int cases = 0;
    assert_non_null(stream);
    while (fgets(line, sizeof(line), stream) != NULL) {
        char *message = strchr(line, '\t');
        assert_non_null(message);
        *message++ = '\0';
        message[strcspn(message, "\n")] = '\0';
        const uint32_t wanted = bits_of(line);
        const uint32_t paused = RISK_BIT(RISK_R8) | RISK_BIT(RISK_R12);
        if ((categories_of(scanner, message) & paused) != wanted) {
            fail_msg("not %s: %s", line, message);
        }
        cases++;
    }
    assert_true(cases > 0);
    risk_scanner_free(scanner);
    (void)fclose(stream);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(danger_is_found),
        TEST(what_staff_should_know_is_found),
        TEST(slips_and_dialect_hide_nothing),
        TEST(wishing_to_be_gone_is_found),
        TEST(words_of_the_office_threaten_nobody),
        TEST(other_languages_of_carers_are_read),
        TEST(ways_of_speaking_wake_nobody),
        TEST(traps_stay_quiet),
        TEST(a_hit_names_its_rule_and_its_place),
        TEST(what_is_no_utf_8_is_about_nothing),
        TEST(the_sender_pauses_for_the_same_messages),
    };

    return RUN_TESTS(tests);
}
