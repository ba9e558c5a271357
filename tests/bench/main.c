// Measures a server with many connections at once and prints one line of JSON. Times
// count from when a message was due, not from when it could be said, so that a server
// that stops for a moment is seen to have stopped.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/mem.h"
#include "load.h"
#include "process.h"
#include "report.h"

#define READY_S 60 // for all to come in
#define NO_END INT64_MAX

static int64_t ns(double s)
{
    return (int64_t)(s * (double)NS_PER_S);
}

// ---- coming in

static size_t opening; // lines that are not yet in, or were opened in turn

static bool has_room(struct load *load)
{
    return opening - load->ready < load->options.at_once || load->broken > 0;
}

static void come_in(struct load *load, size_t from, size_t to)
{
    const int64_t until_ns = clock_steady_ns() + ns(READY_S);
    for (size_t i = from; i < to; i++) {
        load_open_line(load, i);
        opening++;
        load_serve(load, until_ns, has_room);
    }
    load_serve(load, until_ns, load_all_ready);
    if (load->ready < opening) {
        fprintf(stderr, "load: %zu of %zu came in, %zu were closed\n", load->ready,
                opening, load->broken);
        exit(1);
    }
}

// They stay connected and read nothing any more.
static void stall(struct load *load)
{
    for (size_t i = 0; i < load->options.stalled; i++) {
        const struct line *line = &load->lines[load->line_count + i];
        (void)epoll_ctl(load->epoll, EPOLL_CTL_DEL, line->fd, NULL);
    }
}

static void all_leave(struct load *load)
{
    for (size_t i = 0; i < load->line_count; i++) {
        line_close(&load->lines[i]);
    }
    load->ready = 0;
    opening = 0;
}

// ---- what it costs

// Processor times from here on …
static void begin_costs(const struct load *load, struct measured *measured)
{
    const struct options *options = &load->options;
    measured->idle_ns = -load->idle_ns;
    measured->all_cpu_us = -process_all_cpu_us();
    measured->own_cpu_us = -process_own_cpu_us();
    measured->cpu_us = -process_cpu_us(options->pids, options->pid_count);
}

// … up to here.
static void end_costs(const struct load *load, struct measured *measured)
{
    const struct options *options = &load->options;
    measured->idle_ns += load->idle_ns;
    measured->all_cpu_us += process_all_cpu_us();
    measured->own_cpu_us += process_own_cpu_us();
    measured->cpu_us += process_cpu_us(options->pids, options->pid_count);
}

// ---- talking

static void speak_in_all_rooms(struct load *load)
{
    load->speaks = true;
    for (size_t room = 0; room < load->room_count; room++) {
        for (int i = 0; i < load->options.window; i++) {
            load_post(load, (uint32_t)room, load->now_ns);
        }
    }
}

// So many messages, however long it takes.
static void talk_so_much(struct load *load, struct measured *measured)
{
    const int64_t began_ns = clock_steady_ns();
    load->now_ns = began_ns;
    load->from_ns = began_ns;
    load->until_ns = began_ns + ns(load->options.drain_s);
    speak_in_all_rooms(load);
    load_serve(load, load->until_ns, load_all_heard);
    measured->for_s = (double)(clock_steady_ns() - began_ns) / (double)NS_PER_S;
}

static void talk(struct load *load, struct measured *measured)
{
    const struct options *options = &load->options;
    if (options->posts > 0) {
        talk_so_much(load, measured);
        return;
    }
    load->now_ns = clock_steady_ns();
    load->from_ns = load->now_ns + ns(options->warm_s);
    load->until_ns = load->from_ns + ns(options->for_s);
    if (options->mode == MODE_CLOSED) {
        speak_in_all_rooms(load);
    }
    load_serve(load, load->from_ns, NULL);
    begin_costs(load, measured);
    load_serve(load, load->until_ns, NULL);
    end_costs(load, measured);
    load->speaks = false;
    load_serve(load, clock_steady_ns() + ns(options->drain_s), load_all_heard);
}

// ---- being there

static void idle(struct load *load, struct measured *measured)
{
    const struct options *options = &load->options;
    const int64_t until_ns = clock_steady_ns() + ns(options->for_s);
    begin_costs(load, measured);
    load_serve(load, until_ns, NULL);
    end_costs(load, measured);
}

// ---- coming and going

