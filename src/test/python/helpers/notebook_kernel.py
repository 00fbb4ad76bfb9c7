"""The real kernel as a test sees it: cells go in, messages come out."""

import contextlib
import itertools
import os
import queue
import signal
import socket
import tempfile
import time
from pathlib import Path

import psutil
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpecManager

import lab

SHARED_DATA = lab.PROJECT.parent / "shared" / "data"

CHANNELS = "shell", "iopub", "stdin", "hb", "control"


def claim_ports():
    """A socket that claims a thousand ports for this process, and an endless series of them.

    All are below those that Linux gives to whoever asks for any port: of these, two kernels that
    start at the same time may get the same one.
    """
    for first in range(10_000, 32_000, 1000):
        claim = socket.socket()
        with contextlib.suppress(OSError):
            claim.bind(("127.0.0.1", first))
            return claim, itertools.cycle(range(first + 1, first + 1000))
        claim.close()
    raise OSError("All ports for the tests' kernels are claimed.")


CLAIM, PORTS = claim_ports()


def free_port():
    """A port of this machine on which nothing listens, another one at each call."""
    for port in PORTS:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


class Message:
    """A message of a cell: its type, its content, and when it was read, in monotonic seconds.

    The kernel's own time of sending knows whole minutes only.
    """

    def __init__(self, raw):
        self.type = raw["header"]["msg_type"]
        self.content = raw["content"]
        self.received = time.monotonic()

    @property
    def data(self):
        """The MIME bundle of an output: MIME type → value."""
        return self.content.get("data", {})

    @property
    def display_id(self):
        """What an update refers to, or None."""
        return self.content.get("transient", {}).get("display_id")

    def __repr__(self):
        return f"{self.type} {self.content}"


class Execution:
    """A cell's execution, which collects the cell's messages in their order."""

    def __init__(self, kernel, request):
        self.kernel = kernel
        self.request = request
        self.messages = []
        self.idle = False
        self.reply = None

    def until(self, wanted, timeout=60):
        """Collects messages up to the first one that is `wanted`, which it returns."""
        deadline = time.monotonic() + timeout
        while not self.idle:
            message = self.receive(deadline)
            if message and wanted(message):
                return message
        raise AssertionError(f"The cell ended without the message that was awaited: {self}")

    def finish(self, timeout=60):
        """Waits for the end of the cell; returns this execution, complete."""
        deadline = time.monotonic() + timeout
        while not self.idle:
            self.receive(deadline)
        while self.reply is None:
            raw = self._next(self.kernel.client.get_shell_msg, deadline)
            if raw["parent_header"].get("msg_id") == self.request:
                self.reply = raw["content"]
        return self

    def receive(self, deadline):
        """Collects the next message; it may come after the end of the cell."""
        raw = self._next(self.kernel.client.get_iopub_msg, deadline)
        if raw["parent_header"].get("msg_id") != self.request:
            return None
        if raw["msg_type"] == "status":
            self.idle = raw["content"]["execution_state"] == "idle"
            return None
        if raw["msg_type"] == "execute_input":
            return None
        message = Message(raw)
        self.messages.append(message)
        return message

    def _next(self, receive, deadline):
        while time.monotonic() < deadline:
            try:
                return receive(timeout=min(1, max(0.01, deadline - time.monotonic())))
            except queue.Empty:
                if not self.kernel.manager.is_alive():
                    raise AssertionError(f"The kernel died: {self.kernel.log()}") from None
        raise AssertionError(f"The cell took too long: {self} {self.kernel.log()}")

    def of_type(self, name):
        """The messages of one type, as `display_data`, `update_display_data` or `stream`."""
        return [message for message in self.messages if message.type == name]

    @property
    def status(self):
        """`ok` or `error`, once finished."""
        return self.reply["status"]

    @property
    def error(self):
        """The error's name and value in one line, or None."""
        for message in self.of_type("error"):
            return f"{message.content['ename']}: {message.content['evalue']}"
        return None

    @property
    def result(self):
        """The MIME bundle of the cell's last expression, or None."""
        for message in self.of_type("execute_result"):
            return message.data
        return None

    @property
    def displays(self):
        """The MIME bundles displayed, without updates."""
        return [message.data for message in self.of_type("display_data")]

    @property
    def updates(self):
        """The MIME bundles that replaced one displayed before."""
        return [message.data for message in self.of_type("update_display_data")]

    def stream(self, name="stdout"):
        """The text that the cell printed."""
        parts = (m.content for m in self.of_type("stream"))
        return "".join(part["text"] for part in parts if part["name"] == name)

    def __repr__(self):
        return f"status {self.reply and self.reply['status']}, messages {self.messages}"


