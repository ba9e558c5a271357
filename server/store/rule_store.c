#include "store/rule_store.h"

#include "store/alert_words.h"
#include "store/stmt_list.h"

#define COLUMNS "rule, mode, hits, judged_right, judged_wrong"

static const char LIST[] =
    "SELECT " COLUMNS " FROM risk_rule WHERE organisation = :organisation"
    " ORDER BY rule";

static const char GET[] = "SELECT mode, hits, judged_right, judged_wrong FROM risk_rule"
                          " WHERE organisation = :organisation AND rule = :rule";

static const char SET[] =
    "INSERT INTO risk_rule (organisation, rule, mode, hits, judged_right,"
    " judged_wrong)"
    " VALUES (:organisation, :rule, :mode, :hits, :right, :wrong)"
    " ON CONFLICT (organisation, rule) DO UPDATE SET mode = excluded.mode,"
    " hits = excluded.hits, judged_right = excluded.judged_right,"
    " judged_wrong = excluded.judged_wrong";

static const char ADD_HIT[] =
    "INSERT INTO risk_hit (conversation, seq, rule, category, judged, at_utc_ms)"
    " VALUES (:conversation, :seq, :rule, :category, '', coalesce((SELECT at_utc_ms"
    " FROM event WHERE conversation = :conversation AND seq = :seq), 0))"
    " ON CONFLICT (conversation, seq, rule) DO NOTHING";

static const char HITS[] = "SELECT rule, category, judged FROM risk_hit"
                           " WHERE conversation = :conversation AND seq = :seq"
                           " ORDER BY rule";

static const char JUDGE[] = "UPDATE risk_hit SET judged = :judged"
                            " WHERE conversation = :conversation AND seq = :seq"
                            " AND rule = :rule";

enum err rule_store_list(struct db *db, struct arena *arena,
                         organisation_id organisation,
                         struct risk_figures_list *list_out)
{
    struct stmt *stmt = db_stmt(db, LIST);
    stmt_int(stmt, ":organisation", organisation.v);
    struct risk_figures *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct risk_figures){
            .rule = stmt_column_text(stmt, 0, arena),
            .mode = alert_words_risk_rule_mode_parse(stmt_column_text(stmt, 1, arena)),
            .hits = stmt_column_int(stmt, 2),
            .right = stmt_column_int(stmt, 3),
            .wrong = stmt_column_int(stmt, 4)};
    }
    if (list.err == OK) {
        *list_out = (struct risk_figures_list){list.rows, list.count};
    }
    return list.err;
}

enum err rule_store_get(struct db *db, organisation_id organisation, struct text rule,
                        struct risk_figures *figures_out)
{
    struct arena *arena = arena_new();
    struct stmt *stmt = db_stmt(db, GET);
    stmt_int(stmt, ":organisation", organisation.v);
    stmt_text(stmt, ":rule", rule);
    enum err err = stmt_one(stmt);
    if (err == OK) {
        *figures_out = (struct risk_figures){
            .mode = alert_words_risk_rule_mode_parse(stmt_column_text(stmt, 0, arena)),
            .hits = stmt_column_int(stmt, 1),
            .right = stmt_column_int(stmt, 2),
            .wrong = stmt_column_int(stmt, 3)};
    } else if (err == ERR_NOT_FOUND) {
        *figures_out = (struct risk_figures){0};
        err = OK;
    }
    figures_out->rule = rule;
    stmt_reset(stmt);
    arena_free(arena);
    return err;
}

enum err rule_store_set(struct db *db, organisation_id organisation,
                        const struct risk_figures *figures)
{
    struct stmt *stmt = db_stmt(db, SET);
    stmt_int(stmt, ":organisation", organisation.v);
    stmt_text(stmt, ":rule", figures->rule);
    stmt_text(stmt, ":mode", alert_words_risk_rule_mode(figures->mode));
    stmt_int(stmt, ":hits", figures->hits);
    stmt_int(stmt, ":right", figures->right);
    stmt_int(stmt, ":wrong", figures->wrong);
    return stmt_run(stmt);
}

enum err rule_store_add_hit(struct db *db, const struct risk_message_hit *hit,
                            bool *new_out)
{
    struct stmt *stmt = db_stmt(db, ADD_HIT);
    stmt_int(stmt, ":conversation", hit->conversation.v);
    stmt_int(stmt, ":seq", hit->seq);
    stmt_text(stmt, ":rule", hit->rule);
    stmt_int(stmt, ":category", hit->category);
    const enum err err = stmt_run(stmt);
    if (err == OK) {
        *new_out = db_changes(db) > 0;
    }
    return err;
}

enum err rule_store_hits(struct db *db, struct arena *arena,
                         conversation_id conversation, int64_t seq,
                         struct risk_message_hits *list_out)
{
    struct stmt *stmt = db_stmt(db, HITS);
    stmt_int(stmt, ":conversation", conversation.v);
    stmt_int(stmt, ":seq", seq);
    struct risk_message_hit *row = NULL;
    struct stmt_list list = stmt_list(stmt, arena, sizeof *row);
    while ((row = stmt_list_next(&list)) != NULL) {
        *row = (struct risk_message_hit){.conversation = conversation,
                                         .seq = seq,
                                         .rule = stmt_column_text(stmt, 0, arena),
                                         .category = (int)stmt_column_int(stmt, 1),
                                         .judged = alert_words_risk_judgement_parse(
                                             stmt_column_text(stmt, 2, arena))};
    }
    if (list.err == OK) {
        *list_out = (struct risk_message_hits){list.rows, list.count};
    }
    return list.err;
}

enum err rule_store_judge(struct db *db, const struct risk_message_hit *hit)
{
    struct stmt *stmt = db_stmt(db, JUDGE);
    stmt_text(stmt, ":judged", alert_words_risk_judgement(hit->judged));
    stmt_int(stmt, ":conversation", hit->conversation.v);
    stmt_int(stmt, ":seq", hit->seq);
    stmt_text(stmt, ":rule", hit->rule);
    return stmt_run(stmt);
}
