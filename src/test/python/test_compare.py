"""Models side by side, in the real kernel."""

import re
import subprocess
import sys

import lab
import pytest
from notebook_kernel import notebook
from test_magics import only_display, run

SET_UP = """
var grey = Datasets.drawnDigits(14, 1000, 1L);
var digits = grey.binarized(42);
var nade = Nade.builder().image(14, 14).hidden(30).seed(1).build();
var ar = AutoRegressive.builder().image(14, 14).order(1).build();
var vae = Vae.builder().image(14, 14).latent(5).hidden(30).seed(1).build();
var gan = Gan.builder().image(14, 14).latent(5).hidden(30).seed(1).build();
"""


@pytest.fixture(scope="module")
def kernel(shared_kernel):
    """A kernel with trained models, and one that was never trained."""
    run(shared_kernel, SET_UP)
    run(shared_kernel, "%train nade digits --epochs 2")
    run(shared_kernel, "%train vae grey.binarized(7) --epochs 2")
    run(shared_kernel, "%train gan grey --epochs 2")
    return shared_kernel


def test_models_are_compared_in_a_line(kernel):
    shown = only_display(run(kernel, "var compared = %compare nade ar vae gan --data digits"))
    text = shown["text/plain"]
    assert re.search(r"^nade +its probability +[\d.]+ ± [\d.]+ +0\.\d{3} +[\d,]+ ", text, re.M), text
    assert re.search(r"^vae +a bound of its probability +≤ [\d.]+ ± [\d.]+ +≤ 0\.\d{3} ", text, re.M)
    assert re.search(r"^gan +nothing +[\d,]+ ", text, re.M)
    assert "ar was never trained" in text
    assert "vae was trained on another binarization (seed 7)" in text
    assert "gan was trained on values between 0 and 1" in text
    assert shown["image/svg+xml"].count("<image ") == 4
    assert shown["text/html"].count("<table>") == 1
    mean = run(kernel, 'compared.model("nade").mean()').result["text/plain"]
    exact = run(kernel, "-Likelihood.of(nade, digits.test()).mean()").result["text/plain"]
    assert float(mean) == pytest.approx(float(exact))
    assert "side" not in run(kernel, "compared.table()").result["text/plain"]
    again = run(kernel, "Comparison.of(digits, nade, vae)").result
    assert "nade" in again["text/plain"] and "image/svg+xml" in again


def test_what_a_model_was_trained_on_is_saved(kernel):
    run(kernel, "%save vae models/vae")
    run(kernel, 'var loaded = Models.load("models/vae", Vae.class);')
    text = only_display(run(kernel, "%compare loaded --data digits"))["text/plain"]
    assert "loaded was trained on another binarization (seed 7)" in text
    assert re.search(r" 2 +[\d.]+$", text.splitlines()[1]), text


def test_densities_of_several_models_are_in_one_figure(kernel):
    shown = only_display(run(kernel, "%density nade ar vae --data digits.test()"))
    for name in ("nade: 200 values", "ar: 200 values", "vae (bound): 200 values"):
        assert name in shown["text/plain"], shown["text/plain"]
    assert shown["image/svg+xml"].count("<svg") >= 1
    run(kernel, "var points = Datasets.twoMoons();")
    run(kernel, "var one = Nade.builder().dimensions(2).hidden(5).mixture(3).build();")
    run(kernel, "var two = Nade.builder().dimensions(2).hidden(5).mixture(5).build();")
    shown = only_display(run(kernel, "%density one two --data points.test()"))
    assert shown["text/plain"].startswith("one\n") and "\ntwo\n" in shown["text/plain"]


MISTAKES = {
    "%compare --data digits": "%compare needs MODEL",
    "%compare nade": "%compare needs --data",
    "%compare nade vea --data digits": "There is no variable 'vea' in this notebook: did you mean vae?",
    "%compare nade digits --data digits": "'digits' is a Dataset, not a model",
    "%compare nade nade --data digits": "'nade' stands there twice",
    "%compare nade vae --data grey": "'nade' can't be compared on these data. This nade is for",
    "%compare nade --data nade": "not a data set or samples",
    "%compare nade --data digits --samples 0": "must be at least 1",
    "%density nade gan --data digits.test()": "'gan' is an implicit model",
    "%density nade digits --data digits.test()": "'digits' is a Dataset, not a model",
    "%density nade ar": "type the examples to judge",
}


@pytest.mark.parametrize("code", MISTAKES)
def test_a_mistake_is_one_sentence(kernel, code):
    execution = kernel.execute(code)
    assert execution.status == "error" and MISTAKES[code] in execution.error, execution.error


def test_a_long_comparison_shows_progress_and_can_be_interrupted(kernel):
    run(kernel, "var slow = PixelRnn.builder().image(28, 28).diagonalBiLstm().hidden(16).build();")
    run(kernel, "var large = Datasets.drawnDigits().binarized(1);")
    begun = kernel.start("%compare slow --data large.test()")
    first = begun.until(lambda message: message.type == "display_data")
    assert "model 1/1" in first.data["text/plain"]
    kernel.interrupt()
    begun.finish()
    assert begun.status == "error"
    assert run(kernel, "1 + 1").result["text/plain"] == "2"


def test_lab_tells_the_kernel_the_notebook(tmp_path):
    source = notebook(
        tmp_path / "a lecture.ipynb",
        "var digits = Datasets.drawnDigits(8, 50, 1L).binarized(1);\n"
        "var nade = Nade.builder().image(8, 8).hidden(5).build();",
        "%train nade digits --epochs 1",
        "%experiments",
    )
    done = subprocess.run(
        [sys.executable, lab.KERNEL_SPEC / "lab.py", "run", str(source), "--output", tmp_path / "out"],
        cwd=tmp_path, capture_output=True, text=True, timeout=300,
    )
    assert done.returncode == 0, done.stderr
    recorded = (tmp_path / "experiments.csv").read_text(encoding="utf-8").splitlines()[1]
    assert recorded.endswith(",a lecture.ipynb,nade")