class Kernel:
    """A running kernel; it ends with the `with` block.

    The kernel sees no network (DJL is told so) and, where there is one, the shared data folder.
    `variables` are further environment variables; one that is None is taken away.
    """

    def __init__(self, folder, kernels=lab.JUPYTER_DATA / "kernels", name="dgm4j", **variables):
        self.output = tempfile.TemporaryFile()
        self.manager = KernelManager(
            kernel_name=name,
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(kernels)]),
            cache_ports=False,
            **{f"{channel}_port": free_port() for channel in CHANNELS},
        )
        environment = lab.jupyter_environment()
        environment["DJL_OFFLINE"] = "true"
        if SHARED_DATA.is_dir():
            environment["DGM4J_DATA"] = str(SHARED_DATA)
        environment.update(variables)
        self.manager.start_kernel(
            cwd=str(folder),
            env={name: value for name, value in environment.items() if value is not None},
            stdout=self.output,
            stderr=self.output,
        )
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        try:
            self.client.wait_for_ready(timeout=120)
        except RuntimeError as error:
            self.close()
            raise AssertionError(f"The kernel did not start: {self.log()}") from error

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.close()

    def close(self):
        """Ends the kernel.

        JJava goes on after a request to end, so that Jupyter sends this signal 2.5 seconds later.
        """
        self.client.stop_channels()
        self.manager.signal_kernel(signal.SIGTERM)
        self.manager.shutdown_kernel()

    def start(self, code):
        """Sends a cell to the kernel and returns its execution, which may be under way."""
        return Execution(self, self.client.execute(code, allow_stdin=False))

    def execute(self, code, timeout=60):
        """Executes a cell and returns its finished execution."""
        return self.start(code).finish(timeout)

    def interrupt(self):
        """Does what the stop button does."""
        self.manager.interrupt_kernel()

    def resident_memory(self):
        """The bytes of main memory that the kernel's Java process holds."""
        launcher = psutil.Process(self.manager.provisioner.pid)
        return max(child.memory_info().rss for child in launcher.children(recursive=True))

    def threads(self):
        """The number of threads on which MXNet computes, as OpenMP says once MXNet is loaded."""
        code = """
            String maps = java.nio.file.Files.readString(java.nio.file.Path.of("/proc/self/maps"));
            com.sun.jna.NativeLibrary
                .getInstance(maps.lines().filter(line -> line.contains("libgomp")).findFirst()
                    .map(line -> line.substring(line.indexOf('/'))).orElseThrow())
                .getFunction("omp_get_max_threads").invokeInt(new Object[0])
            """
        return int(self.execute(code).result["text/plain"])

    def log(self):
        """The last lines that the kernel's processes have written to the terminal."""
        size = os.fstat(self.output.fileno()).st_size
        text = os.pread(self.output.fileno(), 10_000, max(0, size - 10_000))
        return text.decode(errors="replace")


def notebook(path, *cells):
    """Writes a notebook with Java cells, without outputs; returns its path."""
    import nbformat

    document = nbformat.v4.new_notebook()
    document.metadata.kernelspec = {
        "name": "dgm4j", "display_name": "Java (dgm4j)", "language": "java"
    }
    document.cells = [nbformat.v4.new_code_cell(code) for code in cells]
    nbformat.write(document, path)
    return Path(path)
