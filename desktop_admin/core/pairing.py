"""A PC and a server prove to each other that they know the same short code, for the same certificate.

The proof is slow to compute on purpose: whoever sits between the two sees one, and has only minutes to guess the code.
"""

import hmac
from hashlib import sha256
from typing import NamedTuple

from argon2.low_level import Type, hash_secret_raw

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that reads like another
LENGTH = 8
MEMORY = 65536  # KiB


class Proofs(NamedTuple):
    """What each side shows the other; none can be told from the other's."""

    pc: bytes
    server: bytes


def code_from(secret: bytes) -> str:
    """The code of a secret of at least 8 random bytes; each of its characters is as likely as any other."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in secret[:LENGTH])


def spoken(code: str) -> str:
    """The code as it is shown and read aloud: ABCD-EFGH."""
    return f"{code[:4]}-{code[4:]}"


def heard(typed: str) -> str:
    """What was typed, without the dash and the blanks, in capitals."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of a certificate in groups of four, to be read aloud and compared."""
    digits = sha256(certificate).hexdigest().upper()
    return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4))


def proofs(code: str, certificate: bytes, nonce: bytes) -> Proofs:
    """certificate: the server's, in DER, as this side sees it. Takes about 100 ms."""
    salt = sha256(certificate + nonce).digest()
    slow = hash_secret_raw(
        code.encode(), salt, time_cost=3, memory_cost=MEMORY, parallelism=1, hash_len=32, type=Type.ID
    )
    return Proofs(hmac.digest(slow, b"pc", "sha256"), hmac.digest(slow, b"server", "sha256"))
