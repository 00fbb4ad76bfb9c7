"""What the tests share: the real kernel, a running JupyterLab, and a browser without network."""

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[2]
sys.path[:0] = map(str, (PROJECT / "kernel-spec", PROJECT / "src" / "tools", HERE / "helpers"))

import lab  # noqa: E402
import pages  # noqa: E402
from notebook_kernel import Kernel  # noqa: E402
from jupyterlab_page import LabPage  # noqa: E402

USUAL_REPOSITORY = Path.home() / ".m2" / "repository"
SHARING_LAB = ("test_lab", "test_ijava", "test_gpu")
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure():
    """Has each Maven that a test starts use the local repository of the one that runs the tests."""
    repository = os.environ.get("LOCAL_REPOSITORY")
    if repository and Path(repository) != USUAL_REPOSITORY:
        options = [os.environ.get("MAVEN_OPTS", ""), f"-Dmaven.repo.local={repository}"]
        os.environ["MAVEN_OPTS"] = " ".join(options)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Has each file's tests run in one process, and those of all files that share `.lab` in one.

    They wait for the lock of `.lab`, and say so, or take away what others of them look for.
    """
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            return ".lab" if Path(file).stem in SHARING_LAB else file

    return Scheduling(config, log)


@pytest.fixture
def start_kernel(tmp_path):
    """Starts kernels: `start_kernel(NAME="value", ...)` with further environment variables."""
    running = []

    def start(**settings):
        running.append(Kernel(tmp_path, **settings))
        return running[-1]

    yield start
    for kernel in running:
        kernel.close()


@pytest.fixture
def kernel(start_kernel):
    """A kernel of the test's own."""
    return start_kernel()


@pytest.fixture(scope="module")
def shared_kernel(tmp_path_factory):
    """A kernel for all tests of a file, which may leave variables behind."""
    with Kernel(tmp_path_factory.mktemp("kernel")) as kernel:
        yield kernel


class Server:
    """A running JupyterLab: its address, its token, and the folder of its notebooks.

    What it keeps of itself is in the folder `state`, beside the notebooks unless told otherwise.
    """

    def __init__(self, folder, *options, state=None):
        self.folder = folder
        self.token = secrets.token_hex(16)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        options = [
            *options,
            "--no-browser",
            f"--port={port}",
            "--ServerApp.port_retries=0",
            f"--IdentityProvider.token={self.token}",
            "--LabApp.expose_app_in_browser=True",
        ]
        environment = lab.jupyter_environment()
        environment["DJL_OFFLINE"] = "true"
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
            environment[name] = str((state or folder.parent) / name.lower())
        self.log = (state or folder.parent) / "server.log"
        with open(self.log, "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                lab.server_command(folder, *options),
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait_until_ready(self):
        """Waits until the server answers."""
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/api?token={self.token}", timeout=5).close()
                return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        raise AssertionError(f"JupyterLab did not start: {self.log.read_text(encoding='utf-8')}")

    def stop(self):
        """Stops the server and its kernels."""
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A JupyterLab as `./lab` starts it, on a folder of its own."""
    server = Server(tmp_path_factory.mktemp("server") / "notebooks")
    server.folder.mkdir()
    try:
        server.wait_until_ready()
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def chromium():
    """A running headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=pages.browser(), args=CHROMIUM_OPTIONS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium. Where there is none, tests are skipped; they fail if CI is true."""
    if not pages.browser():
        message = "There is no Chromium on the PATH (Debian: apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with chromium() as browser:
        yield browser


@pytest.fixture
def lab_page(browser, server):
    """A page of that JupyterLab in the browser, from which only this machine can be reached."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = LabPage(context, server)
    yield page
    context.close()
