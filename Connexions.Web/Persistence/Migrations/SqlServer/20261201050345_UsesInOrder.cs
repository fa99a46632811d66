using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Connexions.Web.Persistence.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class UsesInOrder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_audit_entries_refused_uses",
                table: "audit_entries");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_refused_uses",
                table: "audit_entries",
                columns: new[] { "organisation_id", "at", "sequence" },
                filter: "refusal IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_uses",
                table: "audit_entries",
                columns: new[] { "organisation_id", "at", "sequence" },
                filter: "operation IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_audit_entries_refused_uses",
                table: "audit_entries");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_uses",
                table: "audit_entries");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_refused_uses",
                table: "audit_entries",
                columns: new[] { "organisation_id", "sequence" },
                filter: "refusal IS NOT NULL");
        }
    }
}
