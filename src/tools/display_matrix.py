"""Every view in every front end, in a browser without network.

    .lab/python/bin/python src/tools/display_matrix.py [--output DIR] [VIEW ...]

makes a notebook with every view, runs it in the real kernel, and opens it in JupyterLab and Notebook
7 (trusted, and JupyterLab untrusted), as exported HTML, as PDF, and cleaned as GitHub cleans it, in
light and in dark. In each it looks at every view: is there a figure, is it more than ground, did a
script complain, and do interactive figures answer the pointer? It leaves screenshots and two tables
in DIR (default `target/matrix`), prints the short one, and ends with status 1 if a cell is blank.
"""

import argparse
import contextlib
import io
import json
import re
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = map(str, (PROJECT / "kernel-spec", PROJECT / "src" / "test" / "python" / "helpers"))

import bleach  # noqa: E402
import lab  # noqa: E402
import nbformat  # noqa: E402
import pages  # noqa: E402
import pypdfium2  # noqa: E402
from nbformat.sign import NotebookNotary  # noqa: E402
from notebook_kernel import Kernel  # noqa: E402
from PIL import Image  # noqa: E402
from run_notebook import KERNEL  # noqa: E402

SET_UP = """
var digits = Datasets.drawnDigits(14, 300, 1L);
var bits = digits.binarized(1);
var tiny = Datasets.drawnDigits(8, 60, 1L).binarized(1);
var noise = bits.test().perturbed(0.2, 1);
var random = new Random(1);
var nade = Nade.builder().image(14, 14).hidden(20).seed(1).build();
var letters = Nade.builder().image(14, 14).hidden(20).classes(10).seed(1).build();
var diag = PixelRnn.builder().image(8, 8).diagonalBiLstm().hidden(4).seed(1).build();
var vae = Vae.builder().image(14, 14).latent(2).hidden(20).seed(1).build();
var normal = MultivariateNormal.of(new double[] {0, 1}, new double[][] {{1, 0.5}, {0.5, 2}});
var weather = JointTable.of(new double[][] {{.1, .2, .05}, {.25, .15, .25}},
    Variable.of("weather", "sun", "rain"), Variable.of("mood", "good", "so so", "bad"));
var triple = JointTable.ofWeights(s -> 1 + s[0] + 2 * s[1] * s[2], Variable.binary("a", "b", "c"));
double[] series = new double[200];
for (int t = 2; t < 200; t++)
    series[t] = 1.5 * series[t - 1] - 0.8 * series[t - 2] + random.nextGaussian();
float vector(int i) { return (float) (Math.sin(i * 12.9898) * 3 + Math.cos(i * 78.233)); }
var hostile = HOSTILE;
record Person(String name, int age) {}
var people = Table.create("people",
    DoubleColumn.create("age", 31, 45, 27, 62),
    StringColumn.create("name", "Ada", "Émilie", "Sophie", "Hypatia"));
var figure = new Figure(
    Layout.builder("a figure").build(),
    ScatterTrace.builder(new double[] {1, 2, 3}, new double[] {2, 1, 3}).build());
var picture = new java.awt.image.BufferedImage(60, 40, java.awt.image.BufferedImage.TYPE_INT_RGB);
for (int i = 0; i < 2400; i++) picture.setRGB(i % 60, i / 60, i * 6991);
Samples vectors(int n, int d) {
    float[] values = new float[n * d];
    for (int i = 0; i < n * d; i++) values[i] = vector(i);
    return Samples.vectors(values, n, d);
}
"""

CHART, IMAGES, GRAPH, TABLE = "chart", "images", "graph", "table"


HOSTILE = "<script>alert(1)</script><b>\"q\" 'a' & $x^2$ \\alpha 😀 한글"


class View(NamedTuple):
    """A cell that shows a value: its code, its kind, and a text that must stand there as it is."""

    code: str
    kind: str
    text: str = ""

    @property
    def interactive(self):
        """Whether the pointer finds numbers in it."""
        return self.kind in (CHART, IMAGES)


