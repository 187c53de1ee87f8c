import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { AuditClient, AuditError, ConnectionError, ProblemError, type AuditClientOptions } from "@audit/client";

type Reply = number | Error | (() => Response);

const problem = (key: string) => ({ type: "/errors/x", title: "T", status: 409, detail: "D", code: 30105001, i18n_key: key, i18n_args: {}, errors: [], request_id: "req-1" });
const json = (status: number, body: unknown, headers: Record<string, string> = {}) => () =>
    new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers: { "Content-Type": "application/problem+json", ...headers } });

/** A client whose attempts meet these replies, then success; its waits are noted instead of waited for. */
function scripted(context: TestContext, replies: Reply[], options: Partial<AuditClientOptions> = {}) {
    const sent: { method: string; url: string; headers: Headers }[] = [];
    const waits: number[] = [];
    context.mock.method(Math, "random", () => 0.5);
    context.mock.method(globalThis, "setTimeout", (done: () => void, milliseconds: number) => {
        waits.push(milliseconds / 1000);
        queueMicrotask(done);
        return 0;
    });
    const fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
        sent.push({ method: init!.method!, url: String(input), headers: new Headers(init!.headers) });
        const reply = replies.shift() ?? 200;
        if (reply instanceof Error) {
            throw reply;
        }

        return typeof reply === "function" ? reply() : new Response('{"data":{},"items":[]}', { status: reply });
    };
    return { audit: new AuditClient({ baseUrl: "http://audit.test/prefix/", token: () => "t", fetch, ...options }), sent, waits };
}

const incident = { title: "T", severity: "low" as const };

test("A read is repeated after failures that pass", async context => {
    for (const status of [408, 429, 502, 503, 504]) {
        const { audit, sent } = scripted(context, [status, status]);
        await audit.me.get();
        assert.equal(sent.length, 3, String(status));
    }
});

test("What is wrong with the request is not repeated", async context => {
    for (const status of [400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 500, 501]) {
        const { audit, sent } = scripted(context, [status]);
        await assert.rejects(audit.incidents.create(incident), (error: unknown) => error instanceof ProblemError && error.status === status);
        assert.equal(sent.length, 1, String(status));
    }
});

test("The last failure is told when all attempts are used up", async context => {
    const { audit, sent } = scripted(context, [502, 503, 504]);
    await assert.rejects(audit.me.get(), (error: unknown) => error instanceof ProblemError && error.status === 504);
    assert.equal(sent.length, 3);
});

test("Waits grow, but not beyond half a minute", async context => {
    const { audit, waits } = scripted(context, Array<Reply>(10).fill(503), { maxRetries: 10 });
    await audit.me.get();
    assert.deepEqual(waits, [0.375, 0.75, 1.5, 3, 6, 12, 24, 30, 30, 30]);
});

test("The service's wait is kept to, and one that is too long left to the caller", async context => {
    const inTwentySeconds = new Date(Date.now() + 20_000).toUTCString();
    const { audit, waits } = scripted(context, [json(503, "", { "Retry-After": "7" }), json(429, "", { "Retry-After": "0" }), json(503, "", { "Retry-After": inTwentySeconds })], { maxRetries: 3 });
    await audit.me.get();
    assert.deepEqual(waits.slice(0, 2), [7, 0.75]);
    assert(waits[2]! > 15 && waits[2]! <= 21);
    const late = scripted(context, [json(503, "", { "Retry-After": "31" })]);
    await assert.rejects(late.audit.me.get(), (error: unknown) => error instanceof ProblemError && error.retryAfter === 31);
    assert.equal(late.sent.length, 1);
});

test("The number of retries is the client's, and a number", async context => {
    const { audit, sent } = scripted(context, [503], { maxRetries: 0 });
    await assert.rejects(audit.me.get(), ProblemError);
    assert.equal(sent.length, 1);
    for (const maxRetries of [-1, 1.5, 11, NaN, Infinity]) {
        assert.throws(() => scripted(context, [], { maxRetries }), RangeError);
    }
});

test("A repetition that meets the attempt before is not taken for a refusal", async context => {
    const twin = json(409, problem("error.concurrent_change"));
    const { audit, sent } = scripted(context, [504, twin]);
    await audit.incidents.create(incident);
    assert.equal(sent.length, 3);
    const lost = scripted(context, [new TypeError("reset"), twin, twin]);
    await assert.rejects(lost.audit.incidents.create(incident), (error: unknown) => error instanceof ConnectionError
        && error.idempotencyKey === lost.sent[0]!.headers.get("Idempotency-Key"));
    // nothing was done before it
    for (const replies of [[twin], [429, twin]] as Reply[][]) {
        await assert.rejects(scripted(context, replies).audit.incidents.create(incident), (error: unknown) => error instanceof ProblemError && error.status === 409);
    }
});

