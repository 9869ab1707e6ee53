#!/usr/bin/env python3
"""Writes noise_xx.json: transcripts of Noise_XX_25519_AESGCM_SHA256 by an implementation that is not ours.

Needs the package `noiseprotocol` (PyPI). The keys, payloads and messages of the first vector are the publicly known ones
of the cacophony project, which other implementations test against too; its hash follows from them and is computed here.
The other vectors are made here. Messages alternate between the sides, the initiator first; those after the third are
transport messages.

    python3 noise_vectors.py > noise_xx.json
"""
import hashlib
import json

from noise.connection import Keypair, NoiseConnection

NAME = "Noise_XX_25519_AESGCM_SHA256"

CACOPHONY = {
    "name": "cacophony",
    "prologue": "4a6f686e2047616c74",
    "initiator_static": "e61ef9919cde45dd5f82166404bd08e38bceb5dfdfded0a34c8df7ed542214d1",
    "initiator_ephemeral": "893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a",
    "responder_static": "4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893",
    "responder_ephemeral": "bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b",
    "messages": [
        {
            "payload": "4c756477696720766f6e204d69736573",
            "ciphertext": "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c7944"
            "4c756477696720766f6e204d69736573",
        },
        {
            "payload": "4d757272617920526f746862617264",
            "ciphertext": "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843"
            "757117acceb05bd7a45733bc22015c97a9d0cbaf41b80446d5988ff5127235d7"
            "6b79eade70f473d6a4ef521fdcbeda5340d01e028ba793fc059f2724a83af05f"
            "12dda0448a7621a926b379a92477fd",
        },
        {
            "payload": "462e20412e20486179656b",
            "ciphertext": "c90f1cf77eba4e50edb038991565e36c9758943a989229b6051244dc4fbecb69"
            "46744b401af2ee1a5881b65fbb87fd07cb6a328ececc9ce6ce84c399dc332d4f"
            "d521fa4bb7f467ce909395",
        },
        {
            "payload": "4361726c204d656e676572",
            "ciphertext": "bc3fa77f6aca3e8466d7dc6bea10013e88a6a29add5132b461806c",
        },
        {
            "payload": "4a65616e2d426170746973746520536179",
            "ciphertext": "250b01074cdfe0df2ecf8ccbf1737b15a2ddb5b52fd9a396604e9c793cee3b3bb9",
        },
        {
            "payload": "457567656e2042f6686d20766f6e2042617765726b",
            "ciphertext": "449d4d433b3cdc3d02bf6fc881774b9df54366ebcffb9689bb13f14709822cd7ef42bcdb4d",
        },
    ],
}


def pattern(label: str, count: int) -> bytes:
    """`count` bytes that `label` determines."""
    return hashlib.shake_256(label.encode()).digest(count)


def side(vector: dict, role: str) -> NoiseConnection:
    connection = NoiseConnection.from_name(NAME.encode())
    getattr(connection, f"set_as_{role}")()
    connection.set_prologue(bytes.fromhex(vector["prologue"]))
    for kind, pair in (("static", Keypair.STATIC), ("ephemeral", Keypair.EPHEMERAL)):
        connection.set_keypair_from_private_bytes(pair, bytes.fromhex(vector[f"{role}_{kind}"]))
    connection.start_handshake()
    return connection


def transcript(vector: dict, payloads: list) -> dict:
    """`vector` with what both sides say for `payloads`; every message is read back by the other side."""
    sides = [side(vector, "initiator"), side(vector, "responder")]
    messages = []
    for number, payload in enumerate(payloads):
        writer, reader = sides[number % 2], sides[1 - number % 2]
        if number < 3:
            ciphertext = bytes(writer.write_message(payload))
            read = bytes(reader.read_message(ciphertext))
        else:
            ciphertext = bytes(writer.encrypt(payload))
            read = bytes(reader.decrypt(ciphertext))
        assert read == payload
        messages.append({"payload": payload.hex(), "ciphertext": ciphertext.hex()})
    hashes = {bytes(one.get_handshake_hash()).hex() for one in sides}
    assert len(hashes) == 1
    return {**vector, "handshake_hash": hashes.pop(), "messages": messages}


def made(name: str, prologue: bytes, lengths: list) -> dict:
    keys = {
        f"{role}_{kind}": pattern(f"{name} {role} {kind}", 32).hex()
        for role in ("initiator", "responder")
        for kind in ("static", "ephemeral")
    }
    vector = {"name": name, "prologue": prologue.hex(), **keys}
    return transcript(vector, [pattern(f"{name} {number}", length) for number, length in enumerate(lengths)])


def main() -> None:
    known = [bytes.fromhex(message["payload"]) for message in CACOPHONY["messages"]]
    cacophony = transcript(CACOPHONY, known)
    assert cacophony["messages"] == CACOPHONY["messages"], "noiseprotocol and cacophony disagree"
    vectors = [
        cacophony,
        made("empty payloads, no prologue", b"", [0, 0, 0, 0, 0, 0]),
        made("empty payloads, prologue", b"aura/1", [0, 0, 0, 0, 0, 0]),
        made("short payloads, no prologue", b"", [1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 17]),
        made("short payloads, prologue", b"aura/1", [5, 16, 17, 1, 1, 1, 1]),
        made("long payloads, long prologue", pattern("prologue", 200), [1500, 1200, 900, 1400, 1400, 64, 2000]),
    ]
    print(json.dumps({"protocol": NAME, "vectors": vectors}, indent=1))


if __name__ == "__main__":
    main()
