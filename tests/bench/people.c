#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        exit(1);
    }
    const long len = ftell(file);
    rewind(file);
    char *bytes = mem_new((size_t)len + 1, 1);
    if (len < 0 || fread(bytes, 1, (size_t)len, file) != (size_t)len) {
        perror(path);
        exit(1);
    }
    (void)fclose(file);
    return bytes;
}

// Cuts `*at` after its next `stop`; gives what stood before it.
static char *cut(char **at, const char *stop)
{
    char *word = strsep(at, stop);
    if (word == NULL) {
        fprintf(stderr, "load: the file of people is cut off\n");
        exit(1);
    }
    return word;
}

static size_t count_lines(const char *bytes)
{
    size_t count = 0;
    for (const char *at = bytes; (at = strchr(at, '\n')) != NULL; at++) {
        count++;
    }
    return count;
}

struct people people_read(const char *path)
{
    struct people people = {0};
    if (path == NULL) {
        return people;
    }
    people.bytes = read_file(path);
    const size_t count = count_lines(people.bytes);
    people.tokens = mem_new(count, sizeof *people.tokens);
    people.groups = mem_new(count, sizeof *people.groups);
    people.pairs = mem_new(count, sizeof *people.pairs);
    char *at = people.bytes;
    for (; people.count < count; people.count++) {
        people.tokens[people.count] = cut(&at, "\t");
        (void)cut(&at, "\t");
        char *groups = cut(&at, "\t");
        people.groups[people.count] = cut(&groups, ",");
        people.pairs[people.count] = cut(&at, "\n");
    }
    return people;
}

void people_clear(struct people *people)
{
    free(people->bytes);
    free(people->tokens);
    free(people->groups);
    free(people->pairs);
}
