"""The magics in the real kernel, through Jupyter's own client."""

import base64
import re
import struct
import time
import xml.dom.minidom

import pytest

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
SET_UP = """
var digits = Datasets.drawnDigits(14, 1000, 1L).binarized(1);
var grey = Datasets.drawnDigits(14, 1000, 1L);
var nade = Nade.builder().image(14, 14).hidden(30).seed(1).build();
"""


@pytest.fixture(scope="module")
def kernel(shared_kernel):
    """A kernel with data and a model."""
    run(shared_kernel, SET_UP)
    return shared_kernel


def run(kernel, code, timeout=600):
    """Executes a cell that must succeed."""
    execution = kernel.execute(code, timeout)
    assert execution.status == "ok", execution
    return execution


def png_size(bundle):
    """Width and height of a bundle's PNG."""
    png = base64.b64decode(bundle["image/png"])
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def only_display(execution):
    """The one bundle that a cell showed."""
    assert execution.result is None
    assert len(execution.displays) == 1
    return execution.displays[0]


def test_dgm_lists_versions_and_magics(kernel):
    text = only_display(run(kernel, "%dgm"))["text/plain"]
    for expected in ("dgm4j    0.", "MXNet 1.9", "cpu", "seed", "data", "%train", "%density"):
        assert expected in text


def test_the_same_seed_gives_the_same_samples(kernel):
    draw = "Arrays.hashCode(nade.sample(20).values())"
    first = run(kernel, f"%seed 7\n{draw}").result["text/plain"]
    other = run(kernel, draw).result["text/plain"]
    again = run(kernel, f"%seed 7\n{draw}").result["text/plain"]
    assert first == again != other


def test_device_and_data_sets_are_told(kernel):
    device = only_display(run(kernel, "%device"))
    assert "device of new models: cpu" in device["text/plain"]
    assert re.search(r"cpu +[\d,]+ MB +[\d,]+ MB +[\d,]+ MB", device["text/plain"])
    assert "<td" in device["text/html"] and "libmxnet" in device["text/html"]
    known = only_display(run(kernel, "%dataset"))["text/plain"]
    assert "drawn-digits" in known and "binarized-mnist" in known
    shown = only_display(run(kernel, "%dataset bars-and-stripes"))
    assert "train" in shown["text/plain"]
    assert png_size(shown)[0] > 20


def test_a_training_is_live_and_shown_once(kernel):
    execution = run(kernel, "%train nade digits --epochs 60 --learning-rate 0.003")
    assert execution.result is None
    (display,) = execution.of_type("display_data")
    updates = execution.of_type("update_display_data")
    assert {update.display_id for update in updates} == {display.display_id}
    assert re.match(r"\[[#.]+\] \d+% epoch \d+/60 · [\d.]+ nats", display.data["text/plain"])
    assert 'role="progressbar"' in display.data["text/html"]
    final = updates[-1].data
    assert "Trained for 60 epochs. Epoch 60: " in final["text/plain"]
    assert "validation" in final["text/plain"]
    xml.dom.minidom.parseString(final["image/svg+xml"])
    assert "data:image/svg+xml;base64," in final["text/html"]


def test_a_training_updates_at_most_four_times_a_second(kernel):
    began = time.monotonic()
    execution = run(kernel, "%train nade digits --epochs 40")
    seconds = time.monotonic() - began
    assert len(execution.updates) <= 4 * seconds + 2


def test_a_value_has_its_type_and_is_shown_once(kernel):
    execution = run(kernel, "var run = %train nade digits --epochs 1")
    assert execution.result is None and len(execution.displays) == 1
    assert "validation nats" in run(kernel, "run.history()").result["text/plain"]
    assert "Trained for one epoch" in run(kernel, "run").result["text/plain"]
    execution = run(kernel, "var drawn = %samples nade 6 --columns 3 --seed 1")
    width, height = png_size(only_display(execution))
    assert width / height > 1.2
    assert run(kernel, "drawn.count()").result["text/plain"] == "6"


def test_a_training_is_told_its_decay_and_its_final_learning_rate(kernel):
    run(kernel, "var ar = AutoRegressive.builder().image(14, 14).order(AutoRegressive.ALL).build();")
    magic = "%train ar digits --epochs 1 --weight-decay 1e-4 --final-learning-rate 0"
    run(kernel, "var decayed = " + magic)
    settings = run(kernel, "decayed.settings()").result["text/plain"]
    assert "weight-decay=1.0E-4" in settings and "final-learning-rate=0.0" in settings
    assert "4 images" in run(kernel, "ar.sample(4)").result["text/plain"]


