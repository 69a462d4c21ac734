"""Sharing what is there among those it was taken from, to the tiyn.

The rule that the papers state: where several victims' money is on one account, first in, first out parts it by
parcels, and each gets their own; what two claim at once, and what a bank holds below all claims, is shared in
proportion to the claims. Each share is rounded down, and the tiyn left over go one each to the largest remainders,
equal ones in order of the case's number (the method of largest remainders, Hamilton 1792).
"""

from __future__ import annotations

from collections.abc import Mapping


def shared(whole: int, claims: Mapping[str, int]) -> dict[str, int]:
    """What each claimant gets of a sum (tiyn): all of it is given out, nobody more than they claim.

    When the sum covers the claims, each gets their claim. Raises ValueError for a negative sum or claim.
    """
    if whole < 0 or any(claim < 0 for claim in claims.values()):
        raise ValueError("sums to share are not negative")
    total = sum(claims.values())
    if whole >= total:
        return dict(claims)
    shares = {name: whole * claim // total for name, claim in claims.items()}
    left = whole - sum(shares.values())
    by_rest = sorted(claims, key=lambda name: (-(whole * claims[name] % total), name))
    for name in by_rest[:left]:
        shares[name] += 1
    return shares


def shared_answer(
    held: Mapping[str, int], claims: Mapping[str, int], parted: frozenset[str] = frozenset()
) -> dict[str, int]:
    """What each claimant gets of what a bank holds on one account.

    ``held`` is what the bank named for each claimant's request, ``claims`` what each asked for. Those in ``parted``
    were answered by parcels, first in, first out: they keep what was named for them, at most their claim. The rest of
    what is held is shared among the others.
    """
    kept = {name: min(held.get(name, 0), claims[name]) for name in sorted(parted & claims.keys())}
    others = {name: claim for name, claim in claims.items() if name not in kept}
    whole = sum(held.values()) - sum(held.get(name, 0) for name in kept)
    return kept | shared(whole, others)
