#include "support.h"

#include <netinet/in.h>
#include <string.h>

#include "base/address.h"
#include "base/secret.h"

static struct address address(const char *s)
{
    struct address parsed = {0};
    assert_ok(address_parse(text_of(s), &parsed));
    return parsed;
}

static struct network network(const char *s)
{
    struct network parsed = {0};
    assert_ok(network_parse(text_of(s), &parsed));
    return parsed;
}

static void addresses_survive_their_text(void **state)
{
    (void)state;
    static const char *const strings[] = {"0.0.0.0", "127.0.0.1", "255.255.255.255",
                                          "::",      "::1",       "2001:db8::7"};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        assert_string_equal(address_text(address(strings[i])).s, strings[i]);
    }
    for (int i = 0; i < 5000; i++) {
        struct address random;
        secret_random(&random, sizeof random);
        const struct address_text text = address_text(random);
        assert_true(address_equal(address(text.s), random));
    }
}

static void other_strings_are_no_addresses(void **state)
{
    (void)state;
    static const char *const strings[] = {"",          "localhost", "1.2.3",
                                          "1.2.3.4.5", "1.2.3.256", "01.2.3.4",
                                          ":::",       "1.2.3.4 "};
    struct address unused;
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        assert_err(address_parse(text_of(strings[i]), &unused), ERR_BAD_REQUEST);
    }
    assert_err(address_parse(TEXT("::1\0x"), &unused), ERR_BAD_REQUEST);
}

static void a_mapped_address_is_the_ipv4_one(void **state)
{
    (void)state;
    assert_true(address_equal(address("::ffff:192.0.2.7"), address("192.0.2.7")));
    assert_true(address_is_ipv4(address("192.0.2.7")));
    assert_false(address_is_ipv4(address("2001:db8::7")));
}

static void loopback_is_told_from_the_rest(void **state)
{
    (void)state;
    assert_true(address_is_loopback(address("127.0.0.1")));
    assert_true(address_is_loopback(address("127.9.9.9")));
    assert_true(address_is_loopback(address("::1")));
    assert_false(address_is_loopback(address("128.0.0.1")));
    assert_false(address_is_loopback(address("::2")));
}

static void a_network_has_its_addresses_only(void **state)
{
    (void)state;
    assert_true(network_contains(network("10.0.0.0/8"), address("10.255.0.1")));
    assert_false(network_contains(network("10.0.0.0/8"), address("11.0.0.0")));
    assert_false(network_contains(network("10.0.0.0/8"), address("2001:db8::1")));
    assert_true(network_contains(network("192.0.2.128/25"), address("192.0.2.200")));
    assert_false(network_contains(network("192.0.2.128/25"), address("192.0.2.127")));
    assert_true(network_contains(network("0.0.0.0/0"), address("8.8.8.8")));
    assert_false(network_contains(network("0.0.0.0/0"), address("2001:db8::1")));
    assert_true(network_contains(network("::/0"), address("8.8.8.8")));
    assert_true(network_contains(network("2001:db8::/33"), address("2001:db8:7fff::")));
    assert_false(
        network_contains(network("2001:db8::/33"), address("2001:db8:8000::")));
    assert_true(network_contains(network("::1"), address("::1")));
}

static void a_list_is_searched_whole(void **state)
{
    (void)state;
    const struct network list[] = {network("10.0.0.0/8"), network("::1")};
    assert_true(network_any_contains(list, 2, address("::1")));
    assert_true(network_any_contains(list, 2, address("10.1.1.1")));
    assert_false(network_any_contains(list, 2, address("::2")));
    assert_false(network_any_contains(NULL, 0, address("::1")));
}

static void slips_in_networks_are_refused(void **state)
{
    (void)state;
    static const char *const strings[] = {"10.0.0.1/8",  "10.0.0.0/33", "10.0.0.0/",
                                          "10.0.0.0/-1", "::/129",      "10.0.0.0/8/8",
                                          "/8",          "10.0.0.0/ 8", "::/999999"};
    struct network unused;
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        assert_err(network_parse(text_of(strings[i]), &unused), ERR_BAD_REQUEST);
    }
}

static void an_endpoint_is_address_and_port(void **state)
{
    (void)state;
    struct endpoint endpoint;
    assert_ok(endpoint_parse(TEXT("127.0.0.1:8080"), &endpoint));
    assert_int_equal(endpoint.port, 8080);
    assert_true(address_equal(endpoint.address, address("127.0.0.1")));
    assert_ok(endpoint_parse(TEXT("[::1]:0"), &endpoint));
    assert_int_equal(endpoint.port, 0);
    assert_true(address_equal(endpoint.address, address("::1")));

    static const char *const strings[] = {"",        ":80",           "127.0.0.1",
                                          "::1:80",  "127.0.0.1:",    "127.0.0.1:65536",
                                          "[]:80",   "127.0.0.1:-1",  "127.0.0.1:8x",
                                          "[::1:80", "localhost:8080"};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        assert_err(endpoint_parse(text_of(strings[i]), &endpoint), ERR_BAD_REQUEST);
    }
}

static void an_endpoint_survives_its_socket(void **state)
{
    (void)state;
    static const char *const strings[] = {"127.0.0.1:8080", "[::1]:65535",
                                          "[2001:db8::7]:1"};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        struct endpoint endpoint = {0};
        struct endpoint again = {0};
        struct sockaddr_storage socket = {0};
        assert_ok(endpoint_parse(text_of(strings[i]), &endpoint));
        assert_true(endpoint_to_socket(endpoint, &socket) > 0);
        assert_ok(endpoint_of_socket(&socket, &again));
        assert_true(address_equal(endpoint.address, again.address));
        assert_int_equal(endpoint.port, again.port);
    }
    // A socket for both families names an IPv4 peer as a mapped address.
    struct endpoint endpoint = {0};
    struct sockaddr_storage both = {.ss_family = AF_INET6};
    struct address mapped = address("::ffff:192.0.2.7");
    memcpy(&((struct sockaddr_in6 *)&both)->sin6_addr, mapped.bytes,
           sizeof mapped.bytes);
    assert_ok(endpoint_of_socket(&both, &endpoint));
    assert_true(address_equal(endpoint.address, address("192.0.2.7")));

    const struct sockaddr_storage other = {.ss_family = AF_UNIX};
    assert_err(endpoint_of_socket(&other, &endpoint), ERR_BAD_REQUEST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(addresses_survive_their_text),     TEST(other_strings_are_no_addresses),
        TEST(a_mapped_address_is_the_ipv4_one), TEST(loopback_is_told_from_the_rest),
        TEST(a_network_has_its_addresses_only), TEST(a_list_is_searched_whole),
        TEST(slips_in_networks_are_refused),    TEST(an_endpoint_is_address_and_port),
        TEST(an_endpoint_survives_its_socket),
    };
    return RUN_TESTS(tests);
}
