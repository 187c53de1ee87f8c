import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AuditClient, type AuditClientOptions } from "@audit/client";

const assembly = new URL("../../../src/Audit.Api/bin/Debug/net10.0/Audit.Api.dll", import.meta.url).pathname;

/** The real service on a free port, with a file of its own. */
export class Service {
    private constructor(readonly url: string, private readonly end: () => Promise<void>) {}

    /** @param settings In the environment's spelling: `RateLimiting__ActorBurst`. */
    static async start(settings: Record<string, string> = {}): Promise<Service> {
        const folder = await mkdtemp(join(tmpdir(), "audit-"));
        const service = spawn("dotnet", [assembly], {
            cwd: folder,
            env: {
                ...process.env,
                ASPNETCORE_ENVIRONMENT: "Development",
                ASPNETCORE_URLS: "http://127.0.0.1:0",
                ConnectionStrings__Audit: `Data Source=${join(folder, "audit.db")}`,
                RateLimiting__Enabled: "false",
                ...settings,
            },
            stdio: ["ignore", "pipe", "pipe"],
        });
        const exited = once(service, "exit");
        let output = "";
        const url = await new Promise<string>((resolve, reject) => {
            const read = (text: Buffer) => {
                output += text;
                const [, found] = /listens on (http:\S+)/.exec(output) ?? [];
                if (found) {
                    resolve(found);
                }
            };
            service.stdout.on("data", read);
            service.stderr.on("data", read);
            void exited.then(() => reject(new Error(`The service has ended:\n${output}`)));
        });
        return new Service(url, async () => {
            service.kill("SIGTERM");
            await exited;
            await rm(folder, { recursive: true });
        });
    }

    /** A token, by default of an administrator who may report anomalies as well. */
    async token(who: { tenant_id?: string; sub?: string; roles?: string[]; scope?: string } = {}): Promise<string> {
        const response = await fetch(`${this.url}/dev/token`, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ tenant_id: "tnt_demo", sub: "analyst-001", roles: ["admin"], scope: "audit:ingest", ...who }),
        });
        return ((await response.json()) as { access_token: string }).access_token;
    }

    /** A client with such a token. */
    async client(options: Partial<AuditClientOptions> = {}, who: Parameters<Service["token"]>[0] = {}): Promise<AuditClient> {
        const token = await this.token(who);
        return new AuditClient({ baseUrl: this.url, token: () => token, ...options });
    }

    stop(): Promise<void> {
        return this.end();
    }
}
