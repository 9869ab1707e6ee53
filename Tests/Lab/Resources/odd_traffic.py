"""Sends what few applications send to odd_echo.py, and looks whether the same comes back.

Arguments: address of either family, largest packet on the way
Prints one line of JSON for each check: {"check": its name, "problem": null or what was wrong}.
"""

import json
import random
import socket
import struct
import subprocess
import sys
import time

NO_CHECK, RECEIVE_OPTIONS, OPTIONS, SEGMENT, JOIN = 11, 6, 4, 103, 104
RECEIVE_HOP, HOP, RECEIVE_DESTINATION, DESTINATION = 53, 54, 58, 59
PADDING = b"\0\0\1\4\0\0\0\0"
ROUTE = b"\7\x13\4" + bytes(16) + b"\1"  # record route, four places (RFC 791)
ATTEMPTS = 5  # datagrams may get lost
PATIENCE = 0.5
BULK = 3_000_000

address, mtu = sys.argv[1], int(sys.argv[2])
family = socket.AF_INET6 if ":" in address else socket.AF_INET
is_ipv6 = family == socket.AF_INET6
room = mtu - (48 if is_ipv6 else 28)  # for the payload of a datagram in one packet
dice = random.Random(5)


class Wrong(Exception):
    pass


def udp(port):
    connection = socket.socket(family, socket.SOCK_DGRAM)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    connection.connect((address, port))
    connection.settimeout(PATIENCE)
    return connection


def repeated(exchange):
    """What an exchange gives that may lose datagrams but not change them."""
    for _ in range(ATTEMPTS):
        try:
            return exchange()
        except TimeoutError:
            continue
    raise Wrong(f"no answer to {ATTEMPTS} attempts")


def expect_same(sent, received, what):
    if sent == received:
        return
    place = next((i for i, (a, b) in enumerate(zip(sent, received)) if a != b), min(len(sent), len(received)))
    raise Wrong(f"{what}: sent {len(sent)} bytes, received {len(received)}, they differ from byte {place} on")


def sizes():
    """Nothing, one byte, odd lengths, as much as fits, and what must be sent in fragments."""
    for size in (0, 1, 2, 3, 17, 999, 1000, room - 1, room, room + 1, 2 * room + 1, 9001, 20_000, 65_000):
        def exchange():
            with udp(7000) as connection:
                data = dice.randbytes(size)
                connection.send(data)
                expect_same(data, connection.recv(65536), f"a datagram of {size}")
        repeated(exchange)


def stream():
    """Datagrams of any length behind each other: in order, none twice, few lost."""
    count, window, sent, next_one, lost = 2000, 48, 0, 0, 0
    lengths = [dice.choice((4, 5, 700, room, dice.randint(4, room))) for _ in range(count)]
    def payload(number):
        return struct.pack("!I", number) + random.Random(number).randbytes(lengths[number] - 4)
    with udp(7000) as connection:
        while next_one < count:
            while sent < min(count, next_one + window):
                connection.send(payload(sent))
                sent += 1
            try:
                data = connection.recv(65536)
            except TimeoutError:
                lost, next_one = lost + sent - next_one, sent
                continue
            number = struct.unpack_from("!I", data)[0] if len(data) >= 4 else count
            if number < next_one or number >= sent:
                raise Wrong(f"datagram {number} came when {next_one} was due: out of order, twice or damaged")
            expect_same(payload(number), data, f"datagram {number}")
            lost, next_one = lost + number - next_one, number + 1
    if lost > count // 20:
        raise Wrong(f"{lost} of {count} datagrams were lost")


def segments(joined=False):
    """Many datagrams with one call (UDP_SEGMENT), the last one shorter."""
    for size, total in ((1, 50), (100, 6363), (999, 20_480), (room, 40 * room + 1), (room, 30 * room), (1000, 10)):
        def exchange():
            with udp(7000) as connection:
                connection.setsockopt(socket.IPPROTO_UDP, SEGMENT, size)
                if joined:
                    connection.setsockopt(socket.IPPROTO_UDP, JOIN, 1)
                data, expected = dice.randbytes(total), []
                for start in range(0, total, size):
                    expected.append(data[start:start + size])
                connection.send(data)
                received = []
                while len(received) < len(expected):
                    received += datagrams(connection)
                for number, pair in enumerate(zip(expected, received)):
                    expect_same(*pair, f"segment {number} of {len(expected)} with {size} bytes")
        repeated(exchange)


