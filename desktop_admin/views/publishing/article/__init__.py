"""What an article is written, compared and previewed with.

body     an editor's document as the HTML that is stored, and back
editor   the editor, with its tools
compare  two revisions in one text, and what was found in it
phone    the article as a phone shows it
"""
