/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws a small table of seizures as CSV, and questions about it: each as words for saisie and
 * as SQL over the raw texts of the file. What a text means stands in the pools below, written
 * down by hand: nothing here comes from saisie.
 *
 *   draw SEED FOLDER   writes table.csv, ask.sh and answer.sql into FOLDER */
#include "oracle.h"

#include <stdlib.h>
#include <string.h>

enum {
    F_DATE,
    F_REPORTER,
    F_DEPARTURE,
    F_TRANSIT,
    F_PRODUCT,
    F_CONVEYANCE,
    F_QUANTITY,
    F_UNIT,
    F_BRAND,
    F_REMARKS,
    FIELDS
};

static const char *const heads[FIELDS] = {"Date of seizure", "Pays déclarant",
                                          "departure",       "Transit countries",
                                          "product",         "Moyen de transport",
                                          "quantity",        "Unité",
                                          "brand",           "remarks"};
static const char *const names[FIELDS] = {"date",    "reporter",   "departure", "transit",
                                          "product", "conveyance", "quantity",  "unit",
                                          "brand",   "remarks"};

/* A text of a file and what it means: "(blank)", "Unknown", else the code; not understood: the
 * text itself, marked. */
struct meaning {
    const char *raw, *code;
    bool invalid;
};

static const struct meaning countries[] = {
    {"TH", "TH", 0},          {"Thailand", "TH", 0},     {"Thaïlande", "TH", 0},
    {"THA", "TH", 0},         {"Myanmar", "MM", 0},      {"MM", "MM", 0},
    {"Australie", "AU", 0},   {"AU", "AU", 0},           {"China", "CN", 0},
    {"Chine", "CN", 0},       {"NA", "NA", 0},           {"", "(blank)", 0},
    {"N/A", "(blank)", 0},    {"Unknown", "Unknown", 0}, {"Inconnu", "Unknown", 0},
    {"Tailand", "Tailand", 1}};
static const struct meaning transits[] = {{"LA > MM", "LA>MM", 0},
                                          {"MM;TH", "MM>TH", 0},
                                          {"LA", "LA", 0},
                                          {"MM", "MM", 0},
                                          {"TH", "TH", 0},
                                          {"TH;LA;MM", "TH>LA>MM", 0},
                                          {"LA;MM;LA", "LA>MM>LA", 0},
                                          {"", "(blank)", 0},
                                          {"", "(blank)", 0},
                                          {"Unknown", "Unknown", 0}};
static const struct meaning products[] = {
    {"Heroin", "Heroin", 0},         {"Héroïne", "Heroin", 0},       {"heroin ", "Heroin", 0},
    {"Cocaine", "Cocaine", 0},       {"Cocaïne", "Cocaine", 0},      {"Beer", "Beer", 0},
    {"Cigarettes", "Cigarettes", 0}, {"cigarette", "Cigarettes", 0}, {"", "(blank)", 0},
    {"Blue stuff", "Blue stuff", 1}, {"Inconnu", "Unknown", 0}};
static const struct meaning conveyances[] = {
    {"Vessel", "Vessel", 0},    {"Navire", "Vessel", 0},     {"vehicle", "Vehicle", 0},
    {"Véhicule", "Vehicle", 0}, {"Piéton", "Pedestrian", 0}, {"Unknown", "Unknown", 0},
    {"", "(blank)", 0},         {"Balloon", "Balloon", 1}};
static const struct meaning brands[] = {{"Acme", "Acme", 0},
                                        {"Golden Leaf", "Golden Leaf", 0},
                                        {"Blue, \"Light\"", "Blue, \"Light\"", 0},
                                        {"", "(blank)", 0},
                                        {"", "(blank)", 0}};
static const struct meaning remarks[] = {
    {"packet of tea", "", 0}, {"Thé, TEA and more", "", 0}, {"", "", 0}, {"", "", 0},
    {"under vacuum", "", 0},  {"two\nlines, vacuum", "", 0}};

/* A unit: its family ('m' kg, 'v' litres, 'p' pieces, 'x' packages, '?' not understood) and how
 * many smallest units (of 10^-9 kg, 10^-6 L, 10^-6 pieces) a thousandth of it is; of a package
 * what it is of cigarettes, the one commodity that has rules. */
