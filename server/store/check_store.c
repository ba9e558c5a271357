// Rules as queries, each of which finds the rows that break it.
#include "store/check_store.h"

#include "store/db.h"

struct check_rule {
    const char *rule;
    const char *sql; // gives object, number
};

// The numbers of event kinds are those of model/event.h.
static const struct check_rule rules[] = {
    {"a conversation's head is the seq of its newest event",
     "SELECT c.id, c.head FROM conversation c LEFT JOIN"
     " (SELECT conversation, max(seq) AS newest FROM event GROUP BY conversation) e"
     " ON e.conversation = c.id WHERE c.head <> coalesce(e.newest, 0) LIMIT :limit" },
    {"a conversation's events are numbered from 1 without a hole",
     "SELECT conversation, count(*) FROM event GROUP BY conversation"
     " HAVING min(seq) <> 1 OR max(seq) <> count(*) LIMIT :limit"                   },
    {"an event belongs to a conversation",
     "SELECT e.conversation, e.seq FROM event e LEFT JOIN conversation c"
     " ON c.id = e.conversation WHERE c.id IS NULL LIMIT :limit"                    },
    {"a message is found by its sender and cid",
     "SELECT e.conversation, e.seq FROM event e LEFT JOIN message_cid m"
     " ON m.sender = e.author AND m.cid = e.cid AND m.conversation = e.conversation"
     " AND m.seq = e.seq WHERE e.kind = 1 AND e.removed = 0 AND m.seq IS NULL"
     " LIMIT :limit"                                                                },
    {"a cid leads to the message that was sent with it",
     "SELECT m.conversation, m.seq FROM message_cid m LEFT JOIN event e"
     " ON e.conversation = m.conversation AND e.seq = m.seq AND e.kind = 1"
     " AND e.author = m.sender AND e.cid = m.cid WHERE e.seq IS NULL LIMIT :limit"  },
    {"an edit, removal, reaction or answer is about an earlier message",
     "SELECT e.conversation, e.seq FROM event e LEFT JOIN event m"
     " ON m.conversation = e.conversation AND m.seq = coalesce(e.ref, e.reply_to)"
     " AND m.kind = 1 AND m.seq < e.seq"
     " WHERE coalesce(e.ref, e.reply_to) IS NOT NULL AND m.seq IS NULL LIMIT :limit"},
    {"a removed message has no text",
     "SELECT conversation, seq FROM event WHERE removed <> 0"
     " AND length(coalesce(body_sealed, x'')) > 0 LIMIT :limit"                     },
    {"an edit of a removed message has no text",
     "SELECT e.conversation, e.seq FROM event e JOIN event m"
     " ON m.conversation = e.conversation AND m.seq = e.ref WHERE e.kind = 2"
     " AND m.removed <> 0 AND length(coalesce(e.body_sealed, x'')) > 0 LIMIT :limit"},
    {"a stay has an end unless it is current",
     "SELECT conversation, stay FROM stay WHERE (ended = 'current') <>"
     " (until_seq IS NULL) LIMIT :limit"                                            },
    {"a stay lies within its conversation",
     "SELECT s.conversation, s.stay FROM stay s JOIN conversation c"
     " ON c.id = s.conversation WHERE s.since_seq < 1 OR s.since_seq > c.head + 1"
     " OR s.until_seq > c.head OR s.until_seq < s.since_seq OR s.read_seq > c.head"
     " LIMIT :limit"                                                                },
    {"a person's stays in a conversation follow each other",
     "SELECT a.conversation, a.stay FROM stay a JOIN stay b"
     " ON b.conversation = a.conversation AND b.person = a.person AND b.stay > a.stay"
     " WHERE a.until_seq IS NULL OR a.until_seq >= b.since_seq LIMIT :limit"        },
    {"a person has an inbox of her own",
     "SELECT p.id, 0 FROM person p LEFT JOIN conversation c ON c.id = p.inbox"
     " AND c.kind = 'inbox' LEFT JOIN stay s ON s.conversation = c.id"
     " AND s.person = p.id AND s.ended = 'current' WHERE s.person IS NULL LIMIT "
     ":limit"                                                                       },
    {"a pair's conversation is one of two",
     "SELECT p.conversation, 0 FROM pair p LEFT JOIN conversation c"
     " ON c.id = p.conversation AND c.kind = 'pair' WHERE c.id IS NULL LIMIT :limit"},
};

struct finding_list {
    struct check_finding *items;
    size_t count;
    size_t capacity;
};

static enum err run_rule(struct db *db, struct arena *arena,
                         const struct check_rule *rule, struct finding_list *list)
{
    struct stmt *stmt = db_stmt(db, rule->sql);
    stmt_int(stmt, ":limit", CHECK_FINDINGS_MAX);
    bool row = true;
    enum err err = OK;
    while (err == OK && row) {
        err = stmt_step(stmt, &row);
        if (err == OK && row) {
            list->items = arena_grow(arena, list->items, list->count, &list->capacity,
                                     sizeof *list->items);
            list->items[list->count++] = (struct check_finding){
                .rule = rule->rule,
                .object = stmt_column_int(stmt, 0),
                .number = stmt_column_int(stmt, 1),
            };
        }
    }
    stmt_reset(stmt);
    return err;
}

enum err check_store_run(struct db *db, struct arena *arena,
                         struct check_finding **findings_out, int *count_out)
{
    struct finding_list list = {0};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        enum err err = run_rule(db, arena, &rules[i], &list);
        if (err != OK) {
            return err;
        }
    }
    *findings_out = list.items;
    *count_out = (int)list.count;
    return OK;
}
