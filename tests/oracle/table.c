/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws the rows of one delivery or two, writes them as CSV, and writes the SQL that makes
 * lines of them again. */
#include "oracle.h"

#include <string.h>

static void draw_row(struct rng *r, struct row *row)
{
    draw_date(r, row->date);
    draw_date(r, row->entered);
    for (int f = 0; f < FIELDS; f++)
        if (f != F_DATE && f != F_ENTERED)
            row->cell[f] = draw_cell(r, f);
}

void draw_first(struct rng *r, struct table *t)
{
    static const uint32_t sizes[] = {4, 30, 120, MOST_LINES + 1};
    uint32_t cases = 0, used[MOST_LINES + 1] = {0};
    t->rows = below(r, sizes[below(r, 4)]);
    for (uint32_t i = 0; i < t->rows; i++) {
        struct row *row = &t->row[i];
        uint32_t how = below(r, 10);
        draw_row(r, row);
        row->prefix = 'C';
        row->of = i == 0    ? ++cases
                  : how < 2 ? 0
                  : how < 4 ? 1 + below(r, cases) /* apart from its other lines */
                  : how < 6 ? cases
                            : ++cases;
        row->line = row->of ? ++used[row->of] : 0;
        const struct row *other = &t->row[i ? below(r, i) : 0];
        if (row->of == 0 && other->of == 0 && below(r, 2))
            *row = *other; /* identical rows: of no case, or it would be one seizure */
    }
}

void draw_second(struct rng *r, const struct table *first, struct table *t)
{
    uint32_t cases = 0, line = 0;
    t->rows = 0;
    for (uint32_t i = 0; i < first->rows; i++) {
        uint32_t how = below(r, 8);
        if (first->row[i].of == 0 || how < 4)
            continue;
        struct row *row = &t->row[t->rows++];
        *row = first->row[i];
        if (how < 6)
            row->cell[F_QUANTITY] = draw_cell(r, F_QUANTITY);
        if (how == 6)
            row->cell[F_BRAND] = draw_cell(r, F_BRAND);
    }
    for (uint32_t n = 1 + below(r, 20); n > 0 && t->rows < MOST_LINES; n--) {
        struct row *row = &t->row[t->rows++];
        draw_row(r, row);
        row->prefix = 'D';
        line = cases && below(r, 2) ? line + 1 : 1;
        cases += line == 1;
        row->of = cases;
        row->line = line;
    }
}

static const char *cell(const struct row *row, int field)
{
    return field == F_DATE ? row->date : field == F_ENTERED ? row->entered : row->cell[field];
}

void write_table(const struct table *t, FILE *out)
{
    fputs("case_id,line", out);
    for (int f = 0; f < FIELDS; f++)
        fprintf(out, ",%s", field_head[f]);
    fputc('\n', out);
    for (uint32_t i = 0; i < t->rows; i++) {
        const struct row *row = &t->row[i];
        if (row->of)
            fprintf(out, "%c%u,%u", row->prefix, row->of, row->line);
        else
            fputs(",", out);
        for (int f = 0; f < FIELDS; f++) {
            fputc(',', out);
            csv_text(out, cell(row, f));
        }
        fputc('\n', out);
    }
}

/* ---- what the texts mean, as tables for SQL */

static void write_date(const char *raw, FILE *sql)
{
    struct day d;
    fputs("INSERT OR IGNORE INTO dates VALUES(", sql);
    sql_text(sql, raw);
    if (read_day(raw, &d)) {
        fprintf(sql, ",'%s',0,'%s','%s','%s'", raw, d.first, d.last, d.year);
        fprintf(sql, d.known >= 2 ? ",'%s','%s'" : ",NULL,NULL", d.quarter, d.month);
        fprintf(sql, d.known == 3 ? ",'%s','%s','%s'" : ",NULL,NULL,NULL", raw, d.week,
                d.weekday);
    } else {
        const char *code = !*raw ? "(blank)" : *raw == 'I' ? "Unknown" : raw;
        /* What is no date has one group of its state on every calendar axis. */
        const char *group = *code == '(' || *code == 'U' ? code : "(invalid)";
        fprintf(sql, ",'%s',%d,NULL,NULL", code, group[1] == 'i');
        for (int g = 0; g < 6; g++)
            fprintf(sql, ",'%s'", group);
    }
    fputs(");\n", sql);
}

