"""The example configuration of nginx, run before the real bot with a certificate of our own."""

from __future__ import annotations

import asyncio
import re
import shutil
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.settings import PROJECT
from tests.telegram.botapi import BotApi
from tests.telegram.ports import free_port
from tests.telegram.process import Bot

EXAMPLE = PROJECT / "scripts" / "nginx" / "hoidap.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
SECRET = "mot-bi-mat-cua-bai-thu"  # noqa: S105  a secret of this test
pytestmark = [pytest.mark.asyncio, pytest.mark.skipif(NGINX is None, reason="nginx is not installed (apt-get install nginx)")]


@dataclass(frozen=True)
class Front:
    """nginx with the example, changed in what every operator changes: name, certificate, ports."""

    folder: Path
    port: int
    bot_port: int

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    @property
    def certificate(self) -> Path:
        return self.folder / "fullchain.pem"

    @property
    def command(self) -> list[str]:
        return [str(NGINX), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-e", str(self.folder / "error.log")]

    def configure(self) -> None:
        text = EXAMPLE.read_text(encoding="utf-8")
        changes = {
            r"\bbot\.example\.gov\.vn;": "localhost;",
            r"/etc/letsencrypt/live/bot\.example\.gov\.vn/": f"{self.folder}/",
            r"listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            r"server 127\.0\.0\.1:8443": f"server 127.0.0.1:{self.bot_port}",
        }
        for old, new in changes.items():
            text, count = re.subn(old, new, text)

            assert count, f"the example no longer says {old}"
        (self.folder / "hoidap.conf").write_text(text, encoding="utf-8")
        (self.folder / "nginx.conf").write_text(
            f"pid {self.folder}/nginx.pid;\ndaemon off;\nworker_processes 1;\n{self._user}events {{}}\nhttp {{\n{self._places}include {self.folder}/hoidap.conf;\n}}\n"
        )
        _certify(self.folder)

    @property
    def _user(self) -> str:
        return f"user {self.folder.owner()};\n"

    @property
    def _places(self) -> str:
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        return "".join(f"{kind}_temp_path {self.folder}/{kind};\n" for kind in kinds)


def _certify(folder: Path) -> None:
    """A certificate for localhost that signs itself, good for an hour."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)  # noqa: TID251  a certificate is good from now on
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5)).not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


async def _checked(front: Front) -> tuple[int, str]:
    """What `nginx -t` says."""
    process = await asyncio.create_subprocess_exec(*front.command, "-t", stderr=asyncio.subprocess.PIPE)
    _, errors = await process.communicate()
    return process.returncode or 0, errors.decode()


async def _listening(port: int) -> None:
    """Wait until somebody listens at a port."""
    async with asyncio.timeout(20):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.02)  # nothing tells when nginx listens but asking
            else:
                writer.close()
                await writer.wait_closed()
                return


@pytest_asyncio.fixture
async def front(tmp_path: Path) -> AsyncIterator[Front]:
    folder = tmp_path / "nginx"
    folder.mkdir()
    front = Front(folder, free_port(), free_port())
    front.configure()
    process = await asyncio.create_subprocess_exec(*front.command, stderr=asyncio.subprocess.DEVNULL)
    await _listening(front.port)
    yield front
    process.terminate()
    await process.wait()


@pytest_asyncio.fixture
async def client(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(verify=ssl.create_default_context(cafile=str(front.certificate)), base_url=front.url) as client:
        yield client


async def start_behind(bot: Bot, front: Front) -> None:
    await bot.start(
        webhook=True, TELEGRAM_WEBHOOK_URL=f"{front.url}/telegram", TELEGRAM_WEBHOOK_LISTEN=f"127.0.0.1:{front.bot_port}", TELEGRAM_WEBHOOK_SECRET=SECRET
    )  # fmt: skip


async def test_nginx_finds_no_fault_with_the_example(front: Front) -> None:
    code, errors = await _checked(front)

    assert (0, True) == (code, "test is successful" in errors), errors
    assert "[warn]" not in errors


async def test_a_question_through_nginx_is_answered(api: BotApi, bot: Bot, front: Front) -> None:
    api.updates.trusted = front.certificate.read_text()
    await start_behind(bot, front)
    an = api.person()
    an.says("kế hoạch 100/KH-UBND ban hành ngày nào")

    assert "100/KH-UBND" in (await an.hears()).text
    assert api.updates.webhook is not None
    assert SECRET == api.updates.webhook.secret


async def test_only_whoever_knows_the_secret_is_let_in(api: BotApi, bot: Bot, front: Front, client: httpx.AsyncClient) -> None:
    api.updates.trusted = front.certificate.read_text()
    await start_behind(bot, front)
    header = "X-Telegram-Bot-Api-Secret-Token"
    codes = [
        (await client.post("/telegram", json={"update_id": 1}, headers=headers)).status_code
        for headers in ({}, {header: "sai"}, {header: SECRET})
    ]

    assert [200] == codes[2:]
    assert all(code in (401, 403) for code in codes[:2])


async def test_nothing_else_is_open_and_large_bodies_are_refused(api: BotApi, bot: Bot, front: Front, client: httpx.AsyncClient) -> None:
    api.updates.trusted = front.certificate.read_text()
    await start_behind(bot, front)

    assert 403 == (await client.get("/telegram")).status_code
    assert 404 == (await client.get("/")).status_code
    assert 404 == (await client.get("/telegram/x")).status_code
    assert 413 == (await client.post("/telegram", content=b"x" * (1024 * 1024 + 1))).status_code


async def test_this_machine_may_ask_whether_the_bot_is_well(api: BotApi, bot: Bot, front: Front, client: httpx.AsyncClient) -> None:
    api.updates.trusted = front.certificate.read_text()
    before = (await client.get("/health")).status_code
    await start_behind(bot, front)

    assert 502 == before
    assert [200, 200] == [(await client.get(path)).status_code for path in ("/health", "/ready")]
