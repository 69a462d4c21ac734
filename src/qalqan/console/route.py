"""Marks on functions that answer: a page or an API resource, its verb, and the case its address names.

A function without a verb that the policy knows stops the start (`collected`), so that nothing is open by oversight. One
file below `console/pages` or `console/api` adds a page or a resource; no list is edited.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from starlette.convertors import Convertor, register_url_convertor

from qalqan.errors import PartError
from qalqan.govern import policy


class _CaseNumber(Convertor[str]):
    """A case's number in an address: its parts after a slash begin with a figure, the names of pages do not."""

    regex = "[^/]+(?:/[0-9][^/]*)*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("case", _CaseNumber())
Handler = TypeVar("Handler", bound=Callable[..., Any])
MARK: Final = "__qalqan_route__"
PUBLIC: Final = "public"
"""The verb of the few routes that nobody must be signed in for: log-in, enrolment, health."""
API: Final = "/api/v1"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a function answers and what policy stands before it.

    ``case`` is the parameter that names a case: the case is loaded and the officer's relation to it decides before the
    function runs. ``changes`` routes need the session's token against forgery. A posted form may bring ``files``.
    """

    method: str
    path: str
    verb: str
    case: str = ""
    page: bool = True
    files: int = 0

    @property
    def address(self) -> str:
        """The whole address as the router takes it; a case number may hold slashes before figures (КУИ-27-10025/25)."""
        path = self.path.replace(f"{{{self.case}}}", f"{{{self.case}:case}}") if self.case else self.path
        return ("/{language}" if self.page else API) + path

    @property
    def changes(self) -> bool:
        """Whether the route may change something."""
        return self.method not in ("GET", "HEAD")


def page(method: str, path: str, *, verb: str, case: str = "", files: int = 0) -> Callable[[Handler], Handler]:
    """Mark a function that gives a page at ``/{language}`` + ``path``; its form may bring so many ``files``."""
    return _mark(Mark(method, path, verb, case, files=files))


def resource(method: str, path: str, *, verb: str, case: str = "") -> Callable[[Handler], Handler]:
    """Mark a function that gives a resource at ``/api/v1`` + ``path``; its types make the API's description."""
    return _mark(Mark(method, path, verb, case, page=False))


def _mark(mark: Mark) -> Callable[[Handler], Handler]:
    def marked(function: Handler) -> Handler:
        setattr(function, MARK, (*getattr(function, MARK, ()), mark))
        return function

    return marked


def collected() -> list[tuple[Mark, Callable[..., Any]]]:
    """Every marked function of the pages and resources, in order of address.

    Raises PartError for a verb that the policy does not know and for an address that answers twice.
    """
    found: dict[tuple[str, str, bool], tuple[Mark, Callable[..., Any]]] = {}
    for room in ("pages", "api"):
        package = importlib.import_module(f"qalqan.console.{room}")
        for one in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{one.name}")
            for function in vars(module).values():
                if getattr(function, "__module__", "") != module.__name__:
                    continue
                for mark in getattr(function, MARK, ()):
                    key = (mark.method, mark.path, mark.page)
                    if mark.verb != PUBLIC and mark.verb not in policy.VERBS:
                        raise PartError("error-route-policy", where=mark.path, verb=mark.verb)
                    if key in found:
                        raise PartError("error-route-twice", where=mark.path)
                    found[key] = (mark, function)
    return [found[key] for key in sorted(found, key=lambda key: (key[2], key[1].count("{"), key[1], key[0]))]
