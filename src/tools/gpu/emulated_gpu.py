"""Runs a command on a GPU that this machine does not have.

    .lab/python/bin/python src/tools/gpu/emulated_gpu.py [--count N] [--memory BYTES] COMMAND ...

MXNet's own CUDA build runs, as `./lab --gpu` has fetched it, and so do its kernels: they are in it
as PTX, which is translated to C and computed by the CPU (`ptx_to_c.py`). CUDA's runtime and the
parts of cuBLAS and cuDNN that these models use are those of this folder. So this shows whether
every operation exists on a GPU, whether all data are on the right side, and whether the numbers are
those of the CPU. It shows nothing of a driver, of NVIDIA's libraries, or of speed. For example

    … emulated_gpu.py mvn surefire:test@device-tests -Dtest=OtherDeviceTest -Ddevice=gpu:0
    … emulated_gpu.py ./lab run notebooks/2-1-nade.ipynb

Needs gcc and Linux on x86_64. What is made lies in `target/gpu`; a kernel takes a second when it is
first used. A part of CUDA that is not known ends with an error of MXNet that names it.
"""

import argparse
import os
import re
import shlex
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[2]
TARGET = PROJECT / "target" / "gpu"
sys.path.insert(0, str(PROJECT / "kernel-spec"))

import gpu  # noqa: E402
import lz4.block  # noqa: E402
from steps import output  # noqa: E402

REPLACED = ("cudart", "cublas", "cublasLt", "curand", "cusolver", "cudnn", "cufft", "nccl", "nvrtc")
PREFIXES = ("cuda", "cublas", "curand", "cusolver", "cudnn", "cufft", "nccl", "nvrtc", "cu")
CONTAINER, ENTRY, PTX = struct.Struct("<IHHQ"), struct.Struct("<HHIQI28xQQ"), 1
CONTAINER_MARK = 0xBA55ED50


def modules(library):
    """The modules of PTX in a library, as texts."""
    data = library.read_bytes()
    mark = struct.pack("<I", CONTAINER_MARK)
    start = data.find(mark)
    while start >= 0:
        _, version, header, size = CONTAINER.unpack_from(data, start)
        place, end = start + header, start + header + size
        start = data.find(mark, start + 4)
        while version == 1 and place < end <= len(data):
            kind, _, header, size, packed, _, unpacked = ENTRY.unpack_from(data, place)
            text = data[place + header : place + header + (packed or size)]
            if kind == PTX:
                text = lz4.block.decompress(text, uncompressed_size=unpacked) if unpacked else text
                yield text.rstrip(b"\0").decode()
            place += header + size


def write_modules(library, path):
    """Takes the modules out of a library, with an index of their kernels."""
    print("Taking MXNet's kernels out of its CUDA build ...", flush=True)
    index = []
    draft = path.with_suffix(".new")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number, text in enumerate(modules(library)):
            archive.writestr(str(number), text)
            index += [f"{name} {number}" for name in re.findall(r"\.entry\s+([\w$]+)", text)]
        archive.writestr("index", "\n".join(index))
    draft.replace(path)


def symbols(library, option):
    """The names that a library needs (`--undefined-only`) or has (`--defined-only`)."""
    lines = output(["nm", "-D", option, library]).splitlines()
    return {line.split()[-1].split("@")[0] for line in lines}


def compile_library(path, *arguments):
    options = ["-O2", "-g", "-w", "-shared", "-fPIC", f"-Wl,-soname,{path.name}"]
    subprocess.run(["gcc", *options, "-o", path, *arguments], check=True)


def write_libraries(libraries, folder):
    """MXNet with the emulated GPU's libraries in place of CUDA's."""
    folder.mkdir(exist_ok=True)
    replaced = re.compile(rf"lib({'|'.join(REPLACED)})[._]")
    for path in libraries.glob("lib*"):
        link = folder / path.name
        link.unlink(missing_ok=True)
        if not replaced.match(path.name):
            link.symlink_to(path.resolve())
    own = folder / "libemulated-gpu.so"
    blas = next(libraries.glob("libopenblas.so.*"))
    linked = [blas, "-lpthread", "-ldl", "-lm", "-Wl,--allow-shlib-undefined"]
    compile_library(own, HERE / "device.c", HERE / "libraries.c", *linked)
    missing = symbols(libraries / "libmxnet.so", "--undefined-only") - symbols(
        own, "--defined-only"
    )
    unknown = sorted(name for name in missing if re.match(rf"_*({'|'.join(PREFIXES)})[A-Z]", name))
    source = folder / "unknown.c"
    source.write_text(
        "#include <stdio.h>\n"
        "#define UNKNOWN(name) int name() { \\\n"
        '    fprintf(stderr, "The emulated GPU does not know %s\\n", #name); return 801; }\n'
        + "".join(f"UNKNOWN({name})\n" for name in unknown)
    )
    stubs = folder / "libunknown-gpu.so"
    compile_library(stubs, source)
    for name in needed_libraries(libraries / "libmxnet.so"):
        if replaced.match(name) or name == gpu.DRIVER:
            compile_library(folder / name, "-Wl,--no-as-needed", own, stubs)
    (folder / "libcudart.so").symlink_to(next(folder.glob("libcudart.so.*")))


def needed_libraries(library):
    return re.findall(r"NEEDED.*\[(.+)\]", output(["readelf", "-d", library]))


def fetched():
    """The folder of MXNet's CUDA build, or None."""
    folder = gpu.library_folder()
    return folder if folder.is_dir() else None


def prepare(count=1, memory=4 * 10**9):
    """Makes what is needed, and gives the environment variables that lead a program to it."""
    libraries = fetched()
    if libraries is None:
        raise FileNotFoundError("MXNet's CUDA build is not here: type ./lab --gpu first")
    archive, folder = TARGET / "modules.zip", TARGET / "lib"
    TARGET.mkdir(parents=True, exist_ok=True)
    if not archive.exists():
        write_modules(libraries / "libmxnet.so", archive)
    write_libraries(libraries, folder)
    translate = [sys.executable, HERE / "ptx_to_c.py", archive]
    return {
        **gpu.SETTINGS,
        "MXNET_LIBRARY_PATH": str(folder),
        "LD_LIBRARY_PATH": str(folder),
        "EMULATED_GPU": "env -u LD_LIBRARY_PATH " + shlex.join(map(str, translate)),
        "EMULATED_GPU_COUNT": str(count),
        "EMULATED_GPU_BYTES": str(memory),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=1, help="the number of GPUs (1)")
    parser.add_argument("--memory", type=int, default=4 * 10**9, help="the bytes of each (4 GB)")
    parser.add_argument("program", help="what to run")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="what to run it with")
    given = parser.parse_args()
    try:
        variables = prepare(given.count, given.memory)
    except FileNotFoundError as missing:
        sys.exit(str(missing))
    os.execvpe(given.program, [given.program, *given.arguments], {**os.environ, **variables})


if __name__ == "__main__":
    main()
