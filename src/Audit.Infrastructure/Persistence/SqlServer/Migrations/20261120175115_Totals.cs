using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Audit.Infrastructure.Persistence.SqlServer.Migrations
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
                    tenant_id nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
                    kind varchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
                    status varchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
                    severity varchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
                    number bigint NOT NULL,
                    CONSTRAINT PK_totals PRIMARY KEY (tenant_id, kind, status, severity));
                CREATE TABLE marks (
                    tenant_id nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL,
                    kind varchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
                    created_at datetime2(3) NOT NULL,
                    id varchar(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
                    position bigint NOT NULL,
                    CONSTRAINT PK_marks PRIMARY KEY (tenant_id, kind, created_at, id));
                CREATE INDEX ix_marks_position ON marks (tenant_id, kind, position);
                """);
            Keep(migrationBuilder, "incidents", "incident");
            Keep(migrationBuilder, "anomalies", "anomaly");
        }

        private static void Keep(MigrationBuilder migrationBuilder, string table, string kind)
        {
            migrationBuilder.Sql(
                $"""
                INSERT INTO totals (tenant_id, kind, status, severity, number)
                SELECT tenant_id, '{kind}', status, severity, COUNT_BIG(*) FROM {table} GROUP BY tenant_id, status, severity;

                INSERT INTO marks (tenant_id, kind, created_at, id, position)
                SELECT tenant_id, '{kind}', created_at, id, position
                FROM (SELECT tenant_id, created_at, id, ROW_NUMBER() OVER (PARTITION BY tenant_id ORDER BY created_at, id) AS position FROM {table}) AS numbered
                WHERE position % 1000 = 0;
                """);

            // the writers of a tenant take turns at the end of its chain, so that none counts beside another; loops seek the tenant's
            // rows, where another plan could go through, and lock, those of others
            migrationBuilder.Sql(
                $"""
                EXEC('CREATE TRIGGER {table}_count ON {table} AFTER INSERT, UPDATE, DELETE AS
                BEGIN
                    SET NOCOUNT ON;
                    IF NOT EXISTS (SELECT 1 FROM deleted) OR NOT EXISTS (SELECT 1 FROM inserted) OR UPDATE(tenant_id) OR UPDATE(status) OR UPDATE(severity)
                        MERGE totals WITH (HOLDLOCK) AS kept
                        USING (
                            SELECT tenant_id, status, severity, SUM(number) AS number
                            FROM (SELECT tenant_id, status, severity, CAST(1 AS bigint) AS number FROM inserted
                                UNION ALL SELECT tenant_id, status, severity, CAST(-1 AS bigint) FROM deleted) AS changed
                            GROUP BY tenant_id, status, severity HAVING SUM(number) <> 0) AS difference
                        ON kept.tenant_id = difference.tenant_id AND kept.kind = ''{kind}'' AND kept.status = difference.status AND kept.severity = difference.severity
                        WHEN MATCHED THEN UPDATE SET number = kept.number + difference.number
                        WHEN NOT MATCHED THEN INSERT (tenant_id, kind, status, severity, number)
                            VALUES (difference.tenant_id, ''{kind}'', difference.status, difference.severity, difference.number)
                        OPTION (LOOP JOIN);

                    IF EXISTS (SELECT 1 FROM deleted) AND EXISTS (SELECT 1 FROM inserted)
                        RETURN;

                    UPDATE kept SET position = kept.position
                        + (SELECT COUNT_BIG(*) FROM inserted AS i WHERE i.tenant_id = kept.tenant_id
                            AND (i.created_at < kept.created_at OR (i.created_at = kept.created_at AND i.id <= kept.id)))
                        - (SELECT COUNT_BIG(*) FROM deleted AS d WHERE d.tenant_id = kept.tenant_id
                            AND (d.created_at < kept.created_at OR (d.created_at = kept.created_at AND d.id <= kept.id)))
                    FROM marks AS kept
                    INNER JOIN (SELECT changed.tenant_id, MIN(changed.created_at) AS created_at
                        FROM (SELECT tenant_id, created_at FROM inserted UNION ALL SELECT tenant_id, created_at FROM deleted) AS changed
                        GROUP BY changed.tenant_id) AS earliest
                    ON kept.tenant_id = earliest.tenant_id AND kept.created_at >= earliest.created_at
                    WHERE kept.kind = ''{kind}''
                    OPTION (LOOP JOIN);

                    INSERT INTO marks (tenant_id, kind, created_at, id, position)
                    SELECT total.tenant_id, ''{kind}'', newest.created_at, newest.id, total.number
                    FROM (SELECT tenant_id, SUM(number) AS number FROM totals
                        WHERE kind = ''{kind}'' AND tenant_id IN (SELECT tenant_id FROM inserted) GROUP BY tenant_id) AS total
                    CROSS APPLY (SELECT TOP (1) t.created_at, t.id FROM {table} AS t WHERE t.tenant_id = total.tenant_id ORDER BY t.created_at DESC, t.id DESC) AS newest
                    WHERE total.number >= 1000 + COALESCE((SELECT MAX(m.position) FROM marks AS m WHERE m.tenant_id = total.tenant_id AND m.kind = ''{kind}''), 0);
                END')
                """);
        }
    }
}
