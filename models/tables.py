"""Every table, imported in one place: for migrations, and so that relations find each other by name."""

from models import (
    accounts,
    assessments,
    audit,
    broadcasts,
    corrections,
    credentials,
    dialogue,
    doors,
    mail,
    producers,
    products,
    questions,
    requests,
    schedule,
)
from models.base import Base

__all__ = [
    "Base",
    "accounts",
    "assessments",
    "audit",
    "broadcasts",
    "corrections",
    "credentials",
    "dialogue",
    "doors",
    "mail",
    "producers",
    "products",
    "questions",
    "requests",
    "schedule",
]
metadata = Base.metadata
