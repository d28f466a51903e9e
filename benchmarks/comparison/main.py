"""From the command line to the table."""

import argparse
import contextlib
import os
import pathlib
import shlex
import shutil
import signal
import sys
import tempfile

from . import contestants, images, report
from .problem import Problem
from .registry import Link, Registry, registry_program
from .rounds import Bench, run_case


def main(arguments):
    """Exit code 0 when every run succeeded, 1 when one failed, 2 for a problem, 130 when stopped."""
    for ends in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ends, signal.default_int_handler)
    try:
        return compare(parse(arguments), arguments)
    except Problem as problem:
        print(f"compare: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("compare: stopped", file=sys.stderr)
        return 130


def compare(options, arguments):
    registry_program()
    present, missing = contestants.find(options.only, options.ours, options.jobs)
    for tool in missing:
        say(f"skipped: {tool.name} ({tool.reason})")
    if not present:
        raise Problem("no contestant is installed; put crane, regctl or skopeo on PATH, or name ours with --ours")
    table = report.Report(present, missing, options, shlex.join(["benchmarks/compare", *arguments]))
    with workshop(options) as bench:
        for case in options.case:
            run_case(bench, case, present, options, table, say)
    print(table.markdown() if options.markdown else table.text())
    return 1 if table.any_failed() else 0


@contextlib.contextmanager
def workshop(options):
    """Two registries in a temporary folder, which are gone afterwards, however this ends."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="registry-compare-", dir=options.work_dir))
    with contextlib.ExitStack() as stack:
        stack.callback(leave, folder, options.keep)
        source, target = (open_registry(stack, name, folder) for name in ("source", "target"))
        addresses = [shape(stack, registry, options) for registry in (source, target)]
        # Entered last, so it runs first: a second Ctrl-C must not interrupt the clearing up.
        stack.callback(signal.signal, signal.SIGINT, signal.SIG_IGN)
        yield Bench(folder, source, target, *addresses)


def open_registry(stack, name, folder):
    registry = Registry(name, folder / name)
    stack.callback(registry.close)
    return registry


def shape(stack, registry, options):
    """The address for contestants: the registry's own, or a shaped link's."""
    if not options.latency and not options.rate:
        return registry.address
    link = Link(registry.address, options.latency, options.rate)
    stack.callback(link.close)
    return link.address


def leave(folder, keep):
    if keep:
        say(f"kept: {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)


def say(text):
    """Progress, apart from the result on stdout."""
    print(text, file=sys.stderr, flush=True)


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="benchmarks/compare",
        description="Compares whole processes that copy images between two docker-registry servers on loopback.",
    )
    cases, tools = list(images.CASES), list(contestants.TOOLS)
    parser.add_argument("--case", type=one_of(cases), default=cases, metavar="NAME,…", help=", ".join(cases))
    parser.add_argument("--only", type=one_of(tools), default=tools, metavar="NAME,…", help=", ".join(tools))
    parser.add_argument("--rounds", type=count, default=3, metavar="N", help="rounds per case (3)")
    parser.add_argument("--scale", type=amount, default=1.0, metavar="X", help="factor for the size of layers (1)")
    parser.add_argument("--latency", type=amount, default=0.0, metavar="MS", help="round trip to each registry")
    parser.add_argument("--rate", type=amount, default=0.0, metavar="MBIT", help="rate of each registry's link")
    parser.add_argument("--jobs", type=count, metavar="N", help="parallel copies of crane and regsync (their default)")
    parser.add_argument("--timeout", type=amount, default=900.0, metavar="S", help="limit of one run (900)")
    parser.add_argument("--ours", type=launcher, default=launcher(contestants.ROOT / "registry-sync"), metavar="PATH")
    parser.add_argument("--markdown", action="store_true", help="print a section for benchmarks/RESULTS.md")
    parser.add_argument("--keep", action="store_true", help="keep the work folder with logs and storage")
    parser.add_argument("--work-dir", metavar="DIR", help=f"where the work folder is made ({tempfile.gettempdir()})")
    options = parser.parse_args(arguments)
    if options.work_dir and not os.path.isdir(options.work_dir):
        parser.error(f"--work-dir: {options.work_dir} is not a folder")
    return options


def one_of(known):
    def names(text):
        chosen = text.split(",")
        unknown = [name for name in chosen if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)} is none of {', '.join(known)}")
        return [name for name in known if name in chosen]

    return names


def count(text):
    return positive(int, text)


def amount(text):
    return positive(float, text)


def positive(number, text):
    try:
        value = number(text)
    except ValueError:
        value = 0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
    return value


def launcher(text):
    """Absolute, because contestants run in a folder of their own."""
    return pathlib.Path(text).absolute()
