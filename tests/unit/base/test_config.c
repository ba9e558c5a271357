#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"
#include "base/config_option.h"

static struct config config;
static struct config_problem problem;

static int begin(void **state)
{
    config_init(&config);
    problem = (struct config_problem){0};
    return support_begin(state);
}

static int end(void **state)
{
    config_clear(&config);
    return support_end(state);
}

#define CONFIG_TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

// Loads the arguments up to a NULL; what is left stays in `left`.
static char *left[16];
static int left_count;

static enum err load(const char *first, const char *second, const char *third)
{
    static char arguments[4][200];
    const char *const given[] = {"kithd", first, second, third};
    left_count = 0;
    for (size_t i = 0; i < 4 && given[i] != NULL; i++) {
        snprintf(arguments[i], sizeof arguments[i], "%s", given[i]);
        left[left_count] = arguments[i];
        left_count++;
    }
    left[left_count] = NULL;
    return config_load(&config, &left_count, left, &problem);
}

static enum err read_ini(const char *ini)
{
    return config_load_text(&config, text_of(ini), "kithd.ini", &problem);
}

static void assert_problem(const char *expected)
{
    assert_string_equal(problem.text, expected);
}

static void defaults_are_those_of_the_table(void **state)
{
    (void)state;
    assert_ok(load(NULL, NULL, NULL));
    assert_string_equal(config.data_dir, "data");
    assert_string_equal(config.master_key_file, "data/master.key");
    assert_int_equal(config.listen.port, 8080);
    assert_int_equal(config.metrics_listen.port, -1);
    assert_int_equal(config.send_burst, 10);
    assert_int_equal(config.log_level, LOG_INFO);
    assert_int_equal(config.allowed_origins.count, 0);
}

static void sessions_end_after_14_days_unused_and_90_at_most(void **state)
{
    (void)state;
    assert_ok(load(NULL, NULL, NULL));
    assert_int_equal(config.session_idle_days, 14);
    assert_int_equal(config.session_absolute_days, 90);
}

static void every_default_is_within_its_range(void **state)
{
    (void)state;
    for (size_t i = 0; i < config_option_count; i++) {
        const struct config_option *option = &config_options[i];
        config_option_reset(&config, option);
        assert_ok(
            config_option_set(&config, option, text_of(option->fallback), &problem));
        assert_ptr_equal(config_option_find(text_of(option->name)), option);
        assert_true(strlen(option->help) > 20);
    }
}

static void every_integer_is_held_to_its_range(void **state)
{
    (void)state;
    for (size_t i = 0; i < config_option_count; i++) {
        const struct config_option *option = &config_options[i];
        if (option->type != OPTION_INTEGER) {
            continue;
        }
        const int64_t numbers[] = {option->min - 1, option->min, option->max,
                                   option->max + 1};
        for (int j = 0; j < 4; j++) {
            char value[32];
            snprintf(value, sizeof value, "%lld", (long long)numbers[j]);
            const enum err err =
                config_option_set(&config, option, text_of(value), &problem);
            assert_err(err, j == 1 || j == 2 ? OK : ERR_BAD_REQUEST);
        }
    }
}

static void both_forms_of_an_option_are_read(void **state)
{
    (void)state;
    assert_ok(load("--send-burst", "7", "--data-dir=/srv/kith"));
    assert_int_equal(config.send_burst, 7);
    assert_string_equal(config.data_dir, "/srv/kith");
    assert_string_equal(config.master_key_file, "/srv/kith/master.key");
    assert_int_equal(left_count, 1);
}

static void what_is_no_option_is_left_to_the_caller(void **state)
{
    (void)state;
    assert_ok(load("invite", "--data-dir=x", "--role"));
    assert_int_equal(left_count, 3);
    assert_string_equal(left[1], "invite");
    assert_string_equal(left[2], "--role");
}

static void an_unknown_option_names_the_nearest(void **state)
{
    (void)state;
    config_unknown("--data-dri", &problem);
    assert_problem("--data-dri is not an option; the nearest is --data-dir");
    config_unknown("--Send_Burst=3", &problem);
    assert_problem("--Send_Burst is not an option; the nearest is --send-burst");
    config_unknown("serve", &problem);
    assert_problem("serve: options start with --");
    assert_err(read_ini("\nlisten = 127.0.0.1:1\nlog-levle = warn\n"), ERR_BAD_REQUEST);
    assert_problem("kithd.ini:3: log-levle is not an option; the nearest is log-level");
}

