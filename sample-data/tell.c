/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells what an analyst should find of each planted story, counted in the lines themselves. */
#include "stories.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char *name_of(int reporter)
{
    return COUNTRIES[REPORTERS[reporter].country].label[EN];
}

/* "2025-03" of a day. */
static const char *month_text(int day, char *out)
{
    date_text(day, out);
    out[7] = '\0';
    return out;
}

static struct story *begin(struct training *t, const char *title)
{
    struct story *s = &t->stories[t->n_stories++];
    snprintf(s->title, sizeof s->title, "%s", title);
    s->filter[0] = s->text[0] = '\0';
    return s;
}

__attribute__((format(printf, 2, 3))) static void tell(struct story *s, const char *format, ...)
{
    size_t len = strlen(s->text);
    va_list args;
    va_start(args, format);
    vsnprintf(s->text + len, sizeof s->text - len, format, args);
    va_end(args);
}

static int count_story(const struct training *t, int story, int64_t *sum)
{
    int n = 0;
    *sum = 0;
    for (int i = 0; i < t->n; i++) {
        if (t->lines[i].story == story && t->lines[i].status != STATUS_WITHDRAWN) {
            n++;
            *sum += t->lines[i].quantity;
        }
    }
    return n;
}

static int count(const struct training *t, int product, int reporter, int first, int last)
{
    int n = 0;
    for (int i = 0; i < t->n; i++) {
        n += line_fits(&t->lines[i], product, reporter, first, last);
    }
    return n;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* Median mass in grams of a reporter's drug lines in a span. */
static int64_t median_grams(const struct training *t, int reporter, int first, int last)
{
    int64_t *all = malloc((size_t)(t->n + 1) * sizeof *all);
    if (!all) {
        fprintf(stderr, "generate: out of memory\n");
        exit(1);
    }
    size_t n = 0;
    for (int i = 0; i < t->n; i++) {
        const struct line *l = &t->lines[i];
        if (line_fits(l, -1, reporter, first, last) && PRODUCTS[l->product].unit == BY_MASS &&
            STREAMS[PRODUCTS[l->product].stream].section == DRUGS &&
            l->invalid != INVALID_QUANTITY) {
            all[n++] = l->quantity / 1000;
        }
    }
    qsort(all, n, sizeof *all, by_size);
    int64_t median = n ? all[n / 2] : 0;
    free(all);
    return median;
}

static void tell_route_and_cover(struct training *t)
{
    char m[DATE_SIZE];
    int64_t sum;
    int n = count_story(t, ROUTE, &sum);
    struct story *s = begin(t, "A new route");
    snprintf(s->filter, sizeof s->filter, "departure:%s product:\"%s\"", plan.route.departure,
             plan.route.product);
    tell(s,
         "%d cases (one line each), %" PRId64
         " g together, from %s over %s to %s, the first seized "
         "in %s; before that month the departure has none of this product. Most are reported "
         "by %s, some by %s. It is what it seems: a route that is new in two reporters' data "
         "and not an effect of how they report.\n",
         n, sum / 1000, COUNTRIES[country_index(plan.route.departure)].label[EN],
         COUNTRIES[country_index(plan.route.transit)].label[EN],
         COUNTRIES[country_index(plan.route.destination)].label[EN],
         month_text(plan.route_from, m), plan.route.destination, plan.route.transit);
    n = count_story(t, COVER, &sum);
    s = begin(t, "A concealment that appears");
    snprintf(s->filter, sizeof s->filter, "remarks:\"%s\"", plan.cover);
    tell(s,
         "%d cases of %s with the words \"%s\" in the remarks, class \"%s\", from %s on, by "
         "several "
         "administrations. No earlier line has these words. The class alone does not show it: "
         "it "
         "is common; the narrative does.\n",
         n, PRODUCTS[plan.cover_product].label[EN], plan.cover,
         CONCEALMENT_LABEL[plan.cover_way][EN], month_text(plan.cover_from, m));
}

static void tell_mail(struct training *t)
{
    char m[DATE_SIZE];
    int64_t sum;
    int who = plan.mail_reporter;
    int until = t->second_as_of;
    int n = count_story(t, MAIL, &sum);
    int span = until - plan.mail_from + 1;
    int after = count(t, -1, who, plan.mail_from, until);
    struct story *s = begin(t, "A reporter that began to upload mail cases");
    snprintf(s->filter, sizeof s->filter, "reporter:%s location:\"Mail Centre\"",
             REPORTERS[who].code);
    tell(
        s,
        "%s: %d lines from mail centres, all from %s on. Its lines rise from %d in the %d days "
        "before that month to %d in the %d days since, while the median drug line falls from "
        "%" PRId64 " g to %" PRId64
        " g. Without the mail centres (-location:\"Mail Centre\") the "
        "count is %d: the level of before. It is reporting, not trafficking.\n",
        name_of(who), n, month_text(plan.mail_from, m),
        count(t, -1, who, plan.mail_from - span, plan.mail_from - 1), span, after, span,
        median_grams(t, who, 0, plan.mail_from - 1),
        median_grams(t, who, plan.mail_from, until), after - n);
}

static void tell_doubles(struct training *t)
{
    struct story *s = begin(t, "One seizure reported by two countries");
    snprintf(s->filter, sizeof s->filter, "remarks:\"machine parts\"");
    tell(s,
         "Each pair is one consignment, reported by a transit and by the destination country: "
         "the "
         "same product, quantity to the gram and route, a day or two apart. Counted twice they "
         "double the mass. The pairs:\n\n");
    for (int pair = 0; pair < MAX_PAIRS; pair++) {
        char id[2][CASE_ID_SIZE] = {"", ""};
        char day[2][DATE_SIZE];
        char quantity[32] = "";
        int n = 0;
        int product = 0;
        for (int i = 0; i < t->n && n < 2; i++) {
            const struct line *l = &t->lines[i];
            if (l->story == DOUBLE * 100 + pair) {
                case_id_text(l, id[n]);
                date_text(l->date, day[n]);
                quantity_text(l, quantity);
                product = l->product;
                n++;
            }
        }
        if (n == 2) {
            tell(s, "- %s (%s) and %s (%s): %s, %s kg\n", id[0], day[0], id[1], day[1],
                 PRODUCTS[product].label[EN], quantity);
        }
    }
}

static void tell_relabel(struct training *t)
{
    char m[DATE_SIZE];
    int who = plan.relabel_reporter;
    int before = plan.relabel_from - 365;
    int a = plan.relabel_a;
    int b = plan.relabel_b;
    struct story *s = begin(t, "A product relabelled into a sibling");
    snprintf(s->filter, sizeof s->filter, "reporter:%s product:\"%s\",\"%s\"",
             REPORTERS[who].code, PRODUCTS[a].label[EN], PRODUCTS[b].label[EN]);
    tell(s,
         "From %s %s files \"%s\" under \"%s\". In the 365 days before: %d and %d lines; in "
         "the 365 days "
         "from then on: %d and %d. The sum stays level (%d, %d): nothing has vanished and "
         "nothing "
         "has appeared.\n",
         month_text(plan.relabel_from, m), name_of(who), PRODUCTS[a].label[EN],
         PRODUCTS[b].label[EN], count(t, a, who, before, plan.relabel_from - 1),
         count(t, b, who, before, plan.relabel_from - 1),
         count(t, a, who, plan.relabel_from, plan.relabel_from + 364),
         count(t, b, who, plan.relabel_from, plan.relabel_from + 364),
         count(t, a, who, before, plan.relabel_from - 1) +
             count(t, b, who, before, plan.relabel_from - 1),
         count(t, a, who, plan.relabel_from, plan.relabel_from + 364) +
             count(t, b, who, plan.relabel_from, plan.relabel_from + 364));
}

static void tell_units(struct training *t)
{
    char from[DATE_SIZE];
    char until[DATE_SIZE];
    char office[OFFICE_SIZE] = "";
    int64_t sum;
    int n = count_story(t, CLERK, &sum);
    for (int i = 0; i < t->n; i++) {
        if (t->lines[i].story == CLERK) {
            office_text(&t->lines[i], office);
        }
    }
    date_text(plan.clerk_from, from);
    date_text(plan.clerk_until, until);
    struct story *s = begin(t, "A clerk who swaps grams and kilograms");
    snprintf(s->filter, sizeof s->filter, "office:\"%s\" date:%s..%s", office, from, until);
    tell(s,
         "%d lines of that office have the number of grams with the unit kg: %" PRId64
         " kg where %" PRId64
         " g were meant. Each stands a thousand times above its neighbours of the same "
         "product and office; before and after, the office is right.\n",
         n, sum / 1000000, sum / 1000000);
    n = count_story(t, CARTON, &sum);
    date_text(plan.carton_from, from);
    date_text(plan.carton_until, until);
    s = begin(t, "A carton counted as a piece");
    snprintf(s->filter, sizeof s->filter, "reporter:%s product:Cigarettes date:%s..%s",
             REPORTERS[plan.carton_reporter].code, from, until);
    tell(s,
         "%d lines of %s count cartons of 200 cigarettes as pieces: %" PRId64
         " pieces shown, %" PRId64 " cigarettes meant. The number of lines does not fall, the "
         "pieces do, by two hundred; the "
         "unit before and after is a cigarette.\n",
         n, name_of(plan.carton_reporter), sum, sum * 200);
}

static void tell_growth(struct training *t)
{
    int p = t->scene.grow_product;
    int of[MAX_REPORTERS] = {0};
    int last = month_start(36) - 1;
    for (int i = 0; i < t->n; i++) {
        const struct line *l = &t->lines[i];
        of[l->reporter] += line_fits(l, p, -1, month_start(24), last);
    }
    int reporters = 0;
    int most = 0;
    for (int i = 0; i < MAX_REPORTERS; i++) {
        reporters += of[i] > 0;
        most = of[i] > of[most] ? i : most;
    }
    struct story *s = begin(t, "The contrast: genuine growth");
    snprintf(s->filter, sizeof s->filter, "product:\"%s\"", PRODUCTS[p].label[EN]);
    tell(s,
         "%d lines from October 2023 to September 2024, %d in the next twelve months, %d in "
         "the last "
         "twelve (the last months not yet complete). In the last year %d administrations "
         "report it; "
         "the one with most, %s, has %d of the %d lines (%d in the first year), so no single "
         "reporter "
         "makes the rise.\n",
         count(t, p, -1, month_start(0), month_start(12) - 1),
         count(t, p, -1, month_start(12), month_start(24) - 1),
         count(t, p, -1, month_start(24), last), reporters, name_of(most), of[most],
         count(t, p, -1, month_start(24), last),
         count(t, p, most, month_start(0), month_start(12) - 1));
}

static void tell_hostile(struct training *t)
{
    static const char *const WHAT[N_HOSTILE] = {"terminal escapes",
                                                "right-to-left override",
                                                "formula with a link",
                                                "formula that starts a program",
                                                "formula behind @",
                                                "newline, quotes and a tab",
                                                "zero-width characters and a bell"};
    struct story *s = begin(t, "Hostile text");
    tell(s, "Remarks made to do harm to a terminal or a spreadsheet. They are data: they must "
            "be shown "
            "and exported harmlessly, and stay in the cache as they are.\n\n");
    for (int i = 0; i < t->n; i++) {
        int which = t->lines[i].story - HOSTILE * 100;
        if (which >= 0 && which < N_HOSTILE) {
            char id[CASE_ID_SIZE];
            case_id_text(&t->lines[i], id);
            tell(s, "- %s line %d: %s\n", id, t->lines[i].line_no, WHAT[which]);
        }
    }
}

static void tell_silence(struct training *t)
{
    char a[DATE_SIZE];
    char b[DATE_SIZE];
    struct story *s = begin(t, "Administrations silent for a quarter");
    tell(s, "Zero here is no report, not no seizure:\n\n");
    for (int i = 0; i < 3; i++) {
        date_text(t->silent_from[i], a);
        date_text(t->silent_until[i], b);
        int who = t->silent_reporter[i];
        tell(s, "- %s (%s): %d lines seized from %s to %s; %d in the whole three years\n",
             name_of(who), REPORTERS[who].code,
             count(t, -1, who, t->silent_from[i], t->silent_until[i]), a, b,
             count(t, -1, who, 0, t->second_as_of));
    }
}

void stories_tell(struct training *t)
{
    tell_route_and_cover(t);
    tell_mail(t);
    tell_doubles(t);
    tell_relabel(t);
    tell_units(t);
    tell_growth(t);
    tell_silence(t);
    tell_hostile(t);
}
