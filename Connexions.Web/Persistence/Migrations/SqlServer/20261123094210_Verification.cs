using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Connexions.Web.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Verification : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "blocked_address",
                table: "zoho_connexion",
                type: "nvarchar(60)",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "fruitless_tries",
                table: "zoho_connexion",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "in_conflict_since",
                table: "zoho_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "last_try",
                table: "zoho_connexion",
                type: "nvarchar(30)",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "last_try_at",
                table: "zoho_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "next_check_at",
                table: "zoho_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provider_account_email",
                table: "zoho_connexion",
                type: "nvarchar(254)",
                maxLength: 254,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provider_account_id",
                table: "zoho_connexion",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provider_account_name",
                table: "zoho_connexion",
                type: "nvarchar(120)",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provider_senders",
                table: "zoho_connexion",
                type: "nvarchar(max)",
                maxLength: 8000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "verdict",
                table: "zoho_connexion",
                type: "nvarchar(30)",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "verdict_at",
                table: "zoho_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "blocked_address",
                table: "openai_connexion",
                type: "nvarchar(60)",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "fruitless_tries",
                table: "openai_connexion",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "in_conflict_since",
                table: "openai_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "last_try",
                table: "openai_connexion",
                type: "nvarchar(30)",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "last_try_at",
                table: "openai_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "next_check_at",
                table: "openai_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provider_account_email",
                table: "openai_connexion",
                type: "nvarchar(254)",
                maxLength: 254,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provider_account_id",
                table: "openai_connexion",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provider_account_name",
                table: "openai_connexion",
                type: "nvarchar(120)",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provider_senders",
                table: "openai_connexion",
                type: "nvarchar(max)",
                maxLength: 8000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "verdict",
                table: "openai_connexion",
                type: "nvarchar(30)",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "verdict_at",
                table: "openai_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "blocked_address",
                table: "brevo_connexion",
                type: "nvarchar(60)",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "fruitless_tries",
                table: "brevo_connexion",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "in_conflict_since",
                table: "brevo_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "last_try",
                table: "brevo_connexion",
                type: "nvarchar(30)",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "last_try_at",
                table: "brevo_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "next_check_at",
                table: "brevo_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provider_account_email",
                table: "brevo_connexion",
                type: "nvarchar(254)",
                maxLength: 254,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provider_account_id",
                table: "brevo_connexion",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provider_account_name",
                table: "brevo_connexion",
                type: "nvarchar(120)",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provider_senders",
                table: "brevo_connexion",
                type: "nvarchar(max)",
                maxLength: 8000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "verdict",
                table: "brevo_connexion",
                type: "nvarchar(30)",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "verdict_at",
                table: "brevo_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "claims",
                columns: table => new
                {
                    claim_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    client_type = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_BIN2"),
                    client_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    connexion_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    kind = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false),
                    value = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    pepper_version = table.Column<int>(type: "int", nullable: false),
                    slot = table.Column<int>(type: "int", nullable: false),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    agence_independante_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true, computedColumnSql: "CASE WHEN client_type = 'agence_independante' THEN client_id END", stored: true),
                    reseau_agence_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau_agence' THEN client_id END", stored: true),
                    reseau_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau' THEN client_id END", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_claims", x => x.claim_id);
                    table.CheckConstraint("ck_claims_client_type", "client_type IN ('agence_independante', 'reseau', 'reseau_agence')");
                    table.ForeignKey(
                        name: "FK_claims_agence_independante_agence_independante_id_organisation_id",
                        columns: x => new { x.agence_independante_id, x.organisation_id },
                        principalTable: "agence_independante",
                        principalColumns: new[] { "agence_independante_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_claims_reseau_agence_reseau_agence_id_organisation_id",
                        columns: x => new { x.reseau_agence_id, x.organisation_id },
                        principalTable: "reseau_agence",
                        principalColumns: new[] { "reseau_agence_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_claims_reseau_reseau_id_organisation_id",
                        columns: x => new { x.reseau_id, x.organisation_id },
                        principalTable: "reseau",
                        principalColumns: new[] { "reseau_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "collisions",
                columns: table => new
                {
                    collision_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    client_type = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_BIN2"),
                    client_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    provider = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    key_value = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    account_value = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    pepper_version = table.Column<int>(type: "int", nullable: false),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    contested_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    contested_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    contest = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    settled_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    settled_by = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    settlement = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: true),
                    settlement_reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true),
                    agence_independante_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true, computedColumnSql: "CASE WHEN client_type = 'agence_independante' THEN client_id END", stored: true),
                    reseau_agence_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau_agence' THEN client_id END", stored: true),
                    reseau_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau' THEN client_id END", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_collisions", x => x.collision_id);
                    table.CheckConstraint("ck_collisions_client_type", "client_type IN ('agence_independante', 'reseau', 'reseau_agence')");
                    table.ForeignKey(
                        name: "FK_collisions_agence_independante_agence_independante_id_organisation_id",
                        columns: x => new { x.agence_independante_id, x.organisation_id },
                        principalTable: "agence_independante",
                        principalColumns: new[] { "agence_independante_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_collisions_reseau_agence_reseau_agence_id_organisation_id",
                        columns: x => new { x.reseau_agence_id, x.organisation_id },
                        principalTable: "reseau_agence",
                        principalColumns: new[] { "reseau_agence_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_collisions_reseau_reseau_id_organisation_id",
                        columns: x => new { x.reseau_id, x.organisation_id },
                        principalTable: "reseau",
                        principalColumns: new[] { "reseau_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "job_leases",
                columns: table => new
                {
                    job = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    holder = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    until = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_job_leases", x => x.job);
                });

            migrationBuilder.CreateTable(
                name: "verification_runs",
                columns: table => new
                {
                    run_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    client_type = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_BIN2"),
                    client_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    started_by = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    started_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    total = table.Column<int>(type: "int", nullable: false),
                    ended_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    cancelled = table.Column<bool>(type: "bit", nullable: false),
                    agence_independante_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true, computedColumnSql: "CASE WHEN client_type = 'agence_independante' THEN client_id END", stored: true),
                    reseau_agence_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau_agence' THEN client_id END", stored: true),
                    reseau_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau' THEN client_id END", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_verification_runs", x => x.run_id);
                    table.CheckConstraint("ck_verification_runs_client_type", "client_type IN ('agence_independante', 'reseau', 'reseau_agence')");
                    table.ForeignKey(
                        name: "FK_verification_runs_agence_independante_agence_independante_id_organisation_id",
                        columns: x => new { x.agence_independante_id, x.organisation_id },
                        principalTable: "agence_independante",
                        principalColumns: new[] { "agence_independante_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_verification_runs_reseau_agence_reseau_agence_id_organisation_id",
                        columns: x => new { x.reseau_agence_id, x.organisation_id },
                        principalTable: "reseau_agence",
                        principalColumns: new[] { "reseau_agence_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_verification_runs_reseau_reseau_id_organisation_id",
                        columns: x => new { x.reseau_id, x.organisation_id },
                        principalTable: "reseau",
                        principalColumns: new[] { "reseau_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_zoho_connexion_next_check_at",
                table: "zoho_connexion",
                column: "next_check_at");

            migrationBuilder.CreateIndex(
                name: "IX_openai_connexion_next_check_at",
                table: "openai_connexion",
                column: "next_check_at");

            migrationBuilder.CreateIndex(
                name: "IX_brevo_connexion_next_check_at",
                table: "brevo_connexion",
                column: "next_check_at");

            migrationBuilder.CreateIndex(
                name: "IX_claims_agence_independante_id_organisation_id",
                table: "claims",
                columns: new[] { "agence_independante_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_claims_connexion_id",
                table: "claims",
                column: "connexion_id");

            migrationBuilder.CreateIndex(
                name: "IX_claims_reseau_agence_id_organisation_id",
                table: "claims",
                columns: new[] { "reseau_agence_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_claims_reseau_id_organisation_id",
                table: "claims",
                columns: new[] { "reseau_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_claims_value_kind_provider_slot",
                table: "claims",
                columns: new[] { "value", "kind", "provider", "slot" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_collisions_agence_independante_id_organisation_id",
                table: "collisions",
                columns: new[] { "agence_independante_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_collisions_organisation_id_client_type_client_id_provider",
                table: "collisions",
                columns: new[] { "organisation_id", "client_type", "client_id", "provider" },
                unique: true,
                filter: "settled_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_collisions_reseau_agence_id_organisation_id",
                table: "collisions",
                columns: new[] { "reseau_agence_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_collisions_reseau_id_organisation_id",
                table: "collisions",
                columns: new[] { "reseau_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_collisions_settled_at_contested_at",
                table: "collisions",
                columns: new[] { "settled_at", "contested_at" });

            migrationBuilder.CreateIndex(
                name: "IX_verification_runs_agence_independante_id_organisation_id",
                table: "verification_runs",
                columns: new[] { "agence_independante_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_verification_runs_ended_at",
                table: "verification_runs",
                column: "ended_at");

            migrationBuilder.CreateIndex(
                name: "IX_verification_runs_organisation_id_client_type_client_id",
                table: "verification_runs",
                columns: new[] { "organisation_id", "client_type", "client_id" },
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_verification_runs_reseau_agence_id_organisation_id",
                table: "verification_runs",
                columns: new[] { "reseau_agence_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_verification_runs_reseau_id_organisation_id",
                table: "verification_runs",
                columns: new[] { "reseau_id", "organisation_id" });

            // Keys stored before verification existed: due at once, oldest first. Statements of their own: a batch is
            // compiled as a whole, before the column is there.
            migrationBuilder.Sql("EXEC(N'UPDATE brevo_connexion SET next_check_at = created_at WHERE brevo_api_key IS NOT NULL')");
            migrationBuilder.Sql("EXEC(N'UPDATE zoho_connexion SET next_check_at = created_at WHERE zoho_api_key IS NOT NULL')");
            migrationBuilder.Sql("EXEC(N'UPDATE openai_connexion SET next_check_at = created_at WHERE openai_api_key IS NOT NULL')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "claims");

            migrationBuilder.DropTable(
                name: "collisions");

            migrationBuilder.DropTable(
                name: "job_leases");

            migrationBuilder.DropTable(
                name: "verification_runs");

            migrationBuilder.DropIndex(
                name: "IX_zoho_connexion_next_check_at",
                table: "zoho_connexion");

            migrationBuilder.DropIndex(
                name: "IX_openai_connexion_next_check_at",
                table: "openai_connexion");

            migrationBuilder.DropIndex(
                name: "IX_brevo_connexion_next_check_at",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "blocked_address",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "fruitless_tries",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "in_conflict_since",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "last_try",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "last_try_at",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "next_check_at",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "provider_account_email",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "provider_account_id",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "provider_account_name",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "provider_senders",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "verdict",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "verdict_at",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "blocked_address",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "fruitless_tries",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "in_conflict_since",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "last_try",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "last_try_at",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "next_check_at",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "provider_account_email",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "provider_account_id",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "provider_account_name",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "provider_senders",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "verdict",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "verdict_at",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "blocked_address",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "fruitless_tries",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "in_conflict_since",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "last_try",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "last_try_at",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "next_check_at",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "provider_account_email",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "provider_account_id",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "provider_account_name",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "provider_senders",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "verdict",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "verdict_at",
                table: "brevo_connexion");
        }
    }
}
