import { AuditError, ConnectionError, ProblemError } from "./errors.js";
import { backoffSeconds, beforeAbort, longestWaitSeconds, wait } from "./waiting.js";

/** Where the service is and who calls it. */
export interface AuditClientOptions {
    /** Where the service is, with the gateway's prefix where there is one: `https://iam.example.com/audit/api/v1`; on a page also relative to it. */
    baseUrl: string | URL;
    /** Gives the bearer token. It is asked before every request, so that a renewed token is used at once. */
    token: () => string | Promise<string>;
    /** Another tenant than the token's own, which takes the role `super_admin`. */
    tenantId?: string | undefined;
    /** The language of titles and details of problems: `en` (default) or `zh-CN`. */
    acceptLanguage?: string | undefined;
    /** The preference (RFC 7240) of each call: `handling=strict` by default, so that a misspelt member is refused instead of ignored; `handling=lenient` for the other way. */
    prefer?: string | undefined;
    /** How often a request is sent again when there was no answer, or a passing failure, and repeating it is safe: 0 to 10, 2 by default. */
    maxRetries?: number | undefined;
    /** Instead of the global `fetch`. */
    fetch?: typeof fetch | undefined;
}

/** What every call takes. What is left out is taken from the client's options. */
export interface CallOptions {
    /** Ends the call, its waits included. */
    signal?: AbortSignal | undefined;
    /** `en` or `zh-CN`. */
    acceptLanguage?: string | undefined;
    /** `handling=strict` or `handling=lenient`. */
    prefer?: string | undefined;
    /** Another tenant than the token's own. */
    tenantId?: string | undefined;
    /** Taken over into logs, history and the answer: 1 to 128 of `A-Z a-z 0-9 . _ -`. */
    requestId?: string | undefined;
}

/** Of writes about one thing. */
export interface IfMatch {
    /** The `etag` of the version that the change is meant for; any other is answered with a `ProblemError` of status 412. Where it is given but empty, the call is a `TypeError`: it would change any version. */
    ifMatch?: string | undefined;
}

/** Of reads about one thing. */
export interface IfNoneMatch {
    /** The `etag` of the version that is known; where it is still the present one, the call ends with a `ProblemError` of status 304, without a problem. */
    ifNoneMatch?: string | undefined;
}

/** Of everything that makes or adds something. */
export interface Repeatable {
    /** The same key of the same caller with the same body makes the same thing once, within 24 hours. Left out, each call has a key of its own, which its retries share. */
    idempotencyKey?: string | undefined;
}

/** What came with an answer's body. None of it shows when the answer is written as JSON. */
export interface AnswerInfo {
    /** The version of the thing, for `ifMatch` and `ifNoneMatch`; of answers about one thing. */
    readonly etag: string | undefined;
    /** The HTTP status. */
    readonly statusCode: number;
    /** By which the service's logs and its history know the request. */
    readonly requestId: string | undefined;
    /** Whether this is the kept answer to an earlier request with the same `idempotencyKey`. */
    readonly isReplayed: boolean;
    readonly headers: Headers;
}

/** The body of an answer, and what came with it. */
export type Answer<T> = T & AnswerInfo;

/** A request as the generated code describes it. */
export interface ApiRequest {
    readonly path?: Readonly<Record<string, string>>;
    readonly query?: object | undefined;
    readonly body?: unknown;
    readonly options?: (CallOptions & IfMatch & IfNoneMatch & Repeatable) | undefined;
    /** Whether the operation takes an `Idempotency-Key`. */
    readonly takesKey?: boolean;
}

const defaultRetries = 2;
const mostRetries = 10;

/** Failures that may have passed by the next attempt. */
const passing: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/** Sends requests, again where that is safe and may help. */
export class Transport {
    private readonly base: string;
    private readonly retries: number;
    private readonly fetch: typeof fetch;

    constructor(private readonly options: AuditClientOptions) {
        this.base = baseOf(options.baseUrl);
        this.retries = options.maxRetries ?? defaultRetries;
        if (!Number.isInteger(this.retries) || this.retries < 0 || this.retries > mostRetries) {
            throw new RangeError(`maxRetries is a whole number from 0 to ${mostRetries}`);
        }

        // a browser's own fetch must not be called as a member of something else
        const { fetch: own } = options;
        this.fetch = (input, init) => own ? own(input, init) : globalThis.fetch(input, init);
    }

    async send<T extends object>(method: string, path: string, request: ApiRequest): Promise<Answer<T>> {
        const url = this.base + filled(path, request.path ?? {}) + queryOf(request.query);
        const headers = this.headers(request);
        const body = request.body === undefined ? null : JSON.stringify(request.body);
        const signal = request.options?.signal ?? null;
        const key = headers.get("Idempotency-Key") ?? undefined;
        const isSafe = method === "GET" || key !== undefined;
        let unclear: AuditError | undefined;
        for (let attempt = 0; ; attempt++) {
            headers.set("Authorization", `Bearer ${await this.token(signal)}`);
            // a redirected POST would become a GET, and its answer that of something else
            const answer = await this.attempt(url, { method, headers, body, signal, redirect: "error" });
            if (!(answer instanceof AuditError)) {
                return withInfo<T>(`${method} ${url}`, answer.response, answer.text);
            }

            answer.idempotencyKey = key;
            // the attempt before, whose answer didn't come, is still under way: not "nothing was changed", as this one says of itself
            const isTwin = unclear !== undefined && answer instanceof ProblemError && answer.key === "error.concurrent_change";
            const seconds = isTwin ? backoffSeconds(attempt) : waitOf(answer, isSafe, attempt);
            if (attempt >= this.retries || seconds === undefined) {
                throw isTwin ? unclear : answer;
            }

            // who is refused for being too many has done nothing yet
            if (isSafe && !isTwin && !(answer instanceof ProblemError && answer.status === 429)) {
                unclear = answer;
            }

            await wait(seconds * 1000, signal);
        }
    }

