/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The training set: base cases with stories planted among them, in two deliveries, and its key.
 */
#ifndef SAMPLE_TRAINING_H
#define SAMPLE_TRAINING_H

#include "write.h"

#define MAX_STORIES 24
#define MAX_PAIRS 6
#define NOTE_SIZE 6000

/* One planted story as the instructor's key tells it. */
struct story {
    char title[160];
    char filter[320]; /* what to type at the prompt */
    char text[NOTE_SIZE];
};

struct training {
    const struct world *world;
    struct scene scene;
    uint64_t seed;
    struct rng rng; /* of the choices of stories */
    int first_as_of;
    int second_as_of;
    struct line *lines;
    int n;
    int capacity;
    int next_case;
    int silent_reporter[3];
    int silent_from[3]; /* first day of the silent quarter */
    int silent_until[3];
    struct story stories[MAX_STORIES];
    int n_stories;
};

/* Writes the set of this seed into the folder. Returns the exit status; says what failed. */
int training_write(const struct world *w, uint64_t seed, const char *folder);

/* stories.c: plants in the base; filled stories wait for training_tell. */
void stories_plan(struct training *t);  /* before the base is made */
void stories_plant(struct training *t); /* in the base, before the sorting */
void stories_tell(struct training *t);  /* after the second delivery: counts what is there */

/* Room for one more line (zeroed, of a new case); ends the program when memory is out. */
struct line *training_new_case(struct training *t);
/* A case like those of the base for a given reporter and product on a given day, long form. */
struct line *training_case(struct training *t, int reporter, int product, int date);

/* key.c: the key as Markdown. False when it could not be written. */
bool key_write(const struct training *t, FILE *f);

/* Whether a line counts in a question by this product or -1, reporter or -1, first..last day.
 */
bool line_fits(const struct line *l, int product, int reporter, int first, int last);
int product_index(const char *label);

#endif
