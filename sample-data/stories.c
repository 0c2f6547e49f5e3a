/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plants stories in the training set. Which reporter, product, route and month a story takes is
 * drawn from the seed. */
#include "stories.h"

#include <stdlib.h>
#include <string.h>

/* Departures that the routes of these products never take in the base. */
static const struct route_choice NEW_ROUTES[] = {
    {"Ketamine and related substances", "KZ", "AE", "AU"},
    {"Heroin", "KG", "TR", "JP"},
    {"Cocaine", "MZ", "SG", "HK"},
    {"Methamphetamine", "GE", "AE", "NZ"},
    {"MDMA (ecstasy)", "MA", "SG", "KR"},
    {"Amphetamine", "AZ", "TR", "TH"}};
static const char *const COVER_LOADS[] = {"cast candle wax", "resin chess boards",
                                          "hollow chopping boards", "pressed incense bricks",
                                          "snow globe stands"};
static const char *const COVER_PRODUCTS[] = {"Methamphetamine", "Cocaine", "Heroin",
                                             "Ketamine and related substances"};
static const char *const MAIL_REPORTERS[] = {"PK", "PH", "LK", "MY", "ID", "VN"};
static const char *const GROWERS[] = {"Synthetic cathinones", "Alprazolam", "Psilocybin",
                                      "Codeine", "Lyrica(Pregabalin)"};
static const char *const RELABELS[][2] = {{"Herbal", "Liquid/oil"},
                                          {"Methamphetamine", "Amphetamine"},
                                          {"Methamphetamine", "Other psy drugs"}};
static const char *const RELABEL_REPORTERS[] = {"KR", "TH", "JP", "AU"};
static const char *const CARTON_REPORTERS[] = {"SG", "MY", "AU", "HK", "TH", "IN"};

struct plan plan;

#define CHOOSE(t, list) list[rng_below(&(t)->rng, (int)(sizeof list / sizeof *list))]

static int reporter_index(const char *code)
{
    for (int i = 0; i < MAX_REPORTERS; i++) {
        if (REPORTERS[i].code && strcmp(REPORTERS[i].code, code) == 0) {
            return i;
        }
    }
    fprintf(stderr, "generate: no reporter %s\n", code);
    exit(1);
}

/* First day of the month that is n months after October 2023. */
int month_start(int n)
{
    int m = 9 + n;
    return day_of(2023 + m / 12, m % 12 + 1, 1);
}

void stories_plan(struct training *t)
{
    struct rng *r = &t->rng;
    plan.route = CHOOSE(t, NEW_ROUTES);
    plan.route_from = month_start(rng_range(r, 22, 26));
    plan.cover = CHOOSE(t, COVER_LOADS);
    plan.cover_product = product_index(CHOOSE(t, COVER_PRODUCTS));
    plan.cover_way = rng_permille(r, 500) ? IN_FREIGHT : IN_EXPRESS;
    plan.cover_from = month_start(rng_range(r, 23, 27));
    plan.mail_reporter = reporter_index(CHOOSE(t, MAIL_REPORTERS));
    plan.mail_from = month_start(rng_range(r, 19, 24));
    /* Nothing came from its mail centres before. */
    REPORTERS[plan.mail_reporter].mail = 0;
    const char *const *pair = CHOOSE(t, RELABELS);
    plan.relabel_a = product_index(pair[0]);
    plan.relabel_b = product_index(pair[1]);
    plan.relabel_reporter = reporter_index(CHOOSE(t, RELABEL_REPORTERS));
    plan.relabel_from = month_start(rng_range(r, 17, 23));
    t->scene.grow_product = product_index(CHOOSE(t, GROWERS));
    /* Three of the middle fall silent: one of them in the quarter that has just ended. */
    for (int i = 0; i < 3; i++) {
        bool taken;
        do {
            t->silent_reporter[i] = rng_range(r, 12, 21);
            taken = t->silent_reporter[i] == plan.mail_reporter;
            for (int k = 0; k < i; k++) {
                taken = taken || t->silent_reporter[k] == t->silent_reporter[i];
            }
        } while (taken);
        int quarter = i == 2 ? 11 : rng_range(r, 3, 9);
        t->silent_from[i] = month_start(quarter * 3);
        t->silent_until[i] = month_start(quarter * 3 + 3) - 1;
    }
}

static int day_between(struct training *t, int from, int until)
{
    return rng_range(&t->rng, from, until);
}

