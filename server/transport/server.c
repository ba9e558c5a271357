// What every part of transport asks for.
#include "transport/server.h"

struct server *server_of(struct lws *wsi)
{
    return lws_context_user(lws_get_context(wsi));
}

uint64_t server_next_id(struct server *server)
{
    return ++server->next_id;
}
