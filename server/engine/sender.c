// One queue, one thread, one letter at a time.
#include "engine/sender.h"

#include "base/child.h"
#include "base/config.h"
#include "base/log.h"
#include "base/mail.h"
#include "base/mem.h"
#include "base/queue.h"
#include "domain/care/outbox.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#define SENDER_QUEUE 4   // the ticker asks for one at a time
#define VARIABLE_MAX 512 // [B] of an environment variable, longest: an address
#define VARIABLES 9

struct sender {
    struct sender_options options;
    struct queue *queue;
    struct mail *mail;
    pthread_t thread;
    atomic_bool stop;
};

static enum notice_failure failure_of_mail(enum mail_failure failure)
{
    switch (failure) {
    case MAIL_OK:
        return NOTICE_FAILURE_NONE;
    case MAIL_NO_CONNECTION:
        return NOTICE_FAILURE_CONNECT;
    case MAIL_TIMEOUT:
        return NOTICE_FAILURE_TIMEOUT;
    case MAIL_NO_TLS:
        return NOTICE_FAILURE_TLS;
    case MAIL_NO_SIGN_IN:
        return NOTICE_FAILURE_SIGN_IN;
    case MAIL_NO_RECIPIENT:
        return NOTICE_FAILURE_RECIPIENT;
    case MAIL_REFUSED:
        return NOTICE_FAILURE_REFUSED;
    case MAIL_FAILED:
        return NOTICE_FAILURE_OTHER;
    }
    unreachable_state("failure of mail");
}

static enum notice_failure send_mail(struct sender *sender,
                                     const struct outbox_letter *letter)
{
    const bool is_for_settings = letter->row.person.v == 0;
    const struct id_text id = epoch_text(letter->row.id);
    const struct mail_letter mail = {
        .to = is_for_settings ? text_of(sender->options.config->alert_mail_to)
                              : letter->address,
        .subject = letter->subject,
        .body = letter->body,
        .id = text_of(id.s),
        .at_utc_ms = clock_utc_ms(sender->options.clock)};

    if (mail.to.len == 0) {
        return NOTICE_FAILURE_RECIPIENT;
    }
    return failure_of_mail(mail_send(sender->mail, &mail));
}

// The variables of one run of the command.
struct variables {
    char lines[VARIABLES][VARIABLE_MAX];
    char *env[VARIABLES + 1];
    int count;
};

static void add(struct variables *variables, const char *name, struct text value)
{
    char *line = variables->lines[variables->count];

    (void)snprintf(line, VARIABLE_MAX, "%s=%.*s", name, (int)value.len, value.s);
    variables->env[variables->count++] = line;
}

static enum notice_failure run_command(struct sender *sender,
                                       const struct outbox_letter *letter)
{
    struct variables *variables = mem_new(1, sizeof *variables);
    const struct config *config = sender->options.config;
    const bool is_again = letter->row.kind == NOTICE_ALERT_AGAIN;
    const struct id_text id = epoch_text(letter->row.id);
    const struct id_text alert = alert_id_text(letter->row.alert);
    const struct id_text person = person_id_text(letter->row.person);

    add(variables, "PATH", TEXT("/usr/local/bin:/usr/bin:/bin"));
    add(variables, "KITH_NOTICE", is_again ? TEXT("alert_again") : TEXT("alert"));
    add(variables, "KITH_ID", text_of(id.s));
    add(variables, "KITH_ALERT", text_of(alert.s));
    add(variables, "KITH_PERSON",
        letter->row.person.v == 0 ? TEXT("") : text_of(person.s));
    add(variables, "KITH_PHONE", letter->phone);
    add(variables, "KITH_ADDRESS", letter->address);
    add(variables, "KITH_TEXT", letter->line);
    add(variables, "KITH_URL", text_of(config->public_url));
    const enum child_end end =
        child_run(config->alert_command, variables->env, &sender->stop);
    free(variables);
    if (end == CHILD_TOO_LONG) {
        return NOTICE_FAILURE_TIMEOUT;
    }
    return end == CHILD_DONE ? NOTICE_FAILURE_NONE : NOTICE_FAILURE_COMMAND;
}

static void send_letter(struct sender *sender, struct outbox_letter *letter)
{
    letter->failure = letter->row.way == NOTICE_WAY_MAIL ? send_mail(sender, letter)
                                                         : run_command(sender, letter);
    if (letter->failure != NOTICE_FAILURE_NONE) {
        log_event(LOG_WARN, "not_sent", "way=%d notice=%d failure=%d tries=%d",
                  (int)letter->row.way, (int)letter->row.kind, (int)letter->failure,
                  letter->row.tries + 1);
    }
}

static void *sender_main(void *arg)
{
    struct sender *sender = arg;
    void *item = NULL;

    (void)pthread_setname_np(pthread_self(), "sender");
    while (!queue_is_closed(sender->queue) &&
           queue_take(sender->queue, &item, 1, -1) == 1) {
        struct request *request = item;
        send_letter(sender, request->letter);
        request->stage = STAGE_RUN;
        struct outcome *outcome = outcome_new(request);
        outcome->goes_on = true;
        mailbox_post(sender->options.mailbox, &outcome, 1);
    }
    return NULL;
}

static enum err check(const struct config *config)
{
    if (config->smtp_url[0] != '\0' && config->smtp_from[0] == '\0') {
        log_event(LOG_ERROR, "smtp_from_missing", "what_to_do=set_smtp-from");
        return ERR_BAD_REQUEST;
    }
    if (config->smtp_user[0] != '\0' && config->smtp_password_file[0] == '\0') {
        log_event(LOG_ERROR, "smtp_password_missing",
                  "what_to_do=set_smtp-password-file");
        return ERR_BAD_REQUEST;
    }
    return OK;
}

enum err sender_start(const struct sender_options *options, struct sender **sender_out)
{
    const struct config *config = options->config;
    enum err err = check(config);

    // Only where mail is sent: what libcurl needs takes 2 MiB.
    if (err == OK && config->smtp_url[0] != '\0') {
        err = mail_init();
    }
    if (err != OK) {
        return err;
    }
    struct sender *sender = mem_new(1, sizeof *sender);
    sender->options = *options;
    sender->queue = queue_new(SENDER_QUEUE);
    const struct mail_options mail = {.url = config->smtp_url,
                                      .from = config->smtp_from,
                                      .user = config->smtp_user,
                                      .password_file = config->smtp_password_file,
                                      .ca_file = config->smtp_ca_file,
                                      .stop = &sender->stop};
    sender->mail = mail_open(&mail);
    if (pthread_create(&sender->thread, NULL, sender_main, sender) != 0) {
        mail_close(sender->mail);
        queue_free(sender->queue);
        free(sender);
        return ERR_INTERNAL;
    }
    *sender_out = sender;
    return OK;
}

enum err sender_submit(struct sender *sender, struct request *take_request)
{
    return queue_push(sender->queue, take_request);
}

void sender_stop(struct sender *sender)
{
    void *item = NULL;

    if (sender == NULL) {
        return;
    }
    atomic_store(&sender->stop, true);
    queue_close(sender->queue);
    pthread_join(sender->thread, NULL);
    while (queue_take(sender->queue, &item, 1, 0) == 1) {
        struct outcome *outcome = dispatch_refuse(item, ERR_BUSY, 0);
        mailbox_post(sender->options.mailbox, &outcome, 1);
    }
    mail_close(sender->mail);
    queue_free(sender->queue);
    free(sender);
}
