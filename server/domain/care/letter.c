#include "domain/care/letter.h"

#include <stdio.h>

#include "domain/care/outbox.h"

#define BODY_MAX 1024 // [B] the words below with the longest address of a server

#define ON_CALL_END                                                                    \
    "\n\nSay there that you have it. Until somebody does, you are told again each\n"   \
    "10 minutes.\n\nNumber of the alert: "

static const struct {
    struct text subject; // also what stands on a locked phone
    struct text line;
    const char *begin; // then the address of the service,
    const char *end;   // then the number of the alert
} WORDS[] = {
    [NOTICE_ALERT] = {TEXT_INIT("On call: please look"),
                      TEXT_INIT("On call: please look at the alerts."),
                      "You are on call. There is an alert that somebody has to look at "
                      "now.\n\nPlease sign in and open your desk:\n",             ON_CALL_END                         },
    [NOTICE_ALERT_AGAIN] =
        {TEXT_INIT("On call: nobody has looked yet"),
                      TEXT_INIT("On call: nobody has looked at the alert yet."),
                      "There is an alert that nobody has said they look after.\n\n"
         "Please sign in and open your desk:\n",                                  ON_CALL_END                         },
    [NOTICE_MESSAGE] = {TEXT_INIT("You have a message"),
                      TEXT_INIT("You have a message."),
                      "There is a message for you. Read it when it suits you:\n", "\n\nYou asked to be told by mail. You can stop that in your "
                        "settings.\n"},
};

// What whoever finds it on a screen may read: neither where it comes from nor what of.
#define PLAIN_SUBJECT TEXT("Something new")
#define PLAIN_BODY TEXT("There is something new for you. Look when it suits you.\n")

static void write_disguised(struct outbox_letter *letter)
{
    letter->subject = PLAIN_SUBJECT;
    letter->line = PLAIN_SUBJECT;
    letter->body = PLAIN_BODY;
}

void letter_write(struct arena *arena, const char *public_url,
                  struct outbox_letter *letter)
{
    const enum notice_kind kind = letter->row.kind;
    if (letter->disguised) {
        write_disguised(letter);
        return;
    }
    const struct id_text alert = alert_id_text(letter->row.alert);
    const bool has_number = letter->row.alert.v != 0;
    char *body = arena_alloc(arena, BODY_MAX);
    const int len =
        snprintf(body, BODY_MAX, "%s%s%s%s%s", WORDS[kind].begin, public_url,
                 WORDS[kind].end, has_number ? alert.s : "", has_number ? "\n" : "");
    letter->subject = WORDS[kind].subject;
    letter->line = WORDS[kind].line;
    letter->body = (struct text){body, (size_t)(len < BODY_MAX ? len : BODY_MAX - 1)};
}
