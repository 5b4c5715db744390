# Words for officers: notices, the work on a request, the queue, groups; and what producers are told of it.

case-kind = { $kind ->
    [barcode] Barcode
    [lab_test] Lab testing
    [ip] Intellectual property
    [quality_standard] Quality standards
    [packaging_label] Packaging and label
   *[trade_promotion] Trade promotion
}
case-urgent = { $urgent ->
    [true] 🔴 <b>URGENT</b> ·
   *[false] 📌
}
case-head = { $urgent } <b>{ $code }</b> · { $kind }
case-state = { $state ->
    [submitted] Waiting to be taken since { $at }
    [accepted] Taken: { $who }, { $at }
    [waiting] Waiting for the producer: { $who } asked at { $at }
    [done] Done: { $who }, { $at }
    [declined] Declined: { $who }, { $at }
    [withdrawn] Withdrawn by the producer at { $at }
   *[draft] Being filled in
}
case-due = { $late ->
    [true] ⏰ Overdue since { $at }
   *[false] Due: { $at }
}
case-answer = { $label }: { $value }
case-files = 📎 { $count ->
    [one] 1 file
   *[other] { $count } files
}
case-file = { $code }: { $name }
case-hint = Type { $code } to open it.
case-hint-group = Type /case { $code } to open it.
case-hint-answer = Type { $code } and your words after it to answer.
case-officer = An officer
case-producer = The producer

case-take = Take
case-ask = Ask back
case-done = Done
case-decline = Decline
case-more = More
case-write = Write to the producer
case-release = Give back to the queue
case-over = Take over
case-reopen = Reopen
case-send-files = Send the files again
case-close = Done, nothing to add

# How officers type what to do beside a request's code, besides the labels; separated by |.
words-case =
    show: open|show|details
    take: accept|mine
    ask: question
    done: finished|finish|all done
    write: message|reply
    release: give back|return

refused-case = I can't find this request in your area of work.
case-private = This opens only in your private chat with me or in a linked officers' group, so that nobody else sees the producer's data.
case-which = Type the code with it, for example: /case MV-26-0001
case-history = <b>History</b>
case-line = { $at } · { $what }
case-line-text = { $at } · { $what }: { $text }
case-event-file = { $what }, with a file
case-event = { $kind ->
    [submitted] The producer handed it in
    [accepted] { $who } took it
    [asked] { $who } asked
    [message] The producer wrote
    [answered] { $who } wrote
    [done] { $who } finished it
    [declined] { $who } declined it
    [withdrawn] The producer withdrew it
    [reopened] Reopened
    [released] Given back to the queue
   *[overdue] Overdue
}

case-taken = You have taken <b>{ $code }</b>. Answer due: { $due }.
case-taken-already = { $code } isn't waiting any more. { $state }
case-take-first = Nobody has taken { $code } yet. Please take it first.
case-not-open = { $code } is closed. { $state }
case-others = { $who } has { $code }. Take it over?
case-over-done = You have taken over <b>{ $code }</b>.
case-over-told = { $who } has taken over your { $code }.
case-released = <b>{ $code }</b> is back in the queue. The other officers have been told.
case-not-free = { $state ->
    [accepted] { $code }: { $who } has taken it.
    [declined] { $code }: { $who } has declined it.
   *[withdrawn] { $code }: the producer has withdrawn it.
}
case-closed = <b>{ $code }</b> is done.
case-declined = <b>{ $code }</b> is declined.
case-withdrawn = { $producer } has withdrawn <b>{ $code }</b>. You needn't go on with it.
case-reopened = <b>{ $code }</b> is open again. Answer due: { $due }.
case-kept = All right, { $code } stays as it was.
case-ask-what = Write your question (or send a picture or file) for the producer of { $code }.
case-write-what = Write your message (or send a picture or file) for the producer of { $code }.
case-done-what = Write a closing word for { $code }: the result, what to do next (or send the resulting file).
case-decline-why = Write why { $code } is declined. The producer will read this reason.
case-need-words = I see no content. Please write words, or send a picture or a file.
case-need-reason = A reason in words is needed, for example: “This is handled by the Department of Industry and Trade; please contact…”.
case-no-files = { $code } has no files.

case-delivered = ✓ Delivered to the producer ({ $code }).
case-undelivered = ⚠️ { $code }: not delivered. { $reason ->
    [blocked] The recipient has blocked the bot.
    [not_following] The recipient doesn't follow the office's Zalo account, or no longer does.
    [gone] The recipient's account doesn't exist any more.
    [expired] The time in which it could be sent is over.
    [erased] The recipient has erased their data.
    [off] The assistant no longer runs on the recipient's messenger.
    [unknown] The network is unsteady, and nobody knows whether it has arrived.
   *[rejected] The messenger refuses this message.
} Please phone the producer.

