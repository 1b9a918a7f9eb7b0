"""Weights for WebLLM: a Hugging Face folder in, what a browser tab loads out. numpy only, no torch."""
