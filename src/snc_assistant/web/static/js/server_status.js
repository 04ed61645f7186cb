/** Whether the server answers, with which engine and index; the chip in the header and its dialog. */

import { fetchHealth } from "./api.js";
import { apiKey, eraseApiKey, onApiKey } from "./api_key.js";
import { el } from "./dom.js";
import { t } from "./i18n.js";
import { readPreference, writePreference } from "./preferences.js";
import { fillSheet } from "./sheet.js";
import { engineName, number, shortEngineName } from "./wording.js";

const RETRY_MS = 10_000;

export class ServerStatus {
  constructor(dialog) {
    this.dialog = dialog;
    this.health = null;
    this.isReachable = null;
    this.isLocked = false;
    onApiKey(() => this.refresh());
    this.onReachable = () => {};
  }

  /** The engine to ask for; undefined leaves the choice to the server. */
  get engine() {
    return readPreference("engine") ?? undefined;
  }

  get wanted() {
    return this.engine ?? this.health.default_engine;
  }

  /** The language model behind an engine, as the server names it; null where it is unknown or there is none. */
  modelOf(engine) {
    const known = this.health?.engines.find(({ name }) => name === engine);
    return known?.available && engine !== "extractive" ? known.detail : null;
  }

  /** The engine that answers where this one is wanted, as far as the server can tell. */
  answering(wanted) {
    const models = this.health.engines.filter(({ name }) => name !== "extractive" && (wanted === "auto" || name === wanted));
    return models.find(({ available }) => available)?.name ?? "extractive";
  }

  async refresh() {
    clearTimeout(this.timer);
    const wasReachable = this.isReachable;
    try {
      this.health = await fetchHealth();
      this.isReachable = true;
      this.isLocked = false;
    } catch (error) {
      this.isReachable = false;
      this.isLocked = error.problem?.status === 401;
      // A reader who closed the question for the key must not be asked again every ten seconds.
      if (!this.isLocked) this.timer = setTimeout(() => this.refresh(), RETRY_MS);
    }
    this.drawChip();
    if (this.isReachable && !wasReachable) this.onReachable();
  }

  drawChip() {
    document.getElementById("status-dot").dataset.state = this.state();
    document.getElementById("status-text").textContent = this.chipText();
    document.getElementById("status-index").textContent = this.isReachable ? t("status.chip_passages", { count: this.health.index.passages }) : "";
    document.getElementById("status-button").title = t("status.title");
  }

  state() {
    if (this.isReachable === null) return "unknown";
    return this.isReachable ? "ready" : "unreachable";
  }

  chipText() {
    if (this.isReachable === null) return t("status.checking");
    if (this.isLocked) return t("status.locked");
    if (!this.isReachable) return t("status.unreachable");
    return shortEngineName(this.answering(this.wanted));
  }

  draw() {
    if (this.isLocked) return fillSheet(this.dialog, t("status.title"), el("p", {}, t("error.unauthorised")), el("button", { type: "button", class: "button", "data-testid": "give-key", on: { click: () => this.unlock() } }, t("access.give")));
    if (!this.health || !this.isReachable) return fillSheet(this.dialog, t("status.title"), el("p", {}, t(this.isReachable === false ? "status.unreachable_help" : "status.checking")));
    fillSheet(this.dialog, t("status.title"), this.engineChoice(), el("h3", {}, t("status.index")), this.indexFacts(), this.keyTools());
  }

  unlock() {
    this.dialog.close();
    this.refresh();
  }

  keyTools() {
    if (!apiKey()) return "";
    const erase = () => {
      eraseApiKey();
      this.draw();
      this.dialog.querySelector("button").focus();
    };
    return el("div", { class: "sheet-tools" }, el("button", { type: "button", class: "action", "data-testid": "erase-key", on: { click: erase } }, t("access.erase")));
  }

  engineChoice() {
    const { engines } = this.health;
    const automatic = { name: "auto", available: true, detail: t("status.now", { engine: engineName(this.answering("auto")) }) };
    const choices = engines.some(({ name }) => name === "auto") ? engines : [automatic, ...engines];
    return el("fieldset", { class: "engines" }, el("legend", {}, t("status.engine_choice")), choices.map((engine) => this.engineOption(engine)));
  }

  engineOption({ name, available, detail }) {
    const isChosen = this.wanted === name;
    const input = el("input", { type: "radio", name: "engine", value: name, checked: isChosen, disabled: !available, on: { change: () => this.choose(name) } });
    const state = t(available ? "status.available" : "status.unavailable");
    const words = name === "auto" ? detail : [state, detail].filter(Boolean).join(" – ");
    return el("label", { class: "engine" }, input, el("span", {}, el("span", { class: "engine-name" }, engineName(name)), el("span", { class: "engine-detail" }, words)));
  }

  choose(name) {
    writePreference("engine", name);
    this.drawChip();
  }

  indexFacts() {
    const { index, version } = this.health;
    const rows = [
      [t("status.passages"), number(index.passages)],
      [t("status.facts"), number(index.facts)],
      [t("status.snapshot"), index.snapshot],
      [t("status.encoder"), index.encoder],
      [t("status.version"), version],
    ];
    return el("dl", { class: "facts" }, rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, String(value)))));
  }
}
