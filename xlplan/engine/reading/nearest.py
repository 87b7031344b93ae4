"""Which name of the contract was probably meant? Hints only: nothing is taken for granted.

First the words that planners and CRM exports use for the same thing, then likeness of spelling.
"""

from difflib import get_close_matches

from xlplan.engine.contract import SHEETS
from xlplan.engine.tables import Column, Sheet, fold, fold_heading

_SHEET_WORDS = {
    "customers": "account accounts client clients company companies customer "
    "customerlist customerdata crm 客户清单 客户信息 客户信息表 客户资料 客户数据 "
    "客户列表 客户名单 客户档案 客户导入 客户表 公司",
    "contacts": "contact people persons contactlist 联系人清单 联系人信息 联系人列表 关键联系人",
    "opportunities": "deal deals pipeline salespipeline opportunity "
    "opportunitytracker projects leadspipeline opps 项目 项目清单 销售机会 商机清单 "
    "商机表 商机列表 销售项目",
    "stakeholders": "decisionmakers buyingcenter buyingcentre influencers 决策人 干系人 关键人",
    "competitors": "competitor competition 竞品 竞争分析",
    "activities": "activity activitylog calls meetings visits 拜访记录 跟进记录 活动记录 拜访",
    "costs": "cost expenses expense 费用明细 费用表",
    "invoices": "invoice orders sales receivables ar 订单 发票 应收 应收账款 "
    "销售明细 订单导入 回款记录",
    "surveys": "survey nps satisfaction 满意度调查",
    "complaints": "complaint tickets cases 投诉记录",
    "objectives": "goals targets objective okr 年度目标 销售目标",
    "actions": "action tasks todo actionplan 任务 行动计划 待办",
    "leads": "lead prospects prospect 潜在客户",
    "policy": "settings parameters config 设置 参数表",
}
_HEADING_WORDS = {
    "customers.id": "accountid accountno accountnumber clientid customerno "
    "customernumber customercode code 客户代码 客户id 客户号 客户编码 编号",
    "customers.name": "account accountname company companyname client clientname "
    "customername organization organisation firm leadname prospect 公司 公司名称 客户名 客户 客户姓名 客户全称 "
    "客户简称 单位名称 企业名称 名称",
    "customers.industry": "sector vertical 所属行业 行业类别 客户行业",
    "customers.parent": "parentcompany parentaccount subsidiaryof group 母公司 上级单位 所属集团",
    "customers.region": "country territory state city location officelocation area 地区 省份 城市 "
    "所在地 所属区域 国家",
    "customers.owner": "salesrep salesperson salesagent accountmanager rep 销售代表 "
    "业务员 销售人员 客户经理 所属业务员",
    "customers.revenue": "revenue annualrevenue turnover 年营业额 营业收入",
    "customers.sales_12m": "sales annualsales totalsales 销售额 年销售额 累计销售额",
    "customers.notes": "note comment comments remarks remark description 说明 备注信息",
    "contacts.id": "contactno 联系人id",
    "contacts.name": "contact contactname contactperson fullname firstname 联系人 "
    "联系人姓名 收货人",
    "contacts.title": "position jobtitle role 职位 岗位",
    "contacts.preferred_channel": "channel phone email 联系电话 电话 手机 邮箱",
    "opportunities.id": "dealid opportunityno projectid projectno oppid 项目编号 订单编号",
    "opportunities.customer_id": "accountid clientid account company customer 客户 客户名称",
    "opportunities.name": "deal dealname opportunityname project projectname 项目 项目名称 商机",
    "opportunities.amount": "value dealvalue dealsize dealamount revenue closevalue "
    "price total potentialvalue expectedrevenue 合同金额 成交金额 预计金额 销售金额 "
    "订单金额 总金额",
    "opportunities.selling_step": "stage salesstage dealstage pipelinestage phase "
    "销售阶段 阶段 项目阶段",
    "opportunities.created": "createddate datecreated dateadded startdate "
    "engagedate 创建时间 录入时间 立项日期",
    "opportunities.expected_close": "closedate closingdate expectedclosedate "
    "forecastclose estimatedclose 预计签单日期 预计成交时间 预计成交日 交货日期",
    "opportunities.closed_on": "closeddate wondate datewon 成交日期 签约日期",
    "opportunities.status": "dealstatus result outcome 项目状态 商机状态",
    "opportunities.probability": "prob win winprobability chance likelihood winrate "
    "closeprobability 成功率 赢率 成交概率",
    "opportunities.product_line": "product products productname 产品 产品名称 产品类别",
    "activities.date": "activitydate contactdate 拜访日期 跟进日期",
    "activities.purpose": "subject activity activitytype notes 拜访目的 跟进内容 事项",
    "invoices.id": "invoiceno invoicenumber orderno orderid orderno 发票编号 订单号",
    "invoices.customer_id": "customer client account 客户 客户名称",
    "invoices.date": "invoicedate orderdate 发票日期 下单日期 订单日期",
    "invoices.due": "duedate paymentdue 付款期限",
    "invoices.amount": "invoiceamount total totalamount sales 开票金额 总额 应收金额",
    "invoices.paid_on": "paymentdate settleddate datepaid 付款日期 收款日期",
    "leads.date": "createddate datecreated dateadded 创建时间 录入时间",
    "leads.name": "company companyname contactname leadname customer 公司名称 客户名称 线索名称",
    "leads.source": "leadsource channel 线索来源",
    "leads.stage": "leadstatus status 线索状态",
    "actions.name": "task taskname todo 任务 事项",
    "actions.due": "duedate deadline 截止日期 完成日期",
}