def test_plain_java_trains_live_too(kernel):
    execution = run(kernel, "var plain = Training.of(nade).data(digits).epochs(60).start();")
    assert len(execution.displays) == 1 and execution.updates
    assert run(kernel, "plain.epochs().size()").result["text/plain"] == "60"


ONCE = {
    "Training.of(nade).data(digits).epochs(2).start()": "Trained for 2 epochs",
    "Training.of(nade).data(digits).epochs(60).start()": "Trained for 60 epochs",
    "var a = 1;\nVariationalInference.of(TargetDensity.banana()).steps(50).start()": "ELBO = ",
    "VariationalInference.of(TargetDensity.twoModes()).steps(50).startBoth()": "ELBO = ",
}


@pytest.mark.parametrize("cell", ONCE)
def test_what_was_shown_live_is_not_shown_once_more(kernel, cell):
    execution = run(kernel, cell)
    (display,) = execution.of_type("display_data")
    updates = execution.of_type("update_display_data")
    assert {update.display_id for update in updates} <= {display.display_id}
    last = [display, *updates][-1].data
    assert ONCE[cell] in last["text/plain"] and "image/svg+xml" in last
    assert execution.result == {"text/plain": "shown above"}


def test_a_later_cell_shows_it_again(kernel):
    run(kernel, "var again = Training.of(nade).data(digits).epochs(1).start();")
    assert "image/svg+xml" in run(kernel, "again").result
    execution = run(kernel, "Training.of(nade).data(digits).epochs(1).start();\nagain")
    assert "Trained for one epoch" in execution.result["text/plain"]


def test_values_draw_themselves(kernel):
    assert png_size(run(kernel, "nade.sample(4)").result)
    likelihood = run(kernel, "Likelihood.of(nade, digits.test())").result
    assert "nats" in likelihood["text/plain"] and "image/svg+xml" in likelihood
    histogram = only_display(run(kernel, "%density nade --data digits.test() --data digits.train()"))
    assert "digits.train()" in histogram["text/plain"]
    completed = "nade.complete(digits.test().first(3), Mask.upperHalf())"
    assert "3 images" in run(kernel, completed).result["text/plain"]


def test_a_classification_draws_its_confusions_and_its_doubts(kernel):
    run(kernel, "var byDigit = Nade.builder().image(14, 14).hidden(20).classes(10).build();")
    run(kernel, "%train byDigit digits --epochs 2")
    classified = run(kernel, "Classification.of(byDigit, digits.test())").result
    assert re.match(r"[\d.]+ % ± [\d.]+ % of \d+ examples right", classified["text/plain"])
    assert "label \\ answer" in classified["text/plain"] and "image/svg+xml" in classified
    assert "The images it doubts most" in classified["text/plain"]


def test_plotly_comes_with_the_first_figure_only(start_kernel):
    kernel = start_kernel()
    run(kernel, SET_UP)
    figure = "Likelihood.of(nade, digits.test())"
    sizes = [len(run(kernel, figure).result["text/html"]) for _ in range(3)]
    assert sizes[0] > 300_000 and max(sizes[1:]) < 60_000


def test_a_saved_model_comes_back_bit_for_bit(kernel, tmp_path):
    run(kernel, f"%save nade {tmp_path}/models/nade")
    run(kernel, f'var loaded = Models.load("{tmp_path}/models/nade", Nade.class);')
    same = (
        "Arrays.equals(loaded.logProbability(digits.test()), nade.logProbability(digits.test()))"
    )
    assert run(kernel, same).result["text/plain"] == "true"
    run(kernel, f'var model = Models.load("{tmp_path}/models/nade");')
    assert "3 images" in run(kernel, "model.sample(3)").result["text/plain"]
    assert "4 images" in only_display(run(kernel, "%samples model 4"))["text/plain"]
    assert "nats" in only_display(run(kernel, "%density model --data digits.test()"))["text/plain"]


