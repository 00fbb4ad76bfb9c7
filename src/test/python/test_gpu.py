"""`--gpu`: what it fetches and unpacks, what it says of a machine, and the kernel that it makes.

The real libraries are gigabytes. Small ones of the same names stand in for them, in a repository
that Maven reads as any other; the last test looks at the real ones where they are.
"""

import errno
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

import gpu
import lab
from notebook_kernel import Kernel

JARS = {
    "mxnet": ["libmxnet.so", "libjnimxnet.so"],
    "cuda": ["libcudart.so.11.0", "libcublas.so.11", "libcublasLt.so.11", "libcufft.so.10"]
    + ["libcufftw.so.10", "libcudnn.so.8", "libcudnn_ops_infer.so.8", "libnccl.so.2"]
    + ["libnvrtc.so.11.2", "libnvrtc-builtins.so.11.8", "libnppc.so.11", "libcusolverMg.so.11"],
    "opencv": ["libopencv_core.so.406", "libopencv_highgui.so.406", "libopencv_imgcodecs.so.406"],
    "openblas": ["libopenblas.so.0", "libjniopenblas.so", "libgcc_s.so.1"],
    "mxnet-native-mkl": ["libgomp.so.1", "libmxnet.so", "libopenblas.so.0"],
}
UNPACKED = {
    "libmxnet.so": "mxnet", "libcudart.so.11.0": "cuda", "libcublas.so.11": "cuda",
    "libcublasLt.so.11": "cuda", "libcufft.so.10": "cuda", "libcudnn.so.8": "cuda",
    "libcudnn_ops_infer.so.8": "cuda", "libnccl.so.2": "cuda", "libnvrtc.so.11.2": "cuda",
    "libnvrtc-builtins.so.11.8": "cuda", "libopencv_core.so.406": "opencv",
    "libopencv_imgcodecs.so.406": "opencv", "libopenblas.so.0": "openblas",
    "libgomp.so.1": "mxnet-native-mkl",
}  # fmt: skip


class Repository:
    """A repository of small jars, with all that `gpu-pom.xml` names."""

    def __init__(self, folder):
        self.folder = folder
        self.jars = {}
        for dependency in gpu.elements("dependencies/dependency"):
            names = ("artifactId", "version", "classifier")
            name, version, classifier = (gpu.elements(n, dependency)[0].text for n in names)
            place = folder / "small" / name / version
            place.mkdir(parents=True)
            (place / f"{name}-{version}.pom").write_text(
                "<project><modelVersion>4.0.0</modelVersion><groupId>small</groupId>"
                f"<artifactId>{name}</artifactId><version>{version}</version></project>"
            )
            self.jars[name] = place / f"{name}-{version}-{classifier}.jar"
            self.put(name)

    def put(self, name, **contents):
        """Makes a jar whose libraries hold the jar's name, or what `contents` has for them."""
        with zipfile.ZipFile(self.jars[name], "w") as jar:
            for file in JARS[name]:
                jar.writestr(f"org/small/{name}/{file}", contents.get(file, name))


@pytest.fixture
def small_pom(tmp_path, monkeypatch):
    """Has `--gpu` bring small jars, to a folder of the test's own; returns the POM."""
    text = gpu.POM.read_text()
    for group in ("org.bytedeco", "ai.djl.mxnet"):
        text = text.replace(f"<groupId>{group}</groupId>", "<groupId>small</groupId>")
    text, sizes = re.subn(r"bytes>\d+<", "bytes>5000<", text)
    assert sizes == 2
    pom = tmp_path / "gpu-pom.xml"
    pom.write_text(text)
    monkeypatch.setattr(gpu, "POM", pom)
    monkeypatch.setenv("DGM4J_GPU", str(tmp_path / "my $gpu"))
    monkeypatch.setattr(gpu, "DRIVER", "libcuda-of-no-machine.so.1")
    return pom


@pytest.fixture
def fetched(tmp_path, monkeypatch, small_pom):
    """The local repository, where Maven has fetched all jars before."""
    local = Repository(tmp_path / "m2")
    monkeypatch.setattr(gpu.Artifacts, "_repository", lambda _: local.folder)
    return local


