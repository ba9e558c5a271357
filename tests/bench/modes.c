// What is done with the lines: talking, being there, coming and going, reading.
#include "modes.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>

#include "base/clock.h"
#include "base/mem.h"
#include "process.h"

#define READY_S 60 // for all to come in

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

static bool all_in(struct load *load)
{
    return load->ready == opening || load->broken > 0;
}

// So many lines, the first and each that is `apart` from the one before.
static void come_in(struct load *load, size_t count, size_t apart)
{
    const int64_t began_ns = clock_steady_ns();
    const int64_t until_ns = began_ns + ns(READY_S);
    const double apart_s = load->options.over_s / (double)count;
    for (size_t i = 0; i < count; i++) {
        load_serve(load, began_ns + ns(apart_s * (double)i), NULL);
        load_open_line(load, i * apart);
        opening++;
        load_serve(load, until_ns, has_room);
    }
    load_serve(load, until_ns, all_in);
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
        for (size_t i = 0; i < load->options.window; i++) {
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

// What falls into the time that counts.
static void measure(struct load *load, struct measured *measured)
{
    load_serve(load, load->from_ns, NULL);
    begin_costs(load, measured);
    load_serve(load, load->until_ns, NULL);
    end_costs(load, measured);
    load->speaks = false;
}

static void begin_time(struct load *load)
{
    const struct options *options = &load->options;
    load->now_ns = clock_steady_ns();
    load->from_ns = load->now_ns + ns(options->warm_s);
    load->until_ns = load->from_ns + ns(options->for_s);
}

static void talk(struct load *load, struct measured *measured)
{
    const struct options *options = &load->options;
    if (options->posts > 0) {
        talk_so_much(load, measured);
        return;
    }
    begin_time(load);
    if (options->mode == MODE_CLOSED) {
        speak_in_all_rooms(load);
    }
    measure(load, measured);
    load_serve(load, clock_steady_ns() + ns(options->drain_s), load_all_heard);
}

// ---- reading

// Each line reads one page after the other.
static void read_history(struct load *load, struct measured *measured)
{
    begin_time(load);
    load->speaks = true;
    for (size_t i = 0; i < load->line_count; i++) {
        load_read(load, i);
    }
    measure(load, measured);
    load_serve(load, clock_steady_ns() + ns(load->options.drain_s), load_all_acked);
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

// Once, so that each knows what to say of what she has heard.
static void learn_cursors(struct load *load)
{
    come_in(load, load->line_count, 1);
    all_leave(load);
    load_serve(load, clock_steady_ns() + NS_PER_S, NULL);
}

// Whoever is here leaves, and the next comes in. Returns how many were.
static uint64_t take_turns(struct load *load, size_t *waiting, size_t *next)
{
    uint64_t came = 0;
    for (size_t i = 0; i < load->options.at_once; i++) {
        struct line *line = &load->lines[waiting[i]];
        if (line->fd >= 0 && !line->is_here) {
            continue;
        }
        came += line->is_here;
        line_close(line);
        waiting[i] = (*next)++ % load->line_count;
        load_open_line(load, waiting[i]);
    }
    return came;
}

static void attach(struct load *load, struct measured *measured)
{
    size_t *waiting = mem_new(load->options.at_once, sizeof *waiting);
    size_t next = 0;
    bool counts = false;
    load->is_deaf = true;
    if (load->options.resume > 0) {
        learn_cursors(load);
    }
    begin_time(load);
    for (size_t i = 0; i < load->options.at_once; i++) {
        waiting[i] = next;
        load_open_line(load, next++);
    }
    while (load->now_ns < load->until_ns) {
        load_serve(load, clock_steady_ns() + NS_PER_MS / 4, NULL);
        if (!counts && load->now_ns >= load->from_ns) {
            counts = true;
            measured->attaches = 0;
            begin_costs(load, measured);
        }
        measured->attaches += take_turns(load, waiting, &next);
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
        load->rooms[room].lines = 1;
    }
    come_in(load, load->room_count, load->options.size);
    for (size_t i = 0; i < load->options.missed; i++) {
        for (size_t room = 0; room < load->room_count; room++) {
            load_post(load, (uint32_t)room, load->now_ns);
        }
        load_serve(load, clock_steady_ns() + ns(READY_S), load_all_acked);
    }
    load->is_deaf = false;
    for (size_t room = 0; room < load->room_count; room++) {
        load->rooms[room].lines = load->options.size;
    }
}

static void catch_up(struct load *load, struct measured *measured)
{
    all_leave(load);
    say_meanwhile(load);
    all_leave(load);
    load_serve(load, clock_steady_ns() + NS_PER_S, NULL);
    const int64_t began_ns = clock_steady_ns();
    begin_costs(load, measured);
    come_in(load, load->line_count, 1);
    load_serve(load, began_ns + ns(READY_S), load_all_heard);
    measured->caught_up_s = (double)(clock_steady_ns() - began_ns) / (double)NS_PER_S;
    end_costs(load, measured);
    measured->for_s = measured->caught_up_s;
}

void modes_run(struct load *load, struct measured *measured)
{
    const size_t lines = load->line_count + load->options.stalled;
    switch (load->options.mode) {
    case MODE_CLOSED:
    case MODE_OPEN:
        come_in(load, lines, 1);
        stall(load);
        talk(load, measured);
        break;
    case MODE_IDLE:
        come_in(load, lines, 1);
        idle(load, measured);
        break;
    case MODE_ATTACH:
        attach(load, measured);
        break;
    case MODE_CATCH_UP:
        come_in(load, lines, 1);
        catch_up(load, measured);
        break;
    case MODE_HISTORY:
        come_in(load, lines, 1);
        read_history(load, measured);
        break;
    }
}