def datagrams(connection):
    """What one call receives, cut where the kernel says."""
    data, extra, _, _ = connection.recvmsg(65536, 64)
    sizes = [struct.unpack("=i", value[:4])[0] for level, kind, value in extra if (level, kind) == (17, JOIN)]
    size = sizes[0] if sizes else max(1, len(data))
    return [data[start:start + size] for start in range(0, max(1, len(data)), size)]


def unchecked():
    """UDP without a checksum comes without one at both ends, and UDP with one has it."""
    with socket.socket(family, socket.SOCK_RAW, socket.IPPROTO_UDP) as sniffer:
        sniffer.settimeout(PATIENCE)
        for has_none in (1, 0):
            for size in (0, 1, 7, 1000, room - 2):
                def exchange():
                    with udp(7001) as connection:
                        # The answer comes from another port, so the socket takes it only from the sniffer.
                        connection.setsockopt(socket.SOL_SOCKET, NO_CHECK, has_none)
                        data = dice.randbytes(size)
                        connection.send(data)
                        header, answer = sniffed(sniffer, connection.getsockname()[1])
                        if (answer[:2] == b"\0\0") != bool(has_none):
                            raise Wrong(f"the checksum came as {answer[:2].hex()}, sent without one: {has_none}")
                        if header[6:8] != b"\0\0":
                            raise Wrong(f"the answer's checksum is {header[6:8].hex()}, not none")
                        expect_same(data, answer[2:], f"a datagram of {size}")
                repeated(exchange)


def sniffed(sniffer, port):
    while True:
        packet = sniffer.recv(65536)
        start = (packet[0] & 15) * 4
        if struct.unpack_from("!H", packet, start + 2)[0] == port:
            return packet[start:start + 8], packet[start + 8:]


def set_options(connection, route=False):
    if not is_ipv6:
        connection.setsockopt(socket.IPPROTO_IP, OPTIONS, ROUTE if route else b"\1\1\1\1")
        return
    # Linux does not cut a TCP stream's large packets with hop-by-hop options.
    for option in (HOP, DESTINATION) if connection.type == socket.SOCK_DGRAM else (DESTINATION,):
        connection.setsockopt(socket.IPPROTO_IPV6, option, PADDING)


def options():
    """Datagrams with options of IPv4 or extension headers of IPv6, whole and in fragments."""
    for size in (0, 1, 33, 1000, 5000):
        for has_options in (True, False):
            def exchange():
                with udp(7002) as connection:
                    if has_options:
                        set_options(connection, route=True)
                    receive = (RECEIVE_HOP, RECEIVE_DESTINATION) if is_ipv6 else (RECEIVE_OPTIONS,)
                    for option in receive:
                        connection.setsockopt(socket.IPPROTO_IPV6 if is_ipv6 else socket.IPPROTO_IP, option, 1)
                    data = dice.randbytes(size)
                    connection.send(data)
                    answer, extra, _, _ = connection.recvmsg(65536, 1024)
                    expect_same(data, answer[1:], f"a datagram of {size}")
                    if (answer[0] > 0) != has_options:
                        raise Wrong(f"{answer[0]} bytes of options arrived, sent with some: {has_options}")
                    if not extra:
                        raise Wrong("the answer came without its options")
            repeated(exchange)


def other_protocol():
    """Packets of a protocol that no kernel knows (RFC 3692), whole and in fragments."""
    for size in (1, 2, 333, room + 8, 5001):
        def exchange():
            with socket.socket(family, socket.SOCK_RAW, 253) as connection:
                connection.connect((address, 0))
                connection.settimeout(PATIENCE)
                data = dice.randbytes(size)
                connection.send(data)
                packet = connection.recv(65536)
                expect_same(data, packet[0 if is_ipv6 else (packet[0] & 15) * 4:], f"a packet of {size}")
        repeated(exchange)


def pings():
    """Pings of all sizes; the program compares what comes back."""
    for size in (0, 1, 56, 57, 1000, room, room + 1, 4000, 20_001):
        ping("-s", str(size))
    if not is_ipv6:
        ping("-R")
        ping("-T", "tsonly")


def ping(*arguments):
    def exchange():
        result = subprocess.run(
            ["ping", "-n", "-c", "1", "-W", "1", *arguments, address], capture_output=True, text=True)
        if "wrong data byte" in result.stdout:
            raise Wrong(f"ping {arguments}: {result.stdout}")
        if result.returncode != 0:
            raise TimeoutError
    repeated(exchange)


def tcp(port=7003, prepare=None):
    connection = socket.socket(family, socket.SOCK_STREAM)
    if prepare:
        prepare(connection)
    connection.settimeout(20)
    connection.connect((address, port))
    return connection


