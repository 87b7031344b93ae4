"""Which name of the contract was probably meant? Hints only: nothing is taken for granted.

First the words that planners and CRM exports use for the same thing, then likeness of spelling.
"""

from difflib import get_close_matches

from xlplan.engine.contract import SHEETS
from xlplan.engine.tables import Column, Sheet, fold, fold_heading

_SHEET_WORDS = {
    "customers": "account accounts client clients company companies customer "
    "customerlist customerdata crm 客户清单 客户信息 客户信息表 客户资料 客户数据 "
    "客户列表 客户名单 客户档案 客户导入 客户导出 客户总表 客户表 重点客户 大客户清单 公司",
    "contacts": "contact people persons contactlist 联系人清单 联系人信息 联系人列表 关键联系人",
    "opportunities": "deal deals pipeline salespipeline opportunity "
    "opportunitytracker projects leadspipeline opps 项目 项目清单 销售机会 商机清单 "
    "商机表 商机列表 商机导出 销售项目 项目列表 项目跟进表 商机跟进表 销售漏斗表",
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
    "customernumber customercode code id custid custno custcode clientno clientcode clientnumber "
    "客户代码 客户id 客户号 客户编码 编号",
    "customers.name": "account accountname company companyname client clientname "
    "customername organization organisation firm leadname prospect 公司 公司名称 客户名 客户 客户姓名 客户全称 "
    "客户简称 单位名称 企业名称 名称",
    "customers.industry": "sector vertical 所属行业 行业类别 客户行业",
    "customers.parent": "parentcompany parentaccount subsidiaryof group 母公司 上级单位 所属集团",
    "customers.region": "country territory state city location officelocation area 地区 省份 城市 "
    "所在地 所属区域 国家",
    "customers.owner": "salesrep salesperson salesagent accountmanager rep 销售代表 "
    "业务员 销售人员 客户经理 所属业务员 accountowner clientowner 销售负责人 客户负责人 业务负责人 "
    "负责销售 所属销售 归属销售 销售员 跟进人 归属人 所有人 客户所有人",
    "customers.ownership": "companytype 企业类型 公司性质 单位性质 公司类型 客户性质",
    "customers.since": "customersince 合作日期 合作时间 合作开始日期 开始合作日期 首次合作日期 首单日期",
    "customers.wallet": "年采购金额 年度采购额 年度采购金额 采购规模",
    "customers.sales_prior_12m": "priorsales salesprioryear lastyearsales saleslastyear 上年销售额 "
    "去年销售额 上年度销售额 上一年销售额 前一年销售额 去年销售",
    "customers.credit_rating": "creditgrade creditclass 信用评级 信用级别 资信等级 信用评价 "
    "客户信用等级",
    "customers.credit_limit": "creditline 授信额度 信用限额 授信",
    "customers.dso_days": "dso 回款天数 平均回款天数 应收账款天数",
    "customers.late_days": "overduedays 逾期天数",
    "customers.revenue": "revenue annualrevenue turnover 年营业额 营业收入",
    "customers.sales_12m": "sales annualsales totalsales 销售额 年销售额 累计销售额 年度销售额 "
    "本年销售额 今年销售额 本年度销售额 近一年销售额 近12个月销售额 年销售收入 年度销售收入 年度成交额",
    "customers.notes": "note comment comments remarks remark description 说明 备注信息 "
    "跟进记录 最新跟进 最近跟进记录",
    "contacts.id": "id contactno 联系人id 联系人代码",
    "contacts.name": "contact contactname contactperson fullname firstname 联系人 "
    "联系人姓名 收货人",
    "contacts.title": "position jobtitle role 职位 岗位",
    "contacts.preferred_channel": "channel phone email 联系电话 电话 手机 邮箱",
    "opportunities.id": "id dealid opportunityno projectid projectno oppid 项目编号 订单编号 商机id "
    "商机号 商机代码 机会编号 项目号",
    "opportunities.customer_id": "accountid clientid account company customer 客户 客户名称",
    "opportunities.name": "deal dealname opportunityname project projectname 项目 项目名称 商机 "
    "商机主题 机会名称 项目主题",
    "opportunities.amount": "value dealvalue dealsize dealamount revenue closevalue "
    "price total potentialvalue expectedrevenue 合同金额 成交金额 预计金额 销售金额 "
    "订单金额 总金额 预算金额 项目金额 商机金额 项目预算 报价金额 合同额 预计合同额 预计合同金额 "
    "预计成交金额 预计销售额 预计销售金额",
    "opportunities.selling_step": "stage salesstage dealstage pipelinestage phase "
    "销售阶段 阶段 项目阶段 商机阶段 当前阶段 跟进阶段",
    "opportunities.created": "createddate datecreated dateadded startdate "
    "engagedate 创建时间 录入时间 录入日期 登记日期 立项日期 立项时间",
    "opportunities.expected_close": "closedate closingdate expectedclosedate "
    "forecastclose estimatedclose 预计签单日期 预计成交时间 预计成交日 交货日期 预计签约 预计签约日期 "
    "预计签约时间 预计签单 预计签单时间 预计成交 预计结单日期 预计成单日期 预计关闭日期",
    "opportunities.closed_on": "closeddate wondate datewon 成交日期 签约日期 签约时间 "
    "签单日期 实际签约日期 实际成交日期 赢单日期 关闭日期",
    "opportunities.lost_reason": "lossreason reasonlost 输单原因 失败原因 战败原因",
    "opportunities.status": "dealstatus result outcome 项目状态 商机状态",
    "opportunities.probability": "prob win winprobability chance likelihood winrate "
    "closeprobability 成功率 赢率 成交概率 赢单率 成功几率 成交几率 成交可能性 把握度",
    "opportunities.product_line": "product products productname 产品 产品名称 产品类别 意向产品",
    "activities.date": "activitydate contactdate 拜访日期 跟进日期 拜访时间 跟进时间",
    "activities.who": "owner salesperson 跟进人 拜访人 负责人 销售人员 销售负责人",
    "activities.channel": "跟进方式 拜访方式 沟通方式",
    "activities.purpose": "subject activity activitytype notes 拜访目的 跟进内容 跟进记录 "
    "跟进情况 拜访内容 拜访记录 沟通内容 沟通记录 事项",
    "invoices.id": "invoiceno invoicenumber orderno orderid orderno 发票编号 订单号",
    "invoices.customer_id": "customer client account 客户 客户名称",
    "invoices.date": "invoicedate orderdate 发票日期 下单日期 订单日期",
    "invoices.due": "duedate paymentdue 付款期限 到期日期 应收日期",
    "invoices.paid": "amountpaid paidamount 已收金额 实收金额 回款金额 已回款金额 收款金额",
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
