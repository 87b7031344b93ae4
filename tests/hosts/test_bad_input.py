"""Bad input and bad places, as a user meets them: an answer in their language, nothing lost.

Whatever is wrong with a cell is a finding with its address and exit code 1; whatever is wrong with a
file or a place is one line and exit code 2. No planner's byte changes, nothing is left lying about.
"""

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.table import Table

from workbooks import converted, write
from xlplan.hosts.cli import main
from xlplan.hosts.files.storing import store

ROOT = Path(__file__).parents[2]
DAY = ("--as-of", "2026-11-20")
HEADS = ["Customer ID", "Customer", "Sales 12m", "Gross margin"]
CUSTOMERS = [HEADS, ["C1", "Kestrel", 100_000, 0.2], ["C2", "Marlow", 50_000, 0.3]]
DEAL_HEADS = ["Opportunity ID", "Customer ID", "Amount", "Expected close", "Selling step"]
DEALS = [DEAL_HEADS, ["O1", "C1", 200_000, "2026-12-01", 5]]
PLAN = {"Customers": CUSTOMERS, "Opportunities": DEALS}
LANGS = pytest.mark.parametrize("lang", ["en", "zh"])
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def say(capsys, monkeypatch, tmp_path):
    """Return a function that runs the command in the folder of the test: code, output, errors."""
    monkeypatch.chdir(tmp_path)

    def run(*words, lang="en"):
        code = main([*map(str, words), "--lang", lang])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def book(tmp_path):
    return write(tmp_path / "p.xlsx", PLAN)


def one_line(answer, lang, *words):
    """Check that an answer is one line of errors in the language, with those words, and code 2."""
    code, out, err = answer
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1, err
    assert bool(HAN.search(err)) == (lang == "zh")
    assert all(word in err for word in words), err


def changed(rows, *changes):
    """Return rows with other cells: (row, column, value), and rows put at the end."""
    new = [list(row) for row in rows]
    for change in changes:
        if isinstance(change, list):
            new.append(change)
        else:
            row, column, value = change
            new[row][column] = value
    return new


# --- cells ------------------------------------------------------------------------------------


CELLS = {
    "duplicate ids": (
        {"Customers": changed(CUSTOMERS, ["C1", "Again", 5, 0.1]), "Opportunities": changed(DEALS, ["O1", "C2", 7])},
        {("DUPLICATE_ID_ROW", "Customers!A4"), ("DUPLICATE_ID_ROW", "Opportunities!A3")},
    ),
    "dangling references": (
        PLAN
        | {"Contacts": [["Contact ID", "Customer ID", "Name"], ["P1", "C9", "N"]],
           "Stakeholders": [["Opportunity ID", "Contact ID"], ["O7", "P1"]],
           "Invoices": [["Invoice", "Customer ID", "Date", "Amount"], ["I1", "C8", "2026-01-01", 5]]},
        {("UNKNOWN_ID_ROW", "Contacts!B2"), ("UNKNOWN_ID_ROW", "Stakeholders!A2"), ("UNKNOWN_ID_ROW", "Invoices!B2")},
    ),
    "text in numbers": (
        {"Customers": changed(CUSTOMERS, (1, 2, "many"), (2, 3, "x%")),
         "Opportunities": changed(DEALS, (1, 4, "five"), ["O2", "C1", "abc"])},
        {("NOT_MONEY", "Customers!C2"), ("NOT_A_SHARE", "Customers!D3"), ("NOT_A_NUMBER", "Opportunities!E2"),
         ("NOT_MONEY_ROW", "Opportunities!C3")},
    ),
    "dates out of range": (
        PLAN | {"Opportunities": changed(DEALS, (1, 3, "1812-12-01"), ["O2", "C1", 5, "9999-12-31"],
                                         ["O3", "C1", 5, 99_999_999], ["O4", "C1", 5, "2026-02-30"])},
        {("DATE_OUT_OF_RANGE", "Opportunities!D2"), ("DATE_OUT_OF_RANGE", "Opportunities!D3"),
         ("NOT_A_DATE", "Opportunities!D4"), ("NOT_A_DATE", "Opportunities!D5")},
    ),
    "two currencies": (
        PLAN | {"Customers": changed(CUSTOMERS, (1, 2, "¥100,000"), (2, 2, "$50,000"))},
        {("OTHER_CURRENCY", "Customers!C3")},
    ),
    "formulas without cached values": (
        PLAN | {"Customers": changed(CUSTOMERS, (1, 2, "=50000*2"), (2, 3, "=0.1+0.2"))},
        {("NOT_CALCULATED", "Customers!C2"), ("NOT_CALCULATED", "Customers!D3")},
    ),
    "a preset that there is not": (
        PLAN | {"Policy": [["Key", "Value"], ["preset", "grwth"], ["discount", 0.2]]},
        {("UNKNOWN_PRESET", "Policy")},
    ),
    "error cells": (
        {"Customers": changed(CUSTOMERS, (1, 2, "#N/A"), (2, 2, "#DIV/0!")), "Opportunities": changed(DEALS, (1, 2, "#REF!"))},
        {("ERROR_CELL", "Customers!C2"), ("ERROR_CELL", "Customers!C3"), ("ERROR_CELL_ROW", "Opportunities!C2")},
    ),
}  # fmt: skip