def test_help_lists_the_options(kernel):
    text = only_display(run(kernel, "%train --help"))["text/plain"]
    assert "Examples of one step (the model's)." in text
    for option in ("--epochs", "--weight-decay", "--patience", "--checkpoint", "--resume", "MODEL"):
        assert option in text


def interruptions(execution):
    """The updates that tell of an interrupt."""
    return [m for m in execution.of_type("update_display_data") if "Interrupted in" in str(m.data)]


def test_an_interrupted_training_says_so_and_leaves_a_usable_model(kernel):
    execution = kernel.start("%train nade digits --epochs 100000")
    execution.until(lambda message: message.type == "update_display_data")
    interrupted = time.monotonic()
    kernel.interrupt()
    execution.finish(30)
    assert execution.status == "error"
    (error,) = execution.of_type("error")
    (line,) = error.content["traceback"]
    assert COLOURS.sub("", line) == "Interrupted: this cell was stopped before its end"
    display = execution.of_type("display_data")[0]
    while not interruptions(execution):
        assert time.monotonic() - interrupted < 30, execution
        execution.receive(time.monotonic() + 30)
    (last,) = interruptions(execution)
    assert last.display_id == display.display_id
    assert "the model keeps what it has learnt" in last.data["text/plain"]
    assert "4 images" in run(kernel, "nade.sample(4)").result["text/plain"]
    again = run(kernel, "%train nade digits --epochs 60")
    live = [update["text/plain"] for update in again.updates]
    assert all("A new run on a trained model: its parameters are kept" in text for text in live[1:])
    assert live[-1].startswith("Trained for 60 epochs. A new run on a trained model: ")


def test_a_cell_that_was_stopped_shows_no_code(kernel):
    execution = kernel.start('{ System.out.println("on"); Thread.sleep(600_000); }\nvar after = 1;')
    execution.until(lambda message: message.type == "stream")
    kernel.interrupt()
    assert execution.finish().status == "error"
    (error,) = execution.of_type("error")
    assert len(error.content["traceback"]) == 1 and "sleep" not in str(error.content)
    assert kernel.execute("after").status == "error", "what came after it has not run"


def test_a_diverging_training_says_so_and_keeps_the_last_good_parameters(kernel):
    run(kernel, "var wild = Nade.builder().image(14, 14).hidden(30).seed(1).build();")
    execution = run(kernel, "%train wild digits --optimizer sgd --learning-rate 1e38")
    assert len(execution.displays) == 1
    assert "no longer a number" in [*execution.displays, *execution.updates][-1]["text/plain"]
    finite = "Arrays.stream(wild.logProbability(digits.test())).allMatch(Double::isFinite)"
    assert run(kernel, finite).result["text/plain"] == "true"


MISTAKES = {
    "%train nade digits --epoch 3": "did you mean --epochs",
    "%train nadee digits": "did you mean nade",
    "%train nade digits.tset()": "cannot find symbol",
    "%train digits nade": "'digits' is a Dataset, not a model that can be trained",
    "%train nade": "%train needs DATA",
    "%train nade digits --epochs -1": "must be at least 1, but is -1",
    "%train nade digits --epochs ten": "'ten' is not a whole number",
    "%train nade digits --optimizer adan": "use adam, rmsprop, sgd",
    "%train nade digits --learning-rate 0": "must be positive",
    "%train nade digits --resume": "add --checkpoint",
    "%train nade digits --weight-decay -1": "weight decay can't be negative",
    "%train nade digits --learning-rate 0.001 --final-learning-rate 0.1": "at most the first one, 0.001",
    "%train nade grey": ".binarized(42)",
    "%train nade digits.train().first(0)": "empty",
    "%train nade digits.resized(7,7)": ".resized(14, 14)",
    "%samples digits": "not a model that can be sampled from",
    "%samples nade -3": "can't be negative, but is -3",
    "%density nade": "type the examples to judge",
    "%device gpu": "There is no GPU that MXNet can use here",
    "%device tpu": "There is no device 'tpu'",
    "%device cpu:1": "There is no device 'cpu:1': use cpu",
    "%train nade digits --devices cpu,cpu": "each of them once",
    "%train nade digits --devices cpu,gpu": "There is no GPU that MXNet can use here",
    "%dataset drawn-digitz": "did you mean 'drawn-digits'",
    "%trian nade digits": "did you mean %train",
    "%seed abc": "'abc' is not a whole number",
    "%experiments --modle nade": "did you mean --model",
    "%experiments --model vae": "No training here has the model 'vae'",
    "%experiments --model ndae": "No training here has the model 'ndae': did you mean nade?",
    "%experiments --data drawn-digitz": "No training here has the data 'drawn-digitz': did you mean drawn-digits?",
    "%experiments --last 0": "must be at least 1",
    "Experiments.compare(99999)": "There is no training with the number 99999",
    "%save nade /proc/nothing/here": "Can't write '/proc/nothing/here'",
    'Models.save(nade, "/proc/nothing/here")': "Can't write '/proc/nothing/here'",
    'Datasets.binaryTable("/none")': "There is no file /none",
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_gets_one_sentence_and_changes_nothing(kernel, mistake):
    before = run(kernel, "Arrays.hashCode(nade.logProbability(digits.test()))").result
    execution = kernel.execute(mistake, 60)
    assert execution.status == "error"
    (error,) = execution.of_type("error")
    sentence = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(error.content["traceback"])).strip()
    assert MISTAKES[mistake] in sentence
    assert "\n" not in sentence, sentence
    assert execution.displays == []
    assert run(kernel, "Arrays.hashCode(nade.logProbability(digits.test()))").result == before


