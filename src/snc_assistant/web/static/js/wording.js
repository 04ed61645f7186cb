/** How editions, languages, engines and times are written in the interface's language. */

import { hasMessage, language, t } from "./i18n.js";

/** The edition as the text of a button: "February 2026", or as the server names it. */
export function shortEdition(edition) {
  const date = monthOf(edition);
  return date ? monthName(date) : edition;
}

/** An edition such as "2026-02" by its month in words; any other as the server names it. */
export function editionLabel(edition) {
  const date = monthOf(edition);
  if (!date) return t("source.edition", { edition });
  const name = monthName(date);
  // French elides: "édition d'avril", but "édition de février".
  return t(/^[aeiou]/i.test(name) ? "source.edition_of_vowel" : "source.edition_of", { month: name });
}

function monthOf(edition) {
  const month = /^(\d{4})-(\d{2})$/.exec(edition);
  return month && new Date(Date.UTC(Number(month[1]), Number(month[2]) - 1, 1));
}

const monthName = (date) => new Intl.DateTimeFormat(language(), { month: "long", year: "numeric", timeZone: "UTC" }).format(date);

export function languageName(code) {
  return hasMessage(`language.${code}`) ? t(`language.${code}`) : code;
}

export function engineName(engine) {
  return hasMessage(`engine.${engine}`) ? t(`engine.${engine}`) : engine;
}

export function shortEngineName(engine) {
  return hasMessage(`engine.${engine}.short`) ? t(`engine.${engine}.short`) : engine;
}

export function seconds(milliseconds) {
  const digits = milliseconds < 10_000 ? 1 : 0;
  const amount = new Intl.NumberFormat(language(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return t("time.seconds", { seconds: milliseconds < 100 ? `< ${amount.format(0.1)}` : amount.format(milliseconds / 1000) });
}

export function number(value) {
  return new Intl.NumberFormat(language()).format(value);
}

export function dateTime(iso) {
  return new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}

/** With a capital at its beginning, where no style can give it one. */
export const capitalised = (text) => text.charAt(0).toUpperCase() + text.slice(1);

export const headingTrail = (path) => (path ?? []).join(" › ");
