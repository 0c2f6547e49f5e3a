/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts malloc, calloc and realloc of the program's own objects through the linker (--wrap,
 * see LDFLAGS_<test> in the Makefile). Included by one file a program. */
#ifndef SAISIE_TESTS_ALLOCATIONS_H
#define SAISIE_TESTS_ALLOCATIONS_H

#include <stddef.h>

static size_t allocations;

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t size);

void *__wrap_malloc(size_t size)
{
    allocations++;
    return __real_malloc(size);
}
void *__wrap_calloc(size_t n, size_t size)
{
    allocations++;
    return __real_calloc(n, size);
}
void *__wrap_realloc(void *p, size_t size)
{
    allocations++;
    return __real_realloc(p, size);
}

#endif
