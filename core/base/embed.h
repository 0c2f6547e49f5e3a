/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data files compiled into the program, so that it runs from one file on any machine. */
#ifndef SAISIE_BASE_EMBED_H
#define SAISIE_BASE_EMBED_H

/* The assembler puts the bytes of the file into read-only data between symbol and symbol_end.
 * Paths are relative to the root of the repository, where make runs the compiler. .previous
 * gives the compiler its own section back. */
#define EMBED(symbol, file)                                                                    \
    __asm__(".section .rodata.embedded,\"a\",%progbits\n"                                      \
            ".balign 16\n"                                                                     \
            ".globl " #symbol "\n"                                                             \
            ".hidden " #symbol "\n"                                                            \
            ".type " #symbol ", %object\n" #symbol ":\n"                                       \
            ".incbin \"" file "\"\n"                                                           \
            ".globl " #symbol "_end\n"                                                         \
            ".hidden " #symbol "_end\n" #symbol "_end:\n"                                      \
            ".byte 0\n"                                                                        \
            ".size " #symbol ", . - " #symbol "\n"                                             \
            ".previous\n");                                                                    \
    extern const char symbol[] __attribute__((visibility("hidden")));                          \
    extern const char symbol##_end[] __attribute__((visibility("hidden")))

/* The note says that the object needs no executable stack. */
#define EMBED_NOTE                                                                             \
    __asm__(".section .note.GNU-stack,\"\",%progbits\n"                                        \
            ".previous\n")

/* The distance of two symbols is no constant of C, so the ends are kept and subtracted late. */
struct embedded {
    const char *name, *start, *end;
};
#define EMBEDDED(name, symbol)                                                                 \
    {                                                                                          \
        name, symbol, symbol##_end                                                             \
    }

#endif
