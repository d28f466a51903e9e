"""The result as plain text or as a section of RESULTS.md."""

import collections
import datetime
import os
import platform
import statistics

from . import contestants
from .accesslog import KINDS
from .registry import registry_program

_BASES = ("crane", "skopeo")
_MEASURES = {
    "requests": lambda outcome: outcome.requests(),
    "CPU": lambda outcome: outcome.cpu,
    "wall": lambda outcome: outcome.wall,
}


class Report:
    """Collects outcomes; a row is one contestant in one run of one case, its numbers are medians over the rounds."""

    def __init__(self, present, missing, options, command):
        self._present = present
        self._missing = missing
        self._options = options
        self._command = command
        self._started = datetime.date.today()
        self._rows = collections.defaultdict(list)
        names = [contestant.name for contestant in present]
        self._base = next((name for name in _BASES if name in names), None)

    def add(self, case, run, name, outcome):
        self._rows[case, run, name].append(outcome)

    def any_failed(self):
        return any(outcome.error for outcomes in self._rows.values() for outcome in outcomes)

    def text(self):
        facts = [f"{name}: {value}" for name, value in self._facts()]
        return "\n".join([*facts, "", *plain(self._costs()), "", *plain(self._kinds()), "", *self._failures()]).rstrip()

    def markdown(self):
        shaped = f", {self._network()}" if self._shaped() else ""
        title = f"## Whole processes, {self._started}{shaped}"
        facts = [f"- {name}: {value}" for name, value in self._facts()]
        costs, kinds, failures = piped(self._costs()), piped(self._kinds()), [f"- {line}" for line in self._failures()]
        return "\n".join([title, "", *facts, "", *costs, "", "Requests by kind, source + target:", "", *kinds,
                          *([""] if failures else []), *failures])  # fmt: skip

    def _facts(self):
        yield "command", f"`{self._command}`" if self._options.markdown else self._command
        yield "date", str(self._started)
        yield "machine", f"{os.cpu_count()} cores, {memory_gib():.0f} GiB, {platform.system()} {platform.release()}"
        yield "network", self._network()
        for contestant in self._present:
            yield contestant.name, contestant.version
        for tool in self._missing:
            yield tool.name, f"skipped, {tool.reason}"
        yield "docker-registry", version([registry_program(), "--version"])
        yield "JDK", version([java_program(), "-version"])
        scale = f", layer sizes × {self._options.scale:g}" if self._options.scale != 1 else ""
        yield "numbers", f"medians, rounds: {self._options.rounds}{scale}"

    def _network(self):
        if not self._shaped():
            return "loopback, not shaped"
        rate = f"{self._options.rate:g} Mbit/s" if self._options.rate else "no rate limit"
        return f"SHAPED: {self._options.latency:g} ms round trip, {rate} per registry and direction"

    def _shaped(self):
        return self._options.latency or self._options.rate

    def _costs(self):
        head = ["case", "run", "tool", "requests", "source", "target", "CPU s", "wall s", "peak MiB"]
        yield head + ([f"{name} ×{self._base}" for name in _MEASURES] if self._base else [])
        for (case, run, name), outcomes in self._sorted():
            yield [case, run, name, *(self._numbers(case, run, outcomes) if sound(outcomes) else ["FAILED"])]

    def _numbers(self, case, run, outcomes):
        source, target = (middle([counts.total() for counts in side]) for side in sides(outcomes))
        return [
            *[middle([outcome.requests() for outcome in outcomes]), source, target],
            f"{statistics.median(outcome.cpu for outcome in outcomes):.2f}",
            f"{statistics.median(outcome.wall for outcome in outcomes):.2f}",
            f"{statistics.median(outcome.peak_kib for outcome in outcomes) / 1024:.0f}",
            *self._ratios(outcomes, self._rows.get((case, run, self._base), [])),
        ]

    def _ratios(self, outcomes, base):
        """Pair by pair within a round, then the median: what slows a whole round down does not reach the ratio."""
        if not self._base:
            return []
        if not sound(base):
            return ["–"] * len(_MEASURES)
        return [
            f"{statistics.median(of(ours) / of(theirs) for ours, theirs in zip(outcomes, base)):.2f}"
            for of in _MEASURES.values()
        ]

    def _kinds(self):
        used = [kind for kind in KINDS if any(kind in side for row in self._rows.values() for o in row
                                              for side in (o.at_source, o.at_target))]  # fmt: skip
        yield ["case", "run", "tool", *used]
        for (case, run, name), outcomes in self._sorted():
            if sound(outcomes):
                yield [case, run, name, *(both_sides(outcomes, kind) for kind in used)]

    def _failures(self):
        for (case, run, name), outcomes in self._sorted():
            errors = [outcome.error for outcome in outcomes if outcome.error]
            if errors:
                yield f"FAILED {case} {run} {name}, {len(errors)} of {len(outcomes)} rounds: {errors[0]}"

    def _sorted(self):
        """By case and run, in the order in which they were run, with the contestants of a run side by side."""
        seen = list(dict.fromkeys((case, run) for case, run, _ in self._rows))
        return [(key, self._rows[key]) for pair in seen for key in self._rows if key[:2] == pair]


def sound(outcomes):
    return bool(outcomes) and not any(outcome.error for outcome in outcomes)


def sides(outcomes):
    return [outcome.at_source for outcome in outcomes], [outcome.at_target for outcome in outcomes]


def both_sides(outcomes, kind):
    source, target = (middle([counts[kind] for counts in side]) for side in sides(outcomes))
    return "·" if source == target == "0" else f"{source} + {target}"


def middle(counts):
    """The median, marked when the rounds differ: request counts are expected not to."""
    return ("~" if len(set(counts)) > 1 else "") + f"{statistics.median(counts):.0f}"


def plain(table):
    """Columns by width: words to the left, numbers to the right; a FAILED row is shorter than the others."""
    rows = [list(row) for row in table]
    widths = [max(len(row[column]) for row in rows if column < len(row)) for column in range(len(rows[0]))]
    for row in rows:
        cells = [cell.ljust(width) if column < 3 else cell.rjust(width)
                 for column, (cell, width) in enumerate(zip(row, widths))]  # fmt: skip
        yield "  ".join(cells).rstrip()


def piped(table):
    rows = [list(row) for row in table]
    rows.insert(1, ["---"] * 3 + ["---:"] * (len(rows[0]) - 3))
    for row in rows:
        yield "| " + " | ".join(row + [""] * (len(rows[0]) - len(row))) + " |"


def version(command):
    said, problem = contestants.ask_version(command)
    return said or problem


def java_program():
    """As launchers look for it."""
    home = os.environ.get("JAVA_HOME")
    return os.path.join(home, "bin", "java") if home else "java"


def memory_gib():
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
