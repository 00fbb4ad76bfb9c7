"""JupyterLab in a browser, as a user sees it."""

import re

LOCAL = re.compile(r"(https?|wss?)://(127\.0\.0\.1|localhost)[:/]|data:|blob:|about:")


class LabPage:
    """A page of JupyterLab; `page` is Playwright's, `refused` the requests that would leave."""

    def __init__(self, context, server):
        self.server = server
        self.refused = []
        context.route(lambda url: not LOCAL.match(url), self._refuse)
        self.page = context.new_page()

    def _refuse(self, route):
        self.refused.append(route.request.url)
        route.abort()

    def open(self, name):
        """Opens a notebook of the server's folder and waits until its kernel is ready."""
        address = f"{self.server.url}/lab/tree/{name}?reset&token={self.server.token}"
        self.page.goto(address)
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self.page.wait_for_function(
            "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
            "?.connectionStatus === 'connected'",
            timeout=60_000,
        )

    def command(self, name, wait=True):
        """Executes one of JupyterLab's commands; with no `wait`, it goes on in the page."""
        call = f"window.jupyterapp.commands.execute('{name}')"
        self.page.evaluate(f"async () => {{ await {call}; }}" if wait else f"() => {{ {call}; }}")

    def run_all(self, wait=True):
        """Runs all cells, and waits for their end unless told otherwise."""
        self.command("notebook:run-all-cells", wait)

    def save(self):
        """Saves the notebook."""
        self.command("docmanager:save")

    def outputs(self):
        """Playwright's locator of the cells' outputs."""
        return self.page.locator(".jp-Notebook .jp-OutputArea-output")
