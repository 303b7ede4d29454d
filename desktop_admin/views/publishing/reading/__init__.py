"""The page of one article, for who writes, signs, reviews and publishes it.

screen    the page: what can be done about it below
text      its text, with what changed since another revision and what was found in it
findings  what was found, and why it may stay; what is missing before it is handed in
cards     signatures, facts, sources and files, revisions
jobs      what is published where, and by whom
preview   as a phone and as a website show it
pictures  the pictures of the text, read one by one
"""