def exchange_bulk(connection, size, write=None):
    data = dice.randbytes(size)
    connection.sendall(struct.pack("!I", size))
    (write or connection.sendall)(data)
    received = bytearray()
    while len(received) < size:
        more = connection.recv(1 << 18)
        if not more:
            raise Wrong(f"closed after {len(received)} of {size} bytes")
        received += more
    expect_same(data, bytes(received), "a stream")


def information(connection):
    """The kernel's word on options (bits: 1 timestamps, 8 ECN) and on acknowledged marks of congestion (struct tcp_info)."""
    text = connection.getsockopt(socket.IPPROTO_TCP, 11, 232)
    return text[5], struct.unpack_from("=I", text, 196)[0]


def setting(name, value):
    path = f"/proc/sys/net/ipv4/{name}"
    with open(path, encoding="ascii") as file:
        old = file.read()
    with open(path, "w", encoding="ascii") as file:
        file.write(value)
    return old


def with_setting(name, value, bit, expected):
    def check():
        old = setting(name, value)
        try:
            with tcp() as connection:
                exchange_bulk(connection, BULK)
                found = information(connection)[0] & bit
                if bool(found) != expected:
                    raise Wrong(f"with {name} = {value} the connection's options say {found}")
        finally:
            setting(name, old)
    return check


def congestion():
    """Packets on the way marked as having met congestion (RFC 3168): the marks arrive and are answered."""
    old = setting("tcp_ecn", "1")
    word = "ip6" if is_ipv6 else "ip"
    rule = f"tcp dport 7003 meta length > 600 {word} ecn ect0 numgen inc mod 50 0 {word} ecn set ce"
    table = "table inet odd {\nchain out {\ntype filter hook output priority 0;\n" + rule + "\n}\n}\n"
    subprocess.run(["nft", "-f", "-"], input=table, text=True, check=True)
    try:
        with tcp() as connection:
            exchange_bulk(connection, BULK)
            if information(connection)[1] == 0:
                raise Wrong("no mark of congestion was answered")
    finally:
        subprocess.run(["nft", "delete", "table", "inet", "odd"], check=True)
        setting("tcp_ecn", old)


def tcp_options():
    with tcp(7004, set_options) as connection:
        exchange_bulk(connection, BULK)


def small_writes():
    """Each write a packet of its own, some of them urgent."""
    with tcp() as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        def write(data):
            place = 0
            while place < len(data):
                size = dice.choice((1, 2, 3, 100, 1000, 5000))
                urgent = socket.MSG_OOB if dice.random() < 0.05 else 0
                place += connection.send(data[place:place + size], urgent)
        exchange_bulk(connection, 200_000, write)


def short_connections():
    """Connections of a byte, ended in good order and by a reset."""
    for _ in range(40):
        with tcp() as connection:
            exchange_bulk(connection, 1)
    before = resets()
    for _ in range(5):
        connection = tcp()
        connection.send(b"\0")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    deadline = time.monotonic() + 5
    while resets() < before + 5:
        if time.monotonic() > deadline:
            raise Wrong(f"{resets() - before} of 5 resets arrived")


def resets():
    def exchange():
        with udp(7005) as connection:
            connection.send(b"")
            return struct.unpack("!I", connection.recv(4))[0]
    return repeated(exchange)


CHECKS = {
    "datagrams of all sizes": sizes,
    "a stream of datagrams": stream,
    "segments of an application": segments,
    "segments joined for an application": lambda: segments(joined=True),
    "datagrams without checksum": unchecked,
    "datagrams with options": options,
    "another protocol": other_protocol,
    "pings": pings,
    "TCP with timestamps": with_setting("tcp_timestamps", "1", 1, True),
    "TCP without timestamps": with_setting("tcp_timestamps", "0", 1, False),
    "TCP with ECN": with_setting("tcp_ecn", "1", 8, True),
    "TCP through congestion": congestion,
    "TCP with options of IP": tcp_options,
    "TCP in small and urgent writes": small_writes,
    "short connections": short_connections,
}


def main():
    for name, check in CHECKS.items():
        if is_ipv6 and check is unchecked:  # not allowed there (RFC 8200 section 8.1)
            continue
        start, problem = time.monotonic(), None
        try:
            check()
        except (Wrong, OSError, subprocess.SubprocessError) as found:
            problem = f"{type(found).__name__}: {found}"
        seconds = round(time.monotonic() - start, 2)
        print(json.dumps({"check": name, "problem": problem, "seconds": seconds}), flush=True)


main()
