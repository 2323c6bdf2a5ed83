"""Field encryption (AES-256-GCM) and the keyed blind index. Source: 个人信息保护法 第五十一条.

A sealed value reads ``v1.a256gcm.<kid>.<nonce>.<ciphertext+tag>`` in base64url. Its additional data
are the field's name and the row's uuid, so a value copied to another row does not open.
"""

import hashlib
import hmac
import os
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = "v1.a256gcm"
KINDS = ("field", "index", "token")


def _key_file(kind: str) -> Path:
    return Path(settings.KEY_DIR) / f"{kind}.key"


@cache
def key(kind: str) -> bytes:
    """The 32-byte key of a kind (field, index, token), made at first use, readable by us alone."""
    path = _key_file(kind)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(32))
    return path.read_bytes()


@cache
def _cipher(kind: str) -> AESGCM:
    return AESGCM(key(kind))


@cache
def _kid(kind: str) -> str:
    return hashlib.sha256(key(kind)).hexdigest()[:8]


def _encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def seal(value: str, *, field: str, owner: object) -> str:
    """Encrypt ``value`` for one field (``app.model.column``) of one row (its uuid)."""
    nonce = os.urandom(12)
    sealed = _cipher("field").encrypt(nonce, value.encode(), f"{field}\0{owner}".encode())
    return f"{VERSION}.{_kid('field')}.{_encode(nonce)}.{_encode(sealed)}"


def unseal(token: str, *, field: str, owner: object) -> str:
    """Open a sealed value; raises ``InvalidTag`` when it belongs to another row or was changed."""
    *_, nonce, sealed = token.split(".")
    aad = f"{field}\0{owner}".encode()
    return _cipher("field").decrypt(_decode(nonce), _decode(sealed), aad).decode()


def is_sealed(value: str) -> bool:
    """Whether the text already is a sealed value."""
    return value.startswith(VERSION + ".")


def field_name(row: Any, column: str) -> str:
    """The name a column has in the additional data: ``app.model.column``."""
    return f"{row._meta.app_label}.{row._meta.model_name}.{column}"


def open_field(row: Any, column: str) -> str:
    """The clear text of a sealed column. Callers mask it or have an audited reveal."""
    token = getattr(row, column)
    return unseal(token, field=field_name(row, column), owner=row.uuid) if token else ""


def normalised(value: str) -> str:
    """The form a number is compared in: NFKC, upper case, no blanks or hyphens."""
    folded = unicodedata.normalize("NFKC", value).upper()
    return "".join(sign for sign in folded if sign.isalnum())


def blind(field: str, value: str, *, using: bytes | None = None) -> str:
    """Keyed index of a value: HMAC-SHA-256, first 128 bits, hex. Serves equality only."""
    message = f"{field}\0{normalised(value)}".encode()
    return hmac.new(using or key("index"), message, hashlib.sha256).hexdigest()[:32]


def blind_tail(field: str, value: str, *, community: object) -> str:
    """Keyed index of the last four signs, different in every community (trust.md §5.3)."""
    return blind(f"{field}.tail.{community}", normalised(value)[-4:])


def keyed_hash(purpose: str, value: str) -> str:
    """Keyed hash for tokens that must be looked up but never read back, such as progress codes."""
    return hmac.new(key("token"), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()
