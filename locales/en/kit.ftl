# Words of the frame: used by every conversation.
office-name = the provincial OCOP office
flood = You write faster than I can answer; I'll take your messages one by one. None is lost.
parked-person = Sorry, something went wrong with your last message. It is kept and the admins have been told. If it is urgent, please call { $office }.
parked-admins = A message (number { $number }, kind { $kind }) failed three times and was put aside unharmed. The server's log has the details.
refused = That isn't open to your account. Type /menu to see what I can do for you.
refused-stale = This choice is old and no longer works. Type /menu to start again.
refused-not-yours = I can't find a request with that code among yours. Type /requests to see the list.
unknown-command = I don't know that command. Type /help for the list, or simply write your question.
back = Back
cancel = Cancel
skip = Skip
yes = Yes
no = No
not-shown-picture = (A picture belongs here, but I can't send pictures in this app. If you need it, contact { $office }.)
not-shown-document = (A file belongs here, but I can't send files in this app. If you need it, contact { $office }.)
link-gone = This address was good for 24 hours and has expired. Message the bot again for a new one.
zalo-oa-token-dead = The Zalo Official Account can't send any more: Zalo refuses the refresh token. Messages are kept. Whoever looks after the server has to authorise the app anew and set a new OCOP_ZALO_OA_REFRESH_TOKEN.
# Before choices without a number, which are chosen by their words.
choices-or-type = You can type:
page-more = More
page-back = Back a page

# How people type a choice; separated by |. Words before the number, words after it, and numbers as words (in order).
words-choose = choose|number|no|option|line|take|pick|the|i|want|item|please|ok
words-please = please|pls|thanks|then|one
words-and = and
words-keep = no|don't|keep|cancel|back|stop
words-count = one|two|three|four|five|six|seven|eight|nine|ten
# What people say who want no more of it; the same as choosing "Cancel".
words-cancel = cancel|stop|never mind|nevermind|forget it|leave it|not now|no longer needed|go back|later
# What people say in place of a command, one a line; separated by |.
words-wait = wait|wait a moment|hold on|one moment|just a moment
words-commands =
    menu: start|begin|main menu
    assess: assessment|trial assessment
    criteria: read the criteria
    support: ask for support|get support
    requests: my requests
    products: my products
    link: link my accounts
    privacy: my data|erase my data
    language: change language|tiếng việt
    help: commands|the commands
    cancel: stop
    queue: requests waiting
    broadcast: send a notice
    staff: officers
    stats: figures
    export: export excel
sure-choose = Nothing has been done yet. Please choose one.
number-unknown =
    { $most ->
        [0] I don't know what number { $number } stands for: the last message has nothing to choose from. Type /menu, or simply write your question.
        [1] The last list has one choice only. Type 1, or its words.
       *[other] The last list has no number { $number }. Type a number from 1 to { $most }, or the words of what you want.
    }
