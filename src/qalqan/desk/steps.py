"""The analysis steps, found in their rooms and sorted by the tables they read and write."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from types import ModuleType

from qalqan import registry
from qalqan.errors import PartError

ROOMS = ("mentions", "link", "detect")


def in_order() -> tuple[ModuleType, ...]:
    """Every step, each after all steps whose tables it reads; the order is the same on every machine.

    Raises PartError when two steps write one table, or steps wait for each other in a circle.
    """
    steps = {name: module for room in ROOMS for name, module in registry.parts(room).items() if _is_step(module)}
    writer: dict[str, str] = {}
    for name, module in steps.items():
        for table in module.CARD.writes:
            if table in writer:
                raise PartError("error-table-two-writers", table=table, first=writer[table], second=name)
            writer[table] = name
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, module in sorted(steps.items()):
        sorter.add(name, *sorted({writer[t] for t in module.CARD.reads if t in writer} - {name}))
    try:
        sorter.prepare()
    except CycleError as error:
        raise PartError("error-steps-circle", steps=" → ".join(error.args[1])) from error
    order: list[ModuleType] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += [steps[name] for name in ready]
        sorter.done(*ready)
    return tuple(order)


def _is_step(module: ModuleType) -> bool:
    return bool(module.CARD.writes) and callable(getattr(module, "run", None))