@LANGS
@pytest.mark.parametrize("case", CELLS)
def test_a_bad_cell_is_a_finding_and_the_rest_still_counts(say, tmp_path, case, lang):
    sheets, expected = CELLS[case]
    path = write(tmp_path / "p.xlsx", sheets)
    before = path.read_bytes()
    code, out, _ = say("run", path, *DAY, "--plans", "none", "--json", "r.json", lang=lang)
    assert code == 1
    assert "Kestrel" in out
    findings = json.loads((tmp_path / "r.json").read_text("utf-8"))["findings"]
    errors = [one for one in findings if one["severity"] == "error"]
    places = [f"{one['sheet']}!{one['cell']}".rstrip("!") for one in errors]
    found = {
        (one["code"].removesuffix("_ROW"), place) for one, place in zip(errors, places, strict=True)
    }
    assert found == {(code.removesuffix("_ROW"), where) for code, where in expected}
    for one, place in zip(errors, places, strict=True):
        assert place in one["message"]
        assert lang == "en" or HAN.search(one["message"].replace(one["value"], ""))
    assert path.read_bytes() == before


@LANGS
def test_a_workbook_without_customers_gets_a_useful_answer(say, tmp_path, lang):
    path = write(tmp_path / "crm.xlsx", {"Accounts": [["Customer Name", "Turnover"], ["K", 5]]})
    code, out, err = say("run", path, "--json", "r.json", lang=lang)
    assert (code, err) == (2, "")
    assert all(word in out for word in ("Accounts", "Customer Name", "Customers"))
    result = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert (result["customers"], result["findings"][0]["code"]) == ([], "NO_CUSTOMERS")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["crm.xlsx", "r.json"]


@LANGS
def test_no_customer_and_one_customer(say, tmp_path, lang):
    code, out, _ = say("run", write(tmp_path / "none.xlsx", {"Customers": [HEADS]}), lang=lang)
    assert code == 2
    assert "Customers" in out
    code, out, _ = say(
        "run",
        write(tmp_path / "one.xlsx", {"Customers": [HEADS[:2], ["C1", "Kestrel"]]}),
        lang=lang,
    )
    assert code == 0
    assert "Kestrel" in out
    assert len(list((tmp_path / "one.plans").glob("C1*"))) == 2


def test_ids_stay_as_they_are_written(say, tmp_path):
    ids = ["0017", "17", "1e5", 100_000, "TRUE", "c1", "C1"]
    path = write(
        tmp_path / "p.xlsx",
        {"Customers": [HEADS[:2], *([one, f"n{at}"] for at, one in enumerate(ids))]},
    )
    code, out, _ = say("run", path, "--plans", "none", "--json", "-")
    assert code == 0
    assert sorted(one["id"] for one in json.loads(out)["customers"]) == sorted(map(str, ids))


