"""An independent QUIC client: does a handshake with ALPN h3, asks for a page, sends datagrams, and tells what came.

Arguments: address port server-name seconds
Prints one line of JSON.
"""

import asyncio
import json
import os
import ssl
import sys

from aioquic.asyncio import QuicConnectionProtocol, connect
from aioquic.h3.connection import H3_ALPN, H3Connection
from aioquic.h3.events import DataReceived, HeadersReceived
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.events import (
    ConnectionTerminated, DatagramFrameReceived, HandshakeCompleted, StreamDataReceived)

DATAGRAMS = 20


class Client(QuicConnectionProtocol):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.answer = {
            "handshake": False, "alpn": None, "datagrams": 0, "stream_bytes": 0, "status": None, "body_bytes": 0,
            "close": None, "datagram_limit": None}
        self.http = None
        self.ended = asyncio.Event()

    def quic_event_received(self, event):
        if isinstance(event, HandshakeCompleted):
            self.answer["handshake"], self.answer["alpn"] = True, event.alpn_protocol
        elif isinstance(event, DatagramFrameReceived):
            self.answer["datagrams"] += 1
        elif isinstance(event, StreamDataReceived):
            self.answer["stream_bytes"] += len(event.data)
            if self.http:
                self.http_events(event)
        elif isinstance(event, ConnectionTerminated):
            self.answer["close"] = {"code": event.error_code, "reason": event.reason_phrase}
            self.ended.set()

    def http_events(self, event):
        for item in self.http.handle_event(event):
            if isinstance(item, HeadersReceived):
                self.answer["status"] = dict(item.headers).get(b":status", b"").decode()
            elif isinstance(item, DataReceived):
                self.answer["body_bytes"] += len(item.data)

    def ask(self, name):
        if self.answer["alpn"] in H3_ALPN:
            self.http = H3Connection(self._quic)
            stream = self._quic.get_next_available_stream_id()
            self.http.send_headers(stream, [
                (b":method", b"GET"), (b":scheme", b"https"), (b":authority", name.encode()), (b":path", b"/")],
                end_stream=True)
        limit = self._quic._remote_max_datagram_frame_size
        self.answer["datagram_limit"] = limit
        for _ in range(DATAGRAMS if limit else 0):
            self._quic.send_datagram_frame(os.urandom(200))
        self.transmit()


async def main():
    address, port, name, seconds = sys.argv[1], int(sys.argv[2]), sys.argv[3], float(sys.argv[4])
    configuration = QuicConfiguration(
        is_client=True, alpn_protocols=["h3"], server_name=name, verify_mode=ssl.CERT_NONE,
        max_datagram_frame_size=65536, idle_timeout=seconds + 5)
    answer = {"handshake": False}
    try:
        async with asyncio.timeout(seconds + 5):
            async with connect(address, port, configuration=configuration, create_protocol=Client) as client:
                answer = client.answer
                client.ask(name)
                try:
                    await asyncio.wait_for(client.ended.wait(), seconds)
                except asyncio.TimeoutError:
                    pass
    except (ConnectionError, TimeoutError) as problem:
        answer["problem"] = repr(problem)
    print(json.dumps(answer), flush=True)


asyncio.run(main())
