"""Models of examples and their labels, in the real kernel."""

import pytest

from test_magics import only_display, png_size, run

SET_UP = """
var digits = Datasets.drawnDigits(14, 1000, 7L).binarized(42);
var byDigit = Nade.builder().image(14, 14).hidden(50).classes(10).seed(1).build();
var plain = Nade.builder().image(14, 14).hidden(5).seed(1).build();
"""


@pytest.fixture(scope="module")
def kernel(shared_kernel):
    """A kernel with a trained model of ten classes."""
    run(shared_kernel, SET_UP)
    run(shared_kernel, "%train byDigit digits --epochs 8 --seed 1")
    return shared_kernel


def test_samples_of_a_label(kernel):
    execution = run(kernel, "var threes = %samples byDigit 12 --label 3 --seed 1")
    assert "12 images" in only_display(execution)["text/plain"] and png_size(only_display(execution))
    assert run(kernel, "Arrays.stream(threes.labels()).allMatch(y -> y == 3)").result["text/plain"] == "true"
    for cell in ("byDigit.sampling().label(3).seed(1).sample(12)", "byDigit.sample(12, 1)"):
        assert "12 images" in run(kernel, cell).result["text/plain"]
    labels = run(kernel, "byDigit.sample(300, 1).classes().length").result["text/plain"]
    assert labels == "10"


def test_options_and_classes_go_together(kernel):
    cell = "%samples byDigit 4 --label 7 --temperature 0.5 --seed 2"
    assert png_size(only_display(run(kernel, cell)))
    cell = "byDigit.given(7).completions(digits.test().first(2), Mask.upperHalf(), 2)"
    assert png_size(run(kernel, cell).result)
    assert png_size(run(kernel, "byDigit.complete(digits.test().first(2), Mask.upperHalf())").result)


def test_bayes_rule_knows_most_digits(kernel):
    execution = run(kernel, "var classified = Classification.of(byDigit, digits.test());\nclassified")
    assert "right by Bayes' rule" in execution.result["text/plain"]
    assert "image/svg+xml" in execution.result
    accuracy = float(run(kernel, "classified.accuracy()").result["text/plain"])
    assert accuracy > 0.8


@pytest.mark.parametrize(
    "cell, sentence",
    [
        ("%samples byDigit 4 --label 10", "This nade knows no label 10: its labels are 0 to 9"),
        ("%samples plain 4 --label 3", "This nade has no classes, so it knows no label 3"),
        ("%train byDigit Datasets.barsAndStripes(3)", "This nade is for 196 values an example"),
        ("byDigit.conditionals(digits.test())", "This nade has 10 classes: ask that of the model of one of them"),
        (
            "%train Nade.builder().image(14,14).hidden(5).classes(4).build() digits --epochs 1",
            "This nade has 4 classes, the labels 0 to 3, but these examples have also 4, 5, 6, 7, 8, 9"
            ": build it with .classes(10)",
        ),
    ],
)
def test_a_mistake_is_one_sentence(kernel, cell, sentence):
    execution = kernel.execute(cell)
    assert execution.status == "error" and sentence in execution.error, execution.error
