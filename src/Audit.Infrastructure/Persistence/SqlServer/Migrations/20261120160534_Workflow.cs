using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Audit.Infrastructure.Persistence.SqlServer.Migrations
{
    public partial class Workflow : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "closed_at",
                table: "incidents",
                type: "datetime2(3)",
                precision: 3,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "comments",
                table: "incidents",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "[]",
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<DateTime>(
                name: "contained_at",
                table: "incidents",
                type: "datetime2(3)",
                precision: 3,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "duplicate_of",
                table: "incidents",
                type: "nvarchar(256)",
                maxLength: 256,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<int>(
                name: "reopened_count",
                table: "incidents",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "resolution",
                table: "incidents",
                type: "varchar(20)",
                unicode: false,
                maxLength: 20,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "resolution_note",
                table: "incidents",
                type: "nvarchar(max)",
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "actor_name_sha256",
                table: "history",
                type: "varchar(64)",
                unicode: false,
                maxLength: 64,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "note_sha256",
                table: "history",
                type: "varchar(64)",
                unicode: false,
                maxLength: 64,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "comments",
                table: "anomalies",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "[]",
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "escalated_to",
                table: "anomalies",
                type: "varchar(30)",
                unicode: false,
                maxLength: 30,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            // comments move from rows of their own to the thing they are about
            migrationBuilder.Sql(
                """
                EXEC('UPDATE anomalies SET comments = (
                    SELECT c.id, c.author_id, c.author_name, c.content, DATEDIFF_BIG(millisecond, ''1970-01-01'', c.created_at) AS created_at
                    FROM anomaly_comments AS c WHERE c.anomaly_seq = anomalies.seq ORDER BY c.seq FOR JSON PATH)
                WHERE EXISTS (SELECT 1 FROM anomaly_comments AS c WHERE c.anomaly_seq = anomalies.seq)')
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
