"""A batch in an object store: the same results as on the disk, nothing redone, its own rules kept."""

import json
import shutil
import signal
import time

import pytest
from test_batch import DAY, batch, contents, fleet, report, started
from test_cli import small

from xlplan.core.issues import PlanError
from xlplan.hosts.batch import stores
from xlplan.hosts.batch.sources import find_books

fsspec = pytest.importorskip("fsspec")
pytest.importorskip("s3fs")
moto = pytest.importorskip("moto.server")


@pytest.fixture(scope="module")
def server():
    running = moto.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def store(server, monkeypatch, tmp_path):
    for name, value in (
        ("AWS_ENDPOINT_URL", server), ("AWS_ACCESS_KEY_ID", "a key of nobody"),
        ("AWS_SECRET_ACCESS_KEY", "a word of nobody"), ("AWS_DEFAULT_REGION", "us-east-1"),
        ("AWS_MAX_ATTEMPTS", "1"),
    ):  # fmt: skip
        monkeypatch.setenv(name, value)
    found = fsspec.filesystem("s3", skip_instance_cache=True, use_listings_cache=False)
    found.mkdir(tmp_path.name)
    return found


@pytest.fixture
def bucket(store, tmp_path):
    return f"s3://{tmp_path.name}"


def brought_down(store, address, folder):
    """Return what a folder of the store holds as contents of a folder of the disk."""
    shutil.rmtree(folder, ignore_errors=True)
    store.get(address.partition("://")[2], str(folder), recursive=True)
    return contents(folder)


def up(store, folder, address):
    for path in folder.rglob("*"):
        if path.is_file():
            name = f"{address}/{path.relative_to(folder).as_posix()}"
            store.put_file(str(path), name.partition("://")[2])


def test_results_in_a_store_are_those_of_the_disk(tmp_path, store, bucket):
    source = fleet(tmp_path / "in" / "north", 1).parent
    fleet(source / "south", 1, "x")
    (source / "south" / "~$x0.xlsx").write_bytes(b"a lock")
    words = ("--plans", "A,D,X", "--format", "md", *DAY)
    assert batch(source, "--out", tmp_path / "out", *words)[0] == 0
    up(store, source, f"{bucket}/in")
    code, said, err = batch(f"{bucket}/in", "--out", f"{bucket}/out/", *words)
    assert (code, err) == (0, "")
    assert f"Report: {bucket}/out/report.html" in said
    on_disk = contents(tmp_path / "out")
    assert any(name.endswith(".md") for name in on_disk)
    there = brought_down(store, f"{bucket}/out", tmp_path / "down")
    portfolio = ("portfolio.parquet", "portfolio.xlsx", "history/2026-11.parquet")
    assert there.keys() == on_disk.keys()
    assert {n: b for n, b in there.items() if n not in portfolio} == {
        n: b for n, b in on_disk.items() if n not in portfolio
    }
    small(source / "south" / "x0.xlsx", Notes=[["more"]])
    store.put_file(str(source / "south" / "x0.xlsx"), f"{bucket}/in/south/x0.xlsx"[5:])
    assert batch(f"{bucket}/in", "--out", f"{bucket}/out", *words)[0] == 0
    brought_down(store, f"{bucket}/out", tmp_path / "down")
    assert (report(tmp_path / "down")["done"], report(tmp_path / "down")["unchanged"]) == (1, 1)


def test_a_plan_that_somebody_edited_in_the_store_stays(tmp_path, store, bucket):
    source = fleet(tmp_path / "in", 1)
    words = (source, "--out", f"{bucket}/out", "--plans", "all", "--format", "md", *DAY)
    assert batch(*words)[0] == 0
    plan = next(n for n in store.find(f"{bucket}/out") if n.endswith(".md"))
    store.pipe_file(plan, b"my own words")
    assert batch(*words, "--fresh")[0] == 0
    assert store.cat_file(plan) == b"my own words"
    assert len([n for n in store.find(f"{bucket}/out") if n.endswith(".md")]) >= 2


