"""Question and hits → evidence: which facts answer, under which outcome, and what is missing."""

from snc_assistant.answering.answerer import Answerer

__all__ = ["Answerer"]
