"""The Telegram Bot API, spoken over HTTP to a bot, on the simulated platform."""
