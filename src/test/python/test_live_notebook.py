"""A training notebook in JupyterLab, without network: live, interactive, there when reopened."""

import json

import pytest

from notebook_kernel import notebook

TRAINING = """
var digits = Datasets.drawnDigits(14, 4000, 1L).binarized(1);
var nade = Nade.builder().image(14, 14).hidden(100).build();
"""
CELLS = [
    TRAINING,
    "%train nade digits --epochs 12",
    "%samples nade 16",
    "%density nade --data digits.test() --data digits.train()",
    "nade.filters().first(16)",
]
FIGURES = 4

PICTURES = ".jp-OutputArea-output img"
PLOTS = ".jp-OutputArea-output .js-plotly-plot"

SHOWN = f"""() => [...document.querySelectorAll('{PICTURES}, {PLOTS}')]
  .filter(figure => figure.style.display !== 'none')
  .map(figure => {{
    const box = figure.getBoundingClientRect();
    return box.width > 50 && box.height > 20 && figure.naturalWidth !== 0;
  }})"""
"""For each figure, whether it has a size and, if it is a picture, could be decoded."""


@pytest.fixture(scope="module")
def executed(browser, server):
    """The notebook, run in the browser and saved; with what was seen meanwhile."""
    from jupyterlab_page import LabPage

    path = notebook(server.folder / "live.ipynb", *CELLS)
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    lab = LabPage(context, server)
    errors = watch_errors(lab.page)
    lab.open("live.ipynb")
    lab.run_all(wait=False)
    curves = lab.page.evaluate(
        """async () => {
          const seen = new Set();
          for (let i = 0; i < 1200 && !document.querySelector('.js-plotly-plot'); i++) {
            const picture = document.querySelector('.jp-OutputArea-output img');
            if (picture) seen.add(picture.src);
            await new Promise(done => setTimeout(done, 100));
          }
          return seen.size;
        }"""
    )
    wait_for_figures(lab.page)
    wait_until_idle(lab.page)
    lab.save()
    yield {"path": path, "page": lab.page, "curves": curves, "errors": errors, "lab": lab}
    context.close()


def watch_errors(page):
    """Collects what goes wrong in a page's scripts."""
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    return errors


def wait_until_idle(page):
    """Waits until all cells have run."""
    page.wait_for_function(
        "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'",
        timeout=120_000,
    )


def wait_for_figures(page):
    """Waits until every figure shows: JupyterLab draws the cells of a notebook one by one."""
    page.wait_for_function(
        f"""() => {{
          const shown = ({SHOWN})();
          return shown.length === {FIGURES} && shown.every(Boolean);
        }}""",
        timeout=120_000,
    )


def test_the_curve_moves_while_training(executed):
    assert executed["curves"] >= 3


def test_figures_are_interactive(executed):
    page = executed["page"]
    assert page.locator(PLOTS).count() == 2
    plot = page.locator(PLOTS).first
    plot.scroll_into_view_if_needed()
    box = plot.locator(".nsewdrag").first.bounding_box()
    labels = page.locator(".hoverlayer .hovertext")
    for step in range(100):
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * step / 100)
        page.wait_for_timeout(50)
        if labels.count() > 0:
            break
    assert any(character.isdigit() for character in labels.first.text_content(timeout=1000))


def test_nothing_left_the_machine_and_no_script_failed(executed):
    assert executed["lab"].refused == []
    assert executed["errors"] == []


def test_a_reopened_notebook_shows_every_figure(executed, lab_page):
    errors = watch_errors(lab_page.page)
    lab_page.open("live.ipynb")
    wait_for_figures(lab_page.page)
    assert lab_page.page.locator(PLOTS).count() == 2
    assert errors == []


def test_an_untrusted_notebook_shows_every_picture(executed, server, lab_page):
    content = json.loads(executed["path"].read_text(encoding="utf-8"))
    for cell in content["cells"]:
        cell["source"] = ["// changed by someone else\n", *cell["source"]]
        cell.get("metadata", {}).pop("trusted", None)
        for output in cell["outputs"]:
            if "text/html" in output.get("data", {}):
                output["data"]["text/html"] = ["<!-- changed -->\n", *output["data"]["text/html"]]
    (server.folder / "untrusted.ipynb").write_text(json.dumps(content), encoding="utf-8")
    lab_page.open("untrusted.ipynb")
    wait_for_figures(lab_page.page)
    assert lab_page.page.locator(PLOTS).count() == 0
