# Questions and answers.
ask-how = Just write your question here, for instance: <i>how do I register a barcode</i>, <i>what is needed for 4 stars</i>.
ask-how-meanwhile = Type /ask with your question behind it, for instance: <i>/ask how do I register a barcode</i>.
ask-answer =
    <b>{ $title }</b>
    { $text }

    <i>Source: { $source }; checked { $checked }</i>
ask-which = Do you mean…?
ask-unknown = I have no certain answer to that in English, so I won't guess. Choose the nearest topic, or ask an officer.
ask-outside = That is not the OCOP office's business, so I can't answer it. I know about criteria, dossiers, stars, barcodes, lab tests, trademarks and packaging.
ask-long = That is a long message and I may get it wrong. Write one short question, or let me pass it all to an officer.
ask-right = 👍 That's it
ask-wrong = 👎 Not quite
ask-officer = 👤 Ask an officer
ask-thanks = Thank you. Ask me anything else you need.
ask-sorry = Sorry, I got that wrong. Is it one of these? Or let me pass it to an officer.
ask-passed = I have passed on to an officer: “{ $text }”. I'll tell you here as soon as there is an answer.
ask-passed-already = The officers have this question. I'll tell you as soon as there is an answer.
ask-replied = An officer has answered this, see the message above. If you want to know more, write a new question.
ask-officer-what = Write what you want to ask in one message and I'll pass it to the officers. If it is urgent, call { $office }.
ask-officer-call = To reach a person now, call { $office }.
ask-office-number = Please call { $office }. To write to an officer, type “talk to an officer”.
ask-only-text = Please put it in words.
# How people ask for a phone number, greet and thank; separated by |.
words-number = phone number|telephone|phone|hotline|number to call|which number|what number
words-manners = thanks|thank you|many thanks|hello|hi|good morning|bye|goodbye

ask-do-barcode = 🤝 Ask for barcode support
ask-do-lab_test = 🤝 Ask for lab test support
ask-do-ip = 🤝 Ask for intellectual property support
ask-do-quality_standard = 🤝 Ask for advice on quality standards
ask-do-packaging_label = 🤝 Ask for packaging and label support
ask-do-trade_promotion = 🤝 Ask for trade promotion support
ask-do-assess = ⭐ Grade my product
ask-do-criteria = 📋 Read the criteria set

ask-talk-greeting = Hello! Write your question here, or type /menu to see what I can do.
ask-talk-thanks = You're welcome. Write whenever you need something.
ask-talk-goodbye = Goodbye, and all the best.
ask-talk-agree = Good. Write if you want to know more.
ask-talk-who_are_you = I am an automatic assistant, not a person, working for { $office }. I answer about OCOP, take requests for support and pass questions to officers. Type /menu to begin.
ask-talk-swearing = Sorry if I've annoyed you. Tell me what the trouble is and I'll look again; or call { $office }.
ask-talk-phone = I haven't kept this number. To be called back, send a request for support: /support. If it is urgent, call { $office }.
ask-talk-empty = I don't understand that. Please write your question in words.
ask-picture = I got a picture or file, but I can't read what is in it and haven't kept it. Please write your question; files for a request are sent during /support or in /requests.
ask-voice = I can't listen to voice messages yet. Please write, or call { $office }.
ask-phone = I haven't kept this contact. To be called back, send a request for support: /support.
ask-location = I can't use a place on the map. Write your question, or the commune's name if you are filling in a request.
ask-link = I can't open links. Please write in words what you would like to know about that page.
ask-sticker = 🙂 Write in words what you would like to know.
ask-unsupported = In this app I get texts and photos only; what you just sent (a file, a contact, a place, a quoted message…) did not reach me. Please send papers as photos, and write the rest.
