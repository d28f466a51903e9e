"""The tools that are compared, each in its own best way."""

import dataclasses
import pathlib
import re
import shutil
import subprocess
import typing

ROOT = pathlib.Path(__file__).resolve().parents[2]
# The launcher builds the distribution at its first use.
VERSION_SECONDS = 900


@dataclasses.dataclass(frozen=True)
class Job:
    """What to copy: all `tags` of `repository`, which has the same name at both addresses."""

    source: str
    target: str
    repository: str
    tags: tuple
    home: pathlib.Path

    def at_source(self, tag=None):
        return _reference(self.source, self.repository, tag)

    def at_target(self, tag=None):
        return _reference(self.target, self.repository, tag)

    def only_tag(self):
        """The tag when there is exactly one, else nothing: one tag is copied as an image, several as a repository."""
        return self.tags[0] if len(self.tags) == 1 else None


@dataclasses.dataclass(frozen=True)
class Contestant:
    """An installed tool: `commands` says how it does a job, as one or more command lines."""

    name: str
    version: str
    commands: typing.Callable


@dataclasses.dataclass(frozen=True)
class Missing:
    """A tool that cannot take part, with the reason."""

    name: str
    reason: str


def registry_sync(program, jobs):
    def commands(job):
        tag = job.only_tag()
        if tag:
            return [[program, "copy", job.at_source(tag), job.at_target(tag)]]
        return [[program, "copy", "--all-tags", job.at_source(), job.at_target()]]

    return commands


def crane(program, jobs):
    parallel = ["--jobs", str(jobs)] if jobs else []

    def commands(job):
        tag = job.only_tag()
        if tag:
            return [[program, "copy", *parallel, job.at_source(tag), job.at_target(tag)]]
        return [[program, "copy", *parallel, "--all-tags", job.at_source(), job.at_target()]]

    return commands


def regctl(program, jobs):
    regsync = shutil.which("regsync")

    def commands(job):
        if job.only_tag() or not regsync:
            hosts = [word for address in (job.source, job.target) for word in ("--host", f"reg={address},tls=disabled")]
            return [[program, *hosts, "image", "copy", job.at_source(tag), job.at_target(tag)] for tag in job.tags]
        return [[regsync, "once", "--config", str(_regsync_file(job, jobs))]]

    return commands


def _regsync_file(job, jobs):
    lines = ["version: 1", "creds:"]
    for address in (job.source, job.target):
        lines += [f"  - registry: {address}", "    tls: disabled"]
    if jobs:
        lines += ["defaults:", f"  parallel: {jobs}"]
    lines += ["sync:", f"  - source: {job.at_source()}", f"    target: {job.at_target()}", "    type: repository"]
    path = job.home / "regsync.yml"
    path.write_text("\n".join(lines) + "\n")
    return path


def skopeo(program, jobs):
    def commands(job):
        # --all copies every platform of an index and changes nothing for a plain image.
        start = [program, "--insecure-policy"]
        plain = ["--src-tls-verify=false", "--dest-tls-verify=false"]
        tag = job.only_tag()
        if tag:
            images = [f"docker://{job.at_source(tag)}", f"docker://{job.at_target(tag)}"]
            return [[*start, "copy", "--all", *plain, *images]]
        # sync appends the last part of the repository's name to its destination.
        parent = job.at_target().rsplit("/", 1)[0]
        return [[*start, "sync", "--all", *plain, "--src", "docker", "--dest", "docker", job.at_source(), parent]]

    return commands


# Ours first, then the order of the ratios' base.
TOOLS = {
    "registry-sync": (registry_sync, ["--version"]),
    "crane": (crane, ["version"]),
    "regctl": (regctl, ["version"]),
    "skopeo": (skopeo, ["--version"]),
}


def find(names, ours, jobs):
    """The contestants that can take part, and those that cannot."""
    present, missing = [], []
    for name in names:
        entry = _find_one(name, ours, jobs)
        (present if isinstance(entry, Contestant) else missing).append(entry)
    return present, missing


def _find_one(name, ours, jobs):
    commands, asks_version = TOOLS[name]
    program = str(ours) if name == "registry-sync" else name
    found = shutil.which(program)
    if found is None:
        return Missing(name, f"no launcher at {shown(ours)}" if name == "registry-sync" else "not on PATH")
    # Asked in the caller's own environment: a launcher that builds itself first needs its caches.
    version, problem = ask_version([found, *asks_version])
    if problem:
        return Missing(name, problem)
    if name == "regctl":
        version += " (regsync for several tags)" if shutil.which("regsync") else " (one process per tag: no regsync)"
    return Contestant(name, version, commands(found, jobs))


def ask_version(command):
    """The version in the command's output, or why there is none."""
    try:
        asked = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=VERSION_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        return None, f"does not run: {problem}"
    said = f"{asked.stdout}\n{asked.stderr}"
    if asked.returncode:
        return None, f"`{' '.join(command[1:])}` ends with {asked.returncode}: {' '.join(said.split())[:200]}"
    version = re.search(r"v?\d+(\.\d+)+\S*", said)
    return (version[0].strip('"') if version else said.strip().splitlines()[0]), None


def environment(base, home):
    """The environment of a contestant: nothing of the user's configuration, credentials or caches is seen or changed."""
    # Proxies have no business on loopback.
    kept = {name: value for name, value in base.items() if not name.lower().endswith("_proxy")}
    kept.pop("REGISTRY_AUTH_FILE", None)
    return {
        **kept,
        "HOME": str(home),
        "DOCKER_CONFIG": str(home / "docker"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "XDG_STATE_HOME": str(home / "state"),
        # As root, skopeo keeps its blob cache in /var/lib unless it believes in another user.
        "_CONTAINERS_ROOTLESS_UID": "1000",
    }


def shown(path):
    """As it is typed at the repository's root; results are published and name nobody's folders."""
    return f"./{path.relative_to(ROOT)}" if path.is_relative_to(ROOT) else str(path)


def _reference(address, repository, tag):
    return f"{address}/{repository}" + (f":{tag}" if tag else "")
