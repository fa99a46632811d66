using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Connexions.Web.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Sharing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "family_id",
                table: "zoho_connexion",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "frozen_at",
                table: "zoho_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "frozen_reason",
                table: "zoho_connexion",
                type: "nvarchar(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "set_aside_at",
                table: "zoho_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "family_id",
                table: "openai_connexion",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "frozen_at",
                table: "openai_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "frozen_reason",
                table: "openai_connexion",
                type: "nvarchar(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "set_aside_at",
                table: "openai_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "family_id",
                table: "brevo_connexion",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "frozen_at",
                table: "brevo_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "frozen_reason",
                table: "brevo_connexion",
                type: "nvarchar(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "set_aside_at",
                table: "brevo_connexion",
                type: "datetime2",
                nullable: true);

            // Connexions stored before families were known of: the family follows from the client.
            foreach (var table in new[] { "brevo_connexion", "zoho_connexion", "openai_connexion" })
            {
                // A statement of its own: a batch is compiled as a whole, before the column is there.
                migrationBuilder.Sql($"""
                    EXEC(N'UPDATE {table} SET family_id = CASE client_type
                        WHEN ''reseau'' THEN client_id
                        WHEN ''reseau_agence'' THEN (SELECT reseau_id FROM reseau_agence WHERE reseau_agence.reseau_agence_id = {table}.client_id)
                    END')
                    """);
            }

            migrationBuilder.CreateTable(
                name: "notices",
                columns: table => new
                {
                    notice_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    client_type = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_BIN2"),
                    client_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    provider = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    effective_from = table.Column<DateTime>(type: "datetime2", nullable: true),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    agence_independante_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true, computedColumnSql: "CASE WHEN client_type = 'agence_independante' THEN client_id END", stored: true),
                    reseau_agence_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau_agence' THEN client_id END", stored: true),
                    reseau_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau' THEN client_id END", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices", x => x.notice_id);
                    table.CheckConstraint("ck_notices_client_type", "client_type IN ('agence_independante', 'reseau', 'reseau_agence')");
                    table.ForeignKey(
                        name: "FK_notices_agence_independante_agence_independante_id_organisation_id",
                        columns: x => new { x.agence_independante_id, x.organisation_id },
                        principalTable: "agence_independante",
                        principalColumns: new[] { "agence_independante_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_notices_reseau_agence_reseau_agence_id_organisation_id",
                        columns: x => new { x.reseau_agence_id, x.organisation_id },
                        principalTable: "reseau_agence",
                        principalColumns: new[] { "reseau_agence_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_notices_reseau_reseau_id_organisation_id",
                        columns: x => new { x.reseau_id, x.organisation_id },
                        principalTable: "reseau",
                        principalColumns: new[] { "reseau_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sharing_policies",
                columns: table => new
                {
                    policy_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    reseau_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    mode = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false),
                    own_allowed = table.Column<bool>(type: "bit", nullable: false),
                    own_sender_allowed = table.Column<bool>(type: "bit", nullable: false),
                    effective_from = table.Column<DateTime>(type: "datetime2", nullable: false),
                    updated_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    updated_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sharing_policies", x => x.policy_id);
                    table.UniqueConstraint("AK_sharing_policies_policy_id_reseau_id", x => new { x.policy_id, x.reseau_id });
                    table.ForeignKey(
                        name: "FK_sharing_policies_reseau_reseau_id_organisation_id",
                        columns: x => new { x.reseau_id, x.organisation_id },
                        principalTable: "reseau",
                        principalColumns: new[] { "reseau_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sharing_requests",
                columns: table => new
                {
                    request_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    client_type = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_BIN2"),
                    client_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    message = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    created_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    answered_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    answered_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    accepted = table.Column<bool>(type: "bit", nullable: true),
                    answer = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    agence_independante_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true, computedColumnSql: "CASE WHEN client_type = 'agence_independante' THEN client_id END", stored: true),
                    reseau_agence_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau_agence' THEN client_id END", stored: true),
                    reseau_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau' THEN client_id END", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sharing_requests", x => x.request_id);
                    table.CheckConstraint("ck_sharing_requests_client_type", "client_type IN ('agence_independante', 'reseau', 'reseau_agence')");
                    table.ForeignKey(
                        name: "FK_sharing_requests_agence_independante_agence_independante_id_organisation_id",
                        columns: x => new { x.agence_independante_id, x.organisation_id },
                        principalTable: "agence_independante",
                        principalColumns: new[] { "agence_independante_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_sharing_requests_reseau_agence_reseau_agence_id_organisation_id",
                        columns: x => new { x.reseau_agence_id, x.organisation_id },
                        principalTable: "reseau_agence",
                        principalColumns: new[] { "reseau_agence_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_sharing_requests_reseau_reseau_id_organisation_id",
                        columns: x => new { x.reseau_id, x.organisation_id },
                        principalTable: "reseau",
                        principalColumns: new[] { "reseau_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "notice_reads",
                columns: table => new
                {
                    notice_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    person_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    client_type = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_BIN2"),
                    client_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notice_reads", x => new { x.notice_id, x.person_id });
                    table.ForeignKey(
                        name: "FK_notice_reads_AspNetUsers_person_id",
                        column: x => x.person_id,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_notice_reads_notices_notice_id",
                        column: x => x.notice_id,
                        principalTable: "notices",
                        principalColumn: "notice_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sharing_selections",
                columns: table => new
                {
                    policy_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    reseau_agence_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    reseau_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sharing_selections", x => new { x.policy_id, x.reseau_agence_id });
                    table.ForeignKey(
                        name: "FK_sharing_selections_reseau_agence_reseau_agence_id_reseau_id",
                        columns: x => new { x.reseau_agence_id, x.reseau_id },
                        principalTable: "reseau_agence",
                        principalColumns: new[] { "reseau_agence_id", "reseau_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_sharing_selections_sharing_policies_policy_id_reseau_id",
                        columns: x => new { x.policy_id, x.reseau_id },
                        principalTable: "sharing_policies",
                        principalColumns: new[] { "policy_id", "reseau_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_zoho_connexion_family_id_zoho_expediteur_email",
                table: "zoho_connexion",
                columns: new[] { "family_id", "zoho_expediteur_email" },
                unique: true,
                filter: "family_id IS NOT NULL AND zoho_expediteur_email IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_zoho_connexion_reseau_agence_id_family_id",
                table: "zoho_connexion",
                columns: new[] { "reseau_agence_id", "family_id" });

            migrationBuilder.CreateIndex(
                name: "IX_openai_connexion_reseau_agence_id_family_id",
                table: "openai_connexion",
                columns: new[] { "reseau_agence_id", "family_id" });

            migrationBuilder.CreateIndex(
                name: "IX_brevo_connexion_family_id_brevo_expediteur_email",
                table: "brevo_connexion",
                columns: new[] { "family_id", "brevo_expediteur_email" },
                unique: true,
                filter: "family_id IS NOT NULL AND brevo_expediteur_email IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_brevo_connexion_reseau_agence_id_family_id",
                table: "brevo_connexion",
                columns: new[] { "reseau_agence_id", "family_id" });

            migrationBuilder.CreateIndex(
                name: "IX_notice_reads_person_id",
                table: "notice_reads",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "IX_notices_agence_independante_id_organisation_id",
                table: "notices",
                columns: new[] { "agence_independante_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_notices_organisation_id_client_type_client_id_created_at",
                table: "notices",
                columns: new[] { "organisation_id", "client_type", "client_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_notices_reseau_agence_id_organisation_id",
                table: "notices",
                columns: new[] { "reseau_agence_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_notices_reseau_id_organisation_id",
                table: "notices",
                columns: new[] { "reseau_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_sharing_policies_reseau_id_organisation_id",
                table: "sharing_policies",
                columns: new[] { "reseau_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_sharing_policies_reseau_id_provider_effective_from",
                table: "sharing_policies",
                columns: new[] { "reseau_id", "provider", "effective_from" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sharing_requests_agence_independante_id_organisation_id",
                table: "sharing_requests",
                columns: new[] { "agence_independante_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_sharing_requests_organisation_id_client_type_client_id_provider",
                table: "sharing_requests",
                columns: new[] { "organisation_id", "client_type", "client_id", "provider" });

            migrationBuilder.CreateIndex(
                name: "IX_sharing_requests_reseau_agence_id_organisation_id",
                table: "sharing_requests",
                columns: new[] { "reseau_agence_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_sharing_requests_reseau_id_organisation_id",
                table: "sharing_requests",
                columns: new[] { "reseau_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_sharing_selections_policy_id_reseau_id",
                table: "sharing_selections",
                columns: new[] { "policy_id", "reseau_id" });

            migrationBuilder.CreateIndex(
                name: "IX_sharing_selections_reseau_agence_id_reseau_id",
                table: "sharing_selections",
                columns: new[] { "reseau_agence_id", "reseau_id" });

            migrationBuilder.AddForeignKey(
                name: "FK_brevo_connexion_reseau_agence_reseau_agence_id_family_id",
                table: "brevo_connexion",
                columns: new[] { "reseau_agence_id", "family_id" },
                principalTable: "reseau_agence",
                principalColumns: new[] { "reseau_agence_id", "reseau_id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_openai_connexion_reseau_agence_reseau_agence_id_family_id",
                table: "openai_connexion",
                columns: new[] { "reseau_agence_id", "family_id" },
                principalTable: "reseau_agence",
                principalColumns: new[] { "reseau_agence_id", "reseau_id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_zoho_connexion_reseau_agence_reseau_agence_id_family_id",
                table: "zoho_connexion",
                columns: new[] { "reseau_agence_id", "family_id" },
                principalTable: "reseau_agence",
                principalColumns: new[] { "reseau_agence_id", "reseau_id" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_brevo_connexion_reseau_agence_reseau_agence_id_family_id",
                table: "brevo_connexion");

            migrationBuilder.DropForeignKey(
                name: "FK_openai_connexion_reseau_agence_reseau_agence_id_family_id",
                table: "openai_connexion");

            migrationBuilder.DropForeignKey(
                name: "FK_zoho_connexion_reseau_agence_reseau_agence_id_family_id",
                table: "zoho_connexion");

            migrationBuilder.DropTable(
                name: "notice_reads");

            migrationBuilder.DropTable(
                name: "sharing_requests");

            migrationBuilder.DropTable(
                name: "sharing_selections");

            migrationBuilder.DropTable(
                name: "notices");

            migrationBuilder.DropTable(
                name: "sharing_policies");

            migrationBuilder.DropIndex(
                name: "IX_zoho_connexion_family_id_zoho_expediteur_email",
                table: "zoho_connexion");

            migrationBuilder.DropIndex(
                name: "IX_zoho_connexion_reseau_agence_id_family_id",
                table: "zoho_connexion");

            migrationBuilder.DropIndex(
                name: "IX_openai_connexion_reseau_agence_id_family_id",
                table: "openai_connexion");

            migrationBuilder.DropIndex(
                name: "IX_brevo_connexion_family_id_brevo_expediteur_email",
                table: "brevo_connexion");

            migrationBuilder.DropIndex(
                name: "IX_brevo_connexion_reseau_agence_id_family_id",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "family_id",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "frozen_at",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "frozen_reason",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "set_aside_at",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "family_id",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "frozen_at",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "frozen_reason",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "set_aside_at",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "family_id",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "frozen_at",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "frozen_reason",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "set_aside_at",
                table: "brevo_connexion");
        }
    }
}
