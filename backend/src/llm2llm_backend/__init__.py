"""The fine-tuning backend of LLM2LLM Lab."""

__version__ = "0.1.0"
