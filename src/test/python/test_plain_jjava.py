"""A notebook on plain JJava adds the plugin in mid-session."""

import json
import shutil

import gpu
import lab
import pytest
from notebook_kernel import Kernel

OURS = lab.JUPYTER_DATA / "kernels" / "dgm4j"
TRAINING = """
var digits = Datasets.drawnDigits(14, 500, 1L).binarized(1);
var nade = Nade.builder().image(14, 14).hidden(20).build();
"""
TARGET = lab.PROJECT / "target"
UNSET = dict.fromkeys(("JJAVA_CLASSPATH", "JJAVA_JVM_OPTS", "OMP_NUM_THREADS", "OMP_WAIT_POLICY"))


@pytest.fixture
def start_plain(tmp_path):
    """Starts a kernel that knows nothing of the plugin, with options for Java."""
    running = []

    def start(*options):
        folder = tmp_path / "kernels" / "dgm4j"
        folder.mkdir(parents=True)
        argv = ["java", "-jar", str(OURS / "jjava-launcher.jar"), str(OURS / "jjava.jar")]
        spec = {
            "argv": [*argv, "{connection_file}"],
            "display_name": "Java (jjava)",
            "language": "java",
            "interrupt_mode": "message",
            "env": {"JJAVA_JVM_OPTS": " ".join(["-Djava.awt.headless=true", *options])},
        }
        (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
        running.append(Kernel(tmp_path, kernels=folder.parent, **UNSET))
        return running[-1]

    yield start
    for kernel in running:
        kernel.close()


@pytest.fixture
def plain(start_plain):
    """A kernel that knows nothing of the plugin."""
    return start_plain()


@pytest.fixture
def repository(tmp_path):
    """The local Maven repository after `mvn install` of this project, beside the real one."""
    real = gpu.Artifacts(lab.find_maven()).repository
    folder = tmp_path / "repository"
    pom = lab.plugin_jar().with_suffix(".pom").name
    installed = folder / "org" / "dgm4j" / "dgm4j" / lab.plugin_jar().stem.split("-")[1]
    installed.mkdir(parents=True)
    shutil.copy(lab.plugin_jar(), installed)
    shutil.copy(lab.PROJECT / "pom.xml", installed / pom)
    for place in (real, real / "org"):
        for entry in place.iterdir():
            if entry not in (real / "org", real / "org" / "dgm4j"):
                (folder / entry.relative_to(real)).symlink_to(entry)
    return folder


def test_its_maven_coordinates_are_enough(start_plain, repository):
    kernel = start_plain(f"-Dmaven.repo.local={repository}")
    version = lab.plugin_jar().stem.split("-")[1]
    added = kernel.execute(f"var before = 1;\n%maven org.dgm4j:dgm4j:{version}", timeout=120)
    assert added.status == "ok" and added.messages == [], added
    place = 'Magics.class.getResource("%s").toString()'.replace("Magics", "org.dgm4j.magic.Magics")
    assert str(repository) in kernel.execute(place % "Magics.class").result["text/plain"]
    native = kernel.execute(place % "/native/lib/mxnet.properties").result["text/plain"]
    assert "mxnet-native-mkl" in native and str(repository) in native
    trained = kernel.execute(TRAINING + "var run = %train nade digits --epochs 2", timeout=120)
    assert trained.status == "ok" and len(trained.displays) == 1, trained
    assert trained.stream("stderr") == ""
    assert kernel.execute("run.epochs().size() + before").result["text/plain"] == "3"
    assert "image/png" in kernel.execute("nade.sample(4)").result
    assert kernel.threads() == lab.cores()


def test_the_jars_on_the_class_path_are_enough(plain):
    assert plain.execute("%dgm").status == "error"
    jars = [f"%classpath {TARGET / 'lib'}/*.jar", f"%classpath {TARGET}/*.jar"]
    added = plain.execute("\n".join(["var before = 1;", *jars]), timeout=120)
    assert added.status == "ok", added
    for cell in (TRAINING, "var run = %train nade digits --epochs 2", "run.history()"):
        execution = plain.execute(cell, timeout=120)
        assert execution.status == "ok", execution
    assert "image/png" in plain.execute("nade.sample(4)").result
    assert plain.execute("before").result["text/plain"] == "1"


@pytest.mark.parametrize("first", ["the plugin", "the library"])
def test_what_users_log_is_not_silenced(start_plain, repository, first):
    kernel = start_plain(f"-Dmaven.repo.local={repository}")
    cells = [f"%maven org.dgm4j:dgm4j:{lab.plugin_jar().stem.split('-')[1]}"]
    cells.insert(first == "the plugin", f"%classpath {TARGET}/user/slf4j-simple-*.jar")
    for cell in cells:
        added = kernel.execute(cell, timeout=120)
        assert added.status == "ok" and added.messages == [], added
    log = 'org.slf4j.LoggerFactory.getLogger("users").info("a thing of mine")'
    written = kernel.execute(f"var digits = Datasets.drawnDigits();\n{log};", timeout=120)
    assert written.status == "ok" and "INFO users - a thing of mine" in written.stream("stderr")


def test_a_plugin_that_can_not_be_installed_leaves_the_kernel_alone(plain):
    (jar,) = (OURS / "lib").glob("dgm4j-*.jar")
    added = plain.execute(f'%classpath "{jar}"')
    assert added.status == "ok", added
    assert "dgm4j could not be installed in this kernel" in added.stream("stderr")
    assert "restart the kernel, and add the jars in target/lib before" in added.stream("stderr")
    assert plain.execute("1 + 1").result["text/plain"] == "2"
