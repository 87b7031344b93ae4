"""What a customer gets holds nothing private: no such column's value is in the bytes of any format."""

import ast
import datetime as dt
import io
import sys
import zipfile
from dataclasses import fields, replace
from pathlib import Path

import pypdf
import pytest

from xlplan.core.assess import assess
from xlplan.core.model import Activity, Contact, Cost, Customer, Opportunity, Portfolio
from xlplan.core.policy import Policy
from xlplan.engine.account import joint
from xlplan.engine.account.joint import PRIVATE, joint_context
from xlplan.engine.contract import SHEETS
from xlplan.engine.documents import render_context
from xlplan.engine.text import Texts
from xlplan.hosts.cli import main
from xlplan.hosts.files.documents import FORMATS, Wanted, document

sys.path.insert(0, str(Path(__file__).parents[1] / "engine"))
import plan_builders

BY_KEY = {sheet.key: sheet for sheet in SHEETS}
MONEY, SHARE, SCORE = 7_777_123.0, 0.1737, 3.7171
VALUES = {
    "revenue": MONEY, "wallet": MONEY + 1111, "credit_limit": MONEY + 2222, "relationship_cost": MONEY + 3333,
    "amount": MONEY + 4444, "cost": MONEY + 5555, "remaining_cost": MONEY + 6666, "gross_margin": SHARE,
    "retention": 0.8373, "current_ratio": SCORE, "credit_rating": "D", "personal_ties": 4.7391, "birthday": dt.date(1971, 3, 5),
    "brain_a": 91.37, "brain_b": 92.37, "brain_c": 93.37, "brain_d": 94.37, "awareness": 2.7373, "integrity": 3.7373,
    "probability": 0.4343, "confidence": 0.5353, "organisation_interest": 63.63,
}  # fmt: skip
WORDS = ("personal_interest", "attitude")


def secret(record, key: str):
    """Return a record with a value in each private column that nothing else has."""
    known = {one.name for one in fields(record)}
    return replace(
        record, **{name: VALUES[name] for name in PRIVATE[key] if name in VALUES and name in known}
    )


def portfolio():
    plan = plan_builders.portfolio()
    words = BY_KEY["stakeholders"].by_field["personal_interest"].words
    interest = next(iter(words)) if words else "ZEBRA-INTEREST"
    return replace(
        plan,
        customers=tuple(secret(one, "customers") for one in plan.customers),
        contacts=tuple(secret(one, "contacts") for one in plan.contacts),
        opportunities=tuple(secret(one, "opportunities") for one in plan.opportunities),
        stakeholders=tuple(
            replace(secret(one, "stakeholders"), attitude="hostile", personal_interest=interest)
            for one in plan.stakeholders
        ),
        costs=(*plan.costs, Cost(customer_id=plan.customers[0].id, date=dt.date(2026, 5, 5), amount=VALUES["amount"])),
    )  # fmt: skip


def forms(value) -> set[str]:
    """Return how a value could be written in either language."""
    if isinstance(value, dt.date):
        return {value.isoformat(), f"{value.year}年{value.month}月{value.day}日", "1971"}
    if isinstance(value, str):
        return set()
    texts = [Texts("en"), Texts("zh")]
    found = {repr(value), f"{value:g}", f"{value:,.0f}", f"{value:.2f}", f"{value:.1f}"}
    found |= {one.money(value) for one in texts} | {
        one.percent(value, 1) for one in texts if value < 1
    }
    return {one for one in found if len(one) > 3}


