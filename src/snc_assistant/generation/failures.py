"""The failures that servers of any kind share, said in both languages. `who` is a model "at" its address."""

from snc_assistant.errors import ModelBroken, ModelTimeout, PromptTooLong


def unreachable_in_time(url: str) -> ModelTimeout:
    """The server took too long to answer at all."""
    return ModelTimeout(
        f"the model server at {url} is too slow; try again",
        f"le serveur de modèles {url} est trop lent ; réessayez",
    )


def connection_lost(url: str, exc: Exception) -> ModelBroken:
    """The connection broke."""
    return ModelBroken(
        f"the connection to {url} broke ({exc!r}); ask again",
        f"la connexion à {url} s'est rompue ({exc!r}) ; redemandez",
    )


def broken_off(who: str) -> ModelBroken:
    """The stream ended without its end."""
    return ModelBroken(
        f"{who} broke off in the middle of its answer; ask again",
        f"{in_french(who)} s'est interrompu au milieu de sa réponse ; redemandez",
    )


def unreadable(who: str, data: bytes) -> ModelBroken:
    """What came is not in the protocol's form."""
    return ModelBroken(
        f"{who} sent something unreadable: {data[:80]!r}",
        f"{in_french(who)} a envoyé quelque chose d'illisible : {data[:80]!r}",
    )


def overflow(said: str, dit: str) -> PromptTooLong:
    """The server says that the prompt is too long for it, in these words."""
    return PromptTooLong(
        f"{said}; ask something shorter, or give the model a larger window",
        f"{dit} ; posez une question plus courte, ou donnez au modèle une fenêtre plus grande",
    )


def in_french(who: str) -> str:
    """A model and its address in a French sentence."""
    return who.replace(" at ", " sur ", 1)


def silent(who: str, patience_s: float, is_begun: bool) -> ModelTimeout:
    """The first word, or the next one, did not come in time."""
    what, quoi = (
        ("go on", "n'a pas continué") if is_begun else ("say its first word", "n'a pas dit son premier mot")
    )
    return ModelTimeout(
        f"{who} did not {what} within {patience_s:g} s; try again, or use a smaller model",
        f"{in_french(who)} {quoi} en {patience_s:g} s ; réessayez, ou prenez un modèle plus petit",
    )
