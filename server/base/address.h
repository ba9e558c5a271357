// Internet addresses as numbers: one address, a network of them (CIDR), and an address
// with a port. Names are never looked up.
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include "base/err.h"
#include "base/text.h"

#define ADDRESS_TEXT_MAX 46 // the longest IPv6 form with its NUL

// IPv6 in network order; IPv4 as ::ffff:a.b.c.d (RFC 4291, section 2.5.5.2).
struct address {
    unsigned char bytes[16];
};

struct address_text {
    char s[ADDRESS_TEXT_MAX];
};

// All addresses that share the first `prefix_bits` bits with `base`.
struct network {
    struct address base;
    int prefix_bits; // 0–128; an IPv4 /8 is 104 here
};

struct endpoint {
    struct address address;
    int port; // 0–65535; 0 lets the system pick; -1: none given
};

// Reads "192.0.2.7" or "2001:db8::7". Errors: ERR_BAD_REQUEST.
enum err address_parse(struct text t, struct address *address_out);

// The usual text form; IPv4 in its own.
struct address_text address_text(struct address address);

bool address_is_ipv4(struct address address);

// Whether the address never leaves this machine (127.0.0.0/8, ::1).
bool address_is_loopback(struct address address);

bool address_equal(struct address a, struct address b);

// Reads "192.0.2.0/24", "2001:db8::/32" or a single address. Errors: ERR_BAD_REQUEST,
// also where bits after the prefix are set, since that is usually a slip.
enum err network_parse(struct text t, struct network *network_out);

bool network_contains(struct network network, struct address address);

// Whether any of the `count` networks at `networks` has `address`.
bool network_any_contains(const struct network *networks, size_t count,
                          struct address address);

// Reads "127.0.0.1:8080" or "[::1]:8080". Errors: ERR_BAD_REQUEST.
enum err endpoint_parse(struct text t, struct endpoint *endpoint_out);

// Writes it as bind takes it. Returns the length that goes with it.
socklen_t endpoint_to_socket(struct endpoint endpoint, struct sockaddr_storage *out);

// Reads what getsockname or getpeername gave. Errors: ERR_BAD_REQUEST where that is
// neither IPv4 nor IPv6.
enum err endpoint_of_socket(const struct sockaddr_storage *socket,
                            struct endpoint *endpoint_out);

#endif
