# Barcodes that people photograph or type.
barcode-right =
    <b>{ $digits }</b> (GTIN-{ $length }): the check digit is right.
    { $issued ->
        [vietnam] Prefix 893: the number is from the range of GS1 Vietnam. That doesn't prove that the goods are made in Vietnam, and I can't look up whose number it is.
        [internal] This prefix is for use inside one shop or company; nobody outside knows such a number.
        [book] This prefix is for books and journals (ISBN, ISSN).
       *[elsewhere] Not prefix 893: GS1 Vietnam didn't issue it. Goods made in Vietnam need a confirmation before a foreign number is printed on them; please ask an officer.
    }
barcode-wrong = <b>{ $digits }</b>: not right. If the digits before are right, the check digit at the end must be <b>{ $expected }</b>; otherwise one digit is mistyped. Please compare it with your paper or packaging.
barcode-no-check-digit = <b>{ $digits }</b> has only 12 digits; the check digit is missing. All 13 are <b>{ $whole }</b>.
barcode-content = { $name } says: <code>{ $text }</code>
barcode-not-opened = ⚠️ I only read what the code says and open no link. Open it only when you are sure who made the code, and never enter a password or send money there.
barcode-print = 🖨 Send the EAN-13 to print ({ $digits })
barcode-picture = <b>{ $digits }</b>, to be printed at 100%: 37.29 mm wide with the white space at both sides. Send the printer this very file, don't cut the white space, and scan a test print first. Print only numbers that were issued to you.
barcode-not-sent = I couldn't send the barcode. Please try again in a few minutes.
