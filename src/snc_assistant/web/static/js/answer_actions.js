/** What the buttons of an answer do. */

import { copyText } from "./clipboard.js";
import { t } from "./i18n.js";
import { toast } from "./toast.js";
import { answerWithFootnotes } from "./transfer.js";

export class AnswerActions {
  constructor(source, composer, ask) {
    Object.assign(this, { source, composer, ask });
  }

  openSource(tour, opener) {
    this.source.open(tour, opener);
  }

  async copy(exchange) {
    await copyText(answerWithFootnotes(exchange));
    toast(t("answer.copied"));
  }

  retry(exchange) {
    this.composer.focus();
    this.ask(exchange.question, exchange);
  }

  edit(exchange) {
    this.composer.edit(exchange.question);
  }
}
