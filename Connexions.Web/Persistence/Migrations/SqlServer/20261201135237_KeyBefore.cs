using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Connexions.Web.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class KeyBefore : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "before_account_email",
                table: "zoho_connexion",
                type: "nvarchar(254)",
                maxLength: 254,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "before_account_id",
                table: "zoho_connexion",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "before_account_name",
                table: "zoho_connexion",
                type: "nvarchar(120)",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "before_fingerprint",
                table: "zoho_connexion",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "before_key",
                table: "zoho_connexion",
                type: "nvarchar(4000)",
                maxLength: 4000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "before_pepper_version",
                table: "zoho_connexion",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "before_ring_key_id",
                table: "zoho_connexion",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "before_suffix",
                table: "zoho_connexion",
                type: "nvarchar(4)",
                maxLength: 4,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "before_until",
                table: "zoho_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "before_account_email",
                table: "openai_connexion",
                type: "nvarchar(254)",
                maxLength: 254,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "before_account_id",
                table: "openai_connexion",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "before_account_name",
                table: "openai_connexion",
                type: "nvarchar(120)",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "before_fingerprint",
                table: "openai_connexion",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "before_key",
                table: "openai_connexion",
                type: "nvarchar(4000)",
                maxLength: 4000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "before_pepper_version",
                table: "openai_connexion",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "before_ring_key_id",
                table: "openai_connexion",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "before_suffix",
                table: "openai_connexion",
                type: "nvarchar(4)",
                maxLength: 4,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "before_until",
                table: "openai_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "account_email",
                table: "collisions",
                type: "nvarchar(254)",
                maxLength: 254,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "account_name",
                table: "collisions",
                type: "nvarchar(120)",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "key_suffix",
                table: "collisions",
                type: "nvarchar(4)",
                maxLength: 4,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "before_account_email",
                table: "brevo_connexion",
                type: "nvarchar(254)",
                maxLength: 254,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "before_account_id",
                table: "brevo_connexion",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "before_account_name",
                table: "brevo_connexion",
                type: "nvarchar(120)",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "before_fingerprint",
                table: "brevo_connexion",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "before_key",
                table: "brevo_connexion",
                type: "nvarchar(4000)",
                maxLength: 4000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "before_pepper_version",
                table: "brevo_connexion",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "before_ring_key_id",
                table: "brevo_connexion",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "before_suffix",
                table: "brevo_connexion",
                type: "nvarchar(4)",
                maxLength: 4,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "before_until",
                table: "brevo_connexion",
                type: "datetime2",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_zoho_connexion_before_until",
                table: "zoho_connexion",
                column: "before_until");

            migrationBuilder.CreateIndex(
                name: "IX_openai_connexion_before_until",
                table: "openai_connexion",
                column: "before_until");

            migrationBuilder.CreateIndex(
                name: "IX_brevo_connexion_before_until",
                table: "brevo_connexion",
                column: "before_until");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_zoho_connexion_before_until",
                table: "zoho_connexion");

            migrationBuilder.DropIndex(
                name: "IX_openai_connexion_before_until",
                table: "openai_connexion");

            migrationBuilder.DropIndex(
                name: "IX_brevo_connexion_before_until",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "before_account_email",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "before_account_id",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "before_account_name",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "before_fingerprint",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "before_key",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "before_pepper_version",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "before_ring_key_id",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "before_suffix",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "before_until",
                table: "zoho_connexion");

            migrationBuilder.DropColumn(
                name: "before_account_email",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "before_account_id",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "before_account_name",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "before_fingerprint",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "before_key",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "before_pepper_version",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "before_ring_key_id",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "before_suffix",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "before_until",
                table: "openai_connexion");

            migrationBuilder.DropColumn(
                name: "account_email",
                table: "collisions");

            migrationBuilder.DropColumn(
                name: "account_name",
                table: "collisions");

            migrationBuilder.DropColumn(
                name: "key_suffix",
                table: "collisions");

            migrationBuilder.DropColumn(
                name: "before_account_email",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "before_account_id",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "before_account_name",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "before_fingerprint",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "before_key",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "before_pepper_version",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "before_ring_key_id",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "before_suffix",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "before_until",
                table: "brevo_connexion");
        }
    }
}
