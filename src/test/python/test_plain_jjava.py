"""A notebook on plain JJava adds the plugin in mid-session."""

import json

import lab
import pytest
from notebook_kernel import Kernel

OURS = lab.JUPYTER_DATA / "kernels" / "dgm4j"
UNSET = dict.fromkeys(("JJAVA_CLASSPATH", "JJAVA_JVM_OPTS", "OMP_NUM_THREADS", "OMP_WAIT_POLICY"))


@pytest.fixture
def plain(tmp_path):
    """A kernel that knows nothing of the plugin."""
    folder = tmp_path / "kernels" / "dgm4j"
    folder.mkdir(parents=True)
    argv = ["java", "-jar", str(OURS / "jjava-launcher.jar"), str(OURS / "jjava.jar")]
    spec = {
        "argv": [*argv, "{connection_file}"],
        "display_name": "Java (jjava)",
        "language": "java",
        "interrupt_mode": "message",
        "env": {"JJAVA_JVM_OPTS": "-Djava.awt.headless=true"},
    }
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    with Kernel(tmp_path, kernels=folder.parent, **UNSET) as kernel:
        yield kernel


def test_the_jars_on_the_class_path_are_enough(plain):
    assert plain.execute("%dgm").status == "error"
    added = plain.execute(f'var before = 1;\n%classpath "{OURS}/lib/*.jar"', timeout=120)
    assert added.status == "ok", added
    for cell in (
        "var digits = Datasets.drawnDigits(14, 500, 1L).binarized(1);\n"
        "var nade = Nade.builder().image(14, 14).hidden(20).build();",
        "var run = %train nade digits --epochs 2",
        "run.history()",
    ):
        execution = plain.execute(cell, timeout=120)
        assert execution.status == "ok", execution
    assert "image/png" in plain.execute("nade.sample(4)").result
    assert plain.execute("before").result["text/plain"] == "1"


def test_a_plugin_that_can_not_be_installed_leaves_the_kernel_alone(plain):
    (jar,) = (OURS / "lib").glob("dgm4j-*.jar")
    added = plain.execute(f'%classpath "{jar}"')
    assert added.status == "ok", added
    assert "dgm4j could not be installed in this kernel" in added.stream("stderr")
    assert plain.execute("1 + 1").result["text/plain"] == "2"
