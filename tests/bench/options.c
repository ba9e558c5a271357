#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peer.h"

static const char usage[] =
    "load PEER MODE --port N [--people FILE] [--rooms N] [--size N] [--window N]\n"
    "  [--rate N] [--warm S] [--for S] [--drain S] [--text BYTES] [--missed N]\n"
    "  [--at-once N] [--stalled N] [--posts N] [--pid N]…\n";

static const struct peer *const peers[] = {&peer_kith, &peer_json,  &peer_socketio,
                                           &peer_mqtt, &peer_nchan, &peer_xmpp};

static const char *const modes[] = {"closed", "open", "idle", "attach", "catch-up"};

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

static void take(struct options *options, int name, const char *value)
{
    switch (name) {
    case 'f':
        options->people = value;
        return;
    case 'P':
        if (options->pid_count < OPTIONS_PIDS_MAX) {
            options->pids[options->pid_count++] = (pid_t)number_of(value);
        }
        return;
    case 'r':
        options->rate = number_of(value);
        return;
    case 'W':
        options->warm_s = number_of(value);
        return;
    case 'S':
        options->for_s = number_of(value);
        return;
    case 'D':
        options->drain_s = number_of(value);
        return;
    default:
        break;
    }
    const size_t count = (size_t)number_of(value);
    switch (name) {
    case 'p':
        options->port = (int)count;
        return;
    case 'n':
        options->rooms = count;
        return;
    case 's':
        options->size = count;
        return;
    case 'w':
        options->window = (int)count;
        return;
    case 't':
        options->text_len = count;
        return;
    case 'm':
        options->missed = count;
        return;
    case 'a':
        options->at_once = count;
        return;
    case 'q':
        options->stalled = count;
        return;
    case 'c':
        options->posts = count;
        return;
    default:
        refuse("no such option");
    }
}

struct options options_read(int argc, char **argv)
{
    static const struct option names[] = {
        {"port",    required_argument, NULL, 'p'},
        {"people",  required_argument, NULL, 'f'},
        {"rooms",   required_argument, NULL, 'n'},
        {"size",    required_argument, NULL, 's'},
        {"window",  required_argument, NULL, 'w'},
        {"rate",    required_argument, NULL, 'r'},
        {"warm",    required_argument, NULL, 'W'},
        {"for",     required_argument, NULL, 'S'},
        {"drain",   required_argument, NULL, 'D'},
        {"text",    required_argument, NULL, 't'},
        {"missed",  required_argument, NULL, 'm'},
        {"at-once", required_argument, NULL, 'a'},
        {"stalled", required_argument, NULL, 'q'},
        {"posts",   required_argument, NULL, 'c'},
        {"pid",     required_argument, NULL, 'P'},
        {NULL,      0,                 NULL, 0  },
    };
    struct options options = {.rooms = 20,
                              .size = 50,
                              .window = 4,
                              .rate = 1000,
                              .warm_s = 2,
                              .for_s = 10,
                              .drain_s = 60,
                              .text_len = 200,
                              .missed = 200,
                              .at_once = 100};
    for (int name = 0; (name = getopt_long(argc, argv, "", names, NULL)) != -1;) {
        take(&options, name, optarg);
    }
    if (argc - optind != 2 || options.port == 0) {
        refuse("a peer, a mode and a port are needed");
    }
    options.peer = peer_of(argv[optind]);
    options.mode = mode_of(argv[optind + 1]);
    if (options.rooms == 0 || options.size == 0 || options.text_len < 40 ||
        options.text_len > 400 || options.rooms > 65535) {
        refuse("texts have 40 to 400 bytes, and rooms and sizes are not 0");
    }
    return options;
}
