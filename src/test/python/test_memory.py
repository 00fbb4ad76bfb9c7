"""Running a training cell again and again leaves the kernel's memory as it was."""

import statistics

import pytest

DATA = "var digits = Datasets.drawnDigits(28, 300, 1L).binarized(1);"
NADE = "var nade = Nade.builder().image(28, 28).hidden(500).seed(1).build();"
TRAIN_NADE = "%train nade digits --epochs 1 --batch-size 100"
PIXELRNN = "var diag = PixelRnn.builder().image(28, 28).diagonalBiLstm().hidden(4).seed(1).build();"
TRAIN_PIXELRNN = "%train diag digits --epochs 1 --batch-size 30"  # 10 steps

RUNS = 50
SETTLED = 5
TOLERANCE = 0.05


@pytest.mark.parametrize(
    "cell",
    [TRAIN_NADE, f"{NADE}\n{TRAIN_NADE}", TRAIN_PIXELRNN],
    ids=["same model", "new model", "pixelrnn"],
)
def test_fifty_trainings_leave_memory_flat(kernel, cell):
    for line in (DATA, NADE, PIXELRNN):
        assert kernel.execute(line).status == "ok"
    megabytes = []
    for _ in range(RUNS):
        execution = kernel.execute(cell, timeout=120)
        assert execution.status == "ok", execution
        megabytes.append(kernel.resident_memory() / 1e6)
    settled = statistics.median(megabytes[SETTLED : SETTLED + 10])
    last = statistics.median(megabytes[-10:])
    assert abs(last - settled) <= TOLERANCE * settled, [round(size) for size in megabytes]
