"""A TCP forwarder with a round-trip time and a rate: `shaper.py HOST:PORT LATENCY_MS RATE_MBIT` (0 = unlimited).

Prints its port and runs until stdin ends. Both directions are capped, each for all connections together, as one
cable is. A connection pays one round trip before its first byte, as a TCP handshake does; slow start and loss are
not imitated.
"""

import asyncio
import contextlib
import os
import sys

CHUNK = 64 * 1024
# How far the queue at the link's entrance may run ahead: enough to survive a late timer, too little for a large
# upload to hold back the small requests of other connections.
QUEUE_SECONDS = 0.004
# Chunks on the way per connection; bounds memory when the receiver is slower than the link.
ON_THE_WAY = 1024


class Direction:
    """One direction of the cable: when do bytes that enter now come out?"""

    def __init__(self, delay, bytes_per_second):
        self._delay = delay
        self._bytes_per_second = bytes_per_second
        self._free_at = 0.0

    def arrival(self, now, size):
        """Books `size` bytes and returns the time at which the last of them is there."""
        self._free_at = max(now, self._free_at)
        if self._bytes_per_second:
            self._free_at += size / self._bytes_per_second
        return self._free_at + self._delay

    def entrance_opens(self):
        return self._free_at - QUEUE_SECONDS


async def serve(upstream, round_trip, bytes_per_second):
    """Forwards a free port until stdin ends."""
    up, down = (Direction(round_trip / 2, bytes_per_second) for _ in range(2))
    host, port = upstream.rsplit(":", 1)

    async def connected(client_reader, client_writer):
        try:
            server_reader, server_writer = await asyncio.open_connection(host, int(port), limit=4 * CHUNK)
        except OSError:
            client_writer.close()
            return
        await asyncio.sleep(round_trip)
        await asyncio.gather(
            carry(client_reader, server_writer, up),
            carry(server_reader, client_writer, down),
        )
        for writer in (client_writer, server_writer):
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, limit=4 * CHUNK, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    # At once, without a farewell to each connection: whoever closed stdin no longer cares for them.
    os._exit(0)


async def carry(reader, writer, direction):
    """Carries one direction of one connection, its end included."""
    on_the_way = asyncio.Queue(ON_THE_WAY)
    deliver = asyncio.create_task(hand_over(on_the_way, writer))
    data = b"-"
    while data:
        await until(direction.entrance_opens())
        try:
            data = await reader.read(CHUNK)
        except OSError:
            data = b""
        await on_the_way.put((direction.arrival(asyncio.get_running_loop().time(), len(data)), data))
    await deliver


async def hand_over(on_the_way, writer):
    """Writes what has arrived; after an error it only drains, so that the sender is never stuck."""
    data = b"-"
    while data:
        arrival, data = await on_the_way.get()
        await until(arrival)
        with contextlib.suppress(OSError, RuntimeError):
            if data:
                writer.write(data)
                await writer.drain()
            elif writer.can_write_eof():
                writer.write_eof()


async def until(time):
    pause = time - asyncio.get_running_loop().time()
    if pause > 0:
        await asyncio.sleep(pause)


if __name__ == "__main__":
    address, latency_ms, rate_mbit = sys.argv[1:]
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(address, float(latency_ms) / 1000, float(rate_mbit) * 1e6 / 8))
