using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Connexions.Web.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class RefusedOnce : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "refused_once_at",
                table: "zoho_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "verdict_cause",
                table: "zoho_connexion",
                type: "nvarchar(30)",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "refused_once_at",
                table: "openai_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "verdict_cause",
                table: "openai_connexion",
                type: "nvarchar(30)",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "refused_once_at",
                table: "brevo_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "verdict_cause",
                table: "brevo_connexion",
                type: "nvarchar(30)",
                maxLength: 30,
                nullable: true);

            // One refusal was enough until now, and some of them were none: what is dead is asked about again at once.
            foreach (var table in new[] { "brevo_connexion", "openai_connexion" })
            {
                migrationBuilder.Sql($"UPDATE {table} SET next_check_at = verdict_at WHERE verdict = 'Rejected' AND next_check_at IS NOT NULL");
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "refused_once_at",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "verdict_cause",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "refused_once_at",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "verdict_cause",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "refused_once_at",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "verdict_cause",
                table: "brevo_connexion");
        }
    }
}
