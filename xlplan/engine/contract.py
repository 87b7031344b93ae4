"""Which sheets and columns does a planning workbook have? The contract with the planner, declared once."""

from xlplan.core import model
from xlplan.engine.common_words import OWNERSHIP, STATUS
from xlplan.engine.contract_detail import (
    ACTIONS,
    ACTIVITIES,
    ANSWERS,
    COMPLAINTS,
    COSTS,
    DECISIONS,
    INVOICES,
    LEADS,
    OBJECTIVES,
    STAGE_TASKS,
    SURVEYS,
    WHITESPACE,
)
from xlplan.engine.declaring import CUSTOMER, OPPORTUNITY, STAGES, column, key_column, must_column
from xlplan.engine.tables import Sheet

_CONTACT = must_column("contact_id", "Contact ID | 联系人编号")
_RATINGS = "A / B / C / D / E"

# fmt: off
# ruff: noqa: E501 - a column a line

CUSTOMERS = Sheet("customers", "Customers", "客户", model.Customer, (
    key_column("id", "Customer ID | 客户编号"),
    must_column("name", "Customer | 客户名称", "text"),
    column("industry", "Industry | 行业"),
    column("region", "Region | 区域"),
    column("owner", "Owner | 负责人"),
    column("ownership", "Ownership | 企业性质", "state-owned 国有 / private 民营 / foreign 外资 / listed 上市", also=OWNERSHIP),
    column("parent", "Parent | 母公司", "id", note="Customer ID of the parent company"),
    column("since", "Since | 合作起始", "date"),
    column("stage", "Relationship stage | 关系阶段", STAGES),
    column("level", "Relationship level | 关系层级",
       "transactional 买卖 / preferred 供应 / partner 合作伙伴 / alliance 战略联盟"),
    column("revenue", "Customer revenue | 客户年收入", "money", note="what the customer itself sells a year"),
    column("wallet", "Wallet | 年采购额", "money", note="what it buys a year in our field"),
    column("sales_12m", "Sales 12m | 近12月销售额", "money", note="what we sold it in the last 365 days", blank="Blank = summed from Invoices."),
    column("sales_prior_12m", "Sales prior 12m | 前12月销售额", "money", note="the 365 days before those"),
    column("gross_margin", "Gross margin | 毛利率", "share", low=-10.0),
    column("current_ratio", "Current ratio | 流动比率", "number", low=0.0, note="current assets ÷ current liabilities"),
    column("credit_rating", "Credit rating | 信用等级", _RATINGS),
    column("dso_days", "DSO days | 应收天数", "number", low=0.0, high=36_500.0, note="days of sales outstanding", blank="Blank = worked out from Invoices."),
    column("late_days", "Days late | 平均逾期天数", "number", low=-36_500.0, high=36_500.0, note="mean days paid after the due date, below 0 before it", blank="Blank = worked out from Invoices."),
    column("credit_limit", "Credit limit | 信用额度", "money", low=0.0),
    column("retention", "Retention | 年留存率", "share", note="chance that it still buys a year later", blank="Blank = estimated from the risk."),
    column("relationship_cost", "Relationship cost | 年关系成本", "money", low=0.0, note="what keeping it costs a year", blank="Blank = summed from Costs and Activities."),
    column("strategic", "Strategic | 标杆客户", "flag"),
    column("bonding", "Bonding | 契约", "rating", note="as we see it"),
    column("reciprocity", "Reciprocity | 互惠", "rating", note="as we see it"),
    column("empathy", "Empathy | 感同", "rating", note="as we see it"),
    column("trust", "Trust | 信任", "rating", note="as we see it"),
    column("their_bonding", "Their bonding | 对方契约", "rating", note="as the customer sees it"),
    column("their_reciprocity", "Their reciprocity | 对方互惠", "rating", note="as the customer sees it"),
    column("their_empathy", "Their empathy | 对方感同", "rating", note="as the customer sees it"),
    column("their_trust", "Their trust | 对方信任", "rating", note="as the customer sees it"),
    column("trust_in_firm", "Trust in firm | 组织信任", "rating"),
    column("trust_in_person", "Trust in person | 个人信任", "rating"),
    column("contract_number", "Contract number | 合同号"),
    column("contract_date", "Contract date | 合同日期", "date"),
    column("notes", "Notes | 备注"),
), "The firms that buy, or could buy, from us. The only sheet that a plan must have.")

