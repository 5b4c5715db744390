"""Floor 2: what the bot says and does, one file per conversation. Never talks to a network."""
