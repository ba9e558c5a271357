// One table row per figure.
#include "transport/metrics.h"

#include <stdio.h>

struct metric {
    const char *name;
    const char *type;
    const char *help;
    uint64_t value;
};

static enum err metric_print(struct buf *out, const struct metric *metric)
{
    char line[512];

    int length = snprintf(line, sizeof line,
                          "# HELP kith_%s %s\n# TYPE kith_%s %s\nkith_%s %llu\n",
                          metric->name, metric->help, metric->name, metric->type,
                          metric->name, (unsigned long long)metric->value);
    return buf_append(out, (struct text){line, (size_t)length});
}

static enum err metrics_print_commits(const struct engine_stats *stats, struct buf *out)
{
    enum err err = buf_append(out, TEXT("# HELP kith_commit_seconds Time of a commit.\n"
                                        "# TYPE kith_commit_seconds histogram\n"));
    uint64_t sum = 0;
    double ceiling_s = 0.000032;
    char line[128];

    for (int i = 0; i < 16 && err == OK; i++) {
        sum += stats->commit_histogram[i];
        int length = i == 15
                         ? snprintf(line, sizeof line,
                                    "kith_commit_seconds_bucket{le=\"+Inf\"} %llu\n",
                                    (unsigned long long)sum)
                         : snprintf(line, sizeof line,
                                    "kith_commit_seconds_bucket{le=\"%.6f\"} %llu\n",
                                    ceiling_s, (unsigned long long)sum);
        err = buf_append(out, (struct text){line, (size_t)length});
        ceiling_s *= 2;
    }
    if (err == OK) {
        int length = snprintf(line, sizeof line, "kith_commit_seconds_count %llu\n",
                              (unsigned long long)sum);
        err = buf_append(out, (struct text){line, (size_t)length});
    }
    return err;
}

enum err metrics_print(const struct server *server, struct buf *out)
{
    struct engine_stats engine = engine_stats(server->engine);
    struct hub_stats hub = hub_stats(server->hub);
    const struct server_counts *counts = &server->counts;
    const struct metric metrics[] = {
        {"sockets",                "gauge",   "Open sockets.",                                 server->sockets           },
        {"connections",            "gauge",   "WebSocket connections.",                        map_count(server->conns)  },
        {"connections_total",      "counter", "WebSockets opened.",                            counts->connections       },
        {"upgrades_refused_total", "counter", "Upgrades refused.",
         counts->upgrades_refused                                                                                        },
        {"requests_http_total",    "counter", "HTTP requests.",                                counts->http_requests     },
        {"frames_in_total",        "counter", "Frames and calls read.",                        counts->frames_in         },
        {"frames_out_total",       "counter", "Frames sent.",                                  counts->frames_out        },
        {"bytes_out_total",        "counter", "Bytes of frames sent.",                         counts->bytes_out         },
        {"rate_limited_total",     "counter", "Requests refused by rate.",
         counts->rate_limited                                                                                            },
        {"busy_total",             "counter", "Requests refused as busy.",                     counts->busy              },
        {"closed_slow_total",      "counter", "Connections closed as too slow.",
         counts->closed_slow                                                                                             },
        {"rings",                  "gauge",   "Conversations followed here.",                  hub.rings                 },
        {"ring_bytes",             "gauge",   "Bytes of events kept for sending.",             hub.ring_bytes            },
        {"events_sent_total",      "counter", "Events sent.",                                  hub.events_sent           },
        {"slices_total",           "counter", "Reads for those who fell behind.",              hub.slices                },
        {"signals_shed_total",     "counter", "Signals shed under load.",                      hub.signals_shed          },
        {"commits_total",          "counter", "Commits.",                                      engine.commits            },
        {"requests_written_total", "counter", "Requests committed.",
         engine.requests_written                                                                                         },
        {"batch_requests_max",     "gauge",   "Largest batch so far.",                         engine.batch_max          },
        {"reads_total",            "counter", "Requests answered by readers.",                 engine.reads              },
        {"password_hashes_total",  "counter", "Passwords hashed.",
         engine.password_hashes                                                                                          },
        {"checkpoints_total",      "counter", "Checkpoints.",                                  engine.checkpoints        },
        {"wal_bytes",              "gauge",   "Size of the WAL.",                              (uint64_t)engine.wal_bytes},
        {"writer_queue",           "gauge",   "Requests waiting for the writer.",
         engine.writer_queue                                                                                             },
        {"reader_queue",           "gauge",   "Requests waiting for readers.",                 engine.reader_queue       },
        {"hasher_queue",           "gauge",   "Passwords waiting.",                            engine.hasher_queue       },
        {"backup_seconds",         "gauge",   "When the last good backup was made, 0: never.",
         (uint64_t)(engine.backup_utc_ms / 1000)                                                                         },
        {"due_failing",            "gauge",
         "Sorts of work that nobody asks for which failed last.",                              engine.due_failing        },
        {"writable",               "gauge",   "1 while messages can be stored.",
         engine_state(server->engine) == ENGINE_RUNNING                                                                  },
    };
    enum err err = OK;

    for (size_t i = 0; i < sizeof metrics / sizeof metrics[0] && err == OK; i++) {
        err = metric_print(out, &metrics[i]);
    }
    return err == OK ? metrics_print_commits(&engine, out) : err;
}
