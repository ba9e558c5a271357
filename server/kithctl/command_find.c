// Finding a command in the table by its words, and saying how it is called.
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "kithctl/command.h"

#define WORDS_MAX 64 // of a command line, for finding the nearest

// How many words of `argv` the name of `command` is; 0 when they are others.
static int words_matched(const struct ctl_command *command, int argc, char **argv)
{
    const char *at = command->words;
    int count = 0;
    while (*at != '\0') {
        const size_t len = strcspn(at, " ");
        if (count == argc || strlen(argv[count]) != len ||
            strncmp(argv[count], at, len) != 0) {
            return 0;
        }
        count++;
        at += len;
        at += strspn(at, " ");
    }
    return count;
}

const struct ctl_command *ctl_command_find(int *argc, char **argv)
{
    for (size_t i = 0; i < ctl_command_count; i++) {
        const int count = words_matched(&ctl_commands[i], *argc, argv);
        if (count > 0) {
            *argc -= count;
            memmove(argv, argv + count, (size_t)(*argc + 1) * sizeof *argv);
            return &ctl_commands[i];
        }
    }
    return NULL;
}

const struct ctl_command *ctl_command_nearest(int argc, char **argv)
{
    char said[WORDS_MAX];
    const bool has_two = argc > 1 && argv[1][0] != '-';
    const int len = snprintf(said, sizeof said, "%s%s%s", argv[0], has_two ? " " : "",
                             has_two ? argv[1] : "");
    const size_t said_len = len < WORDS_MAX ? (size_t)len : WORDS_MAX - 1;
    const struct ctl_command *nearest = &ctl_commands[0];
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < ctl_command_count; i++) {
        const size_t distance = text_distance((struct text){said, said_len},
                                              text_of(ctl_commands[i].words));
        if (distance < least) {
            least = distance;
            nearest = &ctl_commands[i];
        }
    }
    return nearest;
}

static void print_capitals(const char *word)
{
    for (const char *c = word; *c != '\0'; c++) {
        printf("%c", toupper((unsigned char)*c));
    }
}

static void print_param(const struct ctl_param *param)
{
    printf(param->is_optional ? " [" : " ");
    switch (param->kind) {
    case PARAM_FLAG:
        printf("--%s", param->option);
        break;
    case PARAM_FILE:
        printf("--%s FILE", param->option);
        break;
    case PARAM_TEXT:
    case PARAM_PERSON:
    case PARAM_AREA:
    case PARAM_ROLE:
    case PARAM_ID:
    case PARAM_DURATION:
        print_capitals(param->option);
        break;
    }
    printf(param->is_optional ? "]" : "");
}

void ctl_command_print_usage(const struct ctl_command *command)
{
    printf("%s", command->words);
    for (const struct ctl_param *param = command->params; param->option != NULL;
         param++) {
        print_param(param);
    }
    printf("\n");
}
