import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Service } from "./service.js";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));
const consumer = await mkdtemp(join(tmpdir(), "audit-consumer-"));
const installed = join(consumer, "node_modules/@audit/client");
let service: Service;

before(async () => {
    service = await Service.start();
    await mkdir(installed, { recursive: true });
    const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", consumer], { cwd: root });
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
    await run("tar", ["-xzf", join(consumer, filename), "-C", installed, "--strip-components", "1"]);
    await writeFile(join(consumer, "package.json"), JSON.stringify({ type: "module" }));
});

after(async () => {
    await service.stop();
    await rm(consumer, { recursive: true });
});

test("The package holds the built client alone", async () => {
    assert.deepEqual((await readdir(installed)).sort(), ["LICENSE", "README.md", "dist", "package.json"]);
    const description = JSON.parse(await readFile(join(installed, "package.json"), "utf8")) as Record<string, unknown>;
    assert.equal(description["dependencies"], undefined);
    for (const file of (await readdir(join(installed, "dist"), { recursive: true })).filter(f => f.endsWith(".js"))) {
        const code = await readFile(join(installed, "dist", file), "utf8");
        // nothing that a browser doesn't have
        for (const [, from] of code.matchAll(/(?:from|import)\s*\(?"([^"]+)"/g)) {
            assert.match(from!, /^\.{1,2}\//, `${file} imports ${from}`);
        }
        assert.doesNotMatch(code, /\b(process|Buffer|require)\b[.(]/, file);
    }
});

test("A strict consumer compiles against it, with its mistakes told", async () => {
    await writeFile(join(consumer, "tsconfig.json"), JSON.stringify({
        compilerOptions: { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false, noEmit: true, target: "ES2022", module: "NodeNext", moduleResolution: "NodeNext", lib: ["ES2022", "DOM"], types: [] },
        include: ["consumer.ts"],
    }));
    await writeFile(join(consumer, "consumer.ts"), `
        import { AuditClient, ProblemError, type Answer, type IncidentDataResponse, type Severity } from "@audit/client";
        const audit = new AuditClient({ baseUrl: "https://iam.example.com/audit/api/v1", token: async () => "token" });
        const severity: Severity = "high";
        const { data, etag }: Answer<IncidentDataResponse> = await audit.incidents.create({ title: "T", severity }, { idempotencyKey: "k", signal: AbortSignal.timeout(1000) });
        const first: string | undefined = data.source_anomaly_ids[0];
        await audit.incidents.updateStatus(data.id, { status: "contained" }, etag === undefined ? {} : { ifMatch: etag });
        try { await audit.anomalies.assign("a", { assignee: null }); } catch (error) { if (error instanceof ProblemError) { const field: string | undefined = error.errors[0]?.field; void field; } }
        // @ts-expect-error a severity that there is not
        await audit.incidents.create({ title: "T", severity: "worst" });
        // @ts-expect-error a member that there is not
        await audit.incidents.create({ title: "T", severity, titel: "T" });
        // @ts-expect-error a list can't be conditional
        await audit.incidents.list({}, { ifMatch: "1" });
        void first;
    `);
    await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", consumer], { cwd: consumer });
});

test("What the README shows runs as it stands", async () => {
    const readme = await readFile(join(installed, "README.md"), "utf8");
    const scripts = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, script]) => script!);
    assert(scripts.length >= 2);
    for (const [i, script] of scripts.entries()) {
        const file = join(consumer, `readme-${i}.mjs`);
        await writeFile(file, script);
        const { stdout } = await run(process.execPath, [file], { env: { ...process.env, AUDIT_URL: service.url, AUDIT_TOKEN: await service.token() } });
        assert.notEqual(stdout, "", script);
    }
});
