"""The command line: what `./lab` sets up, runs and installs, and what it says when it cannot."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import nbformat
import psutil
import pypdfium2
import pytest

import lab
import pages
from notebook_kernel import Kernel, notebook

LAB = [sys.executable, str(lab.KERNEL_SPEC / "lab.py")]


def call(*words, folder, **variables):
    """Calls ./lab with its words; returns the finished process."""
    return subprocess.run(
        LAB + [str(word) for word in words],
        cwd=folder,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=300,
    )


NETWORK = re.compile(r"""(src|href)=["']?(https?:)?//|import\(|@import|url\(["']?https?:""")
"""What a page that needs no network does not have."""


def is_one_sentence(text):
    """Whether a complaint is a single line that ends as a sentence does."""
    return text.count("\n") == 1 and text[-2] in ".?"


# Setting up


def test_a_second_start_has_nothing_to_do(monkeypatch):
    lab.prepare()
    for work in ("build_plugin", "install_packages", "write_kernel"):
        monkeypatch.setattr(lab, work, lambda *_: pytest.fail("set up again"))
    lab.prepare()
    lab.prepare(build=False)


def test_the_same_environment_for_maven_and_for_lab(monkeypatch):
    lab.prepare(build=False)
    monkeypatch.setattr(lab, "write_kernel", lambda *_: pytest.fail("made again"))
    monkeypatch.setattr(lab, "build_plugin", lambda *_: pytest.fail("built again"))
    lab.prepare()


def test_an_environment_cut_off_half_way_is_made_again(monkeypatch, tmp_path):
    monkeypatch.setattr(lab, "ENVIRONMENT", tmp_path / "python")
    half = lab.ENVIRONMENT / "half"
    made, installed = [], []

    def make(command, **_):
        lab.ENVIRONMENT.mkdir()
        made.append(command)
        return subprocess.CompletedProcess(command, 0)

    def cut_off(requirements):
        half.touch()
        raise lab.LabError("no network")

    monkeypatch.setattr(lab.subprocess, "run", make)
    monkeypatch.setattr(lab, "install_packages", cut_off)
    with pytest.raises(lab.LabError, match="no network"):
        lab.prepare_python()
    assert half.exists()
    monkeypatch.setattr(lab, "install_packages", installed.append)
    lab.prepare_python()
    assert not half.exists()
    lab.prepare_python()
    assert len(made) == 2
    assert installed == [lab.KERNEL_SPEC / "requirements.txt"]


def test_a_kernel_cut_off_half_way_is_made_again(tmp_path):
    jdk = lab.find_jdk()
    jar = tmp_path / "some.jar"
    jar.write_text("new")
    folder = tmp_path / "share" / "kernels" / "dgm4j"
    half = tmp_path / "share" / ".dgm4j-new" / "lib"
    half.mkdir(parents=True)
    (half / "half.jar").touch()
    (tmp_path / "share" / ".dgm4j-old").mkdir()
    lab.write_kernel(folder, jdk, [], [jar], "made of this")
    assert [file.name for file in (folder / "lib").iterdir()] == ["some.jar"]
    assert lab.fits(folder, "made of this")
    assert [file.name for file in (tmp_path / "share").iterdir()] == ["kernels"]
    assert not lab.fits(folder, "made of that")


def test_a_digest_tells_contents_names_and_order_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(lab, "PROJECT", tmp_path)
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text("a")
    second.write_text("b")
    digests = [lab.digest(tmp_path), lab.digest(first, second), lab.digest(second, first)]
    first.write_text("b")
    second.write_text("a")
    digests.append(lab.digest(tmp_path))
    second.rename(tmp_path / "third")
    digests.append(lab.digest(tmp_path))
    assert len(set(digests)) == 4
    assert digests[0] == digests[1]


def test_two_starts_wait_for_each_other(tmp_path):
    with lab.locked(lab.STATE):
        second = subprocess.Popen(LAB + ["built"], stderr=subprocess.PIPE, text=True)
        assert second.stderr.readline().startswith("Waiting for another ./lab")
        time.sleep(0.5)
        assert second.poll() is None
    assert second.communicate(timeout=60)[1] == ""
    assert second.returncode == 0


def test_a_build_in_silence_writes_not_even_an_escape_code(monkeypatch, tmp_path, capfd):
    coordinates = "<groupId>a</groupId><artifactId>a</artifactId><version>1</version>"
    start = "<project><modelVersion>4.0.0</modelVersion>"
    text = f"{start}{coordinates}<packaging>pom</packaging></project>"
    (tmp_path / "pom.xml").write_text(text)
    monkeypatch.setattr(lab, "PROJECT", tmp_path)
    lab.build_plugin(lab.find_jdk(), lab.find_maven())
    out, told = capfd.readouterr()
    assert told.startswith("Building the plugin with Maven")
    assert (out, told.count("\n"), told[-1]) == ("", 1, "\n")


# Running notebooks


def is_trusted(path):
    """Whether JupyterLab will show the figures of a notebook with their scripts."""
    question = (
        "import sys, nbformat, nbformat.sign;"
        "notebook = nbformat.read(sys.argv[1], 4);"
        "print(nbformat.sign.NotebookNotary().check_signature(notebook))"
    )
    answer = subprocess.run(
        [str(lab.PYTHON), "-I", "-c", question, str(path)],
        env=lab.jupyter_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    return answer.stdout == "True\n"


def test_run_keeps_the_outputs_and_the_page(tmp_path):
    source = tmp_path / "my notebooks" / "sum.ipynb"
    source.parent.mkdir()
    notebook(source, 'new java.io.File("here").createNewFile()', "var a = 40;", "a + 2")
    before = source.read_bytes()
    ran = call("run", source, "--html", folder=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    *lines, last = ran.stdout.splitlines()
    assert lines == [
        f'{source}: cell 1 of 3: new java.io.File("here").createNewFile()',
        f"{source}: cell 2 of 3: var a = 40;",
        f"{source}: cell 3 of 3: a + 2",
        f"{source}: wrote {os.path.join('executed', 'sum.ipynb')}",
        f"{source}: wrote {os.path.join('executed', 'sum.html')}",
    ]
    assert re.fullmatch(re.escape(str(source)) + r": 3 cells in \d+ s", last)
    assert source.read_bytes() == before
    assert (source.parent / "here").exists(), "a notebook runs in its own folder"
    executed = tmp_path / "executed"
    result = nbformat.read(executed / "sum.ipynb", as_version=4)
    assert result.cells[2].outputs[0]["data"]["text/plain"] == "42"
    assert result.metadata.kernelspec.name == "dgm4j"
    assert is_trusted(executed / "sum.ipynb") and not is_trusted(source)
    page = (executed / "sum.html").read_text(encoding="utf-8")
    assert ">42<" in re.sub(r"\s", "", page)
    assert not NETWORK.search(page)
    assert sorted(file.name for file in tmp_path.rglob("*.*")) == [
        "sum.html", "sum.ipynb", "sum.ipynb"
    ]


def test_pages_have_figures_and_formulas_without_network(tmp_path):
    source = notebook(tmp_path / "normal.ipynb", "NormalDistribution.of(0, 1)")
    document = nbformat.read(source, as_version=4)
    text = r"An integral $\int_0^1 x \, dx < 1$ and `$5`, $$\log p(x) = \sum_i \log p(x_i)$$"
    document.cells.insert(0, nbformat.v4.new_markdown_cell(text))
    document.cells.append(nbformat.v4.new_code_cell("Factorization.markov(3, 2)"))
    nbformat.write(document, source)
    ran = call("run", source, "--html", "--pdf", folder=tmp_path)
    assert ran.returncode == 0, ran.stderr
    page = (tmp_path / "executed" / "normal.html").read_text(encoding="utf-8")
    assert not NETWORK.search(page)
    assert page.count("<math") == 3 and "$5" in page and "$$" not in page
    assert "dgm4jFigures" in page and page.count('src="data:image/svg+xml') == 2
    document = pypdfium2.PdfDocument(tmp_path / "executed" / "normal.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "An integral" in text and "x1 x2 x3" in text and "0.25" in text
    coloured = 0
    for page in document:
        picture = page.render(scale=1)
        row = bytes(picture.buffer)
        pixels = (row[i : i + 3] for i in range(0, len(row) - 2, picture.n_channels))
        coloured += sum(max(pixel) - min(pixel) > 60 for pixel in pixels)
    assert coloured > 500, "curve and graph"


def test_on_a_terminal_one_line_says_how_far_a_run_is(tmp_path):
    code = "// a line that is much longer than the terminal is wide\n1"
    source = notebook(tmp_path / "long.ipynb", code, "2", "3")
    terminal, program = os.openpty()
    environment = {**os.environ, "COLUMNS": "50"}
    ran = subprocess.Popen(
        LAB + ["run", source.name], cwd=tmp_path, stdout=program, stderr=program, env=environment
    )
    os.close(program)
    text = b""
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 1000):
            text += part
    os.close(terminal)
    assert ran.wait(60) == 0, text
    states = text.decode().replace("\r\n", "\n").split("\n")
    told = [state.split("\r")[-1] for state in states]
    assert told[0] == f"long.ipynb: wrote {os.path.join('executed', 'long.ipynb')}"
    assert told[1].startswith("long.ipynb: 3 cells in ") and told[2:] == [""]
    passing = [line for line in states[0].split("\r")[:-1] if line.strip()]
    assert all(len(line) == 49 for line in passing)
    assert [line.strip() for line in passing] == [
        "long.ipynb: cell 1 of 3: // a line that is much …",
        "long.ipynb: cell 2 of 3: 2",
        "long.ipynb: cell 3 of 3: 3",
    ]


WIDE = """
import tech.tablesaw.api.*;
var wide = Table.create("wide");
for (int i = 0; i < 15; i++) {
  wide.addColumns(DoubleColumn.create("a long heading " + i, -51723.8, 40211.6 + i, 3.25));
}
wide
"""


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """A notebook with figures in all places of a page, that was run and printed."""
    folder = tmp_path_factory.mktemp("printed")
    source = notebook(folder / "print.ipynb")
    document = nbformat.read(source, as_version=4)
    for i in range(7):
        text = f"## Heading {i}.\n\n" + "Some words to fill the page. " * 25 * (i % 3)
        document.cells.append(nbformat.v4.new_markdown_cell(text))
        document.cells.append(nbformat.v4.new_code_cell(f"NormalDistribution.of({i}, 1)"))
    for code in (WIDE, "Factorization.markov(784, 2)", 'System.out.println("x".repeat(300));'):
        document.cells.append(nbformat.v4.new_code_cell(code))
    row = "| " + " | ".join(f"column{i}" for i in range(14)) + " |\n"
    table = row + "|" + " --- |" * 14 + "\n" + row * 3
    document.cells.append(nbformat.v4.new_markdown_cell(table))
    nbformat.write(document, source)
    ran = call("run", source, "--pdf", folder=folder)
    assert ran.returncode == 0, ran.stderr
    assert f"{source}: wrote {os.path.join('executed', 'print.pdf')}\n" in ran.stdout
    return folder / "executed"


def test_on_paper_code_and_heading_stay_with_what_they_show(printed):
    document = pypdfium2.PdfDocument(printed / "print.pdf")
    texts = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    assert len(texts) > 3
    for i in range(7):
        (page,) = [text for text in texts if f"NormalDistribution.of({i}, 1)" in text]
        assert f"NormalDistribution({i}, 1): mean {i}" in page
        assert i % 3 or f"Heading {i}." in page, "a heading is on the page of what follows"
    for text in texts:
        figures = text.count("shaded: the middle")
        assert figures == text.count("NormalDistribution.of("), "figure beside caption and code"


def test_on_paper_nothing_is_cut_and_no_scrollbar_is_seen(printed, browser, tmp_path):
    document = pypdfium2.PdfDocument(printed / "print.pdf")
    texts = [page.get_textpage() for page in document]
    whole = " ".join(" ".join(text.get_text_range() for text in texts).split())
    assert whole.count("double") == 15 and "heading 14" in whole
    assert whole.count("column13") == 4 and whole.count("x") >= 300
    for page, text in zip(document, texts):
        boxes = [text.get_charbox(i) for i in range(text.count_chars())]
        assert min(box[0] for box in boxes) >= 0
        assert max(box[2] for box in boxes) <= page.get_width()
    executed = nbformat.read(printed / "print.ipynb", as_version=4)
    page_file = tmp_path / "print.html"
    text = pages.html(executed, printed / "print.ipynb", scripts=False)
    page_file.write_text(text, encoding="utf-8")
    page = browser.new_page(viewport={"width": 740, "height": 900})
    page.emulate_media(media="print")
    page.goto(page_file.as_uri())
    scrolling = page.evaluate(
        """() => [...document.querySelectorAll('main *')]
            .filter(e => /auto|scroll|hidden/.test(getComputedStyle(e).overflow)
                && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))
            .map(e => e.outerHTML.slice(0, 200))"""
    )
    page.close()
    assert scrolling == []


def test_without_chromium_pdf_is_refused_before_the_run(tmp_path):
    source = notebook(tmp_path / "sum.ipynb", "1")
    paths = [folder for folder in os.environ["PATH"].split(os.pathsep) if "bin" in folder]
    bare = tmp_path / "bin"
    bare.mkdir()
    for name in ("java", "mvn", "javac"):
        found = shutil.which(name, path=os.pathsep.join(paths))
        if found:
            (bare / name).symlink_to(found)
    ran = call("run", source, "--pdf", folder=tmp_path, PATH=str(bare))
    assert ran.returncode == 1
    assert is_one_sentence(ran.stderr) and "apt-get install chromium" in ran.stderr
    assert not (tmp_path / "executed").exists()


def test_a_relative_data_folder_is_seen_from_where_lab_was_called(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DGM4J_DATA", "my data")
    assert lab.jupyter_environment()["DGM4J_DATA"] == str(tmp_path / "my data")
    monkeypatch.delenv("DGM4J_DATA")
    assert "DGM4J_DATA" not in lab.jupyter_environment()


def test_run_shows_the_cell_that_failed_and_keeps_what_ran(tmp_path):
    bad = notebook(tmp_path / "bad.ipynb", "6 * 7", "var a = new int[1]; a[3]", "6 * 8")
    document = nbformat.read(bad, as_version=4)
    document.cells[2].outputs = [nbformat.v4.new_output("stream", text="from an older run")]
    nbformat.write(document, bad)
    dies = notebook(tmp_path / "dies.ipynb", "1", "Runtime.getRuntime().halt(3)")
    none = tmp_path / "none.ipynb"
    none.write_text("{")
    good = notebook(tmp_path / "good.ipynb", "1")
    document = nbformat.read(good, as_version=4)
    document.metadata = {"kernelspec": {"name": "x", "display_name": "x", "language": "java"}}
    nbformat.write(document, good)
    foreign = notebook(tmp_path / "foreign.ipynb", "print(1)")
    document = nbformat.read(foreign, as_version=4)
    document.metadata = {"kernelspec": {"name": "python3", "display_name": "Python"}}
    document.metadata["language_info"] = {"name": "python"}
    nbformat.write(document, foreign)
    out = tmp_path / "out"
    ran = call("run", bad, dies, none, foreign, good, "--output", out, folder=tmp_path)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert f"{bad}: cell 2 of 3 failed:\n\nvar a = new int[1]; a[3]\n\n" in ran.stderr
    assert "ArrayIndexOutOfBoundsException: Index 3 out of bounds for length 1" in ran.stderr
    assert f"{dies}: cell 2 of 2 failed:" in ran.stderr
    assert "Kernel died" in ran.stderr
    assert f"{none} is not a notebook: " in ran.stderr
    refused = f"{foreign} is a notebook in python, but ./lab run runs those in Java."
    assert refused in ran.stderr.splitlines()
    assert not (out / "foreign.ipynb").exists()
    cells = nbformat.read(out / "bad.ipynb", as_version=4).cells
    assert cells[0].outputs[0]["data"]["text/plain"] == "42"
    assert cells[1].outputs[0]["output_type"] == "error"
    assert cells[2].outputs == []
    kept = nbformat.read(out / "dies.ipynb", as_version=4).cells
    assert kept[0].outputs[0]["data"]["text/plain"] == "1"
    assert sorted(file.name for file in out.iterdir()) == [
        "bad.ipynb", "dies.ipynb", "good.ipynb"
    ]


def test_run_can_be_stopped(tmp_path):
    cells = (
        '{ new java.io.File("waits").createNewFile(); Thread.sleep(600_000); }',
        'new java.io.File("went-on").createNewFile()',
    )
    source = notebook(tmp_path / "long.ipynb", *cells)
    process = subprocess.Popen(
        LAB + ["run", str(source)], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 120
    while not (tmp_path / "waits").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    complaint = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert complaint == f"{source}: stopped in cell 1 of 2\n"
    assert (tmp_path / "executed" / "long.ipynb").exists()
    assert not (tmp_path / "went-on").exists()


# Installing into another Jupyter


def test_install_adds_a_kernel_that_needs_nothing_of_ours(tmp_path):
    prefix = tmp_path / "other $HOME jupyter"
    installed = call("install", "--prefix", prefix, folder=tmp_path)
    assert installed.returncode == 0, installed.stderr
    kernels = prefix / "share" / "jupyter" / "kernels"
    assert str(kernels / "dgm4j") in installed.stdout
    text = (kernels / "dgm4j" / "kernel.json").read_text()
    assert str(lab.PROJECT) not in text
    assert json.loads(text)["display_name"] == "Java (dgm4j)"
    assert {"logo-32x32.png", "logo-64x64.png", "logo-svg.svg"} <= {
        file.name for file in (kernels / "dgm4j").iterdir()
    }
    with Kernel(tmp_path, kernels=kernels) as kernel:
        assert kernel.execute("1 + 1").result["text/plain"] == "2"
        samples = kernel.execute("org.dgm4j.data.Samples.class.getName()")
        assert samples.result["text/plain"] == "org.dgm4j.data.Samples"


def test_install_for_the_user(tmp_path):
    home = {"HOME": str(tmp_path), "JUPYTER_DATA_DIR": str(tmp_path / "data")}
    java = lab.find_jdk().home
    installed = call("install", folder=tmp_path, JAVA_HOME=java, **home)
    assert installed.returncode == 0, installed.stderr
    assert (tmp_path / "data" / "kernels" / "dgm4j" / "kernel.json").exists()


# The kernel's settings


def test_the_kernel_has_its_environment(shared_kernel):
    def variable(name):
        return shared_kernel.execute(f'System.getenv("{name}")').result["text/plain"]

    assert variable("OMP_NUM_THREADS") == str(lab.cores())
    assert variable("OMP_WAIT_POLICY") == "passive"
    assert variable("OPT_OUT_TRACKING") == "true"
    assert variable("JJAVA_CLASSPATH") == str(lab.KERNEL / "lib" / "*")
    headless = shared_kernel.execute('System.getProperty("java.awt.headless")')
    assert headless.result["text/plain"] == "true"


def test_the_kernel_may_use_half_of_the_memory(shared_kernel):
    heap = shared_kernel.execute("Runtime.getRuntime().maxMemory()").result["text/plain"]
    assert 0.4 < int(heap) / psutil.virtual_memory().total < 0.55


def test_the_user_may_set_the_heap(start_kernel):
    kernel = start_kernel(JDK_JAVA_OPTIONS="-Xmx300m")
    option = (
        "java.lang.management.ManagementFactory.getPlatformMXBean("
        "com.sun.management.HotSpotDiagnosticMXBean.class)"
        '.getVMOption("MaxHeapSize").getValue()'
    )
    assert kernel.execute(option).result["text/plain"] == str(300 << 20)


def test_the_kernel_listens_to_the_stop_button(shared_kernel):
    endless = shared_kernel.start('{ System.out.println("on"); Thread.sleep(600_000); }')
    endless.until(lambda message: message.type == "stream")
    shared_kernel.interrupt()
    assert endless.finish().status == "error"
    assert shared_kernel.execute("1 + 1").result["text/plain"] == "2"
    assert shared_kernel.resident_memory() > 50e6


# Complaints


@pytest.mark.parametrize(
    "words, complaint",
    [
        ("--prot 3", "./lab has no option --prot: did you mean --port?"),
        ("--port x", "Argument --port: invalid int value: 'x'; ./lab --help tells more."),
        ("instal", "./lab has no command instal: did you mean install?"),
        ("frobnicate", "./lab has no command frobnicate; ./lab --help tells more."),
        ("a.ipynb", "./lab has no command a.ipynb: did you mean ./lab run a.ipynb?"),
        ("run a.ipynb --htlm", "./lab run has no option --htlm: did you mean --html?"),
        ("run --outptu=x a.ipynb", "./lab run has no option --outptu: did you mean --output?"),
        ("run a.ipyn", "There is no notebook a.ipyn: did you mean a.ipynb?"),
        ("run zzz", "There is no notebook zzz."),
        ("run a.ipynb deep/a.ipynb",
         "a.ipynb and deep/a.ipynb would both become a.ipynb in executed: run them one by one with"
         " another --output each."),
        ("install --usr", "./lab install has no option --usr: did you mean --user?"),
        ("install --user --prefix x",
         "Argument --prefix: not allowed with argument --user; ./lab install --help tells more."),
    ],
)
def test_a_wrong_word_gets_one_sentence(tmp_path, words, complaint):
    notebook(tmp_path / "a.ipynb")
    (tmp_path / "deep").mkdir()
    notebook(tmp_path / "deep" / "a.ipynb")
    there = sorted(tmp_path.rglob("*"))
    done = call(*words.split(), folder=tmp_path)
    assert (done.stderr, done.stdout) == (complaint + "\n", "")
    assert done.returncode in (1, 2)
    assert sorted(tmp_path.rglob("*")) == there


def test_help_names_every_command(tmp_path):
    for words in ((), ("run",), ("install",)):
        done = call(*words, "--help", folder=tmp_path)
        assert done.returncode == 0
        assert done.stdout.startswith("usage: ./lab")


def fake_java(folder, version="17", machine="amd64", system="Linux", compiler=True):
    """Makes a folder of programs with a Java that claims to be another one; returns the folder."""
    programs = folder / "bin"
    programs.mkdir()
    properties = {
        "java.home": folder,
        "java.specification.version": version,
        "java.version": f"{version}.0.1",
        "os.arch": machine,
        "os.name": system,
    }
    lines = "".join(f"    {name} = {value}\n" for name, value in properties.items())
    (programs / "java").write_text(f"#!/bin/sh\ncat >&2 <<'END'\nProperties:\n{lines}END\n")
    for name in ["java"] + ["javac"] * compiler:
        (programs / name).touch()
        (programs / name).chmod(0o755)
    for name in ("cat", "sh"):
        (programs / name).symlink_to(shutil.which(name))
    return programs


@pytest.mark.parametrize(
    "settings, parts",
    [
        ({"version": "11"}, ["needs Java 17", "is Java 11", "install a JDK"]),
        ({"version": "1.8"}, ["needs Java 17", "is Java 8", "install a JDK"]),
        ({"version": "odd"}, ["does not work", "install a JDK"]),
        ({"compiler": False}, ["has no compiler", "install a JDK"]),
        ({"machine": "aarch64", "system": "Mac OS X"}, ["Apple silicon", "x86_64 JDK"]),
        ({"machine": "aarch64"}, ["aarch64", "x86_64"]),
    ],
)
def test_a_java_that_will_not_do(tmp_path, settings, parts):
    programs = fake_java(tmp_path, **settings)
    (programs / "mvn").touch()
    (programs / "mvn").chmod(0o755)
    path = notebook(tmp_path / "a.ipynb")
    done = call("run", path, folder=tmp_path, PATH=str(programs), JAVA_HOME="")
    assert done.returncode == 1
    assert is_one_sentence(done.stderr)
    assert all(part in done.stderr for part in parts), done.stderr
    in_home = call("run", path, folder=tmp_path, JAVA_HOME=str(tmp_path))
    assert in_home.stderr == done.stderr


def test_what_keeps_java_from_starting_is_said(tmp_path):
    path = notebook(tmp_path / "a.ipynb")
    done = call("run", path, folder=tmp_path, JDK_JAVA_OPTIONS="-Xmx4gb")
    assert done.returncode == 1
    assert is_one_sentence(done.stderr)
    assert "does not work: it says 'Invalid maximum heap size: -Xmx4gb'" in done.stderr
    assert "Picked up JDK_JAVA_OPTIONS: -Xmx4gb" in done.stderr
    assert "install a JDK" not in done.stderr


def test_no_java_no_maven(tmp_path):
    path = notebook(tmp_path / "a.ipynb")
    done = call("run", path, folder=tmp_path, PATH=str(tmp_path), JAVA_HOME="")
    assert done.returncode == 1
    java, maven = done.stderr.splitlines()
    assert java.startswith("./lab needs Java and found none: install a JDK")
    assert maven.startswith("./lab needs Maven and found no mvn on the PATH: install it")
    nowhere = call("run", path, folder=tmp_path, JAVA_HOME=str(tmp_path / "nowhere"))
    assert is_one_sentence(nowhere.stderr)
    assert nowhere.stderr.startswith(f"JAVA_HOME is {tmp_path / 'nowhere'}, where there is no Java")


def test_no_python(tmp_path):
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", str(lab.PROJECT / "lab")],
        env={"PATH": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert done.returncode == 1
    assert is_one_sentence(done.stderr)
    assert done.stderr.startswith("./lab needs Python 3.9 or newer and found none")


def test_a_python_that_is_too_old(monkeypatch, capsys):
    monkeypatch.setattr(lab, "OLDEST_PYTHON", (3, 999))
    monkeypatch.setattr(lab, "prepare_python", lambda: pytest.fail("set up"))
    assert lab.main(["install"]) == 1
    complaint = capsys.readouterr().err
    assert is_one_sentence(complaint)
    assert complaint.startswith(f"./lab needs Python 3.999 or newer, but {sys.executable} is")


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    done = call("install", "--prefix", tmp_path / "file", folder=tmp_path)
    assert done.returncode == 1
    assert is_one_sentence(done.stderr)
    assert str(tmp_path / "file") in done.stderr
