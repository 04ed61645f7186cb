"""Loads a model before anyone asks, and has it read what every prompt begins with.

The first question may come meanwhile: it waits for the same load, not for a second one.
"""

import asyncio
import logging
from collections.abc import Sequence

from snc_assistant.errors import ModelError, ModelUnavailable
from snc_assistant.generation.chat import Message, WarmsUp

logger = logging.getLogger(__name__)


async def warm_up(
    model: WarmsUp, messages: Sequence[Message], *, pause_s: float = 30.0, longest_pause_s: float = 600.0
) -> None:
    """Return once the model has read the messages; after a failure, try again after a pause.

    :param pause_s: before the second try; it doubles each time.
    """
    while True:
        try:
            await model.warm_up(messages)
        except ModelError as exc:
            level = logging.INFO if isinstance(exc, ModelUnavailable) else logging.WARNING
            logger.log(level, "%s is not warm, next try in %.0f s: %s", model.name, pause_s, exc)
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, longest_pause_s)
        else:
            logger.info("%s is warm", model.name)
            return
