// Writes the generated part of the clients from the kept OpenAPI document, by NSwag (a development dependency of the TypeScript client).
//
//   node clients/generate.mjs typescript|dotnet [FILE]
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const outputs = { typescript: "src/generated/api.ts", dotnet: "Audit.Client/Generated/AuditClient.g.cs" };
const [client, file] = process.argv.slice(2);
if (!(client in outputs)) {
    console.error("Usage: node clients/generate.mjs typescript|dotnet [FILE]");
    process.exit(2);
}

const clients = fileURLToPath(new URL(".", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "audit-client-"));
try {
    const document = JSON.parse(readFileSync(join(clients, "../openapi/audit.v1.json"), "utf8"));
    nameForClients(document);
    const input = join(folder, "audit.json");
    writeFileSync(input, JSON.stringify(document));
    const output = file ? resolve(file) : join(clients, client, outputs[client]);
    execFileSync(
        process.execPath,
        [join(clients, "typescript/node_modules/nswag/bin/nswag.js"), "run", "nswag.json", "/runtime:Net100", `/variables:Document=${input},Output=${output}`],
        { cwd: join(clients, client), stdio: ["ignore", "ignore", "inherit"] });
} finally {
    rmSync(folder, { recursive: true });
}

/**
 * NSwag names a class after what stands before the underscore and a method after the rest. What the tag says already is left out: `incidents.updateStatus`,
 * not `incidents.updateIncidentStatus`. Types are named after the whole.
 */
function nameForClients(api) {
    const nouns = { Anomalies: /Anomaly|Anomalies/, History: /History/, Incidents: /Incidents?/, Me: /Me$/ };
    const names = new Set();
    for (const operation of Object.values(api.paths).flatMap(path => Object.values(path)).filter(value => value.operationId)) {
        const [tag] = operation.tags;
        const name = operation.operationId;
        operation["x-type-name"] = name[0].toUpperCase() + name.slice(1);
        operation.operationId = `${tag}_${tag in nouns ? name.replace(nouns[tag], name.startsWith("change") ? "Many" : "") : name}`;
        if (names.has(operation.operationId)) {
            throw new Error(`Two operations would be ${operation.operationId}: leave out less of their names`);
        }

        names.add(operation.operationId);
        if (operation.parameters.map(p => p.$ref ? api.components.parameters[p.$ref.split("/").at(-1)] : p).some(p => p.in === "query" && p.required)) {
            throw new Error(`${name} requires a query member, but the templates make the query optional`);
        }
    }

    for (const parameter of Object.values(api.components.parameters)) {
        parameter["x-originalName"] = parameter.name.replace(/^\w/, c => c.toLowerCase()).replace(/[-_](\w)/g, (_, c) => c.toUpperCase());
    }
}
