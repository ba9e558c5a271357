#include "kithctl/demo_write.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "domain/mark.h"

static enum err say(struct demo *demo, struct demo_talk *talk, size_t i,
                    struct message_done *done)
{
    const struct talk_line *line = &talk->lines[i];
    char cid[64];
    const int len = snprintf(cid, sizeof cid, "demo-%s-%zu", talk->name, i);
    const struct message_new message = {
        .conversation = talk->conversation,
        .cid = {cid, (size_t)len},
        .text = text_of(line->text),
        .reply_to = line->back == 0 ? 0 : talk->seqs[i - (size_t)line->back],
    };
    return message_send(&demo->change, &message, done);
}

static enum err do_line(struct demo *demo, struct demo_talk *talk, size_t i)
{
    const struct talk_line *line = &talk->lines[i];
    assert((size_t)line->back <= i);
    const struct message_ref ref = {talk->conversation,
                                    talk->seqs[i - (size_t)line->back]};
    const struct text text = text_of(line->text);
    struct message_done done = {0};
    enum err err = demo_act_as(demo, line->by);
    if (err != OK) {
        return err;
    }
    demo_set_time(demo, line->day, line->minute);
    switch (line->kind) {
    case TALK_SAY:
        err = say(demo, talk, i, &done);
        break;
    case TALK_REACT:
        err = message_react(&demo->change, ref, text, &done);
        break;
    case TALK_EDIT:
        err = message_edit(&demo->change, ref, text, &done);
        break;
    case TALK_REMOVE:
        err = message_remove(&demo->change, ref, &done);
        break;
    }
    talk->seqs[i] = done.seq;
    return err;
}

// The last thing that `handle` said or did, 0 when nothing.
static int64_t last_of(const struct demo_talk *talk, const char *handle)
{
    int64_t last = 0;
    for (size_t i = 0; i < talk->written; i++) {
        if (strcmp(talk->lines[i].by, handle) == 0) {
            last = talk->seqs[i];
        }
    }
    return last;
}

// Everybody has read up to the last thing that she said or did.
static enum err mark_reads(struct demo *demo, const struct demo_talk *talk)
{
    enum err err = OK;
    for (int i = 0; err == OK && i < demo_people_count; i++) {
        int64_t last = last_of(talk, demo_people[i].handle);
        if (last == 0) {
            continue;
        }
        err = demo_act_as(demo, demo_people[i].handle);
        if (err == OK) {
            err = mark_read(&demo->change, talk->conversation, last, &last);
        }
    }
    return err;
}

enum err demo_write(struct demo *demo, struct demo_talk *talk, int day)
{
    enum err err = OK;
    assert(talk->count <= DEMO_LINES_MAX);
    while (err == OK && talk->written < talk->count &&
           talk->lines[talk->written].day <= day) {
        err = do_line(demo, talk, talk->written);
        talk->written++;
    }
    return err == OK ? mark_reads(demo, talk) : err;
}

static size_t line_of(const struct demo_talk *talk, const char *beginning)
{
    for (size_t i = 0; i < talk->written; i++) {
        if (strncmp(talk->lines[i].text, beginning, strlen(beginning)) == 0) {
            return i;
        }
    }
    unreachable_state("nobody in the demo has said that");
}

struct message_ref demo_find(const struct demo_talk *talk, const char *beginning)
{
    return (struct message_ref){talk->conversation,
                                talk->seqs[line_of(talk, beginning)]};
}

const char *demo_text(const struct demo_talk *talk, const char *beginning)
{
    return talk->lines[line_of(talk, beginning)].text;
}