static void plant_route(struct training *t)
{
    int product = product_index(plan.route.product);
    int departure = country_index(plan.route.departure);
    int transit = country_index(plan.route.transit);
    int to = reporter_index(plan.route.destination);
    int by_transit = reporter_index(plan.route.transit);
    for (int i = 0; i < t->n; i++) {
        struct line *l = &t->lines[i];
        if (l->product == product && l->departure == departure) {
            l->departure = country_index("NL");
        }
    }
    int n = rng_range(&t->rng, 36, 48);
    for (int i = 0; i < n; i++) {
        bool at_transit = rng_permille(&t->rng, 200);
        int day = day_between(t, plan.route_from, t->second_as_of - 40);
        struct line *l = training_case(t, at_transit ? by_transit : to, product, day);
        l->direction = at_transit ? TRANSIT : IMPORT;
        l->departure = departure;
        l->origin = i % 3 ? COUNTRY_BLANK : departure;
        l->n_transit = 1;
        l->transit[0] = transit;
        l->destination = country_index(plan.route.destination);
        l->story = ROUTE;
        write_remarks(&t->rng, l);
    }
}

static void plant_cover(struct training *t)
{
    static const char *const BY[] = {"KR", "TH", "JP", "AU", "HK", "NZ", "SG", "IN"};
    int n = rng_range(&t->rng, 36, 46);
    for (int i = 0; i < n; i++) {
        int reporter = reporter_index(BY[rng_below(&t->rng, 8)]);
        int day = day_between(t, plan.cover_from, t->second_as_of - 30);
        struct line *l = training_case(t, reporter, plan.cover_product, day);
        l->location = plan.cover_way == IN_FREIGHT ? (i % 3 ? SEAPORT : AIRPORT) : EXPRESS_HUB;
        draw_circumstances(&t->rng, l);
        l->conveyance = l->location == SEAPORT   ? VESSEL
                        : l->location == AIRPORT ? AIR
                                                 : EXPRESS;
        l->concealment = plan.cover_way;
        const int(*ends)[MAX_COUNTRIES] =
            t->world->departure_ends[PRODUCTS[l->product].profile];
        do {
            l->departure = rng_pick_cumulative(&t->rng, ends[0], N_COUNTRIES);
        } while (l->departure == l->destination);
        write_cover_remarks(&t->rng, l, plan.cover);
        l->story = COVER;
    }
}

static void plant_mail(struct training *t)
{
    static const char *const GOODS[] = {
        "Synthetic cannabinoids", "MDMA (ecstasy)", "Tryptamines",
        "Other psy drugs",        "Liquid/oil",     "Zopiclone",
        "Other NPS substances",   "Phenethylamines"};
    static const char *const FROM[] = {"NL", "DE", "CN", "GB", "US", "TH", "CA"};
    int days = t->second_as_of - plan.mail_from;
    int n = days * rng_range(&t->rng, 30, 38) / 30;
    for (int i = 0; i < n; i++) {
        int product = product_index(GOODS[rng_below(&t->rng, 8)]);
        int day = day_between(t, plan.mail_from, t->second_as_of - 5);
        struct line *l = training_case(t, plan.mail_reporter, product, day);
        l->location = MAIL_CENTRE;
        draw_circumstances(&t->rng, l);
        l->conveyance = REGULAR_MAIL;
        l->concealment = IN_MAIL;
        l->quantity = round_quantity(rng_lognormal(&t->rng, 24000, 20) + 500);
        l->unit = usual_unit(l);
        l->departure = country_index(FROM[rng_below(&t->rng, 7)]);
        l->entered = l->date + rng_range(&t->rng, 5, 40);
        l->validated = l->entered + 20;
        write_remarks(&t->rng, l);
        l->story = MAIL;
    }
}

static void plant_doubles(struct training *t)
{
    static const char *const WAY[][3] = {{"MX", "HK", "AU"}, {"US", "KR", "NZ"},
                                         {"BR", "SG", "ID"}, {"TH", "HK", "JP"},
                                         {"MM", "MY", "AU"}, {"CA", "KR", "JP"}};
    static const char *const GOODS[] = {"Methamphetamine", "Cocaine", "Heroin",
                                        "Ketamine and related substances"};
    int n = rng_range(&t->rng, 4, MAX_PAIRS);
    int skip = rng_below(&t->rng, 6);
    for (int i = 0; i < n; i++) {
        const char *const *way = WAY[(i + skip) % 6];
        int product = product_index(CHOOSE(t, GOODS));
        int day = day_between(t, month_start(14), month_start(33) - 40);
        int64_t kilograms = rng_range(&t->rng, 18, 460);
        int64_t quantity = (kilograms * 1000 + rng_range(&t->rng, 10, 990)) * 1000;
        for (int half = 0; half < 2; half++) {
            int on = day + half * rng_range(&t->rng, 1, 2);
            struct line *l = training_case(t, reporter_index(way[1 + half]), product, on);
            l->direction = half ? IMPORT : TRANSIT;
            l->location = i % 2 ? AIRPORT : SEAPORT;
            draw_circumstances(&t->rng, l);
            l->conveyance = i % 2 ? AIR : VESSEL;
            l->concealment = IN_FREIGHT;
            l->departure = country_index(way[0]);
            l->transit[0] = country_index(way[1]);
            l->n_transit = 1;
            l->destination = country_index(way[2]);
            l->quantity = quantity;
            l->unit = SHOW_KG;
            l->entered = on + rng_range(&t->rng, 9, 40);
            l->validated = l->entered + 15;
            write_cover_remarks(&t->rng, l, "machine parts");
            l->story = DOUBLE * 100 + i;
        }
    }
}

