/** The conversation on the page: asks, shows the answer as it arrives, keeps it, stops it. */

import { askStream } from "./api.js";
import { applyEvent, fail, historyOf, newExchange } from "./answer_state.js";
import { AnswerView } from "./answer_view.js";
import { language } from "./i18n.js";
import { rememberCurrent, rememberedCurrent } from "./storage.js";

const TITLE_LENGTH = 80;

const emptyRecord = () => ({ id: String(Date.now()), title: "", updated: new Date().toISOString(), exchanges: [] });

export class Conversation {
  /** `actions` are those of AnswerView; `handlers`: onBusy(bool), onShown(), onNotKept(), engine(), modelOf(engine), welcome(). */
  constructor(thread, store, actions, handlers) {
    this.thread = thread;
    this.store = store;
    this.actions = actions;
    this.handlers = handlers;
    this.running = null;
    this.open(store.find(rememberedCurrent()) ?? emptyRecord());
  }

  get exchanges() {
    return this.record.exchanges;
  }

  get last() {
    return this.exchanges.at(-1) ?? null;
  }

  start() {
    this.open(emptyRecord());
  }

  open(record) {
    this.stop();
    this.record = record;
    rememberCurrent(record.id);
    this.draw();
    this.thread.scrollTop = this.last ? this.thread.scrollHeight : 0;
  }

  /** Draw everything again, in the interface's present language. */
  draw() {
    this.views = this.exchanges.map((exchange) => new AnswerView(exchange, this.actions));
    this.thread.replaceChildren(...(this.views.length ? this.views.map((view) => view.node) : [this.handlers.welcome()]));
    this.handlers.onShown();
  }

  /** Ask a question; `replacing` is the last exchange when it is edited or asked again. */
  ask(question, replacing = null) {
    this.stop();
    if (replacing) this.exchanges.pop();
    const history = historyOf(this.exchanges);
    const exchange = newExchange(question, language());
    if (!this.exchanges.length) this.record.title = question.slice(0, TITLE_LENGTH);
    this.exchanges.push(exchange);
    this.draw();
    this.views.at(-1).node.scrollIntoView({ block: "start" });
    this.keep(this.record);
    return this.receive(exchange, history);
  }

  stop() {
    this.running?.abort();
  }

  async receive(exchange, history) {
    const running = new AbortController();
    const clock = this.startClock(exchange);
    const { record } = this;
    this.running = running;
    this.handlers.onBusy(true);
    try {
      const request = { question: exchange.question, history, language: language(), engine: this.handlers.engine() };
      for await (const event of askStream(request, running.signal)) this.take(exchange, event);
      if (exchange.state === "asking") fail(exchange, { kind: "incomplete" });
    } catch (error) {
      this.settle(exchange, error, running);
    } finally {
      exchange.elapsed_ms = clock.end();
      this.finish(exchange, running, record);
    }
  }

  startClock(exchange) {
    const began = performance.now();
    const elapsed = () => performance.now() - began;
    const timer = setInterval(() => this.viewOf(exchange)?.showElapsed(elapsed()), 250);
    return {
      end() {
        clearInterval(timer);
        return Math.round(elapsed());
      },
    };
  }

  take(exchange, event) {
    applyEvent(exchange, event);
    if (event.event === "evidence" || event.event === "done") exchange.answer.model = this.handlers.modelOf(exchange.answer.engine);
    if (event.event !== "done") this.viewOf(exchange)?.update(event.event);
  }

  settle(exchange, error, running) {
    if (running.signal.aborted) exchange.state = "stopped";
    else fail(exchange, error.problem ?? { kind: "page" });
    if (!running.signal.aborted && !error.problem) console.error(error);
  }

  finish(exchange, running, record) {
    this.viewOf(exchange)?.update("done");
    // Erased during its answer, a conversation must not come back.
    if (this.store.has(record.id)) this.keep(record);
    if (this.running !== running) return;
    this.running = null;
    this.handlers.onBusy(false);
  }

  // A view is looked up each time: a change of language replaces them all during an answer.
  viewOf(exchange) {
    return this.views.find((view) => view.exchange === exchange);
  }

  keep(record) {
    record.updated = new Date().toISOString();
    if (!this.store.save(record)) this.handlers.onNotKept();
  }
}
