using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Connexions.Web.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Gateway : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "calls_for_all",
                table: "sharing_policies",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "calls_per_agency",
                table: "sharing_policies",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "emails_for_all",
                table: "sharing_policies",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "emails_per_agency",
                table: "sharing_policies",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "purposes",
                table: "sharing_policies",
                type: "TEXT",
                maxLength: 200,
                nullable: false,
                defaultValue: "emails,newsletters,language_models,embeddings,images,audio");

            migrationBuilder.AddColumn<Guid>(
                name: "agency_id",
                table: "audit_entries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "bytes_received",
                table: "audit_entries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "bytes_sent",
                table: "audit_entries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "duration_ms",
                table: "audit_entries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "emails",
                table: "audit_entries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "operation",
                table: "audit_entries",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "refusal",
                table: "audit_entries",
                type: "TEXT",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "status",
                table: "audit_entries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "use_result",
                table: "audit_entries",
                type: "TEXT",
                maxLength: 20,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "quota_days",
                columns: table => new
                {
                    connexion_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    agency_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    calls = table.Column<int>(type: "INTEGER", nullable: false),
                    emails = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_quota_days", x => new { x.connexion_id, x.day, x.agency_id });
                });

            migrationBuilder.CreateTable(
                name: "service_tokens",
                columns: table => new
                {
                    token_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    client_type = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    client_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    nom = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    token_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    hint = table.Column<string>(type: "TEXT", maxLength: 12, nullable: false),
                    providers = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    purposes = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    allowed_ranges = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    calls_per_minute = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    created_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    revoked_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    revoked_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    last_used_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    agence_independante_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'agence_independante' THEN client_id END", stored: true),
                    reseau_agence_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau_agence' THEN client_id END", stored: true),
                    reseau_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau' THEN client_id END", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_service_tokens", x => x.token_id);
                    table.CheckConstraint("ck_service_tokens_client_type", "client_type IN ('agence_independante', 'reseau', 'reseau_agence')");
                    table.ForeignKey(
                        name: "FK_service_tokens_agence_independante_agence_independante_id_organisation_id",
                        columns: x => new { x.agence_independante_id, x.organisation_id },
                        principalTable: "agence_independante",
                        principalColumns: new[] { "agence_independante_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_service_tokens_reseau_agence_reseau_agence_id_organisation_id",
                        columns: x => new { x.reseau_agence_id, x.organisation_id },
                        principalTable: "reseau_agence",
                        principalColumns: new[] { "reseau_agence_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_service_tokens_reseau_reseau_id_organisation_id",
                        columns: x => new { x.reseau_id, x.organisation_id },
                        principalTable: "reseau",
                        principalColumns: new[] { "reseau_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "usage_hours",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    client_type = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    client_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    provider = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    connexion_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    agency_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    hour = table.Column<DateTime>(type: "TEXT", nullable: false),
                    calls = table.Column<int>(type: "INTEGER", nullable: false),
                    emails = table.Column<int>(type: "INTEGER", nullable: false),
                    refused = table.Column<int>(type: "INTEGER", nullable: false),
                    errors = table.Column<int>(type: "INTEGER", nullable: false),
                    throttled = table.Column<int>(type: "INTEGER", nullable: false),
                    no_credit = table.Column<int>(type: "INTEGER", nullable: false),
                    key_refused = table.Column<int>(type: "INTEGER", nullable: false),
                    bytes_sent = table.Column<long>(type: "INTEGER", nullable: false),
                    bytes_received = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    agence_independante_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'agence_independante' THEN client_id END", stored: true),
                    reseau_agence_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau_agence' THEN client_id END", stored: true),
                    reseau_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau' THEN client_id END", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_usage_hours", x => new { x.organisation_id, x.client_type, x.client_id, x.hour, x.provider, x.connexion_id, x.agency_id });
                    table.CheckConstraint("ck_usage_hours_client_type", "client_type IN ('agence_independante', 'reseau', 'reseau_agence')");
                    table.ForeignKey(
                        name: "FK_usage_hours_agence_independante_agence_independante_id_organisation_id",
                        columns: x => new { x.agence_independante_id, x.organisation_id },
                        principalTable: "agence_independante",
                        principalColumns: new[] { "agence_independante_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_usage_hours_reseau_agence_reseau_agence_id_organisation_id",
                        columns: x => new { x.reseau_agence_id, x.organisation_id },
                        principalTable: "reseau_agence",
                        principalColumns: new[] { "reseau_agence_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_usage_hours_reseau_reseau_id_organisation_id",
                        columns: x => new { x.reseau_id, x.organisation_id },
                        principalTable: "reseau",
                        principalColumns: new[] { "reseau_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entries_organisation_id_correlation_id_client_id",
                table: "audit_entries",
                columns: new[] { "organisation_id", "correlation_id", "client_id" },
                unique: true,
                filter: "operation IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_refused_uses",
                table: "audit_entries",
                columns: new[] { "organisation_id", "sequence" },
                filter: "refusal IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_told",
                table: "audit_entries",
                columns: new[] { "organisation_id", "sequence" },
                filter: "operation IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_service_tokens_agence_independante_id_organisation_id",
                table: "service_tokens",
                columns: new[] { "agence_independante_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_service_tokens_organisation_id_client_type_client_id_created_at",
                table: "service_tokens",
                columns: new[] { "organisation_id", "client_type", "client_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_service_tokens_reseau_agence_id_organisation_id",
                table: "service_tokens",
                columns: new[] { "reseau_agence_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_service_tokens_reseau_id_organisation_id",
                table: "service_tokens",
                columns: new[] { "reseau_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_service_tokens_token_hash",
                table: "service_tokens",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_usage_hours_agence_independante_id_organisation_id",
                table: "usage_hours",
                columns: new[] { "agence_independante_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_usage_hours_reseau_agence_id_organisation_id",
                table: "usage_hours",
                columns: new[] { "reseau_agence_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_usage_hours_reseau_id_organisation_id",
                table: "usage_hours",
                columns: new[] { "reseau_id", "organisation_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "quota_days");

            migrationBuilder.DropTable(
                name: "service_tokens");

            migrationBuilder.DropTable(
                name: "usage_hours");

            migrationBuilder.DropIndex(
                name: "IX_audit_entries_organisation_id_correlation_id_client_id",
                table: "audit_entries");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_refused_uses",
                table: "audit_entries");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_told",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "calls_for_all",
                table: "sharing_policies");

            migrationBuilder.DropColumn(
                name: "calls_per_agency",
                table: "sharing_policies");

            migrationBuilder.DropColumn(
                name: "emails_for_all",
                table: "sharing_policies");

            migrationBuilder.DropColumn(
                name: "emails_per_agency",
                table: "sharing_policies");

            migrationBuilder.DropColumn(
                name: "purposes",
                table: "sharing_policies");

            migrationBuilder.DropColumn(
                name: "agency_id",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "bytes_received",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "bytes_sent",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "duration_ms",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "emails",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "operation",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "refusal",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "status",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "use_result",
                table: "audit_entries");
        }
    }
}
