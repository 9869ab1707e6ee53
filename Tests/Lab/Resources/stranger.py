"""Opens one TCP connection, with or without TLS in it, sends bytes, and says what came back.

Arguments: address port seconds tls|plain alpn[,alpn]|- hex
Prints one line of JSON: what was received (hexadecimal), whether and after how many seconds the server closed.
"""

import json
import socket
import ssl
import sys
import time

MOST = 1 << 20


def main():
    address, port, seconds, kind, alpn, data = sys.argv[1:7]
    start = time.monotonic()
    answer = {"received": "", "closed": False, "alpn": None, "tls": None, "problem": None}
    received = b""
    try:
        connection = socket.create_connection((address, int(port)), timeout=float(seconds))
        if kind == "tls":
            connection = with_tls(connection, alpn)
            answer["tls"], answer["alpn"] = connection.version(), connection.selected_alpn_protocol()
        connection.sendall(bytes.fromhex(data))
        while len(received) < MOST:
            connection.settimeout(max(0.01, float(seconds) - (time.monotonic() - start)))
            more = connection.recv(1 << 16)
            if not more:
                answer["closed"] = True
                break
            received += more
    except TimeoutError:
        pass
    except (ssl.SSLError, OSError) as problem:
        answer["closed"], answer["problem"] = True, str(problem)
    answer["received"], answer["seconds"] = received.hex(), time.monotonic() - start
    print(json.dumps(answer), flush=True)


def with_tls(connection, alpn):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if alpn != "-":
        context.set_alpn_protocols(alpn.split(","))
    return context.wrap_socket(connection)


main()
