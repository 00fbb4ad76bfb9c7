"""The reader's copies of the notebooks: nothing of the reader's is lost, and the clone stays clean."""

import itertools
import subprocess
from pathlib import Path

import nbformat
import pytest

import copies
import lab
from conftest import Server
from jupyterlab_page import LabPage
from notebook_kernel import notebook


class Lecture:
    """Originals and copies in a folder of a test's own."""

    def __init__(self, place):
        self.originals = place / "notebooks"
        self.copies = place / "my-notebooks"
        self.originals.mkdir()
        self.write("a.ipynb", "first edition")

    def write(self, name, text):
        """Writes an original."""
        path = self.originals / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def change(self, name, text):
        """Does what a reader does."""
        (self.copies / name).write_text(text)

    def start(self):
        """What the copies hold after the next start."""
        copies.prepare(self.originals, self.copies)
        files = (file for file in self.copies.rglob("*") if file.is_file())
        return {
            file.relative_to(self.copies).as_posix(): file.read_text()
            for file in files
            if file.name != copies.RECORD
        }


@pytest.fixture
def lecture(tmp_path):
    """A lecture of one notebook."""
    return Lecture(tmp_path)


def test_copies_are_made_and_renewed_as_long_as_they_are_unchanged(lecture, capsys):
    lecture.write("pictures/cat.png", "a cat")
    assert lecture.start() == {"a.ipynb": "first edition", "pictures/cat.png": "a cat"}
    assert "Your copies of the notebooks are in my-notebooks" in capsys.readouterr().err
    assert lecture.start() == {"a.ipynb": "first edition", "pictures/cat.png": "a cat"}
    assert capsys.readouterr().err == ""
    lecture.write("a.ipynb", "second edition")
    lecture.write("b.ipynb", "another")
    assert lecture.start() == {
        "a.ipynb": "second edition", "b.ipynb": "another", "pictures/cat.png": "a cat"
    }
    assert capsys.readouterr().err == "New in my-notebooks: a.ipynb, b.ipynb.\n"


def test_what_the_reader_changed_stays_and_the_new_one_is_offered_beside_it_once(lecture, capsys):
    lecture.start()
    lecture.change("a.ipynb", "mine")
    assert lecture.start() == {"a.ipynb": "mine"}
    capsys.readouterr()
    lecture.write("a.ipynb", "second edition")
    both = {"a.ipynb": "mine", "a-updated.ipynb": "second edition"}
    assert lecture.start() == both
    assert capsys.readouterr().err == (
        "notebooks/a.ipynb is newer than your changed copy, which stays as it is: the new one is"
        " my-notebooks/a-updated.ipynb.\n"
    )
    assert lecture.start() == both and capsys.readouterr().err == ""
    lecture.write("a.ipynb", "third edition")
    assert lecture.start() == {"a.ipynb": "mine", "a-updated.ipynb": "third edition"}
    lecture.change("a-updated.ipynb", "mine, too")
    lecture.write("a.ipynb", "fourth edition")
    three = {
        "a.ipynb": "mine", "a-updated.ipynb": "mine, too", "a-updated-2.ipynb": "fourth edition"
    }
    assert lecture.start() == three
    (lecture.copies / "a-updated-2.ipynb").unlink()
    del three["a-updated-2.ipynb"]
    assert lecture.start() == three, "the reader had enough of it"


def test_a_copy_that_is_deleted_is_made_afresh(lecture):
    lecture.start()
    lecture.change("a.ipynb", "spoilt")
    (lecture.copies / "a.ipynb").unlink()
    assert lecture.start() == {"a.ipynb": "first edition"}


def test_what_running_leaves_behind_is_not_copied(lecture):
    for name in ("experiments.csv", "models/nade", "runs/run", ".ipynb_checkpoints/a.ipynb"):
        lecture.write(name, "of a run")
    assert lecture.start() == {"a.ipynb": "first edition"}


