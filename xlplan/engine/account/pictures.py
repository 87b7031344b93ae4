"""Which pictures does an account plan have? Each drawn from the plan's context, in its language."""

import datetime as dt

from xlplan.core.grading.risk import LEVELS
from xlplan.engine.account.board_pictures import board_scenes, board_texts
from xlplan.engine.account.board_shapes import BoardContext
from xlplan.engine.account.joint_shapes import JointContext
from xlplan.engine.account.shapes import PlanContext
from xlplan.engine.contract import STAKEHOLDERS
from xlplan.engine.picture.charts import board, contest_chart, gauge
from xlplan.engine.picture.map import LOOKS, MapTexts, relationship_map
from xlplan.engine.picture.money import spend, timeline, waterfall
from xlplan.engine.picture.payback import PaybackTexts, payback
from xlplan.engine.picture.space import SpaceTexts, space_matrix
from xlplan.engine.pictures import Scene, Svg, svg
from xlplan.engine.text import Texts

Saying = PlanContext | JointContext | BoardContext
LEAST_PATCHES = 2


def draw(context: Saying, texts: Texts) -> dict[str, Svg | None]:
    """Return every picture by name as SVG; ``None`` where there is nothing to show."""
    return {
        name: None if scene is None else svg(scene)
        for name, scene in scenes(context, texts).items()
    }


def scenes(context: Saying, texts: Texts) -> dict[str, Scene | None]:
    """Return every picture by name as a scene, for formats that draw in their own way.

    ``spend`` sales and wallet · ``map`` people · ``board`` opportunities · ``gauge`` risk ·
    ``contest`` competition · ``waterfall`` the year's money · ``payback`` return and cost over the
    years · ``space`` white space · ``timeline`` actions.
    """
    if isinstance(context, BoardContext):
        return board_scenes(context, texts)
    if isinstance(context, JointContext):
        return {"spend": _bought(context, texts), "timeline": _timeline(context, texts)}
    return {
        "spend": _spend(context, texts),
        "map": _map(context, texts),
        "board": _board(context, texts),
        "gauge": _gauge(context, texts),
        "contest": _contest(context, texts),
        "waterfall": _waterfall(context, texts),
        "payback": _payback(context, texts),
        "space": _space(context, texts),
        "timeline": _timeline(context, texts),
    }


def _spend(context: PlanContext, t: Texts) -> Scene | None:
    found = context.file
    if not found.years and not found.wallet:
        return None
    parts = [f"{one.label} {one.text}" for one in (*found.years, *found.wallet)]
    heads = (t("Our sales") if found.years else "", t("Who has its spend"))
    return spend(found.years, found.wallet, heads, t("Sales and spend"), t("; ").join(parts))


def _bought(context: JointContext, t: Texts) -> Scene | None:
    years = context.bought.years
    if not years:
        return None
    parts = [f"{one.label} {one.text}" for one in years]
    return spend(years, (), (t("What you bought"), ""), t("What you bought"), t("; ").join(parts))


def _map(context: PlanContext, t: Texts) -> Scene | None:
    chain = context.chain
    if not chain.drawn:
        return None
    column = STAKEHOLDERS.by_field["attitude"]
    words = {
        one: t("unknown") if one is None else column.words[one] if t.lang == "zh" else one
        for one in LOOKS
    }
    people = t("; ").join(
        t.named(one.name, words[one.attitude]) for one in chain.drawn if one.decides
    )
    named = MapTexts(
        t("Relationship map"),
        t("{headline} {people}", headline=chain.headline, people=people),
        words,
        t("weight in the decision"),
        t("influences"),
        t("in conflict"),
    )
    return relationship_map(chain.drawn, chain.lines, named)


def _board(context: PlanContext, t: Texts) -> Scene | None:
    found = context.summary
    if not found.bubbles:
        return None
    rows = t("; ").join(
        t("{mark} {name}: {p} likely, {days}, grade {grade}", mark=one.mark, name=one.name,
          p=one.p, days=one.days, grade=one.grade)
        for one in context.deals.rows
    )  # fmt: skip
    return board(found.bubbles, found.grid, board_texts(found, rows, t))


def _gauge(context: PlanContext, t: Texts) -> Scene | None:
    risk = context.risk
    if not risk.gauges:
        return None
    zones = [t(level) for level in LEVELS]
    return gauge(risk.gauges, risk.bounds, zones, t("Risk on its scale"), risk.headline)


def _contest(context: PlanContext, t: Texts) -> Scene | None:
    found = context.position
    if not found.contest or len(found.rivals) < 2:
        return None
    us = next((one.name for one in found.rivals if one.ours), t("us"))
    rivals = [one.name for one in found.rivals if not one.ours]
    told = t("; ").join(
        f"{one.name}: " + t(", ").join(
            f"{criterion} {score}"
            for criterion, score in zip(found.criteria, one.scores, strict=True)
        )
        for one in found.rivals
    )  # fmt: skip
    return contest_chart(found.contest, us, rivals, t("How the buyer sees us and our rivals"), told)


def _waterfall(context: PlanContext, t: Texts) -> Scene | None:
    money = context.money
    if not money.falls:
        return None
    told = t("; ").join(f"{one.label} {one.text}" for one in money.falls)
    return waterfall(money.falls, t("From sales to net return"), told)


def _payback(context: PlanContext, t: Texts) -> Scene | None:
    money = context.money
    if not money.way:
        return None
    last = money.way[-1]
    gain, cost = t("Return"), t("Cost")
    ends = f"{gain} {t.money(last.gain)}", f"{cost} {t.money(last.cost)}"
    day = dt.date.fromisoformat(context.cover.as_of)
    years = range(round(last.years) + 1)
    named = PaybackTexts(
        t("Return and cost, cumulated"),
        t("; ").join((money.pays, *ends)),
        gain,
        cost,
        t("8 in 10 cases"),
        money.pays,
        [f"{day.year + year}-{day.month:02d}" for year in years],
        t.money,
    )
    return payback(money.way, money.pays_after, named)


def _space(context: PlanContext, t: Texts) -> Scene | None:
    patches = context.file.space
    if len(patches) < LEAST_PATCHES:
        return None
    told = t("; ").join(f"{one.product} {one.unit} {one.text} {one.rival}" for one in patches)
    words = (t("all ours"), t("ours in part"), t("nothing ours"), t("not known"))
    return space_matrix(patches, SpaceTexts(t("White space"), told, words, t("to be won a year")))


def _timeline(context: PlanContext | JointContext, t: Texts) -> Scene | None:
    work = context.work
    if not work.tasks:
        return None
    told = t("; ").join(
        f"{one.name} ({one.owner}) {one.due}" for one in work.actions[: len(work.tasks)]
    )
    return timeline(work.tasks, work.ticks, t("today"), t("Actions by date"), told)
