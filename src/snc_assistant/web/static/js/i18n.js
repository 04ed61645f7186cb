/** The interface in French or English. Knows nothing about the language of an answer or of a quote. */

import en from "./messages.en.js";
import fr from "./messages.fr.js";
import { readPreference, writePreference } from "./preferences.js";

const CATALOGS = { fr, en };
const listeners = [];
let current = preferredLanguage();

function preferredLanguage() {
  const stored = readPreference("language");
  if (stored in CATALOGS) return stored;
  const known = (navigator.languages ?? []).map((tag) => tag.slice(0, 2)).find((tag) => tag in CATALOGS);
  return known ?? "fr";
}

export const language = () => current;

/** The message in the interface's language; `count` picks between the `.one` and `.other` forms. */
export function t(key, values = {}) {
  return translate(current, key, values);
}

export function translate(lang, key, values = {}) {
  const catalog = CATALOGS[lang];
  const form = "count" in values ? `${key}.${pluralForm(lang, values.count)}` : key;
  const message = catalog[form] ?? key;
  return typography(lang, message.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? ""));
}

export const hasMessage = (key) => key in CATALOGS[current];

function pluralForm(lang, count) {
  return new Intl.PluralRules(lang).select(count) === "one" ? "one" : "other";
}

/** The text with the no-break spaces that French wants, so that no line begins with « ? » or ends with « « ». */
export function typography(lang, text) {
  return lang === "fr" ? text.replace(/ ([?!:;»])/g, "\u00a0$1").replace(/« /g, "«\u00a0") : text;
}

export function setLanguage(lang) {
  current = lang;
  writePreference("language", lang);
  applyLanguage();
}

export function onLanguageChange(listener) {
  listeners.push(listener);
}

export function applyLanguage() {
  document.documentElement.lang = current;
  document.title = t(document.documentElement.dataset.pageTitle ?? "page.title");
  translateStatic(document);
  document.documentElement.dataset.ready = "true";
  for (const listener of listeners) listener();
}

function translateStatic(root) {
  for (const node of root.querySelectorAll("[data-i18n]")) node.textContent = t(node.dataset.i18n);
  for (const node of root.querySelectorAll("[data-i18n-placeholder]")) node.placeholder = t(node.dataset.i18nPlaceholder);
  for (const node of root.querySelectorAll("[data-i18n-label]")) {
    node.setAttribute("aria-label", t(node.dataset.i18nLabel));
    if (node.matches("button, .tool")) node.title = t(node.dataset.i18nLabel);
  }
}