    /** What the callback gives. It stands in no error: what can't be a token may hold one. */
    private async token(signal: AbortSignal | null): Promise<string> {
        const token = await beforeAbort(() => this.options.token(), signal);
        if (typeof token !== "string" || !/^[\x21-\x7e]+$/.test(token)) {
            throw new AuditError("What the token callback gave is no token");
        }

        return token;
    }

    /** The answer where it is a success, else the error that it comes to. Who aborted gets what the signal says. */
    private async attempt(url: string, init: RequestInit & { signal: AbortSignal | null }): Promise<{ response: Response; text: string } | AuditError> {
        init.signal?.throwIfAborted();
        try {
            const response = await this.fetch(url, init);
            const text = await response.text();
            return response.ok ? { response, text } : ProblemError.of(response, text);
        } catch (cause) {
            init.signal?.throwIfAborted();
            return new ConnectionError(`${init.method} ${url}: no answer`, { cause });
        }
    }

    private headers(request: ApiRequest): Headers {
        const call = request.options ?? {};
        for (const name of ["ifMatch", "ifNoneMatch", "idempotencyKey"] as const) {
            // in ifMatch, an etag that was lost on the way would let any version be overwritten
            if (name in call && (typeof call[name] !== "string" || call[name].trim() === "")) {
                throw new TypeError(`${name} is given, but empty`);
            }
        }

        const headers = new Headers({ Accept: "application/json, application/problem+json" });
        const set = (name: string, value: string | undefined) => {
            if (value !== undefined && value !== "") {
                headers.set(name, value);
            }
        };
        set("Content-Type", request.body === undefined ? undefined : "application/json");
        set("Prefer", call.prefer ?? this.options.prefer ?? "handling=strict");
        set("Accept-Language", call.acceptLanguage ?? this.options.acceptLanguage);
        set("X-Tenant-ID", call.tenantId ?? this.options.tenantId);
        set("X-Request-Id", call.requestId);
        set("If-Match", call.ifMatch);
        set("If-None-Match", call.ifNoneMatch);
        set("Idempotency-Key", request.takesKey ? call.idempotencyKey ?? newKey() : undefined);
        return headers;
    }
}

/** Without a slash at the end. Paths are put behind it, so that nothing else may stand there. */
function baseOf(baseUrl: string | URL): string {
    const url = new URL(baseUrl, globalThis.location?.href);
    if (!/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
        throw new TypeError("baseUrl is an http or https address without user, query and fragment");
    }

    return url.href.replace(/\/+$/, "");
}

/** The path with its parameters. One that is blank or made of dots would name another path. */
function filled(path: string, values: Readonly<Record<string, string>>): string {
    return path.replace(/\{(\w+)\}/g, (_, name: string) => {
        const value = values[name] ?? "";
        if (/^\s*\.{0,2}\s*$|\p{Surrogate}/u.test(value)) {
            throw new TypeError(`${name} is no id: ${JSON.stringify(value)}`);
        }

        return encodeURIComponent(value);
    });
}

/** The query string: a list repeats its name, and what is undefined or null is left out. */
function queryOf(query: object | undefined): string {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query ?? {})) {
        for (const one of Array.isArray(value) ? value : [value]) {
            if (one !== undefined && one !== null) {
                search.append(name, String(one));
            }
        }
    }

    return search.size === 0 ? "" : `?${search}`;
}

function withInfo<T extends object>(request: string, response: Response, text: string): Answer<T> {
    let body: unknown;
    try {
        body = JSON.parse(text);
    } catch (cause) {
        throw new AuditError(`${request}: status ${response.status}, but no JSON`, { cause });
    }

    if (typeof body !== "object" || body === null || Array.isArray(body)) {
        throw new AuditError(`${request}: status ${response.status}, but no object`);
    }

    const info: AnswerInfo = {
        etag: response.headers.get("ETag") ?? undefined,
        statusCode: response.status,
        requestId: response.headers.get("X-Request-Id") ?? undefined,
        isReplayed: response.headers.get("Idempotency-Replayed") === "true",
        headers: response.headers,
    };
    for (const [name, value] of Object.entries(info)) {
        Object.defineProperty(body, name, { value, enumerable: false });
    }

    return body as Answer<T>;
}

/** How many seconds to wait before another attempt; undefined where there is to be none. */
function waitOf(error: AuditError, isSafe: boolean, attempt: number): number | undefined {
    const backoff = backoffSeconds(attempt);
    if (!(error instanceof ProblemError)) {
        return isSafe ? backoff : undefined;
    }

    if (!passing.has(error.status) || !(isSafe || error.status === 429)) {
        return undefined;
    }

    const asked = error.retryAfter ?? 0;
    return asked <= longestWaitSeconds ? Math.max(asked, backoff) : undefined;
}

/** 128 random bits. `randomUUID` is only there on secure pages. */
function newKey(): string {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
}
