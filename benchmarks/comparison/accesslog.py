"""Requests by kind, read from a registry's own access log: what was sent, not what a tool claims."""

import collections
import re
import time

# Requests of the comparison itself carry this agent and are never counted.
HARNESS_AGENT = "registry-sync-compare"

# In the order of a copy; reports show their columns in this order.
KINDS = (
    "ping", "token", "tags", "manifest GET", "manifest HEAD", "manifest PUT", "blob GET", "blob HEAD",
    "mounted", "upload POST", "upload PATCH", "upload PUT", "other",
)  # fmt: skip

_LINE = re.compile(r'\] "(?P<method>[A-Z]+) (?P<path>\S+) [^"]*" (?P<status>\d{3}) .* "(?P<agent>[^"]*)"$')
_SETTLE_SECONDS = 5


class AccessLog:
    """The access log of one running registry."""

    def __init__(self, path, registry):
        self.path = path
        self._registry = registry

    def position(self):
        """Where the log ends now; requests already answered are before it."""
        self._settle()
        return self.path.stat().st_size

    def since(self, position):
        """Counts by kind of the requests written after `position`."""
        self._settle()
        with open(self.path, encoding="utf-8", errors="replace") as log:
            log.seek(position)
            return count(log)

    def _settle(self):
        # The registry writes a line after its answer, so a client can be gone before its last line is there. A
        # request of ours that is in the log, with nothing after it for a moment, says that they all are.
        with self._registry.connect() as connection:
            connection.ask("GET", "/v2/")
        deadline = time.monotonic() + _SETTLE_SECONDS
        size = -1
        while size != self.path.stat().st_size and time.monotonic() < deadline:
            size = self.path.stat().st_size
            time.sleep(0.1)


def count(lines):
    """Counts access lines by kind, without the comparison's own."""
    counts = collections.Counter()
    for line in lines:
        entry = _LINE.search(line.rstrip())
        if entry and entry["agent"] != HARNESS_AGENT:
            counts[kind(entry["method"], entry["path"], int(entry["status"]))] += 1
    return counts


def kind(method, target, status):
    """The kind of one request; what the distribution API does not name, or nobody here sends, is `other`."""
    path, _, query = target.partition("?")
    if path.rstrip("/") == "/v2":
        name = "ping"
    elif path.endswith("/tags/list"):
        name = "tags"
    elif "/manifests/" in path:
        name = f"manifest {method}"
    elif "/blobs/uploads/" in path:
        mounted = method == "POST" and status == 201 and "mount=" in query
        name = "mounted" if mounted else f"upload {method}"
    elif "/blobs/" in path:
        name = f"blob {method}"
    elif "token" in path:
        name = "token"
    else:
        name = "other"
    return name if name in KINDS else "other"
