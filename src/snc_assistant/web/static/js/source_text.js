/** Raw source text made readable without changing a character: textContent stays the text itself.
 *  Offsets here are UTF-16 units; callers convert from code points. */

import { el } from "./dom.js";

const MARKS = /\*{2,}|<\/?[a-z][^>]*>|&(?:gt|lt|amp|nbsp);|^#{1,6}(?= )|^\s*-{3,}\s*$|^\s*-(?: >)?(?= )/gi;

/** A fragment of lines with one <mark> around the span (or none); `titles` is the set of the document's headings. */
export function renderSource(text, span, titles) {
  const page = { text, span, titles, root: document.createDocumentFragment(), mark: null };
  for (let start = 0; start <= text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    placeLine(page, start, end);
    start = end + 1;
  }
  return page.root;
}

/** A short stretch of raw text with its marks dimmed, for cards and lists. */
export function renderQuote(text) {
  return text.split("\n").flatMap((line, index) => [index ? "\n" : "", ...pieces(line, 0, line.length)]);
}

function placeLine(page, start, end) {
  const { span } = page;
  const startsBefore = !span || span.start <= start;
  const endsAfter = !span || span.end >= end;
  const within = span && span.start >= start && span.end <= end;
  const touched = span && span.start < end && span.end > start;
  if (touched && !within && startsBefore !== endsAfter) return placePartialLine(page, start, end);
  const inside = span && startsBefore && endsAfter && span.end > start;
  const home = inside ? openMark(page) : page.root;
  home.append(lineBlock(page, start, end));
  appendNewline(page, end, false);
}

// A line that the span enters or leaves is laid out inline, so that a single <mark> can hold the whole span.
function placePartialLine(page, start, end) {
  const line = page.text.slice(start, end);
  const from = Math.max(page.span.start, start) - start;
  const to = Math.min(page.span.end, end) - start;
  page.root.append(...pieces(line, 0, from));
  openMark(page).append(...pieces(line, from, to));
  page.root.append(...pieces(line, to, line.length));
  appendNewline(page, end, true);
}

function appendNewline(page, at, visible) {
  if (at >= page.text.length) return;
  const covered = page.span && at >= page.span.start && at < page.span.end;
  const home = covered ? openMark(page) : page.root;
  // Blocks break lines by themselves; their newline only has to stay in the text.
  home.append(visible ? "\n" : el("span", { class: "newline" }, "\n"));
}

function openMark(page) {
  if (!page.mark) {
    page.mark = newMark();
    page.root.append(page.mark);
  }
  return page.mark;
}

const newMark = () => el("mark", { "data-testid": "highlight", tabindex: "-1" });

function lineBlock(page, start, end) {
  const line = page.text.slice(start, end);
  const span = spanWithin(page.span, start, end);
  const isRow = line.includes("\t") && !(span && line.slice(span.start, span.end).includes("\t"));
  const content = isRow ? cells(line, span) : markedPieces(line, 0, line.length, span);
  return el("span", { class: `line ${isRow ? rowKind(line) : lineKind(line, page.titles)}` }, content);
}

// Only a span inside the line is marked here: a span that covers the line has its mark around it.
function spanWithin(span, start, end) {
  if (!span || span.start < start || span.end > end || (span.start === start && span.end === end)) return null;
  return { start: span.start - start, end: span.end - start };
}

// Flattened tables of many columns begin each row with its name.
const rowKind = (line) => (line.split("\t").length > 3 ? "row row-named" : "row");

function lineKind(line, titles) {
  if (line.trim() === "") return "blank";
  if (/^#{1,6} /.test(line) || titles.has(bareTitle(line))) return "heading";
  return /^\s*- /.test(line) ? "bullet" : "plain";
}

/** A heading without its marks, to compare a line with the titles that the server names. */
export const bareTitle = (line) => line.replace(/^#+ |\*+/g, "").trim();

function cells(line, span) {
  const nodes = [];
  let start = 0;
  for (const cell of line.split("\t")) {
    const end = start + cell.length;
    const inner = span && span.start >= start && span.end <= end ? span : null;
    if (start > 0) nodes.push(el("span", { class: "newline" }, "\t"));
    nodes.push(el("span", { class: cell.trim() ? "cell" : "cell cell-empty" }, markedPieces(line, start, end, inner)));
    start = end + 1;
  }
  return nodes;
}

function markedPieces(line, start, end, span) {
  if (!span) return pieces(line, start, end);
  const mark = newMark();
  mark.append(...pieces(line, span.start, span.end));
  return [...pieces(line, start, span.start), mark, ...pieces(line, span.end, end)];
}

function pieces(line, start, end) {
  return tokens(line)
    .map((token) => ({ ...token, text: line.slice(Math.max(token.start, start), Math.min(token.end, end)), inside: token.end > start && token.start < end }))
    .filter((token) => token.inside && token.text)
    .map((token) => (token.kind === "text" ? token.text : el(token.kind === "bold" ? "strong" : "span", { class: token.kind }, token.text)));
}

function tokens(line) {
  // Extraction left unpaired ** marks ("J0** …"): they are dimmed and embolden nothing.
  const paired = (line.match(/\*{2,}/g) ?? []).length % 2 === 0;
  const found = [];
  let at = 0;
  let bold = false;
  const addText = (end) => end > at && found.push({ start: at, end, kind: bold ? "bold" : "text" });
  for (const match of line.matchAll(MARKS)) {
    addText(match.index);
    at = match.index + match[0].length;
    found.push({ start: match.index, end: at, kind: "raw-mark" });
    bold = boldAfter(match[0], bold, paired);
  }
  addText(line.length);
  return found;
}

function boldAfter(mark, bold, paired) {
  if (mark.startsWith("**")) return paired ? !bold : bold;
  if (/^<b>$/i.test(mark)) return true;
  return /^<\/b>$/i.test(mark) ? false : bold;
}
