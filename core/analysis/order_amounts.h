/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorting lines by an amount. For the order of lists. */
#ifndef SAISIE_ANALYSIS_ORDER_AMOUNTS_H
#define SAISIE_ANALYSIS_ORDER_AMOUNTS_H

#include "frame/frame.h"

/* Sorts lines (positions, count of them) by their amounts, ties as they stood; those whose
 * amount does not count stand last either way. spare has room for as many. pace may be NULL. */
enum status order_amounts(struct pace *pace, const struct amounts *a, bool descending,
                          uint32_t *lines, uint32_t *spare, size_t count, struct error *e);

#endif
