/** What an error means to a reader and what to do about it. */

import { t } from "./i18n.js";

const KINDS = { 401: "unauthorised", 403: "unauthorised", 413: "too_long", 400: "invalid", 422: "invalid", 429: "busy", 502: "unavailable", 503: "unavailable", 504: "unavailable" };

/** {title, help, detail} in the interface's language; detail is the server's own sentence. */
export function explain(problem) {
  const kind = problem.kind ?? (problem.status === 0 ? "lost" : KINDS[problem.status] ?? "unknown");
  return { title: t(`error.${kind}`), help: cure(kind, problem), detail: problem.detail ?? null };
}

function cure(kind, problem) {
  if (kind === "busy" && /^\d+$/.test(problem.retry_after ?? "")) return t("error.busy_help_after", { seconds: problem.retry_after });
  return t(`error.${kind}_help`);
}