_BY_KEY = {sheet.key: sheet for sheet in SHEETS}
_SHEETS = {
    **{fold(word): _BY_KEY[key] for key, words in _SHEET_WORDS.items() for word in words.split()},
    **{fold(name): sheet for sheet in SHEETS for name in (sheet.en, sheet.zh)},
}
_WORDS: dict[str, dict[str, str]] = {}
for _place, _words in _HEADING_WORDS.items():
    _key, _, _field = _place.partition(".")
    _WORDS.setdefault(_key, {}).update({fold(word): _field for word in _words.split()})


def near_sheet(name: str) -> Sheet | None:
    """Return the sheet that a name probably means.

    Example:
        >>> near_sheet("Accounts").en, near_sheet("客户清单").en, near_sheet("Oportunities").en
        ('Customers', 'Customers', 'Opportunities')
        >>> near_sheet("Dashboard") is None
        True
    """
    plain = fold(name).strip("0123456789")
    if plain in _SHEETS:
        return _SHEETS[plain]
    close = get_close_matches(plain, _SHEETS, 1, 0.84)
    return _SHEETS[close[0]] if close else None


def near_heading(text: str, sheet: Sheet) -> Column | None:
    """Return the column of a sheet that a heading probably means.

    Example:
        >>> from xlplan.engine.contract import CUSTOMERS
        >>> near_heading("Customer Name", CUSTOMERS).en, near_heading("公司名称", CUSTOMERS).en
        ('Customer', 'Customer')
        >>> near_heading("Shoe size", CUSTOMERS) is None
        True
    """
    plain = fold_heading(text)
    if not plain:
        return None
    if column := known_heading(text, sheet):
        return column
    close = get_close_matches(plain, sheet.by_heading, 1, 0.78)
    return sheet.by_heading[close[0]] if close else None


def known_heading(text: str, sheet: Sheet) -> Column | None:
    """Return the column of a sheet for which a heading is a common word.

    Example:
        >>> from xlplan.engine.contract import CUSTOMERS
        >>> known_heading("公司名称", CUSTOMERS).en, known_heading("Custommer", CUSTOMERS)
        ('Customer', None)
    """
    plain = fold_heading(text)
    known = _WORDS.get(sheet.key, {}).get(plain)
    return sheet.by_heading.get(plain) or (sheet.by_field[known] if known else None)


def likeness(texts: list[str], sheet: Sheet) -> int:
    """Return how many columns of a sheet the texts are, or are words for."""
    words = _WORDS.get(sheet.key, {})
    found = set()
    for plain in map(fold_heading, texts):
        column = sheet.by_heading.get(plain)
        found.add(column.field if column else words.get(plain, ""))
    return len(found - {"", "notes", "evidence"})  # every sheet has notes
