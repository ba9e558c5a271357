// XMPP over plain TCP, for Prosody and ejabberd: SASL PLAIN, a resource, then a room
// (XEP-0045), whose answer is that the message comes back from it. Two people write to
// each other without a room; the answer is then that of stream management (XEP-0198),
// for which the server has dealt with the message, its archive included.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "peer.h"
#include "stanza.h"

#define HOST "localhost"
#define ROOMS "rooms." HOST
#define SECRET "kith-bench"
#define SM "urn:xmpp:sm:3"

static bool is_paired(const struct load *load)
{
    return load_room_size(load) == 2;
}

static void add_text(struct line *line, const char *text)
{
    line_add(line, text, strlen(text));
}

static void open_stream(struct line *line)
{
    add_text(line, "<?xml version='1.0'?><stream:stream to='" HOST
                   "' xmlns='jabber:client' version='1.0' "
                   "xmlns:stream='http://etherx.jabber.org/streams'>");
}

static void begin(struct load *load, struct line *line)
{
    (void)load;
    open_stream(line);
}

// ---- coming in

// RFC 4648, section 4. `out` has room for 4 letters for each 3 bytes, and an end.
static void put_base64(char *out, const unsigned char *bytes, size_t len)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < len; i += 3) {
        const uint32_t three = (uint32_t)bytes[i] << 16 |
                               (uint32_t)(i + 1 < len ? bytes[i + 1] : 0) << 8 |
                               (i + 2 < len ? bytes[i + 2] : 0);
        *out++ = letters[three >> 18 & 63];
        *out++ = letters[three >> 12 & 63];
        *out++ = '=';
        *out++ = '=';
        if (i + 1 < len) {
            out[-2] = letters[three >> 6 & 63];
        }
        if (i + 2 < len) {
            out[-1] = letters[three & 63];
        }
    }
    *out = '\0';
}

static void prove(struct line *line)
{
    char proof[64];
    char letters[96];
    char request[256];
    const int len =
        snprintf(proof, sizeof proof, "%cu%zu%c" SECRET, '\0', line->number, '\0');
    put_base64(letters, (const unsigned char *)proof, (size_t)len);
    snprintf(
        request, sizeof request,
        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>%s</auth>",
        letters);
    add_text(line, request);
}

// Nobody else has her name in the room, not even she herself of the run before, who may
// not have left it yet.
static void enter(const struct load *load, struct line *line)
{
    char request[512];
    if (is_paired(load)) {
        add_text(line, "<presence/><enable xmlns='" SM "'/>");
        return;
    }
    snprintf(request, sizeof request,
             "<presence/><presence to='room%u@" ROOMS "/u%zu-%s'>"
             "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x>"
             "</presence>",
             line->room, line->number, load_run(load));
    add_text(line, request);
}

static void take_features(struct line *line, const char *bytes, size_t len)
{
    if (stanza_has(bytes, len, "PLAIN")) {
        prove(line);
    } else {
        add_text(line, "<iq type='set' id='bind'>"
                       "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
    }
}

// ---- talking

static void say(struct load *load, struct line *line, const struct post *post)
{
    char request[1024];
    if (is_paired(load)) {
        const size_t other = line->number ^ 1;
        snprintf(request, sizeof request,
                 "<message to='u%zu@" HOST "' type='chat' id='%u'><body>%.*s</body>"
                 "</message><r xmlns='" SM "'/>",
                 other, post->number, (int)post->len, post->text);
        line_expect(line, post->number);
    } else {
        snprintf(request, sizeof request,
                 "<message to='room%u@" ROOMS "' type='groupchat' id='%u'>"
                 "<body>%.*s</body></message>",
                 post->room, post->number, (int)post->len, post->text);
    }
    add_text(line, request);
}

static void take_answer(struct load *load, struct line *line, unsigned long handled)
{
    while (line->answered < handled) {
        load_acked(load, line_answered(line));
    }
}

static void answer(struct line *line)
{
    char request[64];
    snprintf(request, sizeof request, "<a xmlns='" SM "' h='%u'/>", line->stanzas);
    add_text(line, request);
}

static void take_message(struct load *load, struct line *line, const char *bytes,
                         size_t len)
{
    line->stanzas++;
    if (stanza_has(bytes, len, "type='error'")) {
        load_refused(load, (uint32_t)stanza_number(bytes, len, "id"), bytes, len);
    } else {
        load_heard(load, line, bytes, len);
    }
}

static void take_presence(struct load *load, struct line *line, const char *bytes,
                          size_t len)
{
    line->stanzas++;
    if (!line->is_ready && stanza_has(bytes, len, "code='110'")) {
        load_ready(load, line);
    }
}

static bool take_stanza(struct load *load, struct line *line, const char *bytes,
                        size_t len)
{
    if (stanza_is(bytes, len, "message")) {
        take_message(load, line, bytes, len);
    } else if (stanza_is(bytes, len, "a")) {
        take_answer(load, line, stanza_number(bytes, len, "h"));
    } else if (stanza_is(bytes, len, "r")) {
        answer(line);
    } else if (stanza_is(bytes, len, "presence")) {
        take_presence(load, line, bytes, len);
    } else if (stanza_is(bytes, len, "stream:features")) {
        take_features(line, bytes, len);
    } else if (stanza_is(bytes, len, "success")) {
        open_stream(line);
    } else if (stanza_is(bytes, len, "iq")) {
        line->stanzas++;
        if (stanza_has(bytes, len, "<bind")) {
            enter(load, line);
        }
    } else if (stanza_is(bytes, len, "enabled")) {
        line->stanzas = 0;
        load_ready(load, line);
    } else if (stanza_is(bytes, len, "failure") ||
               stanza_is(bytes, len, "stream:error")) {
        fprintf(stderr, "load: %.*s\n", (int)len, bytes);
        return false;
    }
    return true;
}

static ssize_t take(struct load *load, struct line *line)
{
    size_t at = 0;
    for (size_t len = 0; (len = stanza_len(line->in + at, line->in_len - at)) > 0;
         at += len) {
        if (!take_stanza(load, line, line->in + at, len)) {
            return -1;
        }
    }
    return (ssize_t)at;
}

const struct peer peer_xmpp = {.name = "xmpp",
                               .echo_answers = true,
                               .one_way = true,
                               .begin = begin,
                               .take = take,
                               .say = say};
