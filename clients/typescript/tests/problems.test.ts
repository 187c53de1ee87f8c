import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { AuditClient, AuditError, ConnectionError, ProblemError } from "@audit/client";
import { Service } from "./service.js";

let service: Service;
let audit: AuditClient;

before(async () => {
    service = await Service.start();
    audit = await service.client();
});

after(() => service.stop());

const nobody = "inc_00000000000000000000000000";

async function problemOf(call: Promise<unknown>): Promise<ProblemError> {
    try {
        await call;
    } catch (error) {
        assert(error instanceof ProblemError, String(error));
        assert(error instanceof AuditError && error instanceof Error);
        return error;
    }

    assert.fail("It passed.");
}

async function answering<T>(listener: RequestListener, work: (client: AuditClient) => Promise<T>): Promise<T> {
    const server = createServer(listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
        return await work(new AuditClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: () => "t", maxRetries: 0 }));
    } finally {
        server.closeAllConnections();
        server.close();
    }
}

test("400 names every broken field", async () => {
    const error = await problemOf(audit.incidents.create({ title: " ", severity: "worst" as "low", assignee: "x".repeat(129) }));
    assert.equal(error.status, 400);
    assert.equal(error.problem?.status, 400);
    assert.equal(typeof error.code, "number");
    assert.equal(error.key, "error.invalid_request");
    assert.deepEqual(error.errors.map(e => [e.field, e.code]).sort(), [["assignee", "max_length"], ["severity", "enum"], ["title", "required"]]);
    assert.match(error.message, /^.+: .+$/);
    assert(error.requestId);
});

test("400 for what the operation doesn't know, unless the caller is lenient", async () => {
    const body = { title: "T", severity: "low" as const, titel: "T" };
    assert.deepEqual((await problemOf(audit.incidents.create(body))).errors.map(e => e.code), ["unknown_field"]);
    assert.equal((await audit.incidents.create(body, { prefer: "handling=lenient" })).statusCode, 201);
});

test("The texts are in the caller's language, the key is not", async () => {
    const english = await problemOf(audit.incidents.get(nobody));
    const chinese = await problemOf(audit.incidents.get(nobody, { acceptLanguage: "zh-CN" }));
    const asSet = await problemOf((await service.client({ acceptLanguage: "zh-CN" })).incidents.get(nobody));
    assert.match(chinese.message, /[一-龥]/);
    assert.equal(asSet.message, chinese.message);
    assert.notEqual(english.message, chinese.message);
    assert.equal(english.key, chinese.key);
});

test("401 without a token that counts", async () => {
    const error = await problemOf(new AuditClient({ baseUrl: service.url, token: () => "no.such.token" }).me.get());
    assert.equal(error.status, 401);
    assert.match(error.headers.get("WWW-Authenticate") ?? "", /^Bearer/);
});

test("403 without the permission, and in another's tenant", async () => {
    const auditor = await service.client({}, { roles: ["auditor"], scope: "" });
    assert.equal((await problemOf(auditor.incidents.create({ title: "T", severity: "low" }))).status, 403);
    assert.equal((await problemOf(audit.incidents.list({}, { tenantId: "tnt_other" }))).status, 403);
});

test("A super administrator acts in another tenant", async () => {
    const root = await service.client({ tenantId: "tnt_other" }, { roles: ["super_admin"], scope: "" });
    const { data } = await root.incidents.create({ title: "T", severity: "low" });
    assert.equal(data.tenant_id, "tnt_other");
    assert.equal((await problemOf(audit.incidents.get(data.id))).status, 404);
});

test("404 for what isn't there", async () => {
    assert.equal((await problemOf(audit.incidents.get(nobody))).key, "error.incident_not_found");
    assert.equal((await problemOf(audit.anomalies.get("a/../b?c#d"))).key, "error.anomaly_not_found");
});

test("An id that would make another path is no request", async () => {
    for (const id of ["", " ", ".", ".."]) {
        await assert.rejects(async () => audit.incidents.get(id), TypeError);
    }
});

test("409 names the moves that there are", async () => {
    const { data } = await audit.incidents.create({ title: "T", severity: "low" });
    const error = await problemOf(audit.incidents.updateStatus(data.id, { status: "closed", resolution: "benign" }));
    assert.equal(error.status, 409);
    assert.deepEqual(error.problem?.i18n_args["allowed"], ["investigating", "contained", "resolved"]);
});

test("412 for who comes second, with the present version", async () => {
    const { data, etag } = await audit.incidents.create({ title: "T", severity: "low" });
    const won = await audit.incidents.updateStatus(data.id, { status: "investigating" }, { ifMatch: etag! });
    const error = await problemOf(audit.incidents.updateStatus(data.id, { status: "contained" }, { ifMatch: etag! }));
    assert.equal(error.status, 412);
    assert.equal(error.etag, won.etag);
    assert.equal((await audit.incidents.get(data.id)).data.status, "investigating");
});

test("304 for a version that is known", async () => {
    const { data, etag } = await audit.incidents.create({ title: "T", severity: "low" });
    const error = await problemOf(audit.incidents.get(data.id, { ifNoneMatch: etag! }));
    assert.equal(error.status, 304);
    assert.equal(error.etag, etag);
    assert.equal(error.problem, undefined);
});

test("413 for a body that is too large", async () => {
    const ids = Array.from({ length: 500 }, (_, i) => "x".repeat(120) + i);
    const error = await problemOf(audit.incidents.create({ title: "T", severity: "low", description: "界".repeat(80_000), source_anomaly_ids: ids }));
    assert.equal(error.status, 413);
});

test("422 for a key that was used for something else", async () => {
    const key = { idempotencyKey: crypto.randomUUID() };
    await audit.incidents.create({ title: "One", severity: "low" }, key);
    assert.equal((await problemOf(audit.incidents.create({ title: "Two", severity: "low" }, key))).status, 422);
});

test("429 says when to come again", async () => {
    const busy = await Service.start({ RateLimiting__Enabled: "true", RateLimiting__ActorBurst: "1", RateLimiting__ActorPerSecond: "0.001" });
    try {
        const client = await busy.client({ maxRetries: 0 });
        await client.me.get();
        const error = await problemOf(client.me.get());
        assert.equal(error.status, 429);
        assert(error.retryAfter! >= 1);
    } finally {
        await busy.stop();
    }
});

test("A gateway's page is a failure without a problem", async () => {
    const error = await answering((_, response) => response.writeHead(502, { "Content-Type": "text/html" }).end("<h1>Bad gateway</h1>"), client => problemOf(client.me.get()));
    assert.equal(error.status, 502);
    assert.equal(error.problem, undefined);
    assert.equal(error.code, undefined);
    assert.deepEqual(error.errors, []);
    assert.match(error.message, /^502/);
});

test("A page in place of an answer is an error", async () => {
    for (const page of ["<h1>Sign in</h1>", "42", "null"]) {
        await answering((_, response) => response.writeHead(200).end(page), client => assert.rejects(client.me.get(), AuditError));
    }
});

test("No answer is an error of its own", async () => {
    await answering(request => request.socket.destroy(), async client => {
        await assert.rejects(client.me.get(), (error: unknown) => error instanceof ConnectionError && error.cause instanceof Error);
    });
});

test("The token stands in no error", async () => {
    const error = await problemOf(new AuditClient({ baseUrl: service.url, token: () => "secret.secret.secret" }).me.get());
    assert(!JSON.stringify([error.message, error.stack, error.problem]).includes("secret"));
});
