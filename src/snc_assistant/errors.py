"""The errors that a user can meet; each message says what failed, on what, and the cure.

SncError
├── UsageError               the question or an option is not acceptable
│   └── EngineUnknown        no such engine, or it is not set up
├── CorpusError              a source, a fact or a question file is wrong
│   ├── SourceChanged        a document's hash is not the one in sources.toml
│   └── QuoteNotFound        a fact quotes something that is not in its document
├── IndexUnavailable         no snapshot, or one that cannot be served
│   ├── SnapshotStale        built from other sources, facts, questions or encoder
│   └── SnapshotDamaged      a file is missing or its hash differs
├── ModelError               the language model did not deliver
│   ├── ModelUnavailable     no server, or the model is not there
│   ├── ModelTimeout         connected, but too slow
│   ├── ModelBroken          it answered with an error or with garbage
│   └── PromptTooLong        the prompt does not fit, or the server cut it
└── DependencyMissing        an optional package is needed for this
"""


class SncError(Exception):
    """Anything that this package reports to its user."""

    code = "error"


class UsageError(SncError):
    """The question or an option is not acceptable."""

    code = "usage"


class EngineUnknown(UsageError):
    """There is no such engine, or it is not set up."""

    code = "engine_unknown"


class CorpusError(SncError):
    """A source, fact or question file is wrong."""

    code = "corpus"


class SourceChanged(CorpusError):
    """A document's bytes are not those that sources.toml describes."""

    code = "source_changed"


class QuoteNotFound(CorpusError):
    """A fact quotes something that its document does not contain."""

    code = "quote_not_found"


class IndexUnavailable(SncError):
    """There is no snapshot, or it cannot be served."""

    code = "index_unavailable"


class SnapshotStale(IndexUnavailable):
    """The snapshot was built from other inputs than today's."""

    code = "snapshot_stale"


class SnapshotDamaged(IndexUnavailable):
    """A snapshot file is missing or altered."""

    code = "snapshot_damaged"


class ModelError(SncError):
    """The language model did not deliver an answer: readers of one are told why in their language."""

    code = "model"

    def __init__(self, message: str, french: str = "") -> None:
        super().__init__(message)
        self._french = french or message

    def said(self, language: str) -> str:
        """The message in French or in English."""
        return self._french if language == "fr" else str(self)


class ModelUnavailable(ModelError):
    """The model server does not answer, or lacks the model."""

    code = "model_unavailable"


class ModelTimeout(ModelError):
    """The model server is too slow."""

    code = "model_timeout"


class ModelBroken(ModelError):
    """The model server answered with an error or with something unreadable."""

    code = "model_broken"


class PromptTooLong(ModelError):
    """The prompt does not fit the context, or the server cut it."""

    code = "prompt_too_long"


class DependencyMissing(SncError):
    """An optional package is not installed."""

    code = "dependency_missing"
