"""What the gate counts, as Prometheus reads it. Counters are told from the gate's own sums when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from qalqan.gate.gate import Gate
from qalqan.gate.spool import untaken

BUCKETS = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.2)


class Metrics:
    """A gate's metrics and the time its decisions take (seconds)."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._registry = CollectorRegistry()
        self._registry.register(self)
        self.seconds = Histogram(
            "qalqan_gate_seconds", "Time of a decision inside the service", buckets=BUCKETS, registry=self._registry
        )

    def collect(self) -> Iterator[Metric]:
        """The families, for the registry."""
        counts, book = self._gate.counts, self._gate.book
        decided = CounterMetricFamily("qalqan_gate_decisions", "Decisions", labels=("kind", "action"))
        for (kind, action), value in sorted(counts.decided.items()):
            decided.add_metric((kind, action), value)
        yield decided
        rules = CounterMetricFamily("qalqan_gate_rules", "Labels and blocks by rule", labels=("rule",))
        for rule, value in sorted(counts.rules.items()):
            rules.add_metric((rule,), value)
        yield rules
        for name, value, told in (
            ("fail_open", counts.failed, "Questions let through because something failed"),
            ("unrecorded", counts.unrecorded, "Records that the disk did not take"),
            ("cancelled", counts.cancelled, "Decisions undone by a person"),
            ("reloads", counts.reloads, "Books taken over"),
        ):
            yield CounterMetricFamily(f"qalqan_gate_{name}", told, value=value)
        held = GaugeMetricFamily("qalqan_gate_remembered", "Things in memory", labels=("kind",))
        for kind, value in sorted(self._gate.state.sizes().items()):
            held.add_metric((kind,), value)
        yield held
        spikes = GaugeMetricFamily("qalqan_gate_displaced", "Foreign prefixes far above their past", labels=("prefix",))
        for prefix, z in sorted(self._gate.state.displaced.items()):
            spikes.add_metric((prefix,), z)
        yield spikes
        waiting = untaken(self._gate.spool.folder)
        yield GaugeMetricFamily("qalqan_gate_waiting_bytes", "Records that no ledger has taken over yet", value=waiting)
        yield GaugeMetricFamily("qalqan_gate_book_until", "When the book ends, seconds", value=book.until / 1e6)

    def text(self) -> bytes:
        """All metrics in Prometheus' text form."""
        return generate_latest(self._registry)