@pytest.mark.parametrize("record", ["", "{", "[1]", '{"a.ipynb": 3}'])
def test_a_damaged_record_costs_no_change(lecture, record):
    lecture.start()
    lecture.change("a.ipynb", "mine")
    (lecture.copies / copies.RECORD).write_text(record)
    assert lecture.start() == {"a.ipynb": "mine", "a-updated.ipynb": "first edition"}


def test_no_change_of_a_reader_is_ever_lost(lecture):
    """All orders of what reader and author do, each step followed by a start."""
    steps = ("reader", "author", "author goes back", "nobody")
    for number, order in enumerate(itertools.product(steps, repeat=4)):
        place = lecture.originals.parent / str(number)
        place.mkdir()
        tried = Lecture(place)
        mine = None
        offered = set(tried.start().values())
        for step, who in enumerate(order):
            if who == "reader":
                mine = f"mine {step}"
                tried.change("a.ipynb", mine)
            elif who == "author":
                tried.write("a.ipynb", f"edition {step}")
            elif who == "author goes back":
                tried.write("a.ipynb", "first edition")
            there = tried.start()
            offered |= set(there.values())
            edition = (tried.originals / "a.ipynb").read_text()
            assert there["a.ipynb"] == (mine or edition) and edition in offered, order


# The real thing


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone of a project that ./lab opens, with git."""
    folder = tmp_path / "clone"
    (folder / "notebooks").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "data" / "numbers.txt").write_text("40")
    (folder / ".gitignore").write_text((lab.PROJECT / ".gitignore").read_text())
    code = 'Integer.parseInt(java.nio.file.Files.readString(java.nio.file.Path.of("../data/numbers.txt"))) + 2'
    notebook(folder / "notebooks" / "sum.ipynb", code)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "-c", "user.name=A", "-c", "user.email=a@b", "commit", "-qm", "Begin")
    monkeypatch.setattr(lab, "NOTEBOOKS", folder / "notebooks")
    monkeypatch.setattr(lab, "COPIES", folder / lab.COPIES.name)
    monkeypatch.setattr(lab, "STATE", tmp_path / "state")
    monkeypatch.setattr(lab, "prepare_session", lambda on_gpu: lab.jupyter_environment())
    return folder


def git(folder, *words):
    """What git says."""
    return subprocess.run(
        ["git", *words], cwd=folder, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def opened(monkeypatch, *words):
    """The folder on which ./lab would open JupyterLab."""
    commands = []
    monkeypatch.setattr(lab, "become", lambda command, environment: commands.append(command))
    assert lab.main(list(words)) == 0
    ((root,),) = [
        [word.split("=", 1)[1] for word in command if word.startswith("--ServerApp.root_dir=")]
        for command in commands
    ]
    return Path(root)


def test_running_and_saving_in_jupyterlab_leaves_the_clone_clean(
    clone, monkeypatch, tmp_path, browser
):
    folder = opened(monkeypatch, "--no-browser")
    assert folder == clone / "my-notebooks"
    monkeypatch.undo()
    original = (clone / "notebooks" / "sum.ipynb").read_bytes()
    server = Server(folder, state=tmp_path)
    try:
        server.wait_until_ready()
        context = browser.new_context(viewport={"width": 1280, "height": 1000})
        page = LabPage(context, server)
        page.open("sum.ipynb")
        page.run_all()
        assert page.outputs().last.inner_text().strip() == "42", "relative paths still work"
        page.save()
        assert page.page.get_by_text(".originals.json").count() == 0
        context.close()
    finally:
        server.stop()
    saved = nbformat.read(folder / "sum.ipynb", as_version=4)
    assert saved.cells[0].outputs[0]["data"]["text/plain"] == "42"
    assert (clone / "notebooks" / "sum.ipynb").read_bytes() == original
    assert git(clone, "status", "--porcelain") == ""


def test_an_author_opens_the_originals(clone, monkeypatch):
    assert opened(monkeypatch, "--author") == clone / "notebooks"
    assert not (clone / "my-notebooks").exists()