void write_pools(FILE *sql)
{
    fputs(".bail on\n"
          "CREATE TABLE meaning(field TEXT, raw TEXT, code TEXT, invalid INTEGER, PRIMARY "
          "KEY(field, raw));\n"
          "CREATE TABLE member(raw TEXT, code TEXT, UNIQUE(raw, code));\n"
          "CREATE TABLE units(raw TEXT PRIMARY KEY, code TEXT, family TEXT, thousandth "
          "INTEGER);\n"
          "CREATE TABLE regions(country TEXT PRIMARY KEY, rilo TEXT, wco TEXT);\n"
          "CREATE TABLE dates(raw TEXT PRIMARY KEY, code TEXT, invalid INTEGER, first TEXT, "
          "last TEXT, year TEXT,"
          " quarter TEXT, month TEXT, day TEXT, week TEXT, weekday TEXT);\n"
          "BEGIN;\n",
          sql);
    for (int f = 0; f < FIELDS; f++)
        for (uint32_t i = 0; i < pools[f].count; i++) {
            const struct meaning *m = &pools[f].meaning[i];
            fprintf(sql, "INSERT OR IGNORE INTO meaning VALUES('%s',", field_name[f]);
            sql_text(sql, m->raw);
            fputc(',', sql);
            sql_text(sql, m->code);
            fprintf(sql, ",%d);\n", m->invalid);
        }
    for (uint32_t i = 0; i < pools[F_TRANSIT].count; i++) {
        const struct meaning *m = &pools[F_TRANSIT].meaning[i];
        char list[32];
        snprintf(list, sizeof list, "%s", m->code);
        for (char *save, *p = strtok_r(list, ">", &save); p; p = strtok_r(NULL, ">", &save))
            fprintf(sql, "INSERT OR IGNORE INTO member VALUES('%s','%s');\n", m->raw, p);
    }
    for (uint32_t i = 0; i < UNITS; i++)
        fprintf(sql, "INSERT INTO units VALUES('%s','%s','%c',%lld);\n", units[i].raw,
                units[i].code, units[i].family, units[i].thousandth);
    for (uint32_t i = 0; i < REGIONS; i++)
        fprintf(sql, "INSERT INTO regions VALUES('%s','%s','%s');\n", regions[i].country,
                regions[i].rilo, regions[i].wco);
    fputs("COMMIT;\n", sql);
}

/* All columns of a row, each behind table and a point. */
static void write_columns(const char *table, const char *between, const char *before, FILE *sql)
{
    fprintf(sql, "%s.case_id, %s.line", table, table);
    for (int f = 0; f < FIELDS; f++)
        fprintf(sql, "%s%s.\"%s\"", between, before, field_head[f]);
}

/* The rows that are current: of the second file what is new or changed, of the first the rest.
 * Rows are known again by case and line. */
static void write_current(uint32_t tables, FILE *sql)
{
    const char *key = "new.case_id = old.case_id AND new.line = old.line AND old.case_id <> ''";
    fputs("CREATE TABLE rows1 AS SELECT *, rowid AS id, 1 AS batch, row_number() OVER copies "
          "AS nth, count(*) OVER copies AS many FROM raw1 WINDOW copies AS (PARTITION BY ",
          sql);
    write_columns("raw1", ", ", "raw1", sql);
    /* The frame is the whole partition for count, whatever the order of row_number. */
    fputs(" ORDER BY rowid ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING);\n", sql);
    if (tables == 1) {
        fputs("CREATE TABLE current AS SELECT *, 0 AS absent2 FROM rows1;\n", sql);
        return;
    }
    fputs("CREATE TABLE same AS SELECT new.rowid AS second, old.id AS first, (", sql);
    write_columns("new", ", ", "new", sql);
    fputs(") = (", sql);
    write_columns("old", ", ", "old", sql);
    fprintf(sql, ") AS equal FROM raw2 AS new JOIN rows1 AS old ON %s;\n", key);
    fputs("CREATE TABLE current AS SELECT *, (SELECT count(*) FROM same) > 0 AND id NOT IN "
          "(SELECT first FROM same) AS absent2 FROM rows1 WHERE id NOT IN (SELECT first FROM "
          "same WHERE NOT equal)\n UNION ALL SELECT *, 1000 + rowid, 2, 1, 1, 0 FROM raw2 "
          "WHERE rowid NOT IN (SELECT second FROM same WHERE equal);\n",
          sql);
}

