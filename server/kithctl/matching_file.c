// Every member is looked at once, in the order of the format; the first that is wrong
// is named. What a problem's numbers may be is the solver's to say.
#include "kithctl/matching_file.h"

#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"

#define FORMAT "kith.matching.problem.1"
// A cell takes some forty bytes while it is read: about 17 million of them, 0.7 GiB.
#define FILE_BYTES_MAX (64 * 1024 * 1024)
#define RULINGS_MAX 1000000
#define GATE_CHARS_MAX 64

// -- looking at JSON

// A member of an object: what it must be, and whether it may be left out.
struct member {
    const char *name; // NULL ends the list
    json_type type;
    bool is_optional;
};

static const char *type_name(json_type type)
{
    switch (type) {
    case JSON_STRING:
        return "a text";
    case JSON_INTEGER:
        return "a whole number";
    case JSON_ARRAY:
        return "a list";
    case JSON_OBJECT:
    case JSON_REAL:
    case JSON_TRUE:
    case JSON_FALSE:
    case JSON_NULL:
        break;
    }
    return "an object";
}

static bool is_known(const struct member *members, const char *name)
{
    for (const struct member *member = members; member->name != NULL; member++) {
        if (strcmp(member->name, name) == 0) {
            return true;
        }
    }
    return false;
}

// Whether `object`, called `where`, has the members that it must and no others.
static enum ctl_exit check_members(const struct matching_file *file, json_t *object,
                                   const char *where, const struct member *members)
{
    const char *name = NULL;
    json_t *value = NULL;
    if (!json_is_object(object)) {
        return ctl_fail("%s: %s is not an object", file->path, where);
    }
    json_object_foreach (object, name, value) {
        if (!is_known(members, name)) {
            return ctl_fail("%s: %s has an unknown member \"%s\"", file->path, where,
                            name);
        }
    }
    for (const struct member *member = members; member->name != NULL; member++) {
        value = json_object_get(object, member->name);
        if (value == NULL && !member->is_optional) {
            return ctl_fail("%s: %s has no \"%s\"", file->path, where, member->name);
        }
        if (value != NULL && json_typeof(value) != member->type) {
            return ctl_fail("%s: \"%s\" of %s is not %s", file->path, member->name,
                            where, type_name(member->type));
        }
    }
    return CTL_DONE;
}

static enum ctl_exit take_number(const struct matching_file *file, const json_t *value,
                                 const char *what, int most, int *number_out)
{
    const json_int_t number = json_integer_value(value);
    if (number < 0 || number > most) {
        return ctl_fail("%s: %s is %lld; it is 0 to %d", file->path, what,
                        (long long)number, most);
    }
    *number_out = (int)number;
    return CTL_DONE;
}

// -- people

// Takes the id of `object` and remembers in `by_id` that it stands at `at`.
static enum ctl_exit take_id(const struct matching_file *file, json_t *by_id,
                             const json_t *object, int at, struct text *id_out)
{
    const json_t *id = json_object_get(object, "id");
    const char *s = json_string_value(id);
    const size_t len = json_string_length(id);
    if (len == 0 || len > 64) {
        return ctl_fail("%s: the id \"%.80s\" is not 1 to 64 bytes long", file->path,
                        s);
    }
    if (json_object_get(by_id, s) != NULL) {
        return ctl_fail("%s: the id \"%s\" is given twice on one side", file->path, s);
    }
    (void)json_object_set_new(by_id, s, json_integer(at));
    *id_out = (struct text){s, len};
    return CTL_DONE;
}

static enum ctl_exit check_side(const struct matching_file *file, const char *name,
                                const json_t *list)
{
    if (json_array_size(list) > MATCHING_SIDE_MAX) {
        return ctl_fail("%s: \"%s\" has %zu people; %d are allowed", file->path, name,
                        json_array_size(list), MATCHING_SIDE_MAX);
    }
    return CTL_DONE;
}

static enum ctl_exit take_carer(struct matching_file *file, json_t *object, int at)
{
    static const struct member members[] = {
        {"id",   JSON_STRING,  false},
        {"tier", JSON_INTEGER, false},
        {NULL,   JSON_NULL,    false}
    };
    struct matching_solve_carer *carer = &file->carer_list[at];
    char where[64];
    snprintf(where, sizeof where, "carers[%d]", at);
    enum ctl_exit done = check_members(file, object, where, members);
    if (done == CTL_DONE) {
        done = take_id(file, file->carers, object, at, &carer->id);
    }
    if (done == CTL_DONE) {
        snprintf(where, sizeof where, "\"tier\" of carers[%d]", at);
        done = take_number(file, json_object_get(object, "tier"), where,
                           MATCHING_TIERS - 1, &carer->tier);
    }
    return done;
}

