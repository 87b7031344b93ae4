"""Which quantities does the method compute, what do they mean, and where do they show?

One list for the README and for whoever reads the JSON: ``python -m xlplan.engine.quantities README.md``
writes the table between the markers of a file anew.
"""


# ruff: noqa: E501 - a quantity's texts stand on a line each

import re
import sys
from pathlib import Path
from typing import NamedTuple

START, END = "<!-- quantities -->", "<!-- /quantities -->"


class Quantity(NamedTuple):
    """One quantity of the method.

    Args:
        name: in JSON and in code.
        en: English name; ``zh``: Chinese name.
        meaning: one sentence; ``meaning_zh``: the same in Chinese.
        unit: in which unit or range, or its words.
        formula: how it is made.
        shows: places with the label that it stands under there: a result sheet, ``plan``,
            ``explain``, ``backtest``; a test looks for each in both languages (``English|Chinese`` where the
            Chinese is not that of the label).
        path: in the JSON; ``[]`` stands for each of a list.
        section: of the method.
        source: source document S0–S4, ``own`` for a definition of xlplan.
    """

    name: str
    en: str
    zh: str
    meaning: str
    meaning_zh: str
    unit: str
    formula: str
    shows: str
    path: str
    section: str
    source: str

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """Return the places where it shows, each with its English label there."""
        pairs = (one.partition(" › ") for one in self.shows.split(" · "))
        return tuple((place, label) for place, _, label in pairs)


_C, _O, _P, _F = "customers[].", "opportunities[].", "portfolio.", "funnel."
_B, _W = "backtest.", "backtest.every.forecasts[]."

