"""A harness for bad networks: clients that send the same reports through a proxy that swallows answers, and a ledger.

    SENDINGS=full python -m pytest tests/reports/test_sendings.py     # 200 reports, 8 clients: 1,600 sendings

Knows nothing of the product but its addresses: HTTP on sockets, no library. Each client sends every report and sends it
again, with the same key, until it has an answer. What was sent and what was acknowledged is written down and compared with
what is stored.
"""

import asyncio
import json
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode

PATIENCE = 60
MOST_TRIES = 60


@dataclass(frozen=True)
class Sending:
    """One report as a form: where it goes, whose it is, what it says. `key` is the client's."""

    key: str
    address: str
    session: str
    fields: tuple


@dataclass
class Ledger:
    """`sent`: keys that left a client; `acked`: {key: the receipts it was given}; `tries`: requests made."""

    sent: set = field(default_factory=set)
    acked: dict = field(default_factory=dict)
    tries: int = 0
    cut: int = 0
    refused: list = field(default_factory=list)


class Proxy:
    """Forwards whole requests; of `cut` answers in a hundred, and `lost` requests, nothing comes back."""

    def __init__(self, host, port, *, cut, lost, seed):
        self.host, self.port, self.cut, self.lost = host, port, cut, lost
        self.lot = random.Random(seed)
        self.cuts = 0

    async def __aenter__(self):
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.at = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *error):
        self.server.close()

    async def _serve(self, reader, writer):
        try:
            request = await _whole(reader)
            lot = self.lot.random() * 100
            if lot < self.lost:
                self.cuts += 1
                return
            onward, answer = await asyncio.open_connection(self.host, self.port)
            answer.write(request)
            await answer.drain()
            received = await onward.read()
            answer.close()
            if lot < self.lost + self.cut:
                # The server has done its work; the phone never hears of it.
                self.cuts += 1
                return
            writer.write(received)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def run(host, port, sendings, *, clients=8, cut=20, lost=5, seed=1) -> Ledger:
    """Every client sends all of `sendings`, each in an order of its own, until all are acknowledged."""
    # In a thread of its own: where a browser was used before, this one has a loop that runs.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, _run(host, port, sendings, clients, cut, lost, seed)).result()


async def _run(host, port, sendings, clients, cut, lost, seed):
    ledger = Ledger()
    async with Proxy(host, port, cut=cut, lost=lost, seed=seed) as proxy:
        await asyncio.gather(
            *(
                _client(proxy.at, host, port, sendings, ledger, random.Random(seed + each))
                for each in range(clients)
            )
        )
        ledger.cut = proxy.cuts
    return ledger


async def _client(at, host, port, sendings, ledger, lot):
    for sending in lot.sample(sendings, len(sendings)):
        for _try in range(MOST_TRIES):
            ledger.sent.add(sending.key)
            ledger.tries += 1
            try:
                status, said = await asyncio.wait_for(_post(at, host, port, sending), PATIENCE)
            except (TimeoutError, OSError, ValueError, asyncio.IncompleteReadError):
                continue
            if status == 200:
                ledger.acked.setdefault(sending.key, set()).add(said["number"])
            else:
                ledger.refused.append((sending.key, status, said))
            break


async def _post(at, host, port, sending):
    token = "a" * 32
    body = urlencode(sending.fields).encode()
    head = (
        f"POST {sending.address} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n"
        f"Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nX-CSRFToken: {token}\r\n"
        f"Cookie: sessionid={sending.session}; csrftoken={token}\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", at)
    try:
        writer.write(head.encode() + body)
        await writer.drain()
        received = await reader.read()
    finally:
        writer.close()
    top, _blank, text = received.partition(b"\r\n\r\n")
    if not top:
        raise ValueError("no answer")
    return int(top.split(None, 2)[1]), json.loads(text)


async def _whole(reader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        ),
        0,
    )
    return head + await reader.readexactly(length)
