# The trial assessment: question by question, the result, what if, showing it to an officer.

# Beginning.
assessment-private = Please assess a product in a private chat with me, where others don't see it.
assessment-list = Go on, look at a result, or assess another product?
assessment-list-open = ▶ Go on: { $product } ({ $done }/{ $total })
assessment-list-finished =
    { $full ->
        [true] 📄 { $product }: { $points } points, { $stars ->
            [0] no star yet
           *[other] { $stars } stars
        }
       *[false] 📄 { $product }: short form
    }
assessment-new = ➕ Assess another product
assessment-which-product = Which product would you like to assess? Type its Vietnamese name, for instance <i>mật ong rừng</i>.
assessment-product-wrong = A product's name has 2 to { $most } characters.
assessment-which-sector = Which sector does your product belong to?
assessment-result = <b>Trial assessment: { $product }</b>
assessment-set = Set { $number }. { $name }
assessment-which-length = The short form or the full one? The short form asks only for the conditions of the stars; you can go on with the full one afterwards.
assessment-one-length = This set has few conditions, so I ask about all criteria. Stop whenever you like; your answers are kept.
assessment-length-short = ⚡ Short: { $count } questions, about 3 minutes
assessment-length-full = 📝 Full: { $count } questions, about 10 minutes
assessment-begin = For each question choose the level that is true today. Only an honest answer shows what is missing. Ask me anything in between; we go on afterwards.

# The questions.
assessment-group = <i>{ $name }</i>
assessment-question = <b>{ $number }/{ $total } · { $code }. { $name }</b>
assessment-jury = A jury looks, smells and tastes before it grades this. Please give your own estimate.
assessment-option =
    <b>Level { $number }</b> ({ $points } points{ $stars ->
        [0] {""}
       *[other] , needed for { $stars } stars
    }): { $text }
assessment-level =
    Level { $number } · { $points } points{ $stars ->
        [0] {""}
       *[other] {" "}· ⭐{ $stars }
    }
assessment-unsure = Not sure
assessment-later = Later
assessment-so-far = Chosen: { $level }. Choose again to change it.
assessment-noted = Noted for { $code }. { $name }: { $level }.
assessment-changed = I have changed { $code }. { $name }: { $level }.
assessment-choose = Please choose a level from 1 to { $count }, or type “not sure”.
assessment-left = I keep the assessment of “{ $product }” with all your answers. Type /assess whenever you like to go on.
assessment-go-on = ▶ Go on: { $product }
assessment-finished = The assessment of “{ $product }” is finished, so this choice changes nothing any more. To change an answer, choose “What if”.
assessment-see = 📄 See the result

# The result.
assessment-outcome =
    { $points } points, { $stars ->
        [0] no star yet
       *[other] { $stars } stars
    }
assessment-outcome-short =
    { $stars ->
        [0] Not yet the conditions for 3 stars
       *[other] Meets the conditions for { $stars } stars
    }
assessment-points = { $points } points
assessment-outcome-line =
    <b>{ $outcome }</b>{ $count ->
        [3] {" "}⭐⭐⭐
        [4] {" "}⭐⭐⭐⭐
        [5] {" "}⭐⭐⭐⭐⭐
       *[other] {""}
    }
assessment-range =
    The jury looks, smells and tastes for itself: it may come to { $low } to { $high } points{ $same ->
        [true] {""}
       *[false] {" "}({ $fewest ->
            [0] no star
           *[other] { $fewest } stars
        } to { $most } stars)
    }.
assessment-short-remark = { $points } points so far. { $count } criteria haven't been asked; they can add { $more } points at most.
assessment-compared =
    Compared with last time ({ $day }: { $points } points, { $stars ->
        [0] no star
       *[other] { $stars } stars
    }): <b>{ $change } points</b>
assessment-part = Part { $part }. { $name }: <b>{ $points }/{ $most }</b>
assessment-best = This is 5 stars, the most there is.
assessment-missing = <b>Conditions missing for { $star } stars: { $count }</b>
assessment-conditions-met = All conditions for { $star } stars are met.
assessment-way =
    <b>{ $short } points are missing for { $star } stars.</b> The shortest way changes { $changes } criteria{ $conditions ->
        [0] {""}
       *[other] {""}, the { $conditions } above and
    }:
assessment-way-conditions = Meeting these conditions brings the points for { $star } stars too.
assessment-raise =
    • <b>{ $code }</b> { $name }: needs “{ $needed }” (+{ $more } { $more ->
        [one] point
       *[other] points
    })
assessment-raise-further = {"   "}Going up to “{ $needed }” brings +{ $more } points and saves changing another criterion.
assessment-help = {"   "}→ { $help }
# What an option says that needs a traceability code; looked for in the criteria, which are in Vietnamese.
assessment-traceability = mã truy xuất
assessment-unsure-list = Not sure, counted as 0: { $criteria }.
assessment-not-official = This is an estimate to prepare with; the official points are given by the council.
assessment-widen = 📝 Go on with the full form
assessment-try = 🔧 What if
assessment-share = 👤 Show it to an officer
assessment-again = 🔁 Assess it anew

# The score card.
assessment-card-title = OCOP trial assessment
assessment-card-best = The highest level
assessment-card-missing = Missing for { $star } stars
assessment-card-short = { $points } more points
assessment-card-more = and { $count } more conditions
assessment-card-footer = Own estimate of { $day }. The official points are given by the council.

# What if.
assessment-try-which = Which criterion would you like to change?
assessment-try-part = Part { $part }. { $name }
assessment-try-criterion = { $code } { $name }
assessment-try-option =
    <b>{ $code }. { $name }</b>
    Now: { $points } points. Which level would you like to try?
assessment-try-result = <b>If { $code }. { $name } had { $points } points</b>
assessment-try-now = Now: { $outcome }
assessment-try-then = Then: <b>{ $outcome }</b>
assessment-try-missing = Conditions missing for { $star } stars: { $now } → { $then }
assessment-try-keep = ✅ Keep this change
assessment-try-drop = Don't keep it
assessment-try-other = 🔧 Try another criterion
assessment-try-dropped = The assessment stays as it was.

# Officers.
assessment-shared = I have shown it to the officers. They will write to you here.
assessment-shared-already = The officers were shown this assessment at { $at }.
assessment-notice = <b>{ $who }</b> asks you to look at this trial assessment.{ $phone } To write back, begin your message with { $code }.
assessment-notice-phone = {" "}Phone: { $phone }.
assessment-taken-back = Its sender has deleted this assessment.
assessment-gone = This assessment is no longer there.
assessment-only-text = I can only pass on text here. Please type it.
assessment-word =
    <b>{ $who }</b> about the assessment of “{ $product }”: { $text }

    To write back, begin your message with { $code }.
assessment-officer-word =
    Officer <b>{ $who }</b> about the assessment of “{ $product }”:
    { $text }

    To write back, begin your message with { $code }.
assessment-word-what = Write your words about the assessment of “{ $product }”.
assessment-word-passed = Passed on.

# How people say that they have reached no level; separated by |.
words-lacking = no|none|nothing|not yet|nothing yet
