"""Fine-tuning jobs: what they are, who works on them, and what becomes of them when a process ends."""
