"""Samples that appear row by row, in the real kernel."""

import time

import pytest

from test_magics import only_display, png_size, run

SET_UP = """
var slow = PixelRnn.builder().image(28, 28).diagonalBiLstm().hidden(32).layers(3).seed(1).build();
var fast = PixelRnn.builder().image(4, 4).rowLstm().hidden(4).seed(1).build();
"""


@pytest.fixture(scope="module")
def kernel(shared_kernel):
    """A kernel with a model that samples slowly and one that samples at once."""
    run(shared_kernel, SET_UP)
    return shared_kernel


def test_the_samples_of_a_magic_grow_in_one_picture(kernel):
    began = time.monotonic()
    execution = run(kernel, "%samples slow 200 --columns 20")
    seconds = time.monotonic() - began
    assert execution.result is None
    (display,) = execution.of_type("display_data")
    updates = execution.of_type("update_display_data")
    assert {update.display_id for update in updates} == {display.display_id}
    assert len(updates) <= 4 * seconds + 1
    assert "200 samples · " in display.data["text/plain"]
    assert 'role="progressbar"' in display.data["text/html"]
    pictures = [display.data, *(update.data for update in updates)]
    assert len({picture["image/png"] for picture in pictures}) == len(pictures)
    final = updates[-1].data
    assert "200 images" in final["text/plain"] and "progressbar" not in final["text/html"]
    assert png_size(final)[0] > png_size(final)[1]


def test_the_samples_of_a_cell_grow_and_are_shown_once_at_the_end(kernel):
    execution = run(kernel, "slow.sample(200)")
    assert "200 images" in execution.result["text/plain"] and png_size(execution.result)
    (display,) = execution.of_type("display_data")
    assert png_size(display.data)
    last = execution.of_type("update_display_data")[-1]
    assert last.display_id == display.display_id
    assert list(last.data) == ["text/plain"]
    assert "200 samples in " in last.data["text/plain"]


def test_quick_samples_show_nothing_else(kernel):
    assert "4 images" in only_display(run(kernel, "%samples fast 4"))["text/plain"]
    execution = run(kernel, "fast.sample(4)")
    assert png_size(execution.result) and execution.displays == []


def test_interrupted_samples_leave_one_picture(kernel):
    for cell in ("%samples slow 20000", "slow.sample(20000)"):
        execution = kernel.start(cell)
        shown = execution.until(lambda message: message.type == "display_data")
        interrupted = time.monotonic()
        kernel.interrupt()
        execution.finish(30)
        assert execution.status == "error"
        while not any("Interrupted after" in str(m.data) for m in execution.messages):
            assert time.monotonic() - interrupted < 30, execution
            execution.receive(time.monotonic() + 30)
        last = execution.of_type("update_display_data")[-1]
        assert last.display_id == shown.display_id
        assert png_size(last.data) and "progressbar" not in last.data["text/html"]
        assert "2 images" in run(kernel, "slow.sample(2)").result["text/plain"]
