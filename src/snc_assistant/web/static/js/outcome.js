/** The badge that says what kind of answer this is: icon and words, never colour alone. */

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { engineName } from "./wording.js";

const ICONS = { stopped: "stopped", failed: "warning" };

/** The shown outcome: how the exchange ended where that says more than what the server concluded. */
export function outcomeOf(exchange) {
  if (exchange.state === "stopped" || exchange.state === "failed") return exchange.state;
  return exchange.answer.outcome;
}

export function outcomeBadge(outcome) {
  const attributes = { class: "outcome", "data-testid": "outcome", "data-outcome": outcome };
  return el("span", attributes, icon(ICONS[outcome] ?? outcome), t(`outcome.${outcome}`));
}

/** A line for the time of waiting; the seconds are shown but not read out at each tick. */
export function progressLine(text, elapsed) {
  return el("span", { class: "working" }, el("span", { class: "pulse", "aria-hidden": "true" }), el("span", {}, text), el("span", { class: "elapsed", "aria-hidden": "true" }, elapsed));
}

/** What a language model is doing while its extracts are read; nothing where none is at work. */
export function writingText({ progress, answer }) {
  if (progress?.kind === "model_loading") return t("progress.model_loading");
  if (progress?.kind === "queued") return t("progress.queued", { position: progress.position });
  return answer.engine && answer.engine !== "extractive" ? t("progress.phrasing", { engine: engineName(answer.engine) }) : null;
}

/** What the server is doing before it has concluded, in words. */
export function progressText({ answer }) {
  if (answer.claims.length) return t("progress.claims", { count: answer.claims.length });
  if (answer.hits.length) return t("progress.evidence", { count: answer.hits.length });
  return t("progress.searching");
}