def content(data: bytes, ext: str) -> str:
    if ext in ("docx", "pptx"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return "\n".join(package.read(n).decode("utf-8", "replace") for n in package.namelist() if not n.endswith((".png", ".jpeg")))  # fmt: skip
    if ext == "pdf":
        reader = pypdf.PdfReader(io.BytesIO(data))
        text = "\n".join(page.extract_text() for page in reader.pages)
        return (
            text + str(reader.metadata) + str(reader.xmp_metadata and reader.xmp_metadata.dc_title)
        )
    return data.decode()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("ext", FORMATS)
def test_no_private_value_is_in_the_bytes(ext, lang):
    plan = portfolio()
    before = plan_builders.assessment()
    found = assess(plan, before.policy, before.as_of)
    texts = Texts(lang)
    context = joint_context(found.customers[0], found, texts)
    kind = "joint"
    text = content(document(context, found, texts, Wanted(kind, ext), None), ext)
    assert context.cover.customer in text
    for name, value in VALUES.items():
        for form in forms(value):
            assert form not in text, (name, form)
    column = BY_KEY["stakeholders"].by_field["attitude"]
    said = set(column.words) if lang == "en" else {zh for zh in column.words.values() if zh}
    plain = context.names
    shown = repr([plain[name] for name in ("bought", "people", "work", "service", "cover")])
    for word in said:
        assert word not in shown
        if ext in ("md", "html"):
            assert word not in text.partition("<body")[2] or ext == "md"
    for word in ("DMI", "PSE", "grade-A", "risk-", "绝密"):
        assert word not in shown


def test_the_private_columns_are_columns_and_none_is_read():
    for key, names in PRIVATE.items():
        known = {column.field for column in BY_KEY[key].columns}
        assert set(names) <= known, key
    tree = ast.parse(Path(joint.__file__).read_text("utf-8"))
    read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not read & {name for names in PRIVATE.values() for name in names}


def test_a_template_cannot_ask_for_what_is_private(tmp_path, capsys):
    (tmp_path / "t/en").mkdir(parents=True)
    (tmp_path / "t/en/joint.html.j2").write_text("{{ chain.headline }}", "utf-8")
    book = Path(__file__).parents[2] / "workbooks/example.xlsx"
    code = main(["plan", str(book), "0017", "--format", "html", "--audience", "customer", "--templates", str(tmp_path / "t"),
                 "--out", str(tmp_path / "o"), "--lang", "en"])  # fmt: skip
    err = capsys.readouterr().err
    assert code == 2
    assert "chain" in err


def test_the_planner_is_told_which_names_the_customer_reads(tmp_path, capsys):
    book = Path(__file__).parents[2] / "workbooks/example.xlsx"
    words = ["plan", str(book), "0017", "--format", "md", "--out", str(tmp_path), "--lang", "en"]
    assert main([*words, "--audience", "customer"]) == 0
    said = capsys.readouterr().out
    assert "the customer reads the names of its opportunities" in said
    assert "Ring road east (the ultimatum)" in said
    assert main(words) == 0
    assert "the customer reads" not in capsys.readouterr().out


def test_an_objective_of_ours_and_its_actions_stay_with_us():
    found = plan_builders.assessment()
    context = joint_context(found.customers[0], found, Texts("en"))
    assert all(
        row.measure.casefold() in ("own", "satisfaction", "") for row in context.work.objectives
    )
    shown = {row.id for row in context.work.objectives}
    assert all(row.objective in shown for row in context.work.actions)


def joint_of(plan, lang="en", **policy):
    found = assess(plan, Policy(policy), plan_builders.AS_OF)
    return joint_context(found.customers[0], found, Texts(lang))


def test_what_we_promised_and_still_owe_is_the_customers_to_read():
    """Kept, broken long ago and of another customer are not; broken lately and open are."""
    ago, ahead = plan_builders.ago, plan_builders.ahead
    touches = (
        Activity(ago(9), "c", who="Lin", promise="Plant visit", promise_due=ahead(14), row=2),
        Activity(ago(9), "c", promise="Drawings", promise_due=ago(2), row=3),
        Activity(ago(40), "c", promise="Samples", promise_due=ago(30), promise_kept=False, row=4),
        Activity(ago(200), "c", promise="Old", promise_due=ago(190), promise_kept=False, row=5),
        Activity(ago(9), "c", promise="Kept", promise_due=ago(2), promise_kept=True, row=6),
    )
    plan = Portfolio(customers=(Customer("c", "C"),), activities=touches)
    rows = joint_of(plan).work.promises
    assert [(one.name, one.owner, one.due, one.state) for one in rows] == [
        ("Samples", "nobody yet", "2026-10-21", "late"),
        ("Drawings", "nobody yet", "2026-11-18", "late"),
        ("Plant visit", "Lin", "2026-12-04", "to be kept"),
    ]


def test_unknown_sales_are_no_statement_about_deliveries():
    bare = Portfolio(customers=(Customer("c", "C"),))
    assert joint_of(bare).bought.headline == "No project is under discussion yet."
    none = Portfolio(customers=(Customer("c", "C", sales_12m=0.0),))
    assert joint_of(none).bought.headline.startswith("We have not delivered anything")


def test_our_words_to_the_customer_speak_to_the_customer():
    """A day that has passed is to be agreed anew, and what comes next is something to do."""
    ago, ahead = plan_builders.ago, plan_builders.ahead
    deals = (
        Opportunity("a", "c", 9e4, name="Old line", expected_close=ago(5)),
        Opportunity("b", "c", 9e4, name="New line", expected_close=ahead(30)),
    )
    people = (Contact("p", "c", "Chen"),)
    plan = Portfolio(
        customers=(Customer("c", "C", owner="Lin"),), opportunities=deals, contacts=people
    )
    at = joint_of(plan, "zh")
    assert [one.close for one in at.bought.deals] == ["待商定", "2026-12-20"]
    assert at.bought.closing.text == "双方商定New line的下一步（预计 2026-12-20）。"
    assert at.cover.facts[0].label == "我方联系人"
    assert at.people.closing.text == "Chen的我方对接人将尽快告知贵方。"
    assert at.cover.id == ""


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_without_a_seller_the_last_line_begins_with_words(lang):
    plan = Portfolio(customers=(Customer("c", "C"),))
    text = render_context(joint_of(plan, lang), Texts(lang), "html", None, "joint")
    assert "<footer>as of" in text or "<footer>截至" in text
