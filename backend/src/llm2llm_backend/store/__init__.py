"""What outlives the process: SQLite and the folders beside it."""
