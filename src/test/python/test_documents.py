"""The documents: their cells in the real kernel, their tables against what there is, their links."""

import re

import lab
import pytest
from test_magics import only_display, run

SITE = lab.PROJECT / "src" / "site" / "markdown"
README = lab.PROJECT / "README.md"
NOTEBOOKS = [README, *(SITE / f"{name}.md" for name in ("guide", "magics", "models", "data"))]
PAGES = [README, lab.PROJECT / "CONTRIBUTING.md", lab.PROJECT / "CHANGELOG.md", *sorted(SITE.glob("*.md"))]
RECIPES = SITE / "extending.md"
BLOCK = re.compile(r"(?:<!-- not run: (\S.*?) -->\n)?```java\n(.*?)```", re.DOTALL)
NATS_OF_THE_FIRST_TRAINING = 80
"""With seed 1 it has 78.81, and by the defaults of 0.1.0 143.60: see results.md."""
KINDS = """
String.join("\\n", Models.types().entrySet().stream()
    .map(kind -> kind.getKey() + " " + kind.getValue().getSimpleName()).sorted().toList())
"""

DEFAULTS = """
String.join("\\n", Models.usual().entrySet().stream().map(usual -> {
    try (var model = usual.getValue().get()) {
        var defaults = model.trainingDefaults();
        return String.format("| %s | %d | %s → %s | %s |", usual.getKey(), defaults.batchSize(),
            org.dgm4j.base.NumberText.number(defaults.learningRate()),
            org.dgm4j.base.NumberText.number(defaults.finalLearningRate()),
            defaults.momentum() == null ? "0.9" : defaults.momentum());
    }
}).toList())
"""


def name(page):
    """What pytest calls a page."""
    return page.stem


def cells(text):
    """The blocks that are to be run, in their order."""
    return [code for why, code in BLOCK.findall(text) if not why]


def shows(code):
    """Whether the cell ends with a magic or an expression, so that something stands below it."""
    last = re.sub(r"\s+//.*", "", code.strip().splitlines()[-1])
    return not re.match(r"var |import ", last) and not last.endswith((";", "}"))


def execute(kernel, text):
    """Runs the cells of a page; fails at the first that fails, or shows nothing."""
    for code in cells(text):
        execution = run(kernel, code, timeout=300)
        if shows(code):
            assert execution.result or execution.displays, f"Nothing is shown below {code}"


def column(page, number=0):
    """A column of the first table of a page, without its head."""
    rows = re.search(r"(?:^\|.*\n)+", page.read_text("utf-8"), re.MULTILINE)[0].splitlines()[2:]
    return [row.split("|")[number + 1].strip(" `") for row in rows]


def help_of(kernel, magic):
    """The options of a magic, as its help lists them."""
    help = only_display(run(kernel, f"%{magic} --help"))["text/plain"]
    return set(re.findall(r"^ +(?:-\w, )?(--[\w-]+)", help, re.MULTILINE))


@pytest.mark.parametrize("page", NOTEBOOKS, ids=name)
def test_every_cell_runs(page, start_kernel):
    text = page.read_text("utf-8")
    assert cells(text)
    execute(start_kernel(), text)


def test_few_cells_are_not_run():
    skipped = [why for page in NOTEBOOKS for why, _ in BLOCK.findall(page.read_text("utf-8")) if why]
    assert len(skipped) <= 3, skipped


@pytest.mark.parametrize("code", ["int i = missing;", "%train nothing nothing", "%samples"])
def test_a_cell_that_fails_is_noticed(shared_kernel, code):
    with pytest.raises(AssertionError):
        execute(shared_kernel, f"```java\nint fine = 1;\n```\n```java\n{code}\n```\n")


def test_the_table_of_magics_has_all_magics_and_options(shared_kernel):
    names = 'String.join(" ", org.dgm4j.magic.Magics.names())'
    magics = run(shared_kernel, names).result["text/plain"].split()
    page = SITE / "magics.md"
    assert sorted(column(page)) == sorted(f"%{magic}" for magic in magics), "a row for each magic"
    for magic, options in zip(column(page), column(page, 2)):
        told = {*re.findall(r"--[\w-]+", options), "--help"}
        assert told == help_of(shared_kernel, magic[1:]), magic
    used = re.findall(r"^(?:var \w+ = )?%(\w+)", "\n".join(cells(page.read_text("utf-8"))), re.MULTILINE)
    assert set(used) == set(magics), "a cell for each magic"


@pytest.mark.parametrize("page", [page for page in PAGES if page != RECIPES], ids=name)
def test_magics_in_the_text_exist(page, shared_kernel):
    for magic, rest in re.findall(r"`%(\w+)([^`]*)`", page.read_text("utf-8")):
        if magic not in ("maven", "classpath", "jars"):
            assert set(re.findall(r"--[\w-]+", rest)) <= help_of(shared_kernel, magic), rest


def test_the_table_of_data_sets_has_all(shared_kernel):
    known = run(shared_kernel, 'String.join(" ", Datasets.names())').result["text/plain"].split()
    assert column(SITE / "data.md") == known, "a row for each data set, in the order of KNOWN"


def test_the_table_of_models_has_all_kinds(shared_kernel):
    kinds = run(shared_kernel, KINDS).result["text/plain"].splitlines()
    page = SITE / "models.md"
    rows = sorted(map(" ".join, zip(column(page), column(page, 1))))
    assert rows == kinds, "a row for each entry of Models, with its class"


def test_the_table_of_defaults_is_that_of_the_models(shared_kernel):
    rows = run(shared_kernel, DEFAULTS).result["text/plain"].splitlines()
    assert len(rows) >= 9
    text = (SITE / "models.md").read_text("utf-8")
    assert [row for row in rows if row not in text] == []


def test_the_first_training_of_the_readme_gives_digits(start_kernel):
    kernel = start_kernel()
    run(kernel, "%seed 42")
    data, training, *_ = cells(README.read_text("utf-8"))
    run(kernel, data)
    shown = [*(done := run(kernel, training)).displays, *done.updates][-1]["text/plain"]
    assert "By adam, learning rate 0.01 → 0.0001, batches of 20." in shown
    nats = float(run(kernel, "-Likelihood.of(nade, digits.test()).mean()").result["text/plain"])
    assert nats < NATS_OF_THE_FIRST_TRAINING


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8")):
        path, _, section = target.partition("#")
        to = page.parent / path if path else page
        assert to.exists(), target
        if section:
            headings = re.findall(r"^#+ (.+)$", to.read_text("utf-8"), re.MULTILINE)
            assert section in [heading.lower().replace(" ", "-") for heading in headings], target
