# Words of the form: its frame, what is wrong with an answer, and how answers are understood.

# --- frame ---
form-step-required = <b>{ $number }/{ $total }</b> · { $question }
form-step-optional = <b>Extra { $number }/{ $total }</b> · { $question }
form-correcting = <b>Correct</b> · { $question }
form-hint = <i>{ $hint }</i>
form-so-far = Noted so far: { $value }
form-several = <i>You can choose several, for example by typing 1,3. Then choose or type “Done”.</i>
form-ticked = ✓ { $label }
form-line = <b>{ $label }:</b> { $value }
form-enough = Done
form-none = None yet
form-keep = Keep it
form-take = Use { $value }
form-known =
    I still have what you told me last time:

    { $lines }

    Use it again?
form-review =
    <b>Please check before you send: { $title }</b>

    { $lines }{ $files ->
        [0] { "" }
       *[other] { "\u000A" }<b>More photos and papers:</b> { $files }
    }
form-attaching =
    Send photos or papers here, one by one or several at once (pictures, PDF, Word, Excel, up to 20 MB each).{ $files ->
        [0] { "" }
       *[other] { " " }Added so far: { $files }.
    }
form-which = What would you like to correct?
form-manners = I am here. Let us go on.
form-choose = Please choose one of these.
form-unreadable = I can't read that kind of message at this step. Please type, or choose one of these.
form-answered = You have answered that already. To change it, choose “Correct” when you check everything. Going on:
form-over = This was sent or dropped, so the old choice does nothing now. Your requests: /requests. A new one: /support.
form-unfinished = You are in the middle of: { $title }. Go on?
form-resume = Go on with: { $title }
form-leave = You are in the middle of: { $title }. Drop it, or keep it for later?
form-later = I keep what you have filled in. To go on, type /support or /menu.
form-dropped = I have dropped what you were filling in. Type /support to start again.
form-file-received = File received.
form-file-not-kept = I haven't kept the file that you just sent. Please choose one of these first, and send it again.
form-file-beside = File received; I add it to the request.
form-do-reuse = Use it again
form-do-anew = Enter it anew
form-do-send = Send the request
form-do-edit = Correct
form-do-more = Add more (optional)
form-do-attach = Attach photos, papers
form-do-review = Check and send
form-do-leave = Cancel
form-do-later = Keep it for later
form-do-drop = Drop it
form-do-go_on = Go on
files-count =
    { $count ->
        [1] 1 file
       *[other] { $count } files
    }
gtin-vietnam = { $gtin } (prefix 893, issued by GS1 Vietnam)
gtin-foreign = { $gtin } (a foreign prefix, not 893)
commune-option = { $name } (formerly { $districts })

# --- how answers are understood; separated by | ---
words-yes = yes|y|yeah|ok|okay|right|correct|sure|có|đúng|vâng
words-unsure = know|sure|maybe|or
words-dont-know = i don't know|don't know|not sure|no idea|unsure|skip|skip it
words-introduced = my name is|i am|i'm|name
words-send = send|send it|ok|okay|yes|done|correct|that is right|gửi
words-no-more = no|no more|that is all|that's all|nothing more
words-no = no|n|nope|not yet|wrong|không|chưa
words-correct = correct|change|edit|fix
words-none = none|no|not|don't|skip|done|nothing|unknown
words-question = what is|what are|where|how do|how can|how much|how many|how long|when|why|do i need|is it|can i|may i
units-time = days, day, weeks, week, months, month, years, year, ngày, tuần, tháng, năm
units-legal = mg, g, gram, kg, ml, l, litre

# --- asking back ---
unsure-commune =
    { $count ->
        [1] Is it this commune? If not, type the name again.
       *[other] Which of these communes is it? If none, type the name again.
    }
unsure-commune-now = <b>{ $old }</b> (old name) is now <b>{ $now }</b>. Is that right?
unsure-commune-old = <b>{ $old }</b> is an old name and now belongs to one of these. Which one is yours?

