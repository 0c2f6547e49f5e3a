/* SPDX-License-Identifier: GPL-3.0-or-later */
/* History of the prompts. Filters name cases and offices, so the files are the user's alone. */
#include "history.h"

#include "workspace/session.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>

#define MOST_LINES 500
#define LONGEST 4096 /* bytes; a pasted book is no history */

static const char *file_of(const char *kind, struct arena *a)
{
    const char *folder = session_folder(a);

    return folder ? arena_printf(a, "%s/%s.history", folder, kind) : NULL;
}

void history_load(const char *kind)
{
    struct arena a = {0};
    const char *path = file_of(kind, &a);
    FILE *f = path ? fopen(path, "re") : NULL;
    char line[LONGEST + 2];

    clear_history();
    stifle_history(MOST_LINES);
    while (f && fgets(line, sizeof line, f)) {
        size_t len = strlen(line);
        if (len && line[len - 1] == '\n') {
            line[--len] = '\0';
        }
        if (len) {
            add_history(line);
        }
    }
    if (f) {
        fclose(f);
    }
    using_history();
    arena_free(&a);
}

static void write_all(FILE *f)
{
    for (int i = history_base; i < history_base + history_length; i++) {
        HIST_ENTRY *entry = history_get(i);
        if (entry && !strchr(entry->line, '\n')) {
            fprintf(f, "%s\n", entry->line);
        }
    }
}

void history_keep(const char *kind, const char *line)
{
    struct arena a = {0};
    const char *path = file_of(kind, &a);
    size_t len = strlen(line);

    if (path && len > 0 && len < LONGEST) {
        /* Another session may have written since: its lines stay. */
        history_load(kind);
        for (int i = history_length - 1; i >= 0; i--) {
            HIST_ENTRY *entry = history_get(history_base + i);
            if (entry && strcmp(entry->line, line) == 0) {
                free_history_entry(remove_history(i));
            }
        }
        add_history(line);
        char *fresh = arena_printf(&a, "%s.%ld", path, (long)getpid());
        int fd = fresh ? open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
        FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;
        if (f) {
            write_all(f);
            bool good = !ferror(f);
            good = fclose(f) == 0 && good;
            if (!good || rename(fresh, path) != 0) {
                unlink(fresh);
            }
        }
    }
    arena_free(&a);
}
