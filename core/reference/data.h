/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data files of core/reference/data as they stand compiled into the program. */
#ifndef SAISIE_REFERENCE_DATA_H
#define SAISIE_REFERENCE_DATA_H

#include <stdbool.h>
#include <stddef.h>

struct data_file {
    const char *name; /* "fields.tsv" */
    const char *text; /* read-only, for the life of the program; not NUL-terminated */
    size_t size;
};

/* By name into *out; false if no such file is compiled in. */
bool reference_data(const char *name, struct data_file *out);

#endif
