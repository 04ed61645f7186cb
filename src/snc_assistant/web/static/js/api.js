/** The server's API. Paths are relative so that the page also works below a proxy's prefix. */

import { readEvents } from "./event_stream.js";
import { language } from "./i18n.js";

/** A refusal or a lost connection, as the RFC 9457 problem to show; status 0 means no answer came. */
export class ApiError extends Error {
  constructor(problem) {
    super(problem.title ?? "request failed");
    this.problem = problem;
  }
}

export const fetchHealth = () => getJson("api/health");
export const fetchDocuments = async () => (await getJson("api/documents")).documents;
export const fetchDocument = (docId) => getJson(`api/documents/${encodeURIComponent(docId)}`);
export const fetchText = async (docId) => (await getJson(`api/documents/${encodeURIComponent(docId)}/text`)).text;

async function getJson(path) {
  const response = await request(path, { headers: { Accept: "application/json" } });
  return response.json();
}

/** Yields the events of one answer; the abort signal frees the server's model. */
export async function* askStream(question, signal) {
  const response = await request("api/ask/stream", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify(question),
    signal,
  });
  try {
    yield* readEvents(response.body);
  } catch (error) {
    throw translated(error);
  }
}

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, { ...options, headers: { ...options.headers, "Accept-Language": language() } });
  } catch (error) {
    throw translated(error);
  }
  if (!response.ok) throw new ApiError(await readProblem(response));
  return response;
}

function translated(error) {
  if (error.name === "AbortError" || error instanceof SyntaxError) return error;
  return new ApiError({ status: 0, title: "connection lost", detail: null });
}

async function readProblem(response) {
  const problem = { status: response.status, title: response.statusText, detail: null, retry_after: response.headers.get("Retry-After") };
  try {
    const body = await response.json();
    return { ...problem, title: body.title ?? problem.title, detail: typeof body.detail === "string" ? body.detail : null };
  } catch {
    return problem;
  }
}
