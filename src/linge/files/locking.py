"""A workbook locked with a password (AES, the agile way of Office): opens in Excel and WPS."""

import secrets
from io import BytesIO

from msoffcrypto import OfficeFile
from msoffcrypto.format.ooxml import OOXMLFile

# no 0 O 1 l I: the password is copied by hand
SIGNS = "23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 14


def new_password() -> str:
    """14 signs of 56, more than 80 bits."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def locked(body: bytes, password: str) -> bytes:
    """The workbook, readable with the password alone."""
    file = BytesIO()
    OOXMLFile(BytesIO(body)).encrypt(password, file)
    return file.getvalue()


def unlocked(body: bytes, password: str) -> bytes:
    """The workbook behind a password; raises `msoffcrypto.exceptions.InvalidKeyError` for another."""
    file = BytesIO()
    office = OfficeFile(BytesIO(body))
    office.load_key(password=password, verify_password=True)
    office.decrypt(file)
    return file.getvalue()
