"""Bytes sealed with AES-256-GCM, so that they cannot be read or changed without their key. Knows no file and no paper.

A sealed value is a version, a nonce of 96 random bits, and what AES-GCM makes (NIST SP 800-38D, 8.2.2: at most 2³² of
them under one key). What it is about is authenticated with it: moved to another place it does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
_VERSION = b"\x01"


class SealBrokenError(Exception):
    """Another key, another place, or other bytes than those that were sealed."""


class Seal:
    """What one key seals and opens."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("a key has 32 bytes")
        self._key = key
        self._cipher = AESGCM(key)

    @property
    def name(self) -> str:
        """Tells keys apart and says nothing of them."""
        return hashlib.sha256(b"giong key name" + self._key).hexdigest()[:16]

    def close(self, data: bytes, *, about: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _VERSION + nonce + self._cipher.encrypt(nonce, data, about.encode())

    def open(self, sealed: bytes, *, about: str) -> bytes:
        nonce, rest = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        if sealed[:1] != _VERSION:
            raise SealBrokenError
        try:
            return self._cipher.decrypt(nonce, rest, about.encode())
        except (InvalidTag, ValueError):
            raise SealBrokenError from None

    def derived(self, use: str) -> bytes:
        """A key for another use, from which this one cannot be found."""
        return hmac.new(self._key, f"giong {use}".encode(), hashlib.sha256).digest()


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)