def test_names_of_any_kind(say, tmp_path):
    names = [
        "Emoji 😀", "شركة الاختبار", "A \"quoted\" 'n' <b>bold</b> & co", "two\nlines\ttab", "..\\../evil/path",
        "a|b*c?d:e", "{{ 7*7 }} {% raw %}", "*a* _b_ [l](javascript:alert(1))", "x" * 400, "\x1b[31mred"[1:],
    ]  # fmt: skip
    rows = [[f"C{at}", name, 10, 0.2] for at, name in enumerate(names)]
    path = write(tmp_path / "p.xlsx", {"Customers": [HEADS, *rows]})
    code, _, err = say("run", path, *DAY)
    assert code == 0, err
    documents = sorted((tmp_path / "p.plans").glob("*.html"))
    assert len(documents) == len(names)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["p.plan.xlsx", "p.plans", "p.xlsx"]
    pages = "".join(one.read_text("utf-8") for one in documents)
    assert "<b>bold</b>" not in pages
    assert "49" not in "".join(one.name for one in documents)
    shown = [
        row[2].value
        for row in openpyxl.load_workbook(tmp_path / "p.plan.xlsx", data_only=True)
        .worksheets[0]
        .iter_rows()
    ]
    assert "A \"quoted\" 'n' <b>bold</b> & co" in shown


def test_tables_merged_headings_and_headings_far_down(say, tmp_path):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Customers"
    for row in [["Our plan"], *[[]] * 9, ["Basics", None, "Money", None], *CUSTOMERS]:
        sheet.append(row)
    sheet.merge_cells("A11:B11")
    sheet.merge_cells("C11:D11")
    deals = made.create_sheet("Opportunities")
    for row in [["Deals"], [], *DEALS]:
        deals.append(row)
    deals.add_table(Table(displayName="Deals", ref="A3:E4"))
    sheet.protection.set_password("x")
    made.security = WorkbookProtection(workbookPassword="y", lockStructure=True)
    made.save(tmp_path / "p.xlsx")
    code, out, _ = say("run", "p.xlsx", *DAY, "--plans", "none", "--json", "-")
    assert code == 0
    result = json.loads(out)
    assert [one["facts"]["sales"] for one in result["customers"]] == [100_000, 50_000]
    assert [one["id"] for one in result["opportunities"]] == ["O1"]


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_other_formats_give_the_same_figures(say, tmp_path, suffix):
    path = write(tmp_path / "p.xlsx", PLAN)
    other = converted(path, suffix, tmp_path)
    answers = [
        say("run", one, *DAY, "--plans", "none", "--json", "-", "--out", tmp_path / "o.xlsx")
        for one in (path, other)
    ]
    assert answers[0][:2] == answers[1][:2]


def test_recalculate_knows_what_the_formulas_show(say, tmp_path):
    if shutil.which("soffice", path="/usr/bin:/bin") is None:
        pytest.skip("LibreOffice is not installed")
    path = write(tmp_path / "p.xlsx", PLAN | {"Customers": changed(CUSTOMERS, (1, 2, "=50000*2"))})
    code, out, _ = say("run", path, *DAY, "--recalculate", "--plans", "none", "--json", "-")
    assert code == 0
    assert json.loads(out)["customers"][0]["facts"]["sales"] == 100_000
    assert sorted(one.name for one in tmp_path.iterdir()) == ["p.plan.xlsx", "p.xlsx"]


# --- files -----------------------------------------------------------------------------------


@LANGS
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.xlsx", b""),
        ("text.xlsx", b"hello, world"),
        ("page.xls", b"<html><table><tr><td>Customer ID</td></tr></table></html>"),
        ("half.xlsx", None),
        ("~$p.xlsx", b"\x05user"),
        (
            "encrypted.xlsx",
            bytes.fromhex("D0CF11E0A1B11AE1")
            + b"\0" * 600
            + "EncryptedPackage".encode("utf-16-le"),
        ),
    ],
)
def test_what_is_no_workbook(say, tmp_path, book, name, content, lang):
    half = book.read_bytes()[:3_000]
    (tmp_path / name).write_bytes(half if content is None else content)
    for command in ("run", "check"):
        one_line(say(command, name, lang=lang), lang, name)
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted({name, "p.xlsx"})


