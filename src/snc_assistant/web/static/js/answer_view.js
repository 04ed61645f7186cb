/** One question and its answer on the page; redraws only the parts that an event changed. */

import { addClaim, renderClaims } from "./claims.js";
import { distinctCitations } from "./citations.js";
import { el, iconButton, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { t, typography } from "./i18n.js";
import { outcomeBadge, outcomeOf, progressLine, progressText, writingText } from "./outcome.js";
import { renderConsulted, renderNearest } from "./passages.js";
import { problemCard } from "./problem_card.js";
import { engineName, seconds } from "./wording.js";

export class AnswerView {
  /** `actions`: openSource(tour, opener), copy, retry, edit; the last two are offered on the last exchange. */
  constructor(exchange, actions) {
    this.exchange = exchange;
    this.actions = actions;
    const titleId = uniqueId("asked");
    this.slot = el("div", { class: "slot", role: "status" });
    this.preamble = el("div", { class: "part" });
    this.claims = el("div", { class: "part", "aria-live": exchange.state === "asking" ? "polite" : null });
    this.after = el("div", { class: "part" });
    this.node = el(
      "article",
      { class: "exchange", "aria-labelledby": titleId, "data-exchange": exchange.id },
      el("h2", { class: "asked", id: titleId, lang: exchange.answer.understood?.language ?? null }, exchange.question),
      el("div", { class: "answer" }, this.slot, this.preamble, this.claims, this.after),
    );
    this.drawAll();
  }

  drawAll() {
    this.drawSlot();
    this.drawPreamble();
    this.drawClaims();
    this.drawAfter();
  }

  /** Show what the event named changed. */
  update(event) {
    this.drawSlot();
    if (event === "understood") this.drawPreamble();
    if (event === "claim") this.addClaim();
    if (event === "reset") {
      this.drawPreamble();
      this.drawClaims();
    }
    if (event === "outcome") this.regroupClaims();
    if (event === "done" && this.claims.querySelectorAll(".claim").length !== this.exchange.answer.claims.length) this.drawClaims();
    if (this.exchange.state !== "asking") this.finish();
  }

  finish() {
    this.claims.removeAttribute("aria-live");
    this.drawSlot();
    this.drawAfter();
  }

  showElapsed(milliseconds) {
    this.elapsed = seconds(milliseconds);
    const place = this.slot.querySelector(".elapsed");
    if (place) place.textContent = this.elapsed;
  }

  drawSlot() {
    const { exchange } = this;
    const outcome = outcomeOf(exchange);
    const isWriting = exchange.state === "asking" && outcome;
    const writing = isWriting ? writingText(exchange) : null;
    const words = JSON.stringify([outcome ?? progressText(exchange), exchange.answer.lead, isWriting, writing]);
    // Writing the same words again would make a screen reader repeat them.
    if (words === this.slotWords) return;
    this.slotWords = words;
    const badge = outcome ? outcomeBadge(outcome) : progressLine(progressText(exchange), this.elapsed ?? "");
    const lead = exchange.answer.lead && el("p", { class: "lead", lang: exchange.answer.language }, typography(exchange.answer.language, exchange.answer.lead));
    const pulse = isWriting && (writing ? progressLine(writing, this.elapsed ?? "") : el("span", { class: "pulse", "aria-hidden": "true" }));
    this.slot.replaceChildren(...[badge, pulse, lead].filter(Boolean));
  }

  drawPreamble() {
    const { question, answer, reset } = this.exchange;
    const standalone = answer.understood?.standalone;
    const understood = standalone && standalone !== question && el("p", { class: "understood" }, t("answer.understood"), " ", el("span", { lang: answer.language }, standalone));
    this.preamble.replaceChildren(...[understood, reset && el("p", { class: "note" }, t("answer.reset"))].filter(Boolean));
  }

  addClaim() {
    const { answer } = this.exchange;
    const place = this.claims.firstElementChild;
    if (place) addClaim(place, answer.claims.at(-1), answer, this.openCitation);
    else this.drawClaims();
  }

  drawClaims() {
    const { answer } = this.exchange;
    this.claims.replaceChildren(...(answer.claims.length ? [renderClaims(answer, this.openCitation)] : []));
  }

  // Regrouping is not news: a screen reader must not hear every claim twice.
  regroupClaims() {
    if (this.exchange.answer.outcome !== "conflict" || !this.exchange.answer.claims.length) return;
    this.claims.removeAttribute("aria-live");
    this.drawClaims();
  }

  drawAfter() {
    if (this.exchange.state === "asking") return this.after.replaceChildren();
    const { answer, problem, state } = this.exchange;
    const parts = [
      answer.notes.length > 0 && notes(answer),
      answer.nearest.length > 0 && renderNearest(answer.nearest, this.openHit(answer.nearest)),
      answer.hits.length > 0 && answer.claims.length > 0 && renderConsulted(answer.hits, this.openHit(answer.hits)),
      state === "stopped" && el("p", { class: "note" }, t("answer.stopped")),
      problem && problemCard(problem),
      this.footer(),
    ];
    this.after.replaceChildren(...parts.filter(Boolean));
  }

  footer() {
    const { answer, elapsed_ms: elapsed } = this.exchange;
    const facts = [answer.engine && t("answer.engine", { engine: engineWords(answer) }), answer.engine && elapsed !== null && t("answer.elapsed", { time: seconds(elapsed) })];
    return el(
      "footer",
      { class: "answer-foot" },
      el("p", { class: "answer-facts" }, facts.filter(Boolean).join(" · ")),
      answer.engine_note && el("p", { class: "engine-note", lang: answer.language }, typography(answer.language, answer.engine_note)),
      this.actionBar(),
    );
  }

  actionBar() {
    const { exchange, actions } = this;
    return el(
      "div",
      { class: "actions", role: "group", "aria-label": t("answer.actions") },
      exchange.answer.text && iconButton(icon("copy"), t("answer.copy"), () => actions.copy(exchange), { "data-testid": "copy" }),
      iconButton(icon("retry"), t("answer.retry"), () => actions.retry(exchange), { class: "action last-only", "data-testid": "retry" }),
      iconButton(icon("edit"), t("answer.edit"), () => actions.edit(exchange), { class: "action last-only", "data-testid": "edit" }),
    );
  }

  openCitation = (citation, claim, opener) => {
    const { answer, id } = this.exchange;
    this.actions.openSource({ citations: distinctCitations(answer.claims), current: citation, claims: answer.claims, answerLanguage: answer.language, exchangeId: id, claim }, opener);
  };

  openHit = (hits) => (hit, opener) => {
    this.actions.openSource({ citations: hits, current: hit, claims: [], answerLanguage: this.exchange.answer.language, exchangeId: null, claim: null }, opener);
  };
}

function notes(answer) {
  return el("section", { class: "notes" }, el("h3", {}, t("answer.notes")), el("ul", { lang: answer.language }, answer.notes.map((note) => el("li", {}, typography(answer.language, note)))));
}

const engineWords = ({ engine, model }) => (model ? `${engineName(engine)} (${model})` : engineName(engine));
