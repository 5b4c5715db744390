# A producer's OCOP products: certificate, papers, the two Word forms, reminders; the office's register from Excel.
criteria-language = en

# --- the list, and one product ---
product-private = Please write this to me in a private chat, so that others in the group can't read it.
product-list =
    <b>Your products</b>{ $free ->
        [0] { "" }
       *[other] { "\u000A" }The office's register has { $free } more under the name <b>{ $name }</b>. Take them over and I will remind you in time.
    }
product-none =
    { $free ->
        [0] You have told me of no product yet. Add one, and I will remind you of its dates and fill in the two forms of its dossier.
       *[other] The office's register has { $free } products under the name <b>{ $name }</b>. Take them over and I will remind you in time.
    }
product-item =
    { $stars ->
        [0] { $name } · being prepared
       *[other] { $name } · { $stars } stars, until { $expires }
    }
product-set = Set { $number }: { $name }
product-claim = ✅ Take over these { $count }
product-add = ➕ Add a product
product-to-list = List of products
product-head = <b>{ $name }</b>
product-line-set = { $set }
product-line-certificate =
    { $certificate ->
        [none] { $stars } stars, issued { $issued }, valid until <b>{ $expires }</b> (36 months)
       *[other] { $stars } stars, certificate { $certificate } issued { $issued }, valid until <b>{ $expires }</b> (36 months)
    }
product-line-window =
    { $when ->
        [early] Dossier for grading again: hand it in at the commune from { $first } to { $until }
        [now] ⏰ Now is the time to hand in the dossier for grading again at the commune: until <b>{ $until }</b> (since { $first })
        [late] ⚠️ The time to hand in the dossier for grading again, { $first } to { $until }, is over. Ask an officer soon: /support
       *[over] ⚠️ The certificate has ended (the dossier was due from { $first } to { $until }). Ask an officer: /support
    }
product-line-preparing = Being prepared, no certificate yet. Communes propose products to the province before 30/4 and before 30/10.
product-line-lab_test =
    { $over ->
        [yes] ⚠️ The lab report is older than 12 months (since { $last })
       *[no] Lab report usable until { $last }
    }
product-line-food_safety =
    { $over ->
        [yes] ⚠️ The food-safety certificate ended on { $last }
       *[no] Food-safety certificate until { $last }
    }
product-line-trademark =
    { $over ->
        [yes] ⚠️ The trademark ended on { $last }
       *[no] Trademark until { $last }
    }
product-line-reminders =
    { $on ->
        [yes] { $days ->
            [none] 🔔 Nothing to remind you of yet.
           *[other] 🔔 I will remind you on: { $days }
        }
       *[no] 🔕 Reminders are off.
    }
product-line-register = <i>As in the register of { $office }. Tell an officer if something is wrong; the other papers you can note yourself.</i>
product-papers = 📄 Registration form and report (Word)
product-correct = ✏️ Correct, add papers
product-mute = 🔕 Reminders off
product-unmute = 🔔 Reminders on
product-do-delete = 🗑 Remove from my list
product-open = See the product
product-hint = Type /products to see it, or to turn reminders off.
product-kept = Noted.
product-muted = I will not remind you about this product any more.
product-unmuted = I will remind you about this product again.
product-delete =
    { $source ->
        [own] Remove <b>{ $name }</b> and every reminder about it?
       *[register] Remove <b>{ $name }</b> from your list? It stays in the office's register; I only stop reminding you.
    }
product-delete-yes = Remove
product-deleted = { $name } is removed.
product-busy = You have not finished: { $title }. Finish it, or type /cancel to drop it, before you open this.
refused-product = I can't find that product in your list. Type /products to see the list.

# --- the form ---
product-save = Save
form-product = OCOP product
    .do-review = Review and save
    .review =
        <b>Please check before it is saved: { $title }</b>

        { $lines }
    .later = I keep what you have filled in. To go on, type /products or /menu.
    .dropped = I have dropped it. Type /products to start again.
field-product_set = Which criteria set does it belong to? If it isn't listed, type what kind of product it is.
    .label = Criteria set
    .hint = For example (in Vietnamese): mật ong; homestay; or the set's number, “set 1” to “set 26”
words-set = set|set number
field-product_stars = How many stars does it have?
    .label = Stars
    .none = None yet, nothing prepared
    .preparing = Preparing the dossier
    .three = 3 stars
    .four = 4 stars
    .five = 5 stars
field-product_issued = On which day was the OCOP certificate issued?
    .label = Issued
    .hint = The day on the certificate or decision. Example: 15/03/2024
field-product_certificate = Number of the certificate or decision?
    .label = Number
    .hint = Example: 512/QĐ-UBND
