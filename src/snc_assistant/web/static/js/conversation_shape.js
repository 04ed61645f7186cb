/** Whether data from a file or from storage is a conversation that the page can show. */

const STATES = ["asking", "done", "stopped", "failed"];
const OUTCOMES = [null, "answered", "partial", "conflict", "not_in_sources", "out_of_scope"];

const isText = (value) => typeof value === "string";
const isTextOrNothing = (value) => value === null || value === undefined || isText(value);
const isOffset = (value) => Number.isInteger(value) && value >= 0;
const isListOf = (check) => (value) => Array.isArray(value) && value.every(check);
const isObject = (value) => typeof value === "object" && value !== null;
const isDate = (value) => isText(value) && !Number.isNaN(Date.parse(value));

function isCitation(value) {
  if (!isObject(value)) return false;
  const hasPlace = isText(value.doc_id) && isOffset(value.start) && isOffset(value.end);
  return hasPlace && isText(value.edition) && isText(value.language) && isText(value.quote) && isListOf(isText)(value.heading_path ?? []);
}

const isClaim = (value) => isObject(value) && isText(value.text) && isListOf(isCitation)(value.citations);

function isAnswer(value) {
  if (!isObject(value) || !OUTCOMES.includes(value.outcome) || !isText(value.text)) return false;
  const hasWords = [value.lead, value.language, value.engine, value.model, value.engine_note, value.understood?.standalone].every(isTextOrNothing);
  const hasPassages = isListOf(isCitation)(value.nearest) && isListOf(isCitation)(value.hits);
  return hasWords && hasPassages && isListOf(isClaim)(value.claims) && isListOf(isText)(value.notes);
}

function isExchange(value) {
  if (!isObject(value) || !isText(value.id) || !isText(value.question) || !STATES.includes(value.state)) return false;
  const hasTime = value.elapsed_ms === null || Number.isFinite(value.elapsed_ms);
  return hasTime && isAnswer(value.answer);
}

export function isConversation(value) {
  return isObject(value) && isText(value.id) && isText(value.title) && isDate(value.updated) && isListOf(isExchange)(value.exchanges);
}