CONTACTS = Sheet("contacts", "Contacts", "联系人", model.Contact, (
    key_column("id", "Contact ID | 联系人编号"),
    CUSTOMER,
    must_column("name", "Name | 姓名", "text"),
    column("title", "Title | 职务"),
    column("department", "Department | 部门"),
    column("seniority", "Seniority | 职级", "rating"),
    column("reports_to", "Reports to | 上级", "id", note="Contact ID of the superior"),
    column("our_contact", "Our contact | 我方对接人"),
    column("personal_ties", "Personal ties | 个人关系", "rating", note="how close this person is to us"),
    column("preferred_channel", "Preferred channel | 首选渠道"),
    column("birthday", "Birthday | 生日", "date"),
    column("brain_a", "Brain A | 全脑A", "score", note="analysis"),
    column("brain_b", "Brain B | 全脑B", "score", note="order"),
    column("brain_c", "Brain C | 全脑C", "score", note="people"),
    column("brain_d", "Brain D | 全脑D", "score", note="overview"),
    column("awareness", "Awareness | 政治敏感", "rating"),
    column("integrity", "Integrity | 诚信", "rating"),
    column("notes", "Notes | 备注"),
), "The people at the customers.")

OPPORTUNITIES = Sheet("opportunities", "Opportunities", "商机", model.Opportunity, (
    key_column("id", "Opportunity ID | 商机编号"),
    CUSTOMER,
    column("name", "Opportunity | 商机名称"),
    must_column("amount", "Amount | 金额", "money", low=0.0),
    column("gross_margin", "Gross margin | 毛利率", "share", low=-10.0),
    column("created", "Created | 创建日期", "date"),
    column("expected_close", "Expected close | 预计成交日期", "date"),
    column("purchase_step", "Purchase step | 采购步骤", "int", low=1, high=6, note="1 project approved inside · 2 suppliers surveyed · 3 criteria set · 4 tender and evaluation · 5 commitment · 6 installation"),
    column("selling_step", "Selling step | 销售步骤", "int", low=1, high=6, note="1 development · 2 entry · 3 proposal · 4 bid · 5 negotiation · 6 delivery"),
    column("entry_step", "Entry step | 进入步骤", "int", low=1, high=6, note="the purchase step at which we came in"),
    column("status", "Status | 状态", "open 进行中 / won 赢单 / lost 丢单 / ended 终止", blank="Blank = open.", also=STATUS, decides=True),
    column("closed_on", "Closed on | 结束日期", "date"),
    column("lost_reason", "Lost reason | 丢单原因"),
    column("budget_status", "Budget status | 预算状态", "funded 到位 / approved 批准 / planned 计划 / none 无"),
    column("advance_share", "Advance share | 货前收款比例", "share", note="paid before delivery"),
    column("fit", "Fit | 需求匹配", "score", note="how well our offer meets the need"),
    column("feasible", "Feasible | 技术可行", "flag"),
    column("budget_clarity", "Budget clarity | 预算清晰", "score", note="how clear the customer's budget is; a part of the PSE"),
    column("payment_terms", "Payment terms | 付款条件", "score", note="how well the terms of payment suit us; a part of the PSE"),
    column("authority_known", "Authority known | 决策权已知", "score", note="how well we know who may decide; a part of the PSE"),
    column("standards", "Standards | 标准植入", "int", low=0, high=1000, note="how many of our parameters are in the customer's standard"),
    column("probability", "Probability | 主观成功率", "share"),
    column("remaining_hours", "Remaining hours | 剩余工时", "number", low=0.0),
    column("remaining_cost", "Remaining cost | 剩余费用", "money", low=0.0),
    column("slips", "Slips | 延期次数", "int", low=0, high=1000),
    column("loss_leader", "Loss leader | 首单让利", "flag"),
    column("clear_facts", "Clear facts | 已明事实", "int", low=0, high=9, note="C139: how many of the nine facts that have to be clear are clear"),
    column("first_facts", "First facts | 三优先", "int", low=0, high=3, note="C139: how many of the three priorities are ours"),
    column("win_vote", "Win vote | 最高决策者支持", "flag", note="C139: the highest decision maker is for us"),
    column("product_line", "Product line | 产品线"),
), "The deals, open and closed.")

