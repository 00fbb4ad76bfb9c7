"""Downloads in the real kernel, from a server of this machine that is slow or falls silent."""

import gzip
import hashlib
import http.server
import json
import random
import re
import struct
import threading
import time

import pytest

from notebook_kernel import Kernel
from test_magics import run
from test_progress import check_rate

PLACE = "/dataset/cv/ai/djl/basicdataset/mnist/"
IMAGES, TEST = 250, 10
PARTS = 20


def idx(*header, content):
    """A gzipped IDX file."""
    return gzip.compress(struct.pack(f">{len(header)}I", *header) + content)


def files():
    """File → content, as MNIST has them, but small."""
    noise = random.Random(1)
    return {
        "train-images-idx3-ubyte.gz": idx(2051, IMAGES, 28, 28, content=noise.randbytes(IMAGES * 784)),
        "train-labels-idx1-ubyte.gz": idx(2049, IMAGES, content=bytes(IMAGES)),
        "t10k-images-idx3-ubyte.gz": idx(2051, TEST, 28, 28, content=noise.randbytes(TEST * 784)),
        "t10k-labels-idx1-ubyte.gz": idx(2049, TEST, content=bytes(TEST)),
    }


class Repository(http.server.ThreadingHTTPServer):
    """A repository of DJL whose first file comes slowly, and stops while `goes_on` is not set."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = files()
        self.goes_on = threading.Event()
        names = ["train_data", "train_labels", "test_data", "test_labels"]
        items = {
            item: {"uri": name, "sha1Hash": hashlib.sha1(content).hexdigest(), "size": len(content)}
            for item, (name, content) in zip(names, self.files.items())
        }
        metadata = {
            "metadataVersion": "0.2",
            "resourceType": "dataset",
            "application": "cv",
            "groupId": "ai.djl.basicdataset",
            "artifactId": "mnist",
            "artifacts": [{"version": "1.0", "files": items}],
        }
        self.all = {"metadata.json": json.dumps(metadata).encode(), **self.files}
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    """Sends half of a large file, and then the rest part by part."""

    def do_GET(self):
        content = self.server.all[self.path.removeprefix(PLACE)]
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if len(content) < 100_000:
            self.wfile.write(content)
            return
        self.wfile.write(content[: len(content) // 2])
        self.server.goes_on.wait(120)
        rest = content[len(content) // 2 :]
        for part in range(PARTS):
            time.sleep(0.1)
            self.wfile.write(rest[part * len(rest) // PARTS : (part + 1) * len(rest) // PARTS])

    def log_message(self, *arguments):
        """Says nothing."""


@pytest.fixture
def repository():
    with Repository() as server:
        yield server
        server.shutdown()


@pytest.fixture
def kernel(repository, tmp_path):
    """A kernel in which `fetch()` reads MNIST from the repository."""
    variables = {"DJL_OFFLINE": None, "DJL_CACHE_DIR": str(tmp_path / "cache")}
    with Kernel(tmp_path, **variables) as kernel:
        run(
            kernel,
            f"""
            var address = "http://127.0.0.1:{repository.server_port}/";
            var type = Class.forName("org.dgm4j.data.files.Mnist");
            var read = java.lang.invoke.MethodHandles
                .privateLookupIn(type, java.lang.invoke.MethodHandles.lookup())
                .findStatic(type, "grey", java.lang.invoke.MethodType.methodType(
                    Dataset.class, java.nio.file.Path.class, ai.djl.repository.Repository.class));
            Dataset fetch() throws Throwable {{
                return (Dataset) read.invoke(java.nio.file.Path.of("data"),
                    new ai.djl.repository.RemoteRepository("local", java.net.URI.create(address)));
            }}
            """,
        )
        yield kernel


def test_a_download_tells_how_far_it_is(kernel, repository, tmp_path):
    repository.goes_on.set()
    execution = run(kernel, "fetch().train().count()")
    shown = [message.data["text/plain"] for message in execution.of_type("update_display_data")]
    pattern = r"train-images-idx3-ubyte\.gz, byte ([\d,]+)/([\d,]+)"
    counts = [re.search(pattern, text) for text in shown[:-1]]
    done = [int(count[1].replace(",", "")) for count in counts if count]
    assert len(done) >= 3 and done == sorted(done) and done[0] < done[-1]
    size = len(repository.files["train-images-idx3-ubyte.gz"])
    assert {count[2] for count in counts if count} == {f"{size:,}"}
    assert execution.displays[0]["text/html"].count('role="progressbar"') == 2
    check_rate(execution)
    written = {path.name: path.read_bytes() for path in (tmp_path / "data" / "mnist").iterdir()}
    assert written == repository.files


def test_an_interrupt_ends_a_download_of_which_nothing_comes_and_leaves_nothing(
    kernel, repository, tmp_path
):
    execution = kernel.start("fetch()")
    shown = execution.until(lambda message: message.type == "display_data")
    began = time.monotonic()
    kernel.interrupt()
    execution.finish(30)
    assert not repository.goes_on.is_set() and time.monotonic() - began < 30
    assert execution.status == "error"
    while not any("Interrupted" in str(m.data) for m in execution.messages):
        execution.receive(shown.received + 60)
    last = execution.of_type("update_display_data")[-1]
    assert last.display_id == shown.display_id
    sentence = r"Interrupted after [\d.]+ s at file 1/4, train-images-idx3-ubyte\.gz, byte [\d,]+/"
    assert re.match(sentence, last.data["text/plain"]), last.data["text/plain"]
    assert list((tmp_path / "data" / "mnist").iterdir()) == []
    repository.goes_on.set()
    assert "mnist" in run(kernel, "fetch()").result["text/plain"]
    assert len(list((tmp_path / "data" / "mnist").iterdir())) == 4
