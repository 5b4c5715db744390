# What admins do with the knowledge: /knowledge.
knowledge-title =
    <b>Knowledge</b>
    { $entries } entries in use, { $mended } written or corrected by admins. What you write counts at once.
knowledge-list-open = ❓ Not answered yet ({ $count })
knowledge-list-answered = 👤 Answered by officers ({ $count })
knowledge-search = 🔎 Find and correct an entry
knowledge-try = 🧪 Try a question
knowledge-new = ➕ Write a new entry
knowledge-mended = 📝 Written and corrected ({ $count })
knowledge-back = Back to /knowledge
knowledge-open = 📄 Open this entry
knowledge-save = Save
knowledge-private = Please open a private chat with me to write an entry.
knowledge-line = • { $text }

knowledge-page-open = Questions without an answer, or with a wrong one ({ $first }–{ $last } of { $count }), the most asked first:
knowledge-page-answered = Questions that officers answered and the knowledge doesn't have ({ $first }–{ $last } of { $count }):
knowledge-page-none = Nothing is left in this list.
knowledge-group = <b>Asked { $count } times</b>, last at { $at }:
knowledge-group-shown = I showed: <i>{ $title }</i>, which didn't help, or an officer has answered again.
knowledge-group-nothing = I had no answer.
knowledge-group-answer =
    <b>Answered:</b>
    { $answer }
knowledge-answer = ✍️ Answer who asked
knowledge-keep = 📚 Keep as an entry
knowledge-teach = 🔗 Is an example of: { $title }
knowledge-why-choice = 🧪 Why I answered so
knowledge-settle = ✔️ Let it be (asked { $count } times)
knowledge-answer-write =
    Write the answer in one message; I send it to everybody who asked this:
    <i>{ $text }</i>
knowledge-answer-sent = ✅ I am sending the answer to { $count } people. Keep it as an entry, and next time I can answer myself.
knowledge-answer-nobody = Whoever asked can't be reached any more. The answer can still be kept as an entry.
knowledge-answered-before = This has just been answered, so I send nothing more.
knowledge-taught = ✅ Example added. From now on this question finds “{ $title }”.
knowledge-taught-not-found = Example added to “{ $title }”, but the question still doesn't find it. Try it to see why.

knowledge-search-what = Type a few words of the entry (or its id, such as <code>barcode.register</code>).
knowledge-search-found = The nearest entries; choose one to open it:
knowledge-search-none = I see no entry near these words. Please try others.
knowledge-mended-list = Written or corrected by admins, newest first:
knowledge-entry =
    <b>{ $title }</b> (<code>{ $id }</code>)
    { $text }

    <i>Source: { $source }; checked on { $checked }</i>

    <b>Examples</b> ({ $shown }/{ $count }):
    { $examples }
knowledge-entry-by = ✏️ Written or corrected by { $who } at { $at }.
knowledge-an-admin = an admin
knowledge-edit = ✏️ Correct this entry
knowledge-drop = 🗑 Take my correction back
knowledge-drop-sure = Take back what you wrote for <code>{ $id }</code>? An entry that came with the program counts again; one of your own is gone.
knowledge-drop-yes = Take it back
knowledge-dropped = Done. This entry is gone.
knowledge-dropped-back = Done. The entry that came with the program counts again.
knowledge-not-yours = Another admin wrote this. You can correct it, but not take it back for them.

knowledge-try-what = Type a question as people would ask it. I tell what I would answer, and why; nothing is kept.
knowledge-why =
    <b>Question:</b> { $text }
    <b>Read as:</b> { $read }
    <b>I would:</b> { $decision } ({ $score }% sure)
knowledge-why-answer = answer with “{ $title }”
knowledge-why-made = answer from the criteria: “{ $title }”
knowledge-why-choices = offer { $count } entries to choose from
knowledge-why-refuse =
    not answer: { $kind ->
        [outside] outside the office's business
        [unknown] not sure enough
        [officer] an officer is wanted
        [long_text] the message is too long
        [phone] only a phone number
       *[other] it is no question
    }
knowledge-signals =
    { $number }. <b>{ $title }</b>: { $score }%
    near “{ $pattern }”; main words { $central }%, in the entry { $anywhere }%, example met { $about }%, what is asked { $asks }%, letters { $letters }% (the next two examples { $again }%), word pairs { $pairs }%

knowledge-saved = ✅ “{ $title }” is saved and counts at once.
knowledge-missed = ⚠️ These examples still don't find it (another entry may mean the same):

knowledge-digest = <b>Last week:</b> { $count } questions, { $unanswered } without an answer or with a wrong one.
knowledge-digest-asked = <b>Most asked:</b>
knowledge-digest-unanswered = <b>Without an answer:</b>
knowledge-digest-line = • { $count } times: { $text }
knowledge-digest-open = ❓ Open the list
knowledge-digest-hint = Type /knowledge to open the list

form-knowledge = Knowledge entry
    .do-review = Check and save
    .review =
        <b>Please check, then save: { $title }</b>

        { $lines }
    .later = I keep what you have written. To go on, type /menu.
    .dropped = I have dropped what you were writing. Type /knowledge to start again.
field-entry_title = What is the entry's title? Short, like a heading.
    .label = Title
    .hint = For example: Replacing a lost OCOP certificate
field-entry_text = What is the answer? At most 600 letters; steps one a line.
    .label = Answer
    .hint = Amounts and deadlines exactly as in the source.
field-entry_source = Which source says so?
    .label = Source
    .hint = For example: Decision 26/2026/QĐ-TTg, Article 7
field-entry_examples = How do people ask this? One question a line; the more, the easier it is found.
    .label = Examples
    .hint = For example: what if I lost the certificate
field-entry_actions = What can be done next, beneath the answer?
    .label = Next steps
    .barcode = Ask for help with a barcode
    .lab_test = Ask for help with lab tests
    .ip = Ask for help with a trademark
    .quality_standard = Ask for advice on quality standards
    .packaging_label = Ask for help with packaging
    .trade_promotion = Ask for help with selling
    .criteria = Read the criteria
    .assess = Grade my product
    .officer = Ask an officer
