#!/usr/bin/env python3
"""Replays the worked example of docs/PROTOCOL.md and checks every value in it.

Shares no code with Aura: Noise's symmetric state and HChaCha20 are written out here, the primitives come from the
package `cryptography`. The KEM's shared secret is taken as given, and checked too where that package has ML-KEM. Ends
with status 0 when everything agrees; otherwise names the first value that does not.
"""
import hashlib
import hmac
import pathlib
import re
import struct
import sys

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

DOCUMENT = pathlib.Path(__file__).resolve().parents[2] / "docs" / "PROTOCOL.md"
PROTOCOL = b"Noise_XXhfs_25519+ML-KEM-768_AESGCM_SHA256"
RAW = (Encoding.Raw, PublicFormat.Raw)


class Example:
    """The values of the document, and which of them have been checked."""

    def __init__(self, text: str):
        self.values, self.given, self.checked = {}, set(), set()
        for section, body in re.findall(r"^```example (\S+)\n(.*?)^```$", text, re.S | re.M):
            for name, digits in re.findall(r"^(\S+):((?:[ \n]+[0-9a-f]+)*)$", body, re.M):
                assert name not in self.values, f"{name} is there twice"
                self.values[name] = bytes.fromhex("".join(digits.split()))
                if section == "given":
                    self.given.add(name)

    def __getitem__(self, name: str) -> bytes:
        return self.values[name]

    def check(self, name: str, computed: bytes) -> None:
        if self.values.get(name) != computed:
            sys.exit(f"{name} is\n  {self.values.get(name, b'').hex()}\nin the document, computed\n  {computed.hex()}")
        self.checked.add(name)


class Noise:
    """The symmetric state of Noise revision 34, section 5.2."""

    def __init__(self, name: bytes, prologue: bytes):
        self.h = name.ljust(32, b"\0") if len(name) <= 32 else hashlib.sha256(name).digest()
        self.ck, self.k, self.n = self.h, None, 0
        self.mix_hash(prologue)

    def hkdf(self, data: bytes) -> tuple:
        secret = hmac.digest(self.ck, data, "sha256")
        first = hmac.digest(secret, b"\x01", "sha256")
        return first, hmac.digest(secret, first + b"\x02", "sha256")

    def mix_hash(self, data: bytes) -> None:
        self.h = hashlib.sha256(self.h + data).digest()

    def mix_key(self, data: bytes) -> None:
        self.ck, self.k = self.hkdf(data)
        self.n = 0

    def encrypt(self, plaintext: bytes) -> bytes:
        output = plaintext
        if self.k is not None:
            output = AESGCM(self.k).encrypt(nonce(self.n), plaintext, self.h)
            self.n += 1
        self.mix_hash(output)
        return output


def nonce(counter: int) -> bytes:
    return bytes(4) + struct.pack(">Q", counter)


def hchacha20(key: bytes, block: bytes) -> bytes:
    """draft-irtf-cfrg-xchacha-03, section 2.2."""
    x = list(struct.unpack("<16I", b"expand 32-byte k" + key + block))

    def quarter(a: int, b: int, c: int, d: int) -> None:
        for p, q, r, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            x[p] = (x[p] + x[q]) & 0xFFFFFFFF
            mixed = x[r] ^ x[p]
            x[r] = (mixed << turn | mixed >> (32 - turn)) & 0xFFFFFFFF

    for _ in range(10):
        for column in range(4):
            quarter(column, 4 + column, 8 + column, 12 + column)
        for column in range(4):
            quarter(column, 4 + (column + 1) % 4, 8 + (column + 2) % 4, 12 + (column + 3) % 4)
    return struct.pack("<8I", *(x[:4] + x[12:]))


def seal(key: bytes, random: bytes, plain: bytes) -> bytes:
    subkey = hchacha20(key, random[:16])
    return random + ChaCha20Poly1305(subkey).encrypt(bytes(4) + random[16:], plain, None)