static void plant_relabel(struct training *t)
{
    for (int i = 0; i < t->n; i++) {
        struct line *l = &t->lines[i];
        if (!l->story && l->reporter == plan.relabel_reporter && l->product == plan.relabel_a &&
            l->date >= plan.relabel_from) {
            l->product = plan.relabel_b;
            l->story = RELABEL;
        }
    }
}

static bool clerk_line(const struct line *l, int reporter, int from, int until)
{
    return !l->story && l->reporter == reporter && l->location == AIRPORT && l->post == 0 &&
           l->unit == SHOW_G && !l->invalid && !l->month_only && l->date >= from &&
           l->date <= until;
}

static void plant_clerk(struct training *t)
{
    static const char *const BY[] = {"JP", "AU", "IN", "TH", "NZ", "HK", "KR"};
    int found = 0;
    for (int tries = 0; tries < 200 && found < 14; tries++) {
        plan.clerk_reporter = reporter_index(CHOOSE(t, BY));
        plan.clerk_from = month_start(rng_range(&t->rng, 8, 26));
        plan.clerk_until = plan.clerk_from + 88;
        found = 0;
        for (int i = 0; plan.clerk_reporter != plan.relabel_reporter && i < t->n; i++) {
            found += clerk_line(&t->lines[i], plan.clerk_reporter, plan.clerk_from,
                                plan.clerk_until);
        }
    }
    for (int i = 0; i < t->n; i++) {
        struct line *l = &t->lines[i];
        if (clerk_line(l, plan.clerk_reporter, plan.clerk_from, plan.clerk_until)) {
            l->quantity *= 1000;
            l->unit = SHOW_KG;
            l->story = CLERK;
        }
    }
}

static bool carton_line(const struct line *l, int cigarettes)
{
    return !l->story && l->reporter == plan.carton_reporter && l->product == cigarettes &&
           !l->invalid && !l->month_only && l->date >= plan.carton_from &&
           l->date <= plan.carton_until;
}

static void plant_carton(struct training *t)
{
    int cigarettes = product_index("Cigarettes");
    int found = 0;
    for (int tries = 0; found < (tries < 200 ? 12 : 8) && tries < 1000; tries++) {
        int month = rng_range(&t->rng, 10, 20);
        plan.carton_reporter = reporter_index(CHOOSE(t, CARTON_REPORTERS));
        plan.carton_from = month_start(month);
        plan.carton_until = month_start(month + 9) - 1;
        found = 0;
        for (int i = 0; plan.carton_reporter != plan.mail_reporter && i < t->n; i++) {
            found += carton_line(&t->lines[i], cigarettes);
        }
    }
    for (int i = 0; i < t->n; i++) {
        struct line *l = &t->lines[i];
        if (carton_line(l, cigarettes)) {
            l->quantity = l->quantity / 200 > 0 ? l->quantity / 200 : 1;
            l->unit = SHOW_PIECES;
            l->story = CARTON;
        }
    }
}

static const char *const HOSTILE_TEXT[] = {
    "Parcel label \x1b[31mRED\x1b[0m \x1b]0;training\x07 and \x1b[2J ends here.",
    "Invoice name \xe2\x80\xaegpj.exe\xe2\x80\xac turned round.",
    "=HYPERLINK(\"http://training.invalid\";\"training\")",
    "=CMD|'/C calc'!A0",
    "@SUM(1+1)*cmd|' /C training'!A0",
    "First line of the note\nsecond line, \"quoted\", with a\ttab",
    "Zero\xe2\x80\x8bwidth\xe2\x80\x8djoin\xef\xbb\xbfmark and a bell \x07 in the middle."};
_Static_assert(sizeof HOSTILE_TEXT / sizeof *HOSTILE_TEXT == N_HOSTILE, "one name a text");

static void plant_hostile(struct training *t)
{
    int done = 0;
    while (done < N_HOSTILE) {
        struct line *l = &t->lines[rng_below(&t->rng, t->n)];
        if (l->story || l->simplified || l->invalid || l->line_no != 1 || l->reporter >= 12 ||
            l->entered > t->first_as_of) {
            continue;
        }
        memcpy(l->remarks, HOSTILE_TEXT[done], strlen(HOSTILE_TEXT[done]) + 1);
        l->story = HOSTILE * 100 + done;
        done++;
    }
}

void stories_plant(struct training *t)
{
    plant_relabel(t);
    plant_clerk(t);
    plant_carton(t);
    plant_hostile(t);
    plant_route(t);
    plant_cover(t);
    plant_mail(t);
    plant_doubles(t);
}
