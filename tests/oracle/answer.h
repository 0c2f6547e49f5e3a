/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers as lines, so that they can be compared with rows of SQL. */
#ifndef SAISIE_TESTS_ORACLE_ANSWER_H
#define SAISIE_TESTS_ORACLE_ANSWER_H

/* A CSV answer of the verb as a line a cell, fields parted by |. Cells with nothing in them,
 * and counts of 0, are left out. rows columns name the row of a pivot; measure "-": each
 * further column is a measure of its own. Freed by the caller. */
char *answer_cells(const char *csv, const char *verb, int rows, const char *measure);
/* What stands in one of them and not in the other, whatever the order of the lines, at most a
 * screen of it; NULL: nothing. Changes both. Freed by the caller. */
char *answer_difference(char *got, char *want);

#endif
