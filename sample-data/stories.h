/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the planting and the telling of stories share: the choices drawn from the seed. */
#ifndef SAMPLE_STORIES_H
#define SAMPLE_STORIES_H

#include "training.h"

/* Marks of planted lines; each pair of doubles and each hostile text has its own (x 100 + n).
 */
enum { ROUTE = 1, COVER, MAIL, DOUBLE, RELABEL, CLERK, CARTON, GROWTH, HOSTILE };

struct route_choice {
    const char *product, *departure, *transit, *destination;
};

struct plan {
    struct route_choice route;
    int route_from;
    const char *cover;
    int cover_product, cover_way, cover_from;
    int mail_reporter, mail_from;
    int relabel_from, relabel_reporter, relabel_a, relabel_b;
    int clerk_reporter, clerk_from, clerk_until;
    int carton_reporter, carton_from, carton_until;
};
extern struct plan plan;

#define N_HOSTILE 7

/* First day of the month that is n months after October 2023. */
int month_start(int n);

#endif
