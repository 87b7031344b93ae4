"""The cards of the method: both languages, and a card for every word that a result may say."""

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest

from xlplan.core.grading.segments import SEGMENTS
from xlplan.core.people.buying import CRITERIA
from xlplan.core.people.chain import ROLES
from xlplan.core.people.keyperson import EMPTY, HIDDEN
from xlplan.core.people.profiles import ANIMALS, MIXED, QUADRANTS
from xlplan.core.process.filing import FILE_ITEMS
from xlplan.core.process.qualification import QUESTIONS
from xlplan.core.process.stage_tasks import ENDED, STAGES, TASKS
from xlplan.engine.cards import card, cards
from xlplan.engine.contract import SHEETS

AS_OF = dt.date(2026, 11, 20)
RAW = tomllib.loads((Path(__file__).parents[2] / "xlplan" / "cards.toml").read_text("utf-8"))
HAN = re.compile(r"[\u4e00-\u9fff]")
TEXTS = [(kind, key, name, text) for kind, held in RAW.items() for key, one in held.items()
         for name, text in one.items() if isinstance(text, dict)]  # fmt: skip


@pytest.mark.parametrize(("kind", "key", "name", "text"), TEXTS)
def test_every_text_has_both_languages(kind, key, name, text):
    assert set(text) == {"en", "zh"}
    assert text["en"]
    assert not HAN.search(text["en"])
    assert HAN.search(text["zh"])


def test_every_card_has_a_name_and_marks_only_texts_that_it_has_as_own():
    for held in RAW.values():
        for one in held.values():
            assert "name" in one
            assert set(one.get("own", ())) <= set(one)


def words(sheet, field):
    found = next(one for one in SHEETS if one.key == sheet)
    return found.by_field[field].words


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("stage", (*STAGES, ENDED)),
        ("task", [task.key for tasks in TASKS.values() for task in tasks]),
        ("file", FILE_ITEMS),
        ("purchase_step", "123456"),
        ("selling_step", "123456"),
        ("question", QUESTIONS),
        ("verdict", ("stop", "ask", "go")),
        ("collective", ("for us", "open")),
        ("key_step", "1234567"),
        ("title", (HIDDEN, EMPTY)),
        ("layer", "0123"),
        ("role", ROLES),
        ("quadrant", (*QUADRANTS, MIXED)),
        ("animal", ANIMALS.values()),
        ("criterion", CRITERIA),
        ("segment", SEGMENTS),
        ("interest", words("stakeholders", "personal_interest")),
        ("focus", words("stakeholders", "focus")),
    ],
)
def test_every_word_of_a_result_has_its_card(kind, keys):
    assert sorted(cards(kind, "en")) == sorted(keys)


def test_every_condition_of_a_gate_has_its_card():
    from xlplan.core.model import Customer
    from xlplan.core.policy import Policy
    from xlplan.core.process import stages

    policy = stages.StagePolicy.of(Policy())
    nothing = frozenset(), frozenset()
    gates = (stages._gate_1, stages._gate_2, stages._gate_3, stages._gate_4)
    asked = {one.name for gate in gates for one in gate(nothing, stages.Seen(AS_OF), policy)}
    ready = stages.Seen(AS_OF, 1.0, True, True, (True,) * 3, True, True, True)
    tasks = (
        frozenset({("building", "outline"), ("evaluation", "exchange"), ("growth", "design")}),
        frozenset(),
    )
    number, still = stages._first_open(Customer("c", "C"), tasks, ready, policy)
    assert number == 5
    assert asked | {one.name for one in still} == set(cards("condition", "zh"))


def test_role_cards_say_the_four_things():
    for role in ROLES:
        for lang in ("en", "zh"):
            assert {"purpose", "who", "cares", "asks"} <= set(card("role", role, lang))
    assert card("role", "gatekeeper", "zh")["asks"] == "它符合技术指标吗？"


def test_names_of_stages_and_words_agree_with_the_contract():
    for key, chinese in words("customers", "stage").items():
        assert card("stage", key, "zh")["name"] == chinese
    for key, chinese in words("stakeholders", "role").items():
        assert card("role", key, "zh")["name"] == chinese
    for key, chinese in words("stakeholders", "personal_interest").items():
        assert card("interest", key, "zh")["name"] == chinese


def test_an_unknown_card_is_an_error():
    with pytest.raises(KeyError):
        card("role", "king", "en")
