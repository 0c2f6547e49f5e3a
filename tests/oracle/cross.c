/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws cross-tabs with everything that they can show, and the SQL that tells of each line what
 * it has and which groups it stands in; the numbers are worked out by crosstab.c. */
#include "oracle.h"

#include <string.h>

/* An axis, its SQL, and where a line can be in several groups the join. */
struct axis {
    const char *name, *sql, *join;
};
static const struct axis plain_axes[] = {
    {"reporter", "reporter", ""},
    {"product", "product", ""},
    {"conveyance", "conveyance", ""},
    {"section", "section", ""},
    {"unit", "l.unit", ""},
    {"brand", "brand", ""},
    {"weekday", "weekday", ""},
    {"rilo(reporter)", "rilo_reporter", ""},
    {"batch", "l.batch", ""},
    {"@mine", "CASE WHEN mine THEN 'in' ELSE 'rest' END", ""},
    {"transit", "member.code", " JOIN member ON member.raw = transit_raw"}};
static const struct axis time_axes[] = {{"year", "year", ""},
                                        {"quarter", "quarter", ""},
                                        {"month", "month", ""},
                                        {"week", "week", ""},
                                        {"year", "year", ""},
                                        {"day", "day", ""},
                                        {"year(entered)", "entered_year", ""},
                                        {"month(entered)", "entered_month", ""}};

/* All that goes together. */
static const char *const counts[] = {"cases", "seizures", "reporters"};
static const char *const quantities[] = {"mass", "volume", "pieces", "value"};
static const char *const statistics[] = {"", "mean", "median", "largest", "per-seizure"};
static const char *const of_all[] = {
    "", "difference", "change", "year-difference", "year-change", "rank", "index"};
static const char *const of_sums[] = {"",        "row-share", "column-share", "share",
                                      "running", "lift",      "expected"};

static void draw_measure(struct rng *r, char out[64])
{
    bool count = below(r, 2);
    const char *kind = count ? counts[below(r, 3)] : quantities[below(r, 4)];
    const char *statistic = count ? "" : statistics[below(r, 3) ? 0 : below(r, 5)];
    const char *show = of_all[below(r, COUNT(of_all))];
    char inner[40];
    if (!*statistic && below(r, 2))
        show = of_sums[below(r, COUNT(of_sums))];
    if (count && below(r, 8) == 0)
        show = "residual";
    snprintf(inner, sizeof inner, *statistic ? "%s(%s)" : "%s%s", statistic, kind);
    snprintf(out, 64, *show ? "%s(%s)" : "%s%s", show, inner);
}

static void draw_side(struct rng *r, bool time, const struct axis **out, uint32_t *n)
{
    *n = 0;
    if (time)
        out[(*n)++] = &time_axes[below(r, COUNT(time_axes))];
    if (!time || below(r, 4) == 0) {
        out[*n] = below(r, 6) ? &plain_axes[below(r, COUNT(plain_axes))]
                              : &time_axes[below(r, COUNT(time_axes))];
        *n += *n == 0 || strcmp(out[0]->name, out[1]->name);
    }
    if (*n == 1 && below(r, 4) == 0) {
        out[1] = &plain_axes[below(r, COUNT(plain_axes))];
        *n += strcmp(out[0]->name, out[1]->name) != 0;
    }
}

/* Conditions that treat all days alike, so that any periods can be compared. */
static void draw_timeless(struct rng *r, struct sentence *out)
{
    static const char *const simple[][2] = {
        {"", "1"},
        {"", "1"},
        {"reporter:TH,MM", "reporter IN ('TH', 'MM')"},
        {"-transit:LA", "transit_raw NOT LIKE '%LA%'"},
        {"product:heroin,cigarettes,?", "product IN ('Heroin', 'Cigarettes', '(blank)')"},
        {"mass>=1kg or conveyance:vessel", "coalesce(mass >= 1000000000, 0) OR conveyance = "
                                           "'Vessel'"}};
    const char *const *one = simple[below(r, COUNT(simple))];
    snprintf(out->words, sizeof out->words, "%s", one[0]);
    snprintf(out->sql, sizeof out->sql, "%s", one[1]);
}

void draw_cross(struct rng *r, bool two, const char *as_of, FILE *ask, FILE *sql)
{
    static struct sentence where;
    const struct axis *axis[4];
    uint32_t rows, cols = 0;
    char measure[2][64];
    bool time = below(r, 3) > 0, on_cols = below(r, 4) > 0;
    draw_side(r, time && !on_cols, axis, &rows);
    bool again = time ? on_cols || below(r, 2) : below(r, 3) > 0;
    while (again) {
        draw_side(r, time && on_cols, axis + rows, &cols);
        again = false;
        for (uint32_t i = 0; i < rows; i++)
            for (uint32_t k = rows; k < rows + cols; k++)
                again |= !strcmp(axis[i]->name, axis[k]->name);
    }
    draw_measure(r, measure[0]);
    do
        draw_measure(r, measure[1]);
    while (!strcmp(measure[0], measure[1]));
    for (uint32_t a = 0; a < rows + cols; a++)
        time |= axis[a] >= time_axes && axis[a] < time_axes + COUNT(time_axes);
    if (time || below(r, 3) == 0)
        draw_timeless(r, &where);
    else
        draw_sentence(r, true, two, &where);
    static const char *const sorts[] = {"-", "-", "natural"};
    fprintf(ask, "cross\t%u\t%u\t%s\t%s%s%s\t%s%s%s\t%s\t%s\t%u\t%u\t%u\t%u\t%u\t%s\t%s\n",
            rows, cols, as_of, axis[0]->name, rows > 1 ? "," : "",
            rows > 1 ? axis[1]->name : "", cols ? axis[rows]->name : "", cols > 1 ? "," : "",
            cols > 1 ? axis[rows + 1]->name : "", measure[0], measure[1],
            below(r, 2) ? 0 : 1 + below(r, 5), below(r, 3) ? 0 : 1 + below(r, 4),
            below(r, 4) == 0, below(r, 2), below(r, 2), sorts[below(r, 3)], where.words);
    fputs("SELECT l.id, coalesce(case_id, ''), CASE WHEN reporter_invalid OR reporter IN "
          "('(blank)', 'Unknown') THEN '' ELSE reporter END, mass, volume, pieces, CASE WHEN "
          "currency <> '(blank)' THEN value END, 'value ' || currency || CASE value_kind WHEN "
          "'(blank)' THEN ', kind not told' ELSE ' ' || value_kind END, CASE WHEN product IN "
          "('Heroin', 'Cocaine', 'Beer', 'Cigarettes') THEN product ELSE '' END, first, last, "
          "entered_first, entered_last, lag, (",
          sql);
    fprintf(sql, "%s)", where.sql);
    for (uint32_t a = 0; a < rows + cols; a++)
        fprintf(sql, ", coalesce(%s, char(1))", axis[a]->sql);
    fputs(" FROM l", sql);
    for (uint32_t a = 0; a < rows + cols; a++)
        fputs(axis[a]->join, sql);
    fputs(" ORDER BY l.id;\n", sql);
}
