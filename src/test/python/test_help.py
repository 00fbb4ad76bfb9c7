"""The help inside a notebook, in the real kernel."""

import re

import pytest

from test_magics import SET_UP, only_display, run


def magics(kernel):
    """The names of all magics."""
    names = 'String.join(" ", org.dgm4j.magic.Magics.names())'
    return run(kernel, names).result["text/plain"].split()



@pytest.fixture(scope="module")
def kernel(shared_kernel):
    """A kernel with data and a model."""
    run(shared_kernel, SET_UP)
    return shared_kernel


def test_the_help_of_every_magic_is_a_table_and_text(kernel):
    for magic in magics(kernel):
        help = only_display(run(kernel, f"%{magic} --help"))
        assert f"Example: %{magic} " in help["text/plain"]
        assert "<table>" in help["text/html"] and f"<code>%{magic} " in help["text/html"]
        for option in re.findall(r"^ +(?:-\w, )?(--[\w-]+)", help["text/plain"], re.MULTILINE):
            assert option in help["text/html"], magic
        assert "--help" in help["text/html"] and "DEFAULT-VALUE" not in str(help), magic


def test_what_a_magic_returns_has_the_type_of_its_entry(kernel):
    run(kernel, "var others = digits;")
    for model in "AutoRegressive ar", "Vae vae", "Gan gan":
        kind, name = model.split()
        run(kernel, f"var {name} = {kind}.builder().image(14, 14).build();")
    typed = """
    String.join("\\n", org.dgm4j.magic.Magics.names().stream()
        .filter(name -> org.dgm4j.magic.Magics.result(name) != Object.class)
        .map(name -> name + " " + org.dgm4j.magic.Magics.result(name).getCanonicalName())
        .toList())
    """
    for entry in run(kernel, typed).result["text/plain"].splitlines():
        magic, declared = entry.split()
        help = only_display(run(kernel, f"%{magic} --help"))["text/plain"]
        example = re.search(r"Example: (.*)", help)[1]
        run(kernel, f"var value = {example}")
        run(kernel, f"{declared} same = value;")
        assert run(kernel, "same != null").result["text/plain"] == "true", example


def test_dgm_leads_to_magics_data_sets_and_notebooks(start_kernel, tmp_path):
    (tmp_path / "my notes & more.ipynb").write_text("{}", encoding="utf-8")
    kernel = start_kernel()
    guide = only_display(run(kernel, "%dgm"))
    for magic in magics(kernel):
        assert f"%{magic}" in guide["text/plain"]
        assert f"<summary><code>%{magic}</code>" in guide["text/html"]
    assert "--weight-decay" in guide["text/html"]
    assert "binarized-mnist" in guide["text/plain"] and "binarized-mnist" in guide["text/html"]
    assert '<a href="./my%20notes%20&amp;%20more.ipynb">' in guide["text/html"]
    assert "my notes & more.ipynb" in guide["text/plain"]
    assert "<script" not in guide["text/html"]


def test_the_doctor_examines_the_machine(kernel):
    report = run(kernel, "%dgm doctor").updates[-1]
    for what in ("Java", "MXNet 1.9", "libmxnet", "threads", "heap", "GPU", "data folder", "disk"):
        assert what in report["text/plain"], what
    assert re.search(r"ok +kernel +JJava", report["text/plain"])
    assert "<table>" in report["text/html"]


def test_the_doctor_sees_what_is_wrong(start_kernel, tmp_path):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    kernel = start_kernel(DGM4J_DATA=str(tmp_path / "file"))
    report = run(kernel, "%dgm doctor").updates[-1]["text/plain"]
    assert re.search(r"problem +data folder .* set DGM4J_DATA to a folder", report)
    assert "One thing needs a look." in report


def test_the_names_of_magics_are_completed(kernel):
    reply = kernel.client.complete("%tr", 3, reply=True, timeout=60)["content"]
    assert any("train" in match for match in reply["matches"]), reply
    reply = kernel.client.complete("%d", 2, reply=True, timeout=60)["content"]
    for name in ("dgm", "device", "dist", "dataset", "density"):
        assert any(name in match for match in reply["matches"]), reply


def test_a_temperature_sharpens_what_is_drawn(kernel):
    drawn = "Arrays.hashCode(drawn.values())"
    same = []
    for option in ("--temperature 0.5", "--temperature 1", ""):
        run(kernel, f"var drawn = %samples nade 8 --seed 3 {option}")
        same.append(run(kernel, drawn).result["text/plain"])
    assert same[0] != same[1] == same[2]
    run(kernel, "var expected = nade.sampling().temperature(0.5).seed(3).sample(8);")
    assert run(kernel, "Arrays.hashCode(expected.values())").result["text/plain"] == same[0]


