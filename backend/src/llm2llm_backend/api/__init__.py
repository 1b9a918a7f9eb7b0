"""The wire format: OpenAI's, for files, fine_tuning/jobs, models, chat/completions and completions."""