static void write_measures(FILE *sql)
{
    static const char *const families[] = {"mass", "volume", "pieces"};
    for (int i = 0; i < 3; i++)
        fprintf(
            sql,
            ", CASE WHEN (u.family = '%c' OR ('%s' = 'pieces' AND u.family = 'x' AND "
            "u.thousandth > 0"
            " AND m4.code = 'Cigarettes')) AND current.quantity GLOB '[0-9]*'"
            " THEN CAST(round(current.quantity * 1000) AS INTEGER) * u.thousandth END AS %s\n",
            families[i][0], families[i], families[i]);
    /* A number is digits with a point at most. */
    fputs(", CASE WHEN current.quantity GLOB '[0-9]*' OR current.quantity GLOB '-[0-9]*' THEN "
          "CAST(current.quantity AS REAL) END AS quantity, current.quantity AS quantity_raw"
          ", CASE WHEN current.value GLOB '[0-9]*' THEN CAST(round(current.value * 1000000) AS "
          "INTEGER) END AS value, current.value AS value_raw\n"
          ", CASE WHEN length(d.code) = 10 AND length(e.code) = 10 AND NOT d.invalid AND NOT "
          "e.invalid THEN CAST(julianday(e.code) - julianday(d.code) AS INTEGER) END AS lag\n",
          sql);
}

static void write_regions(FILE *sql)
{
    static const char *const of[] = {"reporter", "departure"};
    static const char *const by[] = {"rilo", "wco"};
    for (int i = 0; i < 4; i++)
        fprintf(sql,
                ", CASE WHEN m%d.invalid THEN '(invalid)' WHEN m%d.code IN ('(blank)', "
                "'Unknown') THEN m%d.code ELSE (SELECT %s FROM regions WHERE country = "
                "m%d.code) END AS %s_%s\n",
                1 + i / 2, 1 + i / 2, 1 + i / 2, by[i % 2], 1 + i / 2, by[i % 2], of[i / 2]);
}

void write_lines(const struct table *const *t, uint32_t tables, const char *folder, FILE *sql)
{
    static const char *const made[] = {"raw1",    "raw2", "rows1", "same",
                                       "current", "l",    "tagged"};
    for (uint32_t i = 0; i < COUNT(made); i++)
        fprintf(sql, "DROP TABLE IF EXISTS %s;\n", made[i]);
    for (uint32_t k = 0; k < tables; k++)
        fprintf(sql, ".import --csv %s/%u.csv raw%u\n", folder, k + 1, k + 1);
    fputs("BEGIN;\nDELETE FROM dates;\n", sql);
    for (uint32_t k = 0; k < tables; k++)
        for (uint32_t i = 0; i < t[k]->rows; i++) {
            write_date(t[k]->row[i].date, sql);
            write_date(t[k]->row[i].entered, sql);
        }
    write_current(tables, sql);
    fputs("CREATE TABLE l AS SELECT current.id AS id, nullif(current.case_id, '') AS case_id, "
          "coalesce(nullif(current.case_id, ''), current.id) AS whole, current.line AS line,"
          " current.batch AS batch, absent2, nth, many, d.*, e.code AS entered, e.year AS "
          "entered_year, e.month AS entered_month, e.first AS entered_first, e.last AS "
          "entered_last,\n current.\"Transit countries\" AS transit_raw, current.remarks AS "
          "remarks, current.brand AS brand_raw, 0 AS mine, 0 AS deep\n",
          sql);
    for (int f = F_REPORTER; f < FIELDS; f++)
        if (pools[f].count && f != F_REMARKS)
            fprintf(sql, ", m%d.code AS %s, m%d.invalid AS %s_invalid", f, field_name[f], f,
                    field_name[f]);
    fputs(", u.code AS unit, u.raw = 'blobs' AS unit_invalid, u.family AS unit_family"
          ", CASE WHEN m4.code IN ('Heroin', 'Cocaine') THEN 'Drugs' WHEN m4.code IN ('Beer', "
          "'Cigarettes') THEN 'Revenue' ELSE '(blank)' END AS section\n",
          sql);
    write_measures(sql);
    write_regions(sql);
    fputs("FROM current CROSS JOIN dates AS d ON d.raw = current.\"Date of seizure\""
          " CROSS JOIN dates AS e ON e.raw = current.\"Date entered\""
          " CROSS JOIN units AS u ON u.raw = current.\"Unité\"",
          sql);
    for (int f = F_REPORTER; f < FIELDS; f++)
        if (pools[f].count && f != F_REMARKS)
            fprintf(
                sql,
                "\n CROSS JOIN meaning AS m%d ON m%d.field = '%s' AND m%d.raw = current.\"%s\"",
                f, f, field_name[f], f, field_head[f]);
    fputs(";\nCREATE TABLE tagged(id INTEGER, tag TEXT);\nCOMMIT;\n"
          "SELECT CASE WHEN (SELECT count(*) FROM current) <> (SELECT count(*) FROM l) THEN"
          " 'a text without a meaning' END;\n",
          sql);
}
