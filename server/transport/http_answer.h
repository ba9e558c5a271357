// One HTTP request and its answer, from inside: shared by http.c (what is asked) and
// http_answer.c (how it is written).
#ifndef TRANSPORT_HTTP_ANSWER_H
#define TRANSPORT_HTTP_ANSWER_H

#include "transport/rpc.h"
#include "transport/server.h"

enum http_state {
    HTTP_READING, // the body is still coming
    HTTP_WAITING, // for an outcome
    HTTP_WRITING
};

struct http {
    uint64_t id; // of this request, not of the connection
    struct lws *wsi;
    enum http_state state;
    int64_t began_ms;
    struct arena *arena;
    struct buf body;
    size_t body_length; // as announced
    struct rpc_caller caller;
    bool is_head;

    // The answer.
    int status;
    const char *content_type;
    const char *encoding;
    const char *etag;
    const char *cache_control;
    const char *allow;
    char cookie[256];
    struct frame *frame; // owns `bytes`, or NULL
    struct text bytes;
    size_t sent;
    bool head_is_sent;
    bool hang_up; // after the answer
};

struct http_user {
    struct http *http;
};

// Forgets the request of `user`, if there is one.
void http_end(struct server *server, struct http_user *user);

// The answer is `status` with `bytes`, which live as long as the request; what else
// stands in its head was set before. It is written when the socket can take it.
void http_answer(struct http *http, int status, struct text bytes);

// Answers with one word of why and hangs up; the body, if any, is not read. Returns
// what the callback of libwebsockets is to return.
int http_refuse(struct server *server, struct http_user *user, int status,
                const char *error);

// Writes as much of the answer as the socket takes. Returns what the callback of
// libwebsockets is to return.
int http_on_writable(struct server *server, struct http_user *user);

#endif