case-word = 💬 <b>{ $code }</b> · { $producer }:
    { $text }
case-word-file = 💬 <b>{ $code }</b> · { $producer } sent a file

# The queue, and finding

queue-empty = No request is waiting. 🎉
queue-head = <b>Queue</b>: { $total ->
    [one] 1 request
   *[other] { $total } requests
}
queue-page = Page { $page }/{ $pages }
queue-mine = <b>Mine</b>
queue-new = <b>Waiting to be taken</b>
queue-others = <b>With others</b>
queue-line = { $urgent }{ $code } · { $kind } · { $producer } · { $when }
queue-urgent = 🔴{" "}
queue-due = { $late ->
    [true] ⏰ overdue { $day }
   *[false] due { $day }
}
queue-waiting = waiting for the producer
queue-closed = { $state ->
    [done] done
    [declined] declined
   *[withdrawn] withdrawn
}
find-what = Type a code, a name or a phone number to look for, for example: mien dong
find-none = I find no request with “{ $text }” in your area of work.
find-head = { $count ->
    [one] 1 request found:
   *[other] { $count } requests found:
}
find-most = Only the first { $count } are shown. Type more to narrow it down.

# Deadlines

remind-soon = ⏰ <b>{ $code }</b> is due soon: { $due }. { $state }
remind-overdue = ⏰ <b>{ $code }</b> is overdue since { $due }. { $state }

# Officers' groups

group-where = This command works in a group: an admin adds the bot to the officers' group and types /linkgroup there.
group-kinds = Which kinds of request shall this group be told about? Choose to add, choose again to take out, then “Finish”.
group-kind-on = ✓ { $kind }
group-all = All
group-finish = Finish
group-linked = Linked. The group is told about: { $kinds }. Officers reply to a notice to write to the producer. To unlink: /unlinkgroup
group-none = No kind is chosen, so the group is told nothing yet. Type /linkgroup to choose.
group-unlinked = Unlinked. This group gets no notices any more.
group-not-linked = This group isn't linked.
group-lost = The bot was removed from the group “{ $title }”, so the group gets no notices any more. Its kinds of request: { $kinds }.

# What producers are told

told-hint = Type { $code } to open it, or { $code } and your words after it to write to the officer.
told-open = Open { $code }
told-accepted = ✅ { $officer } has taken your request <b>{ $code }</b> and will answer by { $due }.
told-taken-over = { $officer } now looks after your request <b>{ $code }</b>. There is nothing you need to do.
told-asked = ❓ { $officer } asks about your request <b>{ $code }</b>:
    { $text }

    Simply answer here (words or a picture). Once you have answered, the officer goes on within 5 working days.
told-message = 💬 { $officer } writes about your request <b>{ $code }</b>:
    { $text }
told-done = ✅ Your request <b>{ $code }</b> is done ({ $officer }). If something isn't right, you can reopen it until { $until }.
told-done-text = ✅ Your request <b>{ $code }</b> is done. { $officer } writes:
    { $text }

    If something isn't right, you can reopen it until { $until }.
told-declined = Sorry, the office can't help with your request <b>{ $code }</b>. The reason:
    { $text }

    If you have questions, call { $office }, or type /support to send another request.
told-released = Your request <b>{ $code }</b> waits for another officer, who will take it by { $due }. There is nothing you need to do; I'll tell you as soon as somebody has it.
told-reopened = Your request <b>{ $code }</b> is open again. { $officer } will answer by { $due }.
told-file = (file attached)

case-waits = ⏳ <b>{ $code }</b>: the message to { $producer } could not be sent yet: { $reason ->
    [hours] they have not written for 48 hours
    [days] they have not written for 7 days
    [quota] the free messages after their last word are used up
    [office] the office's Zalo account has used up its messages or its money
   *[other] the chat app does not take it yet
}. { $reason ->
    [office] The office has to buy more messages or top up its Zalo Cloud Account. It is tried again every half hour, and you are told when it has gone out.
   *[other] It goes out as soon as they write, and you are told.
}{ $phone ->
    [none] {""}
   *[other] {" "}If it is urgent, call { $phone }.
}
case-went = ✓ <b>{ $code }</b>: { $wrote ->
    [yes] { $producer } has written, what waited was sent.
   *[no] what waited for { $producer } was sent.
}
case-waited-in-vain = ⚠️ <b>{ $code }</b>: the message to { $producer } could not be sent for so long that it is given up.{ $phone ->
    [none] {""}
   *[other] {" "}Please call { $phone }.
}
