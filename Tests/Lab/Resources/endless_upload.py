"""Uploads zeros to the lab's HTTP server until it is killed, as fast as it goes and without end.

Arguments: address port manner of congestion control
"""

import socket
import sys


def main():
    address, port, manner = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    zeros = bytes(1 << 16)
    with socket.create_connection((address, port), timeout=90) as connection:
        # Of this connection alone: a namespace may only choose what the machine lets everybody choose.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, manner.encode())
        connection.sendall(b"PUT /upload HTTP/1.1\r\nHost: lab\r\nContent-Length: 1000000000000\r\n\r\n")
        while True:
            connection.sendall(zeros)


main()
