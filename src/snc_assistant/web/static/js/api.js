/** The server's API. Paths are relative so that the page also works below a proxy's prefix. */

import { apiKey } from "./api_key.js";
import { readEvents } from "./event_stream.js";
import { language } from "./i18n.js";
import { askForKey } from "./key_dialog.js";

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
export const fetchTwins = async ({ doc_id, start, end }) => (await getJson(`api/documents/${encodeURIComponent(doc_id)}/twins?start=${start}&end=${end}`)).twins ?? [];
export const fetchTable = (name) => getJson(`api/${name}`);

/** A table of facts as a file's text; `query` holds its filters and format. */
export async function fetchTableFile(name, query) {
  const response = await request(`api/${name}?${new URLSearchParams(query)}`, {});
  return response.text();
}

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
  const key = apiKey();
  const response = await send(path, options, key);
  if (response.status === 401 && (await askForKey(key))) return checked(await send(path, options, apiKey()));
  return checked(response);
}

async function send(path, options, key) {
  const authorisation = key ? { Authorization: `Bearer ${key}` } : {};
  try {
    return await fetch(path, { ...options, headers: { ...options.headers, ...authorisation, "Accept-Language": language() } });
  } catch (error) {
    throw translated(error);
  }
}

async function checked(response) {
  if (!response.ok) throw new ApiError(await readProblem(response));
  return response;
}

function translated(error) {
  if (error.name === "AbortError" || error instanceof SyntaxError) return error;
  return new ApiError({ status: 0, title: "connection lost", detail: null });
}

async function readProblem(response) {
  const problem = { status: response.status, title: response.statusText, detail: null, retry_at: retryAt(response.headers.get("Retry-After")) };
  try {
    const body = await response.json();
    return { ...problem, title: body.title ?? problem.title, detail: typeof body.detail === "string" ? body.detail : null };
  } catch {
    return problem;
  }
}

/** When to ask again, in milliseconds since 1970: `Retry-After` holds seconds or a date (RFC 9110, 10.2.3). */
function retryAt(header) {
  if (!header) return null;
  const at = /^\d+$/.test(header) ? Date.now() + Number(header) * 1000 : Date.parse(header);
  return Number.isNaN(at) ? null : at;
}
