/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cache in a folder of its own, filled from small tables of text, for the tests of the frame.
 *
 * A cell says how its text was understood: "" blank, "?" reported as unknown, "!abc" not
 * understood, "Thailande@TH" the text Thailande understood as TH, else text and value are one.
 * A row is a case key (0: none) and its cells. */
#ifndef SAISIE_TESTS_FRAME_FIXTURE_H
#define SAISIE_TESTS_FRAME_FIXTURE_H

#include "base/map.h"
#include "frame/axis.h"
#include "frame/frame.h"
#include "store/writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define FIXTURE_FIELDS 16

struct fixture {
    char folder[64], path[96];
    struct cache *cache;
    struct reference *reference;
    struct frame *frame;
    struct error e;
    struct arena arena;
    struct dictionary spellings[FIXTURE_FIELDS]; /* by field id - CACHE_FIRST_FIELD */
    uint32_t cases;
    const char *as_of; /* NULL: 2025-06-30 */
};

static inline void ok(struct fixture *x, enum status status)
{
    if (status != STATUS_OK) {
        fail_msg("%s (%s)", x->e.text, x->e.way_out);
    }
}

static inline int fixture_set_up(void **state)
{
    struct fixture *x = calloc(1, sizeof *x);
    const char *tmp = getenv("TMPDIR");
    snprintf(x->folder, sizeof x->folder, "%.40s/saisie-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(x->folder)) {
        return -1;
    }
    snprintf(x->path, sizeof x->path, "%s/cache.db", x->folder);
    ok(x, reference_open(&x->reference, &x->e));
    ok(x, cache_open(x->path, CACHE_WRITE, &x->cache, &x->e));
    *state = x;
    return 0;
}

static inline int fixture_tear_down(void **state)
{
    struct fixture *x = *state;
    static const char *const suffix[] = {"", "-wal", "-shm", "-journal"};
    char path[128];
    frame_free(&x->frame);
    cache_close(&x->cache);
    reference_free(&x->reference);
    arena_free(&x->arena);
    for (size_t i = 0; i < FIXTURE_FIELDS; i++) {
        dictionary_free(&x->spellings[i]);
    }
    for (size_t i = 0; i < 4; i++) {
        snprintf(path, sizeof path, "%s%s", x->path, suffix[i]);
        unlink(path);
    }
    rmdir(x->folder);
    free(x);
    *state = NULL;
    return 0;
}

/* The spelling code of a cell, kept when it is new. */
static inline uint32_t fixture_spell(struct fixture *x, struct writer *w, uint32_t field,
                                     const char *cell)
{
    struct dictionary *d = &x->spellings[field - CACHE_FIRST_FIELD];
    if (d->count == 0) {
        dictionary_add(d, "", 0);
    }
    uint32_t known = d->count, code = dictionary_add(d, cell, strlen(cell));
    if (code < known) {
        return code;
    }
    const char *at = strchr(cell, '@');
    struct spelling s = {.text = cell, .value = at ? at + 1 : cell, .state = VALUE_VALID};
    if (strcmp(cell, "?") == 0) {
        s.state = VALUE_UNKNOWN;
        s.value = "";
    } else if (cell[0] == '!') {
        s.state = VALUE_INVALID;
        s.value = s.text = cell + 1;
    }
    s.length = (uint32_t)strlen(s.text);
    ok(x, writer_spelling(w, field, code, &s, &x->e));
    return code;
}

struct fixture_row {
    uint32_t case_key;
    const char *cells[FIXTURE_FIELDS];
};

static inline void fixture_commit(struct fixture *x, struct writer **w, const char *file)
{
    struct batch b = {.file = file,
                      .sha256 = file,
                      .encoding = "UTF-8",
                      .delimiter = ',',
                      .header = "",
                      .as_of = x->as_of ? x->as_of : "2025-06-30"};
    ok(x, writer_commit(w, &b, &x->e));
}

/* Imports rows under the fields named (NULL-ended; a field "remarks" is long text; a name with
 * '+' in front is a further field). superseded: ids of lines withdrawn, 0-ended, or NULL. */
static inline void fixture_import(struct fixture *x, const char *file,
                                  const char *const *fields, const struct fixture_row *rows,
                                  size_t n, const uint32_t *superseded)
{
    struct writer *w;
    uint32_t slot[FIXTURE_FIELDS], id[FIXTURE_FIELDS], slots = 0, line;
    ok(x, writer_begin(x->cache, &w, &x->e));
    for (; fields[slots]; slots++) {
        bool further = fields[slots][0] == '+';
        ok(x, writer_field(w, fields[slots] + further, fields[slots] + further, further,
                           strcmp(fields[slots], "remarks") == 0, &slot[slots], &id[slots],
                           &x->e));
    }
    for (size_t r = 0; r < n; r++) {
        uint32_t codes[FIXTURE_FIELDS] = {0}, key;
        struct long_text texts[FIXTURE_FIELDS] = {{0}};
        while (x->cases < rows[r].case_key) {
            char name[16];
            snprintf(name, sizeof name, "TRN-%u", (unsigned)++x->cases);
            ok(x, writer_case(w, "test", name, &key, &x->e));
            assert_int_equal(key, x->cases);
        }
        for (uint32_t s = 0; s < slots; s++) {
            const char *cell = rows[r].cells[s] ? rows[r].cells[s] : "";
            if (strcmp(fields[s], "remarks") == 0) {
                texts[slot[s]] = (struct long_text){cell, (uint32_t)strlen(cell)};
            } else {
                codes[slot[s]] = fixture_spell(x, w, id[s], cell);
            }
        }
        ok(x, writer_line(w, (uint32_t)r + 2, rows[r].case_key, r, codes, texts, &line, &x->e));
    }
    for (size_t i = 0; superseded && superseded[i]; i++) {
        ok(x, writer_supersede(w, superseded[i], 0, &x->e));
    }
    fixture_commit(x, &w, file);
}

static inline struct frame *fixture_frame(struct fixture *x)
{
    frame_free(&x->frame);
    ok(x, frame_open(x->cache, x->reference, &x->frame, &x->e));
    return x->frame;
}

static inline const struct column *fixture_column(struct fixture *x, const char *name)
{
    const struct column *c = NULL;
    ok(x, frame_column(x->frame, name, &c, &x->e));
    return c;
}

#define FIELDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define ROWS(rows) rows, sizeof(rows) / sizeof *(rows)
#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_set_up, fixture_tear_down)

#endif
