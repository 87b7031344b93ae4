"""What do we know of this customer, and what could it still buy? Customer file and white space."""

from collections.abc import Sequence

from xlplan.core.assessment import CustomerAssessment
from xlplan.core.money.whitespace import Gap, Room, wallet_share
from xlplan.engine.account.cover import growth, net_of
from xlplan.engine.account.frame import BY_KEY, Frame
from xlplan.engine.account.rows import Closing, Field, WhiteRow
from xlplan.engine.account.shapes import CustomerFile
from xlplan.engine.picture.money import Part
from xlplan.engine.picture.space import Patch
from xlplan.engine.plain import clean
from xlplan.engine.result.health import FILE_COLUMNS

WORDS = ("ownership", "stage", "level")
MONEY = ("revenue", "wallet", "sales_12m", "sales_prior_12m", "credit_limit", "relationship_cost")
SHARES = ("gross_margin", "retention")
NUMBERS = {"current_ratio": 2, "dso_days": 0, "late_days": 0}
SHOWN = (
    "industry", "region", "ownership", "parent", "owner", "since", "stage", "level", "revenue",
    "wallet", "sales_12m", "sales_prior_12m", "gross_margin", "current_ratio", "credit_rating",
    "dso_days", "late_days", "credit_limit", "retention", "relationship_cost", "contract_number",
    "contract_date",
)  # fmt: skip
"""The fields of the customer file, in its order."""

COMPUTED = {"sales_12m": "sales", "sales_prior_12m": "sales_prior", "dso_days": "dso_days",
            "late_days": "late_days", "relationship_cost": "relationship_cost"}  # fmt: skip


def customer_file(customer: CustomerAssessment, frame: Frame) -> CustomerFile:
    """Return the customer file with what is blank in it, and the white space."""
    t, fields, blank = frame.t, [], []
    for name in SHOWN:
        label = BY_KEY["customers"].by_field[name].heading(t.lang)
        value = _value(customer, name, frame)
        if value:
            fields.append(Field(label, value, _source(customer, name, frame)))
        elif name not in ("parent", "contract_number", "contract_date"):
            blank.append(label)
    kind = customer.relationship_type
    if kind:
        fields.append(Field(t("Relationship type"), t(kind)))
    space = customer.views.choices.room if customer.views else None
    known, unknown = _homework(customer, frame)
    return CustomerFile(
        headline=_headline(customer, frame),
        fields=tuple(fields),
        unknown=tuple(unknown),
        blank=tuple(name for name in blank if name not in unknown),
        known=known,
        white=tuple(_white_row(one, frame) for one in space.gaps) if space else (),
        closing=_closing(customer, space, unknown, frame),
        years=sales_years(customer, frame),
        wallet=_wallet(customer, frame),
        space=_patches(space.gaps, frame) if space else (),
    )


def _homework(customer: CustomerAssessment, frame: Frame) -> tuple[str, list[str]]:
    """Return how complete the file is and where what is missing is entered: the one definition."""
    if customer.views is None:
        return frame.percent(None), []
    file, lang = customer.views.process.file, frame.t.lang
    places = [FILE_COLUMNS[item] for item in file.missing]
    return frame.percent(file.completeness), [
        sheet.by_field[field].heading(lang) for sheet, field in places
    ]


def sales_years(customer: CustomerAssessment, frame: Frame) -> tuple[Part, ...]:
    """Return the two years of sales as bars; none unless there is something to compare."""
    t, facts = frame.t, customer.facts
    if facts.sales is None or facts.sales_prior is None or not (facts.sales or facts.sales_prior):
        return ()
    return (
        Part(t("year before"), frame.money(facts.sales_prior), max(facts.sales_prior, 0.0)),
        Part(t("last 12 months"), frame.money(facts.sales), max(facts.sales, 0.0), ours=True),
    )


def _wallet(customer: CustomerAssessment, frame: Frame) -> tuple[Part, ...]:
    share = wallet_share(customer.facts.sales, customer.customer.wallet)
    if share is None or not 0.0 <= share <= 1.0:
        return ()
    return (
        Part(frame.t("we"), frame.percent(share), share, ours=True),
        Part(frame.t("others"), frame.percent(1.0 - share), 1.0 - share),
    )


def _value(customer: CustomerAssessment, name: str, frame: Frame) -> str:
    one = customer.customer
    found = getattr(customer.facts, COMPUTED[name]) if name in COMPUTED else getattr(one, name)
    if found is None:
        return ""
    text = clean(found) if isinstance(found, str) else ""
    if name in WORDS:
        text = frame.word("customers", name, found)
    elif name in MONEY:
        text = frame.money(found)
    elif name in SHARES:
        text = frame.percent(found, 1)
    elif name in NUMBERS:
        text = frame.number(found, NUMBERS[name])
    elif name in ("since", "contract_date"):
        text = frame.t.date(found)
    return text