static void the_nearest_to_a_slip_is_what_was_meant(void **state)
{
    (void)state;
    for (size_t i = 0; i < config_option_count; i++) {
        const char *name = config_options[i].name;
        char slip[64];
        snprintf(slip, sizeof slip, "%sx", name);
        assert_string_equal(config_option_nearest(text_of(slip))->name, name);
    }
}

static void problems_say_where_and_why(void **state)
{
    (void)state;
    assert_err(load("--send-burst=0", NULL, NULL), ERR_BAD_REQUEST);
    assert_problem("--send-burst is not between 1 and 1000000 messages");
    assert_err(load("--send-burst", NULL, NULL), ERR_BAD_REQUEST);
    assert_problem("--send-burst needs a value");
    assert_err(read_ini("[kithd]\nsend-burst = ten\n"), ERR_BAD_REQUEST);
    assert_problem("kithd.ini:2: send-burst is not a whole number");
    assert_err(read_ini("[kithd]\n; fine\nwhat is this\n"), ERR_BAD_REQUEST);
    assert_problem("kithd.ini:3: this is not NAME = VALUE");
    assert_err(read_ini("[kith]\nsend-burst = 1\n"), ERR_BAD_REQUEST);
    assert_problem("kithd.ini:2: the only section is [kithd]");
    assert_err(read_ini("send-burst = 1\n  send-burst = 2\n"), ERR_BAD_REQUEST);
    assert_problem("kithd.ini:2: send-burst stands in this file twice");
    assert_err(load("--config=/nowhere/kithd.ini", NULL, NULL), ERR_BAD_REQUEST);
    assert_problem("/nowhere/kithd.ini: cannot be read");
}

static void a_line_that_would_be_cut_is_refused(void **state)
{
    (void)state;
    char ini[400];
    memset(ini, 'x', sizeof ini - 1);
    memcpy(ini, "data-dir = ", 11);
    ini[sizeof ini - 1] = '\0';
    assert_err(read_ini(ini), ERR_BAD_REQUEST);
    assert_err(config_load_text(&config, TEXT("data-dir = a\0b"), "k", &problem),
               ERR_BAD_REQUEST);
}

static void numbers_are_whole_and_plain(void **state)
{
    (void)state;
    static const char *const values[] = {"",   " 5",  "5 x", "0x10",
                                         "+5", "1e3", "5.0", "99999999999999999999"};
    const struct config_option *option = config_option_find(TEXT("send-burst"));
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        assert_err(config_option_set(&config, option, text_of(values[i]), &problem),
                   ERR_BAD_REQUEST);
    }
    assert_int_equal(config.send_burst, 10);
}

static void the_command_line_wins_over_the_file(void **state)
{
    (void)state;
    char path[] = "/tmp/kith-test-config-XXXXXX";
    const int fd = mkstemp(path);
    const char ini[] = "send-burst = 3\nsend-per-s = 4\ntrusted-proxies = 10.0.0.0/8\n";
    assert_true(write(fd, ini, sizeof ini - 1) == (ssize_t)sizeof ini - 1);
    close(fd);
    const enum err err = load("--send-burst=5", "--config", path);
    unlink(path);
    assert_ok(err);
    assert_int_equal(config.send_burst, 5);
    assert_int_equal(config.send_per_s, 4);
    assert_int_equal(config.trusted_proxies.count, 1);
}

static void lists_add_up_within_a_source_and_replace_across(void **state)
{
    (void)state;
    assert_ok(read_ini("trusted-networks = 10.0.0.0/8, ::1\n"
                       "trusted-networks = 192.0.2.7\n"));
    assert_int_equal(config.trusted_networks.count, 3);
    assert_ok(load("--trusted-networks=127.0.0.1", NULL, NULL));
    assert_int_equal(config.trusted_networks.count, 1);
    assert_ok(load("--trusted-networks", "", NULL));
    assert_int_equal(config.trusted_networks.count, 0);
    assert_err(load("--trusted-networks=office", NULL, NULL), ERR_BAD_REQUEST);
}

static void urls_are_origins(void **state)
{
    (void)state;
    assert_ok(load("--public-url=https://kith.example.org/", NULL, NULL));
    assert_string_equal(config.public_url, "https://kith.example.org");
    static const char *const wrong[] = {"kith.example.org", "ftp://kith.example.org",
                                        "https://kith.example.org/path", "https://",
                                        "https://Kith.example.org"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_err(load("--public-url", wrong[i], NULL), ERR_BAD_REQUEST);
    }
    assert_err(load("--allowed-origins=*", NULL, NULL), ERR_BAD_REQUEST);
}

