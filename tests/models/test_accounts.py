"""Roles, and invitations that work once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

import models.accounts
from models.accounts import INVITATION_LIFE, Account, Invitation, Role

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def account(role: Role = Role.PRODUCER, areas: list[str] | None = None) -> Account:
    return Account(id=7, channel="telegram", address="7", role=role, areas=areas or [])


@pytest.mark.parametrize(
    ("role", "covered"),
    [
        (Role.PRODUCER, {Role.PRODUCER}),
        (Role.OFFICER, {Role.PRODUCER, Role.OFFICER}),
        (Role.ADMIN, {Role.PRODUCER, Role.OFFICER, Role.ADMIN}),
    ],
)
def test_each_role_may_do_what_those_before_it_may(role, covered):
    assert {needed for needed in Role if role.covers(needed)} == covered


def test_only_staff_handle_requests():
    assert account(Role.OFFICER, ["barcode"]).handles("barcode")
    assert not account(Role.OFFICER, ["barcode"]).handles("ip")
    assert not account(Role.PRODUCER, ["barcode"]).handles("barcode")


def test_consent_is_kept_with_its_proof_and_taken_back_whole():
    person = account()
    person.name = "Lan"
    person.agree(NOW)
    assert person.consented
    assert (person.consent_at, bool(person.consent_version)) == (NOW, True)
    person.withdraw_consent()
    assert (person.consented, person.consent_version, person.name) == (False, None, None)


def test_a_new_text_is_agreed_to_anew(monkeypatch: pytest.MonkeyPatch):
    person = account()
    person.agree(NOW)
    monkeypatch.setattr(models.accounts, "CONSENT_VERSION", "2030-01")
    assert (person.consented, person.agreed) == (False, True)
    person.agree(NOW)
    assert (person.consented, person.consent_version) == (True, "2030-01")


def test_an_invitation_lives_72_hours_and_works_once():
    invitation, word = Invitation.make(Role.OFFICER, ["ip"], now=NOW)
    assert timedelta(hours=72) == INVITATION_LIFE
    assert word not in invitation.digest
    assert invitation.usable(NOW + timedelta(hours=71, minutes=59))
    assert not invitation.usable(NOW + timedelta(hours=72))
    person = account(areas=["barcode"])
    invitation.use(person, NOW)
    assert (person.role, person.areas) == (Role.OFFICER, ["barcode", "ip"])
    assert (invitation.used_by_id, invitation.used_at) == (7, NOW)
    assert not invitation.usable(NOW)


def test_an_officers_invitation_makes_no_admin_less():
    invitation, _ = Invitation.make(Role.OFFICER, ["ip"], now=NOW)
    admin = account(Role.ADMIN)
    invitation.use(admin, NOW)
    assert (admin.role, admin.areas) == (Role.ADMIN, ["ip"])


def test_every_invitation_has_a_word_of_its_own():
    assert len({Invitation.make(Role.OFFICER, [], now=NOW)[1] for _ in range(100)}) == 100
