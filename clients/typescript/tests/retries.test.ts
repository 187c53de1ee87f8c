import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { AuditClient, ConnectionError, ProblemError } from "@audit/client";
import { Service } from "./service.js";

interface Received {
    method: string;
    headers: IncomingMessage["headers"];
    body: string;
}

/** What becomes of the answer that the service has given. */
type Fate = "pass" | "lose" | ((response: ServerResponse) => void);

/** Stands between client and service, which gets every request; the fates are those of the answers, in their order. */
async function between<T>(service: Service, fates: Fate[], work: (client: AuditClient, received: Received[]) => Promise<T>): Promise<T> {
    const received: Received[] = [];
    const token = await service.token();
    const server = createServer(async (request, response) => {
        const pieces: Buffer[] = [];
        for await (const piece of request) {
            pieces.push(piece as Buffer);
        }

        const body = Buffer.concat(pieces).toString();
        received.push({ method: request.method!, headers: request.headers, body });
        const fate = fates.shift() ?? "pass";
        if (typeof fate === "function") {
            fate(response);
            return;
        }

        const { host, connection, "content-length": length, ...headers } = request.headers;
        const answer = await fetch(service.url + request.url, { method: request.method!, headers: headers as Record<string, string>, body: body === "" ? null : body });
        const text = await answer.text();
        if (fate === "lose") {
            response.destroy();
        } else {
            response.writeHead(answer.status, { "Content-Type": answer.headers.get("Content-Type") ?? "", ETag: answer.headers.get("ETag") ?? "", "Idempotency-Replayed": answer.headers.get("Idempotency-Replayed") ?? "" }).end(text);
        }
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
        return await work(new AuditClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: () => token }), received);
    } finally {
        server.closeAllConnections();
        server.close();
    }
}

const failing = (status: number, headers: Record<string, string> = {}): Fate => response => response.writeHead(status, headers).end();
const incident = (title: string) => ({ title, severity: "high" as const });
let service: Service;
let direct: AuditClient;

before(async () => {
    service = await Service.start();
    direct = await service.client();
});

after(() => service.stop());

test("An incident whose answer is lost is opened once", async () => {
    await between(service, ["lose", "lose"], async (client, received) => {
        const { data, isReplayed, statusCode } = await client.incidents.create(incident("Lost answer"));
        assert.equal(statusCode, 201);
        assert.equal(isReplayed, true);
        assert.equal(received.length, 3);
        assert.equal(new Set(received.map(r => r.headers["idempotency-key"])).size, 1);
        const found = await direct.incidents.list({ search: "Lost answer" });
        assert.deepEqual(found.items.map(i => i.id), [data.id]);
    });
});

test("Each call has a key of its own, or the caller's", async () => {
    await between(service, [], async (client, received) => {
        await client.incidents.create(incident("Same"));
        await client.incidents.create(incident("Same"));
        await client.incidents.create(incident("Same"), { idempotencyKey: "mine" });
        const keys = received.map(r => r.headers["idempotency-key"]);
        assert.equal(new Set(keys).size, 3);
        assert.equal(keys[2], "mine");
        assert.match(String(keys[0]), /^[0-9a-f]{32}$/);
    });
});

test("A batch is repeated only when it was refused for being too many", async () => {
    const reports = [{ type: "brute_force", severity: "low" as const, description: "d" }];
    await between(service, [failing(429)], async (client, received) => {
        await client.detections.reportAnomalies(reports);
        assert.equal(received.length, 2);
        assert.equal(received[0]!.headers["idempotency-key"], undefined);
    });
    await between(service, [failing(503)], async (client, received) => {
        await assert.rejects(client.detections.reportAnomalies(reports), ProblemError);
        assert.equal(received.length, 1);
    });
    await between(service, ["lose"], async (client, received) => {
        await assert.rejects(client.detections.reportAnomalies(reports), ConnectionError);
        assert.equal(received.length, 1);
    });
});

test("A change whose answer is lost is not repeated: it could undo what others did since", async () => {
    const { data, etag } = await direct.incidents.create(incident("Lost change"));
    await between(service, ["lose", "lose", "lose"], async (client, received) => {
        await assert.rejects(client.incidents.updateStatus(data.id, { status: "investigating" }, { ifMatch: etag! }), ConnectionError);
        await assert.rejects(client.incidents.updateStatus(data.id, { status: "contained" }), ConnectionError);
        await assert.rejects(client.incidents.update(data.id, { title: "Mine" }), ConnectionError);
        assert.equal(received.length, 3);
        assert.equal(received[0]!.headers["if-match"], etag);
    });
    assert.equal((await direct.incidents.get(data.id)).data.status, "contained");
});

test("A change that was refused for being too many is repeated", async () => {
    const { data } = await direct.incidents.create(incident("Too many"));
    await between(service, [failing(429)], async (client, received) => {
        await client.incidents.updateStatus(data.id, { status: "contained" });
        assert.equal(received.length, 2);
    });
});

test("A redirect is no answer", async () => {
    for (const status of [301, 302, 303, 307, 308]) {
        await between(service, Array<Fate>(3).fill(failing(status, { Location: "/elsewhere" })), async (client, received) => {
            await assert.rejects(client.detections.reportAnomalies([{ type: "t", severity: "low", description: "d" }]), ConnectionError);
            assert.deepEqual(received.map(r => r.method), ["POST"]);
        });
    }
});

test("The token is asked for before each attempt", async () => {
    const tokens = ["stale", await service.token(), "unused"];
    let asked = 0;
    let attempts = 0;
    const client = new AuditClient({
        baseUrl: service.url + "/",
        token: async () => tokens[asked++]!,
        fetch: (input, init) => attempts++ === 0 ? Promise.reject(new TypeError("no route")) : fetch(input, init),
    });
    assert.equal((await client.me.get()).data.sub, "analyst-001");
    assert.equal(asked, 2);
});

test("The client's options and the call's become headers", async () => {
    await between(service, [], async (client, received) => {
        await client.me.get({ acceptLanguage: "zh-CN", prefer: "handling=lenient", requestId: "req-7", tenantId: "tnt_demo" });
        await client.me.get();
        assert.deepEqual([received[0]!.headers["accept-language"], received[0]!.headers.prefer, received[0]!.headers["x-request-id"], received[0]!.headers["x-tenant-id"]], ["zh-CN", "handling=lenient", "req-7", "tnt_demo"]);
        assert.equal(received[1]!.headers.prefer, "handling=strict");
        assert.equal(received[1]!.headers["x-tenant-id"], undefined);
    });
});
