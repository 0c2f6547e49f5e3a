/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profiles: what an INI file may say, what it may not, which one knows a header. */
#include "base/buffer.h"
#include "ingest/dates.h"
#include "ingest/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    char folder[64];
    char path[96];
};

static int open_folder(void **state)
{
    static struct fixture f;
    snprintf(f.folder, sizeof f.folder, "/tmp/saisie-profile.XXXXXX");
    assert_non_null(mkdtemp(f.folder));
    snprintf(f.path, sizeof f.path, "%s/own.ini", f.folder);
    *state = &f;
    return 0;
}

static int close_folder(void **state)
{
    const struct fixture *f = *state;
    unlink(f->path);
    rmdir(f->folder);
    return 0;
}

static void write_profile(const struct fixture *f, const char *text)
{
    FILE *out = fopen(f->path, "w");
    assert_non_null(out);
    fputs(text, out);
    assert_int_equal(fclose(out), 0);
}

static void faults_are_told_with_their_line(void **state)
{
    static const struct {
        const char *text, *told;
    } cases[] = {
        {"[profile]\ngrain = sum\n", "line 2: a row is a line, case, aggregate or licit"},
        {"[profile]\n\ncolour = red\n", "line 3: there is no colour in [profile]"},
        {"[colours]\nred = 1\n", "line 2: there is no section [colours]"},
        {"[profile]\ndate-order = upside\n", "line 2: dmy, mdy and ymd"},
        {"[profile]\nheader-rows = many\n", "line 2: header-rows needs a number"},
        {"[profile]\ndelimiter = abcdefghijklmnop\n", "line 2: a delimiter is"},
        {"[profile]\nquote = ab\n", "line 2: a quote is"},
        {"[header]\nhad = X\n", "line 2: [header] holds has"},
        {"[fiscal]\nbegins = 13\n", "line 2: begins needs a number up to 12"},
        {"[fiscal]\nbegins = 10\n", "[fiscal] needs year, month and begins"},
        {"[profile]\ntitle =\n", "line 2: title says nothing"},
        {"what is this\n", "is no KEY = VALUE"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct profiles p;
        struct error e = {0};
        write_profile(*state, cases[i].text);
        assert_int_equal(profiles_read(((struct fixture *)*state)->folder, &p, &e),
                         STATUS_FAILED);
        if (!strstr(e.text, cases[i].told))
            fail_msg("%s: told %s", cases[i].told, e.text);
        assert_non_null(strstr(e.text, "own.ini"));
    }
}

static void a_line_that_is_too_long_is_a_fault(void **state)
{
    struct profiles p;
    struct error e = {0};
    char text[400] = "[columns]\ndate = ";
    memset(text + strlen(text), 'x', 300);
    write_profile(*state, text);
    assert_int_equal(profiles_read(((struct fixture *)*state)->folder, &p, &e), STATUS_FAILED);
    assert_non_null(strstr(e.text, "line 2: longer than"));
}

static const struct profile *match(const struct profiles *p, const char *const *names,
                                   size_t count)
{
    struct cell cells[16];
    for (size_t i = 0; i < count; i++)
        cells[i] = (struct cell){names[i], (uint32_t)strlen(names[i])};
    const struct record header = {.cells = cells, .count = count};
    return profiles_match(p, &header);
}

static void the_shipped_ones_know_their_headers(void **state)
{
    static const struct {
        const char *name, *header[10];
    } cases[] = {
        {"cbp-drugs",
         {"FY", "Month (abbv)", "Component", "Drug Type", "Count of Event", "Sum Qty (lbs)"}},
        /* Case, accents and punctuation don't matter, nor does the order. */
        {"cbp-drugs",
         {"sum qty lbs", "fy", "MONTH (ABBV)", "Component", "drug type", "count of event"}},
        {"unodc-ids-2016",
         {"SEIZURE_DATE", "DRUG_NAME", "DRUG_UNIT", "HIDING_PLACE", "INSTALLATION"}},
        {"unodc-ids-2022", {"DateDDMMYYYY", "Countryofseizure", "Meansoftransportation"}},
        {"unodc-ids", {"Seizure Date", "ISO3", "Drug/Substance", "Quantity Seized"}},
        {"cites-trade", {"Year", "App.", "Taxon", "Importer", "Exporter", "Term", "Purpose"}},
        {NULL, {"date", "product"}},
    };
    struct profiles p;
    struct error e;
    (void)state;
    assert_int_equal(profiles_read(NULL, &p, &e), STATUS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n = 0;
        while (n < 10 && cases[i].header[n])
            n++;
        const struct profile *found = match(&p, cases[i].header, n);
        if (cases[i].name)
            assert_string_equal(found ? found->name : "(none)", cases[i].name);
        else
            assert_null(found);
    }
    profiles_free(&p);
}

static void ones_own_goes_before_a_shipped_one(void **state)
{
    static const char *const header[] = {"Seizure Date", "ISO3", "Drug/Substance",
                                         "Quantity Seized"};
    struct profiles p;
    struct error e;
    write_profile(*state, "[header]\nhas = Seizure Date\n[columns]\ndate = Seizure Date\n");
    assert_int_equal(profiles_read(((struct fixture *)*state)->folder, &p, &e), STATUS_OK);
    const struct profile *found = match(&p, header, 4);
    assert_non_null(found);
    assert_string_equal(found->name, "own");
    assert_string_equal(found->title, "own");
    assert_false(found->shipped);
    profiles_free(&p);
}

static void what_is_saved_is_read_again(void **state)
{
    const char *has[] = {"Date; of seizure", "Back\\slash", "É"};
    struct profile_column columns[] = {{"date", "Date; of seizure"}, {"my_field", "É"}};
    struct import_setting settings[] = {{"reporter", "FR", false}};
    struct profile_value values[] = {{"product", "Grass (cut)", "Herbal"}};
    const struct profile written = {.name = "own",
                                    .title = "Mine; all mine",
                                    .grain = GRAIN_LICIT,
                                    .has = has,
                                    .has_count = 3,
                                    .columns = columns,
                                    .column_count = 2,
                                    .values = values,
                                    .value_count = 1,
                                    .settings = settings,
                                    .setting_count = 1,
                                    .fiscal = {"FY", "Month", 10},
                                    .encoding = "ISO-8859-1",
                                    .delimiter = ";",
                                    .quote = "none",
                                    .header_told = true,
                                    .header_rows = 2,
                                    .order = ORDER_MDY,
                                    .table = 3};
    const struct fixture *f = *state;
    struct profiles p;
    struct error e = {0};
    assert_int_equal(profile_save(&written, f->folder, &e), STATUS_OK);
    assert_int_equal(profiles_read(f->folder, &p, &e), STATUS_OK);
    const struct profile *read = profiles_find(&p, "own");
    assert_non_null(read);
    assert_string_equal(read->title, written.title);
    assert_int_equal(read->grain, GRAIN_LICIT);
    assert_int_equal(read->has_count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(read->has[i], has[i]);
    assert_int_equal(read->column_count, 2);
    assert_string_equal(read->columns[1].field, "my_field");
    assert_string_equal(read->columns[1].header, "É");
    assert_string_equal(read->settings[0].value, "FR");
    assert_int_equal(read->value_count, 1);
    assert_string_equal(read->values[0].field, "product");
    assert_string_equal(read->values[0].text, "Grass (cut)");
    assert_string_equal(read->values[0].code, "Herbal");
    assert_string_equal(read->fiscal.month, "Month");
    assert_int_equal(read->fiscal.begins, 10);
    assert_string_equal(read->encoding, "ISO-8859-1");
    assert_string_equal(read->delimiter, ";");
    assert_string_equal(read->quote, "none");
    assert_int_equal(read->header_rows, 2);
    assert_int_equal(read->order, ORDER_MDY);
    assert_int_equal(read->table, 3);
    profiles_free(&p);
}

/* The fields of the columns of a file that is looked at, as "header>field ...". */
static void look(const struct fixture *f, const struct reference *r,
                 const struct import_options *o, struct import_report *report,
                 struct buffer *names)
{
    char path[96];
    struct cache *c;
    struct error e = {0};
    snprintf(path, sizeof path, "%s/file.csv", f->folder);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fputs("Case,Date,Shade,Date,shade\nA,2024-01-02,x,2024-03-04,y\n", out);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(cache_open_scratch(&c, &e), STATUS_OK);
    if (import_file(c, r, path, o, report, &e) != STATUS_OK)
        fail_msg("%s", e.text);
    cache_close(&c);
    unlink(path);
    for (size_t i = 0; i < report->column_count; i++)
        buffer_addf(names, "%s%s>%s", i ? " " : "", report->columns[i].header,
                    report->columns[i].field);
}

/* Columns may be called alike: what was said of each is found again in their order. */
static void equal_headers_keep_what_was_said_of_each(void **state)
{
    const struct fixture *f = *state;
    const char said[] = "Case>case_id Date>date_2 Shade>shade Date>date shade>shade_2";
    const struct import_choice choices[] = {{1, ""}, {3, "date"}};
    struct import_options chosen = {.dry = true, .choices = choices, .choice_count = 2};
    struct import_options known = {.dry = true};
    struct import_report first, again;
    struct buffer names = {0};
    struct arena a = {0};
    struct profile p;
    struct profiles all;
    struct reference *r;
    struct error e = {0};
    assert_int_equal(reference_open(&r, &e), STATUS_OK);
    look(f, r, &chosen, &first, &names);
    assert_string_equal(buffer_text(&names), said);
    assert_int_equal(import_profile(&first, &chosen, "own", &a, &p, &e), STATUS_OK);
    assert_int_equal(profile_save(&p, f->folder, &e), STATUS_OK);
    assert_int_equal(profiles_read(f->folder, &all, &e), STATUS_OK);
    known.profiles = &all;
    buffer_clear(&names);
    look(f, r, &known, &again, &names);
    assert_non_null(again.profile);
    assert_string_equal(again.profile->name, "own");
    assert_string_equal(buffer_text(&names), said);
    import_report_free(&first);
    import_report_free(&again);
    profiles_free(&all);
    arena_free(&a);
    buffer_free(&names);
    reference_free(&r);
}

static void a_name_is_no_path(void **state)
{
    static const char *const names[] = {"", "../own", "a b", "own.ini", "a/b"};
    const struct fixture *f = *state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct profile p = {.name = names[i]};
        struct error e = {0};
        assert_int_equal(profile_save(&p, f->folder, &e), STATUS_MISUSE);
        assert_true(*e.way_out);
    }
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, open_folder, close_folder)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(faults_are_told_with_their_line),
        IN_FOLDER(a_line_that_is_too_long_is_a_fault),
        cmocka_unit_test(the_shipped_ones_know_their_headers),
        IN_FOLDER(ones_own_goes_before_a_shipped_one),
        IN_FOLDER(what_is_saved_is_read_again),
        IN_FOLDER(equal_headers_keep_what_was_said_of_each),
        IN_FOLDER(a_name_is_no_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
