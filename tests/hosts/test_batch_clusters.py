"""A batch on a cluster: the same guard, the same results, lost workers, workers that do not fit."""

import os
import signal
import time

import pytest
from test_batch import DAY, batch, contents, environment, fleet, lines, reasons, report, started

from xlplan import __version__
from xlplan.core.issues import PlanError
from xlplan.hosts.batch.clusters import Probe, check_workers, engine_of, probe

distributed = pytest.importorskip("distributed")
ROLL_UP = ("portfolio.parquet", "portfolio.xlsx", "history/2026-11.parquet")


@pytest.fixture(scope="module")
def cluster():
    kept, os.environ["PYTHONPATH"] = os.environ.get("PYTHONPATH"), environment()["PYTHONPATH"]
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
    ) as running:
        yield running
    os.environ.pop("PYTHONPATH")
    if kept is not None:
        os.environ["PYTHONPATH"] = kept


def on(cluster):
    return ("--engine", "dask", "--scheduler", cluster.scheduler_address, *DAY)


def test_faults_and_a_killed_worker_cost_only_the_poisoned(tmp_path, cluster):
    source, out = fleet(tmp_path / "plans", 20), tmp_path / "out"
    for name in ("hang", "segfault", "raise", "memory", "vanish"):
        fleet(source, 1, name)
    (source / "broken.xlsx").write_bytes((source / "plan0.xlsx").read_bytes()[:2000])
    running = started(source, "--out", out, "--timeout", "5", "--memory", "400", *on(cluster))
    while lines(out) < 5:
        time.sleep(0.05)
        assert running.poll() is None
    os.kill(cluster.workers[0].pid, signal.SIGKILL)
    said, err = running.communicate()
    assert running.returncode == 1, err
    assert b"Traceback" not in said + err
    assert reasons(out) == {
        "BOOK_TIMEOUT": 1, "BOOK_CRASHED": 2, "BOOK_MEMORY": 1, "FILE_NOT_FOUND": 1, "DAMAGED": 1,
    }  # fmt: skip
    assert report(out)["done"] == 20
    whole = tmp_path / "whole"
    assert batch(source / "plan*", "--out", whole, *DAY)[0] == 0
    here, there = contents(whole), contents(out)
    assert {n for n in there if n not in ROLL_UP} == {n for n in here if n not in ROLL_UP}
    assert all(there[name] == data for name, data in here.items() if name not in ROLL_UP)
    assert not list(out.rglob(".xlplan-*"))


def test_a_cluster_that_does_not_answer_is_one_line(tmp_path):
    source = fleet(tmp_path / "plans", 1)
    for words in (
        ("--engine", "dask", "--scheduler", "tcp://127.0.0.1:9"), ("--engine", "dask"),
        ("--scheduler", "tcp://127.0.0.1:9"),
    ):  # fmt: skip
        code, _, err = batch(source, "--out", tmp_path / "out", *words)
        assert (code, len(err.splitlines())) == (2, 1), err


def test_a_worker_that_does_not_fit_stops_the_batch_before_it_begins(tmp_path):
    ours = probe([str(tmp_path)])
    check_workers({"w1": ours, "w2": ours}, [str(tmp_path)])
    assert __version__ in ours.versions
    for said, code in (
        (Probe("xlplan 0.0.9, Python 3.11", ()), "ENGINE_DIFFERS"),
        (ModuleNotFoundError("No module named 'xlplan'"), "ENGINE_DIFFERS"),
        (Probe(ours.versions, ("/plans",)), "ENGINE_BLIND"),
    ):
        with pytest.raises(PlanError) as found:
            check_workers({"w1": ours, "w2": said}, [])
        assert found.value.code == code
        assert found.value.params["worker"] == "w2"


def test_a_worker_says_what_it_does_not_see(tmp_path):
    assert probe([str(tmp_path / "none"), "s3://plans"]).unseen == (str(tmp_path / "none"),)


def test_an_engine_that_is_not_installed_names_its_extra(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(PlanError) as found, engine_of("ray", "HOST:6379", 1, []):
        pass
    assert (found.value.code, found.value.params["engine"]) == ("ENGINE_MISSING", "ray")