VIEWS = {
    "probability-mass": View("Bernoulli.of(0.3)", CHART),
    "density": View("NormalDistribution.of(0, 1)", CHART),
    "cumulative": View("%dist gamma 2 1 --cdf", CHART),
    "draws-of-integers": View("Bernoulli.of(0.3).sample(1000)", CHART),
    "draws-of-numbers": View("Normal.of(0, 1).sample(500)", CHART),
    "draws-of-states": View("triple.sample(40, 1)", TABLE),
    "normal-of-2": View("normal", CHART),
    "draws-of-2": View("normal.sample(300)", CHART),
    "joint-table": View("weather", CHART),
    "conditional-table": View('weather.conditionalTable("mood", "weather")', CHART),
    "bayes": View('weather.bayes("weather", "mood", 0)', CHART),
    "factorization": View("Factorization.markov(5, 2)", GRAPH),
    "fitted-factorization": View("Factorization.markov(3, 2).fit(triple.sample(50, 1).states(), 1)", GRAPH),
    "factorized-model": View("FactorizedModel.fit(Factorization.independent(64, 2), tiny.train(), 1)", GRAPH),
    "parameters": View("%parameters --variables 784 --states 2", CHART),
    "parameter-count": View("Factorization.full(784, 2).parameterCount()", TABLE),
    "independence": View('triple.conditionalIndependence("a", "b", "c")', TABLE),
    "quantity": View("Divergence.kl(Normal.of(0, 1), Normal.of(1, 2), 1000, 1)", TABLE),
    "data-set": View("digits", IMAGES),
    "images": View("digits.train().first(40)", IMAGES),
    "colour-images": View("Datasets.colouredDigits(14, 20, 1L).train()", IMAGES),
    "vectors-of-1": View("vectors(300, 1)", CHART),
    "vectors-of-2": View("vectors(300, 2)", CHART),
    "vectors-of-8": View("vectors(20, 8)", CHART),
    "curves": View("vectors(3, 40)", CHART),
    "exact-density": View("%density Datasets.eightGaussians()", CHART),
    "training": View("%train nade bits --epochs 2", CHART),
    "second-training": View("Training.of(nade).data(bits).epochs(2).start()", CHART),
    "experiments": View("%experiments", TABLE),
    "experiments-of-this-folder": View("Experiments.here()", TABLE),
    "learning-curves": View("Experiments.compare(1, 2)", CHART),
    "comparison": View("%compare nade vae --data bits", TABLE),
    "comparison-in-java": View("Comparison.of(bits, nade, vae)", TABLE),
    "sample-quality": View("SampleQuality.of(nade, bits.train())", TABLE),
    "samples": View("%samples nade 16", IMAGES),
    "filters": View("nade.filters().first(10)", IMAGES),
    "histogram": View("%density nade --data bits.test() --data noise", CHART),
    "likelihood": View("Likelihood.of(nade, bits.test())", CHART),
    "anomaly": View("%anomaly nade --normal bits.test() --abnormal noise", CHART),
    "anomaly-detection": View("AnomalyDetection.of(nade, bits.test(), noise)", CHART),
    "classification": View("Classification.of(letters, bits.test())", CHART),
    "trained-models": View("Models.pretrained()", TABLE),
    "model-card": View('Models.pretrained().named("nade-drawn-digits")', TABLE),
    "roc": View("Roc.of(nade, bits.test(), noise)", CHART),
    "principal-components": View("PrincipalComponents.of(digits.train())", CHART),
    "completions": View("nade.completions(bits.test().first(4), Mask.upperHalf(), 3)", IMAGES),
    "forecast": View("GaussianAutoRegressive.fit(series, 2).forecast(series, 20)", CHART),
    "receptive-field": View("diag.receptiveField(4, 4)", CHART),
    "pixel-conditionals": View("diag.conditionals(tiny.test().first(1), 4, 4)", CHART),
    "pixel-bits": View("diag.pixelBits(tiny.test().first(1))", CHART),
    "bound": View("vae.evidenceLowerBound(digits.test())", CHART),
    "latent-scatter": View("Latent.scatter(vae, digits.test())", CHART),
    "latent-manifold": View("Latent.manifold(vae, 6)", IMAGES),
    "latent-interpolation": View(
        "Latent.interpolate(vae, digits.test().range(0, 1), digits.test().range(1, 2), 8)", IMAGES
    ),
    "latent-traversal": View("Latent.traverse(vae, digits.test().first(1))", IMAGES),
    "latent-explorer": View("Latent.explorer(vae, digits.test())", IMAGES),
    "latent-probe": View("Latent.probe(vae, digits.train().first(100), digits.test())", TABLE),
    "target": View("TargetDensity.twoModes()", CHART),
    "inference": View("VariationalInference.of(TargetDensity.banana()).fullNormal().steps(200).start()", CHART),
    "inference-both-ways": View(
        "VariationalInference.of(TargetDensity.twoModes()).fullNormal().steps(200).startAt(1, 0).startBoth()", CHART
    ),
    "table-of-tablesaw": View("people", TABLE),
    "slice-of-tablesaw": View("new tech.tablesaw.table.TableSlice(people)", TABLE),
    "column-of-tablesaw": View("people.column(0)", CHART),
    "figure-of-tablesaw": View("figure", CHART),
    "page-of-tablesaw": View('Page.pageBuilder(figure, "target").build()', CHART),
    "map": View('new java.util.TreeMap<>(Map.of("mean", 0.5, "variance", 0.25))', TABLE),
    "record": View('new Person("Ada", 31)', TABLE),
    "list": View('List.of("one", "two", "three")', TABLE),
    "array-of-djl": View(
        "ai.djl.ndarray.NDManager.newBaseManager()"
        ".arange(96f).sin().reshape(8, 12)", CHART
    ),
    "arrays-over-one-another": View("%show series random.doubles(200).toArray()", CHART),
    "array-of-java": View("new double[] {1, 2, 3, 4}", TABLE),
    "buffered-image": View("picture", GRAPH),
    "image-of-djl": View(
        "ai.djl.modality.cv.ImageFactory.getInstance().fromImage(picture)", GRAPH
    ),
    "chart": View(
        "org.dgm4j.display.chart.Chart.of(\"\", org.dgm4j.display.chart.Axis.whole(\"epoch\"),"
        " org.dgm4j.display.chart.Axis.linear(\"nats\"), new org.dgm4j.display.chart.Series.Line("
        "\"train\", new double[] {1, 2, 3}, new double[] {140, 120, 115}))",
        CHART,
    ),
    "hostile-table": View(
        "new org.dgm4j.display.component.TableView(List.of(hostile), List.of(List.of(hostile)), hostile)",
        TABLE,
        HOSTILE,
    ),
    "hostile-chart": View(
        "JointTable.of(new double[][] {{.3, .7}},"
        " Variable.of(hostile, hostile), Variable.of(\"b\", hostile, \"c\"))",
        CHART,
        "$x^2$",
    ),
}


