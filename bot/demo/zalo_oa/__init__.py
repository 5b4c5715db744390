"""Zalo's Official Account (OpenAPI v3) on the simulated platform, for any bot that speaks it.

front        ZaloOaFront: one account in front of a `World` of its own; what people do becomes events for its webhook
oauth        access tokens that end after 25 hours, refresh tokens that work once
sending      message/cs with every check; content reads and checks what a message holds
uploads      pictures and papers that are sent by their token, for seven days
information  the account, a person, recent messages
updates      signed posts to the webhook, repeated until they are answered 200 in time
api          all of it over HTTP

Under a prefix of any server, the same for `OCOP_ZALO_OA_API_URL` and `OCOP_ZALO_OA_OAUTH_URL`:

    front = ZaloOaFront(world, faults=faults, ledger=ledger, limits=limits)
    api = ZaloOaApi(front)                       # prefix="/zalo-oa"
    if api.owns(request.path): await api.handle(request)
    front.address = f"{url}/zalo-oa"             # once the server listens: what people send is fetched from there
    front.updates.listen(f"{bot}/zalo-oa")       # where the bot's webhook is; in the real console by hand
    await front.updates.stop()                   # at the end

`front.refresh_token` is what the console would give an office to begin with. Another program sets its webhook with
`POST /zalo-oa/console/webhook {"url": …}`, which probes it with an unsigned `{}` as Zalo's console does, and
authorises anew with `POST /zalo-oa/console/authorize`.

A person's phone (`bot.demo.phone.Phone`) acts here as it does on Telegram: `blocks` is unfollowing, `unblocks`
following. What only Zalo knows is on the front: `follow`, `click_chat`, `submit_info`.
"""