field-product_lab_report = What day is on the newest lab report?
    .label = Lab report of
    .hint = A report is usable for 12 months. Example: 10/06/2026
field-product_food_safety = When does the food-safety certificate end?
    .label = Food safety until
    .hint = Small producers with a signed commitment: its last day. Example: 10/06/2027
field-product_trademark = When does the trademark certificate end?
    .label = Trademark until
    .hint = Example: 01/08/2030
unsure-set = It may belong to one of these sets. Choose one, or type another name for it.

# --- the two forms ---
papers-which = What is the dossier for?
papers-for-again = Grading again, the certificate ends
papers-for-upgrade = More stars
papers-registration = <b>Registration form</b> (Mẫu số 01), in Vietnamese as it is handed in. What I don't know stays a dotted line: fill it in by hand, sign and stamp.
papers-report = <b>Self-assessment report</b> (Mẫu số 02), with the list of evidence to attach. Hand in at the commune: 1 set on paper and 1 electronic.
papers-not-sent = I could not send the Word file. Please try again, or ask an officer to print it: /support

# --- reminders ---
remind-regrade =
    ⏰ The OCOP certificate of <b>{ $name }</b> ends on { $last }, in { $left } days.
    The dossier for grading again is handed in at the commune from <b>{ $first }</b> to <b>{ $until }</b> (Decision 26/2026/QĐ-TTg, Article 7(6)).
remind-round =
    ⏰ { $left } days until { $last }: before that day the commune must propose <b>{ $name }</b> to the province for this round.
    Hand in your dossier at the commune early: it has 15 working days to look at it.
remind-lab_test = ⏰ The lab report of <b>{ $name }</b> is usable until { $last }, { $left } more days. For a new one type /support and choose lab testing.
remind-food_safety = ⏰ The food-safety certificate of <b>{ $name }</b> ends on { $last }, in { $left } days. Apply for a new one before that day.
remind-trademark = ⏰ The trademark of <b>{ $name }</b> ends on { $last }, in { $left } days. For help with renewing type /support and choose intellectual property.

# --- the office's register, from Excel ---
register-offer = 📥 Import a list from Excel
register-template = Fill in the certified products in this table and send it back here (.xlsx, up to 5 MB). I show what would change before anything is written.
register-reading = I have it and am reading it.
register-lost = I could not fetch the file. Please send it again.
register-plan =
    <b>A preview, nothing is written yet:</b>
    • new: { $new }
    • changed: { $changed }
    • as before: { $same }
    • not usable: { $bad }
register-bad =
    <b>{ $count } rows are not usable:</b>
    { $lines }
register-bad-row = • Row { $line }: { $why }
register-bad-more = The file lists them all.
register-take = Write { $count } products
register-drop = No, write nothing
register-taken = Written: { $new } new products, { $changed } changed. Producers of the same name are joined with them and will be reminded.
register-dropped = Nothing is written, and the table is gone.
register-column-producer = Producer
register-column-product = Product
register-column-set = Criteria set
register-column-stars = Stars
register-column-certificate = Certificate number
register-column-issued = Issued on
register-note-producer = As in the decision.
register-note-product = One product a row.
register-note-set = A number from 1 to 26 (see the next sheet). Left empty, it is found by the product's name.
register-note-stars = 3, 4 or 5.
register-note-certificate = May be left empty.
register-note-issued = Day/month/year. The certificate is valid 36 months from this day.
register-sheet = Products
register-sheet-sets = Criteria sets
register-not-workbook = I can't read this file. Please save it as Excel (.xlsx) and send it again.
register-not-small = This file unpacks to too much, so I don't open it. Please copy the list into the template.
register-not-few = The table has more than { $most } rows. Please split it into several files.
register-not-headed = Columns are missing: { $missing }. Please name them as in the template and send it again.
register-not-filled = The table has no rows. Please fill it in and send it again.
register-bad-empty = “{ $column }” is missing
register-bad-name = “{ $column }” needs letters, 2 to { $longest } characters
register-bad-set-number = there is no criteria set { $set }, only 1 to { $last }
register-bad-set-several = it may belong to the sets { $sets }; give the number of one
register-bad-set-unknown = its criteria set isn't clear; give the number, 1 to { $last }
register-bad-stars = the stars are “{ $stars }”; give 3, 4 or 5
register-bad-day = “{ $day }” is no day; write day/month/year, for example 15/03/2024
register-bad-day-range = it can't have been issued on { $day }; from { $first } to { $last }
register-bad-twice = the same as row { $first }

# --- my data ---
privacy-products = • Products: { $count } (see /products)
