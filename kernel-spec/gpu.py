"""Brings what the kernel needs on an NVIDIA GPU, and tells what a machine lacks of it.

The libraries lie in `~/.dgm4j/gpu` (or `DGM4J_GPU`), where all clones and installed kernels share
them: a folder for each version of `gpu-pom.xml`, and what the driver compiles for this GPU.
"""

import ctypes
import fnmatch
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree
import zipfile
import zlib
from pathlib import Path

from steps import FINGERPRINT, LabError, fits, locked, output, say, start_maven, write_spec

POM = Path(__file__).resolve().with_name("gpu-pom.xml")
NAME = "Java (dgm4j, GPU)"
LIBRARIES = {
    "mxnet": ["libmxnet.so"],
    # MXNet's libraries load the parts of cuDNN and NVRTC's built-ins when they first need them.
    "cuda": ["libcublas.so.*", "libcublasLt.so.*", "libcudart.so.*", "libcudnn*.so.*"]
    + ["libcufft.so.*", "libcurand.so.*", "libcusolver.so.*", "libnccl.so.*", "libnvrtc*.so.*"],
    "opencv": ["libopencv_core.so.*", "libopencv_imgcodecs.so.*", "libopencv_imgproc.so.*"],
    "openblas": ["libgfortran.so.*", "libopenblas.so.*", "libquadmath.so.*"],
    "mxnet-native-mkl": ["libgomp.so.*"],
}
LINKS = {
    # DJL counts the GPUs through a library of this name, and cuDNN compiles through this one.
    "libcudart.so": "libcudart.so.11.0",
    "libnvrtc.so": "libnvrtc.so.11.2",
    # MXNet is linked to it but uses nothing of it; the real one needs GTK, which servers lack.
    "libopencv_highgui.so.406": "libopencv_imgcodecs.so.406",
}
DRIVER = "libcuda.so.1"
DRIVER_FOLDERS = ("/usr/local/nvidia/lib64", "/usr/lib/wsl/lib")
# MXNet's own operations are in the library as PTX 7.8 only, which older drivers cannot compile.
OLDEST_DRIVER = "520.61.05"
OLDEST_CUDA = 11080
SETTINGS = {
    # Room for all operations of MXNet; with too little, the driver would compile them again.
    "CUDA_CACHE_MAXSIZE": str(2 << 30),
    # Only what is used is loaded, and so compiled.
    "CUDA_MODULE_LOADING": "LAZY",
    # On the CPU this build's oneDNN crashes in a deconvolution; without it MXNet does the work,
    # and would tell at length where it does.
    "MXNET_MKLDNN_ENABLED": "0",
    "MXNET_STORAGE_FALLBACK_LOG_VERBOSE": "0",
}


def check_platform():
    """Complains of a machine for which there is no CUDA build of MXNet."""
    if not sys.platform.startswith("linux") or platform.machine() not in ("x86_64", "amd64"):
        raise LabError(
            "--gpu is for Linux on x86_64, for which alone there is a CUDA build of MXNet:"
            " leave it out, and the models compute on the CPU."
        )


def home():
    """The folder of all that is needed on a GPU."""
    return Path(os.path.abspath(os.path.expanduser(os.environ.get("DGM4J_GPU") or "~/.dgm4j/gpu")))


def compiled():
    """The folder where the driver keeps the operations that it has compiled for this GPU."""
    return home() / "compiled"


def elements(path, start=None):
    """The elements of our POM below `start` or its root that a path such as `a/b` leads to."""
    root = xml.etree.ElementTree.parse(POM).getroot() if start is None else start
    return root.findall("/".join("{*}" + name for name in path.split("/")))


def part_of(folder):
    """Where the folder is made, before it takes its place."""
    return folder.with_name(folder.name + ".new")


