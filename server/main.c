// kithd: arguments, configuration, open, run, exit code.
#include "base/config.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/totp.h"
#include "base/version.h"
#include "transport/loop.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define EXIT_USAGE 64       // sysexits.h
#define EXIT_UNAVAILABLE 69 // another kithd has the folder
#define EXIT_CONFIG 78

// libuv's pool only hashes passwords: two at once, and one to spare.
static const char POOL_SIZE[] = "3";

static int exit_code_of(enum err err)
{
    if (err == ERR_CONFLICT) {
        (void)fprintf(stderr, "kithd: kithd is running on this data folder already\n");
        return EXIT_UNAVAILABLE;
    }
    (void)fprintf(stderr, "kithd: not started; the log above says why\n");
    return EXIT_CONFIG;
}

static void print_url(const char *what, struct address address, int port,
                      const char *path)
{
    const bool is_ipv4 = address_is_ipv4(address);

    printf("%s http://%s%s%s:%d%s\n", what, is_ipv4 ? "" : "[", address_text(address).s,
           is_ipv4 ? "" : "]", port, path);
}

static int serve(struct config *config)
{
    struct server *server = NULL;
    enum err err = loop_open(config, KITH_VERSION, &server);

    if (err != OK) {
        return exit_code_of(err);
    }
    print_url("listening on", config->listen.address, config->listen.port, "");
    if (loop_metrics_port(server) != 0) {
        print_url("metrics on", config->metrics_listen.address,
                  loop_metrics_port(server), "/metrics");
    }
    (void)fflush(stdout);
    int exit_code = loop_run(server);
    loop_close(server);
    return exit_code;
}

static int act(struct config *config, int argc, char **argv)
{
    struct config_problem problem = {0};

    switch (config->action) {
    case CONFIG_HELP:
        printf(
            "kithd, the Kith server\n\nkithd [--config FILE] [--OPTION VALUE ...]\n\n");
        config_print_help(stdout);
        return EXIT_SUCCESS;
    case CONFIG_VERSION:
        printf("kithd %s\n", KITH_VERSION);
        return EXIT_SUCCESS;
    case CONFIG_EXAMPLE:
        config_print_example(stdout);
        return EXIT_SUCCESS;
    case CONFIG_RUN:
        break;
    }
    if (argc > 1) {
        config_unknown(argv[1], &problem);
        (void)fprintf(stderr, "kithd: %s\n", problem.text);
        return EXIT_USAGE;
    }
    log_set_level(config->log_level);
    if (!secret_memory_locks()) {
        log_event(LOG_WARN, "keys_may_be_swapped", "what_to_do=%s",
                  "raise_LimitMEMLOCK_or_turn_swap_off");
    }
    return serve(config);
}

int main(int argc, char **argv)
{
    struct config config;
    struct config_problem problem = {0};
    int exit_code = EXIT_USAGE;

    secret_keep_to_itself();
    // NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread yet
    if (setenv("UV_THREADPOOL_SIZE", POOL_SIZE, 1) != 0 || secret_init() != OK ||
        totp_init() != OK) {
        return EXIT_CONFIG;
    }
    config_init(&config);
    if (config_load(&config, &argc, argv, &problem) == OK) {
        exit_code = act(&config, argc, argv);
    } else {
        (void)fprintf(stderr, "kithd: %s\n", problem.text);
    }
    config_clear(&config);
    return exit_code;
}
