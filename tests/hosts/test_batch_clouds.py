"""A batch in Google's and Azure's stores: against their emulators, where those are installed."""

import json
import shutil
import socket
import subprocess
import time

import pytest
from test_batch import DAY, batch, fleet
from test_cli import xlplan

from xlplan.hosts.batch import stores

fsspec = pytest.importorskip("fsspec")
AZURITE = (  # the account that every Azurite has
    "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtl"
    "CDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
    "BlobEndpoint=http://127.0.0.1:{port}/devstoreaccount1;"
)


@pytest.fixture(params=["gs", "abfs"])
def bucket(request, tmp_path, monkeypatch):
    """Return the address of a bucket in a store that runs for one test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    if request.param == "gs":
        pytest.importorskip("gcsfs")
        server = shutil.which("gcp-storage-emulator")
        words = ["start", "--host=127.0.0.1", f"--port={port}", "--in-memory"]
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{port}")
    else:
        pytest.importorskip("adlfs")
        server = shutil.which("azurite-blob")
        words = ["--silent", "--skipApiVersionCheck", "--location", str(tmp_path / "azurite")]
        words += ["--blobPort", str(port)]
        monkeypatch.setenv("AZURE_STORAGE_CONNECTION_STRING", AZURITE.format(port=port))
    if server is None:
        pytest.skip("its emulator is not installed")
    running = subprocess.Popen(
        [server, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        fsspec.filesystem(request.param, skip_instance_cache=True).mkdir("sales")
        yield f"{request.param}://sales"
    finally:
        running.kill()
        running.wait()


def test_a_batch_is_that_of_the_disk_and_is_not_repeated(tmp_path, bucket):
    source = fleet(tmp_path / "in", 2)
    assert batch(source, "--out", tmp_path / "out", *DAY)[0] == 0
    for path in source.iterdir():
        stores.put(path, f"{bucket}/in/{path.name}")
    words = (f"{bucket}/in", "--out", f"{bucket}/out", *DAY)
    assert batch(*words)[0] == 0
    for path in (tmp_path / "out").glob("*.plan.xlsx"):
        stores.fetch(f"{bucket}/out/{path.name}", tmp_path / "down" / path.name)
        assert (tmp_path / "down" / path.name).read_bytes() == path.read_bytes()
    assert "0 done, 2 as they were" in batch(*words)[1]
    question = "SELECT count(*) AS n FROM customers"
    code, said, _ = xlplan("query", question, "--in", f"{bucket}/out", "--format", "json")
    assert (code, json.loads(said)) == (0, [{"n": 4}])
    assert "1 workbooks: 1 done" in batch(f"{bucket}/in/plan1.xlsx", *words[1:], "--fresh")[1]


def test_a_store_that_lists_a_single_object_without_details(monkeypatch):
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/sales/a.xlsx", b"abc")
    real = type(memory).find
    monkeypatch.setattr(type(memory), "find", lambda *words, **_: list(real(*words)))
    (one,) = stores.listed("memory://sales/a.xlsx")
    assert one.address.endswith("sales/a.xlsx")
    assert one.stamp.endswith("-3")
