/** Server-sent events from a fetch body: EventSource cannot send a question by POST. */

// The server pings every 2 seconds, so a silence this long means that the connection is dead.
const SILENCE_LIMIT_MS = 15_000;

export class StreamSilent extends Error {}

/** Yields {event, data} with data parsed as JSON; throws StreamSilent when the pings stop. */
export async function* readEvents(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let pending = "";
  try {
    for (;;) {
      const { done, value } = await readBefore(reader, SILENCE_LIMIT_MS);
      if (done) return;
      pending += decoder.decode(value, { stream: true }).replaceAll("\r", "");
      const blocks = pending.split("\n\n");
      pending = blocks.pop();
      yield* blocks.map(parseBlock).filter((event) => event !== null);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function readBefore(reader, limit) {
  let timer;
  const silence = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new StreamSilent("no event and no ping")), limit);
  });
  return Promise.race([reader.read(), silence]).finally(() => clearTimeout(timer));
}

function parseBlock(block) {
  let event = "message";
  const data = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) event = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  return data.length ? { event, data: JSON.parse(data.join("\n")) } : null;
}
