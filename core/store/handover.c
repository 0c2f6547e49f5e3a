/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue between the thread that reads and the thread that writes. */
#include "store/handover.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* A load fits into the cache of a core; a few of them even out the pace of both threads. */
enum { LOADS = 6, LOAD_LINES = 1024, LOAD_BYTES = 1 << 18 };

struct handover {
    handover_apply *apply;
    void *data;
    struct load loads[LOADS]; /* a ring; a load belongs to one side at a time */
    unsigned last;            /* the one being filled: the caller's */
    pthread_mutex_t mutex;    /* guards what follows, up to error */
    pthread_cond_t handed;    /* the thread waits for it */
    pthread_cond_t done;      /* the caller waits for it */
    unsigned first, waiting;  /* waiting: handed over and not applied */
    bool stop;
    enum status status; /* of the first load that failed */
    struct error error;
    pthread_t thread;
    bool running; /* the caller's */
};

/* ---- a load ------------------------------------------------------------------------------ */

void load_line(struct load *l, uint32_t row, uint32_t case_key, uint64_t hash,
               uint32_t slot_count, const bool *long_text, const uint32_t *codes,
               const struct long_text *texts)
{
    size_t size = (LOAD_HEAD + (size_t)slot_count) * sizeof(uint32_t);
    uint32_t *word = (uint32_t *)(void *)buffer_reserve(&l->lines, size);
    if (!word)
        return;
    word[LOAD_ROW] = row;
    word[LOAD_CASE] = case_key;
    word[LOAD_HASH_LOW] = (uint32_t)hash;
    word[LOAD_HASH_HIGH] = (uint32_t)(hash >> 32);
    memcpy(word + LOAD_HEAD, codes, slot_count * sizeof *codes);
    for (uint32_t i = 0; i < slot_count; i++)
        if (long_text[i]) {
            word[LOAD_HEAD + i] = texts[i].length;
            buffer_add(&l->texts, texts[i].text, texts[i].length);
        }
    l->lines.len += size;
    l->line_count++;
}

void load_order(struct load *l, const struct order *o)
{
    struct order head = *o;
    for (size_t i = 0; i < ORDER_TEXTS; i++)
        head.texts[i] = NULL;
    buffer_add(&l->orders, &head, sizeof head);
    for (size_t i = 0; i < ORDER_TEXTS; i++) {
        buffer_add(&l->orders, o->texts[i], o->lengths[i]);
        buffer_addc(&l->orders, '\0');
    }
}

bool load_next_order(const struct load *l, size_t *at, struct order *out)
{
    if (*at >= l->orders.len)
        return false;
    memcpy(out, l->orders.data + *at, sizeof *out);
    *at += sizeof *out;
    for (size_t i = 0; i < ORDER_TEXTS; i++) {
        out->texts[i] = l->orders.data + *at;
        *at += (size_t)out->lengths[i] + 1;
    }
    return true;
}

static bool is_full(const struct load *l)
{
    return l->line_count >= LOAD_LINES ||
           l->lines.len + l->texts.len + l->orders.len >= LOAD_BYTES;
}

static bool has_failed(const struct load *l)
{
    return l->lines.failed || l->texts.failed || l->orders.failed;
}

static void clear(struct load *l)
{
    buffer_clear(&l->lines);
    buffer_clear(&l->texts);
    buffer_clear(&l->orders);
    l->line_count = 0;
}

/* ---- the thread -------------------------------------------------------------------------- */

static void *work(void *data)
{
    struct handover *h = data;
    pthread_mutex_lock(&h->mutex);
    for (;;) {
        while (!h->waiting && !h->stop)
            pthread_cond_wait(&h->handed, &h->mutex);
        if (h->stop)
            break;
        struct load *l = &h->loads[h->first];
        bool fit = h->status == STATUS_OK;
        pthread_mutex_unlock(&h->mutex);
        struct error e;
        enum status s = fit ? h->apply(h->data, l, &e) : STATUS_OK;
        clear(l);
        pthread_mutex_lock(&h->mutex);
        if (s != STATUS_OK) {
            h->status = s;
            h->error = e;
        }
        h->first = (h->first + 1) % LOADS;
        h->waiting--;
        pthread_cond_signal(&h->done);
    }
    pthread_mutex_unlock(&h->mutex);
    return NULL;
}

enum status handover_make(struct handover **out, handover_apply *apply, void *data,
                          struct error *e)
{
    struct handover *h = *out = calloc(1, sizeof *h);
    if (!h)
        return error_no_memory(e);
    h->apply = apply;
    h->data = data;
    pthread_mutex_init(&h->mutex, NULL);
    pthread_cond_init(&h->handed, NULL);
    pthread_cond_init(&h->done, NULL);
    return STATUS_OK;
}

void handover_free(struct handover **h)
{
    if (!h || !*h)
        return;
    if ((*h)->running) {
        pthread_mutex_lock(&(*h)->mutex);
        (*h)->stop = true;
        pthread_cond_signal(&(*h)->handed);
        pthread_mutex_unlock(&(*h)->mutex);
        pthread_join((*h)->thread, NULL);
    }
    for (size_t i = 0; i < LOADS; i++) {
        buffer_free(&(*h)->loads[i].lines);
        buffer_free(&(*h)->loads[i].texts);
        buffer_free(&(*h)->loads[i].orders);
    }
    pthread_cond_destroy(&(*h)->done);
    pthread_cond_destroy(&(*h)->handed);
    pthread_mutex_destroy(&(*h)->mutex);
    free(*h);
    *h = NULL;
}

/* ---- the caller -------------------------------------------------------------------------- */

struct load *handover_load(struct handover *h)
{
    return &h->loads[h->last];
}

/* The fault of a load, told under the mutex. */
static enum status told(struct handover *h, struct error *e)
{
    if (h->status != STATUS_OK && e)
        *e = h->error;
    return h->status;
}

static enum status hand_over(struct handover *h, unsigned most_waiting, struct error *e)
{
    if (has_failed(handover_load(h)))
        return error_no_memory(e);
    h->last = (h->last + 1) % LOADS;
    pthread_mutex_lock(&h->mutex);
    h->waiting++;
    pthread_cond_signal(&h->handed);
    while (h->waiting > most_waiting)
        pthread_cond_wait(&h->done, &h->mutex);
    enum status s = told(h, e);
    pthread_mutex_unlock(&h->mutex);
    return s;
}

enum status handover_pass(struct handover *h, struct error *e)
{
    if (!is_full(handover_load(h)))
        return STATUS_OK;
    if (!h->running) {
        if (pthread_create(&h->thread, NULL, work, h))
            return error_no_memory(e);
        h->running = true;
    }
    return hand_over(h, LOADS - 1, e);
}

enum status handover_settle(struct handover *h, struct error *e)
{
    if (h->running)
        return hand_over(h, 0, e);
    struct load *l = handover_load(h);
    if (has_failed(l))
        return error_no_memory(e);
    if (h->status == STATUS_OK)
        h->status = h->apply(h->data, l, &h->error);
    clear(l);
    return told(h, e);
}
