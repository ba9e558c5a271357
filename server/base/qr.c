#include "base/qr.h"

#include "base/secret.h"

#include <qrencode.h>

#define DARK_BIT 1 // of each square; the others say what it is there for

static void copy_rows(const QRcode *code, struct qr *qr_out)
{
    qr_out->squares = code->width;
    for (int y = 0; y < code->width; y++) {
        for (int x = 0; x < code->width; x++) {
            const unsigned char square = code->data[y * code->width + x];
            qr_out->rows[y][x] = (square & DARK_BIT) != 0 ? QR_DARK : QR_LIGHT;
        }
        qr_out->rows[y][code->width] = '\0';
    }
}

enum err qr_draw(struct text text, struct qr *qr_out)
{
    if (text.len > QR_BYTES_MAX) {
        return ERR_TOO_LARGE;
    }
    // With version 0 it takes the smallest that holds the text.
    QRcode *code = QRcode_encodeData((int)text.len, (const unsigned char *)text.s, 0,
                                     QR_ECLEVEL_M);
    if (code == NULL) {
        return ERR_INTERNAL;
    }
    enum err err = ERR_INTERNAL;
    if (code->width <= QR_SQUARES_MAX) {
        copy_rows(code, qr_out);
        err = OK;
    }
    secret_wipe(code->data, (size_t)code->width * (size_t)code->width);
    QRcode_free(code);
    return err;
}
