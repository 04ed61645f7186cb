/** One question and what has been received of its answer, as plain data that can be stored. */

export function newExchange(question, language) {
  return {
    id: crypto.randomUUID?.() ?? String(Date.now() + Math.random()),
    question,
    asked_at: new Date().toISOString(),
    state: "asking",
    elapsed_ms: null,
    progress: null,
    problem: null,
    reset: false,
    answer: { outcome: null, language, engine: null, model: null, engine_note: null, lead: null, text: "", notes: [], claims: [], nearest: [], hits: [], understood: null },
  };
}

const EVENTS = {
  understood(exchange, data) {
    exchange.answer.understood = data;
    exchange.answer.language = data.language ?? exchange.answer.language;
  },
  evidence(exchange, data) {
    exchange.progress = null;
    Object.assign(exchange.answer, { engine: data.engine, engine_note: data.engine_note, hits: data.hits ?? [] });
  },
  status(exchange, data) {
    exchange.progress = data;
  },
  claim(exchange, data) {
    exchange.progress = null;
    exchange.answer.claims.push(data);
  },
  reset(exchange, data) {
    exchange.progress = null;
    // A model's sentences in place of extracts are what was announced; sentences withdrawn are not.
    exchange.reset = data.reason === "failed";
    Object.assign(exchange.answer, { claims: [], lead: null });
  },
  outcome(exchange, data) {
    Object.assign(exchange.answer, { outcome: data.outcome, lead: data.lead, notes: data.notes ?? [] });
  },
  done(exchange, data) {
    exchange.state = "done";
    Object.assign(exchange.answer, data, { claims: data.claims ?? [], notes: data.notes ?? [], nearest: data.nearest ?? [] });
  },
  error(exchange, data) {
    fail(exchange, data);
  },
};

/** Takes one event in; events of a later server version that this page does not know change nothing. */
export function applyEvent(exchange, { event, data }) {
  EVENTS[event]?.(exchange, data);
}

export function fail(exchange, problem) {
  exchange.state = "failed";
  exchange.problem = problem;
}

// A follow-up leans on the latest turns, and a server bounds the size of a request.
const HISTORY_EXCHANGES = 6;

/** What the model of a follow-up question may read, oldest first. */
export function historyOf(exchanges) {
  const answered = exchanges.filter((exchange) => exchange.state === "done" && exchange.answer.text);
  return answered.slice(-HISTORY_EXCHANGES).flatMap((exchange) => [
    { role: "user", content: exchange.question },
    { role: "assistant", content: exchange.answer.text },
  ]);
}
