/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program under test on its pseudo terminal, under a small job-control parent. */
#ifndef SCREENS_PTY_H
#define SCREENS_PTY_H

#include "buf.h"
#include "grid.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct session;

enum session_state { SESSION_RUNNING, SESSION_STOPPED, SESSION_EXITED, SESSION_KILLED };

/* Milliseconds of a clock that never goes back. */
int64_t now_ms(void);

/* Starts argv[0] (a path, or a name looked up in PATH of `envp`) in `cwd`, alone in the
 * foreground process group of a new terminal of the grid's size. Its bytes go to `grid`, whose
 * answers go back; the session borrows the grid. NULL with errno when no terminal or process
 * can be had; a program that can't be started ends with status 127. */
struct session *session_start(struct grid *grid, char *const argv[], char *const envp[],
                              const char *cwd);
/* Kills what is left of the process group and takes the terminal away. */
void session_end(struct session **s);

/* Takes what the program sends, waiting up to `ms` for something to happen. Returns the number
 * of bytes taken. */
size_t session_pump(struct session *s, int ms);

/* Sends bytes in one write(2) when the terminal has room. False when they are not taken within
 * ten seconds. */
bool session_send(struct session *s, const char *bytes, size_t len);
void session_resize(struct session *s, int rows, int cols);
void session_signal(struct session *s, int number);
/* Takes the terminal away as a lost connection does: the program gets HUP, then end of file. */
void session_hangup(struct session *s);

/* Whether some thread of the program or of its children is running, or waits for the disk, or
 * input has not been read yet. */
bool session_busy(const struct session *s);
/* Whether the terminal is in line mode with echo, as a shell leaves it. */
bool session_tty_cooked(const struct session *s);

/* The state; `value` gets the stop signal, exit status or killing signal. */
enum session_state session_state(const struct session *s, int *value);
bool session_over(const struct session *s);

/* All bytes the program has sent. */
const struct buf *session_raw(const struct session *s);

#endif
