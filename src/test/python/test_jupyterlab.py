"""JupyterLab as `./lab` opens it, in a browser that reaches nothing but this machine."""

import json
import re
import urllib.request

import nbformat

import lab
from notebook_kernel import notebook

TITLED = """
import org.dgm4j.display.chart.Axis;
import org.dgm4j.display.chart.Chart;
import org.dgm4j.display.chart.Series;
double[] epochs = {1, 2, 3, 4};
Chart.of("A title that is as long as a heading may become", Axis.whole("epoch"), Axis.linear("nats"),
    new Series.Line("training", epochs, new double[] {140, 120, 110, 106}),
    new Series.Line("test", epochs, new double[] {142, 124, 116, 113}))
"""
BUTTONS_COVER = """figure => {
  const place = element => element.getBoundingClientRect();
  const buttons = place(figure.querySelector('.modebar'));
  return [...figure.querySelectorAll('text, .plot, .legend')].filter(part => {
    const a = place(part);
    return a.width && a.left < buttons.right && a.right > buttons.left
        && a.top < buttons.bottom && a.bottom > buttons.top;
  }).map(part => part.textContent);
}"""


def test_only_our_kernel_is_offered(server):
    with urllib.request.urlopen(f"{server.url}/api/kernelspecs?token={server.token}") as answer:
        specs = json.load(answer)
    assert specs["default"] == "dgm4j"
    assert [spec["spec"]["display_name"] for spec in specs["kernelspecs"].values()] == [
        "Java (dgm4j)"
    ]
    for logo in specs["kernelspecs"]["dgm4j"]["resources"].values():
        urllib.request.urlopen(f"{server.url}{logo}?token={server.token}").close()


def test_a_notebook_runs_and_is_saved_without_network(server, lab_page):
    path = notebook(server.folder / "sum.ipynb", "var a = 40;", "a + 2")
    lab_page.open("sum.ipynb")
    assert lab_page.page.get_by_text("Java (dgm4j)").count() > 0
    lab_page.run_all()
    assert lab_page.outputs().last.inner_text().strip() == "42"
    lab_page.save()
    assert nbformat.read(path, as_version=4).cells[1].outputs[0]["data"]["text/plain"] == "42"
    assert lab_page.refused == []
    assert lab_page.page.get_by_text("Would you like to").count() == 0


def test_what_jupyterlab_exports_prints_as_what_lab_run_writes(server):
    notebook(server.folder / "export.ipynb", "a + 2")
    address = f"{server.url}/nbconvert/html/export.ipynb?token={server.token}"
    with urllib.request.urlopen(address) as answer:
        page = answer.read().decode()
    rules = (lab.KERNEL_SPEC / "nbconvert" / "index.html.j2").read_text(encoding="utf-8")
    assert re.search(r"@media print \{.*?\n  \}", rules, re.DOTALL)[0] in page


def test_the_buttons_of_a_figure_cover_no_title(server, lab_page):
    notebook(server.folder / "titled.ipynb", TITLED.strip())
    lab_page.open("titled.ipynb")
    lab_page.run_all()
    figure = lab_page.page.locator(".dgm4j-figure")
    buttons = figure.locator(".modebar")
    output = lab_page.outputs().last
    change = "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})"
    for theme in "Light", "Dark":
        lab_page.page.evaluate(change, f"JupyterLab {theme}")
        figure.hover()
        buttons.locator("a").first.hover()
        lab_page.page.wait_for_function(
            "getComputedStyle(document.querySelector('.dgm4j-figure .modebar')).opacity === '1'"
        )
        output.screenshot(path=lab.PROJECT / "target" / f"buttons-{theme.lower()}.png")
        assert figure.evaluate(BUTTONS_COVER) == []
        box, around = buttons.bounding_box(), output.bounding_box()
        assert box["y"] + box["height"] <= around["y"] + around["height"], "they are cut off"
