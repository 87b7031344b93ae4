"""Which words do planners and their systems use for the words of a drop-down? They are read alike.

Choice: each goes to the word that counts as it does: what is on hold is not pursued, so it is ended.
Since more than that may have been meant, what they are read as is told.
"""

STATUS = {
    "open": "in progress, active, pending, 进行, 在谈, 在跟进, 跟进, 跟进中, 洽谈, 洽谈中, 谈判中, 未结束",
    "won": "win, closed won, 赢, 已赢单, 中标, 已中标, 成交, 已成交, 签约, 已签约, 成单, 已成单",
    "lost": "lose, closed lost, 输单, 已输单, 丢标, 已丢单, 落标, 失单, 未中标",
    "ended": "cancelled, canceled, on hold, 已终止, 取消, 已取消, 暂停, 已暂停, 搁置, 已搁置, 中止, 已中止",
}
"""Of an opportunity."""

OWNERSHIP = {
    "state-owned": "soe, 国企, 央企, 国有企业, 国有控股",
    "private": "private company, 民企, 私企, 民营企业, 私营, 私营企业",
    "foreign": "外企, 外资企业, 外商独资",
    "listed": "listed company, 上市公司",
}
"""Of a customer."""

ACTION_STATUS = {
    "open": "to do, todo, not started, 待办, 未启动",
    "doing": "in progress, 进行, 在办",
    "done": "completed, 已完成, 办结, 已办结",
    "dropped": "cancelled, canceled, 已取消",
}
"""Of an action."""
