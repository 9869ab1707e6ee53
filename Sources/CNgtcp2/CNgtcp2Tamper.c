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

/// Changes a few bytes, or a stretch, or all.
static void change(uint8_t *bytes, size_t length) {
    uint64_t way = next() % 16;
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

static int on_encrypt(
    uint8_t *to, const ngtcp2_crypto_aead *aead, const ngtcp2_crypto_aead_ctx *context, const uint8_t *plain,
    size_t length, const uint8_t *nonce, size_t nonce_length, const uint8_t *extra, size_t extra_length) {
    uint8_t changed[2 * AURA_QUIC_PACKET_ROOM];
    if (length <= sizeof changed) {
        memcpy(changed, plain, length);
        if (state == AURA_QUIC_TAMPER_PARAMETERS) {
            hide_parameters(changed, length);
        } else {
            change(changed, length);
        }
        plain = changed;
    }
    return ngtcp2_crypto_encrypt_cb(to, aead, context, plain, length, nonce, nonce_length, extra, extra_length);
}

void quic_set_tampering(ngtcp2_callbacks *callbacks, uint64_t seed) {
    state = seed == AURA_QUIC_TAMPER_PARAMETERS ? seed : state ^ seed;
    callbacks->encrypt = on_encrypt;
}