@LANGS
@pytest.mark.parametrize("name", ["folder.xlsx", ".", "", "nowhere.xlsx", "nowhere/p.xlsx"])
def test_what_is_not_there(say, tmp_path, name, lang):
    (tmp_path / "folder.xlsx").mkdir()
    one_line(say("run", name, "--out", "new/r.xlsx", lang=lang), lang)
    assert [one.name for one in tmp_path.iterdir()] == ["folder.xlsx"]


@LANGS
def test_a_workbook_that_someone_has_open_is_read_and_said_so(say, tmp_path, book, lang):
    (tmp_path / "~$p.xlsx").write_bytes(b"\x05user")
    code, out, _ = say("run", book, *DAY, "--plans", "none", lang=lang)
    assert code == 0
    assert {"en": "someone has p.xlsx open", "zh": "有人正打开着 p.xlsx"}[lang] in out


# --- places ----------------------------------------------------------------------------------


@LANGS
def test_results_never_replace_a_plan(say, tmp_path, book, lang):
    """Also one that xlplan wrote itself, blank or as an example or from CSV files."""
    assert say("new", "q.xlsx", "--example")[0] == 0
    kept = (tmp_path / "q.xlsx").read_bytes()
    one_line(say("run", book, "--out", "q.xlsx", lang=lang), lang, "q.xlsx")
    os.link(book, tmp_path / "same.xlsx")
    one_line(say("run", book, "--out", "same.xlsx", lang=lang), lang, "same.xlsx")
    assert (tmp_path / "q.xlsx").read_bytes() == kept
    assert sorted(one.name for one in tmp_path.iterdir()) == ["p.xlsx", "q.xlsx", "same.xlsx"]


@LANGS
@pytest.mark.parametrize("command", ["run", "check", "policy"])
@pytest.mark.parametrize("name", ["p.xlsx", "P.plan.XLSX", "nowhere/r.json"])
def test_json_goes_where_nothing_is_lost(say, tmp_path, book, command, name, lang):
    before = book.read_bytes()
    one_line(say(command, book, "--json", name, lang=lang), lang, name.split("/")[0])
    assert book.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["p.xlsx"]


def test_a_pipe_is_written_to_and_not_replaced(say, tmp_path, book):
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    os.mkfifo(tmp_path / "pipe")
    reader = subprocess.Popen(["cat", "pipe"], cwd=tmp_path, stdout=subprocess.PIPE)
    assert say("check", book, "--json", "pipe")[0] == 0
    assert json.loads(reader.communicate(timeout=10)[0]) == []
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@LANGS
@pytest.mark.parametrize(
    "words",
    [
        ["--format", ""],
        ["--format", "md,doc"],
        ["--templates", "nowhere"],
        ["--templates", "p.xlsx"],
        ["--out", "results.xls"],
        ["--out", "results.txt"],
        ["--as-of", "0001-01-01"],
        ["--as-of", "9999-12-31"],
        ["--as-of", "soon"],
        ["--plans", "Z9"],
        ["--plans", ""],
        ["--preset", "nope"],
    ],
)
def test_wrong_use_leaves_nothing_behind(say, tmp_path, book, words, lang):
    one_line(say("run", book, *words, lang=lang), lang)
    assert [one.name for one in tmp_path.iterdir()] == ["p.xlsx"]


def test_two_books_of_one_name_do_not_share_a_result(say, tmp_path, book):
    (tmp_path / "b").mkdir()
    other = shutil.copy(book, tmp_path / "b" / "p.xlsx")
    one_line(say("run", book, other, "--out", "results"), "en", "p.plan.xlsx")
    assert not (tmp_path / "results").exists()


def test_of_several_books_each_has_its_place_in_the_json(say, tmp_path, book):
    (tmp_path / "text.xlsx").write_text("hello")
    code, out, err = say("run", "text.xlsx", book, *DAY, "--plans", "none", "--json", "-")
    assert code == 2
    assert "text.xlsx" in err
    broken, fine = json.loads(out)
    assert (broken["book"], broken["error"]["code"]) == ("text.xlsx", "NOT_A_WORKBOOK")
    assert (fine["book"], len(fine["customers"])) == ("p.xlsx", 2)


