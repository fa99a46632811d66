using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Connexions.Web.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Search : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What is searched: a document for each client, organisation and account, and a table of what its words end and
            // begin with. SearchIndex writes both from now on; here they are made of what is there.
            migrationBuilder.Sql(
                """
                EXEC(N'CREATE TABLE search_documents (
                    document_id bigint IDENTITY NOT NULL CONSTRAINT PK_search_documents PRIMARY KEY,
                    organisation_id uniqueidentifier NOT NULL,
                    kind nchar(3) COLLATE Latin1_General_BIN2 NOT NULL,
                    subject_id uniqueidentifier NOT NULL,
                    names nvarchar(max) NOT NULL,
                    labels nvarchar(max) NOT NULL
                );');
                """);

            migrationBuilder.Sql(
                """
                EXEC(N'CREATE UNIQUE INDEX ix_search_documents_subject_id ON search_documents (subject_id);');
                """);

            migrationBuilder.Sql(
                """
                EXEC(N'CREATE INDEX ix_search_documents_organisation_id ON search_documents (organisation_id);');
                """);

            migrationBuilder.Sql(
                """
                EXEC(N'CREATE TABLE search_terms (
                    term nvarchar(100) COLLATE Latin1_General_BIN2 NOT NULL,
                    document_id bigint NOT NULL CONSTRAINT FK_search_terms_search_documents REFERENCES search_documents (document_id) ON DELETE CASCADE,
                    in_names bit NOT NULL,
                    CONSTRAINT PK_search_terms PRIMARY KEY (term, document_id)
                );');
                """);

            migrationBuilder.Sql(
                """
                EXEC(N'CREATE INDEX ix_search_terms_document_id ON search_terms (document_id);');
                """);

            migrationBuilder.Sql(
                """
                EXEC(N'INSERT INTO search_documents (organisation_id, kind, subject_id, names, labels)
                SELECT organisation_id, ''org'', organisation_id, ''  '' + REPLACE(nom_folded, '' '', ''  ''), '''' FROM organisations;');
                """);

            migrationBuilder.Sql(
                """
                EXEC(N'INSERT INTO search_documents (organisation_id, kind, subject_id, names, labels)
                SELECT c.organisation_id, ''res'', c.reseau_id,
                    ''  '' + REPLACE(o.nom_folded  +  '' ''  +  c.reseau_nom_folded, '' '', ''  ''),
                    CASE WHEN COALESCE(b.search_text, '''') = '''' THEN '''' ELSE ''  '' + REPLACE(b.search_text, '' '', ''  '') END + CASE WHEN COALESCE(z.search_text, '''') = '''' THEN '''' ELSE ''  '' + REPLACE(z.search_text, '' '', ''  '') END + CASE WHEN COALESCE(a.search_text, '''') = '''' THEN '''' ELSE ''  '' + REPLACE(a.search_text, '' '', ''  '') END
                FROM reseau AS c
                JOIN organisations AS o ON o.organisation_id = c.organisation_id
                LEFT JOIN brevo_connexion AS b ON b.organisation_id = c.organisation_id AND b.client_type = ''reseau'' AND b.client_id = c.reseau_id
                LEFT JOIN zoho_connexion AS z ON z.organisation_id = c.organisation_id AND z.client_type = ''reseau'' AND z.client_id = c.reseau_id
                LEFT JOIN openai_connexion AS a ON a.organisation_id = c.organisation_id AND a.client_type = ''reseau'' AND a.client_id = c.reseau_id;');
                """);

            migrationBuilder.Sql(
                """
                EXEC(N'INSERT INTO search_documents (organisation_id, kind, subject_id, names, labels)
                SELECT c.organisation_id, ''age'', c.reseau_agence_id,
                    ''  '' + REPLACE(o.nom_folded  +  '' ''  +  c.agence_nom_folded, '' '', ''  ''),
                    CASE WHEN COALESCE(b.search_text, '''') = '''' THEN '''' ELSE ''  '' + REPLACE(b.search_text, '' '', ''  '') END + CASE WHEN COALESCE(z.search_text, '''') = '''' THEN '''' ELSE ''  '' + REPLACE(z.search_text, '' '', ''  '') END + CASE WHEN COALESCE(a.search_text, '''') = '''' THEN '''' ELSE ''  '' + REPLACE(a.search_text, '' '', ''  '') END
                FROM reseau_agence AS c
                JOIN organisations AS o ON o.organisation_id = c.organisation_id
                LEFT JOIN brevo_connexion AS b ON b.organisation_id = c.organisation_id AND b.client_type = ''reseau_agence'' AND b.client_id = c.reseau_agence_id
                LEFT JOIN zoho_connexion AS z ON z.organisation_id = c.organisation_id AND z.client_type = ''reseau_agence'' AND z.client_id = c.reseau_agence_id
                LEFT JOIN openai_connexion AS a ON a.organisation_id = c.organisation_id AND a.client_type = ''reseau_agence'' AND a.client_id = c.reseau_agence_id;');
                """);

            migrationBuilder.Sql(
                """
                EXEC(N'INSERT INTO search_documents (organisation_id, kind, subject_id, names, labels)
                SELECT c.organisation_id, ''ind'', c.agence_independante_id,
                    ''  '' + REPLACE(o.nom_folded  +  '' ''  +  c.agence_nom_folded, '' '', ''  ''),
                    CASE WHEN COALESCE(b.search_text, '''') = '''' THEN '''' ELSE ''  '' + REPLACE(b.search_text, '' '', ''  '') END + CASE WHEN COALESCE(z.search_text, '''') = '''' THEN '''' ELSE ''  '' + REPLACE(z.search_text, '' '', ''  '') END + CASE WHEN COALESCE(a.search_text, '''') = '''' THEN '''' ELSE ''  '' + REPLACE(a.search_text, '' '', ''  '') END
                FROM agence_independante AS c
                JOIN organisations AS o ON o.organisation_id = c.organisation_id
                LEFT JOIN brevo_connexion AS b ON b.organisation_id = c.organisation_id AND b.client_type = ''agence_independante'' AND b.client_id = c.agence_independante_id
                LEFT JOIN zoho_connexion AS z ON z.organisation_id = c.organisation_id AND z.client_type = ''agence_independante'' AND z.client_id = c.agence_independante_id
                LEFT JOIN openai_connexion AS a ON a.organisation_id = c.organisation_id AND a.client_type = ''agence_independante'' AND a.client_id = c.agence_independante_id;');
                """);

            migrationBuilder.Sql(
                """
                EXEC(N'INSERT INTO search_documents (organisation_id, kind, subject_id, names, labels)
                SELECT ''00000000-0000-0000-0000-000000000001'', ''per'', "Id", ''  '' + REPLACE("DisplayNameFolded" + '' '' + LOWER(COALESCE("Email", '''')), '' '', ''  ''), '''' FROM "AspNetUsers";');
                """);

            migrationBuilder.Sql(
                """
                EXEC(N'INSERT INTO search_terms (term, document_id, in_names)
                SELECT t.term, t.document_id, MAX(t.in_names)
                FROM (
                    SELECT LEFT(SUBSTRING(w.value, n.number, LEN(w.value)), 100) COLLATE Latin1_General_BIN2 AS term, d.document_id, s.in_names
                    FROM search_documents AS d
                    CROSS APPLY (VALUES (d.names, 1), (d.labels, 0)) AS s (text, in_names)
                    CROSS APPLY STRING_SPLIT(s.text, '' '') AS w
                    JOIN (SELECT u.digit + 10 * t.digit + 100 * h.digit + 1 AS number
                          FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS u (digit)
                          CROSS JOIN (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS t (digit)
                          CROSS JOIN (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS h (digit)) AS n ON n.number <= LEN(w.value) - 2
                    UNION ALL
                    SELECT LEFT(b.blanks + w.value, 100) COLLATE Latin1_General_BIN2, d.document_id, s.in_names
                    FROM search_documents AS d
                    CROSS APPLY (VALUES (d.names, 1), (d.labels, 0)) AS s (text, in_names)
                    CROSS APPLY STRING_SPLIT(s.text, '' '') AS w
                    CROSS JOIN (VALUES ('' ''), (''  '')) AS b (blanks)
                    WHERE LEN(w.value) > 0
                ) AS t
                GROUP BY t.term, t.document_id;');
                """);

            migrationBuilder.AddColumn<string>(
                name: "shown_state",
                table: "zoho_connexion",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: true,
                computedColumnSql: "CASE WHEN frozen_at IS NOT NULL THEN 'Frozen' WHEN api_key_ring_key_id IS NULL THEN 'Incomplete' WHEN in_conflict_since IS NOT NULL THEN 'InConflict' WHEN refused_once_at IS NOT NULL THEN 'RefusedOnce' WHEN verdict = 'Valid' THEN 'Works' WHEN verdict = 'Rejected' THEN 'Refused' WHEN verdict = 'IpBlocked' THEN 'Blocked' WHEN verdict = 'InsufficientScope' THEN 'Limited' WHEN verdict = 'NoCredit' THEN 'Limited' WHEN verdict = 'RateLimited' THEN 'CannotTell' WHEN verdict = 'ProviderUnavailable' THEN 'CannotTell' WHEN verdict = 'UnexpectedResponse' THEN 'CannotTell' WHEN verdict = 'Unverifiable' THEN 'CannotTell' WHEN last_try IS NOT NULL THEN 'CannotTell' ELSE 'NeverVerified' END",
                stored: false);

            migrationBuilder.AddColumn<string>(
                name: "shown_state",
                table: "openai_connexion",
                type: "nvarchar(20)",
                maxLength: 20,
                nullable: true,
                computedColumnSql: "CASE WHEN frozen_at IS NOT NULL THEN 'Frozen' WHEN api_key_ring_key_id IS NULL THEN 'Incomplete' WHEN in_conflict_since IS NOT NULL THEN 'InConflict' WHEN refused_once_at IS NOT NULL THEN 'RefusedOnce' WHEN verdict = 'Valid' THEN 'Works' WHEN verdict = 'Rejected' THEN 'Refused' WHEN verdict = 'IpBlocked' THEN 'Blocked' WHEN verdict = 'InsufficientScope' THEN 'Limited' WHEN verdict = 'NoCredit' THEN 'Limited' WHEN verdict = 'RateLimited' THEN 'CannotTell' WHEN verdict = 'ProviderUnavailable' THEN 'CannotTell' WHEN verdict = 'UnexpectedResponse' THEN 'CannotTell' WHEN verdict = 'Unverifiable' THEN 'CannotTell' WHEN last_try IS NOT NULL THEN 'CannotTell' ELSE 'NeverVerified' END",
                stored: false);

            migrationBuilder.AddColumn<string>(
                name: "shown_state",
                table: "brevo_connexion",
                type: "nvarchar(20)",
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
            migrationBuilder.Sql("DROP TABLE search_terms; DROP TABLE search_documents;");

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
