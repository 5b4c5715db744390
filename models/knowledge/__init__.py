"""The knowledge: entries that answer producers' questions, and how the right one is found.

library = Library.load("vi")
found = library.find("dang ky ma vach ntn")
"""

from models.knowledge.entries import Entry, load_entries
from models.knowledge.folding import fold
from models.knowledge.library import Found, Library
from models.knowledge.vocabulary import Words

__all__ = ["Entry", "Found", "Library", "Words", "fold", "load_entries"]
