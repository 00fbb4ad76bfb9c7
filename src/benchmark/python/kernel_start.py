"""Measures how soon a kernel is ready, and how soon it shows its first picture.

`.lab/python/bin/python src/benchmark/python/kernel_start.py [RUNS]` starts the kernel of `./lab` one
time after another, seven times unless told otherwise, and prints the best and the median in seconds
since the start of its process. Other work on the machine makes them longer; the seconds that all
cores together have computed up to the first picture suffer less from that.
"""

import queue
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager

PROJECT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(PROJECT / "kernel-spec"))

import lab  # noqa: E402

RUNS = 7
PICTURE = "NormalDistribution.of(0, 1)"
TIMEOUT = 120


def wait(receive, wanted):
    """Receives messages up to the first that is wanted."""
    while not wanted(message := receive(timeout=TIMEOUT)):
        pass
    return message


def is_heard(client):
    """Whether the client gets what the kernel tells to all, which it may subscribe to too late."""
    request = client.kernel_info()
    wait(client.get_shell_msg, lambda message: message["parent_header"].get("msg_id") == request)
    try:
        client.get_iopub_msg(timeout=0.05)
        return True
    except queue.Empty:
        return False


def computed(manager):
    """The seconds that the processes of a kernel have computed, on all cores together."""
    launcher = psutil.Process(manager.provisioner.pid)
    times = (process.cpu_times() for process in (launcher, *launcher.children(recursive=True)))
    return sum(time.user + time.system for time in times)


def measure(folder):
    """Starts a kernel; returns the seconds until it is ready and until its first picture, and those
    that were computed meanwhile.
    """
    specs = KernelSpecManager(kernel_dirs=[str(lab.JUPYTER_DATA / "kernels")])
    manager = KernelManager(kernel_name="dgm4j", kernel_spec_manager=specs)
    environment = {**lab.jupyter_environment(), "DJL_OFFLINE": "true"}
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    begin = time.monotonic()
    manager.start_kernel(cwd=folder, env=environment, **streams)
    client = manager.blocking_client()
    client.start_channels()
    try:
        while not is_heard(client):
            pass
        ready = time.monotonic() - begin
        client.execute(PICTURE)
        shown = wait(client.get_iopub_msg, lambda m: m["msg_type"] in ("execute_result", "error"))
        picture = time.monotonic() - begin
        used = computed(manager)
        assert "image/svg+xml" in shown["content"].get("data", {}), shown["content"]
        return ready, picture, used
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def main(runs):
    """Prints a line for each of the three."""
    with tempfile.TemporaryDirectory() as folder:
        times = [measure(folder) for _ in range(runs)]
    for name, seconds in zip(("ready", "first picture", "computing"), zip(*times)):
        best, median = min(seconds), statistics.median(seconds)
        print(f"{name:14} best {best:.2f} s, median {median:.2f} s of {runs}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
