/** What an error means to a reader and what to do about it. */

import { t } from "./i18n.js";

const KINDS = { 401: "unauthorised", 403: "unauthorised", 413: "too_long", 400: "invalid", 422: "invalid", 429: "busy", 502: "unavailable", 503: "unavailable", 504: "unavailable" };

/** {title, help, detail} in the interface's language; detail is the server's own sentence. */
export function explain(problem) {
  const kind = problem.kind ?? (problem.status === 0 ? "lost" : KINDS[problem.status] ?? "unknown");
  return { title: t(`error.${kind}`), help: cure(kind, problem), detail: problem.detail ?? null };
}

function cure(kind, problem) {
  const left = secondsLeft(problem);
  if (kind === "busy" && problem.retry_at) return left > 0 ? t("error.busy_help_after", { seconds: left }) : t("error.busy_help_now");
  return t(`error.${kind}_help`);
}

/** Whole seconds until the server may be asked again. */
export function secondsLeft(problem) {
  return problem.retry_at ? Math.max(0, Math.ceil((problem.retry_at - Date.now()) / 1000)) : 0;
}
