using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Connexions.Web.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class OwnersOfFamilies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var table in new[] { "brevo_connexion", "zoho_connexion", "openai_connexion" })
            {
                migrationBuilder.Sql($"""
                    EXEC(N'
                    UPDATE {table} SET family_id = CASE client_type
                        WHEN ''reseau'' THEN client_id
                        WHEN ''reseau_agence'' THEN (SELECT reseau_id FROM reseau_agence WHERE reseau_agence.reseau_agence_id = {table}.client_id)
                    END
                    WHERE (client_type = ''agence_independante'' AND family_id IS NOT NULL)
                        OR (client_type <> ''agence_independante'' AND family_id IS NULL)
                        OR (client_type = ''reseau'' AND family_id <> client_id)')
                    """);
            }

            migrationBuilder.AlterColumn<Guid>(
                name: "connexion_id",
                table: "claims",
                type: "uniqueidentifier",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uniqueidentifier");

            migrationBuilder.AddColumn<Guid>(
                name: "collision_id",
                table: "claims",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddUniqueConstraint(
                name: "AK_zoho_connexion_id_client_id",
                table: "zoho_connexion",
                columns: new[] { "id", "client_id" });

            migrationBuilder.AddUniqueConstraint(
                name: "AK_openai_connexion_id_client_id",
                table: "openai_connexion",
                columns: new[] { "id", "client_id" });

            migrationBuilder.AddUniqueConstraint(
                name: "AK_collisions_collision_id_client_id",
                table: "collisions",
                columns: new[] { "collision_id", "client_id" });

            migrationBuilder.AddUniqueConstraint(
                name: "AK_brevo_connexion_id_client_id",
                table: "brevo_connexion",
                columns: new[] { "id", "client_id" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_zoho_connexion_family",
                table: "zoho_connexion",
                sql: "(client_type = 'reseau' AND family_id IS NOT NULL AND family_id = client_id) OR (client_type = 'reseau_agence' AND family_id IS NOT NULL) OR (client_type = 'agence_independante' AND family_id IS NULL)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_openai_connexion_family",
                table: "openai_connexion",
                sql: "(client_type = 'reseau' AND family_id IS NOT NULL AND family_id = client_id) OR (client_type = 'reseau_agence' AND family_id IS NOT NULL) OR (client_type = 'agence_independante' AND family_id IS NULL)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_brevo_connexion_family",
                table: "brevo_connexion",
                sql: "(client_type = 'reseau' AND family_id IS NOT NULL AND family_id = client_id) OR (client_type = 'reseau_agence' AND family_id IS NOT NULL) OR (client_type = 'agence_independante' AND family_id IS NULL)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_zoho_connexion_family",
                table: "zoho_connexion");

            migrationBuilder.DropCheckConstraint(
                name: "ck_openai_connexion_family",
                table: "openai_connexion");

            migrationBuilder.DropCheckConstraint(
                name: "ck_brevo_connexion_family",
                table: "brevo_connexion");

            migrationBuilder.DropUniqueConstraint(
                name: "AK_zoho_connexion_id_client_id",
                table: "zoho_connexion");

            migrationBuilder.DropUniqueConstraint(
                name: "AK_openai_connexion_id_client_id",
                table: "openai_connexion");

            migrationBuilder.DropUniqueConstraint(
                name: "AK_collisions_collision_id_client_id",
                table: "collisions");

            migrationBuilder.DropUniqueConstraint(
                name: "AK_brevo_connexion_id_client_id",
                table: "brevo_connexion");

            migrationBuilder.DropColumn(
                name: "collision_id",
                table: "claims");

            migrationBuilder.AlterColumn<Guid>(
                name: "connexion_id",
                table: "claims",
                type: "uniqueidentifier",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uniqueidentifier",
                oldNullable: true);
        }
    }
}
