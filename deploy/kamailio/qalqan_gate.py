"""Asks the Qalqan gate about a call, from inside Kamailio (app_python3). Standard library only.

Each Kamailio worker keeps one connection. No answer within 200 ms: the call goes on, and how many did so is told to
the gate once it answers again. The answer is left in ``$var(action)``, ``$var(rule)`` and ``$var(appeal)``.
"""

import http.client
import json
import os
import time

import KSR  # Kamailio's own interface

HOST, _, PORT = os.environ.get("QALQAN_GATE", "127.0.0.1:8702").partition(":")
TOKEN = os.environ.get("QALQAN_GATE_TOKEN", "")
SECONDS = 0.2
AGAIN = 1.0  # after a failure the gate is left alone for so long: a dead one must not cost every call 200 ms


def mod_init():
    """Kamailio's start of the script."""
    return Asker()


class Asker:
    """One worker's connection to the gate."""

    def __init__(self):
        self.connection = None
        self.missed = 0
        self.quiet_until = 0.0

    def child_init(self, _rank):
        """Kamailio's start of a worker."""
        return 0

    def ask(self, _msg):
        """Decide on the call at hand: 1 when the gate answered, -1 when the call goes on without it."""
        for name in ("action", "rule", "appeal"):
            KSR.pv.sets(f"$var({name})", "")
        question = {
            "a": KSR.pv.gete("$fU"),
            "b": KSR.pv.gete("$rU"),
            "trunk": KSR.pv.gete("$hdr(X-Trunk)") or "national",
        }
        roaming = KSR.pv.gete("$hdr(X-Roaming)")
        question["roaming"] = {"yes": True, "no": False}.get(roaming)
        age = KSR.pv.gete("$hdr(X-Roaming-Age)")
        if age and age.isdigit():
            question["roaming_age_s"] = int(age)
        diversion = KSR.pv.gete("$hdr(Diversion)")
        if diversion:
            question["diversion"] = diversion
        passport = KSR.pv.gete("$hdr(Identity)")
        if passport:
            question["passport"] = passport
        told = self.told("/v1/call", question)
        if told is None:
            self.missed += 1
            return -1
        for name in ("action", "rule", "appeal"):
            KSR.pv.sets(f"$var({name})", str(told.get(name) or ""))
        if self.missed and self.told("/v1/unanswered", {"kind": "call", "reason": f"timeout x {self.missed}"}) == {}:
            self.missed = 0
        return 1

    def told(self, path, question):
        """The gate's answer, or None."""
        if time.monotonic() < self.quiet_until:
            return None
        head = {"Content-Type": "application/json"}
        if TOKEN:
            head["Authorization"] = "Bearer " + TOKEN
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(HOST, int(PORT or 8702), timeout=SECONDS)
            self.connection.request("POST", path, json.dumps(question), head)
            answer = self.connection.getresponse()
            raw = answer.read()
            if answer.status == 204:
                return {}
            return json.loads(raw) if answer.status == 200 else None
        except (OSError, ValueError, http.client.HTTPException):
            if self.connection is not None:
                self.connection.close()
            self.connection, self.quiet_until = None, time.monotonic() + AGAIN
            KSR.warn("qalqan: no answer from the gate, calls go on without it\n")
            return None