class Artifacts:
    """The jars that our POM names, in Maven's local repository."""

    def __init__(self, maven):
        self.maven = maven
        self.jars_bytes = int(elements("properties/jars.bytes")[0].text)
        self.libraries_bytes = int(elements("properties/libraries.bytes")[0].text)
        self.repository = self._repository()
        self.jars = {}
        for dependency in elements("dependencies/dependency"):
            names = ("groupId", "artifactId", "version", "classifier")
            group, name, *ends = (elements(tag, dependency)[0].text for tag in names)
            folder = self.repository.joinpath(*group.split("."), name, ends[0])
            self.jars[name] = folder / ("-".join([name, *ends]) + ".jar")

    def _repository(self):
        """Asks Maven for its local repository, which settings may move."""
        command = [self.maven, "-X", "-B", "-o", "-f", POM, "-Dstyle.color=never", "validate"]
        found = re.search(r"Using local repository at (.+)", output(command))
        return Path(found[1].strip()) if found else Path.home() / ".m2" / "repository"

    def fetched(self):
        """The bytes that Maven has fetched so far."""
        files = (f for jar in self.jars.values() for f in jar.parent.glob(jar.name + "*"))
        return sum(file.stat().st_size for file in files if file.exists())

    def to_fetch(self):
        """About how many bytes the jars have that are not there yet; 0 if all are there."""
        there = [jar.stat().st_size for jar in self.jars.values() if jar.is_file()]
        return 0 if len(there) == len(self.jars) else max(1, self.jars_bytes - sum(there))

    def fetch(self):
        """Has Maven fetch the jars that are not there yet."""
        if not self.to_fetch():
            return
        say(f"Fetching MXNet for CUDA with Maven ({gigabytes(self.to_fetch())}, once) ...")
        # With -U, for Maven remembers what was not there, and would not look again before tomorrow.
        with start_maven(self.maven, POM, "-U", "dependency:resolve") as maven:
            with Progress(self.jars_bytes) as progress:
                while maven.poll() is None:
                    progress.show(self.fetched())
                    try:
                        maven.wait(0.5)
                    except subprocess.TimeoutExpired:
                        continue
        if maven.returncode or self.to_fetch():
            raise LabError(
                "Maven could not fetch MXNet for CUDA, for the reason above: check the network"
                " connection and start again, which goes on with what is missing."
            )


class Progress:
    """A bar in the terminal, if there is one."""

    def __init__(self, total):
        self.total = total

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def show(self, done):
        """Shows how much is done."""
        if sys.stderr.isatty():
            part = min(1, done / self.total)
            bar = "#" * round(30 * part)
            text = f"\r[{bar:<30}] {part:4.0%} of {gigabytes(self.total)}"
            print(text, end="", file=sys.stderr, flush=True)


def gigabytes(count):
    """A number of bytes for the user."""
    return f"{count / 1e9:.1f} GB"


def existing(folder):
    """The folder, or the nearest one above it that exists."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def check_space(*needs):
    """Complains if a disk has less space than the folders on it will need: (folder, bytes) each."""
    disks = {}
    for folder, count in needs:
        if count:
            disks.setdefault(existing(folder).stat().st_dev, []).append((folder, count))
    for there in disks.values():
        free = shutil.disk_usage(existing(there[0][0])).free
        needed = sum(count for _, count in there)
        if free < needed:
            places = " and ".join(f"{gigabytes(count)} in {folder}" for folder, count in there)
            raise LabError(
                f"--gpu needs {places}, but only {gigabytes(free)} are free there: make room, or"
                " set DGM4J_GPU to a folder on another disk for the libraries."
            )


def wanted(name, archive):
    """The entries of the jar of this name that are libraries to unpack."""
    for entry in archive.infolist():
        file = entry.filename.rpartition("/")[2]
        if any(fnmatch.fnmatchcase(file, pattern) for pattern in LIBRARIES[name]):
            yield entry, file


def inventory(folder):
    """The names and sizes of the libraries in the folder, so that one shows that is gone or cut."""
    files = sorted(folder.glob("*.so*"))
    return "".join(f"\n{file.lstat().st_size} {file.name}" for file in files)


def unpack(artifacts, folder, expected):
    """Unpacks the libraries into the folder, which takes its place whole and in one step."""
    say(f"Unpacking it to {folder} ({gigabytes(artifacts.libraries_bytes)}, once) ...")
    new = part_of(folder)
    new.mkdir(parents=True)
    with Progress(artifacts.libraries_bytes) as progress:
        done = 0
        for name, jar in artifacts.jars.items():
            try:
                with zipfile.ZipFile(jar) as archive:
                    for entry, file in wanted(name, archive):
                        with archive.open(entry) as source, open(new / file, "wb") as copy:
                            while chunk := source.read(1 << 22):
                                done += copy.write(chunk)
                                progress.show(done)
            except (zipfile.BadZipFile, zlib.error, EOFError):
                jar.unlink()
                raise LabError(
                    f"{jar} was damaged and is deleted now: start again, which fetches it anew."
                ) from None
            except OSError as error:
                shutil.rmtree(new)
                raise LabError(
                    f"{jar.name} could not be unpacked to {folder} ({error.strerror}): correct"
                    " that, or set DGM4J_GPU to another folder, and start again."
                ) from None
    for link, target in LINKS.items():
        (new / link).symlink_to(target)
    (new / FINGERPRINT).write_text(expected + inventory(new), encoding="utf-8")
    if folder.exists():
        shutil.rmtree(folder)
    new.rename(folder)


def make_home():
    """Makes the folder of all that is needed on a GPU, or says that it can't be."""
    if os.pathsep in str(home()):
        raise LabError(
            f"--gpu can't keep its libraries in {home()}, as '{os.pathsep}' ends a folder's name"
            " where the loader looks: set DGM4J_GPU to a folder without it."
        )
    try:
        compiled().mkdir(parents=True, exist_ok=True)
        (home() / "lock").touch()
    except OSError as error:
        raise LabError(
            f"--gpu can't keep its libraries in {home()} ({error.strerror}): set DGM4J_GPU to a"
            " folder that you may write to."
        ) from None