@pytest.fixture
def remote(tmp_path, monkeypatch, small_pom):
    """The repository from which Maven can fetch the jars; its local one has only what Maven uses."""
    local = tmp_path / "m2"
    local.mkdir()
    for entry in gpu.Artifacts(lab.find_maven()).repository.iterdir():
        (local / entry.name).symlink_to(entry)
    monkeypatch.setenv("MAVEN_OPTS", f"-Dmaven.repo.local={local}")
    remote = Repository(tmp_path / "remote")
    place = f"<repository><id>central</id><url>{remote.folder.as_uri()}</url></repository>"
    text = small_pom.read_text()
    small_pom.write_text(
        text.replace("  <build>", f"  <repositories>{place}</repositories>\n  <build>")
    )
    return remote


@pytest.fixture
def compile_library(tmp_path):
    """Compiles C into a library: `compile_library(path, code, needed library...)`.

    Where there is no compiler, tests are skipped; they fail if CI is true.
    """
    compiler = shutil.which("cc")
    if not compiler:
        message = "There is no C compiler on the PATH (Debian: apt-get install gcc libc6-dev)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)

    def compile_c(path, code="", *needed):
        source = tmp_path / "library.c"
        source.write_text(code + "\n")
        links = ["-Wl,--no-as-needed", *(f"-l:{file.name}" for file in needed)]
        folders = [f"-L{file.parent}" for file in needed]
        command = [compiler, "-shared", "-fPIC", "-o", path, source, *folders, *links]
        subprocess.run(command, check=True)
        return path

    return compile_c


def prepared():
    return gpu.prepare_libraries(lab.find_maven())


def is_one_sentence(text):
    return "\n" not in text.strip() and text.strip()[-1] == "."


# Fetching and unpacking


def test_what_is_needed_is_unpacked_once(fetched, monkeypatch):
    folder = prepared()
    assert folder.parent == Path(os.environ["DGM4J_GPU"])
    assert folder.name == "mxnet-1.9.1-cuda-11.8"
    files = {file.name for file in folder.iterdir() if not file.is_symlink()}
    assert files == {*UNPACKED, "fingerprint"}
    for file, jar in UNPACKED.items():
        assert (folder / file).read_text() == jar
    assert os.readlink(folder / "libcudart.so") == "libcudart.so.11.0"
    assert (folder / "libopencv_highgui.so.406").samefile(folder / "libopencv_imgcodecs.so.406")
    assert all((folder / link).exists() for link in gpu.LINKS)
    assert sorted(file.name for file in folder.parent.iterdir()) == [
        "compiled", "lock", folder.name
    ]
    monkeypatch.setattr(gpu, "Artifacts", lambda _: pytest.fail("fetched again"))
    assert prepared() == folder


def test_a_fetch_that_was_cut_off_goes_on(remote, capfd):
    jar = remote.jars["cuda"].rename(remote.folder / "elsewhere")
    with pytest.raises(lab.LabError) as complaint:
        prepared()
    assert is_one_sentence(str(complaint.value))
    assert "start again" in str(complaint.value)
    assert "cuda" in capfd.readouterr().out, "Maven says what it did not get"
    artifacts = gpu.Artifacts(lab.find_maven())
    there = artifacts.jars["mxnet"]
    kept = there.stat().st_mtime_ns
    assert 0 < artifacts.to_fetch() < artifacts.jars_bytes
    part = artifacts.jars["cuda"].with_name(artifacts.jars["cuda"].name + ".part")
    before = artifacts.fetched()
    part.write_bytes(bytes(100))
    assert artifacts.fetched() == before + 100
    jar.rename(remote.jars["cuda"])
    assert (prepared() / "libcudart.so.11.0").read_text() == "cuda"
    assert there.stat().st_mtime_ns == kept


def test_unpacking_that_was_cut_off_begins_anew(fetched, monkeypatch):
    folder = Path(os.environ["DGM4J_GPU"]) / "mxnet-1.9.1-cuda-11.8"
    half = folder.with_name(folder.name + ".new")

    def cut_off(*_):
        (half / "half").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(zipfile.ZipFile, "open", cut_off)
        with pytest.raises(KeyboardInterrupt):
            prepared()
    assert half.is_dir() and not folder.exists()
    assert prepared() == folder
    assert not half.exists() and not (folder / "half").exists()


