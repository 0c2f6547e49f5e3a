/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several files in one go: names as typed, looking without writing, corrections and back,
 * loading on a thread, a stop that leaves nothing, and a workspace that is read anew. */
#include "workspace/intake.h"
#include "workspace/workspace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    struct reference *reference;
    char folder[64], path[96];
    struct intake intake;
    struct error error;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    const char *tmp = getenv("TMPDIR");
    snprintf(f->folder, sizeof f->folder, "%.40s/saisie-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(f->folder) || reference_open(&f->reference, &f->error) != STATUS_OK)
        return -1;
    snprintf(f->path, sizeof f->path, "%s/cache.db", f->folder);
    f->intake.cache_path = f->path;
    f->intake.reference = f->reference;
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    char command[128];
    intake_free(&f->intake);
    reference_free(&f->reference);
    snprintf(command, sizeof command, "rm -rf %s", f->folder);
    assert_int_equal(system(command), 0);
    free(f);
    return 0;
}

/* A file of so many seizures of reporter, one case each. */
static void write_file(struct fixture *f, const char *name, const char *reporter, int rows)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", f->folder, name);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fputs("case_id,date,reporter,product,quantity,unit\n", out);
    for (int i = 0; i < rows; i++)
        fprintf(out, "%s-%d,2024-%02d-11,%s,Heroin,%d,kg\n", reporter, i, i % 12 + 1, reporter,
                i % 90 + 1);
    fclose(out);
}

static size_t add(struct fixture *f, const char *text)
{
    size_t added;
    if (intake_add(&f->intake, text, &added, &f->error) != STATUS_OK)
        fail_msg("%s", f->error.text);
    return added;
}

static void look_at_all(struct fixture *f)
{
    for (size_t i = 0; i < f->intake.count; i++)
        assert_int_equal(intake_look(&f->intake, i, NULL, &f->error), STATUS_OK);
}

static size_t current_lines(struct fixture *f)
{
    struct cache *c;
    struct bitmap lines = {0};
    assert_int_equal(cache_open(f->path, CACHE_READ, &c, &f->error), STATUS_OK);
    assert_int_equal(cache_current(c, &lines, &f->error), STATUS_OK);
    size_t n = bitmap_count(&lines);
    bitmap_free(&lines);
    cache_close(&c);
    return n;
}

static void names_are_found_as_typed(void **state)
{
    struct fixture *f = *state;
    char text[400];
    size_t added;
    write_file(f, "a.csv", "TH", 2);
    write_file(f, "b.csv", "MM", 3);
    write_file(f, "c d.csv", "LA", 1);
    snprintf(text, sizeof text, "%s/c d.csv", f->folder);
    assert_int_equal(add(f, text), 1); /* the whole text is a file */
    snprintf(text, sizeof text, "%s/*.csv", f->folder);
    assert_int_equal(add(f, text), 2); /* what is there is passed over */
    snprintf(text, sizeof text, "%s/c\\ d.csv \"%s/c d.csv\"", f->folder, f->folder);
    assert_int_equal(add(f, text), 0);
    assert_string_equal(f->intake.item[1].name, "a.csv");
    snprintf(text, sizeof text, "%s/a.csv  %s/none.csv", f->folder, f->folder);
    intake_clear(&f->intake);
    assert_int_equal(intake_add(&f->intake, text, &added, &f->error), STATUS_FAILED);
    assert_int_equal(f->intake.count, 0);
    assert_int_equal(f->error.at, strlen(f->folder) + 8);
    assert_int_equal(f->error.length, strlen(f->folder) + 9);
    assert_int_equal(intake_add(&f->intake, f->folder, &added, &f->error), STATUS_MISUSE);
}

static void corrections_are_looked_at_and_taken_back(void **state)
{
    struct fixture *f = *state;
    char text[160];
    snprintf(text, sizeof text, "%s/x.csv", f->folder);
    FILE *out = fopen(text, "w");
    fputs("qqq;zzz\nTH;2024-03-02\nMM;2024-04-05\n", out);
    fclose(out);
    add(f, text);
    look_at_all(f);
    struct intake_item *it = &f->intake.item[0];
    assert_int_equal(it->status, STATUS_FAILED); /* no column is known ... */
    assert_true(it->unknown);                    /* ... and they are shown */
    assert_int_equal(it->seen.column_count, 2);
    assert_string_equal(it->seen.columns[1].cells[0].text, "2024-03-02");
    assert_false(intake_is_ready(it));
    assert_int_equal(intake_change(&f->intake, 0, &f->error), STATUS_OK);
    it->told.generic = true;
    look_at_all(f);
    assert_true(intake_is_ready(it));
    assert_true(intake_undo(&f->intake, 0));
    assert_false(intake_undo(&f->intake, 0));
    look_at_all(f);
    assert_false(intake_is_ready(it));
}

