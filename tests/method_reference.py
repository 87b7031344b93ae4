"""The method a second time, written from its text alone: what the program must agree with.

Plain rows (dicts under the headings of the contract) go in, plain figures come out. Nothing here is
imported from the program; section numbers are those of the method.
"""

import datetime as dt
import math
from itertools import pairwise

YEAR = 365
ATTITUDE = {"hostile": -1.0, "opposed": -0.5, "neutral": 0.0, "supportive": 0.5, "champion": 1.0}
ROLE = {
    "decision maker": (0.30, 0.20, 0.20, 0.30, 0.45, 0.20),
    "gatekeeper": (0.20, 0.25, 0.40, 0.30, 0.10, 0.20),
    "purchaser": (0.15, 0.35, 0.20, 0.25, 0.35, 0.15),
    "user": (0.35, 0.20, 0.20, 0.15, 0.10, 0.45),
    None: (0.25,) * 6,
}
AGAINST = ("hostile", "opposed")
PRIOR = (0.10, 0.25, 0.45, 0.60, 0.85, 1.0)
PD = {"A": 0.002, "B": 0.005, "C": 0.02, "D": 0.06, "E": 0.2, None: 0.02}
LETTERS = "ABCD"
MATRIX = ("AABC", "ABCD", "BCCD", "CDDD")
MONEY = ("r01", "r02", "r03", "r04", "r05", "r11", "r12", "r14")
ALONE = ("r03", "r04", "r05", "r12")
WEIGHTS = {"r01": 6, "r02": 14, "r03": 12, "r04": 12, "r05": 8, "r06": 10, "r07": 6, "r08": 4,
           "r09": 8, "r10": 6, "r11": 4, "r12": 5, "r13": 3, "r14": 2}  # fmt: skip
ANCHORS = {
    "r01": ((0.01, 0), (0.05, 50), (0.10, 100)),
    "r03": ((0.7, 100), (1.0, 60), (1.5, 25), (2.0, 0)),
    "r04": ((0, 0), (15, 25), (30, 50), (60, 80), (90, 100)),
    "r11": ((0, 100), (0.1, 75), (0.3, 40), (0.6, 0)),
    "r12": ((0.1, 0), (0.2, 50), (0.3, 75), (0.5, 100)),
    "r13": ((1, 0), (2, 20), (3, 50), (4, 85), (5, 100)),
    "r14": ((1, 100), (2, 60), (5, 20), (10, 0)),
}
WORDS = {
    "r02": {"funded": 0, "approved": 30, "planned": 60, "none": 90},
    "r05": {"A": 0, "B": 20, "C": 50, "D": 80, "E": 100},
    "r08": {"verified": 0, "possible": 40, "none": 100},
}


def interpolated(anchors, x):
    """Return the value of a piecewise linear curve, flat outside."""
    if x <= anchors[0][0]:
        return anchors[0][1]
    for (x0, y0), (x1, y1) in pairwise(anchors):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return anchors[-1][1]


def score(rows, low=0.0, high=100.0):
    """Return value, lo, hi, completeness of (weight, points or None) rows: section 0.2."""
    total = sum(w for w, _ in rows)
    known = [(w, s) for w, s in rows if s is not None]
    weight = sum(w for w, _ in known)
    if not weight:
        return None, None, None, 0.0
    earned = sum(w * s for w, s in known)
    rest = total - weight
    return (
        earned / weight,
        (earned + rest * low) / total,
        (earned + rest * high) / total,
        weight / total,
    )


