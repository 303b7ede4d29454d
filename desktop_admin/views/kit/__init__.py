"""What every screen is made of. The public names, by module:

theme     apply(app, Scheme.SYSTEM) once; tokens(), colour(token), font(size, strong=...) in paintEvents, never kept;
          look().switch(Scheme.DARK) while running; look().changed; dress_view(view) for every item view
tokens    Tokens, LIGHT, DARK and every size (PAGE_SIDE, CONTROL, TABLE_ROW, RAIL, ...) in logical pixels
icons     icon(name, token) -> QIcon, recolours itself; pixmap, paint_icon for delegates; IconMark(name, token, size)
style     restyle(widget, property, value) after changing a property the sheet matches: face, kind, fault, low, at
          (fields: restyle(edit, "fault", True) gives the red outline)
widgets   see its own page: label, Pill, Chip, Segmented, Card, PageHeader, Banner, EmptyState, PasswordEdit, ...
desk      QtDesk, Errands: work on other threads, answers on this one
messages  MessageBar.say(text, kind, action, on_action), show_refusal(error); QuietWord.saved(at)
dialog    Dialog(parent, title, subtitle, icon_name=, width=): body, note, add_button(text, clicked, face),
          add_cancel(), losing = callable, show_refusal(error), open();
          confirm(parent, title, effect, verb, then, danger=)
conflict  ConflictDialog(parent, what=, who=, explained=, clashes=[Clash(...)], merged=[...]).resolved -> {field: Side}
progress  ProgressLine: begin(what, total), advance(done), finish(), cancelled
editors   make_editor(field, choices) -> Editor: widget, read() (raises Invalid), write(value), edited
form      FormDialog(parent, desk, Command, initial=, fixed=, choices=, check=, record=, then=).open();
          ValuesDialog(parent, Command, ...).given -> {field: value}
list_page ListPage(desk, spec, details=, opens=, choices=, export=, create=); SwitchedLists(specs, make);
          remember_in(folder) once at the start
facts     facts([(message, text)]): what each is called on the left, what it is on the right
opening   Opens(desk): hold(first), open_screen(Kind, key), turn(screen); Screen: what is opened, left by Esc
switched  Switched([(name, make)]): parts of one page, each made when it is first wanted; show_part(place)
renewal   Renewal(desk, screen, areas, ask): a screen is asked for again once for many changes, and when it is seen
known     KnownPairs: wanted(), pairs_of(answer) -> choices of a field; follow(screen); KnownAnswer for several fields
picking   ask_file, ask_place, read(path, limit), save: files that a person chooses; size_text(bytes)
waiting   Waiting(query, count): what a module's badge counts
tasks     Figure(title), TaskCard(title): show_tasks([ToDo(...)])
shell     Module(name, title, icon, (Page(title, permission, make),), waiting=), MainWindow(desk, modules, school=,
          role=, settings=): go(module, page), set_badge(module, count), add_source(search), tools.quiet.saved(at)
finder    Finding(title, detail, icon, open): what a search source answers with
lock      Lock(parent, name, unlock).lock(); locked, unlocked, sign_out_asked
idle      IdleWatch(minutes, clock=, system=system_idle(platform)).idle
chart     ChartCard(BarChart(Series(title, (Mark(label, value, failed),), unit, limit)));
          LineChart, DonutChart, ShareBars
calendar  MonthCalendar(today, {date: DayState.OK}); grid.opened, grid.month_wanted -> show_month(year, month, states)
outbox    OutboxDialog(parent, desk, {Refusal: decide}): what waits, and what was not accepted; what each is about is
          given to desk.ask(command, about=About(title, where, values))
"""