MISTAKES = {
    "%train": "%train needs MODEL (A model, such as nade): type for example %train nade digits",
    "%train nade": "%train needs DATA (A data set, such as digits",
    "%save nade": "%save needs FILE (A file, such as models/nade): type for example %save nade",
    "%anomaly nade --normal digits.test()": "%anomaly needs --abnormal SAMPLES",
    "%dgm docter": "%dgm has no 'docter': did you mean %dgm doctor?",
    "%dgm cure": "%dgm has no 'cure': type %dgm alone, %dgm doctor or %dgm error",
    "%dgn": "There is no magic %dgn: did you mean %dgm?",
    "%nothing": "There is no magic %nothing: %dgm lists those of dgm4j",
    "%%html\n<b>bold</b>": "There is no magic %%html for whole cells: a cell is Java",
    "%%train nade digits\n1": "There is no magic %%train for whole cells: type %train",
    "%train nade digits --optimizer adan": "(did you mean adam?): use adam, rmsprop, sgd",
    "%train nade digits.train() --patience 3": "give a data set, such as digits, or leave",
    "%train nade digits --resume": "--resume needs the file to go on from: add --checkpoint FILE",
    "%samples nade -3": "can't be negative, but is -3: type for example %samples nade 64",
    "%samples nade 4 --temperature 0": "--temperature must be above 0, but is 0.0: try",
    "%samples nade 4 --temprature 1": "did you mean --temperature?",
    "%dist norml 0 1": "did you mean normal",
    "%dataset mnits": "did you mean 'mnist'",
    "%train nade digits.training()": "cannot find symbol: method training() of Dataset",
    "%train nade digits, --epochs 1": "'digits,' can't be evaluated: something is missing",
    "%train digits nade": "type for example %train nade digits",
    "%samples nade 4 --columns 0": "--columns must be at least 1, but is 0: try 8",
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_gets_one_sentence_with_what_to_type(kernel, mistake):
    execution = kernel.execute(mistake, 60)
    assert execution.status == "error"
    (error,) = execution.of_type("error")
    sentence = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(error.content["traceback"])).strip()
    assert MISTAKES[mistake] in sentence and "\n" not in sentence, sentence
    assert execution.displays == []


def test_the_failure_of_a_kernels_own_magic_has_no_stack_trace(kernel):
    (error,) = kernel.execute("%maven nothing", 60).of_type("error")
    text = "\n".join(error.content["traceback"])
    assert "Bad artifact coordinates nothing" in text and "\tat " not in text, text


def test_the_kernels_load_says_how_to_load_a_model(kernel):
    assert kernel.execute("%save nade kept.model", 60).status == "ok"
    error = kernel.execute("%load kept.model", 60).error
    assert 'type var model = Models.load("kept.model")' in error, error


@pytest.mark.parametrize(
    "cell, advice",
    [
        ("NDManager.newBaseManager()", "type import ai.djl.ndarray.NDManager;"),
        ("Optimizer chosen = Optimizer.adam().build();", "type import ai.djl.training.optimizer.Optimizer;"),
        ("new BufferedImage(1, 1, 1)", "type import java.awt.image.BufferedImage;"),
        ("%show NDManager.newBaseManager().arange(3f)", "type import ai.djl.ndarray.NDManager;"),
    ],
)
def test_a_class_that_is_not_imported_is_named_with_its_import(kernel, cell, advice):
    (error,) = kernel.execute(cell, 60).of_type("error")
    assert advice in re.sub(r"\x1b\[[\d;]*m", "", "\n".join(error.content["traceback"]))


def test_tablesaw_needs_no_import_and_gives_way_to_other_names(start_kernel):
    kernel = start_kernel()
    for cell in (
        'Table.create("people", DoubleColumn.create("age", 31, 45), StringColumn.create("name", "Ada", "Émilie"))',
        'var table = Table.create(DoubleColumn.create("a", 1, 2, 3), IntColumn.create("b", 1, 2, 3));',
        'ScatterPlot.create("a figure", table, "a", "b")',
        'new Figure(Layout.builder("x").xAxis(Axis.builder().build()).build(),'
        " ScatterTrace.builder(new double[] {1}, new double[] {2}).marker(Marker.builder().build()).build())",
        "import java.awt.*;",
        'new Font("Serif", Font.PLAIN, 12).getSize()',
        "record Row(int number) {}",
        "new Row(3).number()",
    ):
        run(kernel, cell)


@pytest.mark.parametrize("cell", ["gone.sample(4)", "Likelihood.of(gone, digits.test())"])
def test_what_a_failed_cell_has_not_made_gets_one_line(kernel, cell):
    assert kernel.execute("Nade gone = Nade.builder().hidden(-1).build();").status == "error"
    execution = kernel.execute(cell, 60)
    (error,) = execution.of_type("error")
    sentence = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(error.content["traceback"])).strip()
    assert " is null, as the cell that makes it has failed or has not run" in sentence
    assert "\n" not in sentence, sentence
