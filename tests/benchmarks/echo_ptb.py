"""A bare python-telegram-bot echo bot: the baseline."""

import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def main() -> None:
    base = os.environ["OCOP_TELEGRAM_API_URL"]
    builder = Application.builder().token(os.environ["OCOP_TELEGRAM_TOKEN"]).base_url(f"{base}/bot")
    app = builder.concurrent_updates(256).connection_pool_size(256).build()
    app.add_handler(MessageHandler(filters.ALL, echo))
    app.run_polling()


if __name__ == "__main__":
    main()
