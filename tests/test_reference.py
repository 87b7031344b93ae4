"""Two hundred random plans: what the program says against the method written a second time.

Every optional cell may be missing. Most plans go through the reader as rows; some as real files
through the command.
"""

import datetime as dt
import json
import random

import pytest
import xlsxwriter
from method_reference import Plan

from xlplan.engine.outcome import outcome
from xlplan.engine.plan import evaluate
from xlplan.engine.sheets import RawSheet, RawWorkbook
from xlplan.hosts.cli import main

AS_OF = dt.date(2026, 11, 20)
PLANS, FILES = 200, 12


def day(chance, before, after):
    return AS_OF + dt.timedelta(days=chance.randint(-before, after))


class Invented:
    """A random plan: rows under English headings, and the policy it sets."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.known = self.chance.choice((0.2, 0.5, 0.8, 1.0))  # how much of it is filled in
        self.sheets = {}
        self._customers()
        for name, make in (
            ("Contacts", self._contact), ("Opportunities", self._deal), ("Stakeholders", None),
            ("Influences", self._line), ("Competitors", self._bidder), ("Milestones", self._node),
            ("Activities", self._activity), ("Costs", self._cost), ("Invoices", self._invoice),
        ):  # fmt: skip
            if name in ("Contacts", "Opportunities") or self.chance.random() < self.known:
                self.sheets[name] = self._stakeholders() if make is None else self._many(make)
        self.policy = self._policy()

    def _many(self, make):
        rows = [make(n) for n in range(self.chance.randint(1, 14))]
        return [row for row in rows if row is not None]

    def _row(self, must, **may):
        """Return a row: what must be there, and each other value with some chance."""
        row = dict(must)
        for name, value in may.items():
            if self.chance.random() < self.known:
                row[name.replace("_", " ")] = value
        return row

    def _pick(self, *words):
        return self.chance.choice(words)

    def _share(self):
        return self._pick(0.0, 1.0, round(self.chance.random(), 3))

    def _score(self):
        return self._pick(0, 100, round(self.chance.uniform(0, 100), 1))

    def _money(self, low, high):
        return round(self.chance.uniform(low, high), 2)

    def _who(self):
        return self._pick(*[row["Customer ID"] for row in self.sheets["Customers"]])

    def _of_customer(self, who):
        return [row for row in self.sheets["Contacts"] if row["Customer ID"] == who]

    def _customers(self):
        self.sheets["Customers"] = [
            self._row(
                {"Customer ID": f"C{n}", "Customer": f"Customer {n}"},
                Customer_revenue=self._pick(0, self._money(1e5, 5e7)),
                Sales_12m=self._pick(0, self._money(0, 3e6)),
                Gross_margin=self._pick(-0.1, 0, round(self.chance.random() / 2, 3)),
                Current_ratio=round(self.chance.uniform(0.3, 3), 2),
                Credit_rating=self._pick(*"ABBCCDE"),
                DSO_days=self.chance.randint(0, 200),
                Days_late=self.chance.randint(0, 120),
                Retention=self._share(),
                Relationship_cost=self._money(0, 3e5),
            )
            for n in range(self.chance.randint(1, 6))
        ]

    def _contact(self, n):
        return self._row({"Contact ID": f"P{n}", "Customer ID": self._who(), "Name": f"Person {n}"},
                         Seniority=self.chance.randint(1, 5))  # fmt: skip

    def _deal(self, n):
        status = self._pick("open", "open", "open", "won", "lost", "ended")
        row = self._row(
            {"Opportunity ID": f"O{n}", "Customer ID": self._who(),
             "Amount": self._money(1_000, 1_200_000), "Status": status},
            Gross_margin=round(self.chance.random() / 2, 3),
            Expected_close=day(self.chance, 60, 300),
            Purchase_step=self.chance.randint(1, 6),
            Selling_step=self.chance.randint(1, 6),
            Entry_step=self.chance.randint(1, 6),
            Budget_status=self._pick("funded", "approved", "planned", "none"),
            Advance_share=self._share(),
            Fit=self._pick(self._score(), self.chance.randint(40, 100)),
            Feasible=self._pick(True, True, True, False),
            Budget_clarity=self._score(),
            Payment_terms=self._score(),
            Authority_known=self._score(),
            Standards=self.chance.randint(0, 4),
            Probability=self._share(),
            Remaining_hours=self.chance.randint(0, 200),
            Remaining_cost=self._money(0, 20_000),
            Slips=self.chance.randint(0, 4),
            Clear_facts=self.chance.randint(0, 9),
        )  # fmt: skip
        if status == "open":
            if self.chance.random() < 0.3:
                del row["Status"]
        elif self.chance.random() < 0.9:
            row["Closed on"] = day(self.chance, 500, 20)
        return row

    def _stakeholders(self):
        rows = []
        for deal in self.sheets["Opportunities"]:
            people = self._of_customer(deal["Customer ID"])
            rows += [
                self._row(
                    {"Opportunity ID": deal["Opportunity ID"], "Contact ID": one["Contact ID"]},
                    Buyer_role=self._pick("decision maker", "gatekeeper", "purchaser", "user"),
                    Coach=self._pick("none", "possible", "verified"),
                    Meeting_access=self._share(),
                    Coach_motive=self.chance.randint(0, 3),
                    Facts_verified=self._share(),
                    Formal_influence=self._share(),
                    Informal_influence=self._share(),
                    Attitude=self._pick(
                        "hostile", "opposed", "neutral", "supportive", "champion", "champion"
                    ),
                    Confidence=self._share(),
                    Coverage=self._share(),
                    Can_veto=self._pick(True, False, False),
                    Last_contact=day(self.chance, 300, 10),
                )
                for one in people
                if self.chance.random() < 0.8
            ]
        return rows

    def _line(self, _n):
        people = self._of_customer(self._who())
        if len(people) < 2:
            return None
        one, other = self.chance.sample(people, 2)
        return self._row({"From": one["Contact ID"], "To": other["Contact ID"]},
                         Kind=self._pick("influences", "influences", "conflict"), Strength=self._share())  # fmt: skip

    def _bidder(self, n):
        deals = self.sheets["Opportunities"]
        deal = deals[n // 3 % len(deals)]
        name = ("us", "Rival", "Other")[n % 3]
        return self._row({"Opportunity ID": deal["Opportunity ID"], "Competitor": name},
                         Brand=self._score(), Product=self._score(), Service=self._score(),
                         Relationship=self._score(), Price=self._score())  # fmt: skip

    def _node(self, n):
        deal = self._pick(*self.sheets["Opportunities"])
        return self._row({"Opportunity ID": deal["Opportunity ID"], "Step": self.chance.randint(1, 6)},
                         Node=f"node {n}", Done=self._pick(True, False))  # fmt: skip

    def _activity(self, _n):
        who = self._who()
        row = self._row(
            {"Date": day(self.chance, 500, 10), "Customer ID": who},
            Hours=self.chance.randint(0, 40),
        )
        people = self._of_customer(who)
        if people and self.chance.random() < self.known:
            row["Contact ID"] = self._pick(*people)["Contact ID"]
        return row

    def _cost(self, _n):
        return {
            "Date": day(self.chance, 500, 10),
            "Customer ID": self._who(),
            "Amount": self._money(0, 50_000),
        }

    def _invoice(self, n):
        date = day(self.chance, 800, 10)
        amount = self._money(1_000, 400_000) * self._pick(1, 1, 1, 1, -1)
        due = date + dt.timedelta(days=self._pick(30, 60))
        return self._row({"Invoice": f"I{n}", "Customer ID": self._who(), "Date": date, "Amount": amount},
                         Due=due, Paid_on=due + dt.timedelta(days=self.chance.randint(-25, 120)),
                         Paid=self._pick(amount, amount, round(amount / 2, 2), 0))  # fmt: skip

    def _policy(self):
        return {
            key: value
            for key, value in (
                ("funnel.threshold", self._pick(20_000.0, 100_000.0)),
                ("funnel.target", self._money(1e5, 5e6)),
                ("funnel.o_plan", self._money(0, 2e5)),
                ("abcd.basis", self._pick("likelihood", "risk", "both")),
                ("win.use_manual", True),
                ("gate.size", 0.5),
                ("hour_cost", 90.0),
            )
            if self.chance.random() < 0.3
        }

    def tables(self):
        """Return sheet name → rows with headings, columns and rows in any order."""
        found = {}
        for name, rows in self.sheets.items():
            if not rows:
                continue
            headings = list(dict.fromkeys(key for row in rows for key in row))
            self.chance.shuffle(headings)
            found[name] = [headings, *([row.get(one) for one in headings] for row in rows)]
        if self.policy:
            cells = [[key, "yes" if value is True else value] for key, value in self.policy.items()]
            found["Policy"] = [["Key", "Value"], *cells]
        return found

    def plan(self):
        return Plan({name: rows for name, rows in self.sheets.items() if rows}, AS_OF, self.policy)


def through_rows(tables):
    book = RawWorkbook([RawSheet(name, rows) for name, rows in tables.items()], list(tables))
    found = evaluate(book, AS_OF)
    return outcome(found.assessment, found.texts)


def through_a_file(tables, folder, capsys):
    path = folder / "plan.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    words = ("run", path, "--as-of", AS_OF, "--plans", "none", "--json", "-")
    code = main([str(word) for word in words])
    assert code in (0, 1)
    return json.loads(capsys.readouterr().out)


def same(one, other):
    if isinstance(one, (tuple, list)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) or isinstance(other, float):
        return None not in (one, other) and one == pytest.approx(other, rel=1e-9, abs=1e-7)
    return one == other


def differences(result, plan):
    """Return every figure in which the program and the reference differ."""
    found = []

    def check(where, ours, expected):
        if not same(ours, expected):
            found.append(f"{where}: program {ours}, method {expected}")

    deals = plan.open_deals()
    check(
        "order of opportunities",
        [one["id"] for one in result["opportunities"]],
        [d["id"] for d in deals],
    )
    ours = {one["id"]: one for one in result["opportunities"]}
    for deal in deals:
        _check_deal(ours[deal["id"]], deal, check)
    for customer in result["customers"]:
        mine = [deal for deal in deals if deal["row"]["Customer ID"] == customer["id"]]
        _check_customer(customer, plan, mine, check)
    _check_whole(result, plan, deals, check)
    return found


def shape(score):
    return tuple(score[name] for name in ("value", "lo", "hi", "completeness"))


def _check_deal(ours, deal, check):
    name = deal["id"]
    for key in ("dmi", "coverage", "pse"):
        if deal[key][0] is None:  # absent: what the interval says then is a matter of taste
            check(f"{name} {key}", ours[key]["value"], None)
        else:
            check(f"{name} {key}", shape(ours[key]), deal[key])
    for key, other in (
        ("gap", "gap"), ("lag", "lag"), ("timing", "timing"), ("p_stage", "p_stage"), ("p", "p"),
        ("coach_quality", "coach_quality"), ("pse_state", "state"), ("grade", "grade"),
        ("grade_likelihood", "by_p"), ("grade_risk", "by_risk"), ("expected_return", "gain"),
        ("return_per_hour", "hourly"),
    ):  # fmt: skip
        check(f"{name} {key}", ours[key], deal[other])
    check(f"{name} flags", set(ours["red_flags"]), deal["flags"])
    check(f"{name} nodes", len(ours["missing_nodes"]), deal["nodes"])
    _check_risk(f"{name} risk", ours["risk"], deal["risk"], check)


def _check_risk(name, ours, risk, check):
    if risk["score"][0] is None:
        check(name, ours["value"], None)
    else:
        check(name, shape(ours), risk["score"])
        check(
            f"{name} parts", sum(p["contribution"] for p in ours["parts"]), float(risk["score"][0])
        )
    check(f"{name} money", ours["money"], risk["money"][0])
    check(f"{name} win", ours["win"], risk["win"][0])
    check(f"{name} level", ours["level"], risk["level"])
    check(f"{name} knock-outs", ours["knock_outs"], risk["knocked"])
    check(f"{name} next", ours["next_question"], risk["next"])
    points = {part["name"]: part["points"] for part in ours["parts"]}
    for key, value in points.items():
        check(f"{name} {key}", value, risk["points"][key])


def _check_customer(ours, plan, deals, check):
    name = ours["id"]
    check(f"{name} grade", ours["grade"], deals[0]["grade"] if deals else "D")
    lead = min(deals, key=lambda d: (-d["p"] * d["row"]["Amount"], d["id"])) if deals else None
    check(f"{name} lead", ours["lead_opportunity"], lead and lead["id"])
    risk = lead["risk"] if lead else plan.risk(plan.customers[name], None)
    _check_risk(f"{name} risk", ours["risk"], risk, check)
    facts = plan.facts[name]
    for key, other in (
        ("sales", "sales"),
        ("dso_days", "dso"),
        ("late_days", "late"),
        ("relationship_cost", "cost"),
    ):
        check(f"{name} {key}", ours["facts"][key], facts[other])
    share = (
        facts["sales"] / plan.all_sales if facts["sales"] is not None and plan.all_sales else None
    )
    check(f"{name} share", ours["share"], share)
    money = plan.economics(plan.customers[name], risk["score"][0], deals)
    for key, other in (
        ("receivables", "receivables"), ("carry", "carry"), ("bad_debt", "bad"), ("gross", "gross"),
        ("net_year", "net"), ("cost_ratio", "ratio"), ("price_floor_cut", "floor"),
        ("dso_break_even", "even"), ("npv", "npv"),
    ):  # fmt: skip
        check(f"{name} {key}", ours["economics"][key], money[other])


def _check_whole(result, plan, deals, check):
    check("hhi", result["portfolio"]["hhi"], plan.hhi())
    funnel = plan.funnel(deals)
    for key in ("forecast", "progress", "coverage"):
        check(f"funnel {key}", result["funnel"][key], funnel[key])


@pytest.mark.parametrize("seed", range(PLANS))
def test_rows_of_a_random_plan(seed):
    invented = Invented(seed)
    assert differences(through_rows(invented.tables()), invented.plan()) == []


@pytest.mark.parametrize("seed", range(PLANS, PLANS + FILES))
def test_a_random_plan_as_a_file(seed, tmp_path, capsys):
    invented = Invented(seed)
    assert differences(through_a_file(invented.tables(), tmp_path, capsys), invented.plan()) == []
