// Parsing by the C library's inet_pton, comparing by ourselves.
#include "base/address.h"

#include <arpa/inet.h>
#include <string.h>

#define IPV4_PREFIX_BITS 96
#define PORT_MAX 65535

static const unsigned char ipv4_prefix[12] = {[10] = 0xff, [11] = 0xff};

enum err address_parse(struct text t, struct address *address_out)
{
    char copy[ADDRESS_TEXT_MAX] = "";
    struct address address = {0};
    if (t.len == 0 || t.len >= sizeof copy || memchr(t.s, '\0', t.len) != NULL) {
        return ERR_BAD_REQUEST;
    }
    memcpy(copy, t.s, t.len);
    if (inet_pton(AF_INET6, copy, address.bytes) != 1) {
        memcpy(address.bytes, ipv4_prefix, sizeof ipv4_prefix);
        if (inet_pton(AF_INET, copy, address.bytes + sizeof ipv4_prefix) != 1) {
            return ERR_BAD_REQUEST;
        }
    }
    *address_out = address;
    return OK;
}

struct address_text address_text(struct address address)
{
    struct address_text text = {0};
    if (address_is_ipv4(address)) {
        inet_ntop(AF_INET, address.bytes + sizeof ipv4_prefix, text.s, sizeof text.s);
    } else {
        inet_ntop(AF_INET6, address.bytes, text.s, sizeof text.s);
    }
    return text;
}

bool address_is_ipv4(struct address address)
{
    return memcmp(address.bytes, ipv4_prefix, sizeof ipv4_prefix) == 0;
}

bool address_is_loopback(struct address address)
{
    static const struct address ipv6_loopback = {{[15] = 1}};
    return (address_is_ipv4(address) && address.bytes[12] == 127) ||
           address_equal(address, ipv6_loopback);
}

bool address_equal(struct address a, struct address b)
{
    return memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

// Up to five decimal digits and nothing else; -1 for anything but 0 to `max`.
static int parse_number(struct text t, int max)
{
    if (t.len == 0 || t.len > 5) {
        return -1;
    }
    int value = 0;
    for (size_t i = 0; i < t.len; i++) {
        if (t.s[i] < '0' || t.s[i] > '9') {
            return -1;
        }
        value = value * 10 + (t.s[i] - '0');
    }
    return value <= max ? value : -1;
}

static struct text before(struct text t, const char *at)
{
    return (struct text){t.s, (size_t)(at - t.s)};
}

static struct text after(struct text t, const char *at)
{
    return (struct text){at + 1, t.len - (size_t)(at - t.s) - 1};
}

static unsigned mask_of_byte(int prefix_bits, int byte)
{
    const int bits = prefix_bits - byte * 8;
    if (bits <= 0) {
        return 0;
    }
    return bits >= 8 ? 0xffU : 0xff00U >> bits & 0xffU;
}

enum err network_parse(struct text t, struct network *network_out)
{
    struct network network = {.prefix_bits = 128};
    const char *slash = t.len == 0 ? NULL : memchr(t.s, '/', t.len);
    const struct text address = slash == NULL ? t : before(t, slash);
    enum err err = address_parse(address, &network.base);
    if (err != OK) {
        return err;
    }
    if (slash != NULL) {
        const int offset = address_is_ipv4(network.base) ? IPV4_PREFIX_BITS : 0;
        const int bits = parse_number(after(t, slash), 128 - offset);
        if (bits < 0) {
            return ERR_BAD_REQUEST;
        }
        network.prefix_bits = bits + offset;
    }
    for (int i = 0; i < 16; i++) {
        const unsigned beyond = 0xffU & ~mask_of_byte(network.prefix_bits, i);
        if ((network.base.bytes[i] & beyond) != 0) {
            return ERR_BAD_REQUEST;
        }
    }
    *network_out = network;
    return OK;
}

bool network_contains(struct network network, struct address address)
{
    for (int i = 0; i < 16; i++) {
        const unsigned differs =
            (unsigned)network.base.bytes[i] ^ (unsigned)address.bytes[i];
        if ((differs & mask_of_byte(network.prefix_bits, i)) != 0) {
            return false;
        }
    }
    return true;
}

bool network_any_contains(const struct network *networks, size_t count,
                          struct address address)
{
    for (size_t i = 0; i < count; i++) {
        if (network_contains(networks[i], address)) {
            return true;
        }
    }
    return false;
}

enum err endpoint_parse(struct text t, struct endpoint *endpoint_out)
{
    const char *colon = t.len == 0 ? NULL : memrchr(t.s, ':', t.len);
    if (colon == NULL) {
        return ERR_BAD_REQUEST;
    }
    struct text host = before(t, colon);
    const bool has_brackets =
        host.len > 2 && host.s[0] == '[' && host.s[host.len - 1] == ']';
    if (has_brackets) {
        host = (struct text){host.s + 1, host.len - 2};
    } else if (host.len > 0 && memchr(host.s, ':', host.len) != NULL) {
        return ERR_BAD_REQUEST;
    }
    struct endpoint endpoint = {.port = parse_number(after(t, colon), PORT_MAX)};
    if (endpoint.port < 0 || address_parse(host, &endpoint.address) != OK) {
        return ERR_BAD_REQUEST;
    }
    *endpoint_out = endpoint;
    return OK;
}

socklen_t endpoint_to_socket(struct endpoint endpoint, struct sockaddr_storage *out)
{
    memset(out, 0, sizeof *out);
    if (address_is_ipv4(endpoint.address)) {
        struct sockaddr_in *in = (struct sockaddr_in *)out;
        in->sin_family = AF_INET;
        in->sin_port = htons((uint16_t)endpoint.port);
        memcpy(&in->sin_addr, endpoint.address.bytes + sizeof ipv4_prefix,
               sizeof in->sin_addr);
        return sizeof *in;
    }
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)out;
    in6->sin6_family = AF_INET6;
    in6->sin6_port = htons((uint16_t)endpoint.port);
    memcpy(&in6->sin6_addr, endpoint.address.bytes, sizeof in6->sin6_addr);
    return sizeof *in6;
}

enum err endpoint_of_socket(const struct sockaddr_storage *socket,
                            struct endpoint *endpoint_out)
{
    struct endpoint endpoint = {0};

    if (socket->ss_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)socket;
        memcpy(endpoint.address.bytes, ipv4_prefix, sizeof ipv4_prefix);
        memcpy(endpoint.address.bytes + sizeof ipv4_prefix, &in->sin_addr,
               sizeof in->sin_addr);
        endpoint.port = ntohs(in->sin_port);
    } else if (socket->ss_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)socket;
        memcpy(endpoint.address.bytes, &in6->sin6_addr, sizeof endpoint.address.bytes);
        endpoint.port = ntohs(in6->sin6_port);
    } else {
        return ERR_BAD_REQUEST;
    }
    *endpoint_out = endpoint;
    return OK;
}
