"""Downloads one file over one TCP connection, and says when bytes came and when none did.

Arguments: address port path
Prints "at <bytes> <time>" about every 100 ms, and in the end one line of JSON. Times are of the monotonic clock.
"""

import hashlib
import json
import socket
import sys
import time

PAUSE = 0.1  # shorter silences are not worth telling
STALL = 90  # seconds of silence after which it gives up
MOST_PAUSES = 10_000


def main():
    address, port, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    with socket.create_connection((address, port), timeout=STALL) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n".encode())
        expected, first = read_head(connection)
        print(json.dumps(measure(connection, expected, first)), flush=True)


def read_head(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        more = connection.recv(1)
        if not more:
            sys.exit(f"the server closed the connection in its head: {head!r}")
        head += more
    lines = head.decode().split("\r\n")
    if " 200 " not in lines[0]:
        sys.exit(f"the server refuses: {lines[0]}")
    lengths = [line.split(":")[1] for line in lines if line.lower().startswith("content-length:")]
    return int(lengths[0]), time.monotonic()


def measure(connection, expected, start):
    buffer = memoryview(bytearray(1 << 18))
    digest, total, last, told, pauses = hashlib.sha256(), 0, start, 0.0, []
    while total < expected:
        count = connection.recv_into(buffer)
        now = time.monotonic()
        if count == 0:
            sys.exit(f"the server closed the connection after {total} of {expected} bytes")
        if now - last >= PAUSE and len(pauses) < MOST_PAUSES:
            pauses.append({"start": last, "end": now})
        total, last = total + count, now
        digest.update(buffer[:count])
        if now - told >= 0.1:
            print(f"at {total} {now}", flush=True)
            told = now
    return {"bytes": total, "sha256": digest.hexdigest(), "start": start, "end": last, "pauses": pauses}


main()
