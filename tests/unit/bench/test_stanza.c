#include "support.h"

#include <string.h>

#include "bench/stanza.h"

static void assert_first(const char *stream, const char *stanza)
{
    assert_int_equal(stanza_len(stream, strlen(stream)), strlen(stanza));
    assert_memory_equal(stream, stanza, strlen(stanza));
}

static void a_stanza_ends_where_its_element_ends(void **state)
{
    (void)state;

    assert_first("<r xmlns='urn:xmpp:sm:3'/><a h='1'/>", "<r xmlns='urn:xmpp:sm:3'/>");
    assert_first("<message><body>a</body><x/></message><r/>",
                 "<message><body>a</body><x/></message>");
    assert_first("<iq><bind><jid>u1@localhost</jid></bind></iq>",
                 "<iq><bind><jid>u1@localhost</jid></bind></iq>");
}

static void what_opens_and_closes_the_stream_stands_alone(void **state)
{
    (void)state;

    assert_first("<?xml version='1.0'?><stream:stream id='1'>",
                 "<?xml version='1.0'?>");
    assert_first("<stream:stream id='1'><stream:features/>", "<stream:stream id='1'>");
    assert_first("</stream:stream>", "</stream:stream>");
}

static void what_is_not_whole_waits(void **state)
{
    (void)state;
    static const char whole[] = "<message id='7'><body>a</body></message>";

    for (size_t len = 0; len < sizeof whole - 1; len++) {
        assert_int_equal(stanza_len(whole, len), 0);
    }
}

static void names_and_numbers_are_found(void **state)
{
    (void)state;
    static const char a[] = "<a xmlns='urn:xmpp:sm:3' h='17'/>";
    static const char message[] = "<message type='chat' id=\"42\"/>";

    assert_true(stanza_is(a, sizeof a - 1, "a"));
    assert_false(stanza_is("<auth/>", 7, "a"));
    assert_int_equal(stanza_number(a, sizeof a - 1, "h"), 17);
    assert_int_equal(stanza_number(message, sizeof message - 1, "id"), 42);
    assert_int_equal(stanza_number(message, sizeof message - 1, "h"), 0);
    assert_true(stanza_has(message, sizeof message - 1, "type='chat'"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stanza_ends_where_its_element_ends),
        cmocka_unit_test(what_opens_and_closes_the_stream_stands_alone),
        cmocka_unit_test(what_is_not_whole_waits),
        cmocka_unit_test(names_and_numbers_are_found),
    };

    return RUN_TESTS(tests);
}
