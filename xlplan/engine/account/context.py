"""What does an account plan of one customer say? Its whole context, ready to print.

Every format (Markdown, HTML, later Word, PDF, slides) is made from this one context. Templates hold
names, loops and prose; every figure and every headline is computed here.
"""

from xlplan.core.assessment import Assessment, CustomerAssessment
from xlplan.core.moves.snapshots import Snapshot
from xlplan.engine.account.care import care
from xlplan.engine.account.changes import changes
from xlplan.engine.account.close import data, next_steps_section, trace
from xlplan.engine.account.cover import cover
from xlplan.engine.account.customer import customer_file
from xlplan.engine.account.deals import deal_rows, deals
from xlplan.engine.account.frame import frame_of
from xlplan.engine.account.money import money
from xlplan.engine.account.people import chain
from xlplan.engine.account.position import position
from xlplan.engine.account.relation import relation
from xlplan.engine.account.risk import risk_table
from xlplan.engine.account.shapes import PlanContext
from xlplan.engine.account.summary import summary
from xlplan.engine.account.work import work
from xlplan.engine.text import Texts


def plan_context(
    customer: CustomerAssessment,
    assessment: Assessment,
    texts: Texts,
    since: Snapshot | None = None,
) -> PlanContext:
    """Return everything a template of an account plan may show.

    Args:
        customer: one of ``assessment.customers``.
        assessment: the evaluated plan that it belongs to.
        texts: the language.
        since: an earlier state of the plan, to say what changed.

    Returns:
        The sections with texts ready to print; see ``shapes`` for every name.
    """
    frame = frame_of(assessment, texts)
    rows = deal_rows(customer, frame)
    steps = frame.next_steps(customer)
    return PlanContext(
        lang=texts.lang,
        title=frame.t("Account plan"),
        own_mark=frame.t("xlplan definition"),
        cover=cover(customer, frame),
        summary=summary(customer, rows, steps, frame),
        changes=changes(customer, since, frame),
        file=customer_file(customer, frame),
        relation=relation(customer, frame),
        chain=chain(customer, rows, steps, frame),
        position=position(customer, steps, frame),
        risk=risk_table(customer, frame),
        money=money(customer, frame),
        deals=deals(customer, rows, steps, frame),
        work=work(customer, frame),
        care=care(customer, frame),
        steps=next_steps_section(steps, frame),
        data=data(customer, frame),
        trace=trace(customer, frame),
    )
