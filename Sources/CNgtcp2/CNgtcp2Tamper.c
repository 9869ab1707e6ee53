// For tests: a peer that encrypts nonsense. What a packet says is changed before it is sealed, so that the far side
// opens it and has to make sense of it.

#include "CNgtcp2Internal.h"

#include <string.h>

/// The state of the random numbers; a thread's own, because the library's callback is given nothing else.
static _Thread_local uint64_t state;

static uint64_t next(void) {
    uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

/// A number that fits its place more often than not.
static uint8_t *put_number(uint8_t *at) {
    if (next() % 8 == 0) {
        *at++ = (uint8_t)(0x40 | next() % 0x40);
        *at++ = (uint8_t)next();
    } else {
        *at++ = (uint8_t)(next() % (next() % 2 == 0 ? 8 : 64));
    }
    return at;
}

/// A frame that can be parsed, of at most 64 bytes (RFC 9000, section 19).
static uint8_t *put_frame(uint8_t *at) {
    static const uint8_t types[] = {1, 2, 3, 6, 7, 0x10, 0x12, 0x13, 0x14, 0x16, 0x18, 0x18, 0x18,
                                    0x19, 0x19, 0x1a, 0x1b, 0x1e, 0x31, 4, 5, 8, 0x11, 0x15, 0x1d};
    static const uint8_t numbers[0x20] = {[2] = 4, [3] = 7, [4] = 3, [5] = 2, [6] = 1, [8] = 2, [0x10] = 1, [0x11] = 2,
                                          [0x12] = 1, [0x13] = 1, [0x14] = 1, [0x15] = 2, [0x16] = 1, [0x19] = 1};
    uint8_t type = types[next() % sizeof types];
    *at++ = type;
    for (int i = 0; type < 0x20 && i < numbers[type]; i++) at = put_number(at);
    if (type == 2 || type == 3) at[type == 2 ? -2 : -5] = 0;
    size_t rest = type == 0x1a || type == 0x1b ? 8 : 0;
    if (type == 6 || type == 7 || type == 0x31) *at++ = (uint8_t)(rest = next() % 24);
    if (type == 0x18) {
        *at++ = (uint8_t)(next() % 12);
        *at++ = (uint8_t)(next() % 4 == 0 ? next() % 12 : 0);
        *at++ = 8;
        rest = 8 + NGTCP2_STATELESS_RESET_TOKENLEN;
    }
    while (rest-- > 0) *at++ = (uint8_t)next();
    return at;
}

/// Fills a packet with frames of all kinds, and padding.
static void compose(uint8_t *bytes, size_t length) {
    uint8_t *at = bytes;
    while ((size_t)(at - bytes) + 64 <= length && next() % 6 != 0) at = put_frame(at);
    memset(at, 0, length - (size_t)(at - bytes));
}

/// Changes a few bytes, or a stretch, or all.
static void change(uint8_t *bytes, size_t length) {
    uint64_t way = next() % 16;
    if (way == 7 || way == 6) return compose(bytes, length);
    if (length == 0 || way < 8) return;
    size_t start = way < 13 ? next() % length : 0;
    size_t count = way < 12 ? 1 + next() % 4 : way < 15 ? 1 + next() % length : length;
    // Most of the interest is in the frame types in front.
    if (way % 2 == 0) start = next() % (length < 24 ? length : 24);
    for (size_t i = start; i < length && i < start + count; i++) {
        bytes[i] = way % 3 == 0 ? (uint8_t)(next() % 0x34) : (uint8_t)next();
    }
}

/// Changes the number of the extension with the transport parameters (RFC 9001, section 8.2), where it is followed by a
/// length that it may have.
static void hide_parameters(uint8_t *bytes, size_t length) {
    for (size_t i = 0; i + 4 <= length; i++) {
        if (bytes[i] == 0 && bytes[i + 1] == 0x39 && bytes[i + 2] == 0 && bytes[i + 3] > 30) bytes[i] = 0xff;
    }
}

/// In packets with a short header: retires the ids below 6, and gives number 2 again.
static void retire(uint8_t *bytes, size_t length) {
    static const uint8_t fronts[2][4] = {{0x18, 9, 6, 8}, {0x18, 2, 0, 8}};
    const size_t size = sizeof fronts[0] + 8 + NGTCP2_STATELESS_RESET_TOKENLEN;
    if (length < 2 * size) return;
    memset(bytes, 0, length);
    for (size_t i = 0; i < 2; i++) {
        memset(bytes + i * size, (int)(0xa0 + i), size);
        memcpy(bytes + i * size, fronts[i], sizeof fronts[i]);
    }
}

static int on_encrypt(
    uint8_t *to, const ngtcp2_crypto_aead *aead, const ngtcp2_crypto_aead_ctx *context, const uint8_t *plain,
    size_t length, const uint8_t *nonce, size_t nonce_length, const uint8_t *extra, size_t extra_length) {
    uint8_t changed[2 * AURA_QUIC_PACKET_ROOM];
    if (length <= sizeof changed) {
        memcpy(changed, plain, length);
        if (state == AURA_QUIC_TAMPER_PARAMETERS) {
            hide_parameters(changed, length);
        } else if (state == AURA_QUIC_TAMPER_RETIREMENT) {
            if ((extra[0] & 0x80) == 0) retire(changed, length);
        } else {
            change(changed, length);
        }
        plain = changed;
    }
    return ngtcp2_crypto_encrypt_cb(to, aead, context, plain, length, nonce, nonce_length, extra, extra_length);
}

void quic_set_tampering(ngtcp2_callbacks *callbacks, uint64_t seed) {
    state = seed <= AURA_QUIC_TAMPER_RETIREMENT ? seed : state ^ seed;
    callbacks->encrypt = on_encrypt;
}
