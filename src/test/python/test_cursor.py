"""Help and completion where the cursor is, in the real kernel, through Jupyter's own requests."""

import re

import pytest

from test_magics import SET_UP, only_display, run

TEXT = "text/plain"
METHODS = """
String methods(Class<?> type, boolean ofClass) {
  return String.join(" ", java.util.stream.Stream.of(type.getMethods())
      .filter(m -> m.getDeclaringClass() != Object.class)
      .filter(m -> java.lang.reflect.Modifier.isStatic(m.getModifiers()) == ofClass)
      .map(java.lang.reflect.Method::getName)
      .filter(name -> !List.of("toString", "equals", "hashCode").contains(name))
      .distinct()
      .toList());
}
var noisy = Datasets.ising(3, 2.0);
"""


@pytest.fixture(scope="module")
def kernel(shared_kernel):
    """A kernel with data and a model."""
    run(shared_kernel, SET_UP)
    run(shared_kernel, METHODS)
    return shared_kernel


def words(kernel, code):
    """The words that a Java expression gives, separated by spaces."""
    return run(kernel, code).result[TEXT].split()


def at_bar(code):
    """The code without its bar, and where that stands."""
    return code.replace("|", "", 1), code.index("|")


def inspect(kernel, code):
    """What Shift+Tab shows at the bar, by MIME type; nothing if there is nothing to show."""
    code, at = at_bar(code)
    reply = kernel.client.inspect(code, at, reply=True, timeout=60)["content"]
    assert reply["status"] == "ok", reply
    return reply["data"] if reply["found"] else {}


def complete(kernel, code):
    """What the Tab key makes of the code up to the bar: each match with what stands before it."""
    code, at = at_bar(code)
    reply = kernel.client.complete(code, at, reply=True, timeout=60)["content"]
    assert reply["status"] == "ok", reply
    return [code[: reply["cursor_start"]] + match for match in reply["matches"]]


def test_every_class_that_can_be_named_has_help(kernel):
    for name in words(kernel, 'String.join(" ", org.dgm4j.magic.Magics.classes())'):
        help = only_display(run(kernel, f"%help {name}"))
        assert help[TEXT].startswith(f"{name}: "), name
        assert "Methods\n" in help[TEXT] or "Called on the class\n" in help[TEXT], help[TEXT]
        assert "<table>" in help["text/html"]
        assert inspect(kernel, f"{name}|")[TEXT] == help[TEXT]


def test_every_class_of_ours_has_a_sentence_and_an_example_that_runs(kernel):
    imports = words(kernel, 'String.join(" ", org.dgm4j.magic.Magics.imports())')
    examples = set()
    for name in (name.rpartition(".")[2] for name in imports if name.startswith("org.dgm4j.")):
        text = only_display(run(kernel, f"%help {name}"))[TEXT]
        assert "class of org" not in text and "interface of org" not in text, name
        examples.update(re.findall(r"\nExample\n((?:    .*\n)+)", text))
    assert len(examples) > 20
    for example in sorted(examples):
        smaller = example.replace("drawnDigits()", "drawnDigits(28, 500, 1L)")
        run(kernel, re.sub(r"(epochs[ (])5", r"\g<1>1", smaller))


@pytest.mark.parametrize(
    "cell",
    ["%help Nade", "Nade?", "?Nade", "Nade??", "%help org.dgm4j.model.autoregressive.Nade", "\nNade?;\n"],
)
def test_a_class_is_asked_for_in_many_ways(kernel, cell):
    help = only_display(run(kernel, cell))[TEXT]
    assert help.startswith("Nade: The neural autoregressive distribution estimator")
    assert ".hidden(int hidden) " in help and "The number of hidden units; 500 if not given." in help


@pytest.mark.parametrize("cell", ["%train?", "?%train", "?train", "train?", "%help train", "%help %train"])
def test_a_magic_is_asked_for_in_many_ways(kernel, cell):
    assert only_display(run(kernel, cell)) == only_display(run(kernel, "%train --help"))


@pytest.mark.parametrize(
    "cell, told",
    [
        ("nade?", "nade is a Nade: "),
        ("nade.sample?", "nade.sample: Independent samples from the model, seeded by the notebook"),
        ("nade.completions?", "nade.completions: Completes examples several times"),
        ("%help Nade.builder", "Nade.builder: A builder"),
        ("%help Nade.Builder", "Nade.Builder: Builds a Nade."),
        ("digits.test()?", "Samples: "),
        ("%help drawn-digits", "drawn-digits, a data set: "),
        ("%help Table", "Table: "),
        ("%help String", "String: "),
        ("%help NormalDistribution.of", "NormalDistribution.of of NormalDistribution"),
    ],
)
def test_variables_methods_and_data_sets_have_help(kernel, cell, told):
    assert only_display(run(kernel, cell))[TEXT].startswith(told)


def test_without_a_name_it_is_the_guide(kernel):
    assert only_display(run(kernel, "%help"))[TEXT] == only_display(run(kernel, "%dgm"))[TEXT]


@pytest.mark.parametrize(
    "cell, sentence",
    [
        ("%help PixelRn", "variable, class, magic or data set 'PixelRn': did you mean PixelRnn?"),
        ("nade.smaple?", "nade has no method 'smaple': did you mean nade.sample?"),
        ("%trian?", "'%trian': did you mean train?"),
        ("%help xyzzyplugh", "'xyzzyplugh': %help alone lists magics and data sets"),
        ("Nade.xyzzy?", "Nade has no method 'xyzzy': %help Nade lists them"),
    ],
)
def test_an_unknown_name_gets_one_sentence(kernel, cell, sentence):
    (error,) = kernel.execute(cell, 60).of_type("error")
    text = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(error.content["traceback"])).strip()
    assert sentence in text and "\n" not in text, text