MISSING = """
String missing(Object... all) {
    var types = org.dgm4j.display.registry.Views.types();
    var shown = java.util.Arrays.stream(all)
        .map(value -> types.stream().filter(type -> type.isInstance(value)).findFirst().orElse(null))
        .collect(java.util.stream.Collectors.toSet());
    return types.stream()
        .filter(type -> !shown.contains(type) && !type.isArray())
        .map(Class::getName)
        .collect(java.util.stream.Collectors.joining(" "));
}
missing(%s)
"""
"""The entries of Views by which no value is shown; arrays of Java are one kind."""


class Result(NamedTuple):
    """What is to be said of a view in a front end: what is shown, or what is wrong."""

    shown: str
    problem: str = ""


def document(names):
    """A notebook with these views, each in a cell whose first line names it."""
    notebook = nbformat.v4.new_notebook()
    notebook.metadata.kernelspec = KERNEL
    notebook.metadata.language_info = {"name": "Java", "file_extension": ".jshell"}
    hostile = json.dumps(HOSTILE, ensure_ascii=True)
    notebook.cells = [nbformat.v4.new_code_cell(SET_UP.strip().replace("HOSTILE", hostile))]
    for name in names:
        cell = nbformat.v4.new_code_cell(VIEWS[name].code)
        cell.metadata["view"] = name
        notebook.cells.append(cell)
    return notebook


def execute(names, path):
    """Runs the views in the real kernel, as a front end would, and saves the notebook.

    Returns it, and the types with an entry in Views by which no value among all views is shown.
    """
    notebook = document(names)
    with tempfile.TemporaryDirectory() as folder, Kernel(folder) as kernel:
        values = []
        for count, cell in enumerate(notebook.cells, 1):
            code = cell.source
            if "view" in cell.metadata and not code.startswith("%"):
                values.append(f"value{count}")
                kernel.execute(f"var {values[-1]} = {code};", timeout=300)
                code = values[-1]
            execution = kernel.execute(code, timeout=300)
            if execution.status != "ok":
                raise AssertionError(f"{cell.source}: {execution.error}")
            cell.execution_count = count
            shown = {}
            for message in execution.messages:
                if message.type == "stream":
                    continue
                output = nbformat.v4.output_from_msg(
                    {"header": {"msg_type": message.type.replace("update_", "")}, "content": message.content}
                )
                output.pop("transient", None)
                shown[message.display_id or len(shown)] = output
            cell.outputs = list(shown.values())
        missing = kernel.execute(MISSING % ", ".join(values)).result["text/plain"]
    nbformat.write(notebook, path)
    return notebook, [name for name in missing.split() if len(names) == len(VIEWS)]


