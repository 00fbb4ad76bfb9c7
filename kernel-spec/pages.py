"""Executed notebooks as pages that need no network: HTML, and PDF printed by Chromium."""

import copy
import os
import re
import shutil
import subprocess
import tempfile
from html import unescape
from pathlib import Path

from jinja2 import pass_context
from latex2mathml.converter import convert
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)

# RequireJS, MathJax and Mermaid would come from the network; figures bring their own scripts.
OFFLINE = """
{%- extends 'nbconvert/index.html.j2' -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
"""


class PrintError(Exception):
    """A page could not be printed; the message says why."""


SCRIPT = re.compile(r"<script\b.*?</script\s*>", re.DOTALL | re.IGNORECASE)
FORMULA = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
OPERATOR = re.compile(r"(<mi>[a-z]{2,}</mi>)(?=<m[in])")


def mathml(formula, display):
    """A formula of TeX as MathML, which browsers draw by themselves; as TeX where that fails."""
    try:
        return OPERATOR.sub(r'\1<mspace width="0.17em"/>', convert(formula, display=display))
    except Exception:
        return f"<code>{IPythonRenderer().escape_html(formula)}</code>"


class Renderer(IPythonRenderer):
    """Markdown in which formulas are MathML."""

    def block_math(self, body):
        return mathml(body, "block")

    def inline_math(self, body):
        return mathml(body, "inline")

    def latex_environment(self, name, body):
        return mathml(f"\\begin{{{name}}}{body}\\end{{{name}}}", "block")


class Exporter(HTMLExporter):
    """nbconvert's page, without anything from the network."""

    def __init__(self, theme):
        super().__init__(
            embed_images=True,
            raw_template=OFFLINE,
            extra_template_paths=[str(Path(__file__).resolve().parent)],
            theme=theme,
        )

    @pass_context
    def markdown2html(self, context, source):
        renderer = Renderer(
            escape=False,
            attachments=context.get("cell", {}).get("attachments", {}),
            embed_images=True,
            path=context.get("resources", {}).get("metadata", {}).get("path", ""),
        )
        return MarkdownWithMath(renderer=renderer).render(source)


def html(notebook, path, scripts=True, theme="light"):
    """The page of the notebook that lies at a path; without scripts, pictures stand for figures."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "text/html" in data:
                shown = data["text/html"] if scripts else SCRIPT.sub("", data["text/html"])
                data["text/html"] = FORMULA.sub(
                    lambda found: mathml(unescape(found[1]), "block"), shown
                )
    names = {"name": path.stem, "path": str(path.absolute().parent)}
    page, _ = Exporter(theme).from_notebook_node(notebook, resources={"metadata": names})
    return page


def browser():
    """The program that prints: a Chromium, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def pdf(page, target):
    """Prints a page without scripts as a PDF file; raises PrintError if that fails."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        printed = Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        command = [browser(), "--headless", "--disable-gpu", "--no-first-run", "--disable-sync"]
        command += ["--disable-background-networking", f"--user-data-dir={folder}/profile"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")
        command += ["--no-pdf-header-footer", f"--print-to-pdf={printed}", source.as_uri()]
        answer = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        if not printed.is_file():
            raise PrintError(f"{command[0]} could not print: {answer.stdout.strip()[-500:]}")
        shutil.move(printed, target)
