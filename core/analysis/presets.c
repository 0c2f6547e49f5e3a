/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The presets as one table, and how one becomes a question. */
#include "analysis/presets.h"
#include "analysis/span.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* Cases with their change, where columns are years. */
#define CASES_BY_YEAR "cases,difference(cases),change(cases)"
#define CASH "stream:\"Cash smuggling\""

static const struct preset presets[] = {
    {"composition",
     "Composition of the sections",
     "which flows make up each section, and all seizures",
     {{.rows = {"section", "stream"}, .measures = "cases,seizures,share(seizures)"}}},
    {"top-reporters",
     "Reporters on the year before",
     "who reports most, and what changed",
     {{.rows = {"reporter"},
       .cols = {"year"},
       .measures = CASES_BY_YEAR,
       .top = 10,
       .years = true}}},
    {"categories",
     "Flows and products on the year before",
     "which commodities are seized more, and which less",
     {{.title = "Flows",
       .rows = {"stream"},
       .cols = {"year"},
       .measures = CASES_BY_YEAR,
       .years = true},
      {.title = "Products",
       .rows = {"product"},
       .cols = {"year"},
       .measures = CASES_BY_YEAR,
       .top = 20,
       .years = true}}},
    {"quantities",
     "Quantities on the year before",
     "how much of each flow was seized, one unit a table",
     {{.title = "Mass",
       .rows = {"stream"},
       .cols = {"year"},
       .measures = "mass,change(mass)",
       .years = true},
      {.title = "Pieces",
       .rows = {"stream"},
       .cols = {"year"},
       .measures = "pieces,change(pieces)",
       .years = true},
      {.title = "Volume",
       .rows = {"stream"},
       .cols = {"year"},
       .measures = "volume,change(volume)",
       .years = true}}},
    {"top-quantity",
     "Reporters by quantity",
     "who seized the largest quantities; narrow it to one flow",
     {{.title = "Mass",
       .rows = {"reporter"},
       .measures = "mass,seizures,largest(mass)",
       .top = 10},
      {.title = "Pieces",
       .rows = {"reporter"},
       .measures = "pieces,seizures,largest(pieces)",
       .top = 10}}},
    {"volume-profile",
     "Volume profile",
     "many small seizures or few large ones, product by product",
     {{.title = "By mass",
       .rows = {"product"},
       .measures = "mass,seizures,per-seizure(mass),largest(mass)",
       .top = 20,
       .sort_measure = 1},
      {.title = "By pieces",
       .rows = {"product"},
       .measures = "pieces,seizures,per-seizure(pieces),largest(pieces)",
       .top = 20,
       .sort_measure = 1}}},
    {"operational-profile",
     "Operational profile",
     "where, in which direction, how hidden and how found",
     {{.title = "Location", .rows = {"location"}, .measures = "cases,share(cases)"},
      {.title = "Direction", .rows = {"direction"}, .measures = "cases,share(cases)"},
      {.title = "Concealment", .rows = {"concealment"}, .measures = "cases,share(cases)"},
      {.title = "Detection", .rows = {"detection"}, .measures = "cases,share(cases)"}}},
    {"conveyance-direction",
     "Conveyance by direction",
     "which means of transport carry imports, exports and transit",
     {{.rows = {"conveyance"}, .cols = {"direction"}, .measures = "cases,row-share(cases)"}}},
    {"commodity-profile",
     "Ways by commodity",
     "how each flow travels, is hidden and sold, in % of its cases",
     {{.title = "Location",
       .rows = {"stream"},
       .cols = {"location"},
       .measures = "row-share(cases)"},
      {.title = "Conveyance",
       .rows = {"stream"},
       .cols = {"conveyance"},
       .measures = "row-share(cases)"},
      {.title = "Concealment",
       .rows = {"stream"},
       .cols = {"concealment"},
       .measures = "row-share(cases)"},
      {.title = "E-commerce",
       .rows = {"stream"},
       .cols = {"ecommerce"},
       .measures = "row-share(cases)"}}},
    {"region-category",
     "Flows by region",
     "what each WCO region reports, in cases and in quantity",
     {{.title = "Cases", .rows = {"stream"}, .cols = {"wco(reporter)"}, .measures = "cases"},
      {.title = "Mass", .rows = {"stream"}, .cols = {"wco(reporter)"}, .measures = "mass"}}},
    {"departure-destination",
     "Regional flows",
     "from which RILO perimeter to which",
     {{.title = "Cases",
       .rows = {"rilo(departure)"},
       .cols = {"rilo(destination)"},
       .measures = "cases"},
      {.title = "Share of all cases",
       .rows = {"rilo(departure)"},
       .cols = {"rilo(destination)"},
       .measures = "share(cases)"}}},
    {"involvement",
     "Countries involved",
     "which countries cases name, and in which role",
     {{.title = "As reporter", .rows = {"reporter"}, .measures = "cases", .top = 15},
      {.title = "As departure", .rows = {"departure"}, .measures = "cases", .top = 15},
      {.title = "As transit", .rows = {"transit"}, .measures = "cases", .top = 15},
      {.title = "As destination", .rows = {"destination"}, .measures = "cases", .top = 15}}},
    {"top-routes",
     "Routes",
     "countries of departure, each with its destinations",
     {{.rows = {"departure", "destination"}, .measures = "cases,share(cases)", .top = 10}}},
    {"top-departures",
     "Departures on the year before",
     "from where goods leave, and what changed",
     {{.rows = {"departure"},
       .cols = {"year"},
       .measures = CASES_BY_YEAR,
       .top = 10,
       .years = true}}},
    {"ecommerce",
     "E-commerce",
     "the share of cases ordered online",
     {{.title = "By region",
       .rows = {"wco(reporter)"},
       .cols = {"ecommerce"},
       .measures = "cases,row-share(cases)"},
      {.title = "By commodity",
       .rows = {"stream"},
       .cols = {"ecommerce"},
       .measures = "cases,row-share(cases)"}}},
    {"administrations",
     "Reporting administrations",
     "how many administrations of a region report each flow",
     {{.rows = {"stream"}, .cols = {"wco(reporter)"}, .measures = "reporters"}}},
    {"direction-country",
     "Direction by reporter",
     "whether reporters find goods on import, export or transit",
     {{.rows = {"reporter"},
       .cols = {"direction"},
       .measures = "cases,row-share(cases)",
       .top = 10}}},
    {"currency-conveyance",
     "Currency by conveyance",
     "how cash of each currency travels",
     {{.rows = {"unit"},
       .cols = {"conveyance"},
       .measures = "cases",
       .filter = CASH,
       .top = 15}}},
    {"genuine-counterfeit",
     "Genuine and counterfeit money",
     "which currencies are forged",
     {{.rows = {"unit"},
       .cols = {"value_kind"},
       .measures = "cases,row-share(cases)",
       .filter = CASH,
       .top = 15}}},
};
#define PRESETS (sizeof presets / sizeof *presets)

