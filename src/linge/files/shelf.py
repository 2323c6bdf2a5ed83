"""The shelf: bytes on disk, written so that a crash leaves either the whole file or none."""

import os
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from linge.kernel import crypto


def path_of(uuid: UUID, suffix: str) -> Path:
    """Where a file lies: two letters of its own name keep folders small."""
    return Path(settings.MEDIA_ROOT) / uuid.hex[-2:] / f"{uuid}{suffix}"


def put(uuid: UUID, suffix: str, body: bytes) -> None:
    """Temporary name, fsync, rename, fsync of the folder."""
    path = path_of(uuid, suffix)
    path.parent.mkdir(parents=True, exist_ok=True)
    parted = path.with_suffix(".part")
    with parted.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    parted.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def get(uuid: UUID, suffix: str) -> bytes:
    """The bytes; ``FileNotFoundError`` when they were destroyed."""
    return path_of(uuid, suffix).read_bytes()


def put_sealed(uuid: UUID, suffix: str, body: bytes) -> None:
    """Keep bytes encrypted at rest, bound to the file's own name."""
    nonce = os.urandom(12)
    sealed = AESGCM(crypto.key("field")).encrypt(nonce, body, uuid.bytes)
    put(uuid, suffix, nonce + sealed)


def get_sealed(uuid: UUID, suffix: str) -> bytes:
    """The clear bytes of a sealed file."""
    kept = get(uuid, suffix)
    return AESGCM(crypto.key("field")).decrypt(kept[:12], kept[12:], uuid.bytes)


def drop(uuid: UUID, suffix: str) -> None:
    """Take a file off the shelf, if it is there."""
    path_of(uuid, suffix).unlink(missing_ok=True)
