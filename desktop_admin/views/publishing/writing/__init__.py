"""Where an article is written.

screen       the editor with everything around it: saving, conflicts, leaving
form         every labelled field of an article's content
attachments  its files, and where its quotes and pictures are from
checks       counters as one types; findings and what is missing, a moment later
merging      two people saved: what both changed
"""
