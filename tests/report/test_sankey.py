"""The money picture: nothing overlaps, nothing is lost, equal rows give equal bytes."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st
from tests.report import sample

from qalqan.report import flow, sankey

SVG = "{http://www.w3.org/2000/svg}"


def rows(count: int, seed: int = 1) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A made-up trail of that many accounts below one victim."""
    random = Random(seed)
    trail, hops, names = [], [], ["victim"]
    for n in range(count):
        payer = random.choice(names[-12:])
        hop = 1 if payer == "victim" else next(t["hop"] for t in trail if t["account"] == payer) + 1
        amount = random.randrange(1, 10**8)
        kind = random.choice(("account", "account", "sink", "frontier"))
        trail.append({
            "account": f"a{n:03}", "kind": kind, "hop": hop, "traced_in_tiyn": amount, "remaining_tiyn": amount // 3,
            "number": n + 1,
        })  # fmt: skip
        hops.append({"from": payer, "to": f"a{n:03}", "amount_tiyn": amount})
        names.append(f"a{n:03}")
    return trail, hops


def planned(count: int, seed: int = 1) -> flow.Plan:
    return flow.plan(*flow.gather(*rows(count, seed)), top=40)


@given(st.integers(1, 90), st.integers(0, 50))
def test_boxes_never_overlap_and_stand_inside(count: int, seed: int) -> None:
    plan = planned(count, seed)
    for one in plan.boxes:
        assert 0 <= one.x <= plan.width - flow.BOX_WIDTH
        assert 40 <= one.y <= plan.height - one.height
        for other in plan.boxes:
            if other is not one and other.x == one.x:
                assert other.y >= one.y + one.height or one.y >= other.y + other.height


@given(st.integers(1, 90), st.integers(0, 50))
def test_no_money_is_lost_by_folding(count: int, seed: int) -> None:
    nodes, edges = flow.gather(*rows(count, seed))
    kept, flows, folded = flow.fold(nodes, edges)
    inside = sum(e.amount for e in edges) - sum(e.amount for e in flows)
    assert inside == 0 or folded > 1  # only money within one folded box is not drawn
    assert sum(n.stands_for for n in kept) == len(nodes)
    assert sum(n.left for n in kept) == sum(n.left for n in nodes)
    columns = {n.hop for n in kept}
    assert all(sum(n.hop == hop for n in kept) <= flow.MOST_A_COLUMN for hop in columns)


@given(st.integers(3, 60))
def test_equal_rows_in_any_order_give_equal_bytes(count: int) -> None:
    trail, hops = rows(count)
    shuffled = Random(count)
    other_trail, other_hops = trail[:], hops[:]
    shuffled.shuffle(other_trail)
    shuffled.shuffle(other_hops)
    assert sankey.svg(trail, hops, "kk") == sankey.svg(other_trail, other_hops, "kk")


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_it_is_well_formed_and_speaks_the_language(lang: str) -> None:
    stands = [
        {
            "account": s.account,
            "kind": s.kind,
            "hop": s.hop,
            "traced_in_tiyn": s.came_tiyn,
            "remaining_tiyn": s.left_tiyn,
        }
        for s in sample.stands()
    ]
    hops = [{"from": h.source, "to": h.target, "amount_tiyn": h.amount_tiyn} for h in sample.hops()]
    tree = ElementTree.fromstring(sankey.svg(stands, hops, lang))
    said = [node.text for node in tree.iter(f"{SVG}text")]
    assert {"kk": "жәбірленуші", "ru": "потерпевший", "en": "victim"}[lang] in said
    assert len(list(tree.iter(f"{SVG}pattern"))) == 3


def test_money_that_runs_back_is_drawn_as_a_dashed_line() -> None:
    trail, hops = rows(3)
    hops.append({"from": trail[-1]["account"], "to": trail[0]["account"], "amount_tiyn": 5})
    plan = flow.plan(*flow.gather(trail, hops), top=40)
    assert [r.back for r in plan.ribbons].count(True) == (1 if trail[-1]["hop"] >= trail[0]["hop"] else 0)
    assert "stroke-dasharray" in sankey.draw(plan, "en")


def test_nothing_traced_is_said() -> None:
    assert "No transfer" in sankey.svg([], [], "en")


def test_hostile_names_stay_text() -> None:
    trail, hops = rows(1)
    trail[0]["account"] = hops[0]["to"] = '"/><script>alert(1)</script>\x00\u202e'
    tree = ElementTree.fromstring(sankey.svg(trail, hops, "en"))
    assert not list(tree.iter(f"{SVG}script"))
    assert any("<script>" in (node.text or "") for node in tree.iter(f"{SVG}text"))


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_legend_stays_inside_and_above_the_boxes(lang: str) -> None:
    plan = flow.plan(*flow.gather(*rows(90, 3)), top=sankey.LEGEND + 10)
    drawn = sankey.draw(plan, lang)
    width = max(plan.width, sankey.LEAST_WIDTH)
    legend = drawn[: drawn.index('<g transform="translate(' + str((width - plan.width) // 2) + ' 0)">')]
    said = re.findall(r'<text x="(\d+)" y="(\d+)" font-size="11"[^>]*>([^<]+)</text>', legend)
    assert len(said) >= 5
    for x, y, words in said:
        assert int(x) + len(words) * sankey.SIGN <= width
        assert int(y) <= sankey.LEGEND
        assert "count" not in words.split()


@given(st.integers(2, 60), st.integers(0, 50))
def test_lines_against_the_stream_pass_below_the_boxes_they_pass(count: int, seed: int) -> None:
    trail, hops = rows(count, seed)
    hops.append({"from": trail[-1]["account"], "to": trail[0]["account"], "amount_tiyn": 5})
    plan = flow.plan(*flow.gather(trail, hops), top=40)
    for one in plan.ribbons:
        if one.back and one.x1 != one.x2:
            passed = [box for box in plan.boxes if one.x2 <= box.x <= one.x1]
            assert all(box.y + box.height < one.low <= plan.height for box in passed)


def test_a_victim_to_whom_some_was_returned_is_still_the_source() -> None:
    """The account that lost the money stands first though some came back to it; one that passes all on does not."""
    trail = [
        {"account": "a", "kind": "account", "hop": 1, "traced_in_tiyn": 900, "remaining_tiyn": 0, "number": 1},
        {"account": "b", "kind": "account", "hop": 2, "traced_in_tiyn": 700, "remaining_tiyn": 0, "number": 2},
        {"account": "v", "kind": "account", "hop": 2, "traced_in_tiyn": 200, "remaining_tiyn": 200, "number": 3,
         "label": "VTB\nv"},
    ]  # fmt: skip
    pairs = (("v", "a", 900), ("a", "b", 700), ("a", "v", 200), ("b", "a", 700))
    nodes, edges = flow.gather(trail, [{"from": a, "to": b, "amount_tiyn": sum_} for a, b, sum_ in pairs])
    assert {one.id: (one.kind, one.hop) for one in nodes} == {
        "v": ("source", 0),
        "a": ("account", 1),
        "b": ("account", 2),
    }
    assert next((one.incoming, one.left, one.label) for one in nodes if one.id == "v") == (900, 0, "v")
    onward = {(one.edge.source, one.edge.target) for one in flow.plan(nodes, edges, 40).ribbons if not one.back}
    assert onward == {("v", "a"), ("a", "b")}