def untrusted(notebook):
    """The same notebook from someone else: no signature fits its outputs."""
    changed = nbformat.from_dict(json.loads(json.dumps(notebook)))
    for cell in changed.cells:
        cell.metadata.pop("trusted", None)
        for output in cell.outputs:
            if "text/html" in output.get("data", {}):
                output["data"]["text/html"] = "<!-- changed -->" + output["data"]["text/html"]
    return changed


def on_github(notebook, dark):
    """The outputs as GitHub shows them: HTML without scripts, styles and handlers, or a picture."""
    tags = {"div", "span", "p", "br", "table", "thead", "tbody", "tr", "td", "th", "img", "details"}
    tags |= {"summary", "b", "i", "code", "pre"}
    attributes = {"img": ["src", "alt", "width", "height"]}
    ground, ink = ("#0d1117", "#e6edf3") if dark else ("#ffffff", "#1f2328")
    parts = [f'<!DOCTYPE html><meta charset="utf-8"><body style="background:{ground};color:{ink}">']
    for cell in notebook.cells:
        parts.append('<div class="jp-CodeCell"><div class="jp-OutputArea">')
        for output in cell.outputs:
            data = output.get("data", {})
            if "text/html" in data:
                html = pages.SCRIPT.sub("", data["text/html"])
                protocols = {"http", "https", "data"}
                parts.append(bleach.clean(html, tags, attributes, protocols, strip=True))
            elif "image/png" in data:
                parts.append(f'<img src="data:image/png;base64,{data["image/png"]}">')
            elif "text/plain" in data:
                parts.append(f"<pre>{bleach.clean(data['text/plain'])}</pre>")
        parts.append("</div></div>")
    return "".join(parts)


def ink(picture):
    """How many pixels differ clearly from the most frequent colour."""
    picture = picture.convert("RGB")
    colors = picture.getcolors(picture.width * picture.height)
    ground = max(colors)[1]
    return sum(n for n, color in colors if sum(abs(a - b) for a, b in zip(color, ground)) > 60)


FIGURES = """area => [...area.querySelectorAll('img, canvas, svg, .js-plotly-plot')]
  .filter(f => !f.closest('.js-plotly-plot') || f.matches('.js-plotly-plot'))
  .map(f => f.getBoundingClientRect().width > 30 && f.getBoundingClientRect().height > 15
      && f.naturalWidth !== 0 ? (f.matches('.js-plotly-plot') ? 'figure' : 'picture') : '')
  .filter(Boolean)"""


