"""What a bot reads before anything else: imported once, by the process that all of them are forked from."""

from importlib import import_module

from bot.lean import travel_light

travel_light()
for name in ("bot.cli", "bot.app"):
    import_module(name)
