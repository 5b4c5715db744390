# Notices to everybody.
broadcast-ask = Write the text of the notice (at most { NUMBER($longest, useGrouping: 1) } characters), or send a photo with a caption. You'll see a preview first; nothing is sent yet.
broadcast-ask-again = Send the whole new text (at most { NUMBER($longest, useGrouping: 1) } characters), with a photo if there is one.
broadcast-preview = The message above is exactly what people will see. It goes to <b>{ $people }</b> { $people ->
        [one] person
       *[other] people
    } and takes { $time }.
broadcast-seconds = about { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }
broadcast-minutes = about { $minutes } minutes
broadcast-nobody = Nobody else uses this assistant yet, so there is nobody to send it to.
broadcast-send = { $people ->
        [one] Send to { $people } person
       *[other] Send to { $people } people
    }
broadcast-edit = Edit the text
broadcast-draft-kept = You have a draft that wasn't sent. To write another text, choose "Edit the text".
broadcast-replace = Shall “{ $text }” take the place of the draft's text?
broadcast-replace-yes = Replace the draft
broadcast-replace-no = Keep the draft
broadcast-send-words = send|send it|send now|ok send|send to everybody
broadcast-stop = Stop sending
broadcast-stop-hint = Type /cancel to stop sending.
broadcast-cancelled = Cancelled; nothing was sent.
broadcast-dropped = This draft was cancelled or replaced by a newer one, so it isn't sent.
broadcast-sent-already = This notice was confirmed before; I won't send it again.
broadcast-not-yours = This draft is another admin's; only its author can send it.
broadcast-one-at-a-time = Another notice is still going out. Wait for it to finish, or stop it, before sending the next.
broadcast-bad-kind = A notice can be a text, or a photo with a caption. Please write it as text.
broadcast-empty = There is no text in it. Please write what you want to tell.
broadcast-too-long = The text has { NUMBER($length, useGrouping: 1) } characters, more than { NUMBER($longest, useGrouping: 1) }. Please shorten it and send it again.
broadcast-photo-on-its-way = The photo hasn't been fetched yet, so people on other apps couldn't get it. Choose Send again in a few seconds; if that doesn't help, edit and send the photo again.
broadcast-progress =
    Sending notice number { $number }: { $settled }/{ $total } ({ $percent }%).
    Sent { $sent } · blocked { $blocked } · failed { $failed } · unknown { $unknown }
broadcast-progress-stopping =
    Stopping notice number { $number }; { $waiting } are on their way.
    Sent { $sent } · blocked { $blocked } · failed { $failed } · unknown { $unknown } · stopped { $stopped }
broadcast-report =
    <b>{ $state ->
        [stopped] Notice number { $number } was stopped
       *[other] Notice number { $number } has been sent
    }</b> at { $at }.
    Recipients: { $total }
    Sent: { $sent }
    Blocked the bot or left: { $blocked }
    Failed: { $failed }{ $held ->
        [0] {""}
       *[other] {" "}· wait until the app takes them: { $held }
    }
    Unknown whether it arrived: { $unknown }
    Not sent because it was stopped: { $stopped }
broadcast-again = Send notice { $number } again to { $people } { $people ->
        [one] person
       *[other] people
    } in doubt
broadcast-again-hint = Type /broadcast to send it again to those who may not have got it.
broadcast-again-nobody = There is nobody to send notice number { $number } to again.
broadcast-stopping = Notice number { $number } was stopped. Those who haven't got it yet won't.
broadcast-over = This notice is over already.
