# SPDX-License-Identifier: Apache-2.0
"""Dates and States beside a name, reasons of links, published counts, entries as they travel, keys."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from comity.base.errors import Invalid
from comity.register.rules import evidence, keys, linkage, rights, travelling
from comity.register.rules.category import Category
from comity.register.rules.evidence import Agreement
from comity.register.rules.handling import Handling
from comity.register.rules.linkage import Reason
from comity.register.rules.rights import Kind, Outcome
from comity.register.rules.travelling import Content, Value

DATES = st.one_of(
    st.dates(date(1930, 1, 1), date(2010, 12, 31)).map(lambda d: d.isoformat()),
    st.integers(1930, 2010).map(str),
    st.dates(date(1930, 1, 1), date(2010, 12, 31)).map(lambda d: d.isoformat()[:7]),
)
AT = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "known", "agreement"),
    [
        ("1984-03-02", ["1984-03-02"], Agreement.SAME),
        ("1984", ["1984-03-02"], Agreement.PARTLY),
        ("1984-03-02", ["1984-03"], Agreement.PARTLY),
        ("1984-01-01", ["1984-03-02"], Agreement.PARTLY),
        ("1984-03-02", ["1984-02-03"], Agreement.SWAPPED),
        ("1984-03-02", ["1985-07-09"], Agreement.NEAR),
        ("1984-03-02", ["1984-09-09"], Agreement.NEAR),
        ("1984-03-02", ["1990"], Agreement.OTHER),
        ("1984-03-02", ["1990", "1984"], Agreement.PARTLY),
        ("1984", [], Agreement.UNKNOWN),
    ],
)
def test_birth_dates_agree_as_far_as_they_are_known(asked: str, known: list[str], agreement: Agreement) -> None:
    found = evidence.birth(asked, known)

    assert found is not None
    assert found.agreement is agreement


def test_nothing_asked_says_nothing() -> None:
    assert evidence.birth("", ["1984"]) is None
    assert evidence.state("", ["AZ"]) is None
    assert evidence.state("AZ", ["UZ", "AZ"]).agreement is Agreement.SAME
    assert evidence.state("AZ", []).agreement is Agreement.UNKNOWN


@drawn(DATES, DATES)
def test_agreement_of_dates_has_no_direction(one: str, two: str) -> None:
    assert evidence.birth(one, [two]).agreement is evidence.birth(two, [one]).agreement


@drawn(st.lists(st.floats(0, 1), max_size=6), st.floats(0, 1))
def test_one_more_reason_never_weakens_a_link(weights: list[float], more: float) -> None:
    reasons = [Reason("exact", "phone", weight) for weight in weights]

    assert 0 <= linkage.strength(reasons) <= linkage.strength([*reasons, Reason("exact", "url", more)]) <= 1


@pytest.mark.parametrize("birth", [Agreement.OTHER, Agreement.NEAR, Agreement.UNKNOWN])
def test_a_name_without_an_agreeing_birth_date_is_no_reason(birth: Agreement) -> None:
    assert linkage.name_reason(1.0, birth) is None
    assert linkage.name_reason(0.74, Agreement.SAME) is None
    assert linkage.name_reason(0.9, Agreement.SAME) == Reason("name-and-birth", "name", 0.648)


@drawn(st.dictionaries(st.tuples(st.sampled_from(list(Kind)), st.sampled_from(list(Outcome))), st.integers(0, 9)))
def test_no_count_from_one_to_four_can_be_worked_out(counts: dict[tuple[str, str], int]) -> None:
    for kind, cells, total in rights.table(counts, tuple(Kind), tuple(Outcome)):
        real = [counts.get((kind, column), 0) for column in Outcome]
        for number, cell in zip(real, cells, strict=True):
            assert cell.is_small == (0 < number < rights.SMALL)
            assert cell.number in {0, number}
        hidden = [n for n, cell in zip(real, cells, strict=True) if cell.is_small]
        assert (total is None) == bool(hidden)
        assert total is None or total.number == sum(real)


def test_only_a_granted_deletion_waits_for_a_second_person() -> None:
    waits = {(k, o) for k in Kind for o in rights.OUTCOMES[k] if rights.needs_second_person(k, o)}

    assert waits == {(Kind.DELETION, Outcome.GRANTED)}


VALUES = st.builds(
    Value, st.sampled_from(["name", "alias"]),
    st.text("abcəğış АБВгд علی", min_size=1, max_size=30).filter(lambda t: t == " ".join(t.split()) and t),
    st.sampled_from(["", "az"]), st.sampled_from(travelling.CERTAINTIES), st.just("1/2026"), st.just(AT),
)  # fmt: skip


@drawn(st.lists(VALUES, max_size=5), st.integers(1, 1000), st.booleans())
def test_an_entry_travels_without_loss(values: list[Value], version: int, onward: bool) -> None:
    content = Content(
        entry="1b4e28ba-2fa1-41d2-883f-0016d3cca427", owner="AZ", version=version, schema="Person",
        category=Category.SUSPECT, case="1/2026", offences=("corruption",), legal_basis="L",
        handling=Handling(frozenset({"UZ"}), frozenset({"corruption"}), hit_only=False, onward=onward),
        review=date(2027, 1, 1), purge=date(2028, 1, 1),
        values=(Value("name", "A", "", "probable", "", AT), *values),
    )  # fmt: skip

    assert travelling.read(content.as_json(), states=["UZ"], offences=["corruption"]) == content


@drawn(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5), st.data())
def test_a_damaged_entry_is_refused_by_name(junk: object, data: st.DataObject) -> None:
    whole = Content(
        "1b4e28ba-2fa1-41d2-883f-0016d3cca427", "AZ", 1, "Person", Category.SUSPECT, "", (), "",
        Handling(hit_only=False), date(2027, 1, 1), date(2028, 1, 1), (Value("name", "A", "", "probable", "", AT),),
    ).as_json()  # fmt: skip
    key = data.draw(st.sampled_from(sorted(set(whole) - {"v", "case", "legal_basis", "offences", "version", "owner"})))

    with pytest.raises(Invalid):
        travelling.read(whole | {key: junk}, states=[], offences=[])


def test_words_without_a_figure_are_no_number_and_a_number_may_be_many_things() -> None:
    assert keys.exact_forms("Əli Həsənov") == {}
    assert {"phone", "passportNumber", "iban"} <= set(keys.exact_forms("+994 50 555 01 42").values())
    assert "exact:url:bazaar.example" in keys.exact_forms("https://bazaar.example/")
    assert "exact:email:a@b.example" in keys.exact_forms("A@b.example")


def test_relatives_and_given_names_alone_are_not_searched() -> None:
    said = [("name", "A B"), ("alias", "C D"), ("motherName", "E F"), ("firstName", "A"), ("phone", "123456")]

    assert keys.names(Category.SUSPECT, said) == {"A B", "C D"}
    assert keys.names(Category.VICTIM, said) == frozenset()
    assert 0 < keys.number("tkrm") < 2**63
