using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Audit.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <summary>
    /// Indexes for what lists are filtered and sorted by; how many things there are, and where in the order of their creation about every
    /// thousandth stands, kept by triggers, whoever changes the rows.
    /// </summary>
    public partial class Totals : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_incidents_severity",
                table: "incidents");

            // of indexes that seem equal to it, SQLite takes the one that was made last: the one that leaves fewest rows
            migrationBuilder.CreateIndex(
                name: "ix_incidents_updated_at",
                table: "incidents",
                columns: new[] { "tenant_id", "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_incidents_severity_rank",
                table: "incidents",
                columns: new[] { "tenant_id", "severity_rank", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_incidents_assignee",
                table: "incidents",
                columns: new[] { "tenant_id", "assignee", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_anomalies_updated_at",
                table: "anomalies",
                columns: new[] { "tenant_id", "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_anomalies_detected_at",
                table: "anomalies",
                columns: new[] { "tenant_id", "detected_at" });

            migrationBuilder.CreateIndex(
                name: "ix_anomalies_severity_rank",
                table: "anomalies",
                columns: new[] { "tenant_id", "severity_rank", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_anomalies_type",
                table: "anomalies",
                columns: new[] { "tenant_id", "type", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_anomalies_assignee",
                table: "anomalies",
                columns: new[] { "tenant_id", "assignee", "created_at", "id" });

            migrationBuilder.Sql(
                """
                CREATE TABLE totals (
                    tenant_id TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, severity TEXT NOT NULL, number INTEGER NOT NULL,
                    PRIMARY KEY (tenant_id, kind, status, severity)) WITHOUT ROWID;
                CREATE TABLE marks (
                    tenant_id TEXT NOT NULL, kind TEXT NOT NULL, created_at INTEGER NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL,
                    PRIMARY KEY (tenant_id, kind, created_at, id)) WITHOUT ROWID;
                CREATE INDEX ix_marks_position ON marks (tenant_id, kind, position);
                """);
            Keep(migrationBuilder, "incidents", "incident");
            Keep(migrationBuilder, "anomalies", "anomaly");
        }

        private static void Keep(MigrationBuilder migrationBuilder, string table, string kind) => migrationBuilder.Sql(
            $"""
            INSERT INTO totals (tenant_id, kind, status, severity, number)
            SELECT tenant_id, '{kind}', status, severity, COUNT(*) FROM {table} GROUP BY tenant_id, status, severity;

            INSERT INTO marks (tenant_id, kind, created_at, id, position)
            SELECT tenant_id, '{kind}', created_at, id, position
            FROM (SELECT tenant_id, created_at, id, ROW_NUMBER() OVER (PARTITION BY tenant_id ORDER BY created_at, id) AS position FROM {table})
            WHERE position % 1000 = 0;

            CREATE TRIGGER {table}_count_insert AFTER INSERT ON {table} BEGIN
                INSERT INTO totals (tenant_id, kind, status, severity, number) VALUES (NEW.tenant_id, '{kind}', NEW.status, NEW.severity, 1)
                    ON CONFLICT (tenant_id, kind, status, severity) DO UPDATE SET number = number + 1;
                UPDATE marks SET position = position + 1
                    WHERE tenant_id = NEW.tenant_id AND kind = '{kind}' AND (created_at, id) >= (NEW.created_at, NEW.id);
                INSERT INTO marks (tenant_id, kind, created_at, id, position)
                    SELECT NEW.tenant_id, '{kind}', newest.created_at, newest.id, total.number
                    FROM (SELECT SUM(number) AS number FROM totals WHERE tenant_id = NEW.tenant_id AND kind = '{kind}') AS total
                    CROSS JOIN (SELECT created_at, id FROM {table} WHERE tenant_id = NEW.tenant_id ORDER BY created_at DESC, id DESC LIMIT 1) AS newest
                    WHERE total.number >= 1000 + COALESCE((SELECT MAX(position) FROM marks WHERE tenant_id = NEW.tenant_id AND kind = '{kind}'), 0);
            END;

            CREATE TRIGGER {table}_count_update AFTER UPDATE OF tenant_id, status, severity ON {table} BEGIN
                UPDATE totals SET number = number - 1
                    WHERE tenant_id = OLD.tenant_id AND kind = '{kind}' AND status = OLD.status AND severity = OLD.severity;
                INSERT INTO totals (tenant_id, kind, status, severity, number) VALUES (NEW.tenant_id, '{kind}', NEW.status, NEW.severity, 1)
                    ON CONFLICT (tenant_id, kind, status, severity) DO UPDATE SET number = number + 1;
            END;

            CREATE TRIGGER {table}_count_delete AFTER DELETE ON {table} BEGIN
                UPDATE totals SET number = number - 1
                    WHERE tenant_id = OLD.tenant_id AND kind = '{kind}' AND status = OLD.status AND severity = OLD.severity;
                UPDATE marks SET position = position - 1
                    WHERE tenant_id = OLD.tenant_id AND kind = '{kind}' AND (created_at, id) >= (OLD.created_at, OLD.id);
            END;
            """);
    }
}