def _source(customer: CustomerAssessment, name: str, frame: Frame) -> str:
    """Return from which sheet a figure was computed, blank where the planner typed it."""
    key = customer.facts.sources.get(COMPUTED.get(name, name), "") or (
        customer.facts.sources.get(name, "")
    )
    if key in ("", "typed") or key not in BY_KEY:
        return ""
    return frame.t("from {sheet}", sheet=BY_KEY[key].name(frame.t.lang))


def _headline(customer: CustomerAssessment, frame: Frame) -> str:
    t, sales, wallet = frame.t, customer.facts.sales, customer.customer.wallet
    if sales is None:
        return t("What this customer buys from us is not known yet.")
    if sales == 0.0:
        if stopped(customer):
            before = frame.cash(customer.facts.sales_prior)
            return t("It bought nothing in twelve months, after {before} in the year before.",
                     before=before)  # fmt: skip
        if wallet:
            return t("New business: it buys nothing from us yet, and {wallet} a year in our field.",
                     wallet=frame.cash(wallet))  # fmt: skip
        return t("New business: it buys nothing from us yet.")
    if sales < 0.0:
        return t("Credit notes exceed invoices by {amount} in twelve months.",
                 amount=frame.cash(-sales))  # fmt: skip
    share = wallet_share(sales, wallet)
    held = None if share is None else t("we hold {share} of its spend in our field",
                                        share=frame.percent(share))  # fmt: skip
    return frame.sentence([_trend(customer, frame), held or ""])


def stopped(customer: CustomerAssessment) -> bool:
    """Return whether a customer bought in the year before and nothing since: lost, not new."""
    return customer.facts.sales == 0.0 and (customer.facts.sales_prior or 0.0) > 0.0


def _trend(customer: CustomerAssessment, frame: Frame) -> str:
    t, rise, sales = frame.t, growth(customer), frame.cash(customer.facts.sales)
    if rise is None:
        return t("it bought {sales} in twelve months", sales=sales)
    change = frame.percent(abs(rise))
    if frame.percent(rise) == frame.percent(0.0):
        return t("sales held at {sales}", sales=sales)
    if rise > 0.0:
        return t("sales grew {change} to {sales} in twelve months", change=change, sales=sales)
    return t("sales fell {change} to {sales} in twelve months", change=change, sales=sales)


def _white_row(at: Gap, frame: Frame) -> WhiteRow:
    one = at.record
    return WhiteRow(
        clean(one.product), clean(one.unit), frame.money(one.current), frame.money(one.potential),
        frame.money(at.gap), clean(one.competitor),
    )  # fmt: skip


def _patches(gaps: Sequence[Gap], frame: Frame) -> tuple[Patch, ...]:
    """Return the cells of the matrix; rows of the same product and unit make one."""
    cells: dict[tuple[str, str], list[Gap]] = {}
    for one in gaps:
        key = clean(one.record.product), clean(one.record.unit)
        cells.setdefault(key, []).append(one)
    return tuple(_patch(*key, rows, frame) for key, rows in cells.items())


def _patch(product: str, unit: str, rows: Sequence[Gap], frame: Frame) -> Patch:
    rivals = dict.fromkeys(clean(one.record.competitor) for one in rows)
    held = frame.t(", ").join(name for name in rivals if name)
    known = [one.gap for one in rows if one.gap is not None]
    could = sum(one.record.potential or 0.0 for one in rows)
    if len(known) < len(rows) or could <= 0.0:
        return Patch(product, unit, None, frame.number(None), held, sum(known))
    gap = sum(known)
    return Patch(product, unit, max(1.0 - gap / could, 0.0), frame.money(gap), held, gap)


def _closing(
    customer: CustomerAssessment, space: Room | None, unknown: list[str], frame: Frame
) -> Closing:
    t = frame.t
    if space is not None and space.gap:
        first, gap = clean(space.gaps[0].record.product), frame.cash(space.gap)
        if not space.contested:
            return frame.figure(
                t("{gap} a year is white space; the largest part is {product}.",
                  gap=gap, product=first)
            )  # fmt: skip
        return frame.figure(
            t("{gap} a year is white space, {contested} of it held by rivals; the largest part is "
              "{product}.", gap=gap, contested=frame.percent(space.contested / space.gap), product=first)
        )  # fmt: skip
    if space is not None and space.wallet_gap:
        return frame.figure(
            t("{rest} a year still goes to others.", rest=frame.cash(space.wallet_gap))
        )
    if unknown and not customer.customer.has_ended:
        return frame.act(t("Fill in the file: {fields}.", fields=frame.names(unknown[:4])))
    share = t("{share} of our sales", share=frame.percent(customer.share, 1))
    return frame.figure(frame.sentence([share, *net_of(frame)]))
