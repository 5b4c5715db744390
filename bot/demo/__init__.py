"""A simulated chat platform, so that the whole program runs and is tested with no account.

world       people, chats, messages and files; knows no protocol
phone       what a person does and sees: the way tests and the page act
telegram/   the Bot API in front of the world
zalo_bot/   the Zalo Bot Platform in front of another
zalo_oa/    Zalo's Official Account in front of a third
door        what the three have in common: an app with its world, protocol, people and switches
faults      switches that make it fail, and the ledger of accepted calls
acts        what a program may have a phone do
control     the page and its switches over HTTP, for this machine only; page/ is what the browser gets
platform    all of it as one object, or as a process: python -m bot.demo.platform
cast        the made-up people of the demo
"""
