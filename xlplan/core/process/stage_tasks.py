"""Which task of a stage does a planner's own wording mean? The tasks and the words that tell them."""


# ruff: noqa: E501 - a table reads best with an entry a line

import re
from functools import lru_cache
from typing import NamedTuple

STAGES = ("stranger", "building", "evaluation", "growth", "mature")
ENDED = "ended"
PLACE = {stage: at for at, stage in enumerate(STAGES)}


class Task(NamedTuple):
    """A task of a stage.

    Args:
        key: its name in code, JSON and ``cards.toml``.
        words: any of them in the text of a Stage tasks row means this task. A Latin word counts
            where a word of the text begins with it, case aside; a Chinese one anywhere.
    """

    key: str
    words: tuple[str, ...]


# fmt: off
TASKS: dict[str, tuple[Task, ...]] = {
    "stranger": (
        Task("planning", ("customer plan", "account plan", "planning", "research", "profile", "target list", "market",
                          "客户规划", "客户资料", "客户信息", "名单", "档案", "市场", "调研", "客戶規劃", "檔案")),
        Task("call", ("call", "phone", "telephon", "invit", "first contact", "电话", "邀约", "致电", "首次接触", "初次接触", "電話", "邀約")),
    ),
    "building": (
        Task("visit", ("visit", "meeting", "meet", "拜访", "会面", "见面", "上门", "拜訪", "會面")),
        Task("survey", ("survey", "research", "investigat", "study", "audit", "调研", "调查", "摸底", "調研", "調查")),
        Task("outline", ("proposal", "outline", "concept", "offer", "初步方案", "方案", "建议书", "提案")),
    ),
    "evaluation": (
        Task("presentation", ("present", "demo", "show", "演示", "讲解", "介绍", "宣讲")),
        Task("exchange", ("technical", "exchange", "workshop", "engineer", "技术", "交流", "技術")),
    ),
    "growth": (
        Task("need", ("need", "requirement", "需求")),
        Task("design", ("formal", "proposal", "design", "offer", "tender", "bid", "正式方案", "方案", "设计", "应标", "标书", "投标", "設計", "應標")),
        Task("assessment", ("evaluat", "assess", "review", "评估", "评审", "評估")),
    ),
    "mature": (
        Task("negotiation", ("negotiat", "price talk", "terms", "谈判", "磋商", "议价", "談判")),
        Task("signing", ("sign", "order placed", "签约", "签订", "签署", "签单", "成交", "簽約", "簽訂")),
    ),
}
"""The tasks of each stage (S1), in order; all are required."""

VETTING = Task("vetting", ("vetting", "mutual check", "credit check", "due diligence", "ability to pay",
                           "考察", "资信", "信用调查", "付款能力", "资质审核"))
"""Not a task of its own: a row of the evaluation stage that says that the vetting was done (gate 3)."""

VISIT_CHANNELS = ("visit", "on site", "on-site", "in person", "meeting", "拜访", "上门", "现场", "面谈", "会面")
"""Words in the channel of an activity that make it a visit (gate 2)."""
# fmt: on


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    heads = [rf"\b{re.escape(word)}" if word.isascii() else re.escape(word) for word in words]
    return re.compile("|".join(heads), re.IGNORECASE)


_PATTERNS = {
    stage: tuple((task.key, _pattern(task.words)) for task in tasks)
    for stage, tasks in TASKS.items()
}
_PATTERNS["evaluation"] += ((VETTING.key, _pattern(VETTING.words)),)
_VISIT = _pattern(VISIT_CHANNELS)


@lru_cache(maxsize=4096)
def meant(stage: str, text: str) -> tuple[str, ...]:
    """Return the tasks of a stage that a text means; none when it is the planner's own.

    Source: method 1.1. Choice: a text may mean several (初步调研，提交初步方案), and only tasks of
    the stage that its row names.

    Example:
        >>> meant("building", "初步调研，提交初步方案"), meant("mature", "Contract negotiation")
        (('survey', 'outline'), ('negotiation',))
    """
    return tuple(key for key, pattern in _PATTERNS.get(stage, ()) if pattern.search(text))


@lru_cache(maxsize=1024)
def is_visit(channel: str | None) -> bool:
    """Return whether a channel of Activities is a visit.

    Example:
        >>> is_visit("site visit"), is_visit("上门拜访"), is_visit("call"), is_visit(None)
        (True, True, False, False)
    """
    return channel is not None and _VISIT.search(channel) is not None