# --- what is wrong, and an example ---
invalid-phone-none = I see no phone number. Please type all of it, for example 0912 345 678.
invalid-phone-several = I see several phone numbers. Please type one only, for example 0912 345 678.
invalid-phone-foreign = I can only take Vietnamese numbers, for example 0912 345 678.
invalid-phone-old_prefix = That prefix was changed. The new number is { $suggestion }, right?
invalid-phone-too_short = This has { $digits } digits, which is too few. A mobile number has 10, for example 0912 345 678.
invalid-phone-too_long = This has { $digits } digits, which is too many. A mobile number has 10, for example 0912 345 678.
invalid-phone-no_such_prefix = There is no prefix { $prefix }. Please check, for example 0912 345 678.
invalid-tax_code-not_digits = A tax code has digits only, for example 0100109106 or 0100109106-001. An old household business number: 41A8012345.
invalid-tax_code-personal_id = These 12 digits aren't a personal id. Please check your card; the form is, for example, 019085001234.
invalid-tax_code-length = This has { $digits } digits. A tax code has 10 (a branch 13, a person 12), for example 0100109106.
invalid-tax_code-check_digit = One digit of this tax code is wrong (the tenth, which checks the others, doesn't fit). Please look at the paper; a right one is, for example, 0100109106.
invalid-tax_code-branch = A branch's ending begins with 001, for example 0100109106-001.
invalid-gtin-not_digits = A GTIN has digits only, those under the bars, for example 8934602001078.
invalid-gtin-length = This has { $digits } digits. The number on a pack mostly has 13, for example 8934602001078.
invalid-gtin-no_check_digit = The last digit (the check digit) is missing. With it the number is { $suggestion }; another example: 8934602001078.
invalid-gtin-check_digit = The last digit doesn't fit: after the others it must be { $expected }. One digit may be mistyped. A right one is, for example, 8934602001078.
invalid-gs1_prefix-not_digits = A company prefix has digits only, for example 8936012345.
invalid-gs1_prefix-not_vietnam = A company prefix from Vietnam begins with 893, for example 8936012345.
invalid-gs1_prefix-is_gtin = These are the full 13 digits of a product. The company prefix is its beginning, 8 to 12 digits, for example 8936012345.
invalid-gs1_prefix-length = This has { $digits } digits. A company prefix has 8, 9, 10 or 12, for example 8936012345.
invalid-date-no_day = The day is missing. Type day/month/year, for example 30/04/2027.
invalid-date-no_year = The year is missing. Type day/month/year, for example 30/04/2027.
invalid-date-format = I can't read this date. Type day/month/year, for example 30/04/2027.
invalid-date-year = The year { $year } can't be right. A date is written, for example, 30/04/2027.
invalid-date-month = There is no month { $month }. The day comes first, then the month, for example 30/04/2027.
invalid-date-day = Month { $month } has no day { $day }, only up to { $last }. A date is written, for example, 30/04/2027.
invalid-date-too_early = This day is past. Choose { $earliest } or later, for example { $earliest }.
invalid-date-too_late = This day is still to come. Choose { $latest } or earlier, for example { $latest }.
invalid-year-format = Type the year with four digits, for example 2021.
invalid-year-range = The year must be between { $low } and { $high }, for example { $high }.
invalid-number-format = I need a number, for example 12 or 1.000.
invalid-number-unclear = I'm not sure whether this is { $whole } or { $fraction }. Write thousands without a mark or with a dot, for example 1.000.
invalid-integer-fraction = I need a whole number, for example 12.
invalid-integer-range = The number must be between { NUMBER($low, useGrouping: 0) } and { NUMBER($high, useGrouping: 0) }, for example { NUMBER($low, useGrouping: 0) }.
invalid-quantity-no_number = The number is missing. Type a number and a unit, as in the example below.
invalid-quantity-not_positive = The amount must be more than 0, as in the example below.
invalid-quantity-no_unit = The unit after the number is missing; see the example below.
invalid-quantity-unit = The unit “{ $unit }” can't be used here. Use one of: { $units }. Type the number, then the unit, as in the example below.
invalid-text-length = This has { $length } characters; it needs { $low } to { $high }. Please write it like the example below.
invalid-text-no_letters = There are no letters in this. Please write words, like the example below.
invalid-person-letters = A person's name has letters and spaces only, for example: Hoàng Thị Lan.
invalid-email-no_at = An email address has an @, for example htxconminh@example.vn.
invalid-email-too_long = This email address is longer than { $longest } characters. For example: htxconminh@example.vn.
invalid-email-typo = This has a stray space or comma. Do you mean { $suggestion }?
invalid-email-format = This isn't an email address; a right one is, for example, htxconminh@example.vn.
invalid-url-too_long = This address is longer than { $longest } characters. For example: https://truyxuat.example.vn/abc.
invalid-url-space = A web address has no spaces, for example https://truyxuat.example.vn/abc.
invalid-url-format = This isn't a web address; a right one is, for example, https://truyxuat.example.vn/abc.
invalid-url-scheme = A web address begins with https://, for example https://truyxuat.example.vn/abc.
invalid-url-https = The address must begin with https:// to be safe. Use { $suggestion }?
invalid-choice-none = You haven't chosen anything. Choose at least one, for example by typing 1 or 1,3.
invalid-choice-unknown =
    { $count ->
        [0] I don't understand that choice. Choose one below or type its words, for example “{ $first }”.
        [1] I don't understand that choice. Type 1, or the words of the one below: “{ $first }”.
       *[other] I don't understand that choice. Type a number from 1 to { $count } or the words of one below, for example 1 or “{ $first }”.
    }
invalid-commune-unknown = I find no such commune in Thái Nguyên (with former Bắc Kạn). Type its name, with or without marks, for example: con minh.
invalid-set-unknown = I don't know that kind of product. Type its common Vietnamese name, for example: mật ong, chè, homestay.
invalid-set-number = The criteria sets have the numbers 1 to { $last }, for example 6.
invalid-lot-no_date = The day it was made is missing. Type the lot, then the date, for example: L05 - 10/11/2026.
invalid-lot-no_number = The lot number (1 to 40 characters) before the date is missing, for example: L05 - 10/11/2026.
invalid-application-no_digits = An application number has digits, for example 4-2026-01234.
invalid-file-none = Here I need a photo or a file, for example a .jpg photo or a .pdf.
invalid-file-kind = I don't take { $kind } files. I take: { $kinds }. For example, take a photo and send it.
invalid-file-too_big = This file has about { $size } MB; the limit is { $largest } MB. Please send a smaller one, for example a normal photo in place of a scan.
invalid-file-too_many = A request takes { $most } files at most. For example, put the pages into one PDF, or hand them to the officer later.
