/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small cache that the tests of the filter ask: every state of a value, dates of every
 * precision, several transit countries, two batches, a withdrawn line, texts alike. */
#ifndef SAISIE_TESTS_FILTER_FIXTURE_H
#define SAISIE_TESTS_FILTER_FIXTURE_H

#include "filter/filter.h"
#include "frame_fixture.h"

#define LINES 16 /* of both batches; line 15 is withdrawn */

static const char *const filter_fields[] = {
    "date",    "reporter",    "departure", "transit", "destination", "product",
    "section", "concealment", "office",    "brand",   "quantity",    "unit",
    "entered", "+seal",       "remarks",   NULL};

/* Line numbers of the tables in the tests are those in front. As-of date: 2025-06-30. */
static const struct fixture_row filter_first[] = {
    /* 1 */ {1,
             {"2024-03-05", "Thailande@TH", "LA", "LA>MY", "AU", "Cocaine", "Drugs",
              "In baggage", "Chiang Saen", "", "5", "kg", "2024-03-10", "A1",
              "tea packet, vacuum packed"}},
    /* 2 */
    {1,
     {"2024-03-31", "TH", "LA", "LA>MY", "AU", "Heroin", "Drugs", "In mail", "CHIANG SAEN",
      "Acme", "500", "g", "2024-04-01", "a1", "Thé vert"}},
    /* 3 */
    {2,
     {"2024-03", "MM", "MX", "", "NZ", "Cannabis: Plants", "Drugs", "?", "Yangon", "Acme Gold",
      "2", "t", "", "", ""}},
    /* 4 */
    {3,
     {"2024", "MM", "?", "?", "?", "!Plants", "!Green crime", "In freight", "Yangon", "", "10",
      "L", "", "B 2", "vacuum"}},
    /* 5 */ {4, {"", "ID", "", "TH", "", "", "", "", "", "", "", "", "", "", ""}},
    /* 6 */
    {5,
     {"!31.02.2024", "!Tailand", "MX", "!Atlantis", "AU", "Whisky", "Revenue", "Not concealed",
      "Or", "?", "!many", "L", "2025-01-01", "?", "x\"y"}},
    /* 7 */
    {6,
     {"2025-03-08", "JP", "BR", "MX>US", "JP", "Cigarettes", "Revenue", "In freight", "Narita",
      "Gold", "12000", "pcs", "2025-06-20", "C-3", "vacuüm cleaner"}},
    /* 8 */
    {7,
     {"2025-03-09", "JP", "MX", "US", "JP", "Cigarettes", "Revenue", "In freight", "Narita",
      "gold leaf", "30", "carton", "2025-03-09", "C-3", ""}},
    /* 9 */
    {0,
     {"2025-06-30", "AU", "TH", "", "AU", "Flora: Plants", "Environmental Crime", "In mail",
      "Sydney", "", "3", "pcs", "2025-06-30", "-1", "PACKET of tea"}},
    /* 10 */
    {0,
     {"2025-01-01", "AU", "TH", "SG", "AU", "Cocaine", "Drugs", "In mail", "Perth", "",
      "0.0000001", "kg", "", "?", "tea"}},
    /* 11 */
    {8,
     {"2024-12-30", "NZ", "SG", "TH>SG", "NZ", "Methamphetamine", "Drugs", "On the person",
      "Auckland", "", "7", "!sacks", "2025-01-05", "x,y", "pack"}},
    /* 12 */
    {9,
     {"2025", "TH", "MM", "", "TH", "Heroin", "Drugs", "!in the sky", "Mae Sai", "", "1.5",
      "kg", "2025-02-01", "*", "et"}},
};

static const struct fixture_row filter_second[] = {
    /* 13 */ {1,
              {"2024-03-05", "TH", "LA", "", "AU", "Cocaine", "Drugs", "In baggage",
               "Chiang Saen", "", "6", "kg", "2025-06-01", "A1", "late tea packet"}},
    /* 14 */
    {10,
     {"2023-12-31", "!tailand", "KR", "", "JP", "!Snow", "Drugs", "In mail", "", "", "100",
      "USD", "", "", "pets"}},
    /* 15 */
    {10,
     {"2024-03-05", "TH", "LA", "", "AU", "Cocaine", "Drugs", "In mail", "", "", "9", "kg", "",
      "", "withdrawn"}},
    /* 16 */
    {11,
     {"2025-04-01", "SG", "AR", "", "SG", "Cocaine", "Drugs", "In transport", "Tuas", "",
      "4000", "mL", "", "", "cocaine in wine"}},
};

static inline int filter_set_up(void **state)
{
    if (fixture_set_up(state) != 0) {
        return -1;
    }
    struct fixture *x = *state;
    static const uint32_t withdrawn[] = {15, 0};
    fixture_import(x, "first.csv", filter_fields, ROWS(filter_first), NULL);
    fixture_import(x, "second.csv", filter_fields, ROWS(filter_second), withdrawn);
    fixture_frame(x);
    return 0;
}

/* The numbers of the lines that a sentence selects, "1,2,13". */
static inline const char *selected(struct fixture *x, const char *sentence,
                                   struct filter_outcome *outcome)
{
    const struct filter *filter = NULL;
    struct bitmap b = {0};
    struct buffer out = {0};
    enum status status = filter_parse(x->frame, sentence, &x->arena, &filter, &x->e);
    if (status != STATUS_OK) {
        fail_msg("%s: %s (%s)", sentence, x->e.text, x->e.way_out);
    }
    ok(x, filter_select(x->frame, filter, &b, outcome, &x->e));
    for (size_t i = 0; i < b.bits; i++) {
        if (bitmap_get(&b, i)) {
            buffer_addf(&out, "%s%zu", out.len ? "," : "", i + 1);
        }
    }
    bitmap_free(&b);
    const char *text = arena_string(&x->arena, buffer_text(&out));
    buffer_free(&out);
    return text;
}

/* The canonical form of a sentence, or NULL where it is none. */
static inline const char *canonical(struct fixture *x, const char *sentence)
{
    const struct filter *filter = NULL;
    struct buffer out = {0};
    if (filter_parse(x->frame, sentence, &x->arena, &filter, &x->e) != STATUS_OK) {
        return NULL;
    }
    filter_print(filter, &out);
    const char *text = arena_string(&x->arena, buffer_text(&out));
    buffer_free(&out);
    return text;
}

#define FILTER_TEST(f) cmocka_unit_test_setup_teardown(f, filter_set_up, fixture_tear_down)

#endif
