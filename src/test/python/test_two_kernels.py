"""Two kernels in one JVM, with one copy of the plugin: two notebooks, two sessions."""

import json
import os
import subprocess
import tempfile
from pathlib import Path
from types import SimpleNamespace

import lab
import pytest
from ijava import fetched
from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file
from notebook_kernel import Kernel

HELPERS = Path(__file__).parent / "helpers"
JARS = lab.KERNEL / "lib" / "*"
DEVICES = lab.PROJECT / "target" / "device-test-classes"
HTML = "text/html"
TEXT = "text/plain"
MODEL = """
var digits = Datasets.drawnDigits(8, 400, 1L).binarized(1);
var nade = Nade.builder().image(8, 8).hidden(12).build();
"""
TRAIN = "var run = %train nade digits --epochs 60 --batch-size 20\nrun"
ERROR = """
var manager = org.dgm4j.engine.MxNet.engine().newBaseManager();
manager.create(new float[] {1, 2}).reshape(3, 5).toFloatArray();
"""


class KernelOfTwo(Kernel):
    """One of the kernels of a process."""

    def __init__(self, process, output, connection):
        self.output = output
        self.manager = SimpleNamespace(is_alive=lambda: process.poll() is None)
        self.client = BlockingKernelClient(connection_file=str(connection))
        self.client.load_connection_file()
        # Its heartbeat would take the kernel for dead until it has started.
        self.client.start_channels(hb=False)
        self.client.wait_for_ready(timeout=120)

    def interrupt(self):
        """Does what the stop button does."""
        request = self.client.session.msg("interrupt_request", content={})
        self.client.control_channel.send(request)

    def close(self):
        """Leaves the process alone, which is not this kernel's."""
        self.client.stop_channels()


