using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Connexions.Web.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ModelTokens : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "input_tokens",
                table: "usage_hours",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "output_tokens",
                table: "usage_hours",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "tokens_told",
                table: "usage_hours",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "tokens_untold",
                table: "usage_hours",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "input_tokens",
                table: "audit_entries",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "output_tokens",
                table: "audit_entries",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "input_tokens",
                table: "usage_hours");

            migrationBuilder.DropColumn(
                name: "output_tokens",
                table: "usage_hours");

            migrationBuilder.DropColumn(
                name: "tokens_told",
                table: "usage_hours");

            migrationBuilder.DropColumn(
                name: "tokens_untold",
                table: "usage_hours");

            migrationBuilder.DropColumn(
                name: "input_tokens",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "output_tokens",
                table: "audit_entries");
        }
    }
}