@LANGS
@pytest.mark.parametrize(
    "template", ["{{ nonsense }}", "{% if %}", "{{ customer.name.__class__ }}", b"\xff\xfe"]
)
def test_a_broken_template_names_its_file_and_line(say, tmp_path, book, template, lang):
    folder = tmp_path / "mine" / lang
    folder.mkdir(parents=True)
    (folder / "plan.md.j2").write_bytes(
        template if isinstance(template, bytes) else template.encode()
    )
    one_line(
        say("run", book, "--format", "md", "--templates", "mine", lang=lang),
        lang,
        f"{lang}/plan.md.j2",
    )


def test_documents_that_would_not_change_are_not_put_beside(say, tmp_path, book):
    words = ("run", book, *DAY, "--format", "md")
    for spoilt in (b"", b"[]", b"\xff", b'{"C1 Kestrel.md": {"x": 1}}'):
        assert say(*words)[0] == 0
        assert len(list((tmp_path / "p.plans").glob("*.md"))) == 2
        (tmp_path / "p.plans" / ".xlplan.json").write_bytes(spoilt)
    name = next((tmp_path / "p.plans").glob("C1*"))
    name.unlink()
    name.mkdir()  # in the way of the document
    assert say(*words)[0] == 0
    assert len(list((tmp_path / "p.plans").glob("*.md"))) == 3


# --- the system says no -------------------------------------------------------------------------


