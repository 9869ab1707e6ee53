#!/usr/bin/env python3
"""One side of Noise_XX_25519_AESGCM_SHA256 by the package `noiseprotocol` (PyPI), over standard input and output.

Each line is one message in hex. After the handshake it writes its handshake hash, then answers every transport message
with the same plaintext, encrypted, until the input ends.

    python3 noise_peer.py initiator|responder PROLOGUE-HEX
"""
import sys
import warnings

try:
    from noise.connection import Keypair, NoiseConnection
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
except ImportError:
    sys.exit(77)


def say(message: bytes) -> None:
    print(bytes(message).hex(), flush=True)


def hear() -> bytes:
    return bytes.fromhex(sys.stdin.readline().strip())


def main(role: str, prologue: str) -> None:
    warnings.simplefilter("ignore")
    key = X25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    connection = NoiseConnection.from_name(b"Noise_XX_25519_AESGCM_SHA256")
    getattr(connection, f"set_as_{role}")()
    connection.set_prologue(bytes.fromhex(prologue))
    connection.set_keypair_from_private_bytes(Keypair.STATIC, key)
    connection.start_handshake()
    speaks = role == "initiator"
    while not connection.handshake_finished:
        if speaks:
            say(connection.write_message(b"payload of the peer"))
        else:
            connection.read_message(hear())
        speaks = not speaks
    say(connection.get_handshake_hash())
    for line in sys.stdin:
        say(connection.encrypt(bytes(connection.decrypt(bytes.fromhex(line.strip())))))


if __name__ == "__main__":
    main(*sys.argv[1:])