def test_in_place_the_object_itself_takes_the_sheets(tmp_path, store, bucket):
    source, out = fleet(tmp_path / "in", 2), tmp_path / "out"
    before = (source / "plan0.xlsx").read_bytes()
    up(store, source, f"{bucket}/in")
    store.pipe_file(f"{bucket}/in/~$plan1.xlsx", b"somebody has it open")
    words = (f"{bucket}/in/", "--out", out, "--in-place", "--backup", *DAY)
    assert batch(*words)[0] == 1
    assert [one["code"] for one in report(out)["failures"]] == ["GRAFT_LOCKED"]
    assert batch(source / "plan0.xlsx", "--out", out / "b", "--in-place", *DAY)[0] == 0
    assert store.cat_file(f"{bucket}/in/plan0.xlsx") == (source / "plan0.xlsx").read_bytes()
    assert store.cat_file(f"{bucket}/in/plan0.backup.xlsx") == before
    assert store.cat_file(f"{bucket}/in/plan1.xlsx") == before
    assert batch(*words)[0] == 1
    assert report(out)["unchanged"] == 1


def test_a_killed_batch_in_a_store_loses_nothing_that_was_finished(tmp_path, store, bucket):
    source = fleet(tmp_path / "in", 12)
    words = (source, "--out", f"{bucket}/out", "--jobs", "1", *DAY)
    running = started(*words)

    def finished():
        names = store.find(f"{bucket}/out/batch.journal") if store.exists(f"{bucket}/out") else []
        return len(names)

    while finished() < 5:
        time.sleep(0.05)
        assert running.poll() is None
    running.send_signal(signal.SIGKILL)
    running.communicate()
    noted = sum(
        len(json.loads(store.cat_file(n))) for n in store.find(f"{bucket}/out/batch.journal")
    )
    assert batch(*words)[0] == 0
    brought_down(store, f"{bucket}/out", tmp_path / "down")
    assert noted >= 5
    assert report(tmp_path / "down")["unchanged"] == noted
    assert report(tmp_path / "down")["done"] == 12 - noted
    assert not store.find(f"{bucket}/out/batch.journal")


def test_names_patterns_and_single_objects(tmp_path, store, bucket):
    for name in ("a/x.xlsx", "a/b/y.xlsx", "a/z.plan.xlsx", "a/.h/w.xlsx", "out/v.xlsx"):
        store.pipe_file(f"{bucket}/{name}", b"PK")

    def names(*sources):
        return [one.name for one in find_books(sources, f"{bucket}/out")]

    assert names(bucket) == ["a/b/y.xlsx", "a/x.xlsx"]
    assert names(f"{bucket}/a/*.xlsx") == ["x.xlsx"]
    assert names(f"{bucket}/a/x.xlsx") == ["x.xlsx"]
    assert names(f"{bucket}/a/b", f"{bucket}/a/x.xlsx") == ["b/y.xlsx", "x.xlsx"]
    with pytest.raises(PlanError) as found:
        names(f"{bucket}/none")
    assert found.value.code == "BATCH_NO_SOURCE"


def test_what_a_store_refuses_is_one_line_without_the_credentials(
    tmp_path, store, bucket, monkeypatch
):
    small(tmp_path / "p.xlsx")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    code, said, err = batch(tmp_path / "p.xlsx", "--out", f"{bucket}/out", "--lang", "zh")
    assert (code, said, len(err.splitlines())) == (2, "", 1)
    assert "nobody" not in err
    assert bucket in err
    with pytest.raises(PlanError) as found:
        stores.listed("nosuch://a/b")
    assert found.value.code == "STORE_FAILED"


def test_a_store_without_its_library_names_the_extra(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "gcsfs", None)
    with pytest.raises(PlanError) as found:
        stores.listed("gs://bucket/plans")
    assert (found.value.code, found.value.params["extra"]) == ("STORE_NO_EXTRA", "gs")
