// Stands in for libFuzzer where a harness only meets its seeds: calls it once for every
// file in the folders (or with the names) that are the arguments.
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"

#define SEED_MAX_BYTES (1024 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Only harnesses that need it have it.
__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);

// A copy of exactly the file's size, so that the sanitizer sees a read beyond it.
static int replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return -1;
    }
    uint8_t *whole = mem_new(SEED_MAX_BYTES, 1);
    const size_t size = fread(whole, 1, SEED_MAX_BYTES, file);
    (void)fclose(file);
    uint8_t *data = mem_resize(whole, size, 1);
    (void)LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 0;
}

static int replay_folder(const char *path)
{
    int count = 0;
    DIR *folder = opendir(path);
    if (folder == NULL) {
        perror(path);
        return -1;
    }
    for (struct dirent *entry = readdir(folder); entry != NULL && count >= 0;
         entry = readdir(folder)) {
        char name[4096];
        if (entry->d_name[0] == '.') {
            continue;
        }
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        count = replay_file(name) == 0 ? count + 1 : -1;
    }
    (void)closedir(folder);
    return count;
}

int main(int argc, char **argv)
{
    int total = 0;
    if (LLVMFuzzerInitialize != NULL) {
        (void)LLVMFuzzerInitialize(&argc, &argv);
    }
    for (int i = 1; i < argc; i++) {
        struct stat status;
        const int count = stat(argv[i], &status) == 0 && S_ISDIR(status.st_mode)
                              ? replay_folder(argv[i])
                              : replay_file(argv[i]) + 1;
        if (count <= 0) {
            fprintf(stderr, "%s: no seeds\n", argv[i]);
            return EXIT_FAILURE;
        }
        total += count;
    }
    printf("%d seeds\n", total);
    return EXIT_SUCCESS;
}
