"""Two real registries on loopback, and the shaped links in front of them."""

import contextlib
import http.client
import pathlib
import shutil
import socket
import subprocess
import sys
import time

from .accesslog import HARNESS_AGENT, AccessLog
from .problem import Problem

START_SECONDS = 15
SHAPER = pathlib.Path(__file__).with_name("shaper.py")

MANIFEST_TYPES = (
    "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, "
    "application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json"
)

# Access lines go to stdout and everything else to stderr, so each gets a file of its own. No descriptor cache is
# configured: the storage can be emptied under a running registry and nothing remembers what was there.
CONFIGURATION = """\
version: 0.1
log:
  level: error
  accesslog:
    disabled: false
storage:
  filesystem:
    rootdirectory: {storage}
  maintenance:
    uploadpurging:
      enabled: false
http:
  addr: {address}
  secret: comparison
"""


class Registry:
    """A docker-registry process with its own storage and access log."""

    def __init__(self, name, folder):
        """Starts the server and returns once it answers; `folder` is created and owned by the server."""
        self.name = name
        self.storage = folder / "storage"
        self.storage.mkdir(parents=True)
        self.address = f"127.0.0.1:{free_port()}"
        self.log = AccessLog(folder / "access.log", self)
        self._errors = folder / "errors.log"
        configuration = folder / "config.yml"
        configuration.write_text(CONFIGURATION.format(storage=self.storage, address=self.address))
        self._process = self._start(configuration)
        self._await_answer()

    def _start(self, configuration):
        program = registry_program()
        with open(self.log.path, "wb") as access, open(self._errors, "wb") as errors:
            # A session of its own: Ctrl-C reaches the comparison alone, which then ends its servers in order.
            return subprocess.Popen(
                [program, "serve", str(configuration)],
                stdin=subprocess.DEVNULL,
                stdout=access,
                stderr=errors,
                start_new_session=True,
            )

    def _await_answer(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(OSError), self.connect() as connection:
                if connection.ask("GET", "/v2/").status == 200:
                    return
            time.sleep(0.05)
        self.close()
        raise Problem(f"docker-registry did not start as {self.name}: {last_line(self._errors)}")

    def connect(self):
        """A new connection that bypasses any shaped link and is not counted."""
        return Connection(self.address)

    def digests(self, repository, tags):
        """The digest of each tag as the registry answers HEAD; a tag that is missing has none."""
        with self.connect() as connection:
            return {tag: connection.manifest_digest(repository, tag) for tag in tags}

    def empty(self):
        """Removes everything that was pushed."""
        shutil.rmtree(self.storage / "docker", ignore_errors=True)

    def close(self):
        end(self._process)


class Connection:
    """One keep-alive connection of the comparison itself."""

    def __init__(self, address):
        self._http = http.client.HTTPConnection(address, timeout=120)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._http.close()

    def ask(self, method, path, body=None, headers=None):
        """Sends one request and reads the whole answer, so that the connection is free for the next one."""
        streamed = body is not None and not isinstance(body, bytes)
        self._http.request(
            method, path, body, {"User-Agent": HARNESS_AGENT, **(headers or {})}, encode_chunked=streamed
        )
        answer = self._http.getresponse()
        answer.text = answer.read().decode(errors="replace")
        return answer

    def manifest_digest(self, repository, tag):
        answer = self.ask("HEAD", f"/v2/{repository}/manifests/{tag}", headers={"Accept": MANIFEST_TYPES})
        return answer.getheader("Docker-Content-Digest") if answer.status == 200 else None


class Link:
    """A process that forwards one port to a registry and shapes what passes."""

    def __init__(self, upstream, latency_ms, rate_mbit):
        # A process of its own: the delays stay exact while the comparison works. It ends when its stdin does.
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(SHAPER), upstream, str(latency_ms), str(rate_mbit)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        port = self._process.stdout.readline().strip()
        if not port:
            raise Problem(f"the shaped link to {upstream} did not start")
        self.address = f"127.0.0.1:{port}"

    def close(self):
        end(self._process)


def registry_program():
    program = shutil.which("docker-registry")
    if program is None:
        raise Problem("docker-registry is not installed: apt-get install docker-registry")
    return program


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def end(process):
    """Asks the process to stop, then makes it."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def last_line(path):
    """The last line with text of a log file."""
    lines = [line for line in path.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it said nothing"