static enum ctl_exit take_supporter(struct matching_file *file, json_t *object, int at)
{
    static const struct member members[] = {
        {"id",       JSON_STRING,  false},
        {"capacity", JSON_INTEGER, false},
        {"load",     JSON_INTEGER, false},
        {NULL,       JSON_NULL,    false}
    };
    struct matching_solve_supporter *supporter = &file->supporter_list[at];
    char where[64];
    snprintf(where, sizeof where, "supporters[%d]", at);
    enum ctl_exit done = check_members(file, object, where, members);
    if (done == CTL_DONE) {
        done = take_id(file, file->supporters, object, at, &supporter->id);
    }
    if (done == CTL_DONE) {
        snprintf(where, sizeof where, "\"capacity\" of supporters[%d]", at);
        done = take_number(file, json_object_get(object, "capacity"), where,
                           MATCHING_CAPACITY_MAX, &supporter->capacity);
    }
    if (done == CTL_DONE) {
        snprintf(where, sizeof where, "\"load\" of supporters[%d]", at);
        done = take_number(file, json_object_get(object, "load"), where,
                           MATCHING_LOAD_MAX, &supporter->load);
    }
    return done;
}

static enum ctl_exit take_people(struct matching_file *file)
{
    const json_t *carers = json_object_get(file->root, "carers");
    const json_t *supporters = json_object_get(file->root, "supporters");
    size_t i = 0;
    json_t *object = NULL;
    enum ctl_exit done = check_side(file, "carers", carers);
    if (done == CTL_DONE) {
        done = check_side(file, "supporters", supporters);
    }
    if (done != CTL_DONE) {
        return done;
    }
    file->carer_list = mem_new(json_array_size(carers), sizeof *file->carer_list);
    file->supporter_list =
        mem_new(json_array_size(supporters), sizeof *file->supporter_list);
    json_array_foreach (carers, i, object) {
        if (take_carer(file, object, (int)i) != CTL_DONE) {
            return CTL_FAILED;
        }
    }
    json_array_foreach (supporters, i, object) {
        if (take_supporter(file, object, (int)i) != CTL_DONE) {
            return CTL_FAILED;
        }
    }
    file->problem.carers = file->carer_list;
    file->problem.carer_count = (int)json_array_size(carers);
    file->problem.supporters = file->supporter_list;
    file->problem.supporter_count = (int)json_array_size(supporters);
    return CTL_DONE;
}

// -- pairs

static bool is_gate_code(const json_t *value)
{
    const char *s = json_string_value(value);
    const size_t len = json_string_length(value);
    return s != NULL && len > 0 && len <= GATE_CHARS_MAX &&
           strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == len;
}

static enum ctl_exit take_cell(const struct matching_file *file, const json_t *value,
                               struct matching_solve_pair at, matching_cell *cell_out)
{
    const json_int_t score = json_integer_value(value);
    if (json_is_integer(value) && score >= 0 && score <= 1000) {
        *cell_out = (matching_cell)score;
    } else if (is_gate_code(value)) {
        *cell_out = -1;
    } else {
        return ctl_fail("%s: pairs[%d][%d] is neither a score from 0 to 1000 nor the "
                        "code of a gate",
                        file->path, at.carer, at.supporter);
    }
    return CTL_DONE;
}

static enum ctl_exit take_row(struct matching_file *file, const json_t *row, int carer)
{
    const size_t cols = (size_t)file->problem.supporter_count;
    matching_cell *cells = file->cells + (size_t)carer * cols;
    if (!json_is_array(row)) {
        return ctl_fail("%s: pairs[%d] is not a list", file->path, carer);
    }
    if (json_array_size(row) != cols) {
        return ctl_fail("%s: pairs[%d] has %zu cells; there are %zu supporters",
                        file->path, carer, json_array_size(row), cols);
    }
    for (size_t j = 0; j < cols; j++) {
        const struct matching_solve_pair at = {carer, (int)j};
        if (take_cell(file, json_array_get(row, j), at, &cells[j]) != CTL_DONE) {
            return CTL_FAILED;
        }
    }
    return CTL_DONE;
}

static enum ctl_exit take_cells(struct matching_file *file)
{
    const json_t *rows = json_object_get(file->root, "pairs");
    const int carers = file->problem.carer_count;
    if (json_array_size(rows) != (size_t)carers) {
        return ctl_fail("%s: \"pairs\" has %zu rows; there are %d carers", file->path,
                        json_array_size(rows), carers);
    }
    file->cells = mem_new((size_t)carers * (size_t)file->problem.supporter_count,
                          sizeof *file->cells);
    file->problem.cells = file->cells;
    for (int i = 0; i < carers; i++) {
        if (take_row(file, json_array_get(rows, (size_t)i), i) != CTL_DONE) {
            return CTL_FAILED;
        }
    }
    return CTL_DONE;
}

// -- rulings

static enum ctl_exit take_position(const struct matching_file *file,
                                   const json_t *by_id, const json_t *id,
                                   const char *where, int *at_out)
{
    const char *s = json_string_value(id);
    const json_t *at = s == NULL ? NULL : json_object_get(by_id, s);
    if (s == NULL) {
        return ctl_fail("%s: %s is not a carer's id and a supporter's id", file->path,
                        where);
    }
    if (at == NULL) {
        return ctl_fail("%s: %s names \"%.80s\", whom the problem does not have",
                        file->path, where, s);
    }
    *at_out = (int)json_integer_value(at);
    return CTL_DONE;
}