class Look:
    """Looks at the views of a page."""

    def __init__(self, page, folder, names, interactive):
        self.page = page
        self.folder = folder
        self.names = names
        self.interactive = interactive
        self.errors = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self.listen)

    def listen(self, message):
        """Keeps what the console says of errors, and why a figure stays a picture."""
        if message.type == "error" or message.text.startswith("dgm4j"):
            self.errors.append(f"{message.text} {message.location.get('url', '')}")

    def results(self):
        """The result of each view, and what scripts complained of meanwhile."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return {name: self.result(i + 1, name) for i, name in enumerate(self.names)}

    def result(self, index, name):
        view = VIEWS[name]
        before = len(self.errors)
        cell = self.page.locator(".jp-CodeCell").nth(index)
        cell.scroll_into_view_if_needed(timeout=20_000)
        area = cell.locator(".jp-OutputArea").first
        expected = "figure" if self.interactive and view.kind == CHART else "picture"
        with contextlib.suppress(Exception):
            if view.kind != TABLE:
                self.page.wait_for_function(
                    f"area => ({FIGURES})(area).includes('{expected}')",
                    arg=area.element_handle(timeout=10_000),
                    timeout=20_000,
                )
        figures = area.evaluate(FIGURES, timeout=10_000)
        picture = Image.open(io.BytesIO(area.screenshot(timeout=20_000)))
        picture.save(self.folder / f"{name}.png")
        shown = "table" if view.kind == TABLE else expected
        if view.kind != TABLE and expected not in figures:
            return Result(shown, "; ".join([f"no {expected}", *self.errors]))
        if ink(picture) < 200:
            return Result(shown, "blank")
        plots = area.locator(".js-plotly-plot")
        said = plots.first.text_content() if plots.count() else area.inner_text()
        if view.text not in said:
            return Result(shown, f"says {said[:80]}")
        if self.interactive and view.interactive and not self.answers(area):
            return Result(shown, "no answer to the pointer")
        if self.errors[before:]:
            return Result(shown, self.errors[before])
        return Result("interactive" if self.interactive and view.interactive else shown)

    def answers(self, area):
        """Whether moving the pointer over the first figure shows a number."""
        target = area.locator(".nsewdrag, img").locator("visible=true").first
        target.scroll_into_view_if_needed(timeout=10_000)
        box = target.bounding_box()
        is_picture = target.evaluate("element => element.matches('img')")
        text = area.inner_text()
        for step in range(1, 400):
            # Places that spread evenly (Roberts' sequence in the plane).
            across, down = (0.7549 * step) % 1, (0.5698 * step) % 1
            self.page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
            self.page.wait_for_timeout(40)
            said = " ".join(area.locator(".hoverlayer .hovertext").all_text_contents())
            now = area.inner_text() if is_picture else text
            if re.search(r"\d", said) or now != text and re.search(r"\d", now):
                return True
        return False


class Server:
    """JupyterLab and Notebook 7 on a folder, with all cells drawn and in the theme that is wanted."""

    def __init__(self, folder):
        from conftest import Server as Base

        settings = folder / "jupyter_config_dir" / "lab" / "user-settings" / "@jupyterlab"
        for plugin, values in {
            "notebook-extension/tracker": {"windowingMode": "none"},
            "apputils-extension/notification": {"checkForUpdates": False, "fetchNews": "false"},
        }.items():
            file = settings / f"{plugin}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values), encoding="utf-8")
        self.notebooks = folder / "notebooks"
        self.notebooks.mkdir()
        self.base = Base(self.notebooks, "--JupyterNotebookApp.expose_app_in_browser=True")
        self.base.wait_until_ready()

    def open(self, page, address, dark):
        page.goto(f"{self.base.url}/{address}?reset&token={self.base.token}", timeout=90_000)
        page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=90_000)
        if dark:
            page.evaluate(
                "() => window.jupyterapp.commands.execute('apputils:change-theme',"
                " {theme: 'JupyterLab Dark'})"
            )
            page.wait_for_selector(
                "body[data-jp-theme-light=false]", state="attached", timeout=30_000
            )


@contextlib.contextmanager
def serving(notebook):
    """A server of a notebook, trusted and not, for one front end.

    Two on one server would be refused a file that both have: Jupyter remembers where it found a
    file by its name alone.
    """
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        try:
            nbformat.write(notebook, server.notebooks / "views.ipynb")
            NotebookNotary(data_dir=str(Path(folder) / "jupyter_data_dir")).sign(notebook)
            nbformat.write(untrusted(notebook), server.notebooks / "untrusted.ipynb")
            yield server
        finally:
            server.base.stop()


def printed(notebook, names, folder):
    """The results of the PDF: every view on pages of its own, which its name begins."""
    copy = nbformat.from_dict(json.loads(json.dumps(notebook)))
    for cell in copy.cells:
        cell.source = f"// {cell.metadata.get('view', 'set up')} //"
    page = pages.html(copy, Path("matrix.ipynb"), scripts=False)
    page = page.replace("</head>", "<style>.jp-CodeCell{break-before:page}</style></head>")
    folder.mkdir(parents=True, exist_ok=True)
    pages.pdf(page, folder / "matrix.pdf")
    inks = {}
    name = None
    for number, sheet in enumerate(pypdfium2.PdfDocument(folder / "matrix.pdf")):
        # Text of a sheet with upright labels may come letter by letter.
        text = re.sub(r"\s", "", sheet.get_textpage().get_text_range())
        begins = re.search(r"//(.+?)//", text)
        name = begins[1] if begins else name
        picture = sheet.render(scale=1).to_pil()
        picture.save(folder / f"{name}{'' if begins else f'-{number}'}.png")
        picture = picture.crop((0, 60 if begins else 0, picture.width, picture.height))
        inks[name] = inks.get(name, 0) + ink(picture)
    return {
        name: Result(
            "table" if VIEWS[name].kind == TABLE else "picture",
            "" if inks.get(name, 0) >= 200 else "blank",
        )
        for name in names
    }


def front_ends(browser, servers, notebook, names, output):
    """Yields the name of each front end and its results."""
    from jupyterlab_page import LOCAL

    def look(name, interactive, load):
        context = browser.new_context(viewport={"width": 1280, "height": 1000})
        refused = []

        def refuse(route):
            refused.append(route.request.url)
            route.abort()

        context.route(lambda url: not (LOCAL.match(url) or url.startswith("file:")), refuse)
        page = context.new_page()
        eyes = Look(page, output / name.replace(" ", "-").lower(), names, interactive)
        load(page)
        results = eyes.results()
        context.close()
        if refused:
            results = {view: Result(r.shown, f"asked for {refused[0]}") for view, r in results.items()}
        return name, results

    def file(name, text):
        path = output / name
        path.write_text(text, encoding="utf-8")
        return lambda page: page.goto(path.as_uri(), timeout=90_000)

    for dark in (False, True):
        theme = "dark" if dark else "light"
        if servers:
            lab_server, notebook_server = servers
            yield look(
                f"JupyterLab {theme}",
                True,
                lambda p: lab_server.open(p, "lab/tree/views.ipynb", dark),
            )
            yield look(
                f"Notebook 7 {theme}",
                True,
                lambda p: notebook_server.open(p, "notebooks/views.ipynb", dark),
            )
            yield look(
                f"untrusted {theme}",
                False,
                lambda p: lab_server.open(p, "lab/tree/untrusted.ipynb", dark),
            )
        exported = pages.html(notebook, Path("views.ipynb"), theme=theme)
        yield look(f"HTML {theme}", True, file(f"views-{theme}.html", exported))
        yield look(f"GitHub {theme}", False, file(f"github-{theme}.html", on_github(notebook, dark)))
    yield "PDF", printed(notebook, names, output / "pdf")


def matrix(names, output, browser, servers=True):
    """Makes everything; returns front end → view → result."""
    output.mkdir(parents=True, exist_ok=True)
    notebook, missing = execute(names, output / "views.ipynb")
    if missing:
        raise AssertionError(
            f"Views has entries that no cell shows: add a value of {' and '.join(missing)} to VIEWS"
        )
    with contextlib.ExitStack() as stack:
        running = [stack.enter_context(serving(notebook)) for _ in range(2 if servers else 0)]
        return dict(front_ends(browser, running, notebook, names, output))


def problems(results):
    """A line for each view that is not as it should be."""
    return [
        f"{front_end}, {view}: {result.problem}"
        for front_end, views in results.items()
        for view, result in views.items()
        if result.problem
    ]


def long_table(results):
    """A row for each view, a column for each front end."""
    signs = {"interactive": "●", "figure": "●", "picture": "○", "table": "▤"}
    lines = ["| view | " + " | ".join(results) + " |", "| --- |" + " --- |" * len(results)]
    for view in next(iter(results.values())):
        cells = (r[view].problem or signs[r[view].shown] for r in results.values())
        lines.append(f"| {view} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def short_table(results):
    """A row for each front end, with the numbers of views of each kind."""
    kinds = {CHART: "charts", IMAGES: "images", GRAPH: "graphs", TABLE: "tables"}
    lines = ["| front end | " + " | ".join(kinds.values()) + " |", "| --- |" + " --- |" * len(kinds)]
    for front_end, views in results.items():
        cells = []
        for kind in kinds:
            some = [r for name, r in views.items() if VIEWS[name].kind == kind]
            good = [r for r in some if not r.problem]
            how = good[0].shown if good and kind in (CHART, IMAGES) else ""
            cells.append(f"{len(good)} of {len(some)}{', ' + how if how else ''}")
        lines.append(f"| {front_end} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main():
    """Reads the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("views", nargs="*", metavar="VIEW", help="only these")
    parser.add_argument("--output", type=Path, default=lab.PROJECT / "target" / "matrix")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.views if name not in VIEWS]
    if unknown:
        print(f"There is no view {unknown[0]}: choose {', '.join(VIEWS)}", file=sys.stderr)
        return 2
    from conftest import chromium

    with chromium() as browser:
        results = matrix(arguments.views or list(VIEWS), arguments.output.absolute(), browser)
    (arguments.output / "matrix.md").write_text(long_table(results) + "\n", encoding="utf-8")
    print(short_table(results))
    wrong = problems(results)
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
