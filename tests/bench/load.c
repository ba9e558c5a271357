// Sockets, messages and what is heard; what is done with them stands in modes.c.
#include "load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "base/clock.h"
#include "base/mem.h"
#include "cursor.h"

#define EVENTS_MAX 512

// A message begins with a mark, in which a receiver finds which one it is and when it
// was to be said: '~', number, room and time in letters, '~'.
#define MARK '~'
#define NUMBER_LETTERS 8
#define ROOM_LETTERS 4
#define TIME_LETTERS 16
#define MARK_BYTES (2 + NUMBER_LETTERS + ROOM_LETTERS + TIME_LETTERS)

static char *put_letters(char *at, uint64_t value, int letters)
{
    for (int i = letters - 1; i >= 0; i--) {
        at[i] = (char)('a' + (value & 15));
        value >>= 4;
    }
    return at + letters;
}

static uint64_t get_letters(const char **at, int letters)
{
    uint64_t value = 0;
    for (int i = 0; i < letters; i++) {
        value = value << 4 | (uint64_t)((*at)[i] - 'a');
    }
    *at += letters;
    return value;
}

// ---- what a peer asks

static size_t person_of(const struct load *load, const struct line *line)
{
    const struct options *options = &load->options;
    return (options->from + line->number * options->apart) % load->people.count;
}

const char *load_token(const struct load *load, const struct line *line)
{
    return load->people.tokens[person_of(load, line)];
}

const char *load_place(const struct load *load, const struct line *line)
{
    const size_t person = person_of(load, line);
    return load->options.size == 2 ? load->people.pairs[person]
                                   : load->people.groups[person];
}

size_t load_room_size(const struct load *load)
{
    return load->options.size;
}

const char *load_run(const struct load *load)
{
    return load->run;
}

const char *load_origin(const struct load *load)
{
    return load->origin;
}

const char *load_cursor(const struct load *load, const struct line *line)
{
    const char *cursor = load->cursors == NULL ? NULL : load->cursors[line->number];
    return cursor == NULL ? "" : cursor;
}

void load_keep_cursor(struct load *load, struct line *line, const char *json,
                      size_t len)
{
    if (load->cursors != NULL && load->cursors[line->number] == NULL) {
        load->cursors[line->number] =
            cursor_new(json, len, (int64_t)load->options.behind);
    }
}

// ---- what a peer tells

static bool is_in_time(const struct load *load, int64_t at_ns)
{
    return at_ns >= load->from_ns && at_ns < load->until_ns;
}

// Who comes to hear what she missed is here when she has heard it.
static void note_arrival(struct load *load, struct line *line)
{
    if (line->is_here || !line->is_ready ||
        (load->counts && line->came < load->options.behind)) {
        return;
    }
    line->is_here = true;
    if (load->options.mode == MODE_ATTACH && is_in_time(load, line->opened_ns)) {
        histogram_add(load->ack, load->now_ns - line->opened_ns);
    }
}

void load_ready(struct load *load, struct line *line)
{
    line->is_ready = true;
    load->ready++;
    note_arrival(load, line);
}

void load_count(struct load *load, struct line *line, const char *text, size_t len)
{
    const char *mark = load->options.peer->event_mark;
    const char *end = text + len;
    if (!load->counts) {
        return;
    }
    while ((text = memmem(text, (size_t)(end - text), mark, strlen(mark))) != NULL) {
        text += strlen(mark);
        line->came++;
        load->came++;
    }
    note_arrival(load, line);
}

// Closed loop: what follows an answer.
static void go_on(struct load *load, const struct post_row *post)
{
    if (load->options.mode == MODE_HISTORY) {
        load_read(load, post->line);
    } else {
        load_post(load, post->room, load->now_ns);
    }
}

void load_acked(struct load *load, uint32_t number)
{
    if (number == 0 || number > load->post_count || load->posts[number - 1].is_acked) {
        fprintf(stderr, "load: an answer to no message: %u\n", number);
        exit(1);
    }
    struct post_row *post = &load->posts[number - 1];
    post->is_acked = true;
    load->acked++;
    if (is_in_time(load, load->now_ns)) {
        load->acked_in_time++;
    }
    if (is_in_time(load, post->due_ns)) {
        histogram_add(load->ack, load->now_ns - post->due_ns);
    }
    const size_t most = load->options.posts;
    if (load->speaks && (most == 0 || load->post_count < most)) {
        go_on(load, post);
    }
}

void load_refused(struct load *load, uint32_t number, const char *why, size_t len)
{
    if (load->refused++ == 0) {
        fprintf(stderr, "load: message %u refused: %.*s\n", number, (int)len, why);
    }
    load->acked++;
    if (load->options.mode != MODE_HISTORY) {
        load->said[load->posts[number - 1].audience]--;
    }
}