def test_an_expression_may_have_quotes_and_brackets(kernel):
    table = "tech.tablesaw.api.Table.create"
    columns = 'tech.tablesaw.api.DoubleColumn.create("my numbers", 1.5, 2.5)'
    run(kernel, f'var table = {table}("t", {columns});')
    shown = only_display(run(kernel, '%show table.column("my numbers") --as line;'))
    assert "1.5" in shown["text/plain"]
    shown = only_display(run(kernel, "%show List.of(1, 2, 3) --as line"))
    assert "3" in shown["text/plain"]
    shown = only_display(run(kernel, '%show "new double[]{1, 2}" --as line'))
    assert "1, 2" in shown["text/plain"]


def test_a_damaged_file_gets_one_sentence(kernel, tmp_path):
    (tmp_path / "damaged").write_bytes(b"PK not a model")
    execution = kernel.execute(f'Models.load("{tmp_path}/damaged")')
    assert "is damaged or no model file" in execution.error


def test_distributions_draw_themselves_without_an_import(kernel):
    for cell in ("Bernoulli.of(0.3)", "NormalDistribution.of(0, 1)", "Factorization.markov(5, 2)"):
        assert "image/svg+xml" in run(kernel, cell).result, cell


def test_a_magic_of_probability_gives_its_value_with_its_type(kernel):
    shown = only_display(run(kernel, "var count = %parameters --rgb"))
    assert "16,777,215" in shown["text/plain"]
    assert run(kernel, "count.bitLength()").result["text/plain"] == "24"


def test_a_class_of_the_notebook_may_have_the_name_of_ours(start_kernel):
    kernel = start_kernel()
    code = 'record Normal(String of) {}\nnew Normal("mine").of()'
    assert run(kernel, code).result["text/plain"] == "mine"
    assert "Bernoulli" in run(kernel, "Bernoulli.of(0.3)").result["text/plain"]


