"""GeoReport answers on the wire: one value, written as XML or as JSON, with equal data."""

import json
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml.ElementTree import fromstring

ITEM = {  # what an entry of a list is called in XML
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
    "notes": "note",
    "media_urls": "media_url",
}
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def write(root: str, value: Any, fmt: str) -> bytes:
    """A value under its root element, or bare in JSON."""
    if fmt == "json":
        return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    top = Element(root)
    _fill(top, value)
    body: bytes = tostring(top, encoding="utf-8")
    return DECLARATION + body


def _fill(element: Element, value: Any) -> None:
    if isinstance(value, dict):
        for name, each in value.items():
            _fill(SubElement(element, name), each)
    elif isinstance(value, list):
        for each in value:
            _fill(SubElement(element, ITEM[element.tag]), each)
    elif value is not None:
        element.text = _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def read_json(body: bytes) -> Any:
    """A JSON answer of another server; raises ``ValueError``."""
    return json.loads(body)


def read_xml(body: bytes) -> list[dict[str, str]]:
    """The entries of an XML list, flat; raises ``ValueError``, also for entities of its own."""
    try:
        root = fromstring(body)
    except ParseError as fault:
        raise ValueError("no XML") from fault
    return [{part.tag: (part.text or "").strip() for part in entry} for entry in root]