test("An abort reaches every phase", async context => {
    const reason = new Error("The page was left");
    const abort = () => {
        const controller = new AbortController();
        return { signal: controller.signal, now: () => controller.abort(reason) };
    };
    const during = async (options: (now: () => void) => Partial<AuditClientOptions>, replies: Reply[] = []) => {
        const { signal, now } = abort();
        const { audit, sent } = scripted(context, replies, options(now));
        await assert.rejects(audit.me.get({ signal }), error => error === reason);
        return sent.length;
    };
    // the token never comes, or comes with the abort
    assert.equal(await during(now => ({ token: () => { queueMicrotask(now); return new Promise<string>(() => {}); } })), 0);
    assert.equal(await during(now => ({ token: () => { now(); return "t"; } })), 0);
    // while the request is under way, whether fetch looks at the signal or not
    assert.equal(await during(now => ({ fetch: async () => { now(); throw new TypeError("aborted"); } })), 0);
    assert.equal(await during(now => ({ fetch: async () => { now(); return new Response("", { status: 503, headers: { "Retry-After": "9" } }); } })), 0);
    const before = scripted(context, []);
    await assert.rejects(before.audit.me.get({ signal: AbortSignal.abort(reason) }), error => error === reason);
    assert.equal(before.sent.length, 0);
});

test("A call leaves no listener on a signal that lives on", async context => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => { listeners++; add(...args); };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => { listeners--; remove(...args); };
    await scripted(context, [503, 503]).audit.me.get({ signal });
    assert.equal(listeners, 0);
});

test("What a call says goes before what the client says", async context => {
    const { audit, sent } = scripted(context, [], { acceptLanguage: "en", prefer: "handling=lenient", tenantId: "tnt_a" });
    await audit.me.get();
    await audit.me.get({ acceptLanguage: "zh-CN", prefer: "handling=strict", tenantId: "tnt_b", requestId: "r" });
    const of = (i: number) => ["Accept-Language", "Prefer", "X-Tenant-ID", "X-Request-Id"].map(name => sent[i]!.headers.get(name));
    assert.deepEqual(of(0), ["en", "handling=lenient", "tnt_a", null]);
    assert.deepEqual(of(1), ["zh-CN", "handling=strict", "tnt_b", "r"]);
});

test("A query repeats lists and leaves out what isn't there", async context => {
    const { audit, sent } = scripted(context, []);
    await audit.incidents.list({ status: ["open", "closed"], search: undefined, cursor: "", page: 2, sort: null as unknown as undefined });
    await audit.incidents.list({});
    assert.equal(sent[0]!.url, "http://audit.test/prefix/admin/audit/incidents?status=open&status=closed&cursor=&page=2");
    assert.equal(sent[1]!.url, "http://audit.test/prefix/admin/audit/incidents");
});

test("What would do something else than it says is no request", async context => {
    const { audit, sent } = scripted(context, []);
    for (const id of ["", " ", ".", "..", "\ud800"]) {
        await assert.rejects(audit.incidents.get(id), TypeError);
    }

    for (const options of [{ ifMatch: "" }, { ifMatch: undefined }, { idempotencyKey: " " }]) {
        await assert.rejects(audit.incidents.assign("a", { assignee: "b" }, options), TypeError);
    }

    for (const baseUrl of ["ftp://a", "localhost:5080", "http://a/?b", "http://a/#b", "http://u:secret@a", "/audit"]) {
        assert.throws(() => new AuditClient({ baseUrl, token: () => "t" }), (error: Error) => error instanceof TypeError && !error.message.includes("secret"));
    }

    assert.equal(sent.length, 0);
});

test("What can't be a token stands in no error", async context => {
    for (const token of ["secret\nsecret", "", "sécret", undefined as unknown as string]) {
        const { audit, sent } = scripted(context, [], { token: () => token });
        await assert.rejects(audit.me.get(), (error: unknown) => error instanceof AuditError && !error.message.includes("cret"));
        assert.equal(sent.length, 0);
    }
});

test("Only the service's own problems are problems", async context => {
    const caught = async (reply: Reply) => {
        try {
            await scripted(context, [reply]).audit.me.get();
        } catch (error) {
            return error as ProblemError;
        }

        assert.fail("It passed.");
    };
    const whole = problem("error.x");
    for (const type of ["application/problem+json", "Application/Problem+JSON; charset=utf-8"]) {
        const error = await caught(json(400, { ...whole, retry_after: 3 }, { "Content-Type": type }));
        assert.deepEqual([error.key, error.code, error.requestId, error.retryAfter, error.message], ["error.x", 30105001, "req-1", 3, "T: D"]);
    }

    for (const body of ["{", "null", "[]", "42", { title: "Bad Gateway", status: 400 }, { ...whole, code: "1" }, { ...whole, errors: "x" }]) {
        const error = await caught(json(400, body, { "X-Request-Id": "req-2" }));
        assert.deepEqual([error.problem, error.errors, error.requestId], [undefined, [], "req-2"]);
        assert.match(error.message, /^400/);
    }

    assert.equal((await caught(json(400, whole, { "Content-Type": "application/problem+jsonx" }))).problem, undefined);
    assert.equal((await caught(json(400, "", { "Retry-After": "soon" }))).retryAfter, undefined);
});
