/** The question box: sending, stopping, and editing the last question. */

export class Composer {
  /** `handlers`: onAsk(question, isEdit), onStop(), lastQuestion(). */
  constructor(form, handlers) {
    this.form = form;
    this.handlers = handlers;
    this.box = form.querySelector("#question");
    this.send = form.querySelector("#send");
    this.stopButton = form.querySelector("#stop");
    this.editing = form.querySelector("#editing");
    this.isBusy = false;
    this.listen();
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.box.addEventListener("keydown", (event) => this.onKey(event));
    this.box.addEventListener("input", () => this.fit());
    this.stopButton.addEventListener("click", () => this.handlers.onStop());
    this.form.querySelector("#cancel-edit").addEventListener("click", () => this.cancelEdit());
  }

  onKey(event) {
    // Enter inside an input method editor picks a word; it must not send.
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowUp" && this.box.value === "" && !this.isBusy) {
      const question = this.handlers.lastQuestion();
      if (question === null) return;
      event.preventDefault();
      this.edit(question);
    }
  }

  submit() {
    const question = this.box.value.trim();
    if (!question || this.isBusy) return;
    const isEdit = !this.editing.hidden;
    this.clear();
    this.handlers.onAsk(question, isEdit);
  }

  edit(question) {
    this.editing.hidden = false;
    this.box.value = question;
    this.fit();
    this.focus();
  }

  cancelEdit() {
    this.clear();
    this.focus();
  }

  clear() {
    this.editing.hidden = true;
    this.box.value = "";
    this.fit();
  }

  setBusy(isBusy) {
    const stopHadFocus = document.activeElement === this.stopButton;
    this.isBusy = isBusy;
    this.send.hidden = isBusy;
    this.stopButton.hidden = !isBusy;
    if (stopHadFocus && !isBusy) this.focus();
  }

  focus() {
    this.box.focus();
  }

  fit() {
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight}px`;
  }
}
