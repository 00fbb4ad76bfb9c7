"""What a cell shows when the engine fails, in the real kernel."""

import re

import pytest

from test_magics import SET_UP, only_display, run

# The engine finds on a thread of its own that there is no place 5.
LATE = """
import ai.djl.ndarray.*;
import ai.djl.training.Trainer;
import ai.djl.training.listener.*;
import org.dgm4j.engine.*;
import org.dgm4j.model.*;
var manager = MxNet.engine().newBaseManager();
NDArray late() {
  var options = new ai.djl.util.PairList<String, Object>();
  options.add("mode", "raise");
  var input = new NDList(manager.create(new float[] {1, 2}), manager.create(new int[] {5}));
  return manager.invoke("take", input, options).singletonOrThrow();
}
void spoil(NeuralModel model) {
  for (var parameter : model.djlModel().getBlock().getParameters().values()) {
    parameter.getArray().addi(late());
  }
}
"""

COUNT = "var runs = %experiments\nruns.rowCount()"
OUT_OF_BOUND = "take operator contains indices out of bound"
CELL = (
    "check the shapes and values of its arrays, and run the cells that made them again;"
    " %dgm error shows all that it said"
)
TRAINING = """
Training.of(nade).data(digits).epochs(1).listener(new TrainingListenerAdapter() {
  @Override public void onTrainingBatch(Trainer trainer, BatchData data) { spoil(nade); }
}).start();
"""


@pytest.fixture(scope="module")
def kernel(shared_kernel):
    """A kernel with data and a model."""
    run(shared_kernel, SET_UP)
    run(shared_kernel, LATE)
    return shared_kernel


def sentence(kernel, cell):
    """What a cell that fails says, which must be one line without C++ or Java beneath."""
    execution = kernel.execute(cell, 60)
    assert execution.status == "error", execution
    (error,) = execution.of_type("error")
    text = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(error.content["traceback"])).strip()
    assert len(text.splitlines()) == 1, text
    assert "Stack trace" not in str(execution.messages) and ".cc" not in str(execution.messages)
    return text


@pytest.mark.parametrize(
    "cell, words",
    {
        "manager.ones(new ai.djl.ndarray.types.Shape(2, 3)).reshape(7);": "reshape array of size 6",
        "late().toFloatArray();": OUT_OF_BOUND,
        "new NDList().singletonOrThrow();": "Expected 1 and was 0",
        "throw new RuntimeException(new ai.djl.engine.EngineException("
        '"MXNet engine call failed: MXNetError: wrong\\nStack trace:\\n  File a.cc"));': "wrong",
    }.items(),
)
def test_the_engines_error_in_a_cell_of_java_is_a_sentence(kernel, cell, words):
    said = sentence(kernel, cell)
    assert "The engine failed at what this cell computes (" in said and words in said, said
    assert said.endswith(CELL), said
    shown = only_display(run(kernel, "%dgm error"))["text/plain"]
    assert words in shown


def test_the_engines_error_in_a_training_is_a_sentence_and_the_model_stays_good(kernel):
    before = run(kernel, "Arrays.hashCode(nade.logProbability(digits.test()))").result
    said = sentence(kernel, TRAINING)
    assert "The engine failed at batches of 20 with this nade (" + OUT_OF_BOUND in said
    assert "the last good parameters are back" in said and said.endswith("all that it said")
    after = run(kernel, "Arrays.hashCode(nade.logProbability(digits.test()))").result
    assert after["text/plain"] == before["text/plain"]
    shown = only_display(run(kernel, "%dgm error"))["text/plain"]
    assert "Stack trace" in shown and "indexing_op.cc" in shown and "EngineException" in shown


@pytest.mark.parametrize(
    "cell",
    ["%samples spoilt 4", "%density spoilt --data digits.test()", "%train spoilt digits --epochs 1"],
)
def test_the_engines_error_in_a_magic_is_a_sentence(kernel, cell):
    run(kernel, "var spoilt = Nade.builder().image(14, 14).hidden(20).seed(1).build(); spoil(spoilt);")
    said = sentence(kernel, cell)
    assert "The engine failed at " in said and OUT_OF_BOUND in said, said
    assert said.endswith("%dgm error shows all that it said")


def test_the_engines_error_in_the_argument_of_a_magic_is_a_sentence(kernel):
    said = sentence(kernel, "%show late().toFloatArray()")
    assert "can't be evaluated: The engine failed at what this cell computes (" in said, said
    assert OUT_OF_BOUND in said


def test_the_engines_error_in_a_value_that_is_shown_is_a_sentence(kernel):
    execution = kernel.execute("late()", 60)
    text = str(execution.messages)
    assert "The engine failed at what this cell computes (" + OUT_OF_BOUND in text
    assert "Stack trace" not in text and ".cc" not in text


def test_the_doctor_trains_every_kind_of_model_and_leaves_nothing(kernel):
    run(kernel, "%train nade digits --epochs 1")
    run(kernel, "%seed 5")
    first = run(kernel, "Arrays.hashCode(nade.sample(5).values())").result["text/plain"]
    second = run(kernel, "Arrays.hashCode(nade.sample(5).values())").result["text/plain"]
    experiments = run(kernel, COUNT).result["text/plain"]
    run(kernel, "%seed 5")
    assert run(kernel, "Arrays.hashCode(nade.sample(5).values())").result["text/plain"] == first
    report = run(kernel, "%dgm doctor").updates[-1]["text/plain"]
    assert run(kernel, "Arrays.hashCode(nade.sample(5).values())").result["text/plain"] == second
    assert run(kernel, COUNT).result["text/plain"] == experiments
    for kind in (
        r"AR\(1\)",
        r"AR\(N\)",
        "NADE",
        "RNADE",
        "Row LSTM",
        "Diagonal BiLSTM",
        "VAE",
        "convolutional VAE",
        "GAN",
    ):
        assert re.search(rf"ok +{kind} +can be trained", report), report
