"""Long work in the real kernel: how far it is, how often it says so, and where."""

import re

import pytest

from notebook_kernel import Execution
from test_magics import run

SET_UP = """
var digits = Datasets.drawnDigits(14, 1000, 1L).binarized(1);
var nade = Nade.builder().image(14, 14).hidden(64).seed(1).build();
var wide = Nade.builder().image(14, 14).hidden(800).seed(1).build();
var ar = AutoRegressive.builder().image(14, 14).order(AutoRegressive.ALL).build();
var slow = PixelRnn.builder().image(14, 14).diagonalBiLstm().hidden(32).layers(3).seed(1).build();
var many = Samples.images(new float[100_000 * 196], 100_000, 1, 14, 14);
"""
BYTES_A_SECOND = 200_000


@pytest.fixture(scope="module")
def kernel(shared_kernel):
    """A kernel with data and models, some of them slow."""
    run(shared_kernel, SET_UP)
    return shared_kernel


def size(message):
    """The bytes of a message's bundle."""
    return sum(len(str(value).encode()) for value in message.data.values())


def check_rate(execution):
    """At most four updates and 200 kB a second, but for the first and the last state."""
    messages = execution.of_type("display_data") + execution.of_type("update_display_data")
    assert len(messages) >= 3, execution
    seconds = messages[-1].received - messages[0].received
    assert len(messages) <= 4 * seconds + 2
    assert sum(map(size, messages[1:-1])) <= BYTES_A_SECOND * seconds
    assert len({message.display_id for message in messages}) == 1


LONG = {
    "%train nade digits --epochs 200 --batch-size 100": r"\] \d+% epoch \d+/200 · .* · batch \d+/10",
    "slow.sample(1000).count()": r"\] \d+% 1,000 samples · .* left",
    "wide.logProbability(many).length": r"\] \d+% example [\d,]+/100,000",
    "Likelihood.of(wide, many)": r"\] \d+% example [\d,]+/100,000",
    "slow.receptiveField(13, 13, digits.train().first(600)).examples()": r"example \d+/600",
}


@pytest.mark.parametrize("cell", LONG)
def test_long_work_tells_how_far_it_is(kernel, cell):
    execution = run(kernel, cell)
    first = execution.of_type("display_data")[0].data
    assert re.search(LONG[cell], first["text/plain"]), first["text/plain"]
    assert 'role="progressbar"' in first["text/html"] and "<script" not in first["text/html"]
    check_rate(execution)


def test_nested_work_has_nested_bars(kernel):
    execution = run(kernel, "%train nade digits --epochs 200 --batch-size 100")
    assert execution.displays[0]["text/html"].count('role="progressbar"') == 2


def test_a_live_figure_is_replaced_and_never_emptied(kernel):
    execution = run(kernel, "%train nade digits --epochs 200 --batch-size 100")
    assert {message.type for message in execution.messages} == {
        "display_data", "update_display_data"
    }
    (display,) = execution.of_type("display_data")
    updates = execution.of_type("update_display_data")
    assert {message.display_id for message in updates} == {display.display_id}
    curves = ["<img src=" in message.data["text/html"] for message in updates]
    assert sum(curves) >= 3 and all(curves[curves.index(True):])


def test_work_that_is_over_leaves_a_line(kernel):
    execution = run(kernel, "wide.logProbability(many).length")
    assert re.fullmatch(r"100,000 examples in [\d.]+ s", execution.updates[-1]["text/plain"])
    assert list(execution.updates[-1]) == ["text/plain"]
    assert execution.result["text/plain"] == "100000"


def test_a_magic_shows_its_result_in_the_place_of_its_progress(kernel):
    execution = run(kernel, "%density wide --data many --data digits.test()")
    (display,) = execution.of_type("display_data")
    assert "progressbar" in display.data["text/html"]
    last = execution.of_type("update_display_data")[-1]
    assert last.display_id == display.display_id and "image/svg+xml" in last.data


