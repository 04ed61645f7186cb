/** Conversations and answers as text that leaves the page: footnotes, Markdown, JSON. */

import { citationKey, citationNumbers, distinctCitations } from "./citations.js";
import { isConversation } from "./conversation_shape.js";
import { t } from "./i18n.js";
import { permalink } from "./router.js";
import { editionLabel, headingTrail, languageName } from "./wording.js";

const FORMAT = "snc-assistant.conversation.v1";

/** The question, the claims with their numbers, and one footnote per citation. */
export function answerWithFootnotes(exchange) {
  const { body, notes } = answerLines(exchange.answer);
  return [exchange.question, body.join("\n"), notes.join("\n")].filter(Boolean).join("\n\n");
}

function answerLines(answer) {
  const numbers = citationNumbers(answer.claims);
  const marks = (claim) => claim.citations.map((citation) => `[${numbers.get(citationKey(citation))}]`).join("");
  const claims = answer.claims.map((claim) => `${claim.text} ${marks(claim)}`);
  const body = claims.length ? [answer.lead, ...claims, ...answer.notes] : [answer.text, ...answer.notes];
  const notes = distinctCitations(answer.claims).map((citation, index) => `[${index + 1}] ${footnote(citation)}`);
  return { body: body.filter(Boolean), notes };
}

function footnote(citation) {
  const place = [`${editionLabel(citation.edition)}, ${languageName(citation.language)}`, headingTrail(citation.heading_path)].filter(Boolean);
  return `${place.join(", ")}: “${citation.quote.replace(/\s+/g, " ")}” ${permalink(citation)}`;
}

export function asMarkdown(conversation) {
  const blocks = [`# ${conversation.title}`, ...conversation.exchanges.flatMap(exchangeBlocks)];
  return `${blocks.join("\n\n")}\n`;
}

function exchangeBlocks({ question, answer }) {
  const { body, notes } = answerLines(answer);
  const outcome = answer.outcome ? [`*${t(`outcome.${answer.outcome}`)}*`] : [];
  return [`## ${question}`, ...outcome, ...body, ...notes];
}

export function asJson(conversation) {
  return JSON.stringify({ format: FORMAT, conversation }, null, 2);
}

/** The conversation of an exported file, or null where the file is something else. */
export function fromJson(text) {
  try {
    const { format, conversation } = JSON.parse(text);
    return format === FORMAT && isConversation(conversation) ? conversation : null;
  } catch {
    return null;
  }
}

export function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Released later: some browsers read the blob only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
