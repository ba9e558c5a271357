#include "store/message_store.h"

#include "store/db.h"

static const char sql_claim[] =
    "INSERT INTO message_cid (sender, cid, conversation, seq)"
    " VALUES (:sender, :cid, :conversation, :seq)"
    " ON CONFLICT (cid, sender) DO NOTHING";

enum err message_store_claim(struct db *db, const struct message_claim *claim,
                             bool *claimed_out)
{
    struct stmt *stmt = db_stmt(db, sql_claim);
    stmt_int(stmt, ":sender", claim->sender.v);
    stmt_text(stmt, ":cid", claim->cid);
    stmt_int(stmt, ":conversation", claim->conversation.v);
    stmt_int(stmt, ":seq", claim->seq);
    enum err err = stmt_run(stmt);
    if (err == OK) {
        *claimed_out = db_changes(db) == 1;
    }
    return err;
}

static const char sql_find[] =
    "SELECT conversation, seq FROM message_cid WHERE sender = :sender AND cid = :cid";

enum err message_store_find(struct db *db, struct message_claim *claim)
{
    struct stmt *stmt = db_stmt(db, sql_find);
    stmt_int(stmt, ":sender", claim->sender.v);
    stmt_text(stmt, ":cid", claim->cid);
    enum err err = stmt_one(stmt);
    if (err != OK) {
        return err;
    }
    claim->conversation = (conversation_id){stmt_column_int(stmt, 0)};
    claim->seq = stmt_column_int(stmt, 1);
    stmt_reset(stmt);
    return OK;
}
