/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws questions: the words of a call, and the SQL whose rows are the cells of its answer. */
#include "oracle.h"

#include <string.h>

/* An axis and the SQL of its group; NULL: the line has no place on it. join: where a line can
 * be in several groups. */
static const struct axis {
    const char *name, *sql, *join;
} axes[] = {{"reporter", "reporter", ""},
            {"departure", "departure", ""},
            {"product", "product", ""},
            {"section", "section", ""},
            {"conveyance", "conveyance", ""},
            {"unit", "l.unit", ""},
            {"brand", "brand", ""},
            {"date", "l.code", ""},
            {"year", "year", ""},
            {"quarter", "quarter", ""},
            {"month", "month", ""},
            {"week", "week", ""},
            {"day", "day", ""},
            {"weekday", "weekday", ""},
            {"entered", "entered", ""},
            {"year(entered)", "entered_year", ""},
            {"month(entered)", "entered_month", ""},
            {"currency", "currency", ""},
            {"value_kind", "value_kind", ""},
            {"rilo(reporter)", "rilo_reporter", ""},
            {"wco(departure)", "wco_departure", ""},
            {"batch", "l.batch", ""},
            {"@mine", "CASE WHEN mine THEN 'in' ELSE 'rest' END", ""},
            {"@deep", "CASE WHEN deep THEN 'in' ELSE 'rest' END", ""},
            {"transit", "member.code", " JOIN member ON member.raw = transit_raw"},
            {"tag", "t.tag",
             " JOIN (SELECT id AS of, tag FROM tagged UNION SELECT id, '(blank)' FROM l WHERE "
             "id NOT IN (SELECT id FROM tagged)) AS t ON t.of = l.id"}};

static const struct measure {
    const char *name, *sql;
    int scale;
} measures[] = {{"seizures", "count(DISTINCT l.id)", 0},
                {"cases", "count(DISTINCT case_id)", 0},
                {"mass", "sum(mass)", 9},
                {"volume", "sum(volume)", 6},
                {"pieces", "sum(pieces)", 6}};

/* Money is a measure a currency and kind. */
static const struct {
    struct measure measure;
    const char *where;
} money[] = {
    {{"value USD estimated", "sum(value)", 6}, "currency='USD' AND value_kind='estimated'"},
    {{"value USD declared", "sum(value)", 6}, "currency='USD' AND value_kind='declared'"},
    {{"value USD, kind not told", "sum(value)", 6}, "currency='USD' AND value_kind='(blank)'"},
    {{"value EUR estimated", "sum(value)", 6}, "currency='EUR' AND value_kind='estimated'"},
    {{"value EUR declared", "sum(value)", 6}, "currency='EUR' AND value_kind='declared'"},
    {{"value EUR, kind not told", "sum(value)", 6}, "currency='EUR' AND value_kind='(blank)'"},
};

/* The value of a measure as saisie writes it: no zeros at the end; nothing: no row. */
static void select_measure(FILE *sql, const struct measure *m)
{
    if (m->scale == 0) {
        fputs(m->sql, sql);
        return;
    }
    long long one = m->scale == 9 ? 1000000000 : 1000000;
    fprintf(sql, "rtrim(rtrim(printf('%%d.%%0%dd', %s / %lld, %s %% %lld), '0'), '.')",
            m->scale, m->sql, one, m->sql, one);
}

/* A cross-tab: axis[0..rows) down, axis[rows..all) across. */
struct pivot {
    const struct axis *axis[4];
    uint32_t rows, all;
};

/* One block of it: the cells, or a margin. */
static void select_block(FILE *sql, const struct pivot *p, bool with_rows, bool with_cols,
                         const struct measure *m, const char *where, const char *also)
{
    const char *comma = "";
    fputs("SELECT ", sql);
    for (uint32_t a = 0; a < p->rows; a++)
        fprintf(sql, "%s, ", with_rows ? p->axis[a]->sql : a ? "''" : "'all'");
    if (p->all == p->rows)
        fprintf(sql, "'%s', ", m->name);
    else if (!with_cols)
        fputs("'all', ", sql);
    for (uint32_t a = p->rows; with_cols && a < p->all; a++)
        fprintf(sql, "%s%s", p->axis[a]->sql, a + 1 < p->all ? " || ' / ' || " : ", ");
    select_measure(sql, m);
    fputs(" FROM l", sql);
    for (uint32_t a = 0; a < p->all; a++)
        if (a < p->rows ? with_rows : with_cols)
            fputs(p->axis[a]->join, sql);
    fprintf(sql, " WHERE (%s) AND (%s)", where, also);
    for (uint32_t a = 0; a < p->all; a++)
        if (!*p->axis[a]->join)
            fprintf(sql, " AND %s IS NOT NULL", p->axis[a]->sql);
    for (uint32_t a = 0; a < p->all; a++)
        if (a < p->rows ? with_rows : with_cols) {
            fprintf(sql, "%s%s", *comma ? comma : " GROUP BY ", p->axis[a]->sql);
            comma = ", ";
        }
    fprintf(sql, " HAVING %s > %d;\n", m->sql, m->scale ? -1 : 0);
}

