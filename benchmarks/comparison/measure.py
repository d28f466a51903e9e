"""Runs commands one after the other and writes what they cost: `measure.py RESULT < COMMANDS`.

COMMANDS has one command per line, its words separated by NUL. RESULT gets one line: exit code, CPU seconds (user and
system), wall seconds, peak memory in KiB. It stops at the first command that fails.

This is a process of its own because Linux counts the memory of the process that starts a command towards the
command's `ru_maxrss`: a bare interpreter (about 9 MiB) stays below every tool that is measured here, the comparison
itself does not.
"""

import os
import sys
import time


def run(command):
    """Runs one command; returns exit code, CPU seconds, wall seconds and peak memory in KiB."""
    started = time.monotonic()
    nothing = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=nothing)
    _, status, usage = os.wait4(pid, 0)
    wall = time.monotonic() - started
    # 128 + n for a signal, as shells say it; negative numbers would read like an error of this script.
    code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)
    return code, usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss


def main(result):
    code, cpu, wall, peak = 0, 0.0, 0.0, 0
    for line in sys.stdin.read().splitlines():
        code, more_cpu, more_wall, its_peak = run(line.split("\0"))
        cpu, wall, peak = cpu + more_cpu, wall + more_wall, max(peak, its_peak)
        if code:
            break
    with open(result, "w") as out:
        out.write(f"{code} {cpu:.6f} {wall:.6f} {peak}\n")


if __name__ == "__main__":
    main(sys.argv[1])
