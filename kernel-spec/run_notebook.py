"""Executes notebooks in the kernel "Java (dgm4j)"; `./lab run` starts it in our environment."""

import argparse
import asyncio
import contextlib
import os
import re
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.sign import NotebookNotary

sys.path.insert(0, str(Path(__file__).resolve().parent))

import pages  # noqa: E402

KERNEL = {"name": "dgm4j", "display_name": "Java (dgm4j)", "language": "java"}
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class Failure(Exception):
    """A notebook did not run to its end; the message says where and why."""


class Interrupted(Exception):
    """The user stopped the run; the message says where."""


def write(path, text):
    """Writes a file whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)


def read(path):
    """Reads a notebook and takes out all outputs, so that none is older than the run."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise Failure(f"{path} is not a notebook: {reason}") from error
    language = written_in(notebook.metadata)
    if language.lower() != "java":
        raise Failure(f"{path} is a notebook in {language}, but ./lab run runs those in Java.")
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata.kernelspec = KERNEL
    return notebook


def written_in(metadata):
    """The language that a notebook names; Java if it names none."""
    for part, key in (("kernelspec", "language"), ("language_info", "name")):
        named = metadata.get(part)
        language = named.get(key) if isinstance(named, dict) else None
        if isinstance(language, str) and language.strip():
            return language.strip()
    return "Java"


class Progress:
    """How far a run is: a line that is written over on a terminal, elsewhere a line a cell."""

    def __init__(self, path):
        self.path = path
        self.live = sys.stdout.isatty()

    def width(self):
        """The columns of the line, one less than the terminal's, which would go on to the next line."""
        return shutil.get_terminal_size().columns - 1

    def show(self, text):
        """Says what is going on."""
        line = f"{self.path}: {text}"
        if not self.live:
            print(line, flush=True)
            return
        width = self.width()
        line = line if len(line) <= width else line[: width - 1] + "…"
        print(f"\r{line.ljust(width)}", end="", flush=True)

    def show_cell(self, index, cells):
        """Says which cell begins, by its first line."""
        if cells[index].cell_type == "code" and cells[index].source.strip():
            first = cells[index].source.strip().splitlines()[0]
            self.show(f"cell {index + 1} of {len(cells)}: {first}")

    def end(self):
        """Takes the line away that would be written over."""
        if self.live:
            print("\r" + " " * self.width(), end="\r", flush=True)

    def tell(self, text):
        """Says what is done, in a line that stays."""
        self.end()
        print(f"{self.path}: {text}", flush=True)


def execute(path, notebook, progress):
    """Runs all cells in order; the notebook then has their outputs, those of a failed run too.

    Ctrl-C interrupts the running cell, as the stop button does, and no further cell is started; a
    second Ctrl-C ends a kernel that does not listen.
    """
    cells = notebook.cells
    current = 0
    interrupts = 0

    def show_progress(cell, cell_index):
        nonlocal current
        if interrupts:
            raise Interrupted
        current = cell_index
        progress.show_cell(cell_index, cells)

    def interrupt(urgent):
        nonlocal interrupts
        interrupts += 1
        if urgent or interrupts > 1:
            answer = client.km.signal_kernel(signal.SIGKILL)
        else:
            answer = client.km.interrupt_kernel()
        asyncio.ensure_future(answer)

    def listen_to_signals(notebook):
        loop = asyncio.get_event_loop()
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(signal.SIGINT, interrupt, False)
            loop.add_signal_handler(signal.SIGTERM, interrupt, True)

    client = NotebookClient(
        notebook,
        timeout=None,
        startup_timeout=120,
        kernel_name=KERNEL["name"],
        record_timing=False,
        on_notebook_start=listen_to_signals,
        on_cell_start=show_progress,
        resources={"metadata": {"path": str(path.absolute().parent)}},
    )
    # By this, servers tell a kernel for which notebook it is.
    session = {**os.environ, "JPY_SESSION_NAME": path.name}
    # The kernel's log, and what native libraries print, is of interest only if the kernel dies.
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        try:
            client.execute(stdout=log, stderr=log, env=session)
            return
        except CellExecutionError:
            error = next(out for out in cells[current].outputs if out.output_type == "error")
            reason = "\n".join(error.traceback) or f"{error.ename}: {error.evalue}"
        except RuntimeError as error:
            log.seek(0)
            reason = f"{error}. The end of the kernel's log:\n{''.join(log.readlines()[-20:])}"
        except Interrupted:
            pass
        finally:
            progress.end()
    if interrupts:
        raise Interrupted(f"{path}: stopped in cell {current + 1} of {len(cells)}")
    if not sys.stderr.isatty():
        reason = COLOURS.sub("", reason)
    raise Failure(
        f"{path}: cell {current + 1} of {len(cells)} failed:\n\n{cells[current].source}\n\n{reason}"
    )


def run(path, folder, html, pdf):
    """Executes one notebook and keeps the result, or as much of it as there is."""
    begin = time.monotonic()
    notebook = read(path)
    progress = Progress(path)
    try:
        execute(path, notebook, progress)
    finally:
        target = folder / path.name
        write(target, nbformat.writes(notebook) + "\n")
        NotebookNotary().sign(notebook)
        progress.tell(f"wrote {target}")
        if html:
            target = folder / f"{path.stem}.html"
            write(target, pages.html(notebook, path))
            progress.tell(f"wrote {target}")
        if pdf:
            target = folder / f"{path.stem}.pdf"
            progress.show(f"printing {target}")
            try:
                pages.pdf(pages.html(notebook, path, scripts=False), target)
            finally:
                progress.end()
            progress.tell(f"wrote {target}")
    seconds = time.monotonic() - begin
    count = len(notebook.cells)
    cells = "1 cell" if count == 1 else f"{count} cells"
    progress.tell(f"{cells} in {seconds:.0f} s")


def main():
    """Executes all notebooks of the command line, also after one has failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--html", action="store_true")
    parser.add_argument("--pdf", action="store_true")
    arguments = parser.parse_args()
    # A cell may have characters that a Windows console lacks.
    sys.stdout.reconfigure(errors="replace")
    if arguments.pdf and not pages.browser():
        print(
            "--pdf prints with Chromium, and there is none on the PATH: install it (Debian and"
            " Ubuntu: apt-get install chromium), or take --html and print the page from a browser.",
            file=sys.stderr,
        )
        return 1
    arguments.output.mkdir(parents=True, exist_ok=True)
    status = 0
    for path in arguments.notebooks:
        try:
            run(path, arguments.output, arguments.html, arguments.pdf)
        except (Failure, pages.PrintError) as failure:
            print(failure, file=sys.stderr)
            status = 1
        except Interrupted as interrupted:
            print(interrupted, file=sys.stderr)
            return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
