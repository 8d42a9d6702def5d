// The lock's own output: JSON lines on standard output.

const plain = (_key, value) => (typeof value === "bigint" ? Number(value) : value);

export function say(event, data = {}) {
    process.stdout.write(`${JSON.stringify({ event, at: new Date().toISOString(), ...data }, plain)}\n`);
}

/** A wish that the lock cannot fulfil: a stable code and a sentence, no stack. */
export class Refusal extends Error {
    constructor(code, message) {
        super(message);
        this.code = code;
    }
}
