"""Which sheets hold what has happened and what is planned? The detail half of the contract."""

from xlplan.core import model
from xlplan.engine.common_words import ACTION_STATUS
from xlplan.engine.declaring import CUSTOMER, OPPORTUNITY, STAGES, column, must_column
from xlplan.engine.tables import Sheet

# fmt: off
# ruff: noqa: E501 - a column a line

STAGE_TASKS = Sheet("stage_tasks", "Stage tasks", "阶段任务", model.StageTask, (
    CUSTOMER,
    must_column("stage", "Stage | 阶段", STAGES),
    must_column("task", "Task | 任务", "text"),
    column("done", "Done | 完成", "flag"),
    column("date", "Date | 日期", "date"),
    column("evidence", "Evidence | 依据"),
), "What has been done in each stage of a relationship.")

ACTIVITIES = Sheet("activities", "Activities", "活动", model.Activity, (
    must_column("date", "Date | 日期", "date"),
    CUSTOMER,
    column("contact_id", "Contact ID | 联系人编号", "id"),
    column("opportunity_id", "Opportunity ID | 商机编号", "id"),
    column("who", "Who | 我方人员"),
    column("channel", "Channel | 渠道"),
    column("purpose", "Purpose | 目的"),
    column("value_given", "Value given | 提供价值"),
    column("value_amount", "Value amount | 价值金额", "money"),
    column("hours", "Hours | 工时", "number", low=0.0),
    column("accepted", "Accepted | 对方接受", "flag"),
    column("promise", "Promise | 承诺"),
    column("promise_due", "Promise due | 承诺期限", "date"),
    column("promise_kept", "Promise kept | 承诺兑现", "flag"),
    column("written", "Written | 书面确认", "flag"),
), "Visits, calls, dinners: what they gave and what they promised.")

COSTS = Sheet("costs", "Costs", "费用", model.Cost, (
    must_column("date", "Date | 日期", "date"),
    CUSTOMER,
    column("opportunity_id", "Opportunity ID | 商机编号", "id"),
    column("level", "Level | 层次", "price 价格 / social 社会 / structural 结构", note="what the money builds on: price, social ties, structural ties"),
    column("category", "Category | 类别"),
    must_column("amount", "Amount | 金额", "money"),
    column("approved", "Approved | 已批准", "flag"),
), "Money spent on relationships.")

INVOICES = Sheet("invoices", "Invoices", "回款", model.Invoice, (
    must_column("id", "Invoice | 发票号"),
    CUSTOMER,
    must_column("date", "Date | 开票日期", "date"),
    column("due", "Due | 到期日", "date"),
    must_column("amount", "Amount | 金额", "money"),
    column("paid_on", "Paid on | 回款日期", "date"),
    column("paid", "Paid | 已回款", "money"),
), "Invoices and payments.")

SURVEYS = Sheet("surveys", "Surveys", "满意度", model.Survey, (
    must_column("date", "Date | 日期", "date"),
    CUSTOMER,
    column("dimension", "Dimension | 维度", "quality 质量 / delivery 交付 / service 服务 / response 响应 / price 价格"),
    column("score", "Score | 得分", "score"),
    column("recommend", "Recommend | 推荐意愿", "int", low=0, high=10),
), "Answers of satisfaction surveys.")

COMPLAINTS = Sheet("complaints", "Complaints", "投诉", model.Complaint, (
    must_column("opened", "Opened | 提出日期", "date"),
    CUSTOMER,
    column("severity", "Severity | 严重度", "rating", note="how grave it is", blank="Blank = as the Policy says (complaint.severity_blank)."),
    column("responded", "Responded | 首次响应", "date"),
    column("closed", "Closed | 关闭日期", "date"),
    column("cause", "Cause | 根因"),
), "Complaints and how they were handled.")

OBJECTIVES = Sheet("objectives", "Objectives", "目标", model.Objective, (
    must_column("id", "Objective ID | 目标编号"),
    CUSTOMER,
    must_column("name", "Objective | 目标", "text"),
    column("measure", "Measure | 度量", "sales 销售额 / margin 毛利 / wallet share 采购份额 / DMI DMI / risk 风险 / grade 等级 / satisfaction 满意度 / own 自填"),
    column("target", "Target | 目标值", "number", note="for grade: A–D"),
    column("actual", "Actual | 实际值", "number", note="only for “own”; the others are computed"),
    column("owner", "Owner | 负责人"),
    column("due", "Due | 期限", "date"),
), "What we want to reach with each customer.")

ACTIONS = Sheet("actions", "Actions", "行动", model.Action, (
    must_column("name", "Action | 行动", "text"),
    CUSTOMER,
    column("objective_id", "Objective ID | 目标编号", "id"),
    column("owner", "Owner | 负责人"),
    column("due", "Due | 期限", "date"),
    column("status", "Status | 状态", "open 未开始 / doing 进行中 / done 完成 / dropped 取消", blank="Blank = still to do.", also=ACTION_STATUS),
    column("evidence", "Evidence | 依据"),
), "Who does what by when.")

WHITESPACE = Sheet("whitespace", "Whitespace", "空白机会", model.Whitespace, (
    CUSTOMER,
    column("unit", "Unit | 事业部"),
    must_column("product", "Product | 产品", "text"),
    column("current", "Current | 现有", "money"),
    column("potential", "Potential | 潜力", "money"),
    column("competitor", "Competitor | 竞争对手"),
), "What each unit of a customer buys of each product, and could buy.")

LEADS = Sheet("leads", "Leads", "线索", model.Lead, (
    must_column("date", "Date | 日期", "date"),
    must_column("name", "Name | 名称", "text"),
    column("source", "Source | 来源"),
    column("stage", "Stage | 阶段", "lead 线索 / prospect 潜在 / offer 方案 / win 成交"),
), "Names that may become customers.")

ANSWERS = Sheet("answers", "Answers", "资格问答", model.Answer, (
    OPPORTUNITY,
    must_column("question", "Question | 问题", "text"),
    column("must", "Must | 必须", "flag"),
    column("answer", "Answer | 回答", "yes 是 / no 否 / unknown 未知"),
), "The qualification questions and their answers.")

DECISIONS = Sheet("decisions", "Decisions", "决策记录", model.Decision, (
    must_column("date", "Date | 日期", "date"),
    CUSTOMER,
    column("opportunity_id", "Opportunity ID | 商机编号", "id"),
    column("kind", "Kind | 类型", "loss leader 首单让利 / price cut 降价 / level 层级 / stage 阶段"),
    column("decider", "Decider | 决策人"),
    column("reason", "Reason | 理由"),
    column("review_on", "Review on | 复核日期", "date"),
), "Decisions on record.")
