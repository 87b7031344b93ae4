"""How is a column of the contract written down in one line?"""

from xlplan.engine.tables import Column


def words_of(text: str) -> dict[str, str]:
    """Read ``"state-owned 国有 / private 民营"`` as English word → Chinese word."""
    pairs = (word.strip().rsplit(" ", 1) for word in text.split("/"))
    return {pair[0]: pair[1] if len(pair) == 2 else "" for pair in pairs}


def column(field: str, headings: str, kind: str = "text", **more: object) -> Column:
    """Declare a column; ``headings`` is ``"English | 中文"``, ``kind`` may be a list of words."""
    en, zh = (part.strip() for part in headings.split("|"))
    if "/" in kind:
        return Column(field, en, zh, "word", words=words_of(kind), **more)  # type: ignore[arg-type]
    return Column(field, en, zh, kind, **more)  # type: ignore[arg-type]


def key_column(field: str, headings: str, kind: str = "id") -> Column:
    """Declare a column that every record has, each its own."""
    return column(field, headings, kind, required=True, unique=True)


def must_column(field: str, headings: str, kind: str = "id", **more: object) -> Column:
    """Declare a column that every record has."""
    return column(field, headings, kind, required=True, **more)


STAGES = "stranger 陌生期 / building 建立期 / evaluation 考察期 / growth 成长期 / mature 成熟期 / ended 终止"
CUSTOMER = must_column("customer_id", "Customer ID | 客户编号")
OPPORTUNITY = must_column("opportunity_id", "Opportunity ID | 商机编号")
