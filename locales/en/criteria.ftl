# Reading the criteria sets.
criteria-which-sector = Which sector does your product belong to? Or type /criteria with its name, for instance <i>/criteria mật ong</i>.
criteria-which-of-sector = { $sector }: choose a criteria set.
criteria-which-set = “{ $product }” may belong to several sets. Choose the nearest; if in doubt, ask an officer.
criteria-no-set = I don't know the set of “{ $product }”. Please choose by sector; I know products by their Vietnamese names.
criteria-other = Another set
criteria-set-head =
    <b>Set { $number }. { $name }</b>
    Sector: { $sector }
criteria-examples = Examples: { $examples }
criteria-disqualified = A product is ruled out if:
criteria-note = – { $text }
criteria-remarks = Please note:
criteria-correction = – { $code }: { $text }
criteria-which-part = Which part would you like to read?
criteria-part = Part { $part }: { $name } ({ $points } points)
criteria-part-head =
    <b>{ $set }</b>
    <b>Part { $part }. { $name }</b>: { $points } points at most
criteria-page = Page { $page } of { $pages }
criteria-group = <b>{ $name }</b>
criteria-criterion =
    <b>{ $code }. { $name }</b> ({ $points } points at most{ $jury ->
        [true] , judged by a jury's senses
       *[false] {""}
    })
criteria-option =
    • { $text }: <b>{ $points }</b> points{ $stars ->
        [0] {""}
       *[other] {" "}⭐ the least for { $stars } stars
    }
criteria-source = <i>Source: { $source }; checked { $checked }</i>
criteria-in-vietnamese = The criteria are written in Vietnamese, the language in which products are graded.
