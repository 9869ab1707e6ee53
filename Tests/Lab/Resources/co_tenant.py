"""Another program that holds a port, and knows nothing of Aura.

Arguments: address port manner [shared] [certificate]
  silent  takes UDP datagrams and answers none
  echo    sends each UDP datagram back to where it came from
  web     answers every TCP connection as a plain web server does
  shared  sets SO_REUSEPORT, so that others who do so too may have the port as well
  certificate  a PEM file that holds its key too: the web server speaks TLS
Prints "listening", and then one line for each datagram or connection that came.
"""

import socket
import ssl
import sys

ANSWER = b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 4\r\nConnection: close\r\n\r\nNo.\n"


def main():
    address, port, manner, options = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    kind = socket.SOCK_STREAM if manner == "web" else socket.SOCK_DGRAM
    with socket.socket(family, kind) as holder:
        if family == socket.AF_INET6:
            holder.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        if manner == "web":
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if "shared" in options:
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind((address, port))
        if manner == "web":
            holder.listen(64)
        print("listening", flush=True)
        certificates = [option for option in options if option != "shared"]
        while True:
            if manner == "web":
                answer_connection(holder, certificates)
            else:
                take_datagram(holder, manner)


def take_datagram(holder, manner):
    data, sender = holder.recvfrom(65536)
    print(f"heard {len(data)} bytes from {sender[0]}", flush=True)
    if manner == "echo":
        holder.sendto(data, sender)


def answer_connection(holder, certificates):
    connection, sender = holder.accept()
    data = b""
    try:
        connection.settimeout(1)
        for certificate in certificates:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            context.set_alpn_protocols(["http/1.1"])
            connection = context.wrap_socket(connection, server_side=True)
        data = connection.recv(65536)
        connection.sendall(ANSWER)
    except OSError as problem:
        print(f"the connection broke: {problem}", flush=True)
    connection.close()
    print(f"heard {len(data)} bytes from {sender[0]}", flush=True)


main()
