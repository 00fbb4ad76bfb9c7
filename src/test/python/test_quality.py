"""How good samples are, in the real kernel."""

import re

import pytest
from test_magics import run

SET_UP = """
var grey = Datasets.drawnDigits(14, 1000, 1L);
var digits = grey.binarized(42);
var nade = Nade.builder().image(14, 14).hidden(30).seed(1).build();
var vae = Vae.builder().image(14, 14).latent(5).hidden(30).seed(1).build();
var gan = Gan.builder().image(14, 14).latent(5).hidden(30).seed(1).build();
"""
NUMBER = r" +−?[\d.]+ ± [\d.]+"


@pytest.fixture(scope="module")
def kernel(shared_kernel):
    """A kernel with trained models."""
    run(shared_kernel, SET_UP)
    run(shared_kernel, "%train nade digits --epochs 2")
    run(shared_kernel, "%train vae digits --epochs 2")
    run(shared_kernel, "%train gan grey --epochs 2")
    return shared_kernel


def only_display(execution):
    """The one bundle that a cell showed, which may have shown its progress before."""
    assert execution.result is None and len(execution.displays) == 1
    return (execution.displays + execution.updates)[-1]


def test_models_and_samples_are_judged_in_a_line(kernel):
    code = "var quality = %quality gan vae nade digits.test() digits.train() --data digits --samples 100"
    shown = only_display(run(kernel, code))
    text = shown["text/plain"]
    for name in ("gan", "vae", "nade", r"digits\.test\(\)", r"digits\.train\(\)"):
        assert re.search(f"^{name}{NUMBER * 5}$", text, re.M), text
    assert re.search(r"^digits\.train\(\).* 100\.0 ± 0\.0$", text, re.M), text
    assert "100 samples of each, judged by 100 test examples of drawn-digits;" in text
    assert "digits.test() is what the others are judged by" in text
    assert "the samples of gan are grey" in text
    assert shown["image/svg+xml"].count("<image ") == 5
    assert shown["text/html"].count("<table>") == 1
    recall = run(kernel, 'quality.score("digits.test()").recall().value()').result["text/plain"]
    noise = run(kernel, 'quality.score("gan").recall().value()').result["text/plain"]
    assert float(noise) < float(recall)
    assert "side" not in run(kernel, "quality.table()").result["text/plain"]


def test_a_seed_repeats_it(kernel):
    code = "%quality nade --data digits --samples 100 --seed 5"
    first, again = (only_display(run(kernel, code))["text/plain"] for _ in range(2))
    assert first == again


def test_in_java_it_draws_itself(kernel):
    shown = run(kernel, "SampleQuality.of(vae, digits)").result
    assert re.search(f"^vae{NUMBER * 5}$", shown["text/plain"], re.M), shown["text/plain"]
    assert "image/svg+xml" in shown
    shown = only_display(run(kernel, "%quality vae --data digits.test()"))
    assert "Training examples are not known" in shown["text/plain"]


def test_it_tells_how_it_is_used(kernel):
    text = only_display(run(kernel, "%quality --help"))["text/plain"]
    for part in ("--data", "--samples", "--seed", "2000", "%quality gan vae nade --data digits"):
        assert part in text, text


MISTAKES = {
    "%quality --data digits": "%quality needs MODEL",
    "%quality nade": "%quality needs --data",
    "%quality nade vea --data digits": "There is no variable 'vea' in this notebook: did you mean vae?",
    "%quality digits --data digits": "'digits' is a data set, not samples: type digits.test()",
    "%quality nade nade --data digits": "'nade' stands there twice",
    "%quality grey.name() --data digits": "not a model or samples",
    "%quality nade --data nade": "not a data set or samples",
    "%quality nade --data digits --samples 20": "--samples must be at least 100, but is 20",
    "%quality nade digits.test().first(30) --data digits": "only 30 in 'digits.test().first(30)'",
    "%quality nade --data Datasets.drawnDigits(16,1000,1L)": "'nade' has 196 values in each example",
}


@pytest.mark.parametrize("code", MISTAKES)
def test_a_mistake_is_one_sentence(kernel, code):
    execution = kernel.execute(code)
    assert execution.status == "error" and MISTAKES[code] in execution.error, execution.error


def test_it_shows_progress_and_can_be_interrupted(kernel):
    run(kernel, "var slow = PixelRnn.builder().image(28, 28).diagonalBiLstm().hidden(16).build();")
    run(kernel, "var large = Datasets.drawnDigits().binarized(1);")
    begun = kernel.start("%quality slow --data large")
    first = begun.until(lambda message: message.type == "display_data")
    assert "step " in first.data["text/plain"]
    kernel.interrupt()
    begun.finish()
    assert begun.status == "error"
    assert run(kernel, "1 + 1").result["text/plain"] == "2"
