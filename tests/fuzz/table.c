/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target: a text as a cell of a table that is taken away. From every format it comes back
 * as one cell, the others beside it unharmed. */
#include "../unit/table_readers.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* A cell is a C string: it ends at the first NUL. */
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    text[size] = '\0';
    const char *fault = text_comes_back(text);
    free(text);
    if (fault) {
        fprintf(stderr, "%s\n", fault);
        abort();
    }
    return 0;
}