# fmt: off
QUANTITIES: tuple[Quantity, ...] = tuple(Quantity(*row) for row in (
    # process
    ("stage", "Relationship stage", "关系阶段", "Where the relationship is said to stand.", "关系声称所处的阶段。", "5 words", "typed", "Relationship › Stage claimed · plan › Stage · explain › Stage", _C + "stage", "1.1", "S1"),
    ("stage_supported", "Supported stage", "有依据的阶段", "The highest stage whose earlier gates all hold.", "此前出口条件全部满足的最高阶段。", "5 words", "gates 1 … s − 1 hold", "Relationship › Stage shown · plan › on record: {supported} · explain › on record: {supported}", _C + "stage_supported", "1.1", "S1"),
    ("stage_progress", "Stage progress", "阶段进度", "How much of the stage's tasks is done.", "本阶段任务的完成比例。", "0–1", "done ÷ required tasks", "Relationship › Tasks of the stage done · plan › Tasks of the stage · explain › Tasks of the stage", _C + "stage_progress", "1.1", "S1"),
    ("stage_gap", "Stage gap", "阶段差距", "Stages claimed beyond what the records support.", "声称阶段高出有依据阶段的级数。", "stages", "stage − stage_supported", "Relationship › Stages too high · finding › STAGE_GAP", _C + "stage_gap", "1.1", "S1"),
    ("file_completeness", "File completeness", "档案完整度", "How complete our file on the customer is.", "客户档案的完整程度。", "0–1", "items known ÷ items", "Relationship › File complete · Care › File complete · plan › of the customer file is filled in|客户档案已填 · explain › Customer file", _C + "file_completeness", "1.1, 7", "S1"),
    ("lag", "Lag", "进程差", "How many steps the customer is ahead of us.", "客户采购进程领先我方销售进程的步数。", "steps", "purchase step − selling step", "ABCD ranking › Lag · plan › Buying and selling · explain › Lag", _O + "lag", "1.2", "S4"),
    ("missing_nodes", "Missing key nodes", "缺失关键节点", "Key nodes of earlier steps that are not done.", "此前步骤中未完成的关键节点。", "list", "milestones below the selling step, not done", "ABCD ranking › Missing nodes · plan › Missing key nodes: {count} · explain › Missing key nodes: {count}", _O + "missing_nodes", "1.2", "S4"),
    ("key_nodes", "Key nodes", "关键节点", "Which of the six key nodes are behind us, and what is still open.", "六个关键节点哪些已完成，还缺什么。", "6 states", "Milestones of the step, else what the other sheets show", "Relationship › Key nodes · plan › Node {step}: {name} · explain › Key nodes", _O + "nodes", "1.2", "S4"),
    ("close_plan", "Close plan", "成交计划", "Whether the plan to close holds, and what slips.", "成交计划是否按期，哪里延误。", "on plan, slipping, no plan", "nodes late, close passed, node after the close", "Relationship › Close plan · plan › Close plan · explain › Close plan", _O + "close.state", "3.5, 10", "S4; own"),
    ("qualification", "Qualification", "资格判断", "Go on, ask first, or stop.", "推进、先问清，还是停止。", "go, ask, stop", "first no on a must-question stops; else any unknown asks", "Relationship › Qualification · plan › Qualification · explain › Qualification", _O + "qualification.verdict", "1.3", "S3"),
    ("prospecting", "10-5-3-1", "10-5-3-1 法则", "Leads, prospects and offers needed for one win.", "每成交一单所需的线索、潜在客户与报价数。", "count", "products of 1 ÷ ((successes + k·p0) ÷ (n + k))", "Relationship › Leads a win takes (rule: {n})", _P + "prospecting.per_win", "1.4", "S4"),
    # people
    ("dmi", "Decision attitude", "决策态度影响", "How the people who decide stand to us, by weight.", "决策链成员按权重计对我方的态度。", "−100…100", "100·ΣW·M* ÷ ΣW, capped by veto and decision maker", "Decision chain › DMI · plan › Decision attitude (DMI) · explain › Decision attitude (DMI)", _O + "dmi.value", "2.1", "S0; own"),
    ("coverage", "Coverage", "关键人覆盖度", "How well we are in touch with the chain, by weight.", "我方对决策链的接触程度，按权重计。", "0–100", "100·ΣW·cov ÷ ΣW", "Decision chain › Chain covered · plan › Coverage · explain › Coverage", _O + "coverage.value", "2.1", "S0; own"),
    ("timing", "Timing", "时机", "Push, build, contested or behind.", "推进、建设、争夺或落后。", "4 words", "bands of dmi; push needs a covered decision maker", "Decision chain › Timing · plan › Timing · explain › Decision attitude (DMI)", _O + "timing", "2.1", "S0; own"),
    ("collective", "Collective decision", "三重一大集体决策", "Whether a state-owned leading group is for us.", "国有客户领导班子是否支持我方。", "for us, open", "> 50 % of the group's weight at least supportive", "Relationship › Leading group · plan › Leading group decides · explain › The leading group decides together", _O + "collective", "2.2", "S4"),
    ("coach_quality", "Coach quality", "内线质量", "How much the best coach knows and proved.", "最佳内线的知情程度与可靠程度。", "0–100", "100·(40·access + 30·motives ÷ 3 + 30·verified) ÷ Σ weights", "ABCD ranking › Coach quality · plan › quality {value} of 100 · explain › Coach quality", _O + "coach_quality", "2.3", "own"),
    ("key_person_step", "Key-person step", "关键人六步", "The first of six steps without evidence; 7 = all have it.", "六步中第一个尚无依据的步骤；7 为全部有依据。", "1–7", "coach, chart, roles, key person, relation, front", "Relationship › Key-person steps · plan › Key-person strategy · explain › Key-person strategy", _O + "key_person_step", "2.4", "S4"),
    ("hidden_powers", "Hidden powers", "隐形实权", "People whose influence is far above their title.", "影响力远高于职务的人。", "contact ids", "1 + 4·I − seniority ≥ 2", "Relationship › Title ≠ role · plan › hidden power · explain › hidden power", _O + "key.hidden_powers", "2.5", "S4"),
    ("empty_titles", "Empty titles", "有职无权", "People whose title is far above their influence.", "职务远高于影响力的人。", "contact ids", "1 + 4·I − seniority ≤ −2, no veto, not the largest weight", "Relationship › Title ≠ role · plan › empty title · explain › empty title", _O + "key.empty_titles", "2.5", "S4"),
    ("benefit_layers", "Layers of benefit", "利益层次", "Organisation, person, liking: each counts only upon the one before.", "组织利益、个人利益、好感，前一层满足后一层才算数。", "0–3", "organisation interest ≥ 60, then personal interest, then ties", "Decision chain › Benefit reached · plan › {name} (quadrant {letter}) · explain › {name} (quadrant {letter})", _O + "key.people[].layers", "2.6", "S4"),
    ("brain", "Brain quadrant", "全脑象限", "How a person thinks: analysis, order, people, overview.", "一个人的思维偏好：分析、秩序、人际、全局。", "A–D, mixed", "largest score; within 5 of another: mixed", "Decision chain › Thinks · plan › {name} (quadrant {letter}) · explain › {name} (quadrant {letter})", _O + "key.people[].brain", "2.7", "S4"),
    ("deciding_criterion", "Deciding criterion", "决定性标准", "The first criterion in which the bidders differ.", "竞争者之间第一个拉开差距的标准。", "5 words", "first difference > ε: product, quality, price, service, relationship", "Relationship › Decided by · plan › Decided by · explain › What decides between the bidders", _O + "deciding_criterion", "2.8", "S4"),
    # risk and ranking
    ("risk", "Customer risk", "客户风险", "How risky the customer is with its lead opportunity.", "客户（按主商机）的风险大小。", "0–100", "Σw·s ÷ Σw over the known factors r01–r14", "Risk table › Risk · plan › Risk · explain › Risk", _C + "risk.value", "3.2", "S4"),
    ("risk_money", "Money risk", "资金风险", "The risk of not being paid or not being worth it.", "收不回款或不值得做的风险。", "0–100", "the same over r01–r05, r11, r12, r14", "Risk table › Money risk · plan › Money risk · explain › Money risk", _C + "risk.money", "3.2", "S4"),
    ("risk_win", "Winning risk", "赢单风险", "The risk of not winning.", "赢不了单的风险。", "0–100", "the same over r06–r10, r13", "Risk table › Winning risk · explain › winning", _C + "risk.win", "3.2", "S4"),
    ("risk_level", "Risk level", "风险级别", "Low, medium, high or severe.", "低、中、高或重大。", "4 words", "bands of the risk: 30, 50, 70", "Risk table › Level · plan › Risk: {value} of 100, {level}, with {known} of the weight known. · explain › Risk", _C + "risk.level", "3.2", "S4"),
    ("next_question", "Next question", "下一个问题", "The missing factor with the largest weight.", "权重最大的缺失因素。", "factor", "argmax of weight over the missing", "Risk table › Next question · plan › in the risk table, {parts} · explain › Next question", _C + "risk.next_question", "3.2", "own"),
    ("gates", "Gates closed", "未过门槛", "Why this is no sales opportunity.", "为何不算销售机会。", "list", "money risk ≥ 70, size, not feasible, knock-out", "ABCD ranking › Gate closed · plan › Gates · explain › Gates", _O + "gates", "3.1", "S4"),
    ("gap", "Competition gap", "竞争差距", "Our mean lead over the best rival.", "我方对最强对手的平均领先。", "−100…100", "mean of ours − best rival's, where both are known", "Risk table › Lead over rivals · plan › Lead over the best rival · explain › Gap to the best rival", _O + "gap", "3.2", "S4"),
    ("pse", "Project state", "项目状态评估", "How the project stands for us.", "项目对我方有利的程度。", "0–100", "Σw·s ÷ Σw over 7 parts", "Decision chain › PSE · plan › Project state (PSE) · explain › PSE", _O + "pse.value", "3.3", "S0; own"),
    ("pse_state", "Advantage state", "优势状态", "Advantage, even, behind or unclear.", "优势、均势、劣势或未明。", "4 words", "bands of pse, dmi, gap and red flags", "ABCD ranking › State · Decision chain › State · plan › State · explain › PSE", _O + "pse_state", "3.3", "S0; own"),
    ("clarity", "Clarity", "清晰度", "How much of the nine facts is clear.", "九项事实中已明的比例。", "0–1", "clear facts ÷ 9", "ABCD ranking › Clear facts|已明事实 · explain › Clarity", _O + "clarity", "3.3", "S0"),
    ("red_flags", "Red flags", "红旗警示", "What should stop or change the way we sell.", "应停下或改变打法的情形。", "list", "veto, decision maker, lag, coach, node", "Decision chain › Red flags · plan › veto against · explain › Red flags", _O + "red_flags", "3.3", "S0; own"),
    ("c139", "C139", "C139 指数", "The state of the project by three counts.", "按三组计数的项目状态。", "0–100", "100·(.35W + .35F ÷ 3 + .30C ÷ 9)", "Relationship › C139 index · plan › C139|C139 · explain › C139|C139", _O + "c139", "3.3", "S0"),
    ("p_stage", "Likelihood by stage", "阶段成功率", "Win rate from this selling step on, by own history and prior.", "自此销售步骤起的赢率（自有历史与先验）。", "0–1", "(won + k·p0) ÷ (n + k)", "ABCD ranking › by stage · plan › At selling step {step} · explain › At selling step {step}", _O + "p_stage", "3.4", "own"),
    ("p", "Win likelihood", "成功率", "How likely we win.", "我方赢单的可能性。", "0–1", "σ(logit p_stage + β·(pse − 50) ÷ 25)·φ^missing nodes", "ABCD ranking › Win likelihood · plan › {p} likely · explain › Win likelihood", _O + "p", "3.4", "own"),
    ("p_manual", "Planner's likelihood", "主观成功率", "The planner's own estimate, kept beside.", "销售自己的估计，仅供对照。", "0–1", "typed", "ABCD ranking › by planner · plan › The planner's own estimate · explain › The planner's own estimate", _O + "p_manual", "3.4", "S4"),
    ("days_to_close", "Days to close", "距成交天数", "Days to the expected close; negative: overdue.", "距预计成交的天数；负数为逾期。", "days", "expected close − as of", "ABCD ranking › Days to close · plan › Time to close · explain › Time to close", _O + "days_to_close", "3.5", "S4"),
    ("grade", "Grade", "等级", "Who gets our time first: A–D, X = a gate is closed.", "时间先给谁：A–D，X 为未过门槛。", "A–D, X", "matrix of time and likelihood, lowered by money risk", "ABCD ranking › Grade · Summary › Grade · plan › Grade in force · explain › Grade in force", _C + "grade", "3.5", "S4"),
    ("grade_likelihood", "Grade by likelihood", "按成功率等级", "The matrix of time against likelihood.", "成交时间与成功率的矩阵。", "A–D", "abcd.matrix", "ABCD ranking › Grade by likelihood · plan › Grade by likelihood · explain › Grade by likelihood", _O + "grade_likelihood", "3.5", "S4"),
    ("grade_risk", "Grade by risk", "按风险等级", "The matrix of time against risk.", "成交时间与风险的矩阵。", "A–D", "abcd.matrix", "ABCD ranking › Grade by risk · plan › Grade by risk · explain › Grade by risk", _O + "grade_risk", "3.5", "S4"),
    ("expected_return", "Expected return", "期望回报", "What an opportunity brings on average, after what it still costs.", "商机的平均所得减去剩余费用。", "money", "p·amount·margin − remaining cost", "ABCD ranking › Expected return · plan › Expected return · explain › Expected return", _O + "expected_return", "3.5", "own"),
    ("return_per_hour", "Return per hour", "每小时回报", "Expected return for each hour still to spend; not known where Remaining hours is blank.", "每个剩余工时的期望回报；“剩余工时”未填则未知。", "money/hour", "expected_return ÷ max(hours, 1)", "ABCD ranking › Return per hour · explain › Expected return", _O + "return_per_hour", "3.5", "own"),
    ("priority", "Priority", "优先序", "Place in the order of our time.", "投入时间的先后。", "1 = first", "grade, return per hour, amount, id", "ABCD ranking › No. · Summary › No. · plan › Priority · explain › Grade {grade}, priority {priority} of {count}, as of {day}", _C + "priority", "3.5", "S4"),
    ("flips", "What would move the grade", "等级变动因素", "The smallest single changes that reach a better letter or lose one; in the JSON with --flips.", "使等级升降的最小单项变动；JSON 中需加 --flips。", "list", "the grade recomputed along each input", "plan › What would move the grade|怎样改变等级 · explain › What would make it better", _O + "flips", "3.6", "own"),
    ("segment", "Segment", "客户分群", "Value, potential, migrating, frozen or ordinary.", "价值、潜力、迁移、冰点或普通。", "5 words", "first rule that holds", "Relationship › Segment, and why · plan › Segment · explain › Segment", _C + "segment", "3.7", "S1; own"),
    ("key_account", "Key account", "大客户", "Among those that make up the first 80 % of sales, or strategic.", "属于销售额前 80%，或为标杆客户。", "yes/no", "cumulative share < 80 % before it", "Portfolio › Key account · plan › key account · explain › key account", _C + "key_account", "3.8", "S4"),
    ("top_20_share", "Share of the top 20 %", "前 20% 客户占比", "How much of sales the top fifth of customers makes up.", "前五分之一客户所占的销售额。", "0–1", "Σ sales of the top 20 % ÷ Σ sales", "Portfolio › Top {share} of customers", _P + "top_20_share", "3.8", "S4"),
    ("gini", "Gini", "基尼系数", "How unequal customers are in sales.", "客户销售额的不均程度。", "0–1", "Gini coefficient of sales", "Portfolio › Gini", _P + "gini", "3.8", "own"),
    ("losses", "Loss scenarios", "流失情景", "Sales and gross profit without the largest customers.", "失去最大客户后剩余的销售额与毛利。", "money", "totals − top 1, 3, 5", "Portfolio › If they left", _P + "losses", "3.8, 5.5", "own"),
    ("hours_due", "Hours due", "应投工时", "The hours a customer should get.", "对客户应投入的工时。", "hours", "hours·share of its letter, by expected return", "Relationship › Hours due · plan › Our time · explain › Our time", _C + "process.hours_due", "3.9", "S4"),
    ("effort_alignment", "Effort alignment", "投入一致性", "Whether our hours go where the value is.", "工时是否投在有价值之处。", "−1…1", "Spearman(hours, p·amount·margin)", "Relationship › Hours follow value (−1…1)", _P + "effort_alignment", "3.9", "S4; own"),
    # relationship
    ("relationship_type", "Relationship type", "关系类型", "Outsider, friend, supplier or partner.", "局外人、朋友、供应商或合作伙伴。", "4 words", "sales > 0 × mean ties ≥ 3.5", "Relationship › Type · plan › Relationship type · explain › Relationship type", _C + "relationship_type", "4.1", "S4"),
    ("ties", "Personal ties", "个人关系", "Mean personal ties of its contacts.", "其联系人个人关系的均值。", "1–5", "mean", "plan › mean of personal ties {ties} · explain › mean of personal ties {ties}", _C + "ties", "4.1", "S4"),
    ("elements", "Four elements", "四要素指数", "Bonding, reciprocity, empathy, trust as we see them.", "我方所见的契约、互惠、感同、信任。", "1–5", "mean of the four", "Relationship › Index · plan › Four elements · explain › Four elements", _C + "relationship.elements.index_score.value", "4.2", "S3"),
    ("strength", "Relationship strength", "关系强度", "The weakest of the four elements.", "四要素中最弱的一项。", "1–5", "minimum", "Relationship › Strength · plan › The tie is as strong as its weakest element: {weakest}, {value}.", _C + "relationship.elements.strength", "4.2", "S3"),
    ("mirror_gap", "Mirror gap", "镜像差", "How differently the two sides see the relationship.", "双方对关系看法的差异。", "rating", "mean of |ours − theirs|", "Relationship › Mirror gap · plan › they see it {gap} points apart · explain › they see it {gap} points apart", _C + "relationship.elements.mirror_gap", "4.2", "S3; own"),
    ("personal_dependency", "Personal dependency", "依赖个人", "The relationship hangs on one person.", "关系系于一人。", "yes/no", "trust in person − in firm > 1, or one contact > 40 % of touches", "Relationship › Hangs on one person · plan › Hangs on one person · explain › Hangs on one person", _C + "personal_dependency", "4.2", "S4"),
    ("effective_ties", "Effective ties", "有效连接数", "How many equally busy contacts of ours there are.", "相当于几位同等活跃的我方人员。", "count", "1 ÷ Σ share²", "Relationship › Effective ties", _C + "relationship.dependency.ties", "4.2", "own"),
    ("durability", "Durability", "关系持久度", "How hard what the spend buys is to copy.", "投入换来的关系有多难被模仿。", "1–3", "Σ level·spend ÷ Σ spend", "Relationship › Durability · plan › durability {value} of 3 · explain › durability {value} of 3", _C + "relationship.spend.durability", "4.3", "S4, S1; own"),
    ("mode", "Relationship mode", "关系模式", "Did the relationship come before the business?", "关系先于生意，还是生意之后深化？", "2 words", "≥ 50 % of the spend before the first order", "Relationship › Mode · plan › Mode · explain › Mode", _C + "relationship.payback.mode", "4.4", "S4"),
    ("payback_month", "Payback month", "回本月份", "The month in which gross profit has paid for the relationship.", "毛利收回关系投入的月份。", "month", "first month of Σ gross profit ≥ Σ spend", "Relationship › Payback month · plan › paid back in month {month} · explain › paid back in month {month}", _C + "relationship.payback.month", "4.4", "own"),
    ("partner_gates", "Partnership gates", "伙伴关系门槛", "Which conditions of a partnership are not met.", "伙伴关系中未满足的条件。", "list", "importance, balance of power, switching cost", "Relationship › Partnership gates not met · plan › Partnership gates · explain › Partnership gates", _C + "relationship.gates.failed", "4.5", "S1"),
    # money
    ("receivables", "Receivables", "应收账款", "Our money at the customer.", "压在客户处的资金。", "money", "sales·DSO ÷ 365", "Cost and return › Receivables · plan › receivables {amount}, interest {rate} · explain › Receivables", _C + "economics.receivables", "5.1", "S4; own"),
    ("carry", "Carrying cost", "资金占用成本", "Interest on the receivables.", "应收账款的利息。", "money/year", "AR·interest", "Cost and return › Carrying cost · plan › Carrying receivables · explain › Carrying cost", _C + "economics.carry", "5.1", "S4; own"),
    ("bad_debt", "Expected bad debt", "预期坏账", "What is likely not to be paid.", "预计收不回的部分。", "money/year", "AR·PD·LGD", "Cost and return › Bad debt · plan › Expected bad debt · explain › Bad debt", _C + "economics.bad_debt", "5.1", "own"),
    ("net_year", "Net of the year", "年净回报", "What the relationship leaves a year.", "关系一年净剩。", "money/year", "sales·margin − carry − bad debt − relationship cost", "Cost and return › Net a year · plan › Net return a year · explain › Net of the year", _C + "economics.net_year", "5.1", "S4; own"),
    ("cost_ratio", "Cost ratio", "成本率", "Cost of the relationship against its gross profit; > 1 luxury.", "关系成本占毛利的比例；大于 1 为奢侈。", "ratio", "(carry + bad debt + relationship cost) ÷ gross", "Cost and return › Cost ratio · plan › cost ratio {ratio} · explain › Cost ratio", _C + "economics.cost_ratio", "5.1", "S4"),
    ("price_floor_cut", "Price floor cut", "降价底线", "The price cut that takes the whole net.", "使净回报归零的降价幅度。", "0–1", "net_year ÷ sales", "Cost and return › Price floor cut · plan › Price floor cut · explain › Price floor cut", _C + "economics.price_floor_cut", "5.1", "own"),
    ("dso_break_even", "Break-even DSO", "盈亏平衡应收天数", "Days outstanding at which the net is zero.", "使净回报归零的应收天数。", "days", "365·(gross − cost) ÷ (sales·(interest + PD·LGD))", "Cost and return › DSO break-even · plan › DSO break-even · explain › Days outstanding at which the net is zero", _C + "economics.dso_break_even", "5.1", "own"),
    ("npv", "Present value", "净现值", "What the relationship is worth over the horizon.", "关系在评估期内的价值。", "money", "Σ S·net ÷ (1 + d)^t − one-off + open opportunities", "Cost and return › NPV · plan › Present value · explain › Present value (NPV)", _C + "economics.npv", "5.1", "S1; own"),
    ("retention", "Retention", "留存率", "How likely it still buys a year later.", "一年后仍采购的可能性。", "0–1", "typed, else .95 − .35·risk ÷ 100", "Cost and return › Retention · plan › Retention · explain › Retention", _C + "economics.retention", "5.1", "S1; own"),
    ("best_level", "Best level", "最优层级", "The level that is worth most.", "价值最高的关系层级。", "4 words", "argmax of NPV over the levels", "Relationship › Best level · plan › worth most: {best} · explain › worth most: {best}", _C + "best_level", "5.2", "S1; own"),
    ("ultimatum", "Ultimatum", "降价最后通牒", "Refuse when a bluff is at least this likely.", "虚张声势的可能性达到此值即应拒绝。", "0–1", "1 − accept ÷ loss", "Cost and return › enough to refuse · plan › If they demand {cut} off or leave · explain › If they demand {cut} off or leave", _C + "choices.ultimatum.bluff_needed", "5.3", "S4; own"),
    ("loss_leader", "Loss leader", "首单让利", "How likely repeats must be for a first order below cost.", "低于成本的首单所需的复购概率。", "0–1", "−G0 ÷ (g·Σ r^(k−1) ÷ (1 + d)^k)", "Cost and return › Repeats needed · plan › First order below cost: {deal} · explain › First order below cost: {deal}", _C + "choices.loss_leaders", "5.4", "own"),
    ("deal_floor", "Price floor of a deal", "商机价格底线", "The amount below which a deal loses money.", "低于此金额商机即亏损。", "money", "amount at which margin and remaining cost cancel", "Cost and return › Lowest price · plan › Price floor of {deal} · explain › Price floor of {deal}", _C + "choices.floors[].amount", "5.3", "own"),
    ("share", "Share of sales", "销售占比", "How much of our sales hangs on the customer.", "我方销售额系于该客户的比例。", "0–1", "sales ÷ Σ sales", "Portfolio › Share · plan › Share of our sales · explain › Share of our sales", _C + "share", "5.5", "S4"),
    ("hhi", "HHI", "集中度指数", "How concentrated our sales are.", "我方销售的集中程度。", "0–10 000", "Σ (100·share)²", "Portfolio › HHI", _P + "hhi", "5.5", "own"),
    ("simulation", "Simulated outcome", "模拟结果", "Spread of the period's sales if each deal is won or lost whole.", "每单只有输赢时本期销售额的分布。", "money", "Monte Carlo: P10, P50, P90", "plan › Present value, 8 in 10 cases · explain › Present value, 8 in 10 cases", _P + "simulation.p50", "5.6", "own"),
    # funnel
    ("forecast", "Forecast", "预测", "Sales expected of the period.", "本期预计销售额。", "money", "closed + O_actual + Σ p·amount + O_expected", "Funnel › Forecast · Summary › Forecast of the period", _F + "forecast", "6", "S4"),
    ("progress", "Progress", "完成进度", "How much of the target is in.", "目标已完成的比例。", "0–1", "(closed + O_actual) ÷ target", "Funnel › Progress", _F + "progress", "6", "S4"),
    ("funnel_coverage", "Funnel coverage", "漏斗覆盖倍数", "Open amount that closes in the period against what is still to be won in it.", "本期内预计成交的进行中金额对剩余目标的倍数。", "ratio", "Σ amount ÷ (target − O_plan − closed)", "Funnel › Funnel coverage", _F + "coverage", "6", "S4"),
    ("o_actual", "Out-of-funnel sales", "漏斗外销售额", "Small orders won so far.", "已成交的小单合计。", "money", "Σ won below the threshold", "Funnel › Out-of-funnel sales so far", _F + "o_actual", "6", "S4"),
    ("stalled", "Stalled", "停滞商机", "Opportunities open for much longer than usual.", "停留时间远超常态的商机。", "ids", "age > 1.5 × own median", "Funnel › Stalled: open for more than {days} days", _F + "stalled", "6", "own"),
    ("frameworks", "Framework hints", "框架订单建议", "Small orders that together reach the threshold.", "合计达到门槛的小单。", "money", "Σ small orders ≥ threshold", "Funnel › Small orders together", _F + "frameworks", "6", "S4"),
    # care
    ("cadence", "Cadence", "接触节奏", "Whether the contact is overdue, due, in time or too often.", "接触是逾期、应联系、未到期还是过密。", "4 words", "days since the last touch with a purpose, by grade", "Care › Contact · plan › Contact · explain › Contact", _C + "care.cadence.status", "7", "S2"),
    ("csi", "Satisfaction", "满意度", "How satisfied the customer says it is.", "客户自述的满意程度。", "0–100", "Σw·s ÷ Σw over five dimensions", "Care › CSI · plan › Satisfaction · explain › Satisfaction", _C + "csi.value", "7", "S0"),
    ("nps", "Net promoters", "净推荐值", "Promoters less detractors.", "推荐者减贬损者。", "−100…100", "% of 9–10 − % of 0–6", "Care › NPS · plan › NPS {value} · explain › NPS {value}", _C + "care.satisfaction.nps", "7", "own"),
    ("complaints", "Complaints", "投诉", "Open complaints.", "未关闭的投诉。", "count", "opened and not closed", "Care › Open complaints · plan › Complaints · explain › Complaints", _C + "care.complaints.open", "7", "S2"),
    ("promises", "Promises kept", "承诺兑现率", "How many of our promises we kept.", "我方承诺的兑现比例。", "0–1", "kept ÷ (kept + broken)", "Care › Promises kept · plan › Promises · explain › Promises", _C + "care.promises.rate", "7", "S2"),
    ("freshness", "Freshness", "信息新鲜度", "How fresh what we know is.", "我方所知信息的新鲜程度。", "0–1", "mean of 2^(−days ÷ 90)", "Care › Freshness · plan › Freshness of what we know · explain › Freshness of what we know", _C + "care.freshness", "7", "own"),
    ("health", "Health", "健康度", "How well the relationship is.", "关系的健康程度。", "0–100", ".30 CSI + .20 closeness + .15 promises + .15 complaints + .10 payment + .10 freshness", "Care › Health · plan › Health · explain › Health", _C + "health.value", "7", "own"),
    ("value_delivered", "Value delivered", "已提供价值", "What our advice and service were worth to the customer.", "我方建议与服务给客户带来的价值。", "money", "Σ value amount of a year", "Care › Value given · plan › Value we gave · explain › Value we gave", _C + "care.value", "7", "S4"),
    ("wallet_share", "Wallet share", "采购份额", "Our share of what it buys in our field.", "我方占其本领域采购的比例。", "0–1", "sales ÷ wallet", "Relationship › Wallet share · plan › we hold {share} of its spend in our field · explain › Wallet share", _C + "wallet_share", "7", "S1"),
    ("objectives", "Objectives", "目标", "Where each objective stands.", "各项目标的进展。", "list", "computed value against the target and the date", "Care › Objective · plan › Objective · explain › Objectives", _C + "objectives", "10", "S0"),
    # back-test, in the JSON of xlplan backtest
    ("win_rate", "Win rate of a grade", "等级赢率", "How often opportunities of a grade were won, with Wilson's interval.", "该等级商机的赢单比例，附 Wilson 区间。", "0–1", "won ÷ (won + lost)", "Better grades › Win rate · backtest › Win rate", _B + "every.grades[].rate", "9", "own"),
    ("grades_in_order", "Order of the grades", "等级次序", "Whether better grades won at least as often.", "等级高的赢率是否不低于等级低的。", "yes/no", "A ≥ B ≥ C ≥ D", "Back-test › A ≥ B ≥ C ≥ D holds among the grades that occur. · backtest › A ≥ B ≥ C ≥ D holds among the grades that occur.", _B + "every.in_order", "9", "own"),
    ("grades_apart", "Lead of the better grade", "等级差距", "By how much A won more often than C, with Newcombe's interval.", "A 级赢率比 C 级高多少，附 Newcombe 区间。", "−1…1", "rate of A − rate of C", "Back-test › {better} less {worse}: {points} points ({low} to {high}). · backtest › {better} less {worse}: {points} points ({low} to {high}).", _B + "every.contrast.apart", "9", "own"),
    ("auc", "AUC", "AUC", "How often a won opportunity was given more than a lost one; .5 is chance.", "赢单商机的成功率高于丢单商机的比例；.5 等于碰运气。", "0–1", "pairs in order ÷ pairs, equals count half", "Better than a guess › AUC · backtest › AUC", _W + "auc", "9", "own"),
    ("brier", "Brier score", "Brier 分数", "How far likelihoods were from what came; 0 is perfect.", "成功率与结果的距离；0 最好。", "0–1", "mean of (p − result)²", "Better than a guess › Brier · backtest › Brier", _W + "brier", "9", "own"),
    ("skill", "Skill", "相对改进", "By which share that is better than the stage alone.", "比阶段成功率好多少。", "≤ 1", "1 − Brier ÷ Brier of p_stage", "Better than a guess › Skill · backtest › Skill", _W + "skill", "9", "own"),
    ("slope", "Calibration slope", "校准斜率", "Whether high and low likelihoods mean what they say; 1 is perfect.", "高低不同的成功率是否名副其实；1 最好。", "logit", "maximum likelihood of logit(result) = a + b·logit p", "Better than a guess › Slope · backtest › Slope", _W + "slope", "9", "own"),
    ("gain", "Lead over another guess", "与其他估计之差", "By how much p was nearer to what came than stage, salesperson or win rate.", "成功率比阶段、主观估计或以往赢率更接近结果多少。", "Brier", "mean of (other − result)² − (p − result)²", "Better than a guess › p is nearer by · backtest › p is nearer", _B + "every.rivalries[].gain", "9", "own"),
    ("calibration", "Calibration table", "校准表", "What came of opportunities of which about the same was said.", "所说成功率相近的商机，实际结果如何。", "0–1", "won ÷ n by bins of p", "Means what it says › Won · backtest › Does p mean what it says?", _B + "bins[].rate", "9", "own"),
    ("lift", "Lift", "提升度", "How many times as many wins the most likely 20 % hold as chance would give.", "成功率最高的 20% 所含赢单是碰运气的几倍。", "ratio", "share of the wins ÷ share of the opportunities", "The most likely › Lift · backtest › lift|提升度", _B + "top.lift", "9", "own"),
    ("value_captured", "Value captured", "金额占比", "Share of the won amount in the most likely 20 %.", "成功率最高的 20% 占赢单金额的比例。", "0–1", "won amount in them ÷ won amount", "The most likely › Share of the won amount · backtest › of the won amount|赢单金额", _B + "top.value", "9", "own"),
    ("undated", "Inputs without a date", "无日期的输入", "Share of the inputs of p and grade that may have been filled in once the result was known.", "成功率和等级的输入中可能事后填写的比例。", "0–1", "inputs without a date ÷ inputs; 0 for a kept score", "Closed opportunities › Inputs without a date · backtest › bear no date|没有日期", _B + "evidence.undated", "9", "own"),
    ("p_dated", "Likelihood from dated inputs", "有日期输入的成功率", "The win likelihood without any cell that bears no date.", "不用无日期单元格时的成功率。", "0–1", "p on the plan of that day, undated cells blank", "Closed opportunities › Dated inputs alone · backtest › Dated inputs alone", _B + "deals[].p_dated", "9", "own"),
    ("suggestion", "Better number", "建议参数", "The win.beta that own history suggests, if it was better on later opportunities.", "自有历史建议的 win.beta，前提是在之后的商机上更好。", "number", "maximum likelihood on the earlier ones, tried on the last 20 %", "Back-test › A better number? · backtest › A better number?", _B + "suggestion.suggested", "9", "own"),
))
# fmt: on


