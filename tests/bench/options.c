#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peer.h"

static const char usage[] =
    "load PEER MODE --port N [--people FILE] [--from N] [--apart N] [--rooms N]\n"
    "  [--size N] [--window N] [--rate N] [--warm S] [--for S] [--drain S]\n"
    "  [--text BYTES] [--missed N] [--resume 1] [--behind N] [--page N] [--at-once N]\n"
    "  [--over S] [--stalled N] [--posts N] [--sleeps 1] [--pid N]…\n";

static const struct peer *const peers[] = {&peer_kith, &peer_json,  &peer_socketio,
                                           &peer_mqtt, &peer_nchan, &peer_xmpp};

static const char *const modes[] = {"closed", "open",     "idle",
                                    "attach", "catch-up", "history"};

enum kind {
    COUNT,  // size_t
    NUMBER, // double
    WORD,   // const char *
    PID     // one more of them
};

static const struct row {
    const char *name;
    enum kind kind;
    size_t offset;
} rows[] = {
    {"port",    COUNT,  offsetof(struct options, port)    },
    {"people",  WORD,   offsetof(struct options, people)  },
    {"from",    COUNT,  offsetof(struct options, from)    },
    {"apart",   COUNT,  offsetof(struct options, apart)   },
    {"rooms",   COUNT,  offsetof(struct options, rooms)   },
    {"size",    COUNT,  offsetof(struct options, size)    },
    {"window",  COUNT,  offsetof(struct options, window)  },
    {"rate",    NUMBER, offsetof(struct options, rate)    },
    {"warm",    NUMBER, offsetof(struct options, warm_s)  },
    {"for",     NUMBER, offsetof(struct options, for_s)   },
    {"drain",   NUMBER, offsetof(struct options, drain_s) },
    {"text",    COUNT,  offsetof(struct options, text_len)},
    {"missed",  COUNT,  offsetof(struct options, missed)  },
    {"resume",  COUNT,  offsetof(struct options, resume)  },
    {"behind",  COUNT,  offsetof(struct options, behind)  },
    {"page",    COUNT,  offsetof(struct options, page)    },
    {"at-once", COUNT,  offsetof(struct options, at_once) },
    {"over",    NUMBER, offsetof(struct options, over_s)  },
    {"stalled", COUNT,  offsetof(struct options, stalled) },
    {"posts",   COUNT,  offsetof(struct options, posts)   },
    {"sleeps",  COUNT,  offsetof(struct options, sleeps)  },
    {"pid",     PID,    offsetof(struct options, pids)    },
};

#define ROW_COUNT (sizeof rows / sizeof *rows)

_Noreturn static void refuse(const char *what)
{
    fprintf(stderr, "load: %s\n%s", what, usage);
    exit(64);
}

static const struct peer *peer_of(const char *name)
{
    for (size_t i = 0; i < sizeof peers / sizeof *peers; i++) {
        if (strcmp(peers[i]->name, name) == 0) {
            return peers[i];
        }
    }
    refuse("no such peer");
}

static enum mode mode_of(const char *name)
{
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        if (strcmp(modes[i], name) == 0) {
            return (enum mode)i;
        }
    }
    refuse("no such mode");
}

static double number_of(const char *value)
{
    char *end = NULL;
    const double number = strtod(value, &end);
    if (end == value || *end != '\0' || number < 0 || number > 1e9) {
        refuse("not a number that can be meant");
    }
    return number;
}

static void take(struct options *options, const struct row *row, const char *value)
{
    char *field = (char *)options + row->offset;
    double number = 0;
    size_t count = 0;
    switch (row->kind) {
    case WORD:
        memcpy(field, &value, sizeof value);
        break;
    case NUMBER:
        number = number_of(value);
        memcpy(field, &number, sizeof number);
        break;
    case COUNT:
        count = (size_t)number_of(value);
        memcpy(field, &count, sizeof count);
        break;
    case PID:
        if (options->pid_count < OPTIONS_PIDS_MAX) {
            options->pids[options->pid_count++] = (pid_t)number_of(value);
        }
        break;
    }
}

static void check(const struct options *options)
{
    if (options->rooms == 0 || options->size == 0 || options->text_len < 40 ||
        options->text_len > 400 || options->rooms > 65535 || options->page == 0) {
        refuse("texts have 40 to 400 bytes, and rooms, sizes and pages are not 0");
    }
    if (options->mode == MODE_HISTORY && options->peer->read == NULL) {
        refuse("this peer's history is not read");
    }
}

struct options options_read(int argc, char **argv)
{
    struct option names[ROW_COUNT + 1] = {{0}};
    struct options options = {.apart = 1,
                              .rooms = 20,
                              .size = 50,
                              .window = 4,
                              .rate = 1000,
                              .warm_s = 2,
                              .for_s = 10,
                              .drain_s = 60,
                              .text_len = 200,
                              .missed = 200,
                              .page = 50,
                              .at_once = 100};
    for (size_t i = 0; i < ROW_COUNT; i++) {
        names[i] = (struct option){rows[i].name, required_argument, NULL, (int)i};
    }
    for (int i = 0; (i = getopt_long(argc, argv, "", names, NULL)) != -1;) {
        if (i == '?') {
            refuse("no such option");
        }
        take(&options, &rows[i], optarg);
    }
    if (argc - optind != 2 || options.port == 0) {
        refuse("a peer, a mode and a port are needed");
    }
    options.peer = peer_of(argv[optind]);
    options.mode = mode_of(argv[optind + 1]);
    check(&options);
    return options;
}
