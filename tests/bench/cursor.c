#include "cursor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define ID "{\"id\":\""
#define EPOCH "\"epoch\":\""
#define HEAD "\"head\":"

static size_t word_length(const char *word)
{
    return strcspn(word, "\"");
}

char *cursor_new(const char *reply, size_t len, int64_t behind)
{
    char *cursor = mem_new(len + 3, 1); // each entry is shorter than what it comes from
    size_t used = 1;
    const char *at = strstr(reply, "\"conversations\":[");
    cursor[0] = '{';
    while (at != NULL && (at = strstr(at, ID "c")) != NULL) {
        const char *id = at + strlen(ID);
        const char *epoch = strstr(at, EPOCH);
        const char *head = strstr(at, HEAD);
        if (epoch == NULL || head == NULL) {
            break;
        }
        epoch += strlen(EPOCH);
        const int64_t seq = strtoll(head + strlen(HEAD), NULL, 10);
        used += (size_t)snprintf(cursor + used, len + 3 - used,
                                 "%s\"%.*s\":[\"%.*s\",%lld]", used == 1 ? "" : ",",
                                 (int)word_length(id), id, (int)word_length(epoch),
                                 epoch, (long long)(seq > behind ? seq - behind : seq));
        at = head;
    }
    cursor[used] = '}';
    return cursor;
}

int64_t cursor_place(const char *cursor, const char *conversation)
{
    const char *at = strstr(cursor, conversation);
    const char *comma = at == NULL ? NULL : strchr(at, ',');
    return comma == NULL ? 0 : strtoll(comma + 1, NULL, 10);
}