def table(quantities: tuple[Quantity, ...] = QUANTITIES) -> str:
    """Return the quantities as a Markdown table, English and Chinese side by side."""
    heads = (
        "Name",
        "Quantity · 名称",
        "Meaning · 含义",
        "Unit",
        "Formula",
        "Shows in",
        "JSON",
        "Method",
        "Source",
    )
    rows = [heads, ("---",) * len(heads)]
    for one in quantities:
        meaning = f"{one.meaning} {one.meaning_zh}"
        rows.append((f"`{one.name}`", f"{one.en} · {one.zh}", meaning, one.unit, one.formula,
                     _shows(one), f"`{one.path}`", f"§{one.section}", one.source))  # fmt: skip
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows
    )


_SHORT = re.compile(r"\|.*| \(.*|:.*")


def _shows(one: Quantity) -> str:
    """Return where it shows: the column of a result sheet; plan and explain by their name only."""
    said = []
    for place, label in one.places:
        named = place not in ("plan", "explain", "finding", "backtest") and place != label
        said.append(f"{place} › {_SHORT.sub('', label)}" if named else place)
    return " · ".join(said)


def with_table(text: str) -> str:
    """Return a text with the table between its markers; without markers, the text as it is."""
    between = re.compile(f"{START}.*?{END}", re.DOTALL)
    return between.sub(lambda _: f"{START}\n{table()}\n{END}", text)


def main(paths: list[str]) -> None:
    """Write the table of each file anew."""
    for name in paths:
        path = Path(name)
        path.write_text(with_table(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
