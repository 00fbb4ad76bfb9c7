"""A quick part of the matrix of views and front ends; display_matrix.py makes the whole."""

import pytest

import display_matrix
import lab
import pages

VIEWS = ["probability-mass", "images", "factorization", "hostile-table", "hostile-chart"]


@pytest.fixture(scope="module")
def results(browser, tmp_path_factory):
    """Front end → view → result, of those front ends that need no server."""
    return display_matrix.matrix(
        VIEWS, tmp_path_factory.mktemp("matrix"), browser, servers=False
    )


def test_every_view_is_there_in_every_export(results):
    assert display_matrix.problems(results) == []
    assert set(results) == {"HTML light", "HTML dark", "GitHub light", "GitHub dark", "PDF"}
    for front_end, views in results.items():
        assert list(views) == VIEWS
        expected = "interactive" if front_end.startswith("HTML") else "picture"
        assert views["images"].shown == views["probability-mass"].shown == expected


def test_every_entry_of_the_registry_of_views_is_looked_at(tmp_path):
    _, missing = display_matrix.execute(list(display_matrix.VIEWS), tmp_path / "views.ipynb")
    assert missing == [], "add a value of each to VIEWS in display_matrix.py"


def test_a_blank_view_and_a_silent_figure_are_noticed(browser, tmp_path):
    notebook, _ = display_matrix.execute(["probability-mass"], tmp_path / "views.ipynb")
    (output,) = notebook.cells[1].outputs
    html = output["data"]["text/html"]
    output["data"]["text/html"] = "<div style='height:200px'></div>"
    assert display_matrix.printed(notebook, ["probability-mass"], tmp_path)["probability-mass"].problem
    output["data"]["text/html"] = html.replace("<script", "<template")
    page = browser.new_page()
    look = display_matrix.Look(page, tmp_path, ["probability-mass"], True)
    path = tmp_path / "page.html"
    path.write_text(pages.html(notebook, path), encoding="utf-8")
    page.goto(path.as_uri())
    assert look.results()["probability-mass"].problem.startswith("no figure")
    page.close()


def test_a_blank_table_is_noticed_on_paper(browser, tmp_path):
    notebook, _ = display_matrix.execute(["list"], tmp_path / "views.ipynb")
    assert display_matrix.printed(notebook, ["list"], tmp_path)["list"].problem == ""
    (output,) = notebook.cells[1].outputs
    output["data"] = {"text/plain": "", "text/html": "<div style='height:200px'></div>"}
    assert display_matrix.printed(notebook, ["list"], tmp_path)["list"].problem == "blank"


def test_the_lectures_notebooks_are_small():
    sizes = {path.name: path.stat().st_size for path in lab.NOTEBOOKS.glob("*.ipynb")}
    assert len(sizes) >= 6
    assert {name: size for name, size in sizes.items() if size > 3_000_000} == {}