// A peer's answer may be that her own message comes back to her.
static void take_echo(struct load *load, const struct line *line, uint32_t number)
{
    if (load->options.peer->echo_answers && number > 0 && number <= load->post_count) {
        const struct post_row *post = &load->posts[number - 1];
        if (post->line == line->number && !post->is_acked) {
            load_acked(load, number);
        }
    }
}

void load_heard(struct load *load, struct line *line, const char *text, size_t len)
{
    const char *end = text + len;
    if (load->is_deaf || line->number >= load->line_count) {
        return;
    }
    while ((text = memchr(text, MARK, (size_t)(end - text))) != NULL) {
        if (end - text < MARK_BYTES || text[MARK_BYTES - 1] != MARK) {
            text++;
            continue;
        }
        const char *at = text + 1;
        const uint32_t number = (uint32_t)get_letters(&at, NUMBER_LETTERS);
        const uint32_t room = (uint32_t)get_letters(&at, ROOM_LETTERS);
        const int64_t due_ns = (int64_t)get_letters(&at, TIME_LETTERS);
        ledger_hear(load->ledger, line->number, room, number);
        if (is_in_time(load, due_ns)) {
            histogram_add(load->hearing, load->now_ns - due_ns);
        }
        load->heard_in_time += is_in_time(load, load->now_ns);
        take_echo(load, line, number);
        text += MARK_BYTES;
    }
}

// ---- saying

// Ordinary words, different from message to message, in which nobody sees a risk: what
// follows from one is not what is measured.
static void fill(char *text, size_t len, uint32_t number)
{
    static const char words[] =
        "It rained here and we made soup with the last of the carrots from the garden. "
        "The library has new books about trains and the bus goes there at ten. The "
        "swimming lessons start again next month on Tuesdays at the pool. The school "
        "play was lovely and the costumes were made of paper. ";
    const size_t words_len = sizeof words - 1;
    size_t from = number * 37U % words_len;
    for (size_t i = 0; i < len; i++) {
        text[i] = words[from];
        from = from + 1 == words_len ? 0 : from + 1;
    }
}

static struct post_row *add_post(struct load *load)
{
    if (load->post_count == load->post_capacity) {
        load->post_capacity =
            load->post_capacity == 0 ? 65536 : load->post_capacity * 2;
        load->posts = mem_resize(load->posts, load->post_capacity, sizeof *load->posts);
    }
    return &load->posts[load->post_count++];
}

static void mark_dirty(struct load *load, struct line *line)
{
    if (!line->is_dirty) {
        line->is_dirty = true;
        load->dirty[load->dirty_count++] = line;
    }
}

// Xorshift (Marsaglia, Journal of Statistical Software 8(14), 2003): the same in each
// run.
static uint64_t next_random(struct load *load)
{
    uint64_t x = load->random;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    load->random = x;
    return x;
}

// Where a message of `line` is heard: in its room, or by the other of the two alone.
static uint32_t audience_of(const struct load *load, const struct room *room,
                            const struct line *line)
{
    return load->is_one_way ? (uint32_t)(2 * room->first + 1 - line->number)
                            : line->room;
}

void load_post(struct load *load, uint32_t room_number, int64_t due_ns)
{
    struct room *room = &load->rooms[room_number];
    struct line *line = &load->lines[room->first + room->turn++ % room->lines];
    char text[512];
    if (!line->is_ready) {
        return;
    }
    const uint32_t audience = audience_of(load, room, line);
    *add_post(load) = (struct post_row){.due_ns = due_ns,
                                        .room = room_number,
                                        .audience = audience,
                                        .line = line->number};
    const struct post post = {.number = (uint32_t)load->post_count,
                              .room = room_number,
                              .line = line->number,
                              .text = text,
                              .len = load->options.text_len};
    char *at = text;
    *at++ = MARK;
    at = put_letters(at, post.number, NUMBER_LETTERS);
    at = put_letters(at, audience, ROOM_LETTERS);
    at = put_letters(at, (uint64_t)due_ns, TIME_LETTERS);
    *at++ = MARK;
    *at++ = ' ';
    fill(at, post.len - MARK_BYTES - 1, post.number);
    load->said[audience]++;
    load->options.peer->say(load, line, &post);
    mark_dirty(load, line);
}

// ---- reading

// The first tenth tells who joined, and may be before one's own time.
void load_read(struct load *load, size_t i)
{
    struct line *line = &load->lines[i];
    const int64_t head = cursor_place(load->cursors[i], load_place(load, line));
    const int64_t first = head / 10 + 1;
    const uint64_t offset = next_random(load) % (uint64_t)(head - first + 2);
    *add_post(load) =
        (struct post_row){.due_ns = load->now_ns, .room = line->room, .line = i};
    const struct page page = {.number = (uint32_t)load->post_count,
                              .before = first + (int64_t)offset,
                              .events = load->options.page};
    load->options.peer->read(load, line, &page);
    mark_dirty(load, line);
}

// ---- sockets