def test_a_question_mark_in_java_is_an_operator(kernel):
    cell = "boolean large = 3 > 2;\nint chosen = large\n ?1\n :2;\nchosen"
    assert run(kernel, cell).result[TEXT] == "1"
    cell = 'int other = large?\n 3 : 4;\nother + "?"'
    assert run(kernel, cell).result[TEXT] == "3?"


@pytest.mark.parametrize(
    "code, told",
    [
        ("Na|de", "Nade: "),
        ("var x = Nade.builder().image(28, 28).hid|den(3)", "The number of hidden units"),
        ("var x = Nade.builder()\n    .image(28, 28)\n    .hidden(|", "The number of hidden units"),
        ("nade.sample(4, 2|)", "nade.sample: "),
        ("nade.sample(4)|", "nade.sample: "),
        ("Likelihood.of(na|de, digits.test())", "nade is a Nade"),
        ("Likelihood.of(nade, |", "Likelihood.of: "),
        ("%tr|ain nade digits", "Usage: %train"),
        ("%train na|de digits", "nade is a Nade"),
        ("%train nade digits --epochs 5|", "Usage: %train"),
        ("%train nade digits --seed|", "Usage: %train"),
        ('var s = "𝛼𝛽";\ndigits|', "digits is a Dataset"),
    ],
)
def test_shift_tab_tells_what_stands_at_the_cursor(kernel, code, told):
    data = inspect(kernel, code)
    assert told in data[TEXT] and "<div>" in data["text/html"]


def test_shift_tab_leaves_javas_own_classes_to_the_kernel(kernel):
    assert "valueOf(char[] data)" in inspect(kernel, "String.valueOf(|1)")[TEXT]
    assert inspect(kernel, "undefined|") == {}


@pytest.mark.parametrize(
    "code, offered",
    [
        ("%train --|", ["%train --epochs", "%train --batch-size", "%train --help"]),
        ("%train --ba|", ["%train --batch-size"]),
        ("%train na|", ["%train nade"]),
        ("var r = %train nade dig|", ["var r = %train nade digits"]),
        ("%train nade digits.te|", ["%train nade digits.test()"]),
        ("int a;\n%samples nade 16 --col|", ["int a;\n%samples nade 16 --columns"]),
        ("%dataset drawn|", ["%dataset drawn-digits"]),
        ("%dist norm|", ["%dist normal"]),
        ("%help Pixel|", ["%help PixelRnn"]),
        ("%help expe|", ["%help experiments"]),
        ('var s = "𝛼𝛽";\n%train nade digits --ep|', ['var s = "𝛼𝛽";\n%train nade digits --epochs']),
    ],
)
def test_tab_offers_what_the_line_of_a_magic_takes(kernel, code, offered):
    found = complete(kernel, code)
    assert set(offered) <= set(found), found


def test_tab_offers_nothing_else_in_the_line_of_a_magic(kernel):
    run(kernel, "1 + 1")
    options = complete(kernel, "%samples nade 16 --|")
    assert all(option.startswith("%samples nade 16 --") for option in options), options
    offered = complete(kernel, "%samples |")
    assert "%samples nade" in offered and "%samples --columns" in offered
    assert not any("$" in word or "AbstractCollection" in word for word in offered), offered


EXPRESSIONS = {
    "Nade.builder()": "Nade.Builder",
    "Nade.builder().mixture(3)": "Rnade.Builder",
    "AutoRegressive.builder()": "AutoRegressive.Builder",
    "PixelRnn.builder()": "PixelRnn.Builder",
    "Vae.builder()": "Vae.Builder",
    "Gan.builder()": "Gan.Builder",
    "nade": "Nade",
    "((AutoRegressive) null)": "AutoRegressive",
    "((Rnade) null)": "Rnade",
    "((PixelRnn) null)": "PixelRnn",
    "((Vae) null)": "Vae",
    "((Gan) null)": "Gan",
    "digits": "Dataset",
    "noisy": "org.dgm4j.data.ExactDataset",
    "digits.test()": "Samples",
    "Training.of(nade)": "Training",
    "Mask.upperHalf()": "Mask",
    "Ordering.raster()": "Ordering",
    "Bernoulli.of(0.3)": "Bernoulli",
    "Categorical.uniform(6)": "Categorical",
    "Normal.of(0, 1)": "Normal",
    "NormalDistribution.of(0, 1)": "NormalDistribution",
}


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_tab_offers_every_method_of_a_value(kernel, expression):
    wanted = words(kernel, f"methods({EXPRESSIONS[expression]}.class, false)")
    found = complete(kernel, f"{expression}.|")
    names = {match.removeprefix(f"{expression}.").partition("(")[0] for match in found}
    assert wanted and set(wanted) <= names


@pytest.mark.parametrize(
    "name", "Datasets Samples Dataset Mask Ordering Latent Training Models Likelihood Nade Vae".split()
)
def test_tab_offers_every_method_of_a_class(kernel, name):
    wanted = words(kernel, f"methods({name}.class, true)")
    names = {match.removeprefix(f"{name}.").partition("(")[0] for match in complete(kernel, f"{name}.|")}
    assert wanted and set(wanted) <= names
