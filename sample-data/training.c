/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes the training set in memory, then its two deliveries. */
#include "training.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Chosen so that about 25,000 lines stand in the cache after both deliveries. */
#define BASE_CASES 22420

struct line *training_new_case(struct training *t)
{
    if (t->n == t->capacity) {
        t->capacity = t->capacity ? t->capacity * 2 : 32768;
        struct line *more = realloc(t->lines, (size_t)t->capacity * sizeof *more);
        if (!more) {
            fprintf(stderr, "generate: out of memory\n");
            exit(1);
        }
        t->lines = more;
    }
    struct line *l = &t->lines[t->n++];
    memset(l, 0, sizeof *l);
    l->case_no = t->next_case++;
    l->line_no = 1;
    return l;
}

struct line *training_case(struct training *t, int reporter, int product, int date)
{
    struct line *l = training_new_case(t);
    l->reporter = reporter;
    l->product = product;
    l->date = date;
    l->location = AIRPORT;
    l->direction = IMPORT;
    l->procedure = l->brand = l->operation = -1;
    l->departure = l->origin = COUNTRY_BLANK;
    l->destination = REPORTERS[reporter].country;
    l->style = (uint32_t)rng_next(&t->rng);
    l->hs = rng_permille(&t->rng, 400);
    draw_circumstances(&t->rng, l);
    draw_quantity(&t->rng, l);
    draw_entry(&t->rng, l);
    return l;
}

int product_index(const char *label)
{
    for (int i = 0; i < N_PRODUCTS; i++) {
        if (strcmp(PRODUCTS[i].label[EN], label) == 0) {
            return i;
        }
    }
    fprintf(stderr, "generate: no product %s\n", label);
    exit(1);
}

bool line_fits(const struct line *l, int product, int reporter, int first, int last)
{
    return l->status != STATUS_WITHDRAWN && l->invalid != INVALID_DATE &&
           (product < 0 || (l->product == product && l->invalid != INVALID_PRODUCT)) &&
           (reporter < 0 || l->reporter == reporter) && l->date >= first && l->date <= last;
}

/* A silent administration has no seizures of that quarter: its cases fall into the next one. */
static void keep_silence(struct training *t, struct rng *r, struct line *lines, int n)
{
    for (int i = 0; i < 3; i++) {
        if (lines[0].reporter != t->silent_reporter[i] || lines[0].date < t->silent_from[i] ||
            lines[0].date > t->silent_until[i]) {
            continue;
        }
        bool back = lines[0].style % 2;
        int shift = back ? -92 : 92;
        lines[0].date += shift;
        draw_entry(r, &lines[0]);
        for (int k = 0; k < n; k++) {
            lines[k].date = lines[0].date;
            lines[k].entered = lines[0].entered;
            lines[k].validated = lines[0].validated;
            lines[k].month_only = lines[0].month_only;
        }
    }
}

static void make_base(struct training *t)
{
    struct line one[MAX_CASE_LINES];
    struct rng r;
    rng_seed(&r, t->seed, (uint64_t)1 << 41);
    for (int c = 0; c < BASE_CASES; c++) {
        int n = make_case(&t->scene, c, one);
        keep_silence(t, &r, one, n);
        for (int i = 0; i < n; i++) {
            struct line *l = training_new_case(t);
            *l = one[i];
        }
    }
    t->next_case = BASE_CASES;
}

static int by_entry(const void *a, const void *b)
{
    const struct line *x = a;
    const struct line *y = b;
    if (x->entered != y->entered) {
        return x->entered < y->entered ? -1 : 1;
    }
    if (x->case_no != y->case_no) {
        return x->case_no < y->case_no ? -1 : 1;
    }
    return x->line_no - y->line_no;
}

/* Leaves out what is entered after the last delivery, sorts, and numbers the cases. */
static void arrange(struct training *t)
{
    int kept = 0;
    for (int i = 0; i < t->n; i++) {
        if (t->lines[i].entered <= t->second_as_of) {
            t->lines[kept++] = t->lines[i];
        }
    }
    t->n = kept;
    qsort(t->lines, (size_t)t->n, sizeof *t->lines, by_entry);
    int numbers[MAX_REPORTERS][8] = {{0}};
    for (int i = 0; i < t->n; i++) {
        struct line *l = &t->lines[i];
        int y, m, d;
        date_of(l->entered, &y, &m, &d);
        int *number = &numbers[l->reporter][(y - 2023) & 7];
        if (i == 0 || l->case_no != l[-1].case_no) {
            ++*number;
        }
        l->number = *number;
    }
}

/* A corrected product: the next one of its stream, where there is one in the same unit. */
static void move_to_sibling(struct line *l)
{
    int next = l->product + 1;
    if (next < N_PRODUCTS && PRODUCTS[next].stream == PRODUCTS[l->product].stream &&
        PRODUCTS[next].unit == PRODUCTS[l->product].unit &&
        strcmp(PRODUCTS[next].label[EN], PRODUCTS[l->product].label[EN]) != 0) {
        l->status = STATUS_CHANGED;
        l->product = next;
    }
}

