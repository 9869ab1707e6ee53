"""A small HTTP server for the lab: GET sends a file, PUT answers with the SHA-256 of what came.

Arguments: address port directory [certificate]
With a certificate, a PEM file that holds its key and chain too, it speaks HTTPS.
  GET /<name>           the file of that name in the directory
  GET /<name>?rate=<N>  the same at N bytes a second: paced here, so that no buffer on the way hides an outage
  GET /whoami           the client's address as this server sees it
  PUT or POST /<any>    {"bytes": N, "sha256": "..."}
"""

import hashlib
import http.server
import json
import os
import socket
import ssl
import sys
import time
import urllib.parse

CHUNK = 1 << 18


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    directory = "."

    def do_GET(self):
        if self.path == "/whoami":
            return self.answer(self.client_address[0].encode(), "text/plain")
        url = urllib.parse.urlsplit(self.path)
        rate = urllib.parse.parse_qs(url.query).get("rate")
        name = os.path.join(self.directory, os.path.basename(url.path))
        try:
            with open(name, "rb") as file:
                self.send_response(200)
                self.send_header("Content-Length", str(os.fstat(file.fileno()).st_size))
                self.end_headers()
                self.wfile.flush()
                if rate:
                    self.send_paced(file, int(rate[0]))
                else:
                    self.connection.sendfile(file)
        except FileNotFoundError:
            self.send_error(404)

    def send_paced(self, file, rate):
        """A slice every 20 ms; what an outage has held up is not made up for."""
        due = time.monotonic()
        while chunk := file.read(max(1, rate // 50)):
            self.connection.sendall(chunk)
            due = max(due + 0.02, time.monotonic() - 0.02)
            time.sleep(max(0, due - time.monotonic()))

    def do_POST(self):
        self.do_PUT()

    def do_PUT(self):
        if self.headers.get("Expect") == "100-continue":
            self.send_response_only(100)
            self.end_headers()
        total = int(self.headers["Content-Length"])
        digest, left = hashlib.sha256(), total
        while left > 0:
            chunk = self.rfile.read1(min(CHUNK, left))
            if not chunk:
                return
            digest.update(chunk)
            left -= len(chunk)
        self.answer(json.dumps({"bytes": total, "sha256": digest.hexdigest()}).encode(), "application/json")

    def handle_expect_100(self):
        return True

    def answer(self, body, content_type):
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *arguments):
        print(format % arguments, flush=True)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self):
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()


def main():
    address, port, Handler.directory = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    Server.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with Server((address, port), Handler) as server:
        if len(sys.argv) > 4:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(sys.argv[4])
            server.socket = context.wrap_socket(server.socket, server_side=True)
        print("listening", flush=True)
        server.serve_forever()


main()
