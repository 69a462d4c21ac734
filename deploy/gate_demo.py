"""The gate end to end on this machine: SIPp → Kamailio → gate, on loopback only.

    python deploy/gate_demo.py [--rate 500] [--seconds 20] [--kill]

Needs Debian's packages sip-tester, kamailio, kamailio-extra-modules and kamailio-python3-modules. Makes a book and an
order for the rules G1, starts the gate, Kamailio with `deploy/kamailio/qalqan.cfg` and a callee, makes calls of known
kind, and prints what became of them, the time to an answer, and what the gate recorded. With ``--kill`` the gate is
killed (SIGKILL) in the middle and started again: calls go on.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from qalqan.gate.book import FORMAT, LISTS, signed
from qalqan.gate.spool import lines, segments

HERE = Path(__file__).parent
GATE, KAMAILIO, CALLEE, CALLER = 8717, 15060, 15070, 15080
BLOCKED = ("G1-fixed", "G1-home")


def book(folder: Path) -> list[str]:
    """A book without lists and orders for G1, signed by throw-away keys; the arguments for the service."""
    until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    unit, operator = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    body = {"format": FORMAT, "made": until, "until": until, "run": "demo", "lists": {name: [] for name in LISTS}}
    (folder / "book.json").write_text(signed("book", body, unit), "utf-8")
    told = ["--book", str(folder / "book.json"), "--spool", str(folder / "spool"), "--port", str(GATE)]
    key = operator.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    for rule in BLOCKED:
        order = {"rule": rule, "by": "Demo", "number": "1", "day": until[:10], "until": until, "replay": "0" * 64}
        (folder / f"{rule}.json").write_text(signed("order", order, operator), "utf-8")
        told += ["--order", str(folder / f"{rule}.json")]
    return [*told, "--order-key", key]


def calls(folder: Path, seed: int) -> dict[str, int]:
    """Rows of calls for SIPp, a thousand: honest, spoofed, of unknown roaming state, roamers; how many of each."""
    rng = random.Random(seed)  # noqa: S311 - invented numbers

    def number() -> str:
        return f"+7701{rng.randrange(10**7):07d}"

    rows, kinds = ["RANDOM"], {"honest": 900, "spoofed": 40, "unknown": 30, "roamer": 30}
    for kind, share in kinds.items():
        for _ in range(share):
            a = f"+77172{rng.randrange(10**6):06d}" if kind == "spoofed" and rng.random() < 0.5 else number()
            trunk = "national" if kind == "honest" else "international"
            roaming = {"spoofed": "no", "roamer": "yes"}.get(kind, "")
            rows.append(f"{a};{number()};{trunk};{roaming}")
    (folder / "calls.csv").write_text("\n".join(rows) + "\n", "utf-8")
    return kinds


def started(command: list[str], log: Path, **environment: str) -> subprocess.Popen[bytes]:
    """A process whose output goes to a file."""
    with log.open("ab") as out:
        return subprocess.Popen(command, stdout=out, stderr=out, env=os.environ | environment)


def gate(arguments: list[str], log: Path) -> subprocess.Popen[bytes]:
    """The service, once it answers."""
    one = started([sys.executable, "-m", "qalqan.cli.main", "gate", "serve", *arguments], log)
    for _ in range(300):
        try:
            ask({"a": "+77010000001", "b": "+77010000002"})  # compiles what is compiled once
        except OSError:
            time.sleep(0.1)
        else:
            return one
    raise SystemExit(log.read_text("utf-8"))


def ask(question: dict[str, str]) -> dict[str, str]:
    """One question over HTTP."""
    raw = json.dumps(question).encode()
    with urllib.request.urlopen(f"http://127.0.0.1:{GATE}/v1/call", raw, timeout=20) as answer:
        told: dict[str, str] = json.load(answer)
        return told


def report(folder: Path, seconds: int) -> None:
    """What SIPp counted, and what the gate recorded."""
    with next(folder.glob("calls_*_.csv")).open(encoding="utf-8", newline="") as file:
        last = list(csv.DictReader(file, delimiter=";"))[-1]
    print(f"calls {last['TotalCallCreated']}, successful {last['SuccessfulCall(C)']}, failed {last['FailedCall(C)']}, "
          f"retransmissions {last['Retransmissions(C)']}, in {seconds} s")  # fmt: skip
    for error in sorted(folder.glob("calls_*_errors.log")):
        print("SIPp's errors: " + error.read_text("utf-8", "replace")[:1500])
    times = sorted(float(row.split(";")[1]) for row in _rows(next(folder.glob("calls_*_rtt.csv"))))
    at = {share: times[int(share * (len(times) - 1))] for share in (0.5, 0.9, 0.99, 0.999)}
    print("answer after: " + ", ".join(f"p{share * 100:g} {value:.1f} ms" for share, value in at.items()))
    told: dict[str, int] = {}
    for segment in segments(folder / "spool"):
        for _, record in lines(segment):
            if record is not None:
                name = record.get("rule") or f"{record['what']} {record.get('error', '')}".strip().split(" x ")[0]
                told[name] = told.get(name, 0) + 1
    print("recorded by the gate: " + ", ".join(f"{name} {count}" for name, count in sorted(told.items())))


def _rows(path: Path) -> list[str]:
    return [row for row in path.read_text("utf-8").splitlines()[1:] if row.count(";") >= 2]


def main() -> None:
    """Run it."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("--rate", type=int, default=500, help="calls a second")
    told.add_argument("--seconds", type=int, default=20)
    told.add_argument("--kill", action="store_true", help="kill the gate in the middle")
    given = told.parse_args()
    for program in ("sipp", "kamailio"):
        if shutil.which(program) is None:
            raise SystemExit(f"{program} is missing: install Debian's packages named in deploy/README.md")
    with tempfile.TemporaryDirectory(prefix="qalqan-gate-") as place:
        folder = Path(place)
        running = []
        try:
            arguments = book(folder)
            print("kinds of a thousand calls: " + ", ".join(f"{k} {v}" for k, v in calls(folder, 7).items()))
            running.append(gate(arguments, folder / "gate.log"))
            answers = str(HERE / "sipp" / "answers.xml")
            script = f'SCRIPT="{HERE / "kamailio" / "qalqan_gate.py"}"'
            running.append(started(
                ["kamailio", "-f", str(HERE / "kamailio" / "qalqan.cfg"), "-DD", "-E", "-m", "256", "-M", "16",
                 "-A", script, "-A", f"LISTEN=udp:127.0.0.1:{KAMAILIO}", "-A", f'NEXT="sip:127.0.0.1:{CALLEE}"',
                 "-Y", str(folder), "-P", str(folder / "kamailio.pid")],
                folder / "kamailio.log", QALQAN_GATE=f"127.0.0.1:{GATE}",
            ))  # fmt: skip
            running.append(started(
                ["sipp", "-sf", answers, "-i", "127.0.0.1", "-p", str(CALLEE), "-nostdin"], folder / "callee.log"
            ))  # fmt: skip
            time.sleep(3)
            caller = subprocess.Popen(
                ["sipp", f"127.0.0.1:{KAMAILIO}", "-sf", str(HERE / "sipp" / "calls.xml"), "-inf", "calls.csv",
                 "-i", "127.0.0.1", "-p", str(CALLER), "-r", str(given.rate), "-m", str(given.rate * given.seconds),
                 "-trace_stat", "-fd", "1", "-trace_err", "-trace_rtt", "-rtt_freq", "1", "-nostdin",
                 "-timeout", str(given.seconds + 60)],
                cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            if given.kill:
                time.sleep(given.seconds / 3)
                running[0].send_signal(signal.SIGKILL)
                running[0].wait()
                time.sleep(given.seconds / 6)
                running[0] = gate(arguments, folder / "gate.log")
            caller.wait()
            time.sleep(1)
            report(folder, given.seconds)
        except StopIteration:
            print((folder / "kamailio.log").read_text("utf-8")[-2000:], file=sys.stderr)
            raise
        finally:
            for one in reversed(running):
                one.terminate()
            for one in running:
                try:
                    one.wait(10)
                except subprocess.TimeoutExpired:
                    one.kill()


if __name__ == "__main__":
    main()
