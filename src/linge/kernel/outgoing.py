"""Calls to other people's servers: public addresses only, no redirects, little time, little data.

An address somebody typed must not become a way into our own network (SSRF): the name is resolved
once, every address it has must be public, and the connection goes to the address that was looked at.
Hosts of the own network are named by whoever runs the house (``LINGE_INSIDE_HOSTS``). Source:
trust.md §6, outgoing calls.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
from django.conf import settings

SECONDS = 5.0
MOST_SECONDS = 20.0
MOST_BYTES = 10 * 2**20
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # NAT64: an IPv4 address in other clothes
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unreachable(OSError):
    """The other side can't or mustn't be asked, or gave no usable answer. Says why, in English."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    media_type: str
    body: bytes


def is_public(address: Address) -> bool:
    """Whether an address belongs to the internet at large and hides no other one."""
    if isinstance(address, ipaddress.IPv6Address):
        hidden = address.ipv4_mapped or address.sixtofour or address.teredo
        if hidden or address in TRANSLATED:
            return False
    return address.is_global and not address.is_multicast


def ask(
    url: str,
    *,
    method: str = "GET",
    data: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    most: int = MOST_BYTES,
) -> Answer:
    """Ask another server once. Raises ``Unreachable``; whatever status it answers comes back."""
    try:
        target = httpx.URL(url)
    except httpx.InvalidURL as fault:
        raise Unreachable("the address can't be read") from fault
    address = _address_of(target)
    try:
        return _exchange(target, address, method, data, headers or {}, most)
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as fault:
        raise Unreachable(type(fault).__name__) from fault


def _address_of(target: httpx.URL) -> str:
    """The one address to connect to, after all that the name has were looked at."""
    inside = f"{target.host}:{target.port}" if target.port else target.host
    listed = inside in settings.INSIDE_HOSTS
    if target.scheme != "https" and not (listed and target.scheme == "http"):
        raise Unreachable("only https is asked")
    if target.userinfo:
        raise Unreachable("no names and passwords in an address")
    found = addresses_of(target.host, target.port or 443)
    if not found:
        raise Unreachable("the host has no address")
    if not listed and not all(is_public(ipaddress.ip_address(each)) for each in found):
        raise Unreachable("the host is not on the public internet")
    return found[0]


def addresses_of(host: str, port: int) -> list[str]:
    """Every address a name has, as numbers."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise Unreachable("the host is unknown") from fault
    return [str(row[4][0]).partition("%")[0] for row in rows]


@cache
def trust() -> ssl.SSLContext:
    """The certificates we believe: the system's."""
    return ssl.create_default_context()


def _exchange(
    target: httpx.URL,
    address: str,
    method: str,
    data: Mapping[str, Any] | None,
    headers: Mapping[str, str],
    most: int,
) -> Answer:
    named = {"Host": target.netloc.decode(), "Accept-Encoding": "identity", **headers}
    with httpx.Client(verify=trust(), timeout=SECONDS, trust_env=False) as client:
        request = client.build_request(
            method,
            target.copy_with(host=address),
            data=data,
            headers=named,
            extensions={"sni_hostname": target.host},
        )
        response = client.send(request, stream=True, follow_redirects=False)
        try:
            body = b"".join(_within(response, most))
        finally:
            response.close()
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Answer(response.status_code, media_type, body)


def _within(response: httpx.Response, most: int) -> Iterator[bytes]:
    """The body piece by piece, as long as it stays within its bounds of size and time."""
    size, began = 0, time.monotonic()
    for piece in response.iter_raw():
        size += len(piece)
        if size > most:
            raise Unreachable(f"more than {most} bytes")
        if time.monotonic() - began > MOST_SECONDS:
            raise Unreachable("too slow")
        yield piece
