/** The views of the facts as drawings whose marks and cards are links to the citations. */

import { changesOf, countsOf } from "./explore_changes.js";
import { familiesOf } from "./explore_criteria.js";
import { said, word } from "./explore_parts.js";
import { stagesOf } from "./explore_procedure.js";
import { matrixOf, modelsOf, unplacedOf } from "./explore_providers.js";
import { asTitle, citationsOf, isIn, valuesOf } from "./facts.js";
import { t } from "./i18n.js";
import { sourceHash } from "./router.js";
import { drawing, filled, line, linked, mark, paragraph, stroked, svg } from "./svg.js";
import { capitalised, editionLabel } from "./wording.js";

const EDGE = 24;
const TOP = 64;
const GAP = 20;

const FIGURES = { providers: matrixFigure, procedure: procedureFigure, criteria: criteriaFigure, changes: changesFigure };

export const drawFigure = (page, rows, state, title) => FIGURES[page](rows, state, title);

function toCitation(row, edition, label, ...children) {
  return linked(sourceHash(citationsOf(row, edition)[0]), label, ...children);
}

const heading = (title) => line(EDGE, 38, title, { size: 18, bold: true });

const NAMES = 420;
const CELL = 140;
const ROW = 30;

function matrixFigure(rows, state, title) {
  const lines = matrixOf(rows, state);
  const models = modelsOf(rows, state);
  const width = EDGE * 2 + NAMES + models.length * CELL;
  const unplaced = unplacedOf(rows, state);
  const height = TOP + ROW * (lines.length + 1 + unplaced.length) + EDGE;
  const heads = models.map((model, index) => line(EDGE + NAMES + index * CELL, TOP + 14, model, { bold: true }));
  return drawing(width, height, title, heading(title), heads, lines.map((entry, index) => matrixLine(entry, models, state.edition, TOP + ROW * (index + 1), width)), unplaced.map((row, index) => unplacedLine(row, state.edition, TOP + ROW * (lines.length + index + 1), width)));
}

function unplacedLine(row, edition, y, width) {
  const rule = svg("path", { d: `M${EDGE} ${y - 6}H${width - EDGE}`, ...stroked("line") });
  const name = line(EDGE, y + 14, row.provider_name, { bold: true });
  return svg("g", {}, rule, name, matrixMark(row, edition, EDGE + NAMES, y), line(EDGE + NAMES + CELL, y + 14, t("explore.no_model"), { colour: "muted" }));
}

function matrixLine({ provider, offer, cells }, models, edition, y, width) {
  const rule = svg("path", { d: `M${EDGE} ${y - 6}H${width - EDGE}`, ...stroked("line") });
  const name = svg("text", { x: EDGE, y: y + 14, "font-size": 13, ...filled("text") }, svg("tspan", { "font-weight": 650 }, provider), svg("tspan", { dx: 8, ...filled("muted") }, offer));
  const marks = models.map((model, index) => cells.has(model) && matrixMark(cells.get(model), edition, EDGE + NAMES + index * CELL, y));
  return svg("g", {}, rule, name, marks);
}

function matrixMark(row, edition, x, y) {
  const status = word("status", row.status);
  const doubt = row.certainty === "uncertain" ? " ?" : "";
  return toCitation(row, edition, `${[said(row.label), row.service_model].filter(Boolean).join(", ")}: ${status}${doubt}`, svg("rect", { x: x - 6, y: y - 4, width: CELL - 8, height: 26, ...filled("surface") }), mark(row.status, x + 7, y + 9), line(x + 22, y + 14, status + doubt));
}

function procedureFigure(rows, { edition }, title) {
  const columns = stagesOf(rows, edition).map(({ stage, label, rivals, steps }) => ({
    heading: stage,
    cards: [label && stageCard(label, edition), ...rivals.map(rivalCard), ...steps.map((row) => card(row, edition, said(row.label)))].filter(Boolean),
  }));
  return columnsFigure(columns, title, true);
}

const quoted = (row, edition) => asTitle(citationsOf(row, edition)[0].quote);
const stageCard = (row, edition) => card(row, edition, quoted(row, edition), { bold: true });

function rivalCard(row) {
  const { edition } = row.citations[0];
  return card(row, edition, `${t("explore.rival", { edition: editionLabel(edition) })} ${quoted(row, edition)}`, { colour: "violet" });
}

function criteriaFigure(rows, { edition }, title) {
  const columns = familiesOf(rows, edition).map(({ name, rows: own }) => ({ heading: name, cards: own.map((row) => card(row, edition, said(row.statement))) }));
  return columnsFigure(columns, title, false);
}

function changesFigure(rows, _, title) {
  const [before, after] = rows[0].editions;
  const differing = changesOf(rows, "changed");
  const noted = changesOf(rows, "noted").map(({ after: row }) => row);
  const column = (edition, side, change) => ({
    heading: capitalised(editionLabel(edition)),
    cards: [...differing.map((row) => card(row[side], edition, said(row[side].statement))), ...noted.filter(isIn(edition)).map((row) => card(row, edition, said(row.statement), { colour: "muted" })), ...onlyHere(rows, change)],
  });
  return columnsFigure([column(before, "before", "removed"), column(after, "after", "added")], title, false);
}

function onlyHere(rows, change) {
  const own = changesOf(rows, change);
  return valuesOf(own, "kind").map((kind) => ({ text: `${t("explore.only_here")} ${countsOf({ [kind]: own.filter((row) => row.kind === kind).length })[0]}`, href: null, bold: false, colour: "text" }));
}

const boxed = { ...stroked("line"), fill: "#ffffff", class: "stroke-line fill-surface" };

const card = (row, edition, text, { bold = false, colour = "text" } = {}) => ({ text, href: sourceHash(citationsOf(row, edition)[0]), bold, colour });

/** Cards below headings, side by side; a timeline joins its headings by a line. */
function columnsFigure(columns, title, isTimeline) {
  const width = Math.max(960, 240 * columns.length);
  const each = (width - EDGE * 2 - GAP * (columns.length - 1)) / columns.length;
  const drawn = columns.map((column, index) => columnOf(column, EDGE + index * (each + GAP), each, isTimeline));
  const height = Math.max(TOP, ...drawn.map((column) => column.bottom)) + EDGE;
  const rail = isTimeline && svg("path", { d: `M${EDGE} ${TOP + 16}H${width - EDGE}`, ...stroked("edge", 2) });
  return drawing(width, height, title, heading(title), rail, drawn.map((column) => column.node));
}

function columnOf({ heading: name, cards }, x, width, isTimeline) {
  const head = isTimeline ? [svg("circle", { cx: x + 18, cy: TOP + 16, r: 17, ...filled("accent") }), line(x + 18, TOP + 21, name, { bold: true, anchor: "middle", colour: "surface" })] : [line(x, TOP + 20, name, { size: 15, bold: true })];
  let y = TOP + 48;
  const nodes = cards.map((entry) => {
    const { node, height } = paragraph(x + 12, y + 8, width - 24, entry.text, { bold: entry.bold, colour: entry.colour });
    const box = svg("rect", { x, y, width, height: height + 20, rx: 6, ...boxed });
    y += height + 30;
    return entry.href ? linked(entry.href, null, box, node) : svg("g", {}, box, node);
  });
  return { node: svg("g", {}, head, nodes), bottom: y };
}
