"""Made by `python -m desktop_admin.db.migrations.new`, then read and mended by hand."""