def test_every_training_is_recorded_in_the_notebooks_folder(start_kernel, tmp_path):
    first, second = start_kernel(), start_kernel()
    for kernel in (first, second):
        run(kernel, SET_UP)
    none = only_display(run(first, "%experiments"))
    assert "No training is recorded here yet" in none["text/plain"]
    run(first, "%train nade digits --epochs 2")
    run(second, "var plain = Training.of(nade).data(digits.train()).epochs(1).start();")
    lines = (tmp_path / "experiments.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[1] for line in lines] == ["model", "nade", "nade"]
    shown = only_display(run(first, "%experiments"))
    assert shown["text/plain"].startswith("The same in all: model nade, ")
    assert "<details><summary>All that is recorded</summary>" in shown["text/html"]
    assert re.search(r"^1 .* nade$", shown["text/plain"], re.MULTILINE)
    assert re.search(r"^2 .* nade$", shown["text/plain"], re.MULTILINE)
    shown = only_display(run(first, "var table = %experiments --model nade --last 5 --compare"))
    assert "drawn-digits" in shown["text/plain"] and "own samples" in shown["text/plain"]
    assert "<script>" in shown["text/html"] and "image/svg+xml" in shown
    assert run(first, "table.rowCount()").result["text/plain"] == "2"
    assert run(first, 'table.getString(0, "outcome")').result["text/plain"] == "completed"
    assert "#1 drawn-digits" in run(second, "Experiments.compare(1, 2)").result["text/plain"]
    assert "completed" in run(second, "Experiments.here()").result["text/plain"]


def test_a_training_is_usable_where_it_can_not_be_recorded(start_kernel, tmp_path):
    kernel = start_kernel()
    run(kernel, SET_UP)
    (tmp_path / "experiments.csv").write_text("name;age\n", encoding="utf-8")
    execution = run(kernel, "var run = %train nade digits --epochs 1")
    assert "rename it" in execution.displays[-1]["text/plain"]
    assert run(kernel, "run.epochs().size()").result["text/plain"] == "1"
    (tmp_path / "experiments.csv").unlink()
    assert "completed" in only_display(run(kernel, "%experiments"))["text/plain"]


def test_a_silent_training_shows_nothing(kernel):
    code = "Training.of(nade).data(digits).epochs(1).silent().start().epochs().size()"
    execution = run(kernel, code)
    assert execution.displays == []
    assert execution.result["text/plain"] == "1"


def test_plots_holds_for_everything_that_follows(start_kernel):
    kernel = start_kernel()
    run(kernel, SET_UP)
    assert "plots interactive" in only_display(run(kernel, "%plots"))["text/plain"]
    run(kernel, "%plots static --theme dark")
    training = run(kernel, "%train nade digits --epochs 3")
    shown = [*training.displays, *training.updates, run(kernel, "NormalDistribution.of(0, 1)").result]
    for bundle in shown:
        assert "<script" not in bundle["text/html"]
        assert "background:#000000" in bundle["text/html"]
    run(kernel, "%plots plotly")
    bundle = run(kernel, "NormalDistribution.of(0, 1)").result
    figure = bundle["application/vnd.plotly.v1+json"]
    assert figure["data"][0]["type"] == "scatter" and len(figure["data"][0]["y"]) > 50
    assert figure["layout"]["xaxis"]["title"]["text"] == "x"
    assert "<script" not in bundle["text/html"] and "<img" in bundle["text/html"]
    assert "application/vnd.plotly.v1+json" in only_display(run(kernel, "%dist normal 0 1"))
    run(kernel, "%plots both --theme auto")
    bundle = run(kernel, "NormalDistribution.of(0, 1)").result
    assert bundle["text/html"].count("<script") == 2, "plotly.js, once, and the figure"
    assert "application/vnd.plotly.v1+json" not in bundle
    mistake = kernel.execute("%plots --size huge").error
    assert mistake.endswith("%plots has no size 'huge': choose small, medium, large")


def test_java_warns_of_nothing(kernel):
    run(kernel, "var run = %train nade digits --epochs 1")
    run(kernel, "run.history()")
    assert "WARNING" not in kernel.log()


def test_the_notebook_and_the_variable_of_a_training_are_recorded(start_kernel, tmp_path):
    kernel = start_kernel(JPY_SESSION_NAME="lecture/first steps.ipynb")
    run(kernel, SET_UP)
    run(kernel, "var other = Nade.builder().image(14, 14).hidden(5).build(); int n = 1;")
    run(kernel, "var plain = Training.of(other).data(digits).epochs(1).start();")
    run(kernel, "%train nade digits --epochs 1")
    run(kernel, "Training.of(other).data(digits).epochs(1).silent().start();")
    begun = kernel.start("%train nade digits --epochs 500")
    begun.until(lambda message: message.type == "display_data")
    kernel.interrupt()
    begun.finish()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        lines = (tmp_path / "experiments.csv").read_text(encoding="utf-8").splitlines()
        if len(lines) == 5:
            break
        time.sleep(0.2)
    ends = [line.split(",")[-2:] for line in lines]
    assert ends == [
        ["notebook", "variable"],
        ["first steps.ipynb", "other"],
        ["first steps.ipynb", "nade"],
        ["first steps.ipynb", ""],
        ["first steps.ipynb", "nade"],
    ]
    table = only_display(run(kernel, "%experiments"))["text/plain"]
    assert "first steps.ipynb" in table and "interrupted" in table