/* A transit country that came to light later. */
static void complete_route(struct line *l, int by)
{
    if (by == l->departure || by == l->destination || (l->n_transit && l->transit[0] == by)) {
        return;
    }
    l->status = STATUS_CHANGED;
    l->n_transit = 1;
    l->transit[0] = by;
}

/* What the second delivery says anew about lines of the first. */
static void correct(struct training *t)
{
    struct rng r;
    rng_seed(&r, t->seed, (uint64_t)1 << 42);
    for (int i = 0; i < t->n; i++) {
        struct line *l = &t->lines[i];
        if (l->entered > t->first_as_of) {
            l->status = STATUS_NEW;
            continue;
        }
        int roll = rng_below(&r, 10000);
        if (l->story || l->invalid || l->entered < t->first_as_of - 500) {
            continue;
        }
        if (roll < 60) {
            l->status = STATUS_WITHDRAWN;
        } else if (roll < 190) {
            l->status = STATUS_CHANGED;
            int64_t old = l->quantity;
            l->quantity = round_quantity(old * rng_range(&r, 55, 190) / 100 + 1);
            l->quantity = l->quantity == old ? old * 2 : l->quantity;
            l->unit = l->unit == SHOW_G || l->unit == SHOW_KG ? usual_unit(l) : l->unit;
        } else if (roll < 240) {
            move_to_sibling(l);
        } else if (roll < 310 && !l->simplified && l->direction == IMPORT) {
            complete_route(l, country_index(roll % 2 ? "SG" : "HK"));
        } else if (roll < 420 && l->validated <= t->first_as_of) {
            l->status = STATUS_REPEATED;
        }
    }
}

/* A file of the set, opened for writing; NULL says what failed. */
static FILE *open_file(const char *folder, const char *name)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) {
        fprintf(stderr, "generate: %s: the name is too long\n", folder);
        return NULL;
    }
    FILE *f = fopen(path, "wb");
    if (!f) {
        fprintf(stderr, "generate: %s: %s\n", path, strerror(errno));
    }
    return f;
}

enum { FIRST, SECOND, SHEET_DRUGS, SHEET_REVENUE, SHEET_ENVIRONMENT, SHEETS };

static int sheet_of(const struct line *l)
{
    if (!REPORTERS[l->reporter].french) {
        return SECOND;
    }
    static const int OF[SECTIONS] = {
        [AML] = SECOND, [DRUGS] = SHEET_DRUGS,     [ENVIRONMENT] = SHEET_ENVIRONMENT,
        [IPR] = SECOND, [REVENUE] = SHEET_REVENUE, [SECURITY] = SECOND};
    return OF[STREAMS[PRODUCTS[l->product].stream].section];
}

/* Writes the lines that go to one sheet. */
static bool write_sheet(struct training *t, const char *folder, int which)
{
    static const char *const NAME[SHEETS] = {
        "asia-pacific-2026-06.csv", "asia-pacific-2026-09.csv", "stupefiants-2026-09.csv",
        "recettes-2026-09.csv", "environnement-2026-09.csv"};
    static struct sheet s;
    FILE *f = open_file(folder, NAME[which]);
    if (!f) {
        return false;
    }
    sheet_begin(&s, f, which > SECOND ? FR : EN, which != FIRST,
                which == FIRST ? t->first_as_of : t->second_as_of);
    for (int i = 0; i < t->n; i++) {
        const struct line *l = &t->lines[i];
        if (which == FIRST ? l->entered <= t->first_as_of
                           : l->status != STATUS_NONE && sheet_of(l) == which) {
            sheet_line(&s, l);
        }
    }
    bool good = sheet_end(&s);
    good = fclose(f) == 0 && good;
    if (!good) {
        fprintf(stderr, "generate: %s/%s could not be written\n", folder, NAME[which]);
    }
    return good;
}

int training_write(const struct world *w, uint64_t seed, const char *folder)
{
    static struct training t;
    memset(&t, 0, sizeof t);
    t.world = w;
    t.seed = seed;
    t.first_as_of = day_of(2026, 6, 30);
    t.second_as_of = day_of(2026, 9, 30);
    t.scene = (struct scene){w, seed, day_of(2023, 10, 1), t.second_as_of, -1};
    rng_seed(&t.rng, seed, (uint64_t)1 << 40);
    stories_plan(&t);
    make_base(&t);
    stories_plant(&t);
    arrange(&t);
    bool good = write_sheet(&t, folder, FIRST);
    correct(&t);
    for (int i = SECOND; good && i < SHEETS; i++) {
        good = write_sheet(&t, folder, i);
    }
    stories_tell(&t);
    FILE *f = good ? open_file(folder, "instructor-key.md") : NULL;
    good = f && key_write(&t, f);
    if (f && fclose(f) != 0) {
        good = false;
    }
    free(t.lines);
    return good ? 0 : 1;
}
