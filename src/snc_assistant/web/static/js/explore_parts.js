/** Parts that the views of the facts share: choices, buttons that open a citation, marks of a status. */

import { el, uniqueId } from "./dom.js";
import { citationsOf } from "./facts.js";
import { icon } from "./icons.js";
import { hasMessage, language, t, typography } from "./i18n.js";
import { mark, svg } from "./svg.js";
import { languageName, shortEdition } from "./wording.js";

/** A word of the corpus in the interface's language, or as the corpus writes it. */
export const word = (kind, value) => (hasMessage(`fact.${kind}.${value}`) ? t(`fact.${kind}.${value}`) : String(value));

export const said = (texts) => typography(language(), texts[language()]);

export function statusMark(status) {
  return [svg("svg", { viewBox: "0 0 16 16", class: "mark", "aria-hidden": "true" }, mark(status, 8, 8)), el("span", { class: "mark-text" }, word("status", status))];
}

/** Radio buttons in one line; `options` are {value, text}. */
export function choice(legend, name, options, chosen, onChoose) {
  const option = ({ value, text }) => {
    const input = el("input", { type: "radio", name, value, id: `${name}-${value}`, checked: value === chosen, on: { change: () => onChoose(value) } });
    return el("label", { class: "segment" }, input, el("span", {}, text));
  };
  return el("fieldset", { class: "choice", "data-testid": `choice-${name}` }, el("legend", { class: "visually-hidden" }, legend), el("span", { class: "segments" }, options.map(option)));
}

export function editionChoice(editions, chosen, onChoose) {
  if (editions.length < 2) return null;
  const options = editions.map(({ edition, language: code }) => ({ value: edition, text: `${shortEdition(edition)} · ${languageName(code)}` }));
  return choice(t("explore.edition"), "edition", options, chosen, onChoose);
}

export function select(label, name, options, chosen, onChoose) {
  const id = uniqueId(name);
  const menu = el("select", { id, class: "field", "data-testid": `filter-${name}`, on: { change: () => onChoose(menu.value) } }, options.map(({ value, text }) => el("option", { value, selected: value === chosen }, text)));
  return el("div", { class: "filter" }, el("label", { for: id }, label), menu);
}

/** A button that opens the row's best citation in an edition; the others follow in its tour. */
export function factButton(row, edition, open, attributes, ...content) {
  const citations = citationsOf(row, edition);
  const button = el("button", { type: "button", "data-testid": "fact", ...attributes }, ...content.flat(Infinity), proof(citations[0], edition));
  button.citation = citations[0];
  button.addEventListener("click", () => open(citations, row, button));
  return button;
}

// On paper nothing can be clicked: the place of the quote is printed instead, in the document that the imprint names.
function proof(citation, edition) {
  const place = `${citation.start}–${citation.end}`;
  return el("span", { class: "print-only" }, citation.edition === edition ? ` [${place}]` : ` [${citation.doc_id} ${place}]`);
}

/** A fact as a card: its label, its statement, a mark where it is uncertain. */
export function factCard(row, edition, open, { withLabel = true } = {}) {
  const translated = row.translated.includes(language());
  return factButton(
    row,
    edition,
    open,
    { class: "fact cited" },
    withLabel && el("span", { class: "fact-label" }, said(row.label)),
    el("span", { class: "fact-statement" }, said(row.statement)),
    (translated || row.certainty === "uncertain") && el("span", { class: "fact-marks" }, translated && el("span", { class: "foreign" }, t("explore.translated")), row.certainty === "uncertain" && uncertain()),
  );
}

export const uncertain = () => el("span", { class: "uncertain" }, icon("warning"), t("answer.uncertain"));

/** The notes of uncertain rows, each once. */
export function notesOf(rows) {
  const notes = new Map(rows.filter((row) => row.note).map((row) => [said(row.note), row]));
  if (!notes.size) return null;
  return el("section", { class: "notes" }, el("h3", {}, t("answer.notes")), el("ul", {}, [...notes].map(([note, row]) => el("li", {}, el("strong", {}, typography(language(), language() === "fr" ? `${said(row.label)} :` : `${said(row.label)}:`)), " ", note))));
}

export const emptyState = () => el("div", { class: "empty", "data-testid": "empty" }, icon("not_in_sources"), el("p", {}, t("explore.empty")), el("p", {}, el("a", { href: "#/" }, t("explore.back"))));
