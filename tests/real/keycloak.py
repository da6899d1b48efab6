"""A real Keycloak: fetched and built once, then started on a free port with a realm as Camunda Self-Managed has it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.real.tools import CACHE, prepared, run

VERSION = "26.5.6"
REALM = "camunda-platform"
AUDIENCE = "orchestration-api"
MAVEN_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
ENVIRONMENT = {
    "JAVA_OPTS_KC_HEAP": "-Xms64m -Xmx256m",
    "JAVA_OPTS_APPEND": "-XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:+UseSerialGC",
    "KC_BOOTSTRAP_ADMIN_USERNAME": "admin",
    "KC_BOOTSTRAP_ADMIN_PASSWORD": "admin",
}
LISTENING = re.compile(r"Listening on: http://127\.0\.0\.1:(\d+)")


def _client(client_id: str, **more: Any) -> dict[str, Any]:
    audience = {
        "name": "audience",
        "protocol": "openid-connect",
        "protocolMapper": "oidc-audience-mapper",
        "config": {"included.custom.audience": AUDIENCE, "access.token.claim": "true"},
    }
    client = {
        "clientId": client_id,
        "secret": f"{client_id}-secret",
        "enabled": True,
        "publicClient": False,
        "standardFlowEnabled": False,
        "serviceAccountsEnabled": True,
        "protocolMappers": [audience],
    }
    return client | more


def realm() -> dict[str, Any]:
    """The realm that is imported: tokens of 5 s for most clients; one is disabled, one may not have any."""
    five_seconds = {"access.token.lifespan": "5"}
    return {
        "realm": REALM,
        "enabled": True,
        "sslRequired": "none",
        "eventsEnabled": True,
        "enabledEventTypes": ["CLIENT_LOGIN", "CLIENT_LOGIN_ERROR"],
        "clients": [
            _client("steady", attributes=five_seconds),
            _client("rotated", attributes=five_seconds),
            _client("restarted", attributes=five_seconds),
            _client("long", attributes={"access.token.lifespan": "300"}),
            _client("disabled", enabled=False),
            _client("no-service", serviceAccountsEnabled=False),
        ],
    }


def _fetch(folder: Path) -> None:
    artifact = f"org.keycloak:keycloak-quarkus-dist:{VERSION}:tar.gz"
    run(["mvn", "-q", "-B", MAVEN_COPY, f"-Dartifact={artifact}", "-DoutputDirectory=."], cwd=folder, times=3)
    archive = f"keycloak-quarkus-dist-{VERSION}.tar.gz"
    run(["tar", "xzf", archive, "--strip-components=1"], cwd=folder)
    (folder / archive).unlink()
    build = ["build", "--db=dev-file", "--health-enabled=true", "--http-management-health-enabled=false"]
    run([folder / "bin" / "kc.sh", *build], cwd=folder, env=ENVIRONMENT)


class Keycloak:
    """A Keycloak process of our own with its data in a folder of its own; stopped by its pid."""

    def __init__(self) -> None:
        CACHE.mkdir(parents=True, exist_ok=True)
        distribution = prepared(f"keycloak-{VERSION}", _fetch)
        self._home = Path(tempfile.mkdtemp(prefix="keycloak-run-", dir=CACHE))
        # Hard links: a fresh data folder for every run without another 300 MB on the disk.
        shutil.copytree(distribution, self._home, copy_function=os.link, dirs_exist_ok=True)
        (self._home / "data" / "import").mkdir(parents=True, exist_ok=True)
        (self._home / "data" / "import" / "realm.json").write_text(json.dumps(realm()))
        self._log = self._home / "run.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`, the same after a restart."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def issuer(self) -> str:
        """What the tokens of the realm name as their issuer."""
        return f"{self.url}/realms/{REALM}"

    @property
    def token_url(self) -> str:
        """Where the realm hands out tokens."""
        return f"{self.issuer}/protocol/openid-connect/token"

    def start(self) -> None:
        """Returns once the realm answers; ends the test when it does not within two minutes."""
        arguments = ["--http-enabled=true", "--http-host=127.0.0.1", f"--http-port={self._port}"]
        arguments += ["--hostname-strict=false", "--cache=local", "--import-realm"]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [self._home / "bin" / "kc.sh", "start", "--optimized", *arguments],
                cwd=self._home,
                env={**os.environ, **ENVIRONMENT},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + 120
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"Keycloak does not start: {self._log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)

    def _answers(self) -> bool:
        listening = LISTENING.search(self._log.read_text(errors="replace"))
        if listening is None:
            return False
        self._port = int(listening[1])
        try:
            return httpx.get(f"{self.issuer}/.well-known/openid-configuration").status_code == 200
        except httpx.TransportError:
            return False

    def stop(self) -> None:
        """Ends the process as an operator would, and waits for it. Without effect when it does not run."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None

    def remove(self) -> None:
        """Stops it and removes its data."""
        self.stop()
        shutil.rmtree(self._home, ignore_errors=True)

    def change(self, client_id: str, **fields: Any) -> None:
        """Changes a client of the realm, such as `secret` or `enabled`, through the admin API."""
        with self._admin() as admin:
            [found] = admin.get("/clients", params={"clientId": client_id}).json()
            admin.put(f"/clients/{found['id']}", json=fields).raise_for_status()

    def token_requests(self, client_id: str, kind: str = "CLIENT_LOGIN") -> int:
        """How many tokens a client has got so far (`CLIENT_LOGIN`), or was refused (`CLIENT_LOGIN_ERROR`)."""
        with self._admin() as admin:
            found = admin.get("/events", params={"type": kind, "client": client_id, "max": 10_000})
            return len(found.raise_for_status().json())

    def _admin(self) -> httpx.Client:
        form = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": "admin"}
        answer = httpx.post(f"{self.url}/realms/master/protocol/openid-connect/token", data=form).raise_for_status()
        headers = {"authorization": f"Bearer {answer.json()['access_token']}"}
        return httpx.Client(base_url=f"{self.url}/admin/realms/{REALM}", headers=headers)
