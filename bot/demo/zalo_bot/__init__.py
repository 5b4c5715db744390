"""The simulated Zalo Bot Platform, a front of the world beside Telegram's (how to place it: `front.py`)."""
