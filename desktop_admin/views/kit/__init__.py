"""What every screen is made of. The public names, by module:

theme     apply(app, Scheme.SYSTEM) once; tokens(), colour(token), font(size, strong=...) in paintEvents, never kept;
          look().switch(Scheme.DARK) while running; look().changed; dress_view(view) for every item view
tokens    Tokens, LIGHT, DARK and every size (PAGE_SIDE, CONTROL, TABLE_ROW, RAIL, ...) in logical pixels
icons     icon(name, token) -> QIcon, recolours itself; pixmap, paint_icon for delegates; IconMark(name, token, size)
style     restyle(widget, property, value) after changing a property the sheet matches: face, kind, fault, low, at
          (fields: restyle(edit, "fault", True) gives the red outline)
widgets   see its own page: label, Pill, Chip, Segmented, Card, PageHeader, Banner, EmptyState, PasswordEdit, ...
desk      QtDesk, Errands: work on other threads, answers on this one
"""
