using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Audit.Infrastructure.Persistence.Sqlite.Migrations
{
    public partial class Workflow : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "closed_at",
                table: "incidents",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "comments",
                table: "incidents",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<long>(
                name: "contained_at",
                table: "incidents",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "duplicate_of",
                table: "incidents",
                type: "TEXT",
                maxLength: 256,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "reopened_count",
                table: "incidents",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "resolution",
                table: "incidents",
                type: "TEXT",
                unicode: false,
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "resolution_note",
                table: "incidents",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "actor_name_sha256",
                table: "history",
                type: "TEXT",
                unicode: false,
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "note_sha256",
                table: "history",
                type: "TEXT",
                unicode: false,
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "comments",
                table: "anomalies",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "escalated_to",
                table: "anomalies",
                type: "TEXT",
                unicode: false,
                maxLength: 30,
                nullable: true);

            // comments move from rows of their own to the thing they are about
            migrationBuilder.Sql(
                """
                UPDATE anomalies SET comments = (
                    SELECT json_group_array(json(c.comment)) FROM (
                        SELECT json_patch(
                            json_object('id', id, 'author_id', author_id, 'content', content, 'created_at', created_at),
                            json_object('author_name', author_name)) AS comment
                        FROM anomaly_comments WHERE anomaly_seq = anomalies.seq ORDER BY seq) AS c)
                WHERE EXISTS (SELECT 1 FROM anomaly_comments WHERE anomaly_seq = anomalies.seq);
                """);

            migrationBuilder.DropTable(
                name: "anomaly_comments");

            migrationBuilder.CreateIndex(
                name: "ix_anomalies_created_at",
                table: "anomalies",
                columns: new[] { "tenant_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_anomalies_related_case",
                table: "anomalies",
                columns: new[] { "tenant_id", "related_case_id" },
                filter: "related_case_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_anomalies_status",
                table: "anomalies",
                columns: new[] { "tenant_id", "status", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_anomalies_user",
                table: "anomalies",
                columns: new[] { "tenant_id", "user_id", "detected_at" },
                filter: "user_id IS NOT NULL");
        }
    }
}
