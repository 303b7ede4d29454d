"""What every layer may know: clock, errors, ids, languages, permissions, settings, paths."""
