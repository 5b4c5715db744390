# My data: see, correct, take the consent back, erase.
privacy-title = <b>What I hold on you</b>
privacy-in-private = Please write to me in private for this, so that others in the group can't read it.
privacy-consent = • Consent given: { $at } (text { $version })
privacy-no-consent = • You haven't given consent, so I keep neither your name nor your phone number.
privacy-name = • Name: { $name }
privacy-business = • Business: { $name }
privacy-phone = • Phone: { $phone }
privacy-commune = • Commune: { $commune }
privacy-more = • Other details told in requests: { $count }
privacy-counts = • Requests for support: { $requests }; pictures and papers: { $files }; questions: { $questions }; trial assessments: { $assessments }
privacy-doors = • Joined with { $count ->
    [one] another account
   *[other] { $count } other accounts
} of yours (/link); correcting, withdrawing and erasing here is for all of them
privacy-account = • Writing to me since { $since }; language: { $speaks }
privacy-language = English
privacy-rights = You may see, correct, take your consent back, erase; if something is wrong, complain to { $office } (Law 91/2025/QH15). What is in each request: /requests.
privacy-staff = You are staff here, so your name and what you did are kept for the work. To have them erased, let an admin end your role first. To talk about it: { $office }.
privacy-correct = ✏️ Correct
privacy-withdraw = Take my consent back
privacy-erase = 🗑 Erase everything
privacy-which = What would you like to correct? For what a request says, open it in /requests and write to the officer, who corrects it.
privacy-correct-name = My name
privacy-correct-phone = The phone number
privacy-new-name = Please write your name as it should be.
privacy-new-phone = Please write the right phone number, for instance 0912 345 678.
privacy-wrong-name = A name has letters only, 2 to 80 of them, for instance <i>Hoàng Thị Lan</i>. Please write it again.
privacy-wrong-phone = That can't be right. A mobile number has 10 digits, for instance 0912 345 678. Please write it again.
privacy-corrected = Corrected.
privacy-withdraw-sure =
    If you take your consent back, I erase your name, phone, business, and the contents and papers of your requests. { $open ->
        [0] No request is under way.
        [one] <b>One request under way will stop</b> and the officers are told.
       *[other] <b>{ $open } requests under way will stop</b> and the officers are told.
    }
    You can still ask questions. What was done before stays lawful.
privacy-withdraw-yes = Take it back
privacy-keep = Leave it as it is
privacy-kept = All right, nothing is changed.
privacy-withdrawn = Your consent is withdrawn from { $at } on. What was kept on its ground has been erased. To talk about it: { $office }.
privacy-erase-sure =
    I'll erase everything: name, phone, business, questions, and the contents and papers of your requests. { $open ->
        [0] No request is under way.
        [one] <b>One request under way will stop</b> and the officers are told.
       *[other] <b>{ $open } requests under way will stop</b> and the officers are told.
    }
    Only codes and dates of requests stay, for the figures. <b>This can't be undone.</b>
privacy-erase-yes = Erase everything
privacy-erased = Your data were erased at { $at }. Please delete the messages in this app yourself. To talk about it: { $office }. You can write again at any time.
privacy-request-withdrawn = { $code }: the sender has erased their data or taken the consent back; the request stops. Please delete any copies.
