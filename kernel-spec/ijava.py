"""Finds an IJava that is already there, and makes a kernel of it that has the plugin from its start.

The user's own kernel stays as it is: the new one starts the same IJava by a kernel.json of its own.
"""

import json
import os
import zipfile

from steps import LabError, write_spec

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
    """What the kernel.json of the first IJava in folders of kernels says."""
    for folder in folders:
        for file in sorted(folder.glob("*/kernel.json")):
            spec = read(file)
            if spec:
                return spec
    raise LabError(
        f"There is no IJava in {', '.join(map(str, folders))}: install it there first, or name the"
        " Python or conda environment that has it, as ./lab install --ijava --prefix DIR."
    )


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