const struct preset *preset_list(size_t *count)
{
    *count = PRESETS;
    return presets;
}

const struct preset *preset_find(const char *name)
{
    for (size_t i = 0; i < PRESETS; i++)
        if (!strcmp(presets[i].name, name))
            return &presets[i];
    return NULL;
}

enum status preset_refuse(const char *name, struct error *e)
{
    const char *near = NULL;
    int least = 4;
    for (size_t i = 0; i < PRESETS; i++) {
        int d = text_distance(name, presets[i].name, 3);
        if (d < least) {
            least = d;
            near = presets[i].name;
        }
    }
    error_set(e, STATUS_MISUSE, "there is no preset %s", name);
    error_way_out(e,
                  near ? "did you mean %s? saisie pivot --preset list lists them all"
                       : "%ssaisie pivot --preset list lists them all",
                  near ? near : "");
    return STATUS_MISUSE;
}

size_t preset_tables(const struct preset *p)
{
    size_t n = 0;
    while (n < PRESET_TABLES && p->table[n].measures)
        n++;
    return n;
}

/* ---- as a question */

static enum status read_measures(struct frame *f, const char *text, struct crosstab_question *q,
                                 struct error *e)
{
    const struct frame_cases *cases;
    enum status status = frame_cases(f, &cases, e);
    for (const char *p = text; !status && *p && q->measure_count < CROSSTAB_MEASURES;) {
        char word[64];
        size_t len = strcspn(p, ",");
        snprintf(word, sizeof word, "%.*s", (int)len, p);
        struct crosstab_measure *m = &q->measures[q->measure_count++];
        status = crosstab_measure_parse(word, m, e);
        if (!status && m->kind == MEASURE_CASES && !cases->cases_max)
            m->kind = MEASURE_SEIZURES;
        /* cases and seizures side by side would then be the same twice. */
        for (size_t i = 0; !status && i + 1 < q->measure_count; i++)
            if (!memcmp(&q->measures[i], m, sizeof *m)) {
                q->measure_count--;
                break;
            }
        p += len + (p[len] == ',');
    }
    return status;
}

