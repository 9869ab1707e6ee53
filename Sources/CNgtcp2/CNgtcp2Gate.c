// What a packet says is looked at between its decryption and the library, which aborts the process over some things that
// a peer may say. Nothing of the kind is ever said by Aura.
//
// - Streams are not used, so the library need never know of one.
// - A connection id that is retired by NEW_CONNECTION_ID and comes again before the library's RETIRE_CONNECTION_ID is
//   acknowledged fails an assertion (ngtcp2 0.12, conn_retire_dcid_seq); Aura never asks for a retirement.
//
// A packet with such a frame is passed off as one that cannot be decrypted, and the connection is marked. What cannot be
// parsed is left to the library, which has the right answer for it.

#include "CNgtcp2Internal.h"

#include <string.h>

/// The connection that reads; the library's callback is not told.
static _Thread_local struct aura_quic *reader;

void quic_set_reader(struct aura_quic *quic) { reader = quic; }

struct cursor {
    const uint8_t *at;
    const uint8_t *end;
    int is_broken;
};

static void skip(struct cursor *cursor, uint64_t count) {
    if (count > (uint64_t)(cursor->end - cursor->at)) {
        cursor->is_broken = 1;
        cursor->at = cursor->end;
    } else {
        cursor->at += count;
    }
}

/// A variable-length integer (RFC 9000, section 16).
static uint64_t number(struct cursor *cursor) {
    if (cursor->at == cursor->end) {
        cursor->is_broken = 1;
        return 0;
    }
    const uint8_t *bytes = cursor->at;
    size_t length = (size_t)1 << (bytes[0] >> 6);
    skip(cursor, length);
    if (cursor->is_broken) return 0;
    uint64_t value = bytes[0] & 0x3f;
    for (size_t i = 1; i < length; i++) value = value << 8 | bytes[i];
    return value;
}

static void numbers(struct cursor *cursor, uint64_t count) {
    while (count-- > 0 && !cursor->is_broken) number(cursor);
}

static void skip_acknowledgement(struct cursor *cursor, int has_counts) {
    numbers(cursor, 2);
    uint64_t ranges = number(cursor);
    number(cursor);
    while (ranges-- > 0 && !cursor->is_broken) numbers(cursor, 2);
    if (has_counts) numbers(cursor, 3);
}

/// True for a NEW_CONNECTION_ID frame that asks for a retirement.
static int retires(struct cursor *cursor) {
    number(cursor);
    uint64_t before = number(cursor);
    if (cursor->at == cursor->end) cursor->is_broken = 1;
    if (!cursor->is_broken) skip(cursor, 1 + (uint64_t)cursor->at[0] + NGTCP2_STATELESS_RESET_TOKENLEN);
    return before > 0;
}

/// Skips one frame (RFC 9000, section 19; RFC 9221); true when it is one that the library must not see.
static int is_forbidden(struct cursor *cursor) {
    uint64_t type = number(cursor);
    switch (type) {
    case 0x00: case 0x01: case 0x1e: return 0;
    case 0x02: case 0x03: skip_acknowledgement(cursor, type == 0x03); return 0;
    case 0x06: number(cursor); skip(cursor, number(cursor)); return 0;
    case 0x07: case 0x31: skip(cursor, number(cursor)); return 0;
    case 0x10: case 0x12: case 0x13: case 0x14: case 0x16: case 0x17: case 0x19: number(cursor); return 0;
    case 0x18: return retires(cursor);
    case 0x1a: case 0x1b: skip(cursor, NGTCP2_PATH_CHALLENGE_DATALEN); return 0;
    case 0x1c: numbers(cursor, 2); skip(cursor, number(cursor)); return 0;
    case 0x1d: number(cursor); skip(cursor, number(cursor)); return 0;
    case 0x30: cursor->at = cursor->end; return 0;
    case 0x04: case 0x05: case 0x11: case 0x15: return 1;
    default: break;
    }
    if (type >= 0x08 && type <= 0x0f) return 1;
    cursor->is_broken = 1;
    return 0;
}

int quic_decrypt(
    uint8_t *to, const ngtcp2_crypto_aead *aead, const ngtcp2_crypto_aead_ctx *context, const uint8_t *sealed,
    size_t length, const uint8_t *nonce, size_t nonce_length, const uint8_t *extra, size_t extra_length) {
    int result =
        ngtcp2_crypto_decrypt_cb(to, aead, context, sealed, length, nonce, nonce_length, extra, extra_length);
    if (result != 0 || reader == NULL || length < aead->max_overhead) return result;
    struct cursor cursor = {to, to + length - aead->max_overhead, 0};
    while (cursor.at < cursor.end && !cursor.is_broken) {
        if (!is_forbidden(&cursor)) continue;
        reader->report.flags |= AURA_QUIC_STREAMS;
        return NGTCP2_ERR_DECRYPT;
    }
    return 0;
}
