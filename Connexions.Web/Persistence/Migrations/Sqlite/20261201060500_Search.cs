using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Connexions.Web.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Search : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What is searched: a document for each client, organisation and account, and the index of three letters, which
            // triggers keep. SearchIndex writes the documents from now on; here they are made of what is there.
            migrationBuilder.Sql(
                """
                CREATE TABLE search_documents (
                    document_id INTEGER NOT NULL PRIMARY KEY,
                    organisation_id TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    subject_id TEXT NOT NULL,
                    names TEXT NOT NULL,
                    labels TEXT NOT NULL
                );
                CREATE UNIQUE INDEX ix_search_documents_subject_id ON search_documents (subject_id);
                CREATE INDEX ix_search_documents_organisation_id ON search_documents (organisation_id);
                """);

            migrationBuilder.Sql(
                """
                CREATE VIRTUAL TABLE search_trigrams USING fts5 (
                    kind, names, labels, content = 'search_documents', content_rowid = 'document_id', tokenize = 'trigram remove_diacritics 1'
                );
                """);

            // What is erased leaves the index with its row, instead of lying there until its pages are merged some day.
            migrationBuilder.Sql("INSERT INTO search_trigrams (search_trigrams, rank) VALUES ('secure-delete', 1);");

            migrationBuilder.Sql(
                """
                CREATE TRIGGER search_documents_inserted AFTER INSERT ON search_documents BEGIN
                    INSERT INTO search_trigrams (rowid, kind, names, labels) VALUES (new.document_id, new.kind, new.names, new.labels);
                END;
                """);

            migrationBuilder.Sql(
                """
                CREATE TRIGGER search_documents_deleted AFTER DELETE ON search_documents BEGIN
                    INSERT INTO search_trigrams (search_trigrams, rowid, kind, names, labels) VALUES ('delete', old.document_id, old.kind, old.names, old.labels);
                END;
                """);

            migrationBuilder.Sql(
                """
                CREATE TRIGGER search_documents_updated AFTER UPDATE ON search_documents BEGIN
                    INSERT INTO search_trigrams (search_trigrams, rowid, kind, names, labels) VALUES ('delete', old.document_id, old.kind, old.names, old.labels);
                    INSERT INTO search_trigrams (rowid, kind, names, labels) VALUES (new.document_id, new.kind, new.names, new.labels);
                END;
                """);

            migrationBuilder.Sql(
                """
                INSERT INTO search_documents (organisation_id, kind, subject_id, names, labels)
                SELECT organisation_id, 'org', organisation_id, '  ' || replace(nom_folded, ' ', '  '), '' FROM organisations;
                """);

            migrationBuilder.Sql(
                """
                INSERT INTO search_documents (organisation_id, kind, subject_id, names, labels)
                SELECT c.organisation_id, 'res', c.reseau_id,
                    '  ' || replace(o.nom_folded || ' ' || c.reseau_nom_folded, ' ', '  '),
                    CASE WHEN COALESCE(b.search_text, '') = '' THEN '' ELSE '  ' || replace(b.search_text, ' ', '  ') END || CASE WHEN COALESCE(z.search_text, '') = '' THEN '' ELSE '  ' || replace(z.search_text, ' ', '  ') END || CASE WHEN COALESCE(a.search_text, '') = '' THEN '' ELSE '  ' || replace(a.search_text, ' ', '  ') END
                FROM reseau AS c
                JOIN organisations AS o ON o.organisation_id = c.organisation_id
                LEFT JOIN brevo_connexion AS b ON b.organisation_id = c.organisation_id AND b.client_type = 'reseau' AND b.client_id = c.reseau_id
                LEFT JOIN zoho_connexion AS z ON z.organisation_id = c.organisation_id AND z.client_type = 'reseau' AND z.client_id = c.reseau_id
                LEFT JOIN openai_connexion AS a ON a.organisation_id = c.organisation_id AND a.client_type = 'reseau' AND a.client_id = c.reseau_id;
                """);

            migrationBuilder.Sql(
                """
                INSERT INTO search_documents (organisation_id, kind, subject_id, names, labels)
                SELECT c.organisation_id, 'age', c.reseau_agence_id,
                    '  ' || replace(o.nom_folded || ' ' || c.agence_nom_folded, ' ', '  '),
                    CASE WHEN COALESCE(b.search_text, '') = '' THEN '' ELSE '  ' || replace(b.search_text, ' ', '  ') END || CASE WHEN COALESCE(z.search_text, '') = '' THEN '' ELSE '  ' || replace(z.search_text, ' ', '  ') END || CASE WHEN COALESCE(a.search_text, '') = '' THEN '' ELSE '  ' || replace(a.search_text, ' ', '  ') END
                FROM reseau_agence AS c
                JOIN organisations AS o ON o.organisation_id = c.organisation_id
                LEFT JOIN brevo_connexion AS b ON b.organisation_id = c.organisation_id AND b.client_type = 'reseau_agence' AND b.client_id = c.reseau_agence_id
                LEFT JOIN zoho_connexion AS z ON z.organisation_id = c.organisation_id AND z.client_type = 'reseau_agence' AND z.client_id = c.reseau_agence_id
                LEFT JOIN openai_connexion AS a ON a.organisation_id = c.organisation_id AND a.client_type = 'reseau_agence' AND a.client_id = c.reseau_agence_id;
                """);

            migrationBuilder.Sql(
                """
                INSERT INTO search_documents (organisation_id, kind, subject_id, names, labels)
                SELECT c.organisation_id, 'ind', c.agence_independante_id,
                    '  ' || replace(o.nom_folded || ' ' || c.agence_nom_folded, ' ', '  '),
                    CASE WHEN COALESCE(b.search_text, '') = '' THEN '' ELSE '  ' || replace(b.search_text, ' ', '  ') END || CASE WHEN COALESCE(z.search_text, '') = '' THEN '' ELSE '  ' || replace(z.search_text, ' ', '  ') END || CASE WHEN COALESCE(a.search_text, '') = '' THEN '' ELSE '  ' || replace(a.search_text, ' ', '  ') END
                FROM agence_independante AS c
                JOIN organisations AS o ON o.organisation_id = c.organisation_id
                LEFT JOIN brevo_connexion AS b ON b.organisation_id = c.organisation_id AND b.client_type = 'agence_independante' AND b.client_id = c.agence_independante_id
                LEFT JOIN zoho_connexion AS z ON z.organisation_id = c.organisation_id AND z.client_type = 'agence_independante' AND z.client_id = c.agence_independante_id
                LEFT JOIN openai_connexion AS a ON a.organisation_id = c.organisation_id AND a.client_type = 'agence_independante' AND a.client_id = c.agence_independante_id;
                """);

            migrationBuilder.Sql(
                """
                INSERT INTO search_documents (organisation_id, kind, subject_id, names, labels)
                SELECT '00000000-0000-0000-0000-000000000001', 'per', "Id", '  ' || replace("DisplayNameFolded" || ' ' || lower(coalesce("Email", '')), ' ', '  '), '' FROM "AspNetUsers";
                """);

            migrationBuilder.AddColumn<string>(
                name: "shown_state",
                table: "zoho_connexion",
                type: "TEXT",
                maxLength: 20,
                nullable: true,
                computedColumnSql: "CASE WHEN frozen_at IS NOT NULL THEN 'Frozen' WHEN api_key_ring_key_id IS NULL THEN 'Incomplete' WHEN in_conflict_since IS NOT NULL THEN 'InConflict' WHEN refused_once_at IS NOT NULL THEN 'RefusedOnce' WHEN verdict = 'Valid' THEN 'Works' WHEN verdict = 'Rejected' THEN 'Refused' WHEN verdict = 'IpBlocked' THEN 'Blocked' WHEN verdict = 'InsufficientScope' THEN 'Limited' WHEN verdict = 'NoCredit' THEN 'Limited' WHEN verdict = 'RateLimited' THEN 'CannotTell' WHEN verdict = 'ProviderUnavailable' THEN 'CannotTell' WHEN verdict = 'UnexpectedResponse' THEN 'CannotTell' WHEN verdict = 'Unverifiable' THEN 'CannotTell' WHEN last_try IS NOT NULL THEN 'CannotTell' ELSE 'NeverVerified' END",
                stored: false);

            migrationBuilder.AddColumn<string>(
                name: "shown_state",
                table: "openai_connexion",
                type: "TEXT",
                maxLength: 20,
                nullable: true,
                computedColumnSql: "CASE WHEN frozen_at IS NOT NULL THEN 'Frozen' WHEN api_key_ring_key_id IS NULL THEN 'Incomplete' WHEN in_conflict_since IS NOT NULL THEN 'InConflict' WHEN refused_once_at IS NOT NULL THEN 'RefusedOnce' WHEN verdict = 'Valid' THEN 'Works' WHEN verdict = 'Rejected' THEN 'Refused' WHEN verdict = 'IpBlocked' THEN 'Blocked' WHEN verdict = 'InsufficientScope' THEN 'Limited' WHEN verdict = 'NoCredit' THEN 'Limited' WHEN verdict = 'RateLimited' THEN 'CannotTell' WHEN verdict = 'ProviderUnavailable' THEN 'CannotTell' WHEN verdict = 'UnexpectedResponse' THEN 'CannotTell' WHEN verdict = 'Unverifiable' THEN 'CannotTell' WHEN last_try IS NOT NULL THEN 'CannotTell' ELSE 'NeverVerified' END",
                stored: false);

            migrationBuilder.AddColumn<string>(
                name: "shown_state",
                table: "brevo_connexion",
                type: "TEXT",
                maxLength: 20,
                nullable: true,
                computedColumnSql: "CASE WHEN frozen_at IS NOT NULL THEN 'Frozen' WHEN api_key_ring_key_id IS NULL THEN 'Incomplete' WHEN in_conflict_since IS NOT NULL THEN 'InConflict' WHEN refused_once_at IS NOT NULL THEN 'RefusedOnce' WHEN verdict = 'Valid' THEN 'Works' WHEN verdict = 'Rejected' THEN 'Refused' WHEN verdict = 'IpBlocked' THEN 'Blocked' WHEN verdict = 'InsufficientScope' THEN 'Limited' WHEN verdict = 'NoCredit' THEN 'Limited' WHEN verdict = 'RateLimited' THEN 'CannotTell' WHEN verdict = 'ProviderUnavailable' THEN 'CannotTell' WHEN verdict = 'UnexpectedResponse' THEN 'CannotTell' WHEN verdict = 'Unverifiable' THEN 'CannotTell' WHEN last_try IS NOT NULL THEN 'CannotTell' ELSE 'NeverVerified' END",
                stored: false);

            migrationBuilder.CreateIndex(
                name: "IX_zoho_connexion_api_key_ring_key_id",
                table: "zoho_connexion",
                column: "api_key_ring_key_id");

            migrationBuilder.CreateIndex(
                name: "IX_zoho_connexion_shown_state_updated_at",
                table: "zoho_connexion",
                columns: new[] { "shown_state", "updated_at" });

            migrationBuilder.CreateIndex(
                name: "IX_zoho_connexion_updated_at",
                table: "zoho_connexion",
                column: "updated_at");

            migrationBuilder.CreateIndex(
                name: "IX_openai_connexion_api_key_ring_key_id",
                table: "openai_connexion",
                column: "api_key_ring_key_id");

            migrationBuilder.CreateIndex(
                name: "IX_openai_connexion_shown_state_updated_at",
                table: "openai_connexion",
                columns: new[] { "shown_state", "updated_at" });

            migrationBuilder.CreateIndex(
                name: "IX_openai_connexion_updated_at",
                table: "openai_connexion",
                column: "updated_at");

            migrationBuilder.CreateIndex(
                name: "IX_brevo_connexion_api_key_ring_key_id",
                table: "brevo_connexion",
                column: "api_key_ring_key_id");

            migrationBuilder.CreateIndex(
                name: "IX_brevo_connexion_shown_state_updated_at",
                table: "brevo_connexion",
                columns: new[] { "shown_state", "updated_at" });

            migrationBuilder.CreateIndex(
                name: "IX_brevo_connexion_updated_at",
                table: "brevo_connexion",
                column: "updated_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TABLE search_trigrams; DROP TABLE search_documents;");

            migrationBuilder.DropIndex(
                name: "IX_zoho_connexion_api_key_ring_key_id",
                table: "zoho_connexion");

            migrationBuilder.DropIndex(
                name: "IX_zoho_connexion_shown_state_updated_at",
                table: "zoho_connexion");

            migrationBuilder.DropIndex(
                name: "IX_zoho_connexion_updated_at",
                table: "zoho_connexion");

            migrationBuilder.DropIndex(
                name: "IX_openai_connexion_api_key_ring_key_id",
                table: "openai_connexion");

            migrationBuilder.DropIndex(
                name: "IX_openai_connexion_shown_state_updated_at",
                table: "openai_connexion");

            migrationBuilder.DropIndex(
                name: "IX_openai_connexion_updated_at",
                table: "openai_connexion");

            migrationBuilder.DropIndex(
                name: "IX_brevo_connexion_api_key_ring_key_id",
                table: "brevo_connexion");

            migrationBuilder.DropIndex(
                name: "IX_brevo_connexion_shown_state_updated_at",
                table: "brevo_connexion");

            migrationBuilder.DropIndex(
                name: "IX_brevo_connexion_updated_at",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "shown_state",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "shown_state",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "shown_state",
                table: "brevo_connexion");
        }
    }
}
