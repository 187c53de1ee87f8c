import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { AuditClient } from "@audit/client";
import { Service } from "./service.js";

const document = JSON.parse(readFileSync(new URL("../../../openapi/audit.v1.json", import.meta.url), "utf8")) as {
    paths: Record<string, Record<string, { operationId?: string }>>;
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods)
    .filter(([, operation]) => operation.operationId)
    .map(([method, operation]) => ({ id: operation.operationId!, method: method.toUpperCase(), pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`) })));
const called = new Set<string>();
let service: Service;
let audit: AuditClient;

before(async () => {
    service = await Service.start();
    audit = await service.client({
        fetch: async (input, init) => {
            const response = await fetch(input, init);
            const path = new URL(String(input)).pathname;
            // of two patterns that fit, /incidents/stats is no id
            const operation = operations.filter(o => o.method === init?.method && o.pattern.test(path)).sort((a, b) => b.pattern.source.length - a.pattern.source.length).find(o => !path.endsWith("/stats") || o.id.includes("Stats"));
            assert(operation, `${init?.method} ${path} is no operation of the document`);
            if (response.ok) {
                called.add(operation.id);
            }

            return response;
        },
    });
});

after(() => service.stop());

const open = async (title = "Multi-account brute force 暴力破解") =>
    (await audit.incidents.create({ title, severity: "high", description: "多个账户在短时间内出现异常登录" })).data;
const report = async (type = "brute_force") =>
    (await audit.detections.reportAnomaly({ type, severity: "high", description: "17 failures in 60 s", user_id: "usr_1" })).data;

test("An incident is opened, found, worked and closed", async () => {
    const { data: incident, etag, statusCode, headers } = await audit.incidents.create({ title: "Export by usr_7", severity: "low" });
    assert.equal(statusCode, 201);
    assert.equal(etag, `"${incident.version}"`);
    assert.equal(headers.get("Location"), `/admin/audit/incidents/${incident.id}`);

    const found = await audit.incidents.list({ status: ["open", "investigating"], severity: ["low"], search: "usr_7", page_size: 5 });
    assert.deepEqual(found.items.map(i => i.id), [incident.id]);
    assert.equal(found.pagination.page_size, 5);

    await audit.incidents.update(incident.id, { description: "多账户共用同一设备指纹", severity: "critical" });
    await audit.incidents.assign(incident.id, { assignee: "analyst-002" });
    assert.equal((await audit.incidents.assign(incident.id, { assignee: null })).data.assignee, undefined);
    await audit.incidents.addComment(incident.id, { content: "Called the user." });
    await audit.incidents.updateStatus(incident.id, { status: "resolved", resolution: "benign", resolution_note: "A backup" });
    await audit.incidents.updateStatus(incident.id, { status: "closed" });

    const { data: closed } = await audit.incidents.get(incident.id);
    assert.equal(closed.status, "closed");
    assert.equal(closed.description, "多账户共用同一设备指纹");
    assert.equal(closed.comments[0]?.content, "Called the user.");
    const timeline = await audit.incidents.getTimeline(incident.id, { page_size: 100 });
    assert.deepEqual(new Set(timeline.items.map(e => e.action)), new Set(["created", "updated", "assigned", "commented", "status_changed"]));
    assert(timeline.items.every(e => e.subject_id === incident.id));
});

test("An anomaly is reported, reviewed, linked and escalated", async () => {
    const { id } = await report();
    assert.equal((await audit.anomalies.get(id)).data.status, "open");
    await audit.anomalies.updateStatus(id, { status: "acknowledged" });
    await audit.anomalies.assign(id, { assignee: "analyst-001" });
    await audit.anomalies.addComment(id, { content: "Same network as yesterday." });
    const incident = await open();
    assert.equal((await audit.anomalies.link(id, { case_id: incident.id })).message, "success");

    const other = await report();
    const { data: escalated, statusCode } = await audit.anomalies.escalate(other.id);
    assert.equal(statusCode, 201);
    assert.deepEqual(escalated.source_anomaly_ids, [other.id]);

    assert((await audit.anomalies.listRelated(id)).items.some(a => a.id === other.id));
    assert((await audit.anomalies.getHistory(id)).total >= 4);
    assert((await audit.anomalies.list({ assignee: ["me"], time_range: "1h" })).items.some(a => a.id === id));
});

test("A batch keeps its order and its external ids", async () => {
    const reports = ["a", "b", "a"].map(external_id => ({ type: "impossible_travel", severity: "medium" as const, description: "d", external_id }));
    const answer = await audit.detections.reportAnomalies(reports);
    assert.deepEqual(answer.items.map(i => i.external_id), ["a", "b", "a"]);
    assert.equal(answer.created, 2);
    assert.equal((await audit.detections.reportAnomalies(reports)).created, 0);
});

test("A bulk change says what became of each", async () => {
    const { id } = await open();
    const answer = await audit.incidents.changeMany({ ids: [id, "inc_00000000000000000000000000"], status: "investigating" });
    assert.deepEqual(answer.results.map(r => r.ok), [true, false]);
    assert.equal(answer.results[1]?.problem?.status, 404);
    const anomaly = await report();
    assert.equal((await audit.anomalies.changeMany({ ids: [anomaly.id], assignee: "analyst-003" })).results[0]?.ok, true);
});

test("The history is whole, and its end is as it was", async () => {
    await open();
    const { items } = await audit.history.list({ limit: 1000 });
    const last = items.at(-1)!;
    const { data } = await audit.history.verify({ expected_sequence: last.sequence, expected_hash: last.hash });
    assert.equal(data.valid, true);
    assert(data.checked >= items.length);
});

test("Statistics and the caller", async () => {
    await open();
    const { data: stats } = await audit.incidents.getStats({ from: "2020-01-01" });
    assert(stats.by_severity["high"]! >= 1);
    assert((await audit.anomalies.getStats()).data.time_to);
    const { data: me } = await audit.me.get();
    assert.deepEqual(me.permissions, ["read", "write", "report"]);
});

test("A walk by cursor meets everything once", async () => {
    const made = new Set<string>();
    for (let i = 0; i < 5; i++) {
        made.add((await open("Walked")).id);
    }

    const met: string[] = [];
    for (let cursor: string | undefined = ""; cursor !== undefined;) {
        const page: Awaited<ReturnType<typeof audit.incidents.list>> = await audit.incidents.list({ search: "walked", cursor, page_size: 2 });
        met.push(...page.items.map(i => i.id));
        cursor = page.pagination.next_cursor;
    }

    assert.deepEqual(new Set(met), made);
    assert.equal(met.length, made.size);
});

test("What came with an answer doesn't show in its JSON", async () => {
    const answer = await audit.incidents.get((await open()).id);
    assert(answer.etag);
    assert(answer.requestId);
    assert.deepEqual(Object.keys(answer).sort(), ["code", "data", "message", "timestamp"]);
});

test("Every operation of the document was called by the tests above", () => {
    assert.deepEqual(operations.map(o => o.id).filter(id => !called.has(id)), []);
    assert(operations.length > 20);
});
