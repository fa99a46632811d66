using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Connexions.Web.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ReadIndices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_zoho_connexion_last_try_last_try_at",
                table: "zoho_connexion",
                columns: new[] { "last_try", "last_try_at" });

            migrationBuilder.CreateIndex(
                name: "IX_verification_runs_organisation_id_client_type_client_id_started_at",
                table: "verification_runs",
                columns: new[] { "organisation_id", "client_type", "client_id", "started_at" });

            migrationBuilder.CreateIndex(
                name: "IX_sharing_selections_organisation_id_reseau_id",
                table: "sharing_selections",
                columns: new[] { "organisation_id", "reseau_id" });

            migrationBuilder.CreateIndex(
                name: "IX_sharing_policies_organisation_id_reseau_id_provider_effective_from",
                table: "sharing_policies",
                columns: new[] { "organisation_id", "reseau_id", "provider", "effective_from" });

            migrationBuilder.CreateIndex(
                name: "IX_openai_connexion_last_try_last_try_at",
                table: "openai_connexion",
                columns: new[] { "last_try", "last_try_at" });

            migrationBuilder.CreateIndex(
                name: "IX_collisions_account_value",
                table: "collisions",
                column: "account_value");

            migrationBuilder.CreateIndex(
                name: "ix_collisions_client",
                table: "collisions",
                columns: new[] { "organisation_id", "client_type", "client_id", "provider" });

            migrationBuilder.CreateIndex(
                name: "IX_collisions_key_value",
                table: "collisions",
                column: "key_value");

            migrationBuilder.CreateIndex(
                name: "IX_claims_organisation_id_client_type_client_id",
                table: "claims",
                columns: new[] { "organisation_id", "client_type", "client_id" });

            migrationBuilder.CreateIndex(
                name: "IX_brevo_connexion_last_try_last_try_at",
                table: "brevo_connexion",
                columns: new[] { "last_try", "last_try_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_zoho_connexion_last_try_last_try_at",
                table: "zoho_connexion");

            migrationBuilder.DropIndex(
                name: "IX_verification_runs_organisation_id_client_type_client_id_started_at",
                table: "verification_runs");

            migrationBuilder.DropIndex(
                name: "IX_sharing_selections_organisation_id_reseau_id",
                table: "sharing_selections");

            migrationBuilder.DropIndex(
                name: "IX_sharing_policies_organisation_id_reseau_id_provider_effective_from",
                table: "sharing_policies");

            migrationBuilder.DropIndex(
                name: "IX_openai_connexion_last_try_last_try_at",
                table: "openai_connexion");

            migrationBuilder.DropIndex(
                name: "IX_collisions_account_value",
                table: "collisions");

            migrationBuilder.DropIndex(
                name: "ix_collisions_client",
                table: "collisions");

            migrationBuilder.DropIndex(
                name: "IX_collisions_key_value",
                table: "collisions");

            migrationBuilder.DropIndex(
                name: "IX_claims_organisation_id_client_type_client_id",
                table: "claims");

            migrationBuilder.DropIndex(
                name: "IX_brevo_connexion_last_try_last_try_at",
                table: "brevo_connexion");
        }
    }
}
