/** What is longer is left to the caller. */
export const longestWaitSeconds = 30;

/** Twice as long each time, and not the same for everybody who was refused at once. */
export function backoffSeconds(attempt: number): number {
    return Math.min(longestWaitSeconds, 0.25 * 2 ** attempt * (1 + Math.random()));
}

/** Waits, unless the signal aborts it: then it fails with the signal's reason. */
export function wait(milliseconds: number, signal: AbortSignal | null): Promise<void> {
    let timer: ReturnType<typeof setTimeout>;
    return beforeAbort(() => new Promise<void>(resolve => { timer = setTimeout(resolve, milliseconds); }), signal).finally(() => clearTimeout(timer));
}

/** What the work gives, or a failure with the signal's reason, whichever comes first. */
export async function beforeAbort<T>(work: () => T | Promise<T>, signal: AbortSignal | null): Promise<T> {
    if (!signal) {
        return work();
    }

    signal.throwIfAborted();
    let onAbort: () => void;
    const aborted = new Promise<never>((_, reject) => {
        onAbort = () => reject(signal.reason);
        signal.addEventListener("abort", onAbort, { once: true });
    });
    try {
        return await Promise.race([work(), aborted]);
    } finally {
        signal.removeEventListener("abort", onAbort!);
    }
}
