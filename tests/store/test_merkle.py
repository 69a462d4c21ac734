"""RFC 9162 trees, against the definition written out plainly and the vectors of Certificate Transparency."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import assume, given
from hypothesis import strategies as st

from qalqan.store import merkle

# Leaves and roots of the reference implementation (google/certificate-transparency, merkle_tree_test).
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
SIZES = st.integers(1, 300)


def plain(leaves: list[bytes]) -> bytes:
    """The definition of the Merkle tree hash, section 2.1.1."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + plain(leaves[:split]) + plain(leaves[split:])).digest()


def leaves(size: int) -> list[bytes]:
    return [merkle.leaf(str(number).encode()) for number in range(size)]


def complete(all_: list[bytes]) -> merkle.Complete:
    return lambda level, index: plain(all_[index << level : (index + 1) << level])


def test_known_roots() -> None:
    hashes = [merkle.leaf(bytes.fromhex(one)) for one in LEAVES]
    for size, root in ROOTS.items():
        assert merkle.root(complete(hashes[:size]), size).hex() == root
    assert merkle.root(complete([]), 0) == merkle.EMPTY


@given(SIZES)
def test_a_frontier_grows_to_the_same_root(size: int) -> None:
    frontier, hashes = merkle.Frontier(), leaves(size)
    for one in hashes:
        frontier.add(one)
    assert frontier.root() == plain(hashes) == merkle.root(complete(hashes), size)


def test_a_frontier_takes_whole_subtrees() -> None:
    frontier, hashes = merkle.Frontier(), leaves(300)
    frontier.add(merkle.fold(hashes[:256]), 8)
    for one in hashes[256:]:
        frontier.add(one)
    assert (frontier.size, frontier.root()) == (300, plain(hashes))


@given(SIZES, st.data())
def test_inclusion_proves_this_leaf_and_no_other(size: int, data: st.DataObject) -> None:
    hashes = leaves(size)
    index = data.draw(st.integers(0, size - 1))
    proof, root = merkle.inclusion(complete(hashes), index, size), plain(hashes)
    assert merkle.holds(hashes[index], index, size, proof, root)
    assert not merkle.holds(merkle.leaf(b"other"), index, size, proof, root)
    other = data.draw(st.integers(-1, size))
    assume(other != index)
    assert not merkle.holds(hashes[index], other, size, proof, root)
    assert not merkle.holds(hashes[index], index, size, [*proof, root], root)


@given(SIZES, SIZES)
def test_consistency_ties_two_sizes_of_one_log(one: int, two: int) -> None:
    old, new = sorted((one, two))
    hashes = leaves(new)
    proof = merkle.consistency(complete(hashes), old, new)
    before, after = plain(hashes[:old]), plain(hashes)
    assert merkle.extends(old, new, before, after, proof)
    assert not merkle.extends(old, new, merkle.leaf(b"other"), after, proof)
    assert not merkle.extends(old, new, before, merkle.leaf(b"other"), proof)
    assert not merkle.extends(new + 1, new, before, after, proof)


def test_every_log_extends_the_empty_one() -> None:
    assert merkle.extends(0, 3, merkle.EMPTY, plain(leaves(3)), [])
    assert not merkle.extends(0, 3, plain(leaves(1)), plain(leaves(3)), [])
