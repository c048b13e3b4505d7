/** Counts what is under way in the local world, so that callers can wait until nothing is. */
export class Activity {
  #running = 0;
  #waiting: (() => void)[] = [];

  /** Counts a piece of work until it settles and hands its result on. */
  async track<T>(work: () => Promise<T>): Promise<T> {
    const end = this.begin();
    try {
      return await work();
    } finally {
      end();
    }
  }

  /** Counts a piece of work until the returned function is called. */
  begin(): () => void {
    this.#running += 1;
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#running -= 1;
      if (this.#running === 0)
        setImmediate(() => {
          this.#wakeIfIdle();
        });
    };
  }

  /** Resolves when nothing is under way, and nothing has followed from what was. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      setImmediate(() => {
        this.#wakeIfIdle();
      });
    });
  }

  #wakeIfIdle(): void {
    if (this.#running > 0) return;
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
