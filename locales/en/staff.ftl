# Officers: the list, inviting, areas, leaving; groups that get notices.
staff-area-none = no area chosen
staff-people = <b>Officers ({ $count })</b>
staff-line = • <b>{ $name }</b>{ $marks }: { $areas }. { $channel }, { $cases ->
        [one] { $cases } open request.
       *[other] { $cases } open requests.
    }
staff-mark-admin = {" "}(admin)
staff-mark-settings = {" "}(admin, named in the settings)
staff-mark-unreachable = {" "}(has blocked the bot)
staff-nameless = Account number { $number }
staff-groups = <b>Groups that get notices ({ $count })</b>. To add one, type /linkgroup in that group.
staff-group-line = • <b>{ $title }</b>: { $areas }.
staff-invite = Invite an officer
staff-invite-areas =
    What will the invited officer handle? Choose one area or several; choose again to take one out.
    Chosen: { $areas }.
staff-invite-make = Make the invitation
staff-invite-ready =
    The invitation is ready, for: { $areas }.
    Forward the message below to exactly one person.
staff-invitation = { $office } invites you to help producers as an OCOP officer on this assistant. { $links ->
        [0] Send the assistant the line below:
       *[other] Open the link, or send the assistant the line below:
    }
staff-invitation-text = <code>/start { $word }</code>
staff-invitation-until = The invitation works once, within 72 hours, until { $until }.
staff-invitation-unknown = I can't find this invitation. Please check that the whole line was copied, or ask an admin for another one.
staff-invitation-used = Somebody has used this invitation already. Each works only once; please ask an admin for another one.
staff-invitation-expired = This invitation is older than 72 hours and has expired. Please ask an admin for another one.
staff-invitation-yours = You have already accepted this invitation; there is nothing more to do. Type /queue to see the requests.
staff-welcome =
    Welcome to the OCOP officers. Your areas: { $areas }.
    I'll tell you of every new request at once. Type /queue to see what is waiting.
staff-welcome-admin =
    You are an admin now. Your areas: { $areas }.
    Type /staff to look after the officers, /broadcast to write to everybody.
staff-has-joined = { $name } has accepted the invitation. Areas: { $areas }.
staff-change-areas = Change the areas
staff-remove = Remove
staff-areas-of =
    What does { $name } handle? Choose to add, choose again to take out, then “Save”.
    Chosen: { $areas }.
staff-save = Save
staff-saved = Saved. { $name } handles: { $areas }.
staff-your-areas = An admin has changed your areas: { $areas }.
staff-remove-sure = Remove { $name } from the officers? { $cases ->
        [0] No request is in their hands.
        [one] { $cases } request in their hands goes back to the queue.
       *[other] { $cases } requests in their hands go back to the queue.
    }
staff-remove-yes = Yes, remove
staff-removed = { $name } is no officer any more. { $cases ->
        [0] No request had to be handed back.
        [one] { $cases } request is back in the queue.
       *[other] { $cases } requests are back in the queue.
    }
staff-you-left = An admin has ended your role as an officer on this assistant. Thank you for your work. You can still ask questions and make requests like everybody else.
staff-gone = This person isn't among the officers any more. Type /staff to see the list.
staff-not-yourself = You can't remove yourself. Please ask another admin.
staff-in-settings = This admin is named in OCOP_ADMINS on the server. To remove them, take the name out there first.
staff-private = Officers are looked after in your private chat with the bot.
