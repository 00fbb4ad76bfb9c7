"""What all steps of setting up share: complaints, locks, fingerprints and what they tell the user."""

import contextlib
import json
import os
import shutil
import subprocess
import sys

WINDOWS = os.name == "nt"
FINGERPRINT = "fingerprint"


class LabError(Exception):
    """What went wrong, and what to do about it, in one sentence for the user."""

    status = 1


class UsageError(LabError):
    """What is wrong in the command line."""

    status = 2


def say(message):
    """Tells the user what takes time now."""
    print(message, file=sys.stderr, flush=True)


def output(command, environment=None):
    """What a program writes, its complaints among it."""
    return subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ).stdout


@contextlib.contextmanager
def locked(folder):
    """Lets one process at a time change what lies in the folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "a", encoding="utf-8") as lock:
        if WINDOWS:
            import msvcrt

            while True:
                with contextlib.suppress(OSError):
                    msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Waiting for another ./lab or mvn that is setting up ...")
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start_maven(maven, pom, *words, **variables):
    """Starts Maven, which tells of nothing but errors, and of them without escape codes."""
    command = [maven, "-q", "-B", "-f", pom, "-Dstyle.color=never", *words]
    # Without this, Maven ends with such a code all the same.
    options = " ".join(filter(None, [os.environ.get("MAVEN_OPTS"), "-Djansi.noreset=true"]))
    environment = {**os.environ, "MAVEN_OPTS": options, **variables}
    return subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL)


def fits(folder, expected, name=FINGERPRINT):
    """Whether the folder was made, to its end, from what has the expected digest."""
    try:
        return (folder / name).read_text(encoding="utf-8") == expected
    except OSError:
        return False


def write_spec(folder, spec, logos):
    """Makes the folder of a kernel that needs no other files than its logos."""
    folder.mkdir(parents=True, exist_ok=True)
    for logo in logos:
        shutil.copy(logo, folder)
    new = folder / ".kernel.json.new"
    new.write_text(json.dumps(spec, indent=2) + "\n", encoding="utf-8")
    os.replace(new, folder / "kernel.json")
