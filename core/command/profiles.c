/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saisie profiles: what kinds of files are known, and where one's own stand. */
#include "command/command.h"
#include "ingest/profile.h"

static enum status run(struct call *c, struct error *e)
{
    static const struct table_column columns[] = {{"name", "Name", false},
                                                  {"title", "Kind of file", false},
                                                  {"grain", "A row is", false},
                                                  {"origin", "From", false}};
    struct profiles profiles = {0};
    enum table_format format;
    const char *folder = NULL;
    enum status status = call_format(c, &format, e);
    if (!status)
        status = workspace_user_file("profiles", &c->arena, &folder, e);
    if (!status)
        status = profiles_read(folder, &profiles, e);
    if (!status) {
        struct table t;
        call_table(c, NULL, &t, format, columns, sizeof columns / sizeof *columns);
        for (size_t i = 0; i < profiles.count; i++) {
            const struct profile *p = &profiles.profile[i];
            const char *cells[] = {p->name, p->title, grain_word(p->grain),
                                   p->shipped ? "saisie" : "your own"};
            table_row(&t, cells);
        }
        const char *note = arena_printf(&c->arena,
                                        "One's own stand as NAME.ini in %s; of two that know a "
                                        "header one's own applies.",
                                        folder ? folder : "~/.config/saisie/profiles");
        status = table_end(&t, note, e);
    }
    profiles_free(&profiles);
    return status;
}

const struct command command_profiles = {
    .name = "profiles",
    .arguments = "",
    .summary = "the kinds of files that are known by their header",
    .details = "  saisie profiles\n  saisie import --profile cbp-drugs sums.csv\n",
    .options = TAKES_FORMAT,
    .run = run,
};
