# Welcome, consent, start page, language, help, stopping.
start-welcome =
    Hello! I am the OCOP assistant of { $office }.
    Just write your question. I look up criteria, dossiers and procedures; I take requests for help with barcodes, lab tests and trademarks, and tell you how they get on.
    Where there is a list, choose, type the number or type the words.
start-welcome-back = Hello! I am the OCOP assistant of { $office }. Write a question, or choose something below (by number or by words).
start-other-language = Tiếng Việt

consent-text =
    <b>May I keep your details?</b>
    For questions I needn't know who you are. When you ask for support, an officer has to reach you, so I ask to keep:
    • What: your name, phone, your business's address and whatever you send with a request, pictures and papers too.
    • What for: to handle the request, answer you and remind you. Nothing else.
    • Who sees it: the officers in charge at { $office }.
    • How long: until you have it erased or take your consent back.
    • Your rights: see, correct, erase, take the consent back at any time (type /privacy); complain if something is wrong.
    Under the Personal Data Protection Law 91/2025/QH15. Please don't send a picture of your identity card.
consent-again = The text below has changed since you agreed, so I ask again. What you told me before is kept; to erase it, type /privacy.
consent-agree = I agree
consent-only-ask = Questions only, not yet
consent-thanks = Thank you. Your consent is recorded, { $day }. To see, correct or erase your data, type /privacy.
consent-later = That's fine. Ask whatever you like; I keep neither name nor phone number.
consent-needed = That's fine, I keep nothing. This needs a name and a phone number for the officer, so I can't do it yet. You can also call { $office }.

menu-title = What would you like to do?
menu-title-more =
    What would you like to do?
    <i>Also: /products (products, certificates), /link (join Zalo and Telegram), /help (everything).</i>
menu-ask = ❓ Ask a question
menu-assess = ⭐ Trial assessment
menu-criteria = 📋 Read the criteria
menu-support = 🤝 Ask for support
menu-requests = 📁 My requests
menu-privacy = 🔒 My data
menu-language = 🌐 Language / Tiếng Việt
menu-queue = 📥 Requests waiting
menu-find = 🔎 Find a request
menu-broadcast = 📣 Send a notice
menu-staff = 👥 Officers
menu-stats = 📊 Figures
menu-help = 💡 The commands

language-which = Which language would you like?
language-vi = Tiếng Việt
language-en = English
language-set = From now on I speak English.

help =
    <b>The commands</b>
    { $commands }

    You needn't remember them: just write your question, or type the number or the words of what you choose.
    To reach a person: { $office }.
help-line = /{ $command }: { $does }

cancel-done = I've stopped what was half done.
cancel-nothing = Nothing is half done.
