import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as client from "@audit/client";

const root = fileURLToPath(new URL("..", import.meta.url));

test("The generated code is what the document and the templates give", async () => {
    const folder = await mkdtemp(join(tmpdir(), "audit-generated-"));
    try {
        const file = join(folder, "api.ts");
        await promisify(execFile)(process.execPath, [join(root, "../generate.mjs"), "typescript", file]);
        assert.equal(await readFile(file, "utf8"), await readFile(join(root, "src/generated/api.ts"), "utf8"), "Run: npm run generate");
    } finally {
        await rm(folder, { recursive: true });
    }
});

test("The client has a member for each tag of the document", async () => {
    const document = JSON.parse(await readFile(join(root, "../../openapi/audit.v1.json"), "utf8")) as { paths: Record<string, Record<string, { tags?: string[] }>> };
    const tags = new Set(Object.values(document.paths).flatMap(path => Object.values(path)).flatMap(operation => operation.tags ?? []));
    const audit = new client.AuditClient({ baseUrl: "http://127.0.0.1", token: () => "" });
    assert.deepEqual(new Set(Object.keys(audit)), new Set([...tags].map(tag => tag.toLowerCase())));
});