static void loaded_together(void **state)
{
    struct fixture *f = *state;
    struct workspace *w;
    bool kept;
    char text[160];
    write_file(f, "a.csv", "TH", 20);
    write_file(f, "b.csv", "MM", 30);
    snprintf(text, sizeof text, "%s/*.csv", f->folder);
    add(f, text);
    look_at_all(f);
    assert_int_equal(f->intake.item[1].seen.batch.rows_read, 30);
    f->intake.item[1].left_out = true;
    assert_int_equal(intake_ready(&f->intake), 1);
    assert_int_equal(intake_load(&f->intake, &f->error), STATUS_OK);
    assert_int_equal(intake_join(&f->intake, &f->error), STATUS_OK);
    assert_int_equal(f->intake.item[0].result.batch.rows_new, 20);
    assert_int_equal(current_lines(f), 20);

    assert_int_equal(workspace_open(f->path, f->reference, &w, &f->error), STATUS_OK);
    assert_int_equal(workspace_filter(w, "quantity>0 reporter:th", &f->error), STATUS_OK);
    assert_int_equal(w->outcome.lines, 20);
    unsigned before = w->generation;
    f->intake.item[1].left_out = false;
    assert_int_equal(intake_load(&f->intake, &f->error), STATUS_OK);
    assert_int_equal(intake_join(&f->intake, &f->error), STATUS_OK);
    assert_int_equal(frame_lines(w->frame), 20); /* of one moment until it is read anew */
    assert_int_equal(workspace_reload(w, &kept, &f->error), STATUS_OK);
    assert_true(kept);
    assert_int_equal(frame_lines(w->frame), 50);
    assert_int_equal(w->outcome.lines, 20);
    assert_true(w->generation > before);
    workspace_close(&w);
}

/* A sentence about a field that is there no more gives way to none. */
static void a_sentence_without_its_field(void **state)
{
    struct fixture *f = *state;
    struct workspace *w;
    struct cache *c;
    bool kept;
    char text[160];
    write_file(f, "a.csv", "TH", 5);
    snprintf(text, sizeof text, "%s/x.csv", f->folder);
    FILE *out = fopen(text, "w");
    fputs("case_id,date,colour\nC1,2024-03-02,red\n", out);
    fclose(out);
    snprintf(text, sizeof text, "%s/*.csv", f->folder);
    assert_int_equal(add(f, text), 2);
    look_at_all(f);
    assert_int_equal(intake_load(&f->intake, &f->error), STATUS_OK);
    assert_int_equal(intake_join(&f->intake, &f->error), STATUS_OK);
    assert_int_equal(workspace_open(f->path, f->reference, &w, &f->error), STATUS_OK);
    assert_int_equal(workspace_filter(w, "colour:red", &f->error), STATUS_OK);
    assert_int_equal(cache_open(f->path, CACHE_WRITE, &c, &f->error), STATUS_OK);
    assert_int_equal(cache_retract(c, 2, false, &f->error), STATUS_OK);
    cache_close(&c);
    assert_int_equal(workspace_reload(w, &kept, &f->error), STATUS_OK);
    assert_false(kept);
    assert_string_equal(w->sentence, "");
    assert_int_equal(w->outcome.lines, 5);
    workspace_close(&w);
}

/* What is there already is told before it is loaded. */
static void known_content_is_left_out(void **state)
{
    struct fixture *f = *state;
    char text[160];
    write_file(f, "a.csv", "TH", 5);
    snprintf(text, sizeof text, "%s/a.csv", f->folder);
    add(f, text);
    look_at_all(f);
    assert_int_equal(intake_load(&f->intake, &f->error), STATUS_OK);
    assert_int_equal(intake_join(&f->intake, &f->error), STATUS_OK);
    intake_clear(&f->intake);
    add(f, text);
    look_at_all(f);
    assert_int_equal(f->intake.item[0].known, 1);
    assert_false(intake_is_ready(&f->intake.item[0]));
}

/* The first file is in, the second on its way: nothing of both stays. */
static void stopped_half_way(void **state)
{
    struct fixture *f = *state;
    char text[160];
    write_file(f, "a.csv", "TH", 20);
    snprintf(text, sizeof text, "%s/a.csv", f->folder);
    add(f, text);
    write_file(f, "b.csv", "MM", 150000);
    snprintf(text, sizeof text, "%s/b.csv", f->folder);
    add(f, text);
    look_at_all(f);
    assert_int_equal(intake_load(&f->intake, &f->error), STATUS_OK);
    while (!job_look(&f->intake.job).ended &&
           (atomic_load(&f->intake.at) < 1 || !job_look(&f->intake.job).rows))
        usleep(1000);
    assert_false(job_look(&f->intake.job).ended);
    job_cancel(&f->intake.job);
    assert_int_equal(intake_join(&f->intake, &f->error), STATUS_CANCELLED);
    assert_int_equal(f->intake.item[0].end, INTAKE_BACK);
    assert_int_equal(f->intake.item[1].end, INTAKE_OPEN);
    assert_int_equal(current_lines(f), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(names_are_found_as_typed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(corrections_are_looked_at_and_taken_back, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(loaded_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_sentence_without_its_field, set_up, tear_down),
        cmocka_unit_test_setup_teardown(known_content_is_left_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(stopped_half_way, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
