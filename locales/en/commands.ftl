# What the commands do, as the messenger's list shows it.
command-menu = Start page: what I can do for you
command-ask = Ask about criteria, dossier, procedures
command-criteria = Read the criteria set of a product
command-support = Ask for support: barcode, lab tests, trademark…
command-requests = My requests
command-products = My products: stars, dates, Word forms
command-privacy = My data: see, correct, erase
command-language = Change the language
command-help = The commands, and how to use them
command-cancel = Stop what is half done
command-queue = Requests waiting, mine first
command-find = Find by code, name or phone
command-case = Open a request by its code
command-broadcast = Send a notice to everybody
command-staff = Officers: invite, areas, remove
command-stats = Figures
command-export = Export to Excel
