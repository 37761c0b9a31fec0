/**
 * Sends what is newest, one at a time: what becomes new while something is on its way is sent once that has arrived,
 * all of it as one. So a burst of updates never queues up before a page that is busy. No vscode in here.
 */
export interface Pace {
  /** There is something new to send. */
  request(): void;
  /** What was on its way no longer matters, as there is a new page: send at once. */
  restart(): void;
}

/** A message to a page that goes away may never arrive. */
const LOST_AFTER_MS = 1000;

/** `send` builds and sends what is newest at that moment; it resolves once that has arrived. */
export function createPace(
  send: () => PromiseLike<unknown>,
  after: (milliseconds: number, run: () => void) => () => void,
): Pace {
  /** What is on its way; `null`: nothing. */
  let sending: symbol | null = null;
  let isOld = false;

  const start = (): void => {
    const mine = Symbol();
    sending = mine;
    isOld = false;
    const arrived = (): void => {
      forget();
      if (sending !== mine) return;
      sending = null;
      if (isOld) start();
    };
    const forget = after(LOST_AFTER_MS, arrived);
    send().then(arrived, arrived);
  };

  return {
    request() {
      if (sending === null) start();
      else isOld = true;
    },
    restart: start,
  };
}
