"""A crypto wallet: TRON (``T…``), Bitcoin (base58, bech32, bech32m), Ethereum (mixed-case check of EIP-55).

Every chain has its own check, so a wallet in a text is certain. Look-alike letters of other scripts are repaired
and must pass the check.
"""

from __future__ import annotations

from typing import Final

import base58
import polars as pl
import re2

from qalqan.registry import Card
from qalqan.values._write import LATIN, tidy
from qalqan.values.base import EMPTY, Reject, Value, parse_distinct

CARD = Card("wallet", "value-wallet", source="TRON and Bitcoin base58check; BIP 173, BIP 350; EIP-55")
PIVOT = True

_BASE58 = re2.compile(r"^[1-9A-HJ-NP-Za-km-z]{26,35}$")
_ETH = re2.compile(r"^0[xX][0-9a-fA-F]{40}$")
_LABEL = re2.compile(r"(?i)^(?:trc-?20|erc-?20|bep-?20|tron|trx|usdt|btc|bitcoin|eth|ethereum)[\s:()\-]+")
_BECH: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32, _BECH32M = 1, 0x2BC830A3
DIGITS: Final = {"USDT": 6, "USDC": 6, "TRX": 6, "BTC": 8, "ETH": 9}
"""Minor units of tokens. ETH is kept in milliardths (gwei): a 64-bit integer holds no more of its eighteen places."""
_VERSIONS: Final = {0x41: "tron", 0x00: "bitcoin", 0x05: "bitcoin"}


def parse(text: str) -> Value | Reject:
    """The address with its chain as note, or why the text is none."""
    plain = tidy(text)
    if not plain:
        return EMPTY
    if len(plain) > 140:
        return Reject("reason-too-long")
    address = _LABEL.sub("", plain).translate(LATIN)
    if _ETH.match(address):
        return _ethereum(address)
    if address.lower().startswith("bc1"):
        return _segwit(address)
    if not _BASE58.match(address) or address[0] not in "T13":
        return Reject("reason-wallet-shape")
    try:
        body = base58.b58decode_check(address)
    except ValueError:
        return Reject("reason-wallet-check")
    network = _VERSIONS.get(body[0])
    return Value("wallet", address, network) if network and len(body) == 21 else Reject("reason-wallet-check")


def _ethereum(address: str) -> Value | Reject:
    from Crypto.Hash import keccak  # noqa: PLC0415 - heavy, and few files hold wallets

    body = address[2:]
    told = keccak.new(digest_bits=256, data=body.lower().encode()).hexdigest()
    mixed = "".join(
        sign.upper() if int(nibble, 16) >= 8 else sign for sign, nibble in zip(body.lower(), told, strict=False)
    )
    if body not in (body.lower(), body.upper(), mixed):
        return Reject("reason-wallet-check")
    return Value("wallet", "0x" + mixed, "ethereum")


def _segwit(address: str) -> Value | Reject:
    if address not in (address.lower(), address.upper()):
        return Reject("reason-wallet-check")
    address = address.lower()
    figures = [_BECH.find(sign) for sign in address[3:]]
    if not 14 <= len(address) <= 90 or min(figures) < 0:
        return Reject("reason-wallet-shape")
    check = _polymod([3, 3, 0, 2, 3, *figures])
    program = (len(figures) - 7) * 5 // 8
    right = check == (_BECH32 if figures[0] == 0 else _BECH32M)
    if not right or figures[0] > 16 or not 2 <= program <= 40 or (figures[0] == 0 and program not in (20, 32)):
        return Reject("reason-wallet-check")
    return Value("wallet", address, "bitcoin")


def _polymod(values: list[int]) -> int:
    """The BCH checksum of BIP 173; 1 for bech32, another constant for bech32m (BIP 350)."""
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATOR):
            if (top >> bit) & 1:
                check ^= generator
    return check


def parse_column(series: pl.Series) -> pl.DataFrame:
    """:func:`parse` over a column: String columns value and reason."""
    return parse_distinct(series, parse)


def chain(canonical: str) -> str:
    """tron, bitcoin or ethereum."""
    return {"T": "tron", "0": "ethereum"}.get(canonical[:1], "bitcoin")


def show(canonical: str) -> str:
    """As it is: an address is case-sensitive and is copied whole."""
    return canonical


def mask(canonical: str) -> str:
    """The first four and last four signs."""
    return f"{canonical[:4]}…{canonical[-4:]}"


def specificity(_canonical: str) -> int:
    """A wallet is one holder's, unless it is an exchange's own."""
    return 950
