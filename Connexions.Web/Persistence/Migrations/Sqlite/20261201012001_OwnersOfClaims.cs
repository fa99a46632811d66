using System;
using System.Linq;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Connexions.Web.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class OwnersOfClaims : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                UPDATE claims SET collision_id = connexion_id, connexion_id = NULL
                WHERE EXISTS (SELECT 1 FROM collisions WHERE collisions.collision_id = claims.connexion_id AND collisions.client_id = claims.client_id)
                """);

            // What points nowhere, or to another client's connexion, is no claim; the next verification makes it anew if it is due.
            migrationBuilder.Sql("""
                DELETE FROM claims WHERE collision_id IS NULL
                    AND NOT EXISTS (SELECT 1 FROM brevo_connexion WHERE claims.provider = 'brevo' AND brevo_connexion.id = claims.connexion_id AND brevo_connexion.client_id = claims.client_id)
                    AND NOT EXISTS (SELECT 1 FROM zoho_connexion WHERE claims.provider = 'zoho' AND zoho_connexion.id = claims.connexion_id AND zoho_connexion.client_id = claims.client_id)
                    AND NOT EXISTS (SELECT 1 FROM openai_connexion WHERE claims.provider = 'openai' AND openai_connexion.id = claims.connexion_id AND openai_connexion.client_id = claims.client_id)
                """);
            // One id is in one client table, in one spelling (to SQLite it is a text); a client keeps it, and an agency its network.
            string[] clients = ["reseau", "reseau_agence", "agence_independante"];
            foreach (var table in clients)
            {
                var id = table + "_id";
                var elsewhere = string.Join(" OR ", clients.Where(other => other != table).Select(other => $"EXISTS (SELECT 1 FROM {other} WHERE {other}_id = NEW.{id})"));
                var kept = table == "reseau_agence" ? $"NEW.{id} <> OLD.{id} OR NEW.reseau_id <> OLD.reseau_id" : $"NEW.{id} <> OLD.{id}";
                migrationBuilder.Sql($"""
                    CREATE TRIGGER tr_{table}_id_insert BEFORE INSERT ON {table}
                    WHEN typeof(NEW.{id}) <> 'text' OR length(NEW.{id}) <> 36 OR NEW.{id} <> upper(NEW.{id}) OR {elsewhere}
                    BEGIN SELECT RAISE(ABORT, 'The id is no id, or that of another client.'); END
                    """);
                migrationBuilder.Sql($"""
                    CREATE TRIGGER tr_{table}_id_update BEFORE UPDATE ON {table}
                    WHEN {kept}
                    BEGIN SELECT RAISE(ABORT, 'A client keeps its id, and an agency its network.'); END
                    """);
            }

            // The new table that the constraints bring about has the stored columns and their indices: SQLite adds no stored
            // column to a table with rows, and indices would be made before there is that table.
            migrationBuilder.AddCheckConstraint(
                name: "ck_claims_provider",
                table: "claims",
                sql: "provider IN ('brevo', 'zoho', 'openai')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_claims_used_or_kept",
                table: "claims",
                sql: "(connexion_id IS NULL AND collision_id IS NOT NULL) OR (connexion_id IS NOT NULL AND collision_id IS NULL)");

            migrationBuilder.AddForeignKey(
                name: "FK_claims_brevo_connexion_brevo_connexion_id_client_id",
                table: "claims",
                columns: new[] { "brevo_connexion_id", "client_id" },
                principalTable: "brevo_connexion",
                principalColumns: new[] { "id", "client_id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_claims_collisions_collision_id_client_id",
                table: "claims",
                columns: new[] { "collision_id", "client_id" },
                principalTable: "collisions",
                principalColumns: new[] { "collision_id", "client_id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_claims_openai_connexion_openai_connexion_id_client_id",
                table: "claims",
                columns: new[] { "openai_connexion_id", "client_id" },
                principalTable: "openai_connexion",
                principalColumns: new[] { "id", "client_id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_claims_zoho_connexion_zoho_connexion_id_client_id",
                table: "claims",
                columns: new[] { "zoho_connexion_id", "client_id" },
                principalTable: "zoho_connexion",
                principalColumns: new[] { "id", "client_id" },
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var table in new[] { "reseau", "reseau_agence", "agence_independante" })
            {
                migrationBuilder.Sql($"DROP TRIGGER tr_{table}_id_insert");
                migrationBuilder.Sql($"DROP TRIGGER tr_{table}_id_update");
            }

            migrationBuilder.DropForeignKey(
                name: "FK_claims_brevo_connexion_brevo_connexion_id_client_id",
                table: "claims");

            migrationBuilder.DropForeignKey(
                name: "FK_claims_collisions_collision_id_client_id",
                table: "claims");

            migrationBuilder.DropForeignKey(
                name: "FK_claims_openai_connexion_openai_connexion_id_client_id",
                table: "claims");

            migrationBuilder.DropForeignKey(
                name: "FK_claims_zoho_connexion_zoho_connexion_id_client_id",
                table: "claims");

            migrationBuilder.DropIndex(
                name: "IX_claims_brevo_connexion_id_client_id",
                table: "claims");

            migrationBuilder.DropIndex(
                name: "IX_claims_collision_id_client_id",
                table: "claims");

            migrationBuilder.DropIndex(
                name: "IX_claims_openai_connexion_id_client_id",
                table: "claims");

            migrationBuilder.DropIndex(
                name: "IX_claims_zoho_connexion_id_client_id",
                table: "claims");

            migrationBuilder.DropCheckConstraint(
                name: "ck_claims_provider",
                table: "claims");

            migrationBuilder.DropCheckConstraint(
                name: "ck_claims_used_or_kept",
                table: "claims");

            migrationBuilder.DropColumn(
                name: "brevo_connexion_id",
                table: "claims");

            migrationBuilder.DropColumn(
                name: "openai_connexion_id",
                table: "claims");

            migrationBuilder.DropColumn(
                name: "zoho_connexion_id",
                table: "claims");
        }
    }
}
