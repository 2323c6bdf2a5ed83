"""Case numbers, and the codes under which a reporter follows a case. Source: cases §9."""

import unicodedata
from datetime import date

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # 30 signs: no 0 1 I L O U
RANDOM_SIGNS = 10
WEIGHTS = (1, 7, 11, 13, 17, 19, 23, 29, 1, 7)


def case_number(community_code: str, day: date, count: int) -> str:
    """``<12-digit community code>-yyyymmdd-nnnn``; gaps are allowed, a number is never reused."""
    return f"{community_code.ljust(12, '0')}-{day:%Y%m%d}-{count:04d}"


def code_from(secret: bytes) -> str:
    """A progress code (查询码), ``XXXX-XXXX-XXX``: ten signs of a keyed digest and a check sign.

    ``secret`` has 32 bytes nobody can guess. The same report, sent again, reads the same code,
    although only a hash of it is kept.
    """
    value, signs = int.from_bytes(secret), []
    for _ in range(RANDOM_SIGNS):
        value, place = divmod(value, len(SIGNS))
        signs.append(SIGNS[place])
    body = "".join(signs)
    return _grouped(body + check_sign(body))


def check_sign(body: str) -> str:
    """Weighted sum of the signs; every weight is prime to 30, so one wrong sign never passes."""
    weighted = sum(weight * SIGNS.index(sign) for weight, sign in zip(WEIGHTS, body, strict=True))
    return SIGNS[weighted % len(SIGNS)]


def read_code(typed: str) -> str | None:
    """The code as written on the slip, or nothing when it was mistyped.

    Lower case and missing or extra hyphens and blanks are accepted.
    """
    signs = "".join(unicodedata.normalize("NFKC", typed).upper().replace("-", " ").split())
    if len(signs) != RANDOM_SIGNS + 1 or not set(signs) <= set(SIGNS):
        return None
    return _grouped(signs) if check_sign(signs[:-1]) == signs[-1] else None


def _grouped(signs: str) -> str:
    return f"{signs[:4]}-{signs[4:8]}-{signs[8:]}"
