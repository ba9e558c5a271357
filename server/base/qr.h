// A picture that a telephone's camera reads: the only file that includes libqrencode.
// Source: ISO/IEC 18004 (QR codes).
#ifndef BASE_QR_H
#define BASE_QR_H

#include "base/err.h"
#include "base/text.h"

// Version 10, which holds 213 bytes at level M (15 % of it may be hidden or dirty).
// What is larger is hard to read from a screen.
#define QR_VERSION_MAX 10
#define QR_SQUARES_MAX 57
#define QR_BYTES_MAX 213

#define QR_DARK '#'
#define QR_LIGHT '.'

struct qr {
    int squares;                                   // on each side, 21 to QR_SQUARES_MAX
    char rows[QR_SQUARES_MAX][QR_SQUARES_MAX + 1]; // from the top, each ended by NUL
};

// `text` as a picture, without the quiet edge of four light squares that belongs around
// it. What was needed on the way is wiped as far as the library lets go of it: the text
// may be a secret. Errors: ERR_TOO_LARGE (over QR_BYTES_MAX bytes), ERR_INTERNAL
// (empty, or out of memory).
enum err qr_draw(struct text text, struct qr *qr_out);

#endif
