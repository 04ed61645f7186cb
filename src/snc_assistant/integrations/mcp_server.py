"""The door to the Model Context Protocol: our answers as tools of any MCP client.

    server = create_server(assistant, page="http://127.0.0.1:8000/")
    asyncio.run(serve_stdio(server))

A call that cannot be answered is a tool error in the language of its question, so that the client's
model can mend it. Importing this module imports the official `mcp` package.
"""

import json
import logging
from collections.abc import Mapping
from typing import Any

from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as ListedTool
from pydantic import ValidationError

from snc_assistant import __version__
from snc_assistant.assistant import Assistant
from snc_assistant.errors import EngineUnknown, SncError, UsageError
from snc_assistant.integrations.mcp_tools import SpanTools, Tool, Unacceptable
from snc_assistant.language import detect_language
from snc_assistant.types import LANGUAGES, Language
from snc_assistant.web.validation import explain

logger = logging.getLogger(__name__)
NAME = "snc-assistant"
_INSTRUCTIONS = (
    "Cited answers about SecNumCloud, France's cloud security qualification, in French and in English, from reviewed "
    "documents. Quote what the tools return, with its edition and link; never fill a gap from elsewhere."
)
_NO_ENGINE: Mapping[Language, str] = {
    "fr": "Ce moteur n'est pas installé sur ce serveur ; demandez « auto » ou « extractive ».",
    "en": "This engine is not set up on this server; ask for “auto” or “extractive”.",
}
_NO_QUESTION: Mapping[Language, str] = {
    "fr": "La question est vide ou trop longue ; posez par exemple « Qui est qualifié ? ».",
    "en": "The question is empty or too long; ask for example “Who is qualified?”.",
}
_BROKEN: Mapping[Language, str] = {
    "fr": "L'assistant ne peut pas répondre ; sur le serveur, « snc-assistant doctor » dit pourquoi.",
    "en": "The assistant cannot answer; on the server, `snc-assistant doctor` says why.",
}


def create_server(assistant: Assistant, *, page: str) -> "Server[Any]":
    """A server with the tools `ask`, `search` and `get_source`, for any transport.

    :param page: address of the web page that the links of citations lead to.
    """
    tools = {tool.name: tool for tool in SpanTools(assistant, page).all()}

    async def list_tools(
        context: ServerRequestContext[Any], params: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return ListToolsResult(tools=[_listed(t) for t in tools.values()])

    async def call_tool(context: ServerRequestContext[Any], params: CallToolRequestParams) -> CallToolResult:
        if params.name not in tools:
            raise MCPError(INVALID_PARAMS, f"no tool {params.name!r}; there are: {', '.join(tools)}")
        return await _call(tools[params.name], params.arguments or {})

    return Server(
        NAME,
        version=__version__,
        title="SecNumCloud assistant",
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


async def serve_stdio(server: "Server[Any]") -> None:
    """Serve one client over standard input and output until it leaves; stray output goes to stderr."""
    async with stdio_server() as (received, sent):
        await server.run(received, sent, server.create_initialization_options())


def _listed(tool: Tool) -> ListedTool:
    return ListedTool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.arguments.model_json_schema(),
        output_schema=tool.result.model_json_schema(mode="serialization"),
        annotations=ToolAnnotations(
            title=tool.title,
            read_only_hint=True,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=False,
        ),
    )


async def _call(tool: Tool, arguments: Mapping[str, Any]) -> CallToolResult:
    """The result of a call, or a tool error that says what to do."""
    try:
        result = (await tool.run(tool.arguments.model_validate(arguments))).model_dump(mode="json")
    except (ValidationError, SncError) as exc:
        return _failed(_explained(exc, _language(arguments)))
    except Exception:
        logger.exception("tool %s failed", tool.name)
        return _failed(_in(_BROKEN, _language(arguments)))
    text = TextContent(type="text", text=json.dumps(result, ensure_ascii=False))
    return CallToolResult(content=[text], structured_content=result)


def _failed(said: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=said)], is_error=True)


def _explained(exc: ValidationError | SncError, language: Language | None) -> str:
    if isinstance(exc, ValidationError):
        errors = [dict(e) | {"loc": ("arguments", *e["loc"])} for e in exc.errors()]
        return _in({lang: explain(errors, lang) for lang in LANGUAGES}, language)
    if isinstance(exc, Unacceptable):
        return _in(exc.said, language)
    if isinstance(exc, UsageError):
        return _in(_NO_ENGINE if isinstance(exc, EngineUnknown) else _NO_QUESTION, language)
    logger.error("cannot answer: %s", exc)
    return _in(_BROKEN, language)


def _language(arguments: Mapping[str, Any]) -> Language | None:
    """The language of a call; none if nothing in it tells."""
    for language in LANGUAGES:
        if arguments.get("language") == language:
            return language
    asked = arguments.get("question") or arguments.get("query")
    if isinstance(asked, str) and any(c.isalpha() for c in asked):
        return detect_language(asked)
    return None


def _in(said: Mapping[Language, str], language: Language | None) -> str:
    return said[language] if language else " / ".join(said[lang] for lang in LANGUAGES)
