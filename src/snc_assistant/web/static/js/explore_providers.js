/** The providers as a matrix: a row per offer, a column per service model, a status and its citation in each cell. */

import { el, hiddenText, uniqueId } from "./dom.js";
import { folded, isIn, valuesOf } from "./facts.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { editionChoice, emptyState, factButton, notesOf, said, select, statusMark, word } from "./explore_parts.js";
import { editionLabel } from "./wording.js";

export const rowsOf = (body) => body.offers.map((row) => ({ ...row, provider_name: row.provider_name ?? "", offer: row.offer ?? "" }));
export const fileQuery = ({ edition, status, model }) => ({ edition, status, service_model: model });

/** What the filters leave. */
function wanted(rows, { edition, status, model, text }) {
  const words = folded(text ?? "");
  const isWanted = (row) => (!status || row.status === status) && (!model || row.service_model === model) && folded(`${row.provider_name} ${row.offer}`).includes(words);
  return rows.filter(isIn(edition)).filter(isWanted);
}

/** The offers without a service model, which have no place in the matrix. */
export const unplacedOf = (rows, state) => wanted(rows, state).filter((row) => row.service_model === null);

/** Lines of {provider, offer, cells: service model → row}. */
export function matrixOf(rows, state) {
  const lines = new Map();
  for (const row of wanted(rows, state).filter((row) => row.service_model !== null)) {
    const key = JSON.stringify([row.provider_name, row.offer]);
    if (!lines.has(key)) lines.set(key, { provider: row.provider_name, offer: row.offer, cells: new Map() });
    lines.get(key).cells.set(row.service_model, row);
  }
  return [...lines.values()].sort((a, b) => a.provider.localeCompare(b.provider, "fr") || a.offer.localeCompare(b.offer, "fr"));
}

export function modelsOf(rows, { edition, model }) {
  return valuesOf(rows.filter(isIn(edition)), "service_model").filter((value) => !model || value === model);
}

export const titleOf = ({ edition }) => t("explore.providers_in", { edition: editionLabel(edition) });

export function controls(rows, state, editions, change) {
  const any = { value: "", text: t("explore.all") };
  const options = (column, kind) => [any, ...valuesOf(rows, column).map((value) => ({ value, text: kind ? word(kind, value) : value }))];
  return [
    editionChoice(editions, state.edition, (edition) => change({ edition })),
    el("div", { class: "filters" }, textFilter(state, change), select(t("explore.status"), "status", options("status", "status"), state.status ?? "", (status) => change({ status })), select(t("explore.model"), "model", options("service_model"), state.model ?? "", (model) => change({ model }))),
  ];
}

function textFilter(state, change) {
  const id = uniqueId("text");
  const input = el("input", { type: "search", id, class: "field", value: state.text ?? "", maxlength: "100", autocomplete: "off", "data-testid": "filter-text" });
  input.addEventListener("input", () => change({ text: input.value }));
  return el("div", { class: "filter filter-text" }, el("label", { for: id }, t("explore.search")), input);
}

export function render(rows, state, open) {
  const lines = matrixOf(rows, state);
  const models = modelsOf(rows, state);
  const unplaced = unplacedOf(rows, state);
  const cells = [...lines.flatMap((line) => [...line.cells.values()]), ...unplaced];
  const providers = new Set(cells.map((row) => row.provider_name)).size;
  const counted = [t("explore.offers", { count: lines.length + unplaced.length }), t("explore.provider_count", { count: providers })].join(" · ");
  return {
    count: counted,
    content: cells.length ? [legend(cells), lines.length > 0 && matrix(lines, models, state, open), unplaced.length > 0 && unplacedList(unplaced, state, open), notesOf(cells)] : [rows.length ? el("p", { class: "empty", "data-testid": "empty" }, t("explore.none")) : emptyState()],
  };
}

function legend(cells) {
  const item = (status) => el("li", { class: "status", "data-status": status }, statusMark(status), el("span", { class: "count" }, String(cells.filter((row) => row.status === status).length)));
  return el("ul", { class: "legend", role: "list" }, valuesOf(cells, "status").map(item));
}

function matrix(lines, models, state, open) {
  const count = (model) => lines.filter((line) => line.cells.has(model)).length;
  const head = models.map((model) => el("th", { scope: "col" }, model, el("span", { class: "count" }, ` ${count(model)}`)));
  return el(
    "table",
    { class: "matrix", "data-testid": "matrix" },
    el("caption", { class: "visually-hidden" }, titleOf(state)),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("explore.provider_and_offer")), head)),
    el("tbody", {}, lines.map((line) => matrixRow(line, models, state, open))),
  );
}

function unplacedList(rows, { edition }, open) {
  const item = (row) => el("li", {}, factButton(row, edition, open, { class: "fact cited" }, el("span", { class: "fact-label" }, row.provider_name || said(row.label)), el("span", { class: "status", "data-status": row.status }, statusMark(row.status)), el("span", { class: "fact-statement" }, said(row.statement))));
  return el("section", { class: "remarks" }, el("h3", {}, t("explore.no_model")), el("ul", { class: "facts-list", role: "list" }, rows.map(item)));
}

function matrixRow({ provider, offer, cells }, models, { edition }, open) {
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, el("span", { class: "matrix-provider" }, provider), hiddenText(", "), el("span", { class: "matrix-offer" }, offer)),
    models.map((model) => el("td", {}, cells.has(model) && cell(cells.get(model), edition, open))),
  );
}

function cell(row, edition, open) {
  const doubtful = row.certainty === "uncertain" && [el("span", { class: "doubt" }, icon("warning")), hiddenText(` (${t("answer.uncertain")})`)];
  const label = hiddenText(`, ${said(row.label)}, ${row.service_model}`);
  return factButton(row, edition, open, { class: "status cited", "data-status": row.status }, statusMark(row.status), doubtful, label);
}
