"""The far end of odd_traffic.py: sends back what comes, in ways that an echo server of every day does not.

Arguments: [damage]
With "damage" one bit of everything that is sent back is wrong, so that odd_traffic.py has something to find.
Prints "listening".
  7000/udp  sends datagrams back
  7001/udp  (IPv4) sends datagrams back without a checksum, behind the two bytes that stood in their checksum's place
  7002/udp  sends datagrams back with options of IP, behind a byte that says how many bytes of options they had
  7003/tcp  takes four bytes of length and so many bytes, again and again, and sends them back
  7004/tcp  the same with options of IP
  7005/udp  answers with how many connections have been reset, in four bytes
  IP protocol 253: sends packets back
"""

import socket
import struct
import sys
import threading

FAMILIES = (socket.AF_INET, socket.AF_INET6)
NO_CHECK, RECEIVE_OPTIONS, OPTIONS = 11, 6, 4
RECEIVE_HOP, HOP, RECEIVE_DESTINATION, DESTINATION = 53, 54, 58, 59
PADDING = b"\0\0\1\4\0\0\0\0"  # an extension header of nothing but a PadN option (RFC 8200 section 4.2)
NO_OPERATION = b"\1\1\1\1"
MOST = 16 << 20

damage = "damage" in sys.argv[1:]
resets = 0


def main():
    ready = []
    for family in FAMILIES:
        ready += [(echo, udp(family, 7000)), (count_resets, udp(family, 7005)), (echo_raw, raw(family, 253))]
        ready += [(echo_options, with_options(udp(family, 7002))), (accept, tcp(family, 7003))]
        ready += [(accept_options, with_options(tcp(family, 7004)))]
    ready.append((echo_unchecked, raw(socket.AF_INET, socket.IPPROTO_UDP)))
    holder = udp(socket.AF_INET, 7001)  # so that nobody is told that the port is closed
    for work, where in ready:
        threading.Thread(target=work, args=(where,), daemon=True).start()
    print("listening", flush=True)
    threading.Event().wait()
    holder.close()


def spoilt(data):
    if not damage:
        return data
    return data[:-1] + bytes([data[-1] ^ 1]) if data else b"?"


def bound(family, kind, port):
    server = socket.socket(family, kind)
    if family == socket.AF_INET6:
        server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    if kind == socket.SOCK_STREAM:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("::" if family == socket.AF_INET6 else "0.0.0.0", port))
    return server


def udp(family, port):
    server = bound(family, socket.SOCK_DGRAM, port)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    return server


def tcp(family, port):
    server = bound(family, socket.SOCK_STREAM, port)
    server.listen(64)
    return server


def raw(family, protocol):
    return socket.socket(family, socket.SOCK_RAW, protocol)


def with_options(connection):
    if connection.family == socket.AF_INET:
        connection.setsockopt(socket.IPPROTO_IP, RECEIVE_OPTIONS, 1)
        connection.setsockopt(socket.IPPROTO_IP, OPTIONS, NO_OPERATION)
    else:
        for option in (RECEIVE_HOP, RECEIVE_DESTINATION):
            connection.setsockopt(socket.IPPROTO_IPV6, option, 1)
        # Linux does not cut a TCP stream's large packets with hop-by-hop options.
        for option in (HOP, DESTINATION) if connection.type == socket.SOCK_DGRAM else (DESTINATION,):
            connection.setsockopt(socket.IPPROTO_IPV6, option, PADDING)
    return connection


def echo(server):
    while True:
        data, sender = server.recvfrom(65536)
        server.sendto(spoilt(data), sender)


def echo_unchecked(sniffer):
    """Answers from a socket of its own, since the one that listens cannot show the header."""
    answerer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    answerer.setsockopt(socket.SOL_SOCKET, NO_CHECK, 1)
    while True:
        packet, sender = sniffer.recvfrom(65536)
        start = (packet[0] & 15) * 4
        source, target = struct.unpack_from("!HH", packet, start)
        if target == 7001:
            answerer.sendto(packet[start + 6:start + 8] + spoilt(packet[start + 8:]), (sender[0], source))


def echo_options(server):
    while True:
        data, extra, _, sender = server.recvmsg(65536, 1024)
        server.sendto(bytes([sum(len(value) for _, _, value in extra)]) + spoilt(data), sender)


def count_resets(server):
    while True:
        _, sender = server.recvfrom(65536)
        server.sendto(struct.pack("!I", resets), sender)


def echo_raw(server):
    while True:
        packet, sender = server.recvfrom(65536)
        start = (packet[0] & 15) * 4 if server.family == socket.AF_INET else 0
        server.sendto(spoilt(packet[start:]), (sender[0], 0))


def accept(server):
    while True:
        connection, _ = server.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


def accept_options(server):
    while True:
        connection, _ = server.accept()
        # With IPv6 it has them from its listener; given later, Linux does not send what no longer fits.
        if server.family == socket.AF_INET:
            with_options(connection)
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


def serve(connection):
    global resets
    # What is urgent stays in its place.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)
    try:
        with connection, connection.makefile("rb") as incoming:
            while head := incoming.read(4):
                data = incoming.read(min(struct.unpack("!I", head)[0], MOST))
                connection.sendall(spoilt(data))
    except ConnectionResetError:
        resets += 1
    except (OSError, struct.error) as problem:
        print(f"a connection broke: {problem}", flush=True)


main()
