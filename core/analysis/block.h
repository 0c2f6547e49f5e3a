/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions walk over a selection block by block; this is the block's size in lines. */
#ifndef SAISIE_ANALYSIS_BLOCK_H
#define SAISIE_ANALYSIS_BLOCK_H

#define BLOCK_LINES 2048

#endif
