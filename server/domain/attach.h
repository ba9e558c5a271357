// What a device gets when it attaches: who it is, its conversations, and from where
// each of them goes on. All from one snapshot.
#ifndef DOMAIN_ATTACH_H
#define DOMAIN_ATTACH_H

#include "domain/conversation.h"

// The last event that a client has of a conversation.
struct attach_cursor {
    conversation_id conversation;
    int64_t epoch;
    int64_t seq;
};

#define ATTACH_STREAMS_MAX 2000 // far more than anybody can follow; bounds the lists

// A conversation that the connection follows from now on.
struct attach_stream {
    conversation_id conversation;
    int64_t epoch;
    int64_t next_seq;  // first event to send
    int64_t since_seq; // of the current stay
    int64_t head;
};

struct attach_query {
    const struct attach_cursor *cursors;
    size_t cursor_count;
    struct mark_set marks; // not written down yet
};

struct attachment {
    struct text organisation_name;
    struct area *areas;
    size_t area_count;
    struct conversation_page
        page; // as much of the list as fits; more by conversation_list
    conversation_id *gone;
    int gone_count;
    struct attach_stream *streams; // all of her current conversations
    int stream_count;
};

// The actor attaches. Errors: ERR_UNAUTHENTICATED (nobody); as second_factor_demand.
enum err attach_read(struct change *change, const struct attach_query *query,
                     struct attachment *attachment_out);

#endif
