import type { FieldViolation, Problem } from "./generated/api.js";

/**
 * What this client throws, but for the reason of an abort, what the token callback throws, and a `TypeError` or `RangeError` for
 * arguments that can't be meant.
 */
export class AuditError extends Error {
    override name = "AuditError";
    /** The key that the call had, given or made: the same call with this key is a repetition of it. */
    idempotencyKey: string | undefined;
}

/** There was no answer, or only a part of one. What was asked for may have been done all the same. */
export class ConnectionError extends AuditError {
    override name = "ConnectionError";
}

/** The service, or something on the way to it, has answered with a failure. */
export class ProblemError extends AuditError {
    override name = "ProblemError";
    /** The HTTP status. */
    readonly status: number;
    /** Eight digits that say what is wrong, the same in every language. */
    readonly code: number | undefined;
    /** The same as a name: `error.incident_not_found`. */
    readonly key: string | undefined;
    /** What is wrong with which field; empty where the failure is of no field. */
    readonly errors: readonly FieldViolation[];
    /** After how many seconds another attempt may pass. */
    readonly retryAfter: number | undefined;
    /** The present version of the thing, of a 412 or a 304. */
    readonly etag: string | undefined;
    /** By which the service's logs know the request. */
    readonly requestId: string | undefined;
    readonly headers: Headers;

    /** @param problem What the service says; undefined where the answer isn't the service's, or is a 304. */
    private constructor(response: Response, readonly problem: Problem | undefined) {
        super(problem ? `${problem.title}: ${problem.detail}` : `${response.status} ${response.statusText}`.trim());
        this.status = response.status;
        this.code = problem?.code;
        this.key = problem?.i18n_key;
        this.errors = problem?.errors ?? [];
        this.retryAfter = secondsOf(response.headers.get("Retry-After")) ?? problem?.retry_after;
        this.etag = response.headers.get("ETag") ?? undefined;
        this.requestId = problem?.request_id ?? response.headers.get("X-Request-Id") ?? undefined;
        this.headers = response.headers;
    }

    static of(response: Response, text: string): ProblemError {
        return new ProblemError(response, problemOf(response.headers.get("Content-Type"), text));
    }
}

/** A gateway's own pages are no problems of the service, and neither are a gateway's own problems. */
function problemOf(contentType: string | null, text: string): Problem | undefined {
    if (!/^\s*application\/problem\+json\s*(;|$)/i.test(contentType ?? "")) {
        return undefined;
    }

    try {
        const problem = JSON.parse(text) as Partial<Problem> | null;
        const isOurs = typeof problem?.code === "number" && typeof problem.i18n_key === "string" && typeof problem.title === "string"
            && typeof problem.detail === "string" && Array.isArray(problem.errors);
        return isOurs ? problem as Problem : undefined;
    } catch {
        return undefined;
    }
}

/** A `Retry-After` in seconds, or how many there are until its date; undefined where there is neither. */
function secondsOf(header: string | null): number | undefined {
    if (header === null) {
        return undefined;
    }

    if (/^\d+$/.test(header)) {
        return Number(header);
    }

    const seconds = Math.ceil((Date.parse(header) - Date.now()) / 1000);
    return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
