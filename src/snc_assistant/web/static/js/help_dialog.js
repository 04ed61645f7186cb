/** The help: how to read an answer, and every keyboard shortcut. */

import { el } from "./dom.js";
import { t } from "./i18n.js";
import { fillSheet } from "./sheet.js";

const KEYS = [
  ["enter", "send"],
  ["shift_enter", "newline"],
  ["up", "recall"],
  ["escape", "stop"],
  ["arrows", "citations"],
  ["copy", "copy"],
  ["question", "question"],
  ["help", "help"],
];

export function drawHelp(dialog) {
  const rows = KEYS.map(([key, meaning]) => el("div", {}, el("dt", {}, el("kbd", {}, t(`key.${key}`))), el("dd", {}, t(`help.key_${meaning}`))));
  fillSheet(dialog, t("help.title"), el("h3", {}, t("help.reading")), el("p", {}, t("help.reading_text")), el("h3", {}, t("help.keys")), el("dl", { class: "keys" }, rows), el("p", { class: "sheet-link" }, el("a", { href: "docs" }, t("help.api"))));
}
