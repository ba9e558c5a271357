// HTTP and WebSocket from the bytes on a socket on: the real server on a loopback port,
// with libwebsockets, engine and database. A line "====" begins another connection, a
// line "----" gives the server time to answer before the rest is sent. What a client
// sends is masked with zeroes in the seeds, so that frames can be read and mutated.
#include "base/secret.h"
#include "engine/folder.h"
#include "town.h"
#include "transport/loop.h"
#include "transport/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <sanitizer/lsan_interface.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS_MAX 4
#define PAUSES_MAX 8
#define TURNS 12      // of the loop in which nothing happens: then it is quiet
#define TURNS_MAX 400 // however much happens
#define TURN_US 100   // for the threads of the engine to answer
#define TICKET "a ticket of the harness, used again and again"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
    char folder[64];
    struct config config;
    struct server *server;
    struct town town;
} fuzz;

static void make_folder(void)
{
    struct folder *folder = NULL;
    struct clock clock = {0};

    must(folder_open(&fuzz.config, &clock, &folder));
    town_make(&fuzz.town, folder_db(folder), folder_vault(folder));
    folder_close(folder);
}

static void remove_folder(void)
{
    static const char *const names[] = {"kith.db",    "kith.db-wal",     "kith.db-shm",
                                        "keys.db",    "keys.db-journal", "kith.lock",
                                        "master.key", "admin.sock"};
    char path[128];

    loop_close(fuzz.server);
    config_clear(&fuzz.config);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", fuzz.folder, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(fuzz.folder);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct config_problem problem = {0};
    char data_dir[80];
    char name[] = "kithd";
    char listen_option[] = "--listen=127.0.0.1:0";
    char public_url[] = "--public-url=http://127.0.0.1:8080"; // the seeds' Origin
    char *arguments[] = {name, data_dir, listen_option, public_url, NULL};
    int count = 4;

    (void)argc;
    (void)argv;
    __lsan_disable(); // the vault keeps its pointers where no leak checker looks
    must(secret_init());
    town_watch_log();
    snprintf(fuzz.folder, sizeof fuzz.folder, "/tmp/kith-fuzz-XXXXXX");
    if (mkdtemp(fuzz.folder) == NULL) {
        abort();
    }
    snprintf(data_dir, sizeof data_dir, "--data-dir=%s", fuzz.folder);
    config_init(&fuzz.config);
    must(config_load(&fuzz.config, &count, arguments, &problem));
    make_folder();
    must(loop_open(&fuzz.config, "0", &fuzz.server));
    __lsan_enable();
    return atexit(remove_folder);
}

// ---- clients

static int client_open(void)
{
    int client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)fuzz.config.listen.port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    // Reset when closed: ports are not used up by waiting connections.
    struct linger at_once = {.l_onoff = 1};

    if (client < 0 ||
        setsockopt(client, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) != 0 ||
        (connect(client, (struct sockaddr *)&address, sizeof address) != 0 &&
         errno != EINPROGRESS)) {
        abort();
    }
    return client;
}

// Whether a connection waits for an answer of the engine.
static bool is_waiting(void)
{
    const struct conn *conn = NULL;
    size_t cursor = 0;

    while ((conn = map_next(fuzz.server->conns, &cursor, NULL)) != NULL) {
        if (conn->in_flight > 0) {
            return true;
        }
    }
    return false;
}

// Turns the loop until nothing comes any more.
static void turn(const int *clients, int count)
{
    char answer[16384];
    int quiet = 0;

    for (int i = 0; i < TURNS_MAX && quiet < TURNS; i++) {
        uint64_t before = fuzz.server->counts.bytes_out;
        (void)uv_run(&fuzz.server->loop, UV_RUN_NOWAIT);
        bool is_quiet = before == fuzz.server->counts.bytes_out && !is_waiting();
        for (int j = 0; j < count; j++) {
            is_quiet = recv(clients[j], answer, sizeof answer, 0) <= 0 && is_quiet;
        }
        quiet = is_quiet ? quiet + 1 : 0;
        if (quiet == 0 || quiet > TURNS / 2) {
            usleep(TURN_US);
        }
    }
}

static void client_send(int client, const char *bytes, size_t length,
                        const int *clients, int count)
{
    for (int i = 0; length > 0 && i < 64; i++) {
        ssize_t sent = send(client, bytes, length, MSG_NOSIGNAL);
        if (sent > 0) {
            bytes += sent;
            length -= (size_t)sent;
        } else if (sent < 0 && errno != EAGAIN && errno != ENOTCONN) {
            return; // the server has hung up
        }
        if (length > 0) {
            turn(clients, count);
        }
    }
}

// ---- one input

// The cookie in place of its stand-in of the same length.
static void set_cookies(char *bytes, size_t length)
{
    static const char stand_in[] = "kith=JJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJJ";
    char *at = memmem(bytes, length, stand_in, sizeof stand_in - 1);

    if (at != NULL) {
        memcpy(at + 5, fuzz.town.sessions[TOWN_JUNE].token.s, SECRET_TOKEN_LEN);
    }
}

static size_t part_length(const char *bytes, size_t left)
{
    const char *pause = memmem(bytes, left, "\n----\n", 6);
    const char *other = memmem(bytes, left, "\n====\n", 6);
    const char *end = pause;

    if (other != NULL && (end == NULL || other < end)) {
        end = other;
    }
    return end == NULL ? left : (size_t)(end - bytes);
}

static void converse(const char *bytes, size_t size)
{
    int clients[CONNECTIONS_MAX];
    int count = 0;
    size_t at = 0;

    clients[count++] = client_open();
    for (int i = 0; i < PAUSES_MAX && at <= size; i++) {
        size_t length = part_length(bytes + at, size - at);
        client_send(clients[count - 1], bytes + at, length, clients, count);
        turn(clients, count);
        at += length;
        if (at + 6 > size) {
            break;
        }
        if (bytes[at + 1] == '=' && count < CONNECTIONS_MAX) {
            clients[count++] = client_open();
        }
        at += 6;
    }
    for (int i = 0; i < count; i++) {
        (void)close(clients[i]);
    }
    turn(NULL, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ticket ticket = {.session = fuzz.town.sessions[TOWN_JUNE].session,
                            .person = fuzz.town.people[TOWN_JUNE],
                            .expires_ms = INT64_MAX};
    char *bytes = malloc(size + 1);

    if (bytes == NULL) {
        abort();
    }
    memcpy(bytes, data, size);
    town_name(&fuzz.town, bytes, size);
    set_cookies(bytes, size);
    tickets_add(fuzz.server->tickets, TEXT(TICKET), &ticket);
    converse(bytes, size);
    free(bytes);
    return 0;
}