def test_short_work_shows_nothing(kernel):
    for cell in ("nade.sample(2).count()", "ar.logProbability(digits.test()).length"):
        assert run(kernel, cell).displays == [], cell


INTERRUPTED = {
    "wide.logProbability(many)": r"Interrupted after [\d.]+ s at example [\d,]+/100,000; nothing",
    "nade.sample(1_000_000)": r"Interrupted after [\d.]+ s at \d+ % of 1,000,000 samples; nothing",
    "slow.logProbability(many)": r"Interrupted after [\d.]+ s at example [\d,]+/100,000; nothing",
    "slow.conditionals(many)": r"Interrupted after [\d.]+ s at example [\d,]+/100,000; nothing",
    "%dgm doctor": r"Interrupted after [\d.]+ s at kind of model \d/9; nothing",
    "%density wide --data many": r"Interrupted after [\d.]+ s at example [\d,]+/100,000; nothing",
}


@pytest.mark.parametrize("cell", INTERRUPTED)
def test_an_interrupt_ends_long_work_and_says_so_in_one_sentence(kernel, cell):
    execution = kernel.start(cell)
    shown = execution.until(lambda message: message.type == "display_data")
    kernel.interrupt()
    execution.finish(30)
    assert execution.status == "error"
    while not any("Interrupted" in str(m.data) for m in execution.messages):
        execution.receive(shown.received + 60)
    last = execution.of_type("update_display_data")[-1]
    assert last.display_id == shown.display_id
    assert re.match(INTERRUPTED[cell], last.data["text/plain"]), last.data["text/plain"]
    assert "2 images" in run(kernel, "nade.sample(2)").result["text/plain"]


def test_the_outputs_of_queued_cells_stay_apart(kernel):
    """The first is interrupted, and its end is told while the second is already running."""
    first = kernel.start("%train nade digits --epochs 10000")
    shown = first.until(lambda message: message.type == "display_data")
    second = kernel.start("%train ar digits --epochs 3")
    third = kernel.start("slow.sample(3).count()")
    messages = []
    kernel.interrupt()
    while not (
        any("Interrupted in epoch" in str(m["content"]) for m in messages)
        and {second.request, third.request} <= ended(messages)
    ):
        messages.append(kernel.client.get_iopub_msg(timeout=60))
    trainings = [m for m in messages if "display_id" in str(m["content"].get("transient"))]
    ids = {}
    for message in trainings:
        ids.setdefault(message["content"]["transient"]["display_id"], set()).add(
            message["parent_header"]["msg_id"]
        )
    assert ids.pop(shown.display_id) == {first.request}
    assert all(parents <= {second.request, third.request} and len(parents) == 1
               for parents in ids.values())
    for message in trainings:
        if "Interrupted in epoch" in str(message["content"]):
            assert message["parent_header"]["msg_id"] == first.request


def ended(messages):
    """The cells that are over."""
    return {
        m["parent_header"]["msg_id"]
        for m in messages
        if m["msg_type"] == "status" and m["content"]["execution_state"] == "idle"
    }


def test_a_console_shows_a_line_that_is_printed_over_itself(kernel):
    """It may be asked for input and names no cells; jupyter_console ignores updates."""
    request = kernel.client.execute("%train nade digits --epochs 100 --batch-size 100", allow_stdin=True)
    execution = Execution(kernel, request).finish(600)
    (display,) = execution.of_type("display_data")
    assert "Trained for 100 epochs." in display.data["text/plain"]
    assert execution.updates == []
    printed = execution.stream()
    lines = printed.split("\r")[1:]
    assert all(re.match(r"\[[#.]+\] \d+% epoch \d+/100 · ", line) for line in lines[:-2]), printed
    assert lines[-2].strip() == "" and lines[-1] == "" and "\n" not in printed
    assert all(len(line) < 80 for line in lines), printed
    seconds = execution.messages[-1].received - execution.messages[0].received
    assert 1 <= len(lines) - 2 <= seconds + 2
