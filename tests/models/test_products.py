"""When a product's certificate and papers end, and on which days its producer is reminded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.products import Matter, Product, Reminder, Source, add_months, next_rounds

TODAY = date(2026, 11, 23)


def product(**columns: object) -> Product:
    return Product(
        name="Miến dong",
        producer_name="HTX",
        set_number=6,
        source=Source.OWN,
        **{"reminded": True, "stars": 3} | columns,
    )


@pytest.mark.parametrize(
    ("day", "months", "ends"),
    [
        (date(2024, 3, 15), 36, date(2027, 3, 15)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2025, 2, 28), 36, date(2028, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2026, 1, 31), 11, date(2026, 12, 31)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(day: date, months: int, ends: date):
    assert add_months(day, months) == ends


def test_a_certificate_lasts_36_months_and_its_end_follows_its_day():
    mine = product(issued=date(2024, 3, 15))
    assert mine.expires == date(2027, 3, 15)
    assert mine.window == (date(2026, 9, 16), date(2026, 11, 15))
    mine.issued = date(2026, 3, 15)
    assert mine.expires == date(2029, 3, 15)
    mine.issued = None
    assert mine.expires is None
    assert mine.window is None


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_the_window_is_sixty_days_and_every_regrading_reminder_comes_before_it_closes(issued: date):
    mine = product(issued=issued)
    assert mine.expires is not None
    assert mine.window is not None
    first, last = mine.window
    assert ((mine.expires - first).days, (mine.expires - last).days) == (180, 120)
    days = [each.day for each in mine.reminders(issued) if each.matter is Matter.REGRADE]
    assert days[0] == first
    assert days[-1] == last - timedelta(days=5)
    assert [(mine.expires - day).days for day in days] == [180, 150, 125]


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_the_next_two_rounds_lie_ahead_half_a_year_apart(today: date):
    first, second = next_rounds(today)
    assert today < first < second
    assert (second - today).days <= 366
    assert {(day.month, day.day) for day in (first, second)} == {(4, 30), (10, 30)}


def test_what_is_being_prepared_is_reminded_of_the_rounds_only():
    days = product(stars=0).reminders(TODAY)
    assert [(each.matter, each.day.isoformat()) for each in days] == [
        (Matter.ROUND, "2027-03-16"),
        (Matter.ROUND, "2027-04-15"),
        (Matter.ROUND, "2027-09-15"),
        (Matter.ROUND, "2027-10-15"),
    ]
    assert not product(stars=4).reminders(TODAY)


def test_papers_are_told_of_60_and_15_days_before_they_lapse():
    mine = product(lab_report=date(2026, 6, 10), food_safety=date(2027, 6, 1), trademark=date(2026, 12, 20))
    assert mine.ends[Matter.LAB_TEST] == date(2027, 6, 10)
    told = {each.matter: [] for each in mine.reminders(TODAY)}
    for each in mine.reminders(TODAY):
        told[each.matter].append((each.last - each.day).days)
    assert told == {Matter.TRADEMARK: [15], Matter.FOOD_SAFETY: [60, 15], Matter.LAB_TEST: [60, 15]}


def test_a_reminder_is_overtaken_by_the_next_one_and_by_the_end():
    reminder = Reminder(Matter.REGRADE, date(2027, 6, 30), 180)
    assert not reminder.overtaken(reminder.day)
    assert not reminder.overtaken(date(2027, 6, 30) - timedelta(days=151))
    assert reminder.overtaken(date(2027, 6, 30) - timedelta(days=150))
    assert Reminder(Matter.REGRADE, date(2027, 6, 30), 125).overtaken(date(2027, 7, 1))


def test_a_reminder_stands_only_while_it_is_true():
    mine = product(issued=date(2024, 6, 30))
    reminder = Reminder(Matter.REGRADE, date(2027, 6, 30), 180)
    assert mine.still_stands(reminder, reminder.day)
    mine.reminded = False
    assert not mine.still_stands(reminder, reminder.day)
    mine.reminded, mine.issued = True, date(2026, 11, 1)
    assert not mine.still_stands(reminder, reminder.day)
    coming = Reminder(Matter.ROUND, date(2027, 4, 30), 45)
    assert not mine.still_stands(coming, coming.day)
    mine.stars = 0
    assert mine.still_stands(coming, coming.day)


def test_names_are_recognised_however_they_are_written():
    one, other = product(), product()
    one.name, other.name = "Miến  dong CÔN MINH", "mien dong con minh"
    one.producer_name, other.producer_name = "HTX Côn Minh", "Hợp tác xã Côn Minh"
    assert (one.key, one.producer_key) == (other.key, other.producer_key)