def apart(*words, before=(), **more):
    """Run the command in a process of its own, ``before`` in front of it."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [*before, sys.executable, "-m", "xlplan", *map(str, words)], env=env, check=False, timeout=60,
        **{"capture_output": True, "text": True, "encoding": "utf-8"} | more,
    )  # fmt: skip
    assert "Traceback" not in (done.stderr or "") + (done.stdout or "")
    return done


def powerless():
    """Return what makes even root obey the rights of files; skip where there is nothing."""
    if not hasattr(os, "getuid"):
        pytest.skip("rights of files are not these here")
    if os.getuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("root is stopped by nothing, and setpriv is not here")
    return ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")


@LANGS
def test_a_folder_or_file_without_the_right(tmp_path, book, lang):
    before = powerless()
    locked = tmp_path / "locked"
    locked.mkdir()
    there = shutil.copy(book, locked / "p.xlsx")
    book.chmod(0)
    locked.chmod(0o555)
    try:
        for words in (
            ("run", book),
            ("run", there),
            ("run", there, "--out", locked / "new" / "r.xlsx"),
            (
                "run",
                there,
                "--out",
                tmp_path / "r.xlsx",
                "--plans",
                "none",
                "--json",
                locked / "r.json",
            ),
            ("new", locked / "n.xlsx"),
        ):
            done = apart(*words, *(() if words[0] == "new" else DAY), "--lang", lang, before=before)
            assert done.returncode == 2, words
            assert len(done.stderr.splitlines()) == 1
            assert bool(HAN.search(done.stderr)) == (lang == "zh")
        assert [one.name for one in locked.iterdir()] == ["p.xlsx"]
    finally:
        locked.chmod(0o755)


@LANGS
@pytest.mark.parametrize("until", ["results", "documents"])
def test_a_full_disk(tmp_path, book, lang, until):
    """A file that may not grow further stands for a disk that is full, at the first or a later file."""
    resource = pytest.importorskip("resource")
    room, words = 4_096, ["run", book, *DAY, "--lang", lang]
    if until == "documents":  # the result workbook still fits, the account plan does not
        room, mine = 150_000, tmp_path / "mine" / lang
        mine.mkdir(parents=True)
        (mine / "plan.md.j2").write_text("a long template\n" * 20_000)
        words += ["--templates", tmp_path / "mine"]
    done = apart(*words, preexec_fn=lambda: _limit(resource, room))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert {"en": "disk is full", "zh": "磁盘已满"}[lang] in done.stderr
    assert not [one for one in tmp_path.rglob("*") if one.suffix == ".tmp"]
    assert (tmp_path / "p.plan.xlsx").exists() == (until == "documents")


def _limit(resource, room):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))


def test_output_that_nobody_takes(book):
    script = '"$0" -m xlplan policy --json - | head -1; exit "${PIPESTATUS[0]}"'
    for tail, code in (
        (script, 0),
        ('"$0" -m xlplan policy >&-', 0),
        ('"$0" -m xlplan policy >&- 2>&-', 0),
    ):
        done = _shell(tail)
        assert (done.returncode, done.stderr) == (code, "")
    if Path("/dev/full").is_char_device():
        for words in ("policy", "policy --json -", "--version", f"check '{book}'"):
            done = _shell(f'"$0" -m xlplan {words} > /dev/full')
            assert done.returncode == 2, words
            assert len(done.stderr.splitlines()) == 1


def _shell(script):
    if shutil.which("bash") is None:
        pytest.skip("no bash here")
    env = os.environ | {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    return subprocess.run(["bash", "-c", script, sys.executable], env=env, capture_output=True, text=True, check=False, timeout=60)  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="no signals of this kind")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_leaves_whole_files_and_knows_them(tmp_path, sign):
    rows = [[f"C{n}", f"Customer {n}", n, 0.2] for n in range(400)]
    book = write(tmp_path / "p.xlsx", {"Customers": [HEADS, *rows]})
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    words = [
        sys.executable,
        "-m",
        "xlplan",
        "run",
        str(book),
        *DAY,
        "--format",
        "md",
        "--lang",
        "en",
    ]
    folder = tmp_path / "p.plans"
    with subprocess.Popen(
        words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        end = time.monotonic() + 30
        while time.monotonic() < end and not (folder.is_dir() and any(folder.glob("*.md"))):
            time.sleep(0.02)
        running.send_signal(sign)
        _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "stopped" in err.splitlines()[-1]
    written = sorted(one.name for one in folder.iterdir())
    assert 1 < len(written) < 401
    assert ".xlplan.json" in written
    assert not [name for name in written if name.endswith(".tmp")]
    # a later day changes every plan; none of them is taken for a person's work
    done = apart("run", book, "--as-of", "2026-11-21", "--format", "md", "--lang", "en")
    assert done.returncode == 0
    assert len(list(folder.glob("*.md"))) == 400


def test_a_stop_while_the_file_is_made_leaves_the_old_one_alone(tmp_path, monkeypatch):
    target = tmp_path / "p.md"
    target.write_bytes(b"old")
    real = os.open

    def stopped(path, flags, mode=0o777, **more):
        handle = real(path, flags, mode, **more)
        if flags & os.O_CREAT:
            os.close(handle)
            raise KeyboardInterrupt
        return handle

    monkeypatch.setattr(os, "open", stopped)
    with pytest.raises(KeyboardInterrupt):
        store(target, b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["p.md"]
    assert target.read_bytes() == b"old"


def test_two_runs_at_once_on_one_book(tmp_path, book):
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "xlplan", "run", str(book), *DAY, "--lang", "en"]
    runs = [
        subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for one in runs:
        _, err = one.communicate(timeout=60)
        assert one.returncode == 0
        assert "Traceback" not in err
    assert len([one for one in (tmp_path / "p.plans").iterdir() if one.name != ".xlplan.json"]) == 4
    assert openpyxl.load_workbook(tmp_path / "p.plan.xlsx").sheetnames[0] == "Summary"


def test_a_path_of_any_kind(say, tmp_path, book):
    place = tmp_path / "客户 计划 😀" / "2026"
    place.mkdir(parents=True)
    shutil.copy(book, place / "年度 计划 😀.xlsx")
    code, out, _ = say("run", "客户 计划 😀/2026/../2026/年度 计划 😀.xlsx", *DAY)
    assert code == 0
    assert "年度 计划 😀.plan.xlsx" in out
    assert {one.name for one in place.iterdir()} == {
        "年度 计划 😀.xlsx",
        "年度 计划 😀.plan.xlsx",
        "年度 计划 😀.plans",
    }
