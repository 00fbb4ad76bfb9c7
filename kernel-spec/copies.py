"""The reader's own copies of the lecture, so that running notebooks leaves the originals as they are.

A copy is renewed as long as it is what it was made as. One that was changed, and be it by being run,
stays; when its original changes, the new one is put beside it.
"""

import hashlib
import json
import os

from steps import say

RECORD = ".originals.json"
# What running notebooks leaves in their folder.
LEFT_BEHIND = ("experiments.csv", "models", "runs")


def originals(folder):
    """The files of a folder of notebooks that belong to the lecture, relative to it."""
    files = (file.relative_to(folder) for file in sorted(folder.rglob("*")) if file.is_file())
    return [
        file
        for file in files
        if file.parts[0] not in LEFT_BEHIND and not any(part[0] == "." for part in file.parts)
    ]


def read_record(folder):
    """The digest of the original that each copy was made from, by the copy's path."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return record if isinstance(record, dict) else {}
    except (OSError, ValueError):
        return {}


def replace(path, content):
    """Writes a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    os.replace(part, path)


def candidates(name):
    """Where a copy may be: under its original's name, or beside copies that the reader changed."""
    yield name
    yield name.with_name(f"{name.stem}-updated{name.suffix}")
    number = 2
    while True:
        yield name.with_name(f"{name.stem}-updated-{number}{name.suffix}")
        number += 1


def renew(name, content, folder, record):
    """Puts the content of an original where no change of the reader's is lost.

    Returns the name of the copy that was made or renewed, or None if nothing was to be done.
    """
    new = hashlib.sha256(content).hexdigest()
    for candidate in candidates(name):
        key, copy = candidate.as_posix(), folder / candidate
        there = copy.is_file()
        if record.get(key) == new and (there or candidate != name):
            return None
        old = hashlib.sha256(copy.read_bytes()).hexdigest() if there else None
        if old in (None, new, record.get(key)):
            record[key] = new
            if old == new:
                return None
            replace(copy, content)
            return candidate


def prepare(source, folder):
    """Makes the copies of a folder's notebooks that are missing, and renews those left unchanged."""
    first = not folder.exists()
    folder.mkdir(exist_ok=True)
    record = read_record(folder)
    before = dict(record)
    made = []
    for name in originals(source):
        copy = renew(name, (source / name).read_bytes(), folder, record)
        if copy and copy != name:
            say(
                f"{source.name}/{name.as_posix()} is newer than your changed copy, which stays as it"
                f" is: the new one is {folder.name}/{copy.as_posix()}."
            )
        elif copy:
            made.append(name.as_posix())
    if record != before:
        replace(folder / RECORD, (json.dumps(record, indent=2) + "\n").encode())
    if first:
        say(
            f"Your copies of the notebooks are in {folder.name}: change and run them as you like, for"
            f" those in {source.name} stay as they are."
        )
    elif made:
        say(f"New in {folder.name}: {', '.join(made)}.")