static void attach(struct load *load, struct measured *measured)
{
    const struct options *options = &load->options;
    const int64_t began_ns = clock_steady_ns();
    const int64_t from_ns = began_ns + ns(options->warm_s);
    const int64_t until_ns = from_ns + ns(options->for_s);
    size_t *waiting = mem_new(options->at_once, sizeof *waiting);
    size_t next = 0;
    bool counts = false;
    for (size_t i = 0; i < options->at_once; i++) {
        waiting[i] = next;
        load_open_line(load, next++);
    }
    while (load->now_ns < until_ns) {
        load_serve(load, clock_steady_ns() + NS_PER_MS / 4, NULL);
        if (!counts && load->now_ns >= from_ns) {
            counts = true;
            measured->attaches = 0;
            begin_costs(load, measured);
        }
        for (size_t i = 0; i < options->at_once; i++) {
            struct line *line = &load->lines[waiting[i]];
            if (line->fd >= 0 && !line->is_ready) {
                continue;
            }
            measured->attaches += line->is_ready;
            line_close(line);
            waiting[i] = next++ % load->line_count;
            load_open_line(load, waiting[i]);
        }
    }
    end_costs(load, measured);
    free(waiting);
}

// ---- coming back

// The first of each room says what the others miss.
static void say_meanwhile(struct load *load)
{
    load->is_deaf = true;
    for (size_t room = 0; room < load->room_count; room++) {
        load_open_line(load, load->rooms[room].first);
        load->rooms[room].lines = 1;
        opening++;
    }
    load_serve(load, clock_steady_ns() + ns(READY_S), has_room);
    while (load->ready < load->room_count) {
        load_serve(load, clock_steady_ns() + NS_PER_MS, NULL);
    }
    for (size_t i = 0; i < load->options.missed; i++) {
        for (size_t room = 0; room < load->room_count; room++) {
            load_post(load, (uint32_t)room, load->now_ns);
        }
        load_serve(load, clock_steady_ns() + ns(READY_S), load_all_acked);
    }
    load->is_deaf = false;
}

static void catch_up(struct load *load, struct measured *measured)
{
    all_leave(load);
    say_meanwhile(load);
    for (size_t room = 0; room < load->room_count; room++) {
        load->rooms[room].lines = load->options.size;
    }
    all_leave(load);
    load_serve(load, clock_steady_ns() + NS_PER_S, NULL);
    const int64_t began_ns = clock_steady_ns();
    begin_costs(load, measured);
    come_in(load, 0, load->line_count);
    load_serve(load, began_ns + ns(READY_S), load_all_heard);
    measured->caught_up_s = (double)(clock_steady_ns() - began_ns) / (double)NS_PER_S;
    end_costs(load, measured);
    measured->for_s = measured->caught_up_s;
}

// ---- beginning and ending

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
    load->said = mem_new(lines, sizeof *load->said);
    load->is_one_way = options->peer->one_way && options->size == 2;
    load->cursors =
        options->mode == MODE_CATCH_UP ? mem_new(lines, sizeof *load->cursors) : NULL;
    load->ack = mem_new(1, sizeof *load->ack);
    load->hearing = mem_new(1, sizeof *load->hearing);
    make_rooms(load);
    for (size_t i = 0; i < lines; i++) {
        load->lines[i] =
            (struct line){.fd = -1,
                          .number = i,
                          .room = (uint32_t)(i % load->line_count / options->size)};
    }
    snprintf(load->run, sizeof load->run, "%011llx",
             (unsigned long long)clock_utc_ms(NULL));
    snprintf(load->origin, sizeof load->origin, "http://127.0.0.1:%d", options->port);
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
    free(load->said);
    free(load->cursors);
    free(load->ack);
    free(load->hearing);
    free(load->rooms);
    free(load->posts);
}

static void run(struct load *load, struct measured *measured)
{
    const size_t lines = load->line_count + load->options.stalled;
    switch (load->options.mode) {
    case MODE_CLOSED:
    case MODE_OPEN:
        come_in(load, 0, lines);
        stall(load);
        talk(load, measured);
        break;
    case MODE_IDLE:
        come_in(load, 0, lines);
        idle(load, measured);
        break;
    case MODE_ATTACH:
        attach(load, measured);
        break;
    case MODE_CATCH_UP:
        come_in(load, 0, lines);
        catch_up(load, measured);
        break;
    }
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
    run(&load, &measured);
    measured.rss_after_kib = process_rss_kib(load.options.pids, load.options.pid_count);
    report_print(&load, &measured);
    close_load(&load);
    return 0;
}
