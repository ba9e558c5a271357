// Measures a server with many connections at once and prints one line of JSON. Times
// count from when a message was due, not from when it could be said, so that a server
// that stops for a moment is seen to have stopped.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/mem.h"
#include "modes.h"
#include "process.h"
#include "report.h"

static void raise_fd_limit(void)
{
    struct rlimit limit = {0};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static void make_rooms(struct load *load)
{
    const struct options *options = &load->options;
    uint32_t *room_of = mem_new(load->line_count, sizeof *room_of);
    load->rooms = mem_new(options->rooms, sizeof *load->rooms);
    load->room_count = options->rooms;
    for (size_t i = 0; i < load->line_count; i++) {
        room_of[i] = (uint32_t)(load->is_one_way ? i : i / options->size);
    }
    for (size_t i = 0; i < load->room_count; i++) {
        load->rooms[i] =
            (struct room){.first = i * options->size, .lines = options->size};
    }
    load->ledger = ledger_new(load->is_one_way ? load->line_count : load->room_count,
                              room_of, load->line_count);
    free(room_of);
}

static bool wants_cursors(const struct options *options)
{
    return options->mode == MODE_CATCH_UP || options->mode == MODE_HISTORY ||
           options->resume > 0;
}

static void open_load(struct load *load)
{
    const struct options *options = &load->options;
    load->line_count = options->rooms * options->size;
    const size_t lines = load->line_count + options->stalled;
    load->people = people_read(options->people);
    if (options->people != NULL && load->people.count < load->line_count) {
        fprintf(stderr, "load: %s has %zu people, %zu are needed\n", options->people,
                load->people.count, load->line_count);
        exit(1);
    }
    load->epoll = epoll_create1(EPOLL_CLOEXEC);
    load->lines = mem_new(lines, sizeof *load->lines);
    load->dirty = mem_new(lines, sizeof *load->dirty);
    load->again = mem_new(lines, sizeof *load->again);
    load->said = mem_new(lines, sizeof *load->said);
    load->is_one_way = options->peer->one_way && options->size == 2;
    load->cursors =
        wants_cursors(options) ? mem_new(lines, sizeof *load->cursors) : NULL;
    load->counts = options->mode == MODE_HISTORY || options->behind > 0;
    load->random = 1;
    load->ack = mem_new(1, sizeof *load->ack);
    load->hearing = mem_new(1, sizeof *load->hearing);
    make_rooms(load);
    for (size_t i = 0; i < lines; i++) {
        load->lines[i] =
            (struct line){.fd = -1,
                          .number = i,
                          .is_stalled = i >= load->line_count,
                          .room = (uint32_t)(i % load->line_count / options->size)};
    }
    snprintf(load->run, sizeof load->run, "%011llx",
             (unsigned long long)clock_utc_ms(NULL));
    snprintf(load->origin, sizeof load->origin, "http://127.0.0.1:%zu", options->port);
}

static void close_load(struct load *load)
{
    for (size_t i = 0; i < load->line_count + load->options.stalled; i++) {
        line_close(&load->lines[i]);
        if (load->cursors != NULL) {
            free(load->cursors[i]);
        }
    }
    ledger_free(load->ledger);
    people_clear(&load->people);
    free(load->lines);
    free(load->dirty);
    free(load->again);
    free(load->said);
    free(load->cursors);
    free(load->ack);
    free(load->hearing);
    free(load->rooms);
    free(load->posts);
}

int main(int argc, char **argv)
{
    struct load load = {.options = options_read(argc, argv)};
    struct measured measured = {.for_s = load.options.for_s};
    (void)signal(SIGPIPE, SIG_IGN);
    raise_fd_limit();
    open_load(&load);
    measured.rss_before_kib =
        process_rss_kib(load.options.pids, load.options.pid_count);
    modes_run(&load, &measured);
    measured.rss_after_kib = process_rss_kib(load.options.pids, load.options.pid_count);
    report_print(&load, &measured);
    close_load(&load);
    return 0;
}