/* Years of which the cache can know all: the data begin in the first one's January or before,
 * the last one is over by the usual delay at the as-of date (where no delay is known: over). */
struct whole_years {
    int first, last; /* last < first: none */
};

static enum status find_whole_years(struct frame *f, struct whole_years *out, struct error *e)
{
    struct span data = {0, 0};
    bool any = false;
    int delay, year, month, day;
    int32_t as_of;
    *out = (struct whole_years){1, 0};
    if (!frame_find_field(f, "date") || !span_as_of(f, &as_of))
        return STATUS_OK;
    enum status status = span_of_data(f, "date", &data, &any, e);
    if (!status)
        status = span_usual_delay(f, &delay, e);
    if (status || !any)
        return status;
    date_to_civil(data.from, &year, &month, &day);
    out->first = month == 1 ? year : year + 1;
    /* The year whose last day is known is the one before that of the next day. */
    date_to_civil(as_of - (delay > 0 ? delay : 0) + 1, &year, &month, &day);
    out->last = year - 1;
    return STATUS_OK;
}

/* The condition of the last two whole years; "" where there are none. */
static enum status add_years(struct frame *f, struct arena *a, struct crosstab_question *q,
                             const char **out, struct error *e)
{
    struct whole_years whole;
    *out = "";
    enum status status = find_whole_years(f, &whole, e);
    if (status || whole.last - 1 < whole.first)
        return status;
    *out = arena_printf(a, "year:%d,%d", whole.last - 1, whole.last);
    q->sort = arena_printf(a, "%d", whole.last);
    q->order = ORDER_DOWN;
    return *out && q->sort ? STATUS_OK : error_no_memory(e);
}

enum status preset_question(struct frame *f, const struct preset_table *p, const char *sentence,
                            struct arena *a, struct crosstab_question *q, const char **narrowed,
                            struct error *e)
{
    const char *years = "", *filter = p->filter ? p->filter : "";
    *q = (struct crosstab_question){.top = p->top,
                                    .top_cols = p->top_cols,
                                    .sort_measure = p->sort_measure,
                                    .order = p->sort_measure ? ORDER_DOWN : ORDER_USUAL,
                                    .hide_empty = true};
    memcpy(q->rows, p->rows, sizeof q->rows);
    memcpy(q->cols, p->cols, sizeof q->cols);
    enum status status = read_measures(f, p->measures, q, e);
    if (!status && p->years)
        status = add_years(f, a, q, &years, e);
    if (status)
        return status;
    *narrowed = !*filter && !*years ? arena_string(a, sentence)
                : *sentence         ? arena_printf(a, "(%s) %s %s", sentence, filter, years)
                                    : arena_printf(a, "%s %s", filter, years);
    return *narrowed ? STATUS_OK : error_no_memory(e);
}
