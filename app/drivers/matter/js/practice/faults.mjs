// What is wrong with this lock on purpose: it drops codes, its reads lag behind its writes, or its answers take long.

export const SLOW_ANSWER_MS = 2000;
const KEPT_MS = 3_600_000;

export class Faults {
    drops = false;
    isSlow = false;
    lagS = 0;

    /** Nothing, or a promise when the answer has to wait. */
    pause() {
        return this.isSlow ? new Promise(resolve => setTimeout(resolve, SLOW_ANSWER_MS)) : undefined;
    }
}

/** Remembers what the lock held when, so that a lagging lock can answer with its past. */
export class Past {
    #moments = [];
    #nowMs;
    #settledMs = -Infinity;

    constructor(nowMs = () => performance.now()) {
        this.#nowMs = nowMs;
    }

    remember(content) {
        const now = this.#nowMs();
        const needed = this.#moments.findLastIndex(({ atMs }) => atMs <= now - KEPT_MS);
        if (needed > 0) this.#moments.splice(0, needed);
        this.#moments.push({ atMs: now, content });
    }

    /** From now on everything written so far can be read. */
    settle() {
        this.#settledMs = this.#nowMs();
    }

    /** What was there `lagS` ago, or at the last `settle` if that is later; before the first memory that one. */
    before(lagS) {
        const limit = Math.max(this.#nowMs() - lagS * 1000, this.#settledMs);
        return (this.#moments.findLast(({ atMs }) => atMs <= limit) ?? this.#moments[0])?.content;
    }
}
