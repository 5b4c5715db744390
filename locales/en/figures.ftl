# Figures and the Excel workbook.
figures-month = <b>Month { $month }</b>
figures-all = <b>In all</b>
figures-people = People: { $accounts } (active { $active }, agreed { $consented }, officers { $officers })
figures-questions = Questions: { $asked } (answered { $answered }, unanswered { $unanswered }, passed to officers { $passed }, helpful { $helped })
figures-requests = Requests: { $count }
figures-kind = • { $kind }: { $count } ({ $states })
figures-state = { $state } { $count }
figures-accepted = Half of them were taken within { NUMBER($hours, maximumFractionDigits: 1) } hours
figures-done = Half of them were done within { NUMBER($hours, maximumFractionDigits: 1) } hours
figures-broadcasts = Notices sent: { $count }
figures-workbook = The Excel workbook as of { $at }. It holds people's names and phone numbers: keep it to yourself, don't forward it.
figures-private = The workbook holds personal data, so I only send it in your private chat with the bot.
figures-not-sent = I couldn't send the workbook. Please try again, or run ocop-bot export on the server.
sheet-requests = Requests
sheet-history = History
sheet-producers = Producers
sheet-questions = Questions
sheet-broadcasts = Broadcasts
sheet-audit = Audit
sheet-kind = { $kind ->
        [barcode] Barcode
        [lab_test] Lab testing
        [ip] Intellectual property
        [quality_standard] Quality standards
        [packaging_label] Packaging, label
       *[trade_promotion] Trade promotion
    }
sheet-state = { $state ->
        [draft] being filled in
        [submitted] waiting to be taken
        [accepted] in hand
        [waiting] waiting for the producer
        [done] done
        [declined] declined
       *[withdrawn] withdrawn
    }
sheet-event = { $event ->
        [submitted] handed in
        [accepted] taken by an officer
        [asked] officer asked
        [message] producer wrote
        [answered] officer answered
        [done] done
        [declined] declined
        [withdrawn] withdrawn
        [reopened] reopened
        [released] back in the queue
       *[overdue] overdue
    }
sheet-question = { $state ->
        [answered] answered
        [unanswered] unanswered
        [with_officers] with the officers
       *[replied] answered by an officer
    }
sheet-helped = { $helped ->
        [yes] yes
       *[no] no
    }
sheet-broadcast = { $state ->
        [draft] draft
        [sending] going out
        [done] finished
       *[stopped] stopped
    }
sheet-column-code = Code
sheet-column-kind = Kind
sheet-column-state = State
sheet-column-officer = Officer
sheet-column-submitted = Handed in
sheet-column-due = Due
sheet-column-closed = Closed
sheet-column-producer-name = Producer
sheet-column-producer-type = Legal form
sheet-column-contact-name = Contact
sheet-column-contact-phone = Phone
sheet-column-contact-role = Role
sheet-column-email = Email
sheet-column-commune = Commune
sheet-column-address-detail = Address
sheet-column-business-reg-no = Tax code or registration
sheet-column-product-name = Product
sheet-column-product-group = Product group
sheet-column-ocop-status = OCOP status
sheet-column-ocop-expiry = OCOP certificate ends
sheet-column-deadline = Needed by
sheet-column-description = Description
sheet-column-answers = Other answers
sheet-column-at = At
sheet-column-event = What happened
sheet-column-actor = Who
sheet-column-text = Text
sheet-column-number = Number
sheet-column-created = Created
sheet-column-question = Question
sheet-column-language = Language
sheet-column-entry = Knowledge entry
sheet-column-helped = Helpful
sheet-column-answer = Answer
sheet-column-answered = Answered
sheet-column-author = Author
sheet-column-confirmed = Begun
sheet-column-finished = Finished
sheet-column-recipients = Recipients
sheet-column-sent = Sent
sheet-column-blocked = Blocked
sheet-column-failed = Failed
sheet-column-unknown = Unknown
sheet-column-stopped = Stopped
sheet-column-waiting = Waiting
sheet-column-account = Account
sheet-column-action = Action
sheet-column-target = Target
sheet-column-details = Details