static void draw_axes(struct rng *r, const struct axis **out, uint32_t n)
{
    for (uint32_t i = 0; i < n;) {
        out[i] = &axes[below(r, COUNT(axes))];
        bool again = false;
        for (uint32_t k = 0; k < i; k++)
            again |= out[k] == out[i];
        i += !again;
    }
}

/* A cross-tab with columns has one measure, which names none of its cells. */
static void ask_pivot(struct rng *r, const struct sentence *where, FILE *ask, FILE *sql)
{
    static const uint32_t across[] = {0, 0, 1, 1, 1, 2};
    struct pivot p = {.rows = 1 + below(r, 2)};
    uint32_t cols = across[below(r, COUNT(across))];
    const struct measure *one = &measures[below(r, COUNT(measures))];
    p.all = p.rows + cols;
    draw_axes(r, p.axis, p.all);
    fprintf(ask, "ask\tpivot\t%u\t%s\t--rows\t%s%s%s", p.rows, cols ? one->name : "-",
            p.axis[0]->name, p.rows > 1 ? "," : "", p.rows > 1 ? p.axis[1]->name : "");
    if (cols)
        fprintf(ask, "\t--cols\t%s%s%s\t--measure\t%s", p.axis[p.rows]->name,
                cols > 1 ? "," : "", cols > 1 ? p.axis[p.rows + 1]->name : "", one->name);
    else
        fputs("\t--measure\tseizures,cases,mass,volume,pieces,value", ask);
    fprintf(ask, "\t--where\t%s\n", where->words);
    for (int block = 0; block < (cols ? 4 : 2); block++) {
        bool with_rows = !(block & 1), with_cols = !(block & 2);
        if (cols) {
            select_block(sql, &p, with_rows, with_cols, one, where->sql, "1");
            continue;
        }
        for (uint32_t m = 0; m < COUNT(measures); m++)
            select_block(sql, &p, with_rows, with_cols, &measures[m], where->sql, "1");
        for (uint32_t m = 0; m < COUNT(money); m++)
            select_block(sql, &p, with_rows, with_cols, &money[m].measure, where->sql,
                         money[m].where);
    }
}

static void ask_facets(struct rng *r, const struct sentence *where, FILE *ask, FILE *sql)
{
    struct pivot p = {.rows = 1, .all = 1};
    draw_axes(r, p.axis, 1);
    fprintf(ask, "ask\tfacets\t1\t-\t%s\t--where\t%s\n", p.axis[0]->name, where->words);
    for (uint32_t m = 0; m < 2; m++)
        select_block(sql, &p, true, true, &measures[m], where->sql, "1");
}

static void ask_list(const struct sentence *where, FILE *ask, FILE *sql)
{
    fprintf(ask, "ask\tlist\t0\t-\t--columns\tcase_id,line,mass\t--where\t%s\n", where->words);
    fprintf(
        sql,
        "SELECT coalesce(case_id, ''), line, CASE WHEN mass IS NULL THEN '' ELSE "
        "rtrim(rtrim(printf('%%d.%%09d', mass / 1000000000, mass %% 1000000000), '0'), '.') END"
        " FROM l WHERE (%s);\n",
        where->sql);
}

static void ask_trend(struct rng *r, const struct sentence *where, FILE *ask, FILE *sql)
{
    static const char *const grains[] = {"year", "quarter", "month", "week", "day"};
    const char *grain = grains[below(r, COUNT(grains))];
    const struct measure *m = &measures[below(r, 3)];
    const struct axis *split;
    draw_axes(r, &split, 1);
    fprintf(
        ask,
        "ask\ttrend\t0\t%s\t--by\t%s\t--split\t%s\t--measure\t%s\t--limit\t0\t--where\t%s\n",
        m->name, grain, split->name, m->name, where->words);
    for (int all = 0; all < 2; all++) {
        fprintf(sql, "SELECT %s, %s, ", grain, all ? "'all'" : split->sql);
        select_measure(sql, m);
        fprintf(sql, " FROM l%s WHERE (%s) AND %s IS NOT NULL AND first IS NOT NULL",
                all ? "" : split->join, where->sql, grain);
        if (!all) /* what has no place among the series is in all of them still */
            fprintf(sql, " AND %s IS NOT NULL", split->sql);
        fprintf(sql, " GROUP BY %s%s%s HAVING %s > 0;\n", grain, all ? "" : ", ",
                all ? "" : split->sql, m->sql);
    }
}

void draw_question(struct rng *r, uint32_t n, bool two, FILE *ask, FILE *sql)
{
    static struct sentence where;
    draw_sentence(r, true, two, &where);
    switch (n) {
    case 0:
    case 1:
        ask_pivot(r, &where, ask, sql);
        break;
    case 2:
        ask_facets(r, &where, ask, sql);
        break;
    case 3:
        ask_trend(r, &where, ask, sql);
        break;
    default:
        ask_list(&where, ask, sql);
    }
}
