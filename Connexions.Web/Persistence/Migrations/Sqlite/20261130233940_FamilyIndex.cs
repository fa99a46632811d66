using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Connexions.Web.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class FamilyIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_zoho_connexion_family_id",
                table: "zoho_connexion",
                column: "family_id");

            migrationBuilder.CreateIndex(
                name: "IX_openai_connexion_family_id",
                table: "openai_connexion",
                column: "family_id");

            migrationBuilder.CreateIndex(
                name: "IX_brevo_connexion_family_id",
                table: "brevo_connexion",
                column: "family_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_zoho_connexion_family_id",
                table: "zoho_connexion");

            migrationBuilder.DropIndex(
                name: "IX_openai_connexion_family_id",
                table: "openai_connexion");

            migrationBuilder.DropIndex(
                name: "IX_brevo_connexion_family_id",
                table: "brevo_connexion");
        }
    }
}
