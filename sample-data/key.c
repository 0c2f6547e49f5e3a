/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The instructor's key of a set: its stories, its faults and its sizes, in Markdown. */
#include "training.h"

#include <inttypes.h>
#include <string.h>

static void sizes(const struct training *t, FILE *f)
{
    int first = 0;
    int by_status[5] = {0};
    for (int i = 0; i < t->n; i++) {
        first += t->lines[i].entered <= t->first_as_of;
        by_status[t->lines[i].status]++;
    }
    fprintf(f,
            "## The deliveries\n\n"
            "| what | lines |\n|---|--:|\n"
            "| first delivery, as of 2026-06-30 | %d |\n"
            "| second delivery: new | %d |\n"
            "| second delivery: changed | %d |\n"
            "| second delivery: withdrawn | %d |\n"
            "| second delivery: repeated unchanged (no status) | %d |\n"
            "| current after both | %d |\n\n",
            first, by_status[STATUS_NEW], by_status[STATUS_CHANGED],
            by_status[STATUS_WITHDRAWN], by_status[STATUS_REPEATED],
            t->n - by_status[STATUS_WITHDRAWN]);
}

static void faults(const struct training *t, FILE *f)
{
    static const char *const WHAT[INVALID_KINDS] = {"",
                                                    "product that no list has",
                                                    "departure mis-spelt",
                                                    "impossible date",
                                                    "quantity \"approx 5\"",
                                                    "location that no list has"};
    fprintf(f, "## Invalid values\n\n"
               "Each keeps its text, counts as invalid, and its line as seizure.\n\n");
    for (int kind = 1; kind < INVALID_KINDS; kind++) {
        fprintf(f, "- %s:", WHAT[kind]);
        const char *before = " ";
        for (int i = 0; i < t->n; i++) {
            if ((int)t->lines[i].invalid == kind) {
                char id[CASE_ID_SIZE];
                case_id_text(&t->lines[i], id);
                fprintf(f, "%s%s/%d", before, id, t->lines[i].line_no);
                before = ", ";
            }
        }
        fputc('\n', f);
    }
    int months = 0;
    for (int i = 0; i < t->n; i++) {
        months += t->lines[i].month_only && t->lines[i].invalid != INVALID_DATE &&
                  t->lines[i].status != STATUS_WITHDRAWN;
    }
    fprintf(f, "\nDates known to the month only: %d lines.\n\n", months);
}

static void largest(const struct training *t, FILE *f)
{
    fprintf(
        f,
        "## The largest drug hauls\n\n"
        "A few lines carry most of the mass; numbers of cases are the steadier measure.\n\n");
    int64_t below = INT64_MAX;
    for (int rank = 0; rank < 8; rank++) {
        const struct line *best = NULL;
        for (int i = 0; i < t->n; i++) {
            const struct line *l = &t->lines[i];
            const struct product *p = &PRODUCTS[l->product];
            if (p->unit == BY_MASS && STREAMS[p->stream].section == DRUGS &&
                l->status != STATUS_WITHDRAWN && l->quantity < below &&
                (!best || l->quantity > best->quantity)) {
                best = l;
            }
        }
        if (!best) {
            break;
        }
        below = best->quantity;
        char id[CASE_ID_SIZE];
        char day[DATE_SIZE];
        case_id_text(best, id);
        date_text(best->date, day);
        fprintf(f, "- %s, %s, %s: %" PRId64 " kg\n", id, day, PRODUCTS[best->product].label[EN],
                best->quantity / 1000000);
    }
    fputc('\n', f);
}

bool key_write(const struct training *t, FILE *f)
{
    fprintf(
        f,
        "# Instructor's key\n\n"
        "TRAINING DATA: every case is invented. Written by the generator for seed %" PRIu64
        "; another seed\nplants other stories and writes its own key. All numbers are seizure "
        "lines as they stand after\nboth deliveries, withdrawn lines left out, unless said "
        "otherwise. Filters are what to type at `/`.\n\n",
        t->seed);
    for (int i = 0; i < t->n_stories; i++) {
        const struct story *s = &t->stories[i];
        fprintf(f, "## %d. %s\n\n", i + 1, s->title);
        if (s->filter[0]) {
            fprintf(f, "    %s\n\n", s->filter);
        }
        fputs(s->text, f);
        fputc('\n', f);
    }
    faults(t, f);
    largest(t, f);
    sizes(t, f);
    return fflush(f) == 0 && !ferror(f);
}
