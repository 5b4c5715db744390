# /link: joining one person's accounts on several apps.
doors-app = { $channel ->
    [telegram] Telegram
    [zalo] Zalo
    [zalo_oa] Zalo (OCOP page)
   *[other] another app
}
doors-private = Please write this to me in private, so that nobody in the group sees the code.
doors-joined-list = <b>Your accounts</b>: { $here } (this one), joined with:
doors-line = • { $app }{ $name ->
    [none] {""}
   *[other] {" "}({ $name })
}
doors-code =
    The code to join accounts: <b>{ $code }</b>
    It is good for { $minutes } minutes, once.

    Open the assistant in the other app (Zalo or Telegram) and write: <code>/link { $code }</code>
    Then your requests and products are the same in both; notices go where you wrote last.

    ⚠️ <b>Give this code to nobody</b>, not even to somebody who says they are an officer: whoever has it can see your papers.
    { $staff ->
        [yes] As an officer, only get codes here and write them in the other app; never type here a code that somebody gave you.
       *[no] If you have a code from the other app, send its 6 digits here. Type only a code that you got yourself.
    }
doors-part = Part from { $app }
doors-again = Get a new code
doors-not-a-code = A code has 6 digits. Please look it up in the other app and send it here, for example 123 456.
doors-wrong = This code is wrong; you have { $left ->
    [one] one try
   *[other] { $left } tries
} left. Look it up in the other app and send it again, or write /link there for a new one.
doors-wrong-unasked = These six digits are no linking code that can be used now ({ $left } tries left). Look at the code in the other app again, or write /link there for a new one. If you are asking something else, please add words.
doors-expired = This code is older than 10 minutes and no longer good. Write /link in the other app for a new one and send it here.
doors-own = This code was made in this very account. Open the assistant in the other app and write the code there. Get a new one if it has become too late.
doors-already = These two accounts are joined already; nothing is left to do. See /link.
doors-too-many = There were too many wrong codes, so joining is paused for { $minutes } minutes. Then write /link in the other app for a new code. For help: { $office }.
doors-staff = You are an officer, so this can't be joined from this side: whoever gave you the code could do an officer's work. If the other account is yours too, get a code here and write it there.
doors-full = You have joined as many accounts as may be. Part from one that you don't use (/link) and try again.
doors-joined =
    ✓ { $here } is joined with { $app }. Requests, products and assessments are the same in both from now on; notices go where you wrote last. { $staff ->
        [yes] Your work as an officer can be done here too.
       *[no] See /requests.
    }
doors-not-me = A mistake, part from { $app }
doors-joined-told = 🔗 The account on { $app }{ $name ->
        [none] {""}
       *[other] {" "}“{ $name }”
    } was joined with this one at { $at } and sees your requests and products. If it was not you, take it out at once.
doors-joined-hint = Not you? Type /link and choose “Part”.
doors-not-me-out = It wasn't me, take it out
doors-parted = Parted from { $app }. That account sees nothing of yours any more. To join again: /link.
doors-parted-told = This account was parted from { $app }. What you did here is still here. To join again: /link.
doors-parted-already = That account isn't joined with this one any more. See /link.