STAKEHOLDERS = Sheet("stakeholders", "Stakeholders", "决策链", model.Stakeholder, (
    OPPORTUNITY,
    _CONTACT,
    column("role", "Buyer role | 采购角色",
       "decision maker 决策人 / gatekeeper 把关者 / purchaser 采购人 / user 使用者"),
    column("coach", "Coach | 内线", "none 无 / possible 可能 / verified 已验证"),
    column("meeting_access", "Meeting access | 参会程度", "share", note="share of the meetings on the project that the coach attends"),
    column("coach_motive", "Coach motive | 内线动机", "int", low=0, high=3, note="how many of three: gains from the purchase, likes the product, likes you"),
    column("facts_verified", "Facts verified | 情报验证", "share", note="share of what the coach told that proved true"),
    column("formal_influence", "Formal influence | 正式影响力", "share", note="how much this person weighs in the decision by position, 100% most"),
    column("informal_influence", "Informal influence | 非正式影响力", "share", note="how much this person weighs in the decision beside the position, 100% most"),
    column("attitude", "Attitude | 态度",
       "hostile 敌对 / opposed 反对 / neutral 中立 / supportive 支持 / champion 拥护"),
    column("confidence", "Confidence | 把握", "share", note="how sure we are of the attitude", blank="Blank = as the Policy says (dmi.confidence_blank)."),
    column("coverage", "Coverage | 覆盖度", "share", note="how well we are in touch"),
    column("can_veto", "Can veto | 可否决", "flag"),
    column("last_contact", "Last contact | 最近接触", "date"),
    column("organisation_interest", "Organisation interest | 组织利益", "score"),
    column("personal_interest", "Personal interest | 个人利益",
       "power 权力 / achievement 成就 / recognition 赏识 / security 安全感"),
    column("leading_group", "Leading group | 领导班子", "flag"),
    column("focus", "Focus | 焦点", "receptivity 接受 / dissatisfaction 不满 / power 权力", note="receptivity: listens to us; dissatisfaction: has the problem; power: can decide"),
    column("evidence", "Evidence | 依据"),
), "Who decides on which opportunity, and how they stand to us.")

INFLUENCES = Sheet("influences", "Influences", "影响关系", model.Influence, (
    must_column("source", "From | 影响者", note="Contact ID"),
    must_column("target", "To | 被影响者", note="Contact ID"),
    column("kind", "Kind | 关系", "influences 影响 / conflict 冲突"),
    column("strength", "Strength | 强度", "share", note="how much the one moves the other", blank="Blank = as the Policy says (dmi.strength_blank)."),
), "Who moves whom inside a customer.")

COMPETITORS = Sheet("competitors", "Competitors", "竞争对手", model.Competitor, (
    OPPORTUNITY,
    must_column("name", "Competitor | 竞争对手", "text", note="“us” is our own row"),
    column("brand", "Brand | 品牌", "score"),
    column("product", "Product | 产品", "score"),
    column("service", "Service | 服务", "score"),
    column("relationship", "Relationship | 客户关系", "score"),
    column("price", "Price | 价格", "score"),
    column("quality", "Quality | 质量", "score"),
), "How the buyer sees us and our rivals; one row each, one of them “us”.")

MILESTONES = Sheet("milestones", "Milestones", "关键节点", model.Milestone, (
    OPPORTUNITY,
    must_column("step", "Step | 步骤", "int", low=1, high=6, note="the selling step it belongs to"),
    column("node", "Node | 节点"),
    column("done", "Done | 完成", "flag"),
    column("date", "Date | 日期", "date"),
    column("evidence", "Evidence | 依据"),
), "The key nodes of each sale.")

POLICY = Sheet("policy", "Policy", "参数", None, (
    must_column("key", "Key | 参数", "text"),
    must_column("value", "Value | 值", "any"),
    column("unit", "Unit | 单位"),
    column("source", "Source | 来源"),
), "Numbers of the method that this plan sets otherwise than the default.")

RISK_FACTORS = Sheet("risk_factors", "Risk factors", "风险因素", None, (
    must_column("factor", "Factor | 因素", "text"),
    must_column("weight", "Weight | 权重", "number", low=0.0),
    must_column("input", "Input | 输入", "text", note="a heading of Customers or Opportunities, or a computed quantity"),
    column("anchors", "Anchors | 锚点", "text", note="2.0=0; 1.5=25; 1.0=60 or funded=0; approved=30"),
    column("knock_out", "Knock-out | 否决", "text", note="<40 or =E"),
), "A risk table of your own; it replaces the default one.")
# fmt: on

SHEETS: tuple[Sheet, ...] = (
    CUSTOMERS,
    CONTACTS,
    OPPORTUNITIES,
    STAKEHOLDERS,
    INFLUENCES,
    COMPETITORS,
    MILESTONES,
    STAGE_TASKS,
    ACTIVITIES,
    COSTS,
    INVOICES,
    SURVEYS,
    COMPLAINTS,
    OBJECTIVES,
    ACTIONS,
    WHITESPACE,
    LEADS,
    ANSWERS,
    DECISIONS,
    POLICY,
    RISK_FACTORS,
)
"""Every sheet of the contract, in the order of a blank workbook."""
