// Sending mail to the one server that the settings name: the only module that includes
// libcurl. It blocks, so it is for a thread that nobody waits for. Source: RFC 5321,
// RFC 5322; TLS is demanded of every server that is not this machine.
#ifndef BASE_MAIL_H
#define BASE_MAIL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

#define MAIL_CONNECT_MS 10000L // a server that is there answers sooner
#define MAIL_WHOLE_MS 30000L   // a short letter over a bad line

struct mail_options {
    const char *url;           // smtp://host[:port] or smtps://host[:port]
    const char *from;          // the sender's address
    const char *user;          // empty: nobody signs in
    const char *password_file; // its first line; read for each connection
    const char *ca_file;       // who vouches for the server; empty: as the system says
    const atomic_bool *stop;   // set: what is under way ends soon
};

// A sender of mail, which keeps its connection for the next letter. One thread at a
// time.
struct mail;

struct mail_letter {
    struct text to;
    struct text subject; // ASCII
    struct text body;    // ASCII, lines end in a line feed
    struct text id;      // the same at every try, so that it shows twice at most once
    int64_t at_utc_ms;
};

// Why a letter was not taken.
enum mail_failure {
    MAIL_OK,
    MAIL_NO_CONNECTION,
    MAIL_TIMEOUT,
    MAIL_NO_TLS,
    MAIL_NO_SIGN_IN,
    MAIL_NO_RECIPIENT, // the server knows no such address
    MAIL_REFUSED,      // it takes the letter now or never for another reason
    MAIL_FAILED        // anything else, being stopped included
};

// Must have returned OK, once and before any thread is started, for the rest to be
// used. Errors: ERR_INTERNAL.
enum err mail_init(void);

// `options` and what it points to outlive the sender. Owner: the caller, who ends it
// with mail_close.
struct mail *mail_open(const struct mail_options *options);

// mail_close(NULL) does nothing.
void mail_close(struct mail *mail);

// Hands `letter` to the server and waits for it to take it, at most MAIL_WHOLE_MS.
enum mail_failure mail_send(struct mail *mail, const struct mail_letter *letter);

#endif
