/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantities far from what is usual for their commodity in the file. */
#ifndef SAISIE_INGEST_OUTLIERS_H
#define SAISIE_INGEST_OUTLIERS_H

#include "base/error.h"

struct rows;

/* After the last row. Per commodity and family of units (each currency for itself), on the
 * decimal logarithms x of at least 8 quantities: an outlier has a modified z-score
 * 0.6745 |x - median| / MAD above 3.5 (Iglewicz and Hoaglin 1993), where the MAD is above 0,
 * and is at least ten times above or below the median: commodities that mostly come in one size
 * have a MAD near 0. Median and MAD are read off a histogram of hundredths of a decade. */
enum status outliers_find(struct rows *r, struct error *e);

#endif
