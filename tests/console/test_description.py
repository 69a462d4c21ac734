"""The API against its own description: requests made from it, well-formed and not, as officers of several roles.

No answer is an error of the server, and every one is of a status, type and shape that the description names.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.gate.test_gate import gate

from qalqan.console.house import House
from qalqan.gate.service import application as gate_of

from .conftest import Client, Sign, served

FULL = bool(os.environ.get("QALQAN_ACCEPTANCE"))
ROLES = ("head", "investigator", "duty_officer", "inspector", "partner") if FULL else ("head",)
EACH = 6 if FULL else 1
"""Examples of each operation, role and way of making them: well-formed, and with something wrong."""
CHECKS: Any = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def changed(analysed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A copy that requests may change."""
    house = House(Path(shutil.copytree(analysed, tmp_path_factory.mktemp("described") / "ws")))
    yield house
    house.close()


def tried(app: FastAPI, client: Client, address: str, headers: dict[str, str]) -> Counter[int]:
    """How often each status was answered; every answer was held to the description."""
    counts: Counter[int] = Counter()
    schema = schemathesis.openapi.from_asgi(address, app)
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                strategy = operation.as_strategy(generation_mode=mode)
            except schemathesis.errors.IncorrectUsage:
                continue

            @settings(max_examples=EACH, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
                      suppress_health_check=list(HealthCheck))  # fmt: skip
            @given(case=strategy)
            def one(case: Any) -> None:
                told = case.as_transport_kwargs(base_url="http://localhost")
                told["headers"] = {**dict(told.get("headers") or {}), **headers}
                told.pop("cookies", None)
                try:
                    answer = client.request(**told)
                except httpx.InvalidURL:  # longer than the client sends
                    reject()
                counts[answer.status_code] += 1
                case.validate_response(answer, checks=CHECKS)

            with suppress(Unsatisfiable):  # nothing can be wrong with an operation that takes nothing
                one()
    return counts


@pytest.mark.parametrize("role", ROLES)
def test_the_console_answers_as_it_describes_itself(changed: House, sign: Sign, role: str) -> None:
    client = sign(changed, role, key=role in ("head", "investigator"))
    headers = {"x-csrf": client.csrf}
    counts = tried(served(changed), client, "/api/v1/openapi.json", headers)
    print(role, sum(counts.values()), dict(counts))
    assert counts[401] == 0
    assert sum(counts.values()) >= 40 * EACH


def test_the_gate_answers_as_it_describes_itself(tmp_path: Path) -> None:
    app = gate_of(gate(tmp_path))
    with TestClient(app, base_url="http://localhost") as client:
        counts = tried(app, client, "/openapi.json", {})
    print("gate", sum(counts.values()), dict(counts))
    assert sum(counts.values()) >= 6 * EACH