static enum ctl_exit take_ruling(const struct matching_file *file, const char *name,
                                 const json_t *pair, size_t at,
                                 struct matching_solve_pair *pair_out)
{
    char where[64];
    snprintf(where, sizeof where, "%s[%zu]", name, at);
    if (!json_is_array(pair) || json_array_size(pair) != 2) {
        return ctl_fail("%s: %s is not a carer's id and a supporter's id", file->path,
                        where);
    }
    enum ctl_exit done = take_position(file, file->carers, json_array_get(pair, 0),
                                       where, &pair_out->carer);
    if (done == CTL_DONE) {
        done = take_position(file, file->supporters, json_array_get(pair, 1), where,
                             &pair_out->supporter);
    }
    return done;
}

static enum ctl_exit take_rulings(const struct matching_file *file, const char *name,
                                  struct matching_solve_pair **pairs_out,
                                  int *count_out)
{
    const json_t *list = json_object_get(file->root, name);
    const size_t count = json_array_size(list);
    if (count > RULINGS_MAX) {
        return ctl_fail("%s: \"%s\" has %zu pairs; %d are allowed", file->path, name,
                        count, RULINGS_MAX);
    }
    struct matching_solve_pair *pairs = mem_new(count, sizeof *pairs);
    *pairs_out = pairs;
    for (size_t k = 0; k < count; k++) {
        if (take_ruling(file, name, json_array_get(list, k), k, &pairs[k]) !=
            CTL_DONE) {
            return CTL_FAILED;
        }
    }
    *count_out = (int)count;
    return CTL_DONE;
}

// -- the whole

static enum ctl_exit load(struct matching_file *file)
{
    struct stat about;
    json_error_t error;
    if (stat(file->path, &about) != 0 || !S_ISREG(about.st_mode)) {
        return ctl_fail("%s is no file that can be read", file->path);
    }
    if (about.st_size > FILE_BYTES_MAX) {
        return ctl_fail("%s is larger than the %d MiB that are allowed", file->path,
                        FILE_BYTES_MAX / 1024 / 1024);
    }
    file->root = json_load_file(file->path, JSON_REJECT_DUPLICATES, &error);
    if (file->root == NULL) {
        return ctl_fail("%s, line %d: %s", file->path, error.line, error.text);
    }
    return CTL_DONE;
}

static enum ctl_exit take_whole(struct matching_file *file)
{
    static const struct member members[] = {
        {"format",     JSON_STRING,  false},
        {"carers",     JSON_ARRAY,   false},
        {"supporters", JSON_ARRAY,   false},
        {"pairs",      JSON_ARRAY,   false},
        {"locks",      JSON_ARRAY,   true },
        {"forbidden",  JSON_ARRAY,   true },
        {"floor",      JSON_INTEGER, true },
        {"seed",       JSON_INTEGER, true },
        {NULL,         JSON_NULL,    false}
    };
    const json_t *floor = json_object_get(file->root, "floor");
    enum ctl_exit done = check_members(file, file->root, "the problem", members);
    if (done != CTL_DONE) {
        return done;
    }
    const char *format = json_string_value(json_object_get(file->root, "format"));
    if (strcmp(format, FORMAT) != 0) {
        return ctl_fail("%s: its format is \"%.80s\" and not \"" FORMAT "\"",
                        file->path, format);
    }
    file->problem.floor = MATCHING_FLOOR_DEFAULT;
    file->problem.seed = json_integer_value(json_object_get(file->root, "seed"));
    if (floor != NULL) {
        done = take_number(file, floor, "\"floor\"", 1000, &file->problem.floor);
    }
    return done;
}

enum ctl_exit matching_file_read(struct matching_file *file, const char *path)
{
    *file = (struct matching_file){
        .path = path, .carers = json_object(), .supporters = json_object()};
    enum ctl_exit done = load(file);
    if (done == CTL_DONE) {
        done = take_whole(file);
    }
    if (done == CTL_DONE) {
        done = take_people(file);
    }
    if (done == CTL_DONE) {
        done = take_cells(file);
    }
    if (done == CTL_DONE) {
        done = take_rulings(file, "locks", &file->locks, &file->problem.lock_count);
    }
    if (done == CTL_DONE) {
        done = take_rulings(file, "forbidden", &file->forbidden,
                            &file->problem.forbidden_count);
    }
    file->problem.locks = file->locks;
    file->problem.forbidden = file->forbidden;
    return done;
}

void matching_file_clear(struct matching_file *file)
{
    json_decref(file->root);
    json_decref(file->carers);
    json_decref(file->supporters);
    free(file->carer_list);
    free(file->supporter_list);
    free(file->cells);
    free(file->locks);
    free(file->forbidden);
    *file = (struct matching_file){0};
}
