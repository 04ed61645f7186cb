/** Passages offered to the reader: the nearest ones of an abstention, and those an answer consulted. */

import { shortened } from "./code_points.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";
import { renderQuote } from "./source_text.js";
import { editionLabel, headingTrail, languageName } from "./wording.js";

const EXCERPT = 240;

export function renderNearest(hits, openHit) {
  return el("section", { class: "nearest" }, el("h3", {}, t("answer.nearest")), passageList(hits, openHit, "nearest"));
}

export function renderConsulted(hits, openHit) {
  const summary = el("summary", {}, t("answer.consulted", { count: hits.length }));
  return el("details", { class: "consulted" }, summary, passageList(hits, openHit, "consulted"));
}

function passageList(hits, openHit, testId) {
  return el("ul", { class: "passages", role: "list" }, hits.map((hit) => el("li", {}, passageButton(hit, openHit, testId))));
}

function passageButton(hit, openHit, testId) {
  const button = el(
    "button",
    { type: "button", class: "passage", "data-testid": testId },
    el("span", { class: "passage-place" }, `${editionLabel(hit.edition)} · ${languageName(hit.language)}`),
    hit.heading_path?.length && el("span", { class: "passage-heading", lang: hit.language }, headingTrail(hit.heading_path)),
    el("span", { class: "passage-quote", lang: hit.language }, renderQuote(shortened(hit.quote, EXCERPT))),
  );
  button.addEventListener("click", () => openHit(hit, button));
  return button;
}
