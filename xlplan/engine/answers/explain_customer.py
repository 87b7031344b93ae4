"""What else is there to say of one customer? The tables of its account plan, as plain lines."""

from collections.abc import Iterable, Iterator

from xlplan.core.assessment import CustomerAssessment
from xlplan.engine.account.care import care
from xlplan.engine.account.choices import choices
from xlplan.engine.account.cover import net_of
from xlplan.engine.account.frame import Frame
from xlplan.engine.account.relation import relation
from xlplan.engine.account.rows import Field
from xlplan.engine.account.work import work
from xlplan.engine.text import Texts


def customer_lines(one: CustomerAssessment, frame: Frame) -> Iterator[str]:
    """Return stage, segment, relationship, care, money decisions and objectives of one customer."""
    t, views = frame.t, one.views
    if views is None:
        return
    yield "      " + t.named(t("Retention"), t.percent(one.economics.retention))
    yield from ("", t("Stage and relationship"))
    yield from field_lines(_place(one, frame), t)
    yield from field_lines(relation(one, frame).rows, t)
    yield from ("", t("Price and level"))
    yield from field_lines(choices(one, frame), t)
    yield from ("", t("Care"))
    yield from field_lines(care(one, frame).rows, t)
    objectives = work(one, frame).objectives
    if objectives:
        yield from ("", t("Objectives"))
        for at in objectives:
            said = t(
                "{actual} of {target} by {due}", actual=at.actual, target=at.target, due=at.due
            )
            yield "      " + t.named(at.name, f"{said} – {at.state}")


def _place(one: CustomerAssessment, frame: Frame) -> Iterator[Field]:
    """Return what the customer is to us: share of sales, key account, wallet, completeness of the file."""
    t, views = frame.t, one.views
    notes = [t("key account")] if one.key_account else []
    yield Field(t("Share of our sales"), t.percent(one.share, 1),
                t("; ").join((*notes, *net_of(frame))))  # fmt: skip
    if views is not None:
        yield Field(t("Wallet share"), t.percent(views.choices.room.wallet_share))
        yield Field(t("Customer file"), t("{share} complete",
                    share=t.percent(views.process.file.completeness)))  # fmt: skip


def field_lines(rows: Iterable[Field], t: Texts) -> Iterator[str]:
    """Return rows of a plan as lines: label, value, note."""
    for row in rows:
        yield "      " + t.named(row.label, f"{row.value} – {row.note}" if row.note else row.value)