class Plan:
    """A plan as rows, evaluated as of a day."""

    def __init__(self, sheets, as_of, policy):
        self.rows = sheets
        self.as_of = as_of
        self.policy = {"funnel.threshold": 50_000.0, "hour_cost": 60.0} | policy
        self.customers = {row["Customer ID"]: row for row in self.of("Customers")}
        self.contacts = {row["Contact ID"]: row for row in self.of("Contacts")}
        self.facts = {one: self._facts(row) for one, row in self.customers.items()}
        known = [f["sales"] for f in self.facts.values() if f["sales"] is not None]
        self.all_sales = sum(known) if known else None

    def of(self, sheet, **where):
        """Return the rows of a sheet whose columns have those values."""
        wanted = {name.replace("_", " "): value for name, value in where.items()}
        return [
            row
            for row in self.rows.get(sheet, [])
            if all(row.get(name) == value for name, value in wanted.items())
        ]

    # --- the customer's figures: rules of reading ------------------------------------------

    def _within(self, day, years_back=0):
        end = self.as_of - dt.timedelta(days=YEAR * years_back)
        return end - dt.timedelta(days=YEAR) < day <= end

    def _facts(self, row):
        who = row["Customer ID"]
        told = [i for i in self.of("Invoices") if i["Date"] <= self.as_of]
        invoices = [i for i in told if i["Customer ID"] == who]
        seen = bool(told)
        found = {
            "sales": row.get("Sales 12m"),
            "dso": row.get("DSO days"),
            "late": row.get("Days late"),
            "cost": row.get("Relationship cost"),
        }
        sold = sum(i["Amount"] for i in invoices if self._within(i["Date"]))
        if found["sales"] is None and seen:
            found["sales"] = sold
        paying = any(
            i.get("Paid") is not None or (i.get("Paid on") or dt.date.max) <= self.as_of
            for i in told
        )
        if found["dso"] is None and paying and sold > 0:
            found["dso"] = sum(map(self._owed, invoices)) / sold * YEAR
        if found["late"] is None and paying:
            days = [
                d for i in invoices if self._within(i["Date"]) and (d := self._late(i)) is not None
            ]
            found["late"] = sum(days) / len(days) if days else None
        if found["cost"] is None:
            costs, acts = (
                [row for row in self.of(sheet) if row["Date"] <= self.as_of]
                for sheet in ("Costs", "Activities")
            )
            if costs or any(a.get("Hours") is not None for a in acts):
                spent = [
                    c["Amount"]
                    for c in costs
                    if c["Customer ID"] == who and self._within(c["Date"])
                ]
                hours = [
                    a.get("Hours") or 0
                    for a in acts
                    if a["Customer ID"] == who and self._within(a["Date"])
                ]
                found["cost"] = sum(spent) + sum(hours) * self.policy["hour_cost"]
        return found

    def _owed(self, invoice):
        when, paid = invoice.get("Paid on"), invoice.get("Paid")
        if when is not None and when > self.as_of:
            paid = 0
        elif paid is None:
            paid = invoice["Amount"] if when else 0
        return max(0.0, invoice["Amount"] - paid)

    def _late(self, invoice):
        due, when = invoice.get("Due"), invoice.get("Paid on")
        if due is None or due > self.as_of or invoice["Amount"] <= 0:
            return None
        if self._owed(invoice):
            when = self.as_of
        return None if when is None else max(0, (when - due).days)

    # --- people: 2.1, 2.3 -------------------------------------------------------------------

    def chain(self, deal):
        step = (deal.get("Purchase step") or deal.get("Selling step") or 1) - 1
        people = self.of("Stakeholders", Opportunity_ID=deal["Opportunity ID"])
        own = [self._influence(one) for one in people]
        level = dict(zip([one["Contact ID"] for one in people], own, strict=True))
        base = dict(level)
        lines = [
            line
            for line in self.of("Influences")
            if line["From"] in base and line["To"] in base and line.get("Kind") != "conflict"
        ]
        for _ in range(1000 if lines else 0):
            new = dict(base)
            for who in {line["From"] for line in lines}:
                carried = sum(
                    (0.5 if line.get("Strength") is None else line["Strength"]) * level[line["To"]]
                    for line in lines
                    if line["From"] == who
                )
                new[who] = 0.75 * base[who] + 0.25 * min(1.0, carried)
            level = new
        return [
            (one, ROLE[one.get("Buyer role")][step] * level[one["Contact ID"]], self._effect(one))
            for one in people
        ]

    def _influence(self, one):
        formal, informal = one.get("Formal influence"), one.get("Informal influence")
        if formal is not None and informal is not None:
            return 0.6 * formal + 0.4 * informal
        if formal is not None or informal is not None:
            return informal if formal is None else formal
        seniority = self.contacts.get(one["Contact ID"], {}).get("Seniority")
        return 0.5 if seniority is None else seniority / 5

    def _effect(self, one):
        if one.get("Attitude") is None:
            return None
        days = [
            day
            for day in (
                one.get("Last contact"),
                *(a["Date"] for a in self.of("Activities", Contact_ID=one["Contact ID"])),
            )
            if day is not None and day <= self.as_of
        ]
        fresh = 2 ** (-(self.as_of - max(days)).days / 90) if days else 0.5
        confidence = 0.7 if one.get("Confidence") is None else one["Confidence"]
        return ATTITUDE[one["Attitude"]] * confidence * fresh

    def dmi(self, chain):
        weight = sum(w for _, w, _ in chain)
        known = sum(w for _, w, m in chain if m is not None)
        if not known:
            return None, None, None, 0.0
        mean = 100 * sum(w * (m or 0.0) for _, w, m in chain) / weight
        spread = 100 * (weight - known) / weight
        cap, worst = 100.0, 100.0
        for one, _, _ in chain:
            attitude = one.get("Attitude")
            limit = 100.0
            if one.get("Can veto"):
                limit = 0.0
            if one.get("Buyer role") == "decision maker":
                limit = -20.0
            if attitude in AGAINST:
                cap = min(cap, limit)
            if attitude in AGAINST or attitude is None:
                worst = min(worst, limit)
        return (
            min(cap, mean),
            max(-100.0, min(worst, mean - spread)),
            min(cap, mean + spread),
            known / weight,
        )

    def coach(self, chain):
        """Return the best word and the best quality."""
        order = ("none", "possible", "verified")
        words = [one["Coach"] for one, _, _ in chain if one.get("Coach")]
        qualities = [
            40 * one["Meeting access"] + 30 * one["Coach motive"] / 3 + 30 * one["Facts verified"]
            for one, _, _ in chain
            if one.get("Coach") in ("possible", "verified")
            and None
            not in (one.get("Meeting access"), one.get("Coach motive"), one.get("Facts verified"))
        ]
        return max(words, key=order.index, default=None), max(qualities, default=None)

    # --- winning: 3.2 r10, 3.3, 3.4 -----------------------------------------------------------

    def gap(self, deal):
        rows = self.of("Competitors", Opportunity_ID=deal["Opportunity ID"])
        ours = [row for row in rows if row["Competitor"] == "us"]
        rivals = [row for row in rows if row["Competitor"] != "us"]
        if not ours:
            return None
        leads = []
        for name in ("Brand", "Product", "Service", "Relationship"):
            theirs = [row[name] for row in rivals if row.get(name) is not None]
            if ours[0].get(name) is not None and theirs:
                leads.append(ours[0][name] - max(theirs))
        return sum(leads) / len(leads) if leads else None

    def stage_rate(self, step):
        won = lost = 0
        for row in self.of("Opportunities"):
            if row.get("Closed on") and row["Closed on"] > self.as_of:
                continue
            if row.get("Status") in ("won", "lost") and (row.get("Selling step") or 0) >= step:
                won += row["Status"] == "won"
                lost += row["Status"] == "lost"
        return (won + 10 * PRIOR[step - 1]) / (won + lost + 10)

    def deal(self, deal):
        chain = self.chain(deal)
        dmi = self.dmi(chain)
        coverage = score(
            [(w, None if o.get("Coverage") is None else 100 * o["Coverage"]) for o, w, _ in chain]
        )
        coach, quality = self.coach(chain)
        gap = self.gap(deal)
        buying, selling = deal.get("Purchase step"), deal.get("Selling step")
        lag = None if buying is None or selling is None else buying - selling
        nodes = [
            row
            for row in self.of("Milestones", Opportunity_ID=deal["Opportunity ID"])
            if selling is not None and row["Step"] < selling and row.get("Done") is False
        ]
        pse = self._pse(deal, dmi[0], coverage[0], quality, gap, lag)
        flags = self._flags(chain, lag, coach, nodes)
        p_stage = self.stage_rate(selling or 1)
        p = p_stage
        if pse[0] is not None and pse[3] >= 0.4:
            held = min(max(p_stage, 1e-9), 1 - 1e-9)
            p = 1 / (1 + math.exp(-(math.log(held / (1 - held)) + (pse[0] - 50) / 25)))
        p = min(max(p * 0.5 ** len(nodes), 0.01), 0.99)
        customer = self.customers[deal["Customer ID"]]
        risk = self.risk(customer, deal, (dmi[0], coverage[0], coach, gap))
        manual = deal.get("Probability")
        rank = manual if self.policy.get("win.use_manual") and manual is not None else p
        margin = deal.get("Gross margin")
        margin = customer.get("Gross margin") if margin is None else margin
        gain = hourly = None
        if margin is not None:
            gain = rank * deal["Amount"] * margin - (deal.get("Remaining cost") or 0)
            hours = deal.get("Remaining hours")
            hourly = None if hours is None else gain / max(hours, 1)
        grade, by_p, by_risk = self._grade(deal, rank, risk)
        return {
            "id": deal["Opportunity ID"], "dmi": dmi, "coverage": coverage, "gap": gap, "lag": lag,
            "coach_quality": quality, "pse": pse, "flags": flags, "nodes": len(nodes),
            "state": self._state(deal, pse[0], dmi[0], gap, flags), "p_stage": p_stage, "p": p,
            "timing": self._timing(dmi[0], chain), "risk": risk, "grade": grade, "by_p": by_p,
            "by_risk": by_risk, "rank": rank, "margin": margin, "gain": gain, "hourly": hourly,
            "row": deal,
        }  # fmt: skip

    def _timing(self, dmi, chain):
        if dmi is None:
            return None
        if dmi < -10:
            return "behind"
        if dmi < 10:
            return "contested"
        covered = any(
            o.get("Buyer role") == "decision maker" and (o.get("Coverage") or 0) > 0
            for o, _, _ in chain
        )
        return "push" if dmi >= 40 and covered else "build"

    def _pse(self, deal, dmi, coverage, coach, gap, lag):
        fit = deal.get("Fit")
        if fit is not None:
            fit = min(100, fit + 5 * (deal.get("Standards") or 0))
        words = ("Budget clarity", "Payment terms", "Authority known")
        known = [deal[name] for name in words if deal.get(name) is not None]
        sync = None if lag is None else 100 if lag <= 0 else {1: 60, 2: 20}.get(lag, 0)
        return score([
            (30, None if dmi is None else 50 + dmi / 2), (10, coverage), (10, coach), (15, fit),
            (15, None if gap is None else 50 + gap / 2), (10, sync),
            (10, sum(known) / len(known) if known else None),
        ])  # fmt: skip

    def _flags(self, chain, lag, coach, nodes):
        deciders = [o for o, _, _ in chain if o.get("Buyer role") == "decision maker"]
        found = set()
        if any(o.get("Attitude") in AGAINST and o.get("Can veto") for o, _, _ in chain):
            found.add("veto against")
        if any(o.get("Attitude") in AGAINST for o in deciders):
            found.add("decision maker against")
        if any(o.get("Coverage") == 0 for o in deciders):
            found.add("decision maker uncovered")
        if lag is not None and lag >= 2:
            found.add("lag")
        if coach in ("none", "possible"):
            found.add("coach unverified")
        if nodes:
            found.add("missing node")
        return found

    def _state(self, deal, pse, dmi, gap, flags):
        clear = deal.get("Clear facts")
        if clear is not None and clear / 9 < 5 / 9:
            return "unclear"
        good = pse is not None and pse >= 65 and dmi is not None and dmi >= 20
        if good and gap is not None and gap >= 10 and not flags:
            return "advantage"
        if (pse is not None and pse < 45) or (gap is not None and gap <= -10):
            return "behind"
        if "decision maker against" in flags:
            return "behind"
        return None if pse is None else "even"

    # --- risk and grade: 3.1, 3.2, 3.5 --------------------------------------------------------

    def risk(self, customer, deal, people=(None,) * 4):
        facts = self.facts[customer["Customer ID"]]
        dmi, coverage, coach, gap = people
        amount = deal["Amount"] if deal else 0.0
        inputs = {"r03": customer.get("Current ratio"), "r04": facts["late"], "r12": None}
        if facts["sales"] is not None and self.all_sales + amount > 0:
            inputs["r12"] = (facts["sales"] + amount) / (self.all_sales + amount)
        words = {"r05": customer.get("Credit rating")}
        if deal:
            revenue = customer.get("Customer revenue")
            inputs |= {
                "r01": amount / revenue if revenue else None, "r11": deal.get("Advance share"),
                "r13": deal.get("Entry step"), "r14": amount / self.policy["funnel.threshold"],
            }  # fmt: skip
            words |= {"r02": deal.get("Budget status"), "r08": coach}
        points = {
            key: None if x is None else interpolated(ANCHORS[key], x) for key, x in inputs.items()
        }
        points |= {key: None if x is None else WORDS[key][x] for key, x in words.items()}
        fit = deal.get("Fit") if deal else None
        if deal:
            points |= {
                "r06": None if dmi is None else 50 - dmi / 2,
                "r07": None if coverage is None else 100 - coverage,
                "r09": None if fit is None else 100 - fit,
                "r10": None if gap is None else 50 - gap / 2,
            }
        keys = WEIGHTS if deal else ALONE
        rows = {key: (WEIGHTS[key], points[key]) for key in keys}
        value = score(list(rows.values()))
        missing = [key for key in keys if points[key] is None]
        return {
            "score": value,
            "money": score([rows[key] for key in keys if key in MONEY]),
            "win": score([rows[key] for key in keys if key not in MONEY]),
            "level": _level(value[0]),
            "knocked": [
                key
                for key, out in (
                    ("r05", words["r05"] == "E"),
                    ("r09", fit is not None and fit < 40),
                )
                if out
            ],
            "next": max(missing, key=lambda key: WEIGHTS[key], default=None),
            "points": points,
        }

    def _grade(self, deal, p, risk):
        close = deal.get("Expected close")
        days = None if close is None else (close - self.as_of).days
        band = 3 if days is None else sum(days > bound for bound in (30, 90, 180))
        slipped = days is not None and days < 0 and (deal.get("Slips") or 0) >= 2
        by_p = MATRIX[band][sum(p < bound for bound in (0.70, 0.50, 0.20))]
        value, money = risk["score"][0], risk["money"][0]
        by_risk = None
        if value is not None:
            by_risk = MATRIX[band][sum(value >= bound for bound in (30, 50, 70))]
        if slipped:
            by_p = _down(by_p, 1)
            by_risk = by_risk and _down(by_risk, 1)
        if risk["money"][3] < 0.25:  # choice of the program: too little known to rule anything out
            money = None
        small = deal["Amount"] < self.policy["funnel.threshold"] * self.policy.get("gate.size", 0)
        if (
            (money is not None and money >= 70)
            or small
            or deal.get("Feasible") is False
            or risk["knocked"]
        ):
            return "X", by_p, by_risk
        down = 0 if money is None else (money >= 50) + (money >= 70)
        basis = self.policy.get("abcd.basis", "both")
        if basis == "risk":
            return by_risk or _down(MATRIX[band][3], slipped), by_p, by_risk
        return _down(by_p, down if basis == "both" else 0), by_p, by_risk

    # --- cost and return: 5.1 -------------------------------------------------------------------

    def economics(self, customer, risk, deals):
        facts = self.facts[customer["Customer ID"]]
        sales, margin, cost, dso = (
            facts["sales"],
            customer.get("Gross margin"),
            facts["cost"],
            facts["dso"],
        )
        if sales == 0:  # nothing is sold: neither a margin nor days are needed
            margin, dso = margin or 0.0, dso or 0.0
        found = dict.fromkeys(
            ("receivables", "carry", "bad", "net", "ratio", "floor", "even", "npv")
        )
        if None not in (sales, dso):
            found["receivables"] = sales * dso / 365
            found["carry"] = found["receivables"] * 0.08
            found["bad"] = found["receivables"] * PD[customer.get("Credit rating")] * 0.5
        gross = None if None in (sales, margin) else sales * margin
        if None not in (gross, found["carry"], cost):
            spent = found["carry"] + found["bad"] + cost
            found["net"] = gross - spent
            if sales > 0 and gross > 0:
                found["ratio"] = spent / gross
            if sales > 0:
                found["floor"] = found["net"] / sales
        if None not in (gross, cost) and sales > 0:
            rate = 0.08 + PD[customer.get("Credit rating")] * 0.5
            found["even"] = (gross - cost) / (sales / 365 * rate)
        retention = customer.get("Retention")
        if retention is None and risk is not None:
            retention = max(0.0, 0.95 - 0.35 * risk / 100)
        if found["net"] is not None and retention is not None:
            value = sum(retention ** (t - 1) * found["net"] / 1.1**t for t in range(1, 6))
            later = self._open_value(deals)
            found["npv"] = None if later is None else value + later
        return found | {"gross": gross}

    def _open_value(self, deals):
        if deals and all(one["margin"] is None for one in deals):
            return None
        value = 0.0
        for one in deals:
            if one["margin"] is None:
                continue
            close = one["row"].get("Expected close")
            days = 365 if close is None else max(0, (close - self.as_of).days)
            gain = one["row"]["Amount"] * one["margin"] - (one["row"].get("Remaining cost") or 0)
            value += one["p"] * gain / 1.1 ** (days / 365)
        return value

    # --- the whole: 3.5 order, 3.8, 5.5, 6 --------------------------------------------------------

    def hhi(self):
        held = [max(0.0, f["sales"]) for f in self.facts.values() if f["sales"] is not None]
        return sum((100 * s / sum(held)) ** 2 for s in held) if sum(held) > 0 else None

    def open_deals(self):
        """Return the evaluated open opportunities in the order of 3.5."""
        rows = [r for r in self.of("Opportunities") if r.get("Status") in (None, "open")]
        return sorted(
            map(self.deal, rows),
            key=lambda one: (
                "ABCDX".index(one["grade"]),
                one["hourly"] is None,
                -(one["hourly"] or 0.0),
                -one["row"]["Amount"],
                one["id"],
            ),
        )

    def funnel(self, deals):
        theta, target = self.policy["funnel.threshold"], self.policy.get("funnel.target")
        start = dt.date(self.as_of.year, (self.as_of.month - 1) // 3 * 3 + 1, 1)
        end = _quarter(start, 1) - dt.timedelta(days=1)
        won = [r for r in self.of("Opportunities", Status="won") if r.get("Closed on")]

        def sold(first, last, *, small):
            return sum(
                r["Amount"]
                for r in won
                if first <= r["Closed on"] <= last and (r["Amount"] < theta) == small
            )

        closed, small = sold(start, self.as_of, small=False), sold(start, self.as_of, small=True)
        habit = sold(_quarter(start, -3), start - dt.timedelta(days=1), small=True) / 3
        left = (end - self.as_of).days / ((end - start).days + 1)
        due = [
            one
            for one in deals
            if one["row"]["Amount"] >= theta
            and (d := one["row"].get("Expected close"))
            and d <= end
        ]
        plan = self.policy.get("funnel.o_plan")
        to_win = None if target is None else target - (habit if plan is None else plan) - closed
        return {
            "forecast": closed
            + small
            + sum(o["p"] * o["row"]["Amount"] for o in due)
            + habit * left,
            "progress": (closed + small) / target if target else None,
            "coverage": sum(o["row"]["Amount"] for o in due) / to_win
            if to_win and to_win > 0
            else None,
        }


def _quarter(start, count):
    at = start.year * 12 + start.month - 1 + 3 * count
    return dt.date(at // 12, at % 12 + 1, 1)


def _level(value):
    if value is None:
        return None
    return ("low", "medium", "high", "severe")[sum(value >= bound for bound in (30, 50, 70))]


def _down(letter, steps):
    return LETTERS[min(3, LETTERS.index(letter) + steps)]
