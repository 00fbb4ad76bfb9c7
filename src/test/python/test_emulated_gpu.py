"""The kernel with MXNet's CUDA build and its own kernels, on GPUs that the CPU emulates.

Skipped where that build was never fetched (`./lab --gpu`), which is gigabytes.
"""

import re
import shutil
import sys

import lab
import pytest

sys.path.insert(0, str(lab.PROJECT / "src" / "tools" / "gpu"))

import emulated_gpu  # noqa: E402
import ptx_to_c  # noqa: E402

pytestmark = pytest.mark.skipif(
    emulated_gpu.fetched() is None or shutil.which("gcc") is None,
    reason="MXNet's CUDA build and gcc are not both here",
)
DATA = "var digits = Datasets.drawnDigits(8, 60, 1L).binarized(1);"
CURVES = """
double[] curve(Supplier<NeuralModel> builder, String... devices) {
    Devices.use(devices[0]);
    try (NeuralModel model = builder.get()) {
        return Training.of(model).data(digits).batchSize(16).learningRate(0.001).epochs(2).seed(1).silent()
            .devices(devices).start().curve().stream().mapToDouble(CurvePoint::nats).toArray();
    }
}
double apart(Supplier<NeuralModel> builder) {
    double[] expected = curve(builder, "cpu");
    double most = 0;
    for (double[] actual : List.of(curve(builder, "gpu:0"), curve(builder, "gpu:1", "gpu:0")))
        for (int i = 0; i < expected.length; i++)
            most = Math.max(most, Math.abs(actual[i] - expected[i]));
    return most;
}
"""
MODELS = [
    "Nade.builder().image(8, 8).hidden(10).seed(1).build()",
    "PixelRnn.builder().image(8, 8).diagonalBiLstm().hidden(6).seed(1).build()",
    "Vae.builder().image(8, 8).convolutional(3, 4).latent(2).seed(1).build()",
]


def test_models_learn_on_one_and_on_two_gpus_what_they_learn_on_the_cpu(start_kernel):
    kernel = start_kernel(**emulated_gpu.prepare(count=2))
    imports = (
        "import org.dgm4j.engine.*; import org.dgm4j.model.*; import org.dgm4j.training.*;"
        " import java.util.function.Supplier;"
    )
    for cell in (DATA, imports, CURVES):
        assert kernel.execute(cell).status == "ok"
    for model in MODELS:
        apart = float(kernel.execute(f"apart(() -> {model})", timeout=300).result["text/plain"])
        assert apart < 1e-3, model
    kernel.execute("%device gpu")
    table = kernel.execute("%device").displays[-1]["text/plain"]
    assert re.search(r"gpu:0 +[1-9]\d* MB +3,\d\d\d MB +3,814 MB", table), table
    assert "device of new models: gpu:0" in table


def free(kernel):
    """The free megabytes of each GPU."""
    table = kernel.execute("%device").displays[-1]["text/plain"]
    return [int(mb) for mb in re.findall(r"gpu:\d +\d+ MB +(\d+) MB", table)]


def test_too_little_memory_is_said_and_given_back(start_kernel):
    kernel = start_kernel(**emulated_gpu.prepare(count=2, memory=120_000_000))
    kernel.execute(DATA)
    kernel.execute("var nade = Nade.builder().image(8, 8).hidden(10).build();")
    assert kernel.execute("%train nade digits --epochs 1", timeout=300).status == "ok"
    error = kernel.execute(
        "var large = Vae.builder().image(8, 8).hidden(4000, 4000).build();"
    ).error
    assert "The memory of gpu:0 is too small for another vae" in error
    kernel.execute("var rnn = PixelRnn.builder().image(8, 8).diagonalBiLstm().hidden(300).build();")
    train = "%train rnn digits --batch-size 180"
    for devices in ("gpu:0", "gpu:0,gpu:1"):
        error = kernel.execute(f"{train} --devices {devices}", timeout=300).error
        assert f"The memory of {devices} is too small for batches of 180" in error
    kernel.execute("rnn.close()")
    # MXNet keeps the room for intermediate results of its largest operation, some 28 MB here.
    assert min(free(kernel)) > 70
    assert kernel.execute("%samples nade 4", timeout=300).status == "ok"


def test_a_kernel_that_is_not_translated_is_named():
    text = ".entry square(\n\t.param .u64 p0\n)\n{\n\ttex.2d.v4.f32 {%f1}, [a];\n\tret;\n\n}\n"
    with pytest.raises(ptx_to_c.Unknown, match="tex.2d.v4.f32"):
        ptx_to_c.translated(text, "square")
