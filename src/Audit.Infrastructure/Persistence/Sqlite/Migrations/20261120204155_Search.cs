using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Audit.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <summary>
    /// A full-text index of the texts that searches look through, and what tells the service which of them it has yet to index: triggers
    /// note every row whose text has changed, whoever changed it. What is there already is noted too.
    /// </summary>
    public partial class Search : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE TABLE search_tenants (number INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL UNIQUE, changes INTEGER NOT NULL DEFAULT 0);
                CREATE TABLE search_out_of_order (tenant_id TEXT NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (tenant_id, kind)) WITHOUT ROWID;
                """);
            Index(migrationBuilder, "incidents", "incident");
            Index(migrationBuilder, "anomalies", "anomaly");
        }

        /// <summary>
        /// A row's number in the index is its own, negated: the newest come first. The tokens are made by the service (Grams), of any
        /// characters but white space; the tokenizer, to which only ASCII is not all letters, is told to part them nowhere else.
        /// </summary>
        private static void Index(MigrationBuilder migrationBuilder, string table, string kind) => migrationBuilder.Sql(
            $$"""
            CREATE VIRTUAL TABLE {{table}}_search USING fts5(
                grams, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~'");

            CREATE TABLE {{table}}_to_index (seq INTEGER PRIMARY KEY, tenant_id TEXT, search_text TEXT);
            INSERT INTO {{table}}_to_index (seq) SELECT seq FROM {{table}};

            INSERT INTO search_out_of_order (tenant_id, kind)
            SELECT DISTINCT tenant_id, '{{kind}}'
            FROM (SELECT tenant_id, created_at, id, LAG(created_at) OVER earlier AS time_before, LAG(id) OVER earlier AS id_before
                FROM {{table}} WINDOW earlier AS (PARTITION BY tenant_id ORDER BY seq))
            WHERE (created_at, id) < (time_before, id_before);

            CREATE TRIGGER {{table}}_search_insert AFTER INSERT ON {{table}} BEGIN
                INSERT INTO {{table}}_to_index (seq) VALUES (NEW.seq) ON CONFLICT (seq) DO NOTHING;
                INSERT INTO search_out_of_order (tenant_id, kind)
                    SELECT NEW.tenant_id, '{{kind}}'
                    WHERE EXISTS (SELECT 1 FROM {{table}} WHERE tenant_id = NEW.tenant_id AND created_at >= NEW.created_at
                        AND (created_at > NEW.created_at OR id > NEW.id) AND seq <> NEW.seq)
                    ON CONFLICT (tenant_id, kind) DO NOTHING;
            END;

            CREATE TRIGGER {{table}}_search_update AFTER UPDATE OF seq, tenant_id, id, created_at, search_text ON {{table}} BEGIN
                INSERT INTO {{table}}_to_index (seq, tenant_id, search_text) VALUES (OLD.seq, OLD.tenant_id, OLD.search_text) ON CONFLICT (seq) DO NOTHING;
                INSERT INTO {{table}}_to_index (seq) SELECT NEW.seq WHERE NEW.seq <> OLD.seq ON CONFLICT (seq) DO NOTHING;
                INSERT INTO search_out_of_order (tenant_id, kind)
                    SELECT NEW.tenant_id, '{{kind}}'
                    WHERE (NEW.seq, NEW.tenant_id, NEW.id, NEW.created_at) <> (OLD.seq, OLD.tenant_id, OLD.id, OLD.created_at)
                    ON CONFLICT (tenant_id, kind) DO NOTHING;
            END;

            CREATE TRIGGER {{table}}_search_delete AFTER DELETE ON {{table}} BEGIN
                INSERT INTO {{table}}_to_index (seq, tenant_id, search_text) VALUES (OLD.seq, OLD.tenant_id, OLD.search_text) ON CONFLICT (seq) DO NOTHING;
            END;
            """);
    }
}
