using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Audit.Infrastructure.Persistence.Sqlite.Migrations
{
    public partial class Initial : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "anomalies",
                columns: table => new
                {
                    seq = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    tenant_id = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    external_id = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    type = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    severity = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    status = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    description = table.Column<string>(type: "TEXT", nullable: false),
                    user_id = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    event_ids = table.Column<string>(type: "TEXT", nullable: false),
                    mitre_tactic = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    assignee = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    related_case_id = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    detected_at = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    acknowledged_at = table.Column<long>(type: "INTEGER", nullable: true),
                    resolved_at = table.Column<long>(type: "INTEGER", nullable: true),
                    resolved_by = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    search_text = table.Column<string>(type: "TEXT", nullable: false),
                    severity_rank = table.Column<int>(type: "INTEGER", nullable: false, computedColumnSql: "CASE severity WHEN 'low' THEN 1 WHEN 'medium' THEN 2 WHEN 'high' THEN 3 WHEN 'critical' THEN 4 END", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_anomalies", x => x.seq);
                });

            migrationBuilder.CreateTable(
                name: "history",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    subject_type = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    subject_id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    action = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    from = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    to = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    actor_id = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    actor_tenant_id = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    note = table.Column<string>(type: "TEXT", nullable: true),
                    occurred_at = table.Column<long>(type: "INTEGER", nullable: false),
                    request_id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 128, nullable: false),
                    trace_id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 55, nullable: false),
                    previous_hash = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    hash = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_history", x => new { x.tenant_id, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "history_ends",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_history_ends", x => x.tenant_id);
                });

            migrationBuilder.CreateTable(
                name: "idempotency_keys",
                columns: table => new
                {
                    seq = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    tenant_id = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    actor_tenant_id = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    actor_id = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    key = table.Column<string>(type: "TEXT", unicode: false, maxLength: 255, nullable: false),
                    fingerprint = table.Column<string>(type: "TEXT", unicode: false, maxLength: 64, nullable: false),
                    response = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idempotency_keys", x => x.seq);
                });

            migrationBuilder.CreateTable(
                name: "incidents",
                columns: table => new
                {
                    seq = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    tenant_id = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: true),
                    severity = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    status = table.Column<string>(type: "TEXT", unicode: false, maxLength: 20, nullable: false),
                    assignee = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    source_anomaly_ids = table.Column<string>(type: "TEXT", nullable: false),
                    related_evidence_ids = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    resolved_at = table.Column<long>(type: "INTEGER", nullable: true),
                    resolved_by = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    search_text = table.Column<string>(type: "TEXT", nullable: false),
                    severity_rank = table.Column<int>(type: "INTEGER", nullable: false, computedColumnSql: "CASE severity WHEN 'low' THEN 1 WHEN 'medium' THEN 2 WHEN 'high' THEN 3 WHEN 'critical' THEN 4 END", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_incidents", x => x.seq);
                });

            migrationBuilder.CreateTable(
                name: "anomaly_comments",
                columns: table => new
                {
                    seq = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 30, nullable: false),
                    author_id = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    author_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    content = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    anomaly_seq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_anomaly_comments", x => x.seq);
                    table.ForeignKey(
                        name: "FK_anomaly_comments_anomalies_anomaly_seq",
                        column: x => x.anomaly_seq,
                        principalTable: "anomalies",
                        principalColumn: "seq",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ux_anomalies_external_id",
                table: "anomalies",
                columns: new[] { "tenant_id", "external_id" },
                unique: true,
                filter: "external_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ux_anomalies_id",
                table: "anomalies",
                columns: new[] { "tenant_id", "id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_anomaly_comments_anomaly_seq",
                table: "anomaly_comments",
                column: "anomaly_seq");

            migrationBuilder.CreateIndex(
                name: "ix_history_subject",
                table: "history",
                columns: new[] { "tenant_id", "subject_id", "sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_keys_created_at",
                table: "idempotency_keys",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ux_idempotency_keys_scope",
                table: "idempotency_keys",
                columns: new[] { "tenant_id", "actor_tenant_id", "actor_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_incidents_created_at",
                table: "incidents",
                columns: new[] { "tenant_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_incidents_severity",
                table: "incidents",
                columns: new[] { "tenant_id", "severity", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_incidents_status",
                table: "incidents",
                columns: new[] { "tenant_id", "status", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_incidents_id",
                table: "incidents",
                columns: new[] { "tenant_id", "id" },
                unique: true);

            // history is only ever added to; INSERT OR REPLACE fires no delete trigger
            migrationBuilder.Sql(
                """
                CREATE TRIGGER history_no_update BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
                CREATE TRIGGER history_no_delete BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
                CREATE TRIGGER history_no_replace BEFORE INSERT ON history
                WHEN EXISTS (SELECT 1 FROM history WHERE tenant_id = NEW.tenant_id AND sequence = NEW.sequence)
                BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
                """);
        }
    }
}
