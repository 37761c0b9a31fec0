/** "2 s ago", ticking by itself while it is on the page. */
import { AsyncDirective } from "lit-html/async-directive.js";
import { directive } from "lit-html/directive.js";
import { agoText } from "../data/freshness";

class Ago extends AsyncDirective {
  #finishedAt = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  render(finishedAt: number): string {
    this.#finishedAt = finishedAt;
    this.#start();
    return agoText(finishedAt, Date.now());
  }

  override disconnected(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  override reconnected(): void {
    this.#start();
  }

  #start(): void {
    this.#timer ??= setInterval(() => this.setValue(agoText(this.#finishedAt, Date.now())), 1000);
  }
}

export const ago = directive(Ago);
