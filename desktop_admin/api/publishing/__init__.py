"""Publishing approvals: what the website and the WeChat account may show, and who said so (SW, WX, PL).

text        what is found in a text, cleaned out of it, and different between two
registers   departments with their seats, channels, columns with their watch
words       the list of words that people look at before a text goes out
content     what an article consists of, and everything that its channels limit
submission  an article as it is listed and read, its revisions, files and findings
entry       what is done to it before it is handed in
flow        the whole way from the draft to the archive, and the command of each step
jobs        one article on one channel: who publishes it, how far it is, what came of it
columns     columns that are not kept up: notice (督促), correction (整改), verification
overview    what waits, what is late, which seat is empty
refusals    why it says no
lists       the lists, for the screen, the export and paper alike
"""
