"""What is done with an article's text: cleaned, searched for what should not go out, compared, made ready for WeChat.

Pure functions: none of them knows a transaction.
"""