def mask(key: bytes, datagram: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    pad = encryptor.update(datagram[16:32]) + encryptor.finalize()
    return bytes(a ^ b for a, b in zip(datagram[:16], pad)) + datagram[16:]


def records(payload: bytes) -> dict:
    found = {}
    while payload:
        kind, length = struct.unpack(">BH", payload[:3])
        assert len(payload) >= 3 + length, "a record is cut off"
        found[kind] = payload[3 : 3 + length]
        payload = payload[3 + length :]
    return found


def check_fragments(example: Example, number: int, message: bytes, seal_key: bytes) -> tuple:
    """Cuts `message` where the document's datagrams are cut; returns the sender's and the receiver's index."""
    name, rest, index = f"m{number}", message, 0
    count = sum(1 for value in example.values if value.startswith(f"{name}.sealed."))
    indices = example[f"{name}.fragment.0"][4:12]
    while rest:
        sealed = example[f"{name}.sealed.{index}"]
        piece, rest = rest[: len(sealed) - 56], rest[len(sealed) - 56 :]
        assert 1 <= len(piece) <= 1144
        header = bytes([2, number, index, count]) + indices + bytes(4)
        example.check(f"{name}.fragment.{index}", header)
        example.check(f"{name}.sealed.{index}", seal(seal_key, sealed[:24], header + piece))
        index += 1
    assert index == count == -(-len(message) // 1144)
    return indices[:4], indices[4:]


def check_identity(example: Example, number: int, role: str, noise: Noise) -> bytes:
    """Checks the proof in a message's payload against the hash as it is now, and makes it again; returns the payload."""
    payload = example[f"m{number}.payload"]
    example.check(f"m{number}.signed-hash", noise.h)
    found = records(payload)
    signed = f"aura/1 {role} handshake signature".encode() + b"\0" + noise.h
    key = Ed25519PrivateKey.from_private_bytes(example[f"{role}.identity-key"])
    certificate = x509.load_der_x509_certificate(found[1])
    authority = x509.load_der_x509_certificate(example["ca.certificate"])
    authority.public_key().verify(certificate.signature, certificate.tbs_certificate_bytes)
    certificate.public_key().verify(found[2], signed)
    assert certificate.issuer == authority.subject
    order = [1, 2] + ([4] if role == "server" else [])
    values = {1: example[f"{role}.certificate"], 2: key.sign(signed), 4: example["time"]}
    made = b"".join(struct.pack(">BH", kind, len(values[kind])) + values[kind] for kind in order)
    padding = len(payload) - len(made)
    if padding:
        made += struct.pack(">BH", 0, padding - 3) + bytes(padding - 3)
    example.check(f"m{number}.payload", made)
    return made


def check_handshake(example: Example, seal_key: bytes) -> tuple:
    keys = {name: X25519PrivateKey.from_private_bytes(example[name]) for name in
            ("client.static", "client.ephemeral", "server.static", "server.ephemeral")}
    public = {name: key.public_key().public_bytes(*RAW) for name, key in keys.items()}

    def agree(own: str, theirs: str) -> bytes:
        return keys[own].exchange(X25519PublicKey.from_public_bytes(public[theirs]))

    noise = Noise(PROTOCOL, b"aura/1")
    kem_key = example["m1.message"][32:1216]
    check_kem(example, kem_key)

    example.check("m1.payload", b"\x01" + example["time"] + b"\0")
    payload = example["m1.payload"] + bytes(len(example["m1.message"]) - 1216 - 10)
    noise.mix_hash(public["client.ephemeral"])
    message = public["client.ephemeral"] + noise.encrypt(kem_key) + noise.encrypt(payload)
    example.check("m1.message", message)
    example.check("m1.hash", noise.h)
    client_index, none = check_fragments(example, 1, message, seal_key)
    assert none == bytes(4)

    noise.mix_hash(public["server.ephemeral"])
    message = public["server.ephemeral"]
    noise.mix_key(agree("server.ephemeral", "client.ephemeral"))
    message += noise.encrypt(example["kem.ciphertext"])
    noise.mix_key(example["kem.shared-secret"])
    message += noise.encrypt(public["server.static"])
    noise.mix_key(agree("server.static", "client.ephemeral"))
    message += noise.encrypt(check_identity(example, 2, "server", noise))
    example.check("m2.message", message)
    example.check("m2.hash", noise.h)
    server_index, back = check_fragments(example, 2, message, seal_key)
    assert back == client_index and len(message) <= min(2400, len(example["m1.message"]))

    message = noise.encrypt(public["client.static"])
    noise.mix_key(agree("client.static", "server.ephemeral"))
    message += noise.encrypt(check_identity(example, 3, "client", noise))
    example.check("m3.message", message)
    example.check("m3.hash", noise.h)
    assert check_fragments(example, 3, message, seal_key) == (client_index, server_index)

    to_server, to_client = noise.hkdf(b"")
    example.check("key.client-to-server", to_server)
    example.check("key.server-to-client", to_client)
    return client_index, server_index


def check_kem(example: Example, public: bytes) -> None:
    try:
        from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey

        key = MLKEM768PrivateKey.from_seed_bytes(example["kem.seed"])
    except Exception:  # Too old, or its library has no ML-KEM.
        print("ML-KEM: not in this package; public key and shared secret taken as given")
        return
    assert key.public_key().public_bytes_raw() == public
    assert key.decapsulate(example["kem.ciphertext"]) == example["kem.shared-secret"]


def check_packet(example: Example, name: str, key: str, index: bytes, counter: int, payload: bytes) -> None:
    example.check(f"{name}.payload", payload)
    header = bytes([1, 0, 0, 0]) + index + struct.pack(">Q", counter)
    datagram = header + AESGCM(example[key]).encrypt(nonce(counter), payload, header)
    example.check(f"{name}.datagram", datagram)
    example.check(f"{name}.masked", mask(example["mask-key"], datagram))


def welcome(example: Example) -> bytes:
    identifier = records(example["welcome.payload"][2:])[1]
    assert len(identifier) == 16
    client, server = bytes([10, 77, 0, 2]), bytes([10, 77, 0, 1])
    fields = [
        (1, identifier), (2, client), (2, example["client.inner-v6"]), (3, server), (3, example["server.inner-v6"]),
        (4, bytes([10, 77, 0, 0, 16])), (4, example["server.inner-v6"][:8] + bytes(8) + bytes([64])), (5, server),
        (6, struct.pack(">H", 1420)), (7, struct.pack(">H", 15)),
    ]
    return b"\x03\x01" + b"".join(struct.pack(">BH", kind, len(value)) + value for kind, value in fields)


def main() -> None:
    example = Example(DOCUMENT.read_text())
    for name, label in (("mask-key", b"aura/1 outer header mask"), ("seal-key", b"aura/1 outer handshake")):
        example.check(name, HKDF(SHA256(), 32, None, label).derive(example["outer-key"]))
    client_index, server_index = check_handshake(example, example["seal-key"])

    check_packet(example, "welcome", "key.server-to-client", client_index, 0, welcome(example))
    ping = b"\x03\x02" + example["ping.token"] + bytes(3)
    for counter, (name, payload) in enumerate(
        (("ping", ping), ("packet", b"\x01" + example["ip-packet"]), ("goodbye", b"\x03\x04\x01")),
        start=1,  # packet 0 is a probe
    ):
        check_packet(example, name, "key.client-to-server", server_index, counter, payload)

    reply = bytes([3, 0, 0, 0]) + example["cookie.reply"][4:8] + example["cookie"] + bytes(8)
    example.check("cookie.reply", reply)
    example.check("cookie.sealed", seal(example["seal-key"], example["cookie.sealed"][:24], reply))
    example.check("cookie.retry-payload", b"\x01" + example["time"] + b"\x10" + example["cookie"])

    left = set(example.values) - example.given - example.checked
    if left or not example.checked:
        sys.exit(f"not checked: {sorted(left)}")
    print(f"{len(example.checked)} values of the worked example agree")


if __name__ == "__main__":
    main()
