"""Calls to other servers go to public addresses only, to the address looked at, and end in time."""

from ipaddress import ip_address
from unittest import mock

import httpx
import pytest

from linge.kernel import outgoing


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:8.8.8.8",
        "2002:a00:1::",
        "64:ff9b::a00:1",
    ],
)
def test_an_inside_address_is_not_public(address):
    assert not outgoing.is_public(ip_address(address))


def test_a_public_address_is():
    assert outgoing.is_public(ip_address("93.184.215.14"))
    assert outgoing.is_public(ip_address("2606:2800:21f:cb07:6820:80da:af6b:8b2c"))


@pytest.mark.parametrize(
    "url",
    ["http://example.org/a", "ftp://example.org/a", "https://u:p@example.org/", "file:///etc"],
)
def test_only_https_without_passwords_is_asked(url, monkeypatch):
    monkeypatch.setattr(outgoing, "addresses_of", lambda host, port: ["93.184.215.14"])
    with pytest.raises(outgoing.Unreachable):
        outgoing.ask(url)


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch):
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        body = httpx.ByteStream(b"12345")
        return httpx.Response(200, stream=body, headers={"Content-Type": "image/jpeg; x=1"})

    resolved = iter((["93.184.215.14"], ["10.0.0.1"]))  # the second look-up would lie
    monkeypatch.setattr(outgoing, "addresses_of", lambda host, port: next(resolved))
    client = httpx.Client(transport=httpx.MockTransport(answer))
    with mock.patch.object(httpx, "Client", lambda **more: client):
        got = outgoing.ask("https://photos.example.org/a.jpg")
    assert (got.status, got.media_type, got.body) == (200, "image/jpeg", b"12345")
    (request,) = asked
    assert request.url.host == "93.184.215.14"
    assert request.headers["Host"] == "photos.example.org"
    assert request.extensions["sni_hostname"] == "photos.example.org"


def test_more_than_allowed_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr(outgoing, "addresses_of", lambda host, port: ["93.184.215.14"])
    body = httpx.ByteStream(b"x" * 1000)
    reply = httpx.MockTransport(lambda request: httpx.Response(200, stream=body))
    client = httpx.Client(transport=reply)
    with (
        mock.patch.object(httpx, "Client", lambda **more: client),
        pytest.raises(outgoing.Unreachable, match="more than 999 bytes"),
    ):
        outgoing.ask("https://photos.example.org/a.jpg", most=999)