def test_a_disk_that_fills_up_is_given_its_space_back(fetched, monkeypatch):
    def fill_up(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    home = os.environ["DGM4J_GPU"]
    with monkeypatch.context() as patch:
        patch.setattr(zipfile.ZipFile, "open", fill_up)
        with pytest.raises(lab.LabError) as complaint:
            prepared()
    sentence = str(complaint.value)
    assert is_one_sentence(sentence)
    assert f"unpacked to {home}/mxnet-" in sentence and "No space left on device" in sentence
    assert sorted(file.name for file in Path(home).iterdir()) == ["compiled", "lock"]
    assert prepared().is_dir()


def compressed_to_nonsense():
    """A jar whose list of contents is right, but whose library can't be inflated."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as jar:
        jar.writestr("libopenblas.so.0", bytes(10_000))
        size = jar.getinfo("libopenblas.so.0").compress_size
    content = bytearray(file.getvalue())
    start = content.index(b"libopenblas.so.0") + len("libopenblas.so.0")
    content[start : start + size] = b"\xff" * size
    return bytes(content)


@pytest.mark.parametrize("content", [b"no jar", compressed_to_nonsense()], ids=["cut", "damaged"])
def test_a_damaged_jar_is_deleted(fetched, content):
    jar = fetched.jars["openblas"]
    jar.write_bytes(content)
    with pytest.raises(lab.LabError, match=f"{jar.name} was damaged") as complaint:
        prepared()
    assert is_one_sentence(str(complaint.value))
    assert not jar.exists()
    fetched.put("openblas")
    assert (prepared() / "libopenblas.so.0").read_text() == "openblas"


def test_a_new_version_is_unpacked_anew(fetched, monkeypatch):
    folder = prepared()
    monkeypatch.setitem(gpu.LIBRARIES, "cuda", [*gpu.LIBRARIES["cuda"], "libnppc.so.*"])
    assert prepared() == folder
    assert (folder / "libnppc.so.11").exists()
    assert not folder.with_name(folder.name + ".new").exists()


@pytest.mark.parametrize("name", ["libmxnet.so", "libcublas.so.11", "libcudart.so"])
def test_what_was_deleted_is_unpacked_again(fetched, name):
    library = prepared() / name
    library.unlink()
    assert (prepared() / name).read_text() == UNPACKED.get(name, "cuda")
    library.write_bytes(library.read_bytes()[:1])
    assert (prepared() / name).read_text() == UNPACKED.get(name, "cuda")


def test_a_folder_that_can_not_be_used_is_named(fetched, monkeypatch, tmp_path):
    file = tmp_path / "file"
    file.touch()
    for place in (file, file / "gpu", Path("/proc/gpu"), tmp_path / "a:b"):
        monkeypatch.setenv("DGM4J_GPU", str(place))
        with pytest.raises(lab.LabError, match=f"libraries in {place}.*: set DGM4J_GPU") as said:
            prepared()
        assert is_one_sentence(str(said.value))


def test_too_little_space_is_said_before_anything_is_made(fetched, monkeypatch):
    def with_space(free):
        usage = shutil.disk_usage(fetched.folder)._replace(free=free)
        monkeypatch.setattr(gpu.shutil, "disk_usage", lambda _: usage)

    gpu.POM.write_text(gpu.POM.read_text().replace(">5000<", ">3000000000<"))
    cuda = fetched.jars["cuda"].rename(fetched.folder / "elsewhere")
    with_space(5_900_000_000)
    with pytest.raises(lab.LabError) as complaint:
        prepared()
    sentence = str(complaint.value)
    assert is_one_sentence(sentence)
    home = os.environ["DGM4J_GPU"]
    assert f"needs 3.0 GB in {fetched.folder} and 3.0 GB in {home}/mxnet-" in sentence
    assert "only 5.9 GB are free" in sentence and "DGM4J_GPU" in sentence
    assert sorted(file.name for file in Path(home).iterdir()) == ["compiled", "lock"]
    # Once the jars are there, only the libraries need space.
    cuda.rename(fetched.jars["cuda"])
    with_space(2_900_000_000)
    with pytest.raises(lab.LabError, match=f"needs 3.0 GB in {re.escape(home)}"):
        prepared()
    with_space(3_000_000_000)
    assert prepared().is_dir()


def test_the_bar_shows_how_much_is_done(monkeypatch, capsys):
    with gpu.Progress(2_000_000_000) as progress:
        progress.show(1)
    assert capsys.readouterr().err == "", "no bar where there is no terminal"
    monkeypatch.setattr(gpu.sys.stderr, "isatty", lambda: True)
    with gpu.Progress(2_000_000_000) as progress:
        progress.show(1_000_000_000)
        progress.show(2_100_000_000)
    half, whole, end = capsys.readouterr().err.split("\r")[1:]
    assert half == "[" + "#" * 15 + " " * 15 + "]  50% of 2.0 GB"
    assert whole == "[" + "#" * 30 + "] 100% of 2.0 GB"
    assert end == "\x1b[K"


# What a machine lacks


@pytest.mark.parametrize("system, machine", [
    ("darwin", "x86_64"), ("win32", "AMD64"), ("linux", "aarch64")
])
def test_other_platforms_get_one_sentence(monkeypatch, capsys, system, machine):
    monkeypatch.setattr(gpu.sys, "platform", system)
    monkeypatch.setattr(gpu.platform, "machine", lambda: machine)
    monkeypatch.setattr(lab, "prepare", lambda: pytest.fail("set up"))
    for words in (["--gpu"], ["install", "--gpu"], ["run", "--gpu", __file__]):
        assert lab.main(words) == 1
        complaint = capsys.readouterr().err
        assert is_one_sentence(complaint) and "Linux on x86_64" in complaint


def driver(version, error=0):
    return f"""
        int cuDriverGetVersion(int *version) {{ *version = {version}; return 0; }}
        int cuInit(unsigned flags) {{ return {error}; }}"""


@pytest.mark.parametrize(
    "code, parts",
    [
        (driver(12040), None),
        (driver(11080), None),
        (driver(11040), ["too old (for CUDA 11.4)", "520.61.05 or newer", "on the CPU"]),
        (driver(12040, error=100), ["CUDA 12.4", "cuInit: error 100", "on the CPU"]),
        (None, ["no NVIDIA driver", "520.61.05 or newer", "on the CPU"]),
    ],
)
def test_what_is_wrong_with_the_driver(tmp_path, monkeypatch, compile_library, code, parts):
    monkeypatch.setattr(gpu, "DRIVER", "libcuda-of-test.so.1")
    monkeypatch.setattr(gpu, "DRIVER_FOLDERS", (str(tmp_path / "none"), str(tmp_path)))
    if code:
        compile_library(tmp_path / gpu.DRIVER, code)
    complaint = gpu.missing_driver()
    if parts is None:
        assert complaint is None
    else:
        assert is_one_sentence(complaint)
        assert all(part in complaint for part in parts), complaint


def test_each_missing_library_is_named(tmp_path, monkeypatch, compile_library):
    elsewhere = tmp_path / "elsewhere"
    folder = tmp_path / "libraries"
    for place in (elsewhere, folder):
        place.mkdir()
    monkeypatch.setattr(gpu, "DRIVER", "libcuda-of-test.so.1")
    names = (gpu.DRIVER, "libgone.so.1", "libnever.so.2")
    libraries = [compile_library(elsewhere / name) for name in names]
    beside = compile_library(folder / "libbeside.so.3")
    compile_library(folder / "libmxnet.so", "", beside, *libraries[:2])
    compile_library(folder / "libloaded-later.so", "", libraries[2])
    assert gpu.not_found(folder) == [gpu.DRIVER, "libgone.so.1", "libnever.so.2"]
    complaint = gpu.missing_libraries(folder)
    assert is_one_sentence(complaint)
    assert "needs libgone.so.1 and libnever.so.2, which this machine lacks" in complaint
    assert gpu.DRIVER not in complaint
    monkeypatch.setenv("LD_LIBRARY_PATH", str(elsewhere))
    assert gpu.not_found(folder) == []
    assert gpu.missing_libraries(folder) is None


# The kernel


def session(monkeypatch, words):
    """Calls ./lab up to where it becomes another program; returns that one's environment."""
    environments = []
    monkeypatch.setattr(lab, "become", lambda _, environment: environments.append(environment))
    assert lab.main(words) == 0
    return environments.pop()


@pytest.fixture
def gpu_data(tmp_path, monkeypatch):
    monkeypatch.setattr(lab, "GPU_DATA", tmp_path / "data")
    return tmp_path / "data"


def test_without_a_driver_all_is_made_and_the_cpu_goes_on(fetched, gpu_data, monkeypatch, capsys):
    environment = session(monkeypatch, ["--gpu"])
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("There is no NVIDIA driver here") and is_one_sentence(said[0])
    assert sum("NVIDIA driver" in line for line in said) == 1
    assert environment == lab.jupyter_environment()
    assert (gpu_data / "kernels" / "dgm4j" / "kernel.json").exists()


def test_with_a_gpu_every_notebook_uses_it(
    fetched, gpu_data, monkeypatch, capsys, compile_library, tmp_path
):
    monkeypatch.setattr(gpu, "DRIVER_FOLDERS", (str(tmp_path),))
    compile_library(tmp_path / gpu.DRIVER, driver(12040))
    notebook = tmp_path / "a.ipynb"
    notebook.touch()
    for words in (["--gpu"], ["run", "--gpu", str(notebook)]):
        environment = session(monkeypatch, words)
        assert environment == {**lab.jupyter_environment(), "JUPYTER_PATH": str(gpu_data)}
        assert "first use of each operation on this GPU" in capsys.readouterr().err
    command = [lab.PYTHON, "-I", "-m", "jupyter_client.kernelspecapp", "list", "--json"]
    listed = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout
    spec = json.loads(listed)["kernelspecs"]["dgm4j"]["spec"]
    assert spec["display_name"] == "Java (dgm4j, GPU)"
    (gpu.compiled() / "something").touch()
    session(monkeypatch, ["--gpu"])
    assert "first use" not in capsys.readouterr().err


def test_install_adds_the_kernel_beside_the_other_one(fetched, monkeypatch, capsys, tmp_path):
    assert lab.main(["install", "--gpu", "--prefix", str(tmp_path / "other $HOME")]) == 0
    kernels = tmp_path / "other $HOME" / "share" / "jupyter" / "kernels"
    cpu, on_gpu = (json.loads((kernels / name / "kernel.json").read_text())
                   for name in ("dgm4j", "dgm4j-gpu"))
    assert "MXNET_LIBRARY_PATH" not in cpu["env"]
    assert (cpu["display_name"], on_gpu["display_name"]) == ("Java (dgm4j)", "Java (dgm4j, GPU)")
    assert on_gpu["argv"][1:] == [
        "-jar",
        f"{kernels}/dgm4j/jjava-launcher.jar",
        f"{kernels}/dgm4j/jjava.jar",
        "{connection_file}",
    ]
    assert str(lab.PROJECT) not in json.dumps(on_gpu)
    assert {file.name for file in (kernels / "dgm4j-gpu").iterdir()} == {
        "kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"
    }
    libraries = str(prepared())
    doubled = libraries.replace("$", "$$")
    assert libraries != doubled
    added = {name: on_gpu["env"][name] for name in on_gpu["env"].keys() - cpu["env"].keys()}
    assert added == {
        "MXNET_LIBRARY_PATH": doubled,
        "LD_LIBRARY_PATH": f"{doubled}:${{LD_LIBRARY_PATH}}:/usr/local/nvidia/lib64"
        ":/usr/lib/wsl/lib",
        "CUDA_CACHE_PATH": str(gpu.compiled()).replace("$", "$$"),
        **gpu.SETTINGS,
    }
    assert str(kernels / "dgm4j-gpu") in capsys.readouterr().out


def test_the_kernel_says_that_there_is_no_driver(
    fetched, gpu_data, monkeypatch, compile_library, tmp_path
):
    missing = compile_library(tmp_path / "libcuda.so.1")
    # A driver would be found before this one, which ends when the library has been linked to it.
    library = compile_library(tmp_path / "libmxnet.so", "", missing)
    missing.rename(tmp_path / "gone")
    fetched.put("mxnet", **{"libmxnet.so": library.read_bytes()})
    session(monkeypatch, ["--gpu"])
    with Kernel(tmp_path, kernels=gpu_data / "kernels", LD_LIBRARY_PATH="/before") as kernel:
        libraries = kernel.execute('System.getenv("MXNET_LIBRARY_PATH")').result["text/plain"]
        path = kernel.execute('System.getenv("LD_LIBRARY_PATH")').result["text/plain"]
        assert path.split(":")[:2] == [libraries, "/before"]
        if not gpu.not_found(Path(libraries)):
            pytest.skip("There is a driver on this machine")
        for _ in range(2):
            built = kernel.execute("Nade.builder().image(2, 2).hidden(3).build()")
            (line,) = built.of_type("error")[0].content["traceback"]
            assert "no NVIDIA driver here" in line and "\n" not in line
            shown = kernel.execute("%device")
            assert "no NVIDIA driver here (no libcuda.so.1)" in shown.error, shown
            assert 'kernel "Java (dgm4j)"' in shown.error
            assert "\n" not in shown.error
        assert kernel.execute("1 + 1").result["text/plain"] == "2"


def test_the_real_libraries_need_nothing_but_the_driver():
    folder = Path.home() / ".dgm4j" / "gpu" / gpu.elements("version")[0].text
    if not (folder / "fingerprint").exists():
        pytest.skip("./lab --gpu has not been called on this machine")
    assert set(gpu.not_found(folder)) <= {gpu.DRIVER}
    size = sum(file.stat().st_size for file in folder.iterdir() if not file.is_symlink())
    expected = int(gpu.elements("properties/libraries.bytes")[0].text)
    assert 0.99 * expected < size <= expected
