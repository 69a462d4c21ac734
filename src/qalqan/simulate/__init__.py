"""A synthetic region with ground truth: the demo, the tests' world and the public benchmark.

The map: ``region`` makes everything; ``regime`` holds the numbers; ``people book ordinary`` the lawful world;
``schemes gangs fronts launder stage plan`` the crimes; ``phrases_ru phrases_kk mess plots`` the words;
``ledger oracle`` the true money; ``answers rows bank_sheets bank_texts registers operators`` the
files; ``truth score`` the answers and the marks; ``bulk`` large files for speed.
``cdr`` and ``cdr_*`` are a world of its own: the calls of one mobile operator, with their fraud.
"""

from qalqan.simulate.bulk import Bulk, make_bulk
from qalqan.simulate.regime import REGIMES, Regime
from qalqan.simulate.region import Region, make_region
from qalqan.simulate.score import score

__all__ = ["REGIMES", "Bulk", "Regime", "Region", "make_bulk", "make_region", "score"]