static void the_port_completes_url_and_origins(void **state)
{
    (void)state;
    config_set_port(&config, 4711);
    assert_string_equal(config.public_url, "http://127.0.0.1:4711");
    assert_int_equal(config.allowed_origins.count, 2);
    assert_string_equal(config.allowed_origins.items[0], "http://localhost:4711");
    assert_string_equal(config.allowed_origins.items[1], "http://127.0.0.1:4711");
    assert_true(config_is_local(&config));
}

static void a_given_url_is_the_only_origin(void **state)
{
    (void)state;
    assert_ok(load("--public-url=https://kith.example.org", NULL, NULL));
    config_set_port(&config, 4711);
    assert_int_equal(config.allowed_origins.count, 1);
    assert_string_equal(config.allowed_origins.items[0], "https://kith.example.org");
    assert_false(config_is_local(&config));
}

static void local_is_loopback_only(void **state)
{
    (void)state;

    static const struct {
        const char *url;
        bool is_local;
    } cases[] = {
        {"http://127.0.0.1:8080",      true },
        {"http://[::1]:8080",          true },
        {"http://localhost:8080",      true },
        {"http://localhost",           true },
        {"http://127.0.0.1",           true },
        {"http://192.0.2.7:8080",      false},
        {"http://localhost.example:1", false},
        {"https://127.0.0.1:8080",     false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_ok(load("--public-url", cases[i].url, NULL));
        assert_int_equal(config_is_local(&config), cases[i].is_local);
    }
    assert_ok(load("--public-url=", "--listen=0.0.0.0:80", NULL));
    assert_false(config_is_local(&config));
    assert_ok(load("--public-url=http://localhost:80", "--listen=0.0.0.0:80", NULL));
    assert_false(config_is_local(&config));
}

static void actions_are_noted(void **state)
{
    (void)state;
    assert_ok(load("--help", NULL, NULL));
    assert_int_equal(config.action, CONFIG_HELP);
    assert_ok(load("--print-example-config", NULL, NULL));
    assert_int_equal(config.action, CONFIG_EXAMPLE);
    assert_int_equal(left_count, 1);
}

// Takes the comment signs off the example and reads it: it must say what is so anyway.
static void the_example_is_read_back_as_the_defaults(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    config_print_example(out);
    fclose(out);
    for (char *at = strchr(text, '\n'); at != NULL; at = strchr(at + 1, '\n')) {
        if (at[1] == ';' && at[2] != ' ') {
            at[1] = ' ';
        }
    }
    const enum err err =
        config_load_text(&config, (struct text){text, size}, "example", &problem);
    free(text);
    assert_ok(err);
    assert_int_equal(config.send_burst, 10);
    assert_string_equal(config.data_dir, "data");
    assert_int_equal(config.metrics_listen.port, -1);
}

static void help_names_every_option(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    config_print_help(out);
    fclose(out);
    for (size_t i = 0; i < config_option_count; i++) {
        assert_non_null(strstr(text, config_options[i].name));
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CONFIG_TEST(defaults_are_those_of_the_table),
        CONFIG_TEST(sessions_end_after_14_days_unused_and_90_at_most),
        CONFIG_TEST(every_default_is_within_its_range),
        CONFIG_TEST(every_integer_is_held_to_its_range),
        CONFIG_TEST(both_forms_of_an_option_are_read),
        CONFIG_TEST(what_is_no_option_is_left_to_the_caller),
        CONFIG_TEST(an_unknown_option_names_the_nearest),
        CONFIG_TEST(the_nearest_to_a_slip_is_what_was_meant),
        CONFIG_TEST(problems_say_where_and_why),
        CONFIG_TEST(a_line_that_would_be_cut_is_refused),
        CONFIG_TEST(numbers_are_whole_and_plain),
        CONFIG_TEST(the_command_line_wins_over_the_file),
        CONFIG_TEST(lists_add_up_within_a_source_and_replace_across),
        CONFIG_TEST(urls_are_origins),
        CONFIG_TEST(the_port_completes_url_and_origins),
        CONFIG_TEST(a_given_url_is_the_only_origin),
        CONFIG_TEST(local_is_loopback_only),
        CONFIG_TEST(actions_are_noted),
        CONFIG_TEST(the_example_is_read_back_as_the_defaults),
        CONFIG_TEST(help_names_every_option),
    };
    return RUN_TESTS(tests);
}