static const struct unit {
    const char *raw, *code;
    char family;
    long long thousandth;
} units[] = {{"kg", "kg", 'm', 1000000},
             {"Kilogram", "kg", 'm', 1000000},
             {"g", "g", 'm', 1000},
             {"grammes", "g", 'm', 1000},
             {"mg", "mg", 'm', 1},
             {"t", "t", 'm', 1000000000},
             {"L", "L", 'v', 1000},
             {"litres", "L", 'v', 1000},
             {"mL", "mL", 'v', 1},
             {"pcs", "pcs", 'p', 1000},
             {"tablets", "tablet", 'p', 1000},
             {"cartons", "carton", 'x', 200000},
             {"packs", "pack", 'x', 20000},
             {"boxes", "box", 'x', 0},
             {"blobs", "blobs", '?', 0},
             {"", "(blank)", '?', 0}};
static const char *const quantities[] = {"5",     "0.25", "1",   "12.5",    "1000",
                                         "0.001", "0",    "",    "Unknown", "approx 5",
                                         "-3",    "40",   "250", "7.125"};

#define COUNT(a) ((uint32_t)(sizeof(a) / sizeof *(a)))

static const struct pool {
    const struct meaning *meaning;
    uint32_t count;
} pools[FIELDS] = {[F_REPORTER] = {countries, COUNT(countries)},
                   [F_DEPARTURE] = {countries, COUNT(countries)},
                   [F_TRANSIT] = {transits, COUNT(transits)},
                   [F_PRODUCT] = {products, COUNT(products)},
                   [F_CONVEYANCE] = {conveyances, COUNT(conveyances)},
                   [F_BRAND] = {brands, COUNT(brands)},
                   [F_REMARKS] = {remarks, COUNT(remarks)}};

/* ---- the table */

struct table {
    char date[300][16];
    const char *cell[300][FIELDS];
    uint32_t lines, case_of[300], line_of[300];
};

static void draw_date(struct rng *r, char out[16])
{
    static const char *const odd[] = {"", "", "Inconnu", "2024-02-30"};
    unsigned y = 2023 + below(r, 3), m = 1 + below(r, 12), d = 1 + below(r, 28);
    switch (below(r, 10)) {
    case 0:
        snprintf(out, 16, "%s", odd[below(r, 4)]);
        return;
    case 1:
        snprintf(out, 16, "%u", y);
        return;
    case 2:
        snprintf(out, 16, "%u-%02u", y, m);
        return;
    case 3: /* ends of years, where weeks belong to another one */
        snprintf(out, 16, below(r, 2) ? "%u-12-%u" : "%u-01-0%u", y,
                 below(r, 2) ? 1 + below(r, 3) : 3);
        if (strlen(out) != 10)
            snprintf(out, 16, "%u-12-31", y);
        return;
    default:
        snprintf(out, 16, "%u-%02u-%02u", y, m, d);
    }
}

static void draw_table(struct rng *r, struct table *t)
{
    static const uint32_t sizes[] = {4, 30, 120, 301};
    uint32_t cases = 0, used[301] = {0};
    t->lines = below(r, sizes[below(r, 4)]);
    for (uint32_t i = 0; i < t->lines; i++) {
        uint32_t how = below(r, 10);
        t->case_of[i] = i == 0     ? ++cases
                        : how == 0 ? 0
                        : how < 3  ? 1 + below(r, cases) /* apart from its other lines */
                        : how < 5  ? cases
                                   : ++cases;
        t->line_of[i] = t->case_of[i] ? ++used[t->case_of[i]] : 0;
        draw_date(r, t->date[i]);
        t->cell[i][F_DATE] = t->date[i];
        for (int f = 1; f < FIELDS; f++)
            if (pools[f].count)
                t->cell[i][f] = pools[f].meaning[below(r, pools[f].count)].raw;
        t->cell[i][F_QUANTITY] = quantities[below(r, COUNT(quantities))];
        t->cell[i][F_UNIT] = units[below(r, COUNT(units))].raw;
    }
}