def library_folder():
    """The folder of this version's libraries, which is there once it is whole."""
    return home() / elements("version")[0].text


def prepare_libraries(maven):
    """Fetches and unpacks the libraries, unless they are all there; returns their folder."""
    expected = hashlib.sha256(POM.read_bytes() + repr((LIBRARIES, LINKS)).encode()).hexdigest()
    make_home()
    with locked(home()):
        folder = library_folder()
        if fits(folder, expected + inventory(folder)):
            return folder
        half = part_of(folder)
        if half.exists():
            shutil.rmtree(half)
        artifacts = Artifacts(maven)
        check_space(
            (artifacts.repository, artifacts.to_fetch()), (folder, artifacts.libraries_bytes)
        )
        artifacts.fetch()
        unpack(artifacts, folder, expected)
        return folder


def library_path(folder, inherited):
    """Where the loader looks for libraries: ours, what was set before, and drivers of containers."""
    return os.pathsep.join([str(folder), *filter(None, [inherited]), *DRIVER_FOLDERS])


def not_found(folder):
    """The names of the libraries that those in the folder need and the loader does not find."""
    path = library_path(folder, os.environ.get("LD_LIBRARY_PATH"))
    command = ["ldd", *sorted(file for file in folder.glob("*.so*") if not file.is_symlink())]
    answer = output(command, {**os.environ, "LD_LIBRARY_PATH": path, "LC_ALL": "C"})
    return sorted(set(re.findall(r"^\s+(\S+) => not found", answer, re.MULTILINE)))


def missing_libraries(folder):
    """What this machine lacks beside the driver, in one sentence, or None."""
    missing = [name for name in not_found(folder) if name != DRIVER]
    if not missing:
        return None
    return (
        f"MXNet for CUDA needs {' and '.join(missing)}, which this machine lacks, so the models"
        " compute on the CPU: install the packages that have them and start again."
    )


def load_driver():
    """The driver's library, or None."""
    for place in ("", *DRIVER_FOLDERS):
        try:
            return ctypes.CDLL(os.path.join(place, DRIVER))
        except OSError:
            continue
    return None


def missing_driver():
    """Why the driver cannot be used, in one sentence, or None."""
    driver = load_driver()
    end = (
        f"so the models compute on the CPU: install the driver of version {OLDEST_DRIVER} or newer"
        " and start again."
    )
    if not driver:
        return f"There is no NVIDIA driver here (no {DRIVER}), {end}"
    version = ctypes.c_int()
    driver.cuDriverGetVersion(ctypes.byref(version))
    cuda = f"CUDA {version.value // 1000}.{version.value % 1000 // 10}"
    if version.value < OLDEST_CUDA:
        return f"The NVIDIA driver here is too old (for {cuda}), {end}"
    error = driver.cuInit(0)
    if error:
        return (
            f"The NVIDIA driver (for {cuda}) cannot use a GPU here (cuInit: error {error}), so the"
            " models compute on the CPU: nvidia-smi tells more."
        )
    return None


def prepare(maven):
    """Brings the libraries; returns their folder, and whether this machine can use them.

    Of what it lacks, the user is told in one sentence, the driver before anything is fetched.
    """
    driver = missing_driver()
    if driver:
        say(driver)
    libraries = prepare_libraries(maven)
    others = missing_libraries(libraries)
    if others:
        say(others)
    usable = not driver and not others
    if usable and not any(compiled().iterdir()):
        say(
            "The first use of each operation on this GPU compiles it, which takes some minutes in"
            f" all; the results are kept in {compiled()}."
        )
    return libraries, usable


def write_kernel(folder, kernel, libraries):
    """Makes a kernel that is the one in the folder `kernel`, but for its name and its MXNet."""
    spec = json.loads((kernel / "kernel.json").read_text(encoding="utf-8"))
    spec["argv"] = [word.replace("{resource_dir}", str(kernel)) for word in spec["argv"]]
    spec["display_name"] = NAME
    # Jupyter replaces ${NAME} in these values, so a dollar sign of a path is doubled.
    place, kept = (str(path).replace("$", "$$") for path in (libraries, compiled()))
    spec["env"].update(
        SETTINGS,
        MXNET_LIBRARY_PATH=place,
        LD_LIBRARY_PATH=library_path(place, "${LD_LIBRARY_PATH}"),
        CUDA_CACHE_PATH=kept,
    )
    write_spec(folder, spec, kernel.glob("logo-*"))
