"""Values of other libraries draw themselves in the real kernel, with no set-up."""

import base64

import pytest

SET_UP = """
import tech.tablesaw.api.*;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.traces.*;
record Point(int x, double y) {}
var table = Table.create("towns", StringColumn.create("town", "Ulm", "<b>Jena</b>", ""),
    DoubleColumn.create("size", 1.5, Double.NaN, 20));
var figure = new Figure(ScatterTrace.builder(new double[] {1, 2}, new double[] {3, 4}).build());
var manager = ai.djl.ndarray.NDManager.newBaseManager();
var image = new java.awt.image.BufferedImage(4, 3, java.awt.image.BufferedImage.TYPE_INT_RGB);
var nats = new double[] {-90, -91.5, -88};
"""


@pytest.fixture(scope="module")
def kernel(shared_kernel):
    """A kernel with values of each kind."""
    run(shared_kernel, SET_UP)
    return shared_kernel


def run(kernel, code):
    """Executes a cell that must succeed."""
    execution = kernel.execute(code, 120)
    assert execution.status == "ok", execution
    return execution


def result(kernel, code):
    """What a cell's last expression shows."""
    return run(kernel, code).result


def test_a_table_is_a_table(kernel):
    shown = result(kernel, "table")
    assert shown["text/plain"].startswith("towns: 3 rows × 2 columns\n")
    assert "∅: 2 missing values." in shown["text/plain"]
    assert "&lt;b&gt;Jena&lt;/b&gt;" in shown["text/html"]
    assert "share of the values" in result(kernel, 'table.column("size")')["image/svg+xml"]
    assert "1 row" in result(kernel, "table.first(1)")["text/plain"]


def test_a_figure_is_interactive_over_a_picture(kernel):
    shown = result(kernel, "figure")
    assert "<svg" in shown["image/svg+xml"]
    assert "data:image/svg+xml;base64," in shown["text/html"]
    assert "Plotly.newPlot" in shown["text/html"]


def test_arrays_and_images(kernel):
    shown = result(kernel, "manager.arange(600f).reshape(20, 30)")
    assert shown["text/plain"].startswith("NDArray 20 × 30, float32 on cpu: values 0 to 599")
    assert "<svg" in shown["image/svg+xml"]
    png = base64.b64decode(result(kernel, "image")["image/png"])
    assert png.startswith(b"\x89PNG")
    closed = "var closed = manager.ones(new ai.djl.ndarray.types.Shape(2)); closed.close();\nclosed"
    assert result(kernel, closed)["text/plain"].startswith("This NDArray is closed")
    shown = result(kernel, "nats")
    assert shown == {"text/plain": "double[] 3: values −91.5 to −88, mean −89.83\n−90, −91.5, −88"}


def test_maps_and_records_are_tables_and_other_values_are_as_ever(kernel):
    shown = result(kernel, 'Map.of("rate", 0.5)')
    assert shown["text/plain"] == "{rate=0.5}" and "<table>" in shown["text/html"]
    shown = result(kernel, "new Point(1, 2.5)")
    assert shown["text/plain"] == "Point[x=1, y=2.5]" and "<table>" in shown["text/html"]
    shown = result(kernel, "List.of(new Point(1, 2.5), new Point(3, 4))")
    assert shown["text/plain"].startswith("Point: 2 rows × 2 columns")
    for code, text in [('"$x$"', "$x$"), ("3", "3"), ("List.of(1, 2)", "[1, 2]")]:
        assert result(kernel, code) == {"text/plain": text}


def test_show_draws_on_demand(kernel):
    execution = run(kernel, "%show nats")
    assert execution.result is None
    (shown,) = execution.displays
    assert "<svg" in shown["image/svg+xml"]
    (shown,) = run(kernel, "%show nats --as histogram").displays
    assert "share of the values" in shown["image/svg+xml"]
    (shown,) = run(kernel, "var same = %show table").displays
    assert "towns" in shown["text/plain"]
    mistake = kernel.execute("%show nats --as heatmp")
    assert mistake.status == "error" and "did you mean heatmap?" in mistake.error


def test_show_draws_several_values_over_one_another(kernel):
    run(kernel, "double[] low = {0, 1, 2, 3}; var high = List.of(10, 11, 12, 16);")
    (shown,) = run(kernel, "var both = %show low high").displays
    assert shown["text/plain"].splitlines()[1].startswith("low: 4 values")
    assert shown["text/plain"].splitlines()[2].startswith("high: 4 values")
    assert ">low, mean 1.5<" in shown["image/svg+xml"]
    assert ">high, mean 12.25<" in shown["image/svg+xml"]
    assert result(kernel, "((List<?>) both).size()") == {"text/plain": "2"}
    mistake = kernel.execute("%show low table")
    assert mistake.status == "error" and "'table' is a Table, not numbers" in mistake.error
    mistake = kernel.execute("%show low + 1")
    assert mistake.status == "error" and "with spaces stands in quotes" in mistake.error