def command(main, class_path, *arguments):
    """Runs a file of Java with the plugin."""
    specification = json.loads((lab.KERNEL / "kernel.json").read_text(encoding="utf-8"))
    # As JJava has it from its launcher.
    opens = "--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED"
    options = ["-XX:MaxRAMPercentage=50", "-Djava.awt.headless=true", opens]
    path = os.pathsep.join(map(str, [*class_path, JARS]))
    return [specification["argv"][0], *options, "-cp", path, HELPERS / main, *arguments]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where both kernels run."""
    return tmp_path_factory.mktemp("two")


@pytest.fixture(scope="module")
def kernels(folder):
    """The two kernels; their DJL has a second CPU."""
    files = [str(folder.parent / f"{folder.name}-{name}.json") for name in "ab"]
    for file in files:
        write_connection_file(file, ip="127.0.0.1", key=os.urandom(16).hex().encode())
    environment = {**lab.jupyter_environment(), "DJL_OFFLINE": "true", "OMP_WAIT_POLICY": "passive"}
    output = tempfile.TemporaryFile()
    process = subprocess.Popen(
        command("TwoKernels.java", [DEVICES, lab.KERNEL / "jjava.jar"], *files),
        cwd=folder,
        env=environment,
        stdout=output,
        stderr=output,
    )
    both = []
    try:
        both = [KernelOfTwo(process, output, file) for file in files]
        yield both
    finally:
        for kernel in both:
            kernel.close()
        process.kill()
        process.wait()


def run(kernel, code, timeout=240):
    """Executes a cell that must succeed."""
    execution = kernel.execute(code, timeout)
    assert execution.status == "ok", execution
    return execution


def value(kernel, expression):
    """What a cell shows of an expression."""
    return run(kernel, expression).result[TEXT]


def shown(kernel, magic):
    """The text that a magic shows."""
    return run(kernel, magic).displays[-1][TEXT]


def test_two_kernels_have_two_seeds(kernels):
    a, b = kernels
    draws = "java.util.stream.Stream.generate(() -> Normal.of(0, 1).sample(1).toString())"
    three = f"{draws}.limit(3).toList()"
    run(a, "%seed 42")
    alone = value(a, three)
    run(a, "%seed 42")
    run(b, "%seed 7")
    assert shown(a, "%seed") == "seed 42"
    assert shown(b, "%seed") == "seed 7"
    assert value(b, three) != alone
    assert value(a, three) == alone
    run(b, "org.dgm4j.base.Seeds.set(42);")
    assert value(b, three) == alone


def test_a_thread_of_a_cell_belongs_to_its_notebook(kernels):
    a, b = kernels
    run(a, "%seed 1")
    run(b, "%seed 2")
    code = """
    var seen = new java.util.concurrent.atomic.AtomicLong();
    var thread = new Thread(() -> seen.set(org.dgm4j.base.Seeds.current()));
    thread.start();
    thread.join();
    seen.get()
    """
    assert value(a, code) == "1"
    assert value(b, code) == "2"


def test_two_kernels_have_two_devices(kernels):
    a, b = kernels
    device = "org.dgm4j.engine.Devices.name({})".format
    run(a, "%device cpu:1")
    for kernel in kernels:
        run(kernel, MODEL)
    assert value(a, device("org.dgm4j.engine.Devices.current()")) == "cpu:1"
    assert value(b, device("org.dgm4j.engine.Devices.current()")) == "cpu"
    assert value(a, device("nade.device()")) == "cpu:1"
    assert value(b, device("nade.device()")) == "cpu"
    assert value(a, "nade.sample(2).count()") == "2"
    run(a, "%device cpu")


def test_two_kernels_have_two_styles(kernels):
    a, b = kernels
    run(a, "%plots static")
    assert "static" in shown(a, "%plots")
    assert "interactive" in shown(b, "%plots")
    assert "<script" not in run(a, "Normal.of(0, 1)").result[HTML]
    assert "<script" in run(b, "Normal.of(0, 1)").result[HTML]
    run(a, "%plots interactive")
    assert "<script" in run(a, "Normal.of(0, 1)").result[HTML]


def test_two_trainings_at_once_share_nothing(kernels, folder):
    a, b = kernels
    (folder / "other").mkdir()
    run(b, 'Experiments.recordAll("other");')
    nats = "run.epochs().get(run.epochs().size() - 1).trainNats()"
    alone = []
    for kernel in kernels:
        run(kernel, f"%seed 5\n{MODEL}")
        run(kernel, TRAIN)
        alone.append(value(kernel, nats))
    assert alone[0] == alone[1]
    for kernel in kernels:
        run(kernel, f"%seed 5\n{MODEL}")
    executions = [kernel.start(TRAIN) for kernel in kernels]
    for execution in executions:
        execution.until(lambda message: message.type == "display_data")
    assert not any(execution.idle for execution in executions)
    for execution in executions:
        execution.finish(240)
        assert execution.status == "ok", execution
        assert execution.result[TEXT] == "shown above"
        assert len(execution.displays) == 1
    assert [value(kernel, nats) for kernel in kernels] == alone
    assert value(a, "Experiments.here().list().size()") == "2"
    assert value(b, 'Experiments.in("other").list().size()') == "2"


def test_an_interrupt_ends_the_work_of_one(kernels):
    a, b = kernels
    for kernel in kernels:
        run(kernel, MODEL)
    executions = [kernel.start(TRAIN) for kernel in kernels]
    for execution in executions:
        execution.until(lambda message: message.type == "display_data")
    a.interrupt()
    for execution in executions:
        execution.finish(240)
    assert executions[0].status == "error"
    assert executions[1].status == "ok", executions[1]
    assert executions[1].result[TEXT] == "shown above"


def test_an_error_of_the_engine_is_told_where_it_happened(kernels):
    a, b = kernels
    assert a.execute(ERROR).status == "error"
    assert "reshape" in shown(a, "%dgm error")
    assert shown(b, "%dgm error") == "The engine has not failed in this session."


def test_two_ijavas_have_two_seeds(folder):
    ended = subprocess.run(
        command("TwoIJavas.java", [fetched()], "1", "2"),
        cwd=folder,
        env=lab.jupyter_environment(),
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    assert ended.stdout.split() == ["1", "2"]
