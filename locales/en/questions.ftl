# Questions passed to officers.
question-notice =
    <b>Question CH-{ $number }</b>
    { $who } asked at { $asked }:
    { $text }

    To answer, type CH-{ $number }, then write the answer in the next message.
question-before = (asked before) { $text }
question-notice-replied =
    <b>Question CH-{ $number }</b>
    { $who } asked at { $asked }:
    { $text }

    ✅ Answered by { $officer }.
question-gone = Question CH-{ $number }: whoever asked has had their data erased{ $state ->
        [replied] {"."}
       *[other] ; no answer is needed.
    }
question-hint = Type CH-{ $number } to answer
question-somebody = Somebody who gave no name
question-an-officer = the OCOP office
question-answer = ✍️ Answer
question-write =
    Write the answer to CH-{ $number } in one message; I'll send it at once.
    <i>{ $text }</i>
question-reply =
    You asked: <i>{ $question }</i>

    <b>The officer { $officer } answers:</b>
    { $answer }
question-replied = CH-{ $number }: { $officer } has answered.
question-delivered = ✅ The answer to CH-{ $number } has arrived.
question-not-delivered =
    ⚠️ The answer to CH-{ $number } could not be delivered: { $reason ->
        [blocked] the person has blocked the assistant
        [not_following] the person doesn't follow the office's Zalo account, or no longer does
        [gone] the person's account does not exist any more
        [erased] the person has had their data erased
        [expired] it was too late to send
        [off] the assistant no longer runs on the person's messenger
        [unknown] the network is unsteady, and nobody knows whether it has arrived
       *[other] the messenger refuses this message
    }.
question-waits =
    ⏳ The answer CH-{ $number } could not be sent yet: { $reason ->
        [hours] whoever asked has not written for 48 hours
        [days] whoever asked has not written for 7 days
        [quota] the free messages after their last word are used up
        [office] the office's Zalo account has used up its messages or its money
       *[other] the chat app does not take it yet
    }. { $reason ->
        [office] The office has to buy more messages or top up its Zalo Cloud Account. It is kept, and tried again every half hour.
       *[other] It is kept, and goes out as soon as they write.
    }
question-too-late =
    CH-{ $number } was answered by { $officer } at { $at }, so nothing more was sent:
    <i>{ $answer }</i>
question-none = No question CH-{ $number } is waiting for an officer.
question-only-text = The answer has to be in words. Please write it.
question-hint-keep = Type CH-{ $number } to keep the answer in the knowledge
