# Support requests: sending, following, adding to, withdrawing and reopening them.
request-private = Please write to me in our private chat for this, so that your data aren't shown in the group.
request-kinds = What do you need help with?
request-kinds-unfinished = You are in the middle of: { $title }. Go on with it, or choose something else?
request-replace = You are in the middle of: { $title }. Go on with it, or drop it for a new request?
request-replace-yes = Drop it, start the new one
request-submitted =
    I have received your request <b>{ $code }</b>.

    An officer will take it within 2 working days, by { $day } at the latest. I'll tell you here as soon as there is news.
    To see it or to add something, type { $code } or /requests.
request-already = Request { $code } has been sent already; there is no need to send it again.
request-gone = That was dropped. Type /support to start again.
request-open = Open { $code }
request-none = You haven't sent any request yet. Type /support to ask for support.
request-list = Your requests, newest first:
request-list-item = { $code } · { $kind } · { $state }
request-one =
    <b>{ $code }</b> · { $kind }
    <b>{ $state }</b>{ $officer ->
        [none] { "" }
       *[other] { ". Officer: " }{ $officer }
    }{ $due ->
        [none] { "" }
       *[other] { ". Due: " }{ $due }
    }

    { $history }
request-history-line = { $at } · { $what }
request-fields =
    <b>What you sent, { $code }</b>

    { $lines }

    Photos, papers: { $files }
request-do-fields = What I sent
request-do-write = Add a message or photo
request-do-withdraw = Withdraw the request
request-do-reopen = Reopen the request
request-do-list = List of requests
request-write = Write your message, or send photos or papers for { $code } here.
request-sent =
    { $taken ->
        [yes] I have passed it to the officer of { $code }.
       *[no] I have added it to { $code }. The officer who takes it will see it.
    } If there are more photos or papers, just send them.
request-write-nothing = I can't read that kind of message. Please type, or send photos or papers.
request-closed = Request { $code } is closed ({ $state }), so nothing can be added. If you need more, type /support for a new one.
request-closed-reopen = Request { $code } is done, so nothing can be added. You can reopen it until { $until }.
request-withdraw = Are you sure you want to withdraw { $code }? The officer will then stop working on it.
request-withdraw-yes = Withdraw { $code }
request-withdraw-no = No, keep it
request-withdrawn = Request { $code } is withdrawn.
request-reopen = If { $code } isn't settled, choose "Reopen the request".
words-reopen = reopen|open it again
words-not-done = not done|not settled|not right|still not|not yet
request-reopened = { $code } is open again. An officer will take it by { $day }. Tell us what is still missing: choose “Add a message or photo”.
request-cannot = That can't be done any more: request { $code } stands at “{ $state }”.
request-file-lost = I couldn't get the file “{ $name }”. Please send it again.
request-file-lost-sent = I couldn't get the file “{ $name }” for { $code }. Please type { $code } and send it again.
request-file-too-big = The file “{ $name }” is larger than { $largest } MB, so I can't take it. Please send a smaller one.

request-state-draft = Being filled in
request-state-submitted = Waiting for an officer
request-state-accepted = An officer is on it
request-state-waiting = Waiting for your answer
request-state-done = Done
request-state-declined = Can't be supported
request-state-withdrawn = Withdrawn

request-event-submitted = Request sent
request-event-accepted = Taken by an officer
request-event-asked = The officer asked
request-event-message = You wrote
request-event-answered = The officer wrote
request-event-done = Done
request-event-declined = Can't be supported
request-event-withdrawn = Withdrawn
request-event-reopened = Reopened
request-event-released = Passed to another officer
request-event-overdue = Overdue
request-event-with = { $what }: { $text }
request-event-file = { $what }, with a file

# How people ask for support in words: a phrase of words-support, then a name of words-kinds.
words-support = support with|support for|help with|need help with|need support with
words-kinds =
    barcode: barcode|barcodes|a barcode
    lab_test: lab test|lab testing|testing|a lab test
    ip: trademark|a trademark|intellectual property
    quality_standard: standards|quality|standards and quality
    packaging_label: packaging|label|packaging and label|labels
    trade_promotion: selling|trade promotion|a fair|fairs
