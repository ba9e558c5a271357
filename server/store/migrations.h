// The steps that bring an older schema to today's:
// server/store/migrations/NNNN_what.sql, embedded when the program is built. A released
// step is never edited.
#ifndef STORE_MIGRATIONS_H
#define STORE_MIGRATIONS_H

struct migration {
    int number;       // from 1, without gaps
    const char *name; // the file's name without ".sql"
    const char *sql;
};

// In ascending order of number.
extern const struct migration migrations[];
extern const int migration_count;

#endif