static void break_line(struct load *load, struct line *line)
{
    if (line->is_ready) {
        load->ready--;
    }
    load->broken++;
    line_close(line);
}

static void flush_dirty(struct load *load)
{
    for (size_t i = 0; i < load->dirty_count; i++) {
        struct line *line = load->dirty[i];
        line->is_dirty = false;
        if (line->fd >= 0 && !line_flush(line, load->epoll)) {
            break_line(load, line);
        }
    }
    load->dirty_count = 0;
}

void load_open_line(struct load *load, size_t i)
{
    struct line *line = &load->lines[i];
    line_open(line, load->epoll, (int)load->options.port);
    line->opened_ns = load->now_ns;
    load->options.peer->begin(load, line);
    mark_dirty(load, line);
}

void load_come_again(struct load *load, const struct line *line, int64_t after_ms)
{
    const uint64_t after_ns = (uint64_t)(after_ms * NS_PER_MS);
    load->sent_away++;
    load->again[load->again_count++] = (struct again){
        &load->lines[line->number],
        load->now_ns + (int64_t)(after_ns + next_random(load) % (after_ns + 1))};
}

// It still counts from when it first came.
static void come_again(struct load *load, struct line *line)
{
    const int64_t opened_ns = line->opened_ns;
    line_close(line);
    load_open_line(load, line->number);
    line->opened_ns = opened_ns;
}

static void come_when_due(struct load *load)
{
    for (size_t i = 0; i < load->again_count;) {
        if (load->again[i].due_ns > load->now_ns) {
            i++;
            continue;
        }
        come_again(load, load->again[i].line);
        load->again[i] = load->again[--load->again_count];
    }
}

static void read_line(struct load *load, struct line *line)
{
    const ssize_t len = line_read(line);
    load->now_ns = clock_steady_ns();
    if (len == 0) {
        return;
    }
    const ssize_t took = len < 0 ? -1 : load->options.peer->take(load, line);
    if (line->fd < 0) {
        return; // left by itself
    }
    if (took < 0) {
        break_line(load, line);
        return;
    }
    line_took(line, (size_t)took);
    if (line->out_len > 0) {
        mark_dirty(load, line);
    }
}

static void say_what_is_due(struct load *load)
{
    if (load->options.mode != MODE_OPEN || load->from_ns == 0) {
        return;
    }
    const double gap_ns = (double)NS_PER_S / load->options.rate;
    const int64_t began_ns =
        load->from_ns - (int64_t)(load->options.warm_s * (double)NS_PER_S);
    int64_t due_ns = 0;
    while ((due_ns = began_ns + (int64_t)(gap_ns * (double)load->post_count)) <=
               load->now_ns &&
           due_ns < load->until_ns) {
        const size_t before = load->post_count;
        load_post(load, (uint32_t)(load->post_count % load->room_count), due_ns);
        if (load->post_count == before) {
            return; // nobody is there to say it
        }
    }
}

// Never sleeps: a receiver that has to be woken costs the sender an interrupt for each
// message, which nobody's phone does to a server. A second generator beside the one
// that measures does sleep: it would take half of the other's core.
static int look(const struct load *load, struct epoll_event *events)
{
    const int wait_ms = load->options.sleeps ? 1 : 0;
    const int count = epoll_wait(load->epoll, events, EVENTS_MAX, wait_ms);
    if (count < 0 && errno != EINTR) {
        perror("epoll_wait");
        exit(1);
    }
    return count < 0 ? 0 : count;
}

void load_serve(struct load *load, int64_t until_ns, bool (*is_done)(struct load *))
{
    static struct epoll_event events[EVENTS_MAX];
    load->now_ns = clock_steady_ns();
    while (load->now_ns < until_ns && (is_done == NULL || !is_done(load))) {
        say_what_is_due(load);
        come_when_due(load);
        flush_dirty(load);
        const int count = look(load, events);
        const int64_t now_ns = clock_steady_ns();
        load->idle_ns += count == 0 ? now_ns - load->now_ns : 0;
        load->now_ns = now_ns;
        for (int i = 0; i < count; i++) {
            struct line *line = events[i].data.ptr;
            if (line->fd >= 0 && (events[i].events & EPOLLOUT) != 0) {
                mark_dirty(load, line);
            }
            if (line->fd >= 0 && (events[i].events & ~(uint32_t)EPOLLOUT) != 0) {
                read_line(load, line);
            }
        }
    }
    flush_dirty(load);
}

// ---- questions

bool load_all_acked(struct load *load)
{
    return load->acked == load->post_count;
}

bool load_all_heard(struct load *load)
{
    uint64_t expected = 0;
    for (size_t i = 0; load->is_one_way && i < load->line_count; i++) {
        expected += load->said[i];
    }
    for (size_t i = 0; !load->is_one_way && i < load->room_count; i++) {
        expected += (uint64_t)load->said[i] * load->rooms[i].lines;
    }
    return load_all_acked(load) && ledger_heard(load->ledger) >= expected;
}
