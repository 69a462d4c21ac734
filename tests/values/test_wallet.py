"""Wallets by the published examples of their standards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qalqan.values import wallet
from qalqan.values.base import Reject, Value

GOOD = {
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t": "tron",
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa": "bitcoin",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4": "bitcoin",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0": "bitcoin",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed": "ethereum",
}


@pytest.mark.parametrize(("address", "chain"), GOOD.items())
def test_examples(address: str, chain: str) -> None:
    assert wallet.parse(f" {address}\n") == Value("wallet", address, chain)
    assert wallet.chain(address) == chain
    assert wallet.parse(f"USDT {address}") == Value("wallet", address, chain)


@given(st.sampled_from(sorted(GOOD)), st.integers(2, 33), st.sampled_from("23456789abcdef"))
def test_a_changed_sign_is_found(address: str, place: int, sign: str) -> None:
    changed = address[:place] + sign + address[place + 1 :]
    if changed.lower() != address.lower():
        assert isinstance(wallet.parse(changed), Reject)


def test_one_case_ethereum_gets_its_checked_writing() -> None:
    assert wallet.parse("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed") == Value(
        "wallet", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "ethereum"
    )


def test_cyrillic_letter_is_repaired() -> None:
    assert getattr(wallet.parse("ТR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"), "note", "") == "tron"


def test_bech32_constant_of_the_other_version_is_refused() -> None:
    # BIP 350: version 0 with a bech32m checksum
    assert wallet.parse("bc1q0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd") == Reject(
        "reason-wallet-check"
    )
