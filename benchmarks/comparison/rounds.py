"""The rounds of one case: contestants alternate, so that a drift of the machine reaches all of them alike."""

import collections
import contextlib
import dataclasses
import os
import pathlib
import shutil
import signal
import subprocess
import sys

from . import contestants, images
from .problem import Problem
from .registry import Registry, last_line

MEASURE = pathlib.Path(__file__).with_name("measure.py")
RUNS = ("first", "unchanged")


@dataclasses.dataclass(frozen=True)
class Bench:
    """The two registries and the addresses at which contestants see them."""

    folder: pathlib.Path
    source: Registry
    target: Registry
    source_address: str
    target_address: str


@dataclasses.dataclass(frozen=True)
class Outcome:
    """One run: counts by kind per side, seconds, KiB, and the error of a failed one."""

    at_source: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    at_target: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    cpu: float = 0.0
    wall: float = 0.0
    peak_kib: int = 0
    error: str = ""

    def requests(self):
        return self.at_source.total() + self.at_target.total()


def run_case(bench, case, present, options, report, say):
    """Pushes the images of one case and lets every contestant copy them, twice per round."""
    say(f"{case}: pushing images")
    repository, digests = publish(bench, case, options.scale)
    for number in range(1, options.rounds + 1):
        for contestant in present:
            for run, outcome in take_turn(bench, contestant, repository, digests, options.timeout):
                report.add(case, run, contestant.name, outcome)
                result = outcome.error or f"{outcome.wall:.2f} s, {outcome.requests()} requests"
                say(f"{case}: round {number}, {contestant.name}, {run}: {result}")
    bench.target.empty()
    bench.source.empty()


def publish(bench, case, scale):
    """The repository and the digest of each tag, as the source answers."""
    repository = f"bench/{case}"
    with bench.source.connect() as connection:
        publisher = images.Publisher(connection, repository, scale)
        images.CASES[case](publisher)
    # Else the contestant that happens to be first shares the disk with what was just pushed.
    os.sync()
    digests = bench.source.digests(repository, publisher.tags)
    if None in digests.values():
        raise Problem(f"the source does not have every tag of {repository} that was pushed")
    return repository, digests


def take_turn(bench, contestant, repository, digests, timeout):
    """The `first` run into an empty target, then the `unchanged` run on what the same tool left there."""
    bench.target.empty()
    home = fresh(bench.folder / "home")
    job = contestants.Job(bench.source_address, bench.target_address, repository, tuple(digests), home)
    failed = False
    for run in RUNS:
        outcome = Outcome(error="not run: the first run failed") if failed else copy(bench, contestant, job, timeout)
        if not outcome.error:
            outcome = verified(outcome, bench.target.digests(repository, digests), digests)
        failed = bool(outcome.error)
        yield run, outcome


def copy(bench, contestant, job, timeout):
    """One measured run of one contestant."""
    source_position, target_position = bench.source.log.position(), bench.target.log.position()
    commands = contestant.commands(job)
    output = bench.folder / "output.log"
    measured = measure(commands, job.home, output, timeout)
    at_source, at_target = bench.source.log.since(source_position), bench.target.log.since(target_position)
    if measured is None:
        return Outcome(at_source, at_target, error=f"stopped after {timeout:g} s: {last_line(output)}")
    code, cpu, wall, peak_kib = measured
    error = f"exit code {int(code)}: {last_line(output)}" if code else ""
    return Outcome(at_source, at_target, cpu, wall, int(peak_kib), error)


def measure(commands, home, output, timeout):
    """Exit code, CPU seconds, wall seconds and peak KiB; nothing when the commands outlive `timeout` seconds."""
    result = home / "measured"
    with open(output, "wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(MEASURE), str(result)],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=out,
            cwd=home,
            env=contestants.environment(os.environ, home),
            start_new_session=True,
        )
        try:
            process.communicate("".join("\0".join(command) + "\n" for command in commands).encode(), timeout)
        except subprocess.TimeoutExpired:
            return None
        finally:
            # The whole session: a tool that left a child behind must not disturb the next one.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if process.returncode:
        raise Problem(f"measuring failed: {last_line(output)}")
    return [float(number) for number in result.read_text().split()]


def verified(outcome, at_target, at_source):
    """The outcome, failed unless every tag has the source's digest."""
    wrong = [tag for tag, digest in at_source.items() if at_target[tag] != digest]
    if not wrong:
        return outcome
    what = "missing at the target" if at_target[wrong[0]] is None else "has another digest at the target"
    return dataclasses.replace(outcome, error=f"tag {wrong[0]} {what} ({len(wrong)} of {len(at_source)} tags differ)")


def fresh(home):
    shutil.rmtree(home, ignore_errors=True)
    for folder in ("cache", "config", "data", "docker", "run", "state"):
        (home / folder).mkdir(parents=True)
    return home