static void write_table(const struct table *t, FILE *out)
{
    fputs("case_id,line", out);
    for (int f = 0; f < FIELDS; f++)
        fprintf(out, ",%s", heads[f]);
    fputc('\n', out);
    for (uint32_t i = 0; i < t->lines; i++) {
        if (t->case_of[i])
            fprintf(out, "C%u,%u", t->case_of[i], t->line_of[i]);
        else
            fputs(",", out);
        for (int f = 0; f < FIELDS; f++) {
            fputc(',', out);
            csv_text(out, t->cell[i][f]);
        }
        fputc('\n', out);
    }
}

/* ---- what the texts mean, as tables for SQL */

static void write_dates(const struct table *t, FILE *sql)
{
    for (uint32_t i = 0; i < t->lines; i++) {
        struct day d;
        const char *raw = t->date[i];
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
}

static void write_meanings(const struct table *t, FILE *sql)
{
    fputs(".bail on\n.import --csv table.csv raw\n"
          "CREATE TABLE meaning(field TEXT, raw TEXT, code TEXT, invalid INTEGER, PRIMARY "
          "KEY(field, raw));\n"
          "CREATE TABLE member(raw TEXT, code TEXT, UNIQUE(raw, code));\n"
          "CREATE TABLE units(raw TEXT PRIMARY KEY, code TEXT, family TEXT, thousandth "
          "INTEGER);\n"
          "CREATE TABLE dates(raw TEXT PRIMARY KEY, code TEXT, invalid INTEGER, first TEXT, "
          "last TEXT, year TEXT,"
          " quarter TEXT, month TEXT, day TEXT, week TEXT, weekday TEXT);\n"
          "BEGIN;\n",
          sql);
    for (int f = 0; f < FIELDS; f++)
        for (uint32_t i = 0; i < pools[f].count; i++) {
            const struct meaning *m = &pools[f].meaning[i];
            fprintf(sql, "INSERT OR IGNORE INTO meaning VALUES('%s',", names[f]);
            sql_text(sql, m->raw);
            fputc(',', sql);
            sql_text(sql, m->code);
            fprintf(sql, ",%d);\n", m->invalid);
        }
    for (uint32_t i = 0; i < COUNT(transits); i++) {
        char list[32];
        snprintf(list, sizeof list, "%s", transits[i].code);
        for (char *save, *p = strtok_r(list, ">", &save); p; p = strtok_r(NULL, ">", &save))
            fprintf(sql, "INSERT OR IGNORE INTO member VALUES('%s','%s');\n", transits[i].raw,
                    p);
    }
    for (uint32_t i = 0; i < COUNT(units); i++)
        fprintf(sql, "INSERT INTO units VALUES('%s','%s','%c',%lld);\n", units[i].raw,
                units[i].code, units[i].family, units[i].thousandth);
    write_dates(t, sql);
    fputs("COMMIT;\n"
          /* A number is digits with a point at most; what is below zero is in no sum. */
          "CREATE TABLE l AS SELECT raw.rowid AS id, nullif(raw.case_id, '') AS case_id, "
          "raw.line AS line, d.*,\n"
          " raw.\"Transit countries\" AS transit_raw, raw.remarks AS remarks, raw.brand AS "
          "brand_raw,\n",
          sql);
    for (int f = F_REPORTER; f <= F_BRAND; f++)
        if (pools[f].count)
            fprintf(sql, " m%d.code AS %s, m%d.invalid AS %s_invalid,\n", f, names[f], f,
                    names[f]);
    fputs(" u.code AS unit, u.raw = 'blobs' AS unit_invalid,\n"
          " CASE WHEN m4.code IN ('Heroin', 'Cocaine') THEN 'Drugs' WHEN m4.code IN ('Beer', "
          "'Cigarettes') THEN "
          "'Revenue'"
          " ELSE '(blank)' END AS section,\n",
          sql);
    static const char *const families[] = {"mass", "volume", "pieces"};
    for (int i = 0; i < 3; i++)
        fprintf(
            sql,
            " CASE WHEN (u.family = '%c' OR ('%s' = 'pieces' AND u.family = 'x' AND "
            "u.thousandth > 0"
            " AND m4.code = 'Cigarettes')) AND raw.quantity GLOB '[0-9]*'"
            " THEN CAST(round(raw.quantity * 1000) AS INTEGER) * u.thousandth END AS %s%s\n",
            families[i][0], families[i], families[i], i < 2 ? "," : "");
    fputs("FROM raw JOIN dates AS d ON d.raw = raw.\"Date of seizure\""
          " JOIN units AS u ON u.raw = raw.\"Unité\"",
          sql);
    for (int f = F_REPORTER; f <= F_BRAND; f++)
        if (pools[f].count)
            fprintf(sql, "\n JOIN meaning AS m%d ON m%d.field = '%s' AND m%d.raw = raw.\"%s\"",
                    f, f, names[f], f, heads[f]);
    fputs(";\nSELECT CASE WHEN (SELECT count(*) FROM raw) <> (SELECT count(*) FROM l) THEN"
          " 'a text without a meaning' END;\n",
          sql);
}

/* ---- conditions: as words, and as SQL that is never NULL */

struct condition {
    char words[200], sql[600];
};

static void on_code(struct rng *r, struct condition *c)
{
    static const struct {
        const char *field, *code[4];
    } codes[] = {{"reporter", {"TH", "MM", "AU", "CN"}},
                 {"departure", {"TH", "MM", "NA", "CN"}},
                 {"product", {"Heroin", "Cocaine", "Beer", "Cigarettes"}},
                 {"conveyance", {"Vessel", "Vehicle", "Pedestrian", "Vessel"}},
                 {"section", {"Drugs", "Revenue", "Drugs", "Revenue"}},
                 {"unit", {"kg", "g", "L", "pcs"}}};
    uint32_t f = below(r, COUNT(codes));
    const char *a = codes[f].code[below(r, 4)], *b = codes[f].code[below(r, 4)];
    bool two = below(r, 2) && strcmp(a, b);
    snprintf(c->words, sizeof c->words, "%s:%s%s%s", codes[f].field, a, two ? "," : "",
             two ? b : "");
    snprintf(c->sql, sizeof c->sql, "%s IN ('%s','%s')", codes[f].field, a, two ? b : a);
}

static void on_state(struct rng *r, struct condition *c)
{
    static const char *const fields[] = {"reporter",   "departure", "product",
                                         "conveyance", "unit",      "date"};
    const char *f = fields[below(r, COUNT(fields))];
    uint32_t state = below(r, 3);
    snprintf(c->words, sizeof c->words, "%s:%s", f,
             state == 0   ? "?"
             : state == 1 ? "!unknown"
                          : "!invalid");
    if (state == 2)
        snprintf(c->sql, sizeof c->sql, !strcmp(f, "date") ? "invalid" : "%s_invalid", f);
    else
        snprintf(c->sql, sizeof c->sql, "%s = '%s'", !strcmp(f, "date") ? "l.code" : f,
                 state ? "Unknown" : "(blank)");
}

static void on_transit(struct rng *r, struct condition *c)
{
    static const char *const codes[] = {"LA", "MM", "TH"};
    const char *code = codes[below(r, 3)];
    bool any_role = below(r, 2);
    snprintf(c->words, sizeof c->words, "%s:%s", any_role ? "involves" : "transit", code);
    snprintf(c->sql, sizeof c->sql,
             "(EXISTS (SELECT 1 FROM member WHERE member.raw = transit_raw AND member.code = "
             "'%s')%s%s%s%s%s)",
             code, any_role ? " OR reporter = '" : "", any_role ? code : "",
             any_role ? "' OR departure = '" : "", any_role ? code : "", any_role ? "'" : "");
}

static void on_amount(struct rng *r, struct condition *c)
{
    static const struct {
        const char *words, *field;
        long long bound;
    } bounds[] = {{"5kg", "mass", 5000000000},   {"250g", "mass", 250000000},
                  {"1t", "mass", 1000000000000}, {"0kg", "mass", 0},
                  {"1kg", "mass", 1000000000},   {"1L", "volume", 1000000},
                  {"250mL", "volume", 250000},   {"40pcs", "pieces", 40000000}};
    static const char *const compare[] = {">", ">=", "<", "<="};
    uint32_t b = below(r, COUNT(bounds)), o = below(r, 4);
    snprintf(c->words, sizeof c->words, "%s%s%s", bounds[b].field, compare[o], bounds[b].words);
    snprintf(c->sql, sizeof c->sql, "coalesce(%s %s %lld, 0)", bounds[b].field, compare[o],
             bounds[b].bound);
}

static void on_date(struct rng *r, struct condition *c)
{
    char from[16], to[16];
    struct day a, b;
    uint32_t kind = below(r, 6);
    if (kind == 0) {
        static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
        const char *x = days[below(r, 7)], *y = days[below(r, 7)];
        snprintf(c->words, sizeof c->words, "weekday:%s,%s", x, y);
        snprintf(c->sql, sizeof c->sql, "coalesce(weekday IN ('%s','%s'), 0)", x, y);
        return;
    }
    do
        draw_date(r, from);
    while (!read_day(from, &a));
    do
        draw_date(r, to);
    while (!read_day(to, &b) || strcmp(to, from) < 0);
    if (kind == 1 && a.known >= 2) {
        snprintf(c->words, sizeof c->words, "month:%s", a.month);
        snprintf(c->sql, sizeof c->sql, "coalesce(month = '%s', 0)", a.month);
    } else if (kind < 4) {
        snprintf(c->words, sizeof c->words, "date:%s", from);
        snprintf(c->sql, sizeof c->sql, "coalesce(first >= '%s' AND last <= '%s', 0)", a.first,
                 a.last);
    } else {
        snprintf(c->words, sizeof c->words, "date:%s..%s", from, kind == 4 ? to : "");
        snprintf(c->sql, sizeof c->sql, "coalesce(first >= '%s' AND last <= '%s', 0)", a.first,
                 kind == 4 ? b.last : "9999-12-31");
    }
}

static void on_words(struct rng *r, struct condition *c)
{
    static const struct condition texts[] = {
        {"\"tea\"", "instr(lower(remarks), 'tea') > 0"},
        {"vacuum", "instr(remarks, 'vacuum') > 0"},
        {"\"packet of\"", "instr(remarks, 'packet of') > 0"},
        {"remarks:vacuum", "instr(remarks, 'vacuum') > 0"},
        {"remarks:the", "remarks LIKE 'Thé%'"}, /* accents are ignored */
        {"\"golden\"", "brand_raw = 'Golden Leaf'"},
        {"brand:*l*", "brand_raw IN ('Golden Leaf', 'Blue, \"Light\"')"},
        {"brand:?", "brand_raw = ''"},
        {"remarks~/^packet.of/", "remarks LIKE 'packet_of%'"},
        {"remarks~/^TWO.lines.*m$/", "remarks LIKE 'two_lines%m'"},
        {"~/lines.*vacuum|the,? tea/",
         "remarks LIKE '%lines%vacuum%' OR remarks LIKE 'Thé, TEA%'"},
        {"brand~/^(acme|gold)/", "brand_raw IN ('Acme', 'Golden Leaf')"},
        {"product~/stuff|BEÉR/", "product IN ('Blue stuff', 'Beer')"},
        {"commodity:heroin,beer", "product IN ('Heroin', 'Beer')"},
        {"commodity:drugs", "section = 'Drugs'"},
        {"case_id:c1*", "coalesce(l.case_id LIKE 'C1%', 0)"},
        {"case_id~/^C.?[27]$/",
         "coalesce(l.case_id GLOB 'C[27]' OR l.case_id GLOB 'C?[27]', 0)"},
    };
    *c = texts[below(r, COUNT(texts))];
}

/* A sentence of several of them. */
struct filter {
    char words[8000], sql[40000];
};

static void draw_terms(struct rng *r, struct filter *out, uint32_t n, bool inner);

/* case(...): a line of no case stands alone. */
static void draw_case(struct rng *r, struct filter *out)
{
    struct filter f;
    draw_terms(r, &f, 1 + below(r, 2), true);
    snprintf(out->words, sizeof out->words, "case(%.1900s)", f.words);
    snprintf(out->sql, sizeof out->sql,
             "CASE WHEN l.case_id IS NULL THEN (%.3500s) ELSE l.case_id IN "
             "(SELECT case_id FROM l WHERE case_id IS NOT NULL AND (%.3500s)) END",
             f.sql, f.sql);
}

static void draw_terms(struct rng *r, struct filter *out, uint32_t n, bool inner)
{
    static void (*const kinds[])(struct rng *, struct condition *) = {
        on_code, on_code, on_state, on_transit, on_amount, on_date, on_date, on_words};
    bool either = below(r, 3) == 0;
    char *words = out->words, *sql = out->sql;
    *words = *sql = '\0';
    for (uint32_t i = 0; i < n; i++) {
        struct condition c;
        struct filter whole;
        bool negative = below(r, 3) == 0, lifted = !inner && below(r, 4) == 0;
        if (lifted)
            draw_case(r, &whole);
        else
            kinds[below(r, COUNT(kinds))](r, &c);
        sprintf(words + strlen(words), "%s%s%.2000s", i ? either ? " or " : " " : "",
                negative ? "-" : "", lifted ? whole.words : c.words);
        sprintf(sql + strlen(sql), "%s%s(%.8000s)", i ? either ? " OR " : " AND " : "",
                negative ? "NOT " : "", lifted ? whole.sql : c.sql);
    }
}

/* Up to three of them. */
static void draw_filter(struct rng *r, struct filter *out)
{
    uint32_t n = below(r, 4);
    draw_terms(r, out, n, false);
    if (n == 0)
        strcpy(out->sql, "1");
}

/* ---- questions */

/* An axis and the SQL of its group; NULL: the line has no place on it. */
static const struct axis {
    const char *name, *sql;
} axes[] = {{"reporter", "reporter"}, {"departure", "departure"},   {"product", "product"},
            {"section", "section"},   {"conveyance", "conveyance"}, {"unit", "l.unit"},
            {"brand", "brand"},       {"date", "l.code"},           {"year", "year"},
            {"quarter", "quarter"},   {"month", "month"},           {"week", "week"},
            {"day", "day"},           {"weekday", "weekday"},       {"transit", "member.code"}};

static const struct {
    const char *name, *sql;
    int scale;
} measures[] = {{"seizures", "count(DISTINCT id)", 0},
                {"cases", "count(DISTINCT case_id)", 0},
                {"mass", "sum(mass)", 9},
                {"volume", "sum(volume)", 6},
                {"pieces", "sum(pieces)", 6}};

/* The value of a measure as saisie writes it: no zeros at the end; nothing: no row. */
static void select_measure(FILE *sql, uint32_t m)
{
    if (measures[m].scale == 0) {
        fputs(measures[m].sql, sql);
        return;
    }
    long long one = measures[m].scale == 9 ? 1000000000 : 1000000;
    fprintf(sql, "rtrim(rtrim(printf('%%d.%%0%dd', %s / %lld, %s %% %lld), '0'), '.')",
            measures[m].scale, measures[m].sql, one, measures[m].sql, one);
}

/* One block of a cross-tab: the cells, or a margin. axis[0..rows) down, axis[rows..all) across.
 */
static void select_block(FILE *sql, const struct axis *const *axis, uint32_t rows, uint32_t all,
                         bool with_rows, bool with_cols, uint32_t m, const char *where)
{
    bool members = false;
    const char *comma = "";
    fputs("SELECT ", sql);
    for (uint32_t a = 0; a < rows; a++)
        fprintf(sql, "%s, ", with_rows ? axis[a]->sql : a ? "''" : "'all'");
    for (uint32_t a = rows; a < all; a++)
        fprintf(sql, "%s, ", with_cols ? axis[a]->sql : "'all'");
    if (all == rows)
        fprintf(sql, "'%s', ", measures[m].name);
    select_measure(sql, m);
    for (uint32_t a = 0; a < all; a++)
        members |= (a < rows ? with_rows : with_cols) && !strcmp(axis[a]->name, "transit");
    fprintf(sql, " FROM l%s WHERE (%s)",
            members ? " JOIN member ON member.raw = transit_raw" : "", where);
    for (uint32_t a = 0; a < all; a++)
        if (strcmp(axis[a]->name, "transit"))
            fprintf(sql, " AND %s IS NOT NULL", axis[a]->sql);
    for (uint32_t a = 0; a < all; a++)
        if (a < rows ? with_rows : with_cols) {
            fprintf(sql, "%s%s", *comma ? comma : " GROUP BY ", axis[a]->sql);
            comma = ", ";
        }
    fprintf(sql, " HAVING %s > %d;\n", measures[m].sql, measures[m].scale ? -1 : 0);
}

static void draw_axis_set(struct rng *r, const struct axis **out, uint32_t n)
{
    for (uint32_t i = 0; i < n;) {
        out[i] = &axes[below(r, COUNT(axes))];
        bool again = false;
        for (uint32_t k = 0; k < i; k++)
            again |= out[k] == out[i];
        i += !again;
    }
}

static void ask_pivot(struct rng *r, FILE *ask, FILE *sql)
{
    const struct axis *axis[3];
    struct filter where;
    uint32_t rows = 1 + below(r, 2), cols = below(r, 2), first = below(r, COUNT(measures));
    draw_axis_set(r, axis, rows + cols);
    draw_filter(r, &where);
    fprintf(ask, "pivot %u %s --rows %s%s%s", rows, cols ? measures[first].name : "-",
            axis[0]->name, rows > 1 ? "," : "", rows > 1 ? axis[1]->name : "");
    if (cols)
        fprintf(ask, " --cols %s --measure %s", axis[rows]->name, measures[first].name);
    else
        fputs(" --measure seizures,cases,mass,volume,pieces", ask);
    fprintf(ask, " --where '%s'\n", where.words);
    for (uint32_t m = cols ? first : 0; m < (cols ? first + 1 : COUNT(measures)); m++)
        for (int block = 0; block < (cols ? 4 : 2); block++)
            select_block(sql, axis, rows, rows + cols, !(block & 1), !(block & 2), m,
                         where.sql);
}

static void ask_facets(struct rng *r, FILE *ask, FILE *sql)
{
    const struct axis *axis[1];
    struct filter where;
    draw_axis_set(r, axis, 1);
    draw_filter(r, &where);
    fprintf(ask, "facets 1 - %s --where '%s'\n", axis[0]->name, where.words);
    for (uint32_t m = 0; m < 2; m++)
        select_block(sql, axis, 1, 1, true, true, m, where.sql);
}

static void ask_list(struct rng *r, FILE *ask, FILE *sql)
{
    struct filter where;
    draw_filter(r, &where);
    fprintf(ask, "list 0 - --columns case_id,line,mass --where '%s'\n", where.words);
    fprintf(
        sql,
        "SELECT coalesce(case_id, ''), line, CASE WHEN mass IS NULL THEN '' ELSE "
        "rtrim(rtrim(printf('%%d.%%09d', mass / 1000000000, mass %% 1000000000), '0'), '.') END"
        " FROM l WHERE (%s);\n",
        where.sql);
}

int main(int argc, char **argv)
{
    static void (*const kinds[])(struct rng *, FILE *, FILE *) = {ask_pivot, ask_pivot,
                                                                  ask_facets, ask_list};
    static struct table t;
    if (argc != 3) {
        fputs("usage: draw SEED FOLDER\n", stderr);
        return 2;
    }
    /* Not the step of the generator: neighbouring seeds draw nothing in common. */
    struct rng r = {(strtoull(argv[1], NULL, 10) + 1) * 0xda942042e4dd58b5U};
    FILE *table = open_in(argv[2], "table.csv"), *ask = open_in(argv[2], "ask.sh"),
         *sql = open_in(argv[2], "answer.sql");
    draw_table(&r, &t);
    write_table(&t, table);
    write_meanings(&t, sql);
    fputs(".mode list\n.separator |\n", sql);
    for (uint32_t q = 1; q <= 4; q++) {
        fprintf(ask, "ask %u ", q);
        fprintf(sql, ".output want%u\n", q);
        kinds[q - 1](&r, ask, sql);
    }
    return fclose(table) || fclose(ask) || fclose(sql) ? 1 : 0;
}
