using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Connexions.Web.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "AspNetUsers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    DisplayName = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    DisplayNameFolded = table.Column<string>(type: "TEXT", maxLength: 240, nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    UserName = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    NormalizedUserName = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    Email = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    NormalizedEmail = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    EmailConfirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    PasswordHash = table.Column<string>(type: "TEXT", nullable: true),
                    SecurityStamp = table.Column<string>(type: "TEXT", nullable: true),
                    ConcurrencyStamp = table.Column<string>(type: "TEXT", nullable: true),
                    PhoneNumber = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    PhoneNumberConfirmed = table.Column<bool>(type: "INTEGER", nullable: false),
                    TwoFactorEnabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    LockoutEnd = table.Column<DateTimeOffset>(type: "TEXT", nullable: true),
                    LockoutEnabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    AccessFailedCount = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUsers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    actor_kind = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    actor_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    acting_role = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    client_type = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    client_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    provider = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    connexion_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    action = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    fields = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    correlation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    previous_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    detail_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entries", x => new { x.organisation_id, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "audit_heads",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_heads", x => x.organisation_id);
                });

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    friendly_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    xml = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_data_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "fingerprint_peppers",
                columns: table => new
                {
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    @protected = table.Column<string>(name: "protected", type: "TEXT", maxLength: 1000, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fingerprint_peppers", x => x.version);
                });

            migrationBuilder.CreateTable(
                name: "organisations",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    nom = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    nom_folded = table.Column<string>(type: "TEXT", maxLength: 240, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_organisations", x => x.organisation_id);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserClaims",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ClaimType = table.Column<string>(type: "TEXT", nullable: true),
                    ClaimValue = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserClaims", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AspNetUserClaims_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserLogins",
                columns: table => new
                {
                    LoginProvider = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    ProviderKey = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    ProviderDisplayName = table.Column<string>(type: "TEXT", nullable: true),
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserLogins", x => new { x.LoginProvider, x.ProviderKey });
                    table.ForeignKey(
                        name: "FK_AspNetUserLogins_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserPasskeys",
                columns: table => new
                {
                    CredentialId = table.Column<byte[]>(type: "BLOB", maxLength: 1024, nullable: false),
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Data = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserPasskeys", x => x.CredentialId);
                    table.ForeignKey(
                        name: "FK_AspNetUserPasskeys_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AspNetUserTokens",
                columns: table => new
                {
                    UserId = table.Column<Guid>(type: "TEXT", nullable: false),
                    LoginProvider = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Value = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AspNetUserTokens", x => new { x.UserId, x.LoginProvider, x.Name });
                    table.ForeignKey(
                        name: "FK_AspNetUserTokens_AspNetUsers_UserId",
                        column: x => x.UserId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "audit_details",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    client_type = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    client_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    salt = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    changes = table.Column<string>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    subject = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    address = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    user_agent = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_details", x => new { x.organisation_id, x.sequence });
                    table.ForeignKey(
                        name: "FK_audit_details_audit_entries_organisation_id_sequence",
                        columns: x => new { x.organisation_id, x.sequence },
                        principalTable: "audit_entries",
                        principalColumns: new[] { "organisation_id", "sequence" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "agence_independante",
                columns: table => new
                {
                    agence_independante_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    agence_nom = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    agence_nom_folded = table.Column<string>(type: "TEXT", maxLength: 240, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agence_independante", x => x.agence_independante_id);
                    table.UniqueConstraint("AK_agence_independante_agence_independante_id_organisation_id", x => new { x.agence_independante_id, x.organisation_id });
                    table.ForeignKey(
                        name: "FK_agence_independante_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "organisation_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "reseau",
                columns: table => new
                {
                    reseau_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reseau_nom = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    reseau_nom_folded = table.Column<string>(type: "TEXT", maxLength: 240, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reseau", x => x.reseau_id);
                    table.UniqueConstraint("AK_reseau_reseau_id_organisation_id", x => new { x.reseau_id, x.organisation_id });
                    table.ForeignKey(
                        name: "FK_reseau_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "organisation_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "reseau_agence",
                columns: table => new
                {
                    reseau_agence_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reseau_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    agence_nom = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    agence_nom_folded = table.Column<string>(type: "TEXT", maxLength: 240, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reseau_agence", x => x.reseau_agence_id);
                    table.UniqueConstraint("AK_reseau_agence_reseau_agence_id_organisation_id", x => new { x.reseau_agence_id, x.organisation_id });
                    table.UniqueConstraint("AK_reseau_agence_reseau_agence_id_reseau_id", x => new { x.reseau_agence_id, x.reseau_id });
                    table.ForeignKey(
                        name: "FK_reseau_agence_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "organisation_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_reseau_agence_reseau_reseau_id",
                        column: x => x.reseau_id,
                        principalTable: "reseau",
                        principalColumn: "reseau_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "brevo_connexion",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    client_type = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    client_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    brevo_email_compte = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    brevo_api_key = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    api_key_ring_key_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    api_key_suffix = table.Column<string>(type: "TEXT", maxLength: 4, nullable: true),
                    api_key_fingerprint = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    api_key_pepper_version = table.Column<int>(type: "INTEGER", nullable: true),
                    api_key_changed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    search_text = table.Column<string>(type: "TEXT", maxLength: 748, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    updated_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    updated_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<Guid>(type: "TEXT", nullable: false),
                    agence_independante_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'agence_independante' THEN client_id END", stored: true),
                    reseau_agence_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau_agence' THEN client_id END", stored: true),
                    reseau_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau' THEN client_id END", stored: true),
                    brevo_nom_compte = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    brevo_expediteur_email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    brevo_expediteur_nom = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_brevo_connexion", x => x.id);
                    table.CheckConstraint("ck_brevo_connexion_client_type", "client_type IN ('agence_independante', 'reseau', 'reseau_agence')");
                    table.ForeignKey(
                        name: "FK_brevo_connexion_agence_independante_agence_independante_id_organisation_id",
                        columns: x => new { x.agence_independante_id, x.organisation_id },
                        principalTable: "agence_independante",
                        principalColumns: new[] { "agence_independante_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_brevo_connexion_reseau_agence_reseau_agence_id_organisation_id",
                        columns: x => new { x.reseau_agence_id, x.organisation_id },
                        principalTable: "reseau_agence",
                        principalColumns: new[] { "reseau_agence_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_brevo_connexion_reseau_reseau_id_organisation_id",
                        columns: x => new { x.reseau_id, x.organisation_id },
                        principalTable: "reseau",
                        principalColumns: new[] { "reseau_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "invitations",
                columns: table => new
                {
                    invitation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    client_type = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    client_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    token_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    used_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    withdrawn_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    agence_independante_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'agence_independante' THEN client_id END", stored: true),
                    reseau_agence_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau_agence' THEN client_id END", stored: true),
                    reseau_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau' THEN client_id END", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invitations", x => x.invitation_id);
                    table.CheckConstraint("ck_invitations_client_type", "client_type IN ('agence_independante', 'reseau', 'reseau_agence') OR client_type IS NULL");
                    table.CheckConstraint("ck_invitations_role", "(role = 'directeur' AND client_type IN ('reseau') AND client_id IS NOT NULL) OR (role = 'responsable' AND client_type IN ('reseau_agence', 'agence_independante') AND client_id IS NOT NULL) OR (role = 'support' AND client_type IS NULL AND client_id IS NULL AND organisation_id = '00000000-0000-0000-0000-000000000001') OR (role = 'administrateur' AND client_type IS NULL AND client_id IS NULL AND organisation_id = '00000000-0000-0000-0000-000000000001')");
                    table.ForeignKey(
                        name: "FK_invitations_agence_independante_agence_independante_id_organisation_id",
                        columns: x => new { x.agence_independante_id, x.organisation_id },
                        principalTable: "agence_independante",
                        principalColumns: new[] { "agence_independante_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_invitations_reseau_agence_reseau_agence_id_organisation_id",
                        columns: x => new { x.reseau_agence_id, x.organisation_id },
                        principalTable: "reseau_agence",
                        principalColumns: new[] { "reseau_agence_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_invitations_reseau_reseau_id_organisation_id",
                        columns: x => new { x.reseau_id, x.organisation_id },
                        principalTable: "reseau",
                        principalColumns: new[] { "reseau_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "memberships",
                columns: table => new
                {
                    membership_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    client_type = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    client_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    agence_independante_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'agence_independante' THEN client_id END", stored: true),
                    reseau_agence_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau_agence' THEN client_id END", stored: true),
                    reseau_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau' THEN client_id END", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_memberships", x => x.membership_id);
                    table.CheckConstraint("ck_memberships_client_type", "client_type IN ('agence_independante', 'reseau', 'reseau_agence') OR client_type IS NULL");
                    table.CheckConstraint("ck_memberships_role", "(role = 'directeur' AND client_type IN ('reseau') AND client_id IS NOT NULL) OR (role = 'responsable' AND client_type IN ('reseau_agence', 'agence_independante') AND client_id IS NOT NULL) OR (role = 'support' AND client_type IS NULL AND client_id IS NULL AND organisation_id = '00000000-0000-0000-0000-000000000001') OR (role = 'administrateur' AND client_type IS NULL AND client_id IS NULL AND organisation_id = '00000000-0000-0000-0000-000000000001')");
                    table.ForeignKey(
                        name: "FK_memberships_AspNetUsers_person_id",
                        column: x => x.person_id,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_memberships_agence_independante_agence_independante_id_organisation_id",
                        columns: x => new { x.agence_independante_id, x.organisation_id },
                        principalTable: "agence_independante",
                        principalColumns: new[] { "agence_independante_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_memberships_reseau_agence_reseau_agence_id_organisation_id",
                        columns: x => new { x.reseau_agence_id, x.organisation_id },
                        principalTable: "reseau_agence",
                        principalColumns: new[] { "reseau_agence_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_memberships_reseau_reseau_id_organisation_id",
                        columns: x => new { x.reseau_id, x.organisation_id },
                        principalTable: "reseau",
                        principalColumns: new[] { "reseau_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "openai_connexion",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    client_type = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    client_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    openai_email_compte = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    openai_api_key = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    api_key_ring_key_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    api_key_suffix = table.Column<string>(type: "TEXT", maxLength: 4, nullable: true),
                    api_key_fingerprint = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    api_key_pepper_version = table.Column<int>(type: "INTEGER", nullable: true),
                    api_key_changed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    search_text = table.Column<string>(type: "TEXT", maxLength: 748, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    updated_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    updated_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<Guid>(type: "TEXT", nullable: false),
                    agence_independante_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'agence_independante' THEN client_id END", stored: true),
                    reseau_agence_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau_agence' THEN client_id END", stored: true),
                    reseau_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau' THEN client_id END", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_openai_connexion", x => x.id);
                    table.CheckConstraint("ck_openai_connexion_client_type", "client_type IN ('agence_independante', 'reseau', 'reseau_agence')");
                    table.ForeignKey(
                        name: "FK_openai_connexion_agence_independante_agence_independante_id_organisation_id",
                        columns: x => new { x.agence_independante_id, x.organisation_id },
                        principalTable: "agence_independante",
                        principalColumns: new[] { "agence_independante_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_openai_connexion_reseau_agence_reseau_agence_id_organisation_id",
                        columns: x => new { x.reseau_agence_id, x.organisation_id },
                        principalTable: "reseau_agence",
                        principalColumns: new[] { "reseau_agence_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_openai_connexion_reseau_reseau_id_organisation_id",
                        columns: x => new { x.reseau_id, x.organisation_id },
                        principalTable: "reseau",
                        principalColumns: new[] { "reseau_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "zoho_connexion",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    client_type = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    client_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    zoho_email_compte = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    zoho_api_key = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    api_key_ring_key_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    api_key_suffix = table.Column<string>(type: "TEXT", maxLength: 4, nullable: true),
                    api_key_fingerprint = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    api_key_pepper_version = table.Column<int>(type: "INTEGER", nullable: true),
                    api_key_changed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    search_text = table.Column<string>(type: "TEXT", maxLength: 748, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    updated_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    updated_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<Guid>(type: "TEXT", nullable: false),
                    agence_independante_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'agence_independante' THEN client_id END", stored: true),
                    reseau_agence_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau_agence' THEN client_id END", stored: true),
                    reseau_id = table.Column<Guid>(type: "TEXT", nullable: true, computedColumnSql: "CASE WHEN client_type = 'reseau' THEN client_id END", stored: true),
                    zoho_nom_compte = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    zoho_expediteur_email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    zoho_expediteur_nom = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_zoho_connexion", x => x.id);
                    table.CheckConstraint("ck_zoho_connexion_client_type", "client_type IN ('agence_independante', 'reseau', 'reseau_agence')");
                    table.ForeignKey(
                        name: "FK_zoho_connexion_agence_independante_agence_independante_id_organisation_id",
                        columns: x => new { x.agence_independante_id, x.organisation_id },
                        principalTable: "agence_independante",
                        principalColumns: new[] { "agence_independante_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_zoho_connexion_reseau_agence_reseau_agence_id_organisation_id",
                        columns: x => new { x.reseau_agence_id, x.organisation_id },
                        principalTable: "reseau_agence",
                        principalColumns: new[] { "reseau_agence_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_zoho_connexion_reseau_reseau_id_organisation_id",
                        columns: x => new { x.reseau_id, x.organisation_id },
                        principalTable: "reseau",
                        principalColumns: new[] { "reseau_id", "organisation_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_agence_independante_organisation_id",
                table: "agence_independante",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUserClaims_UserId",
                table: "AspNetUserClaims",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUserLogins_UserId",
                table: "AspNetUserLogins",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUserPasskeys_UserId",
                table: "AspNetUserPasskeys",
                column: "UserId");

            migrationBuilder.CreateIndex(
                name: "EmailIndex",
                table: "AspNetUsers",
                column: "NormalizedEmail");

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUsers_DisplayNameFolded",
                table: "AspNetUsers",
                column: "DisplayNameFolded");

            migrationBuilder.CreateIndex(
                name: "UserNameIndex",
                table: "AspNetUsers",
                column: "NormalizedUserName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_brevo_connexion_agence_independante_id_organisation_id",
                table: "brevo_connexion",
                columns: new[] { "agence_independante_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_brevo_connexion_organisation_id_client_type_client_id",
                table: "brevo_connexion",
                columns: new[] { "organisation_id", "client_type", "client_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_brevo_connexion_reseau_agence_id_organisation_id",
                table: "brevo_connexion",
                columns: new[] { "reseau_agence_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_brevo_connexion_reseau_id_organisation_id",
                table: "brevo_connexion",
                columns: new[] { "reseau_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_invitations_agence_independante_id_organisation_id",
                table: "invitations",
                columns: new[] { "agence_independante_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_invitations_organisation_id_client_type_client_id",
                table: "invitations",
                columns: new[] { "organisation_id", "client_type", "client_id" });

            migrationBuilder.CreateIndex(
                name: "IX_invitations_reseau_agence_id_organisation_id",
                table: "invitations",
                columns: new[] { "reseau_agence_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_invitations_reseau_id_organisation_id",
                table: "invitations",
                columns: new[] { "reseau_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_invitations_token_hash",
                table: "invitations",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_memberships_agence_independante_id_organisation_id",
                table: "memberships",
                columns: new[] { "agence_independante_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_memberships_organisation_id_client_type_client_id_person_id_role",
                table: "memberships",
                columns: new[] { "organisation_id", "client_type", "client_id", "person_id", "role" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_memberships_person_id",
                table: "memberships",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "IX_memberships_reseau_agence_id_organisation_id",
                table: "memberships",
                columns: new[] { "reseau_agence_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_memberships_reseau_id_organisation_id",
                table: "memberships",
                columns: new[] { "reseau_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_openai_connexion_agence_independante_id_organisation_id",
                table: "openai_connexion",
                columns: new[] { "agence_independante_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_openai_connexion_organisation_id_client_type_client_id",
                table: "openai_connexion",
                columns: new[] { "organisation_id", "client_type", "client_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_openai_connexion_reseau_agence_id_organisation_id",
                table: "openai_connexion",
                columns: new[] { "reseau_agence_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_openai_connexion_reseau_id_organisation_id",
                table: "openai_connexion",
                columns: new[] { "reseau_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_organisations_nom_folded",
                table: "organisations",
                column: "nom_folded");

            migrationBuilder.CreateIndex(
                name: "IX_reseau_organisation_id",
                table: "reseau",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "IX_reseau_agence_organisation_id",
                table: "reseau_agence",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "IX_reseau_agence_reseau_id",
                table: "reseau_agence",
                column: "reseau_id");

            migrationBuilder.CreateIndex(
                name: "IX_zoho_connexion_agence_independante_id_organisation_id",
                table: "zoho_connexion",
                columns: new[] { "agence_independante_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_zoho_connexion_organisation_id_client_type_client_id",
                table: "zoho_connexion",
                columns: new[] { "organisation_id", "client_type", "client_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_zoho_connexion_reseau_agence_id_organisation_id",
                table: "zoho_connexion",
                columns: new[] { "reseau_agence_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_zoho_connexion_reseau_id_organisation_id",
                table: "zoho_connexion",
                columns: new[] { "reseau_id", "organisation_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AspNetUserClaims");

            migrationBuilder.DropTable(
                name: "AspNetUserLogins");

            migrationBuilder.DropTable(
                name: "AspNetUserPasskeys");

            migrationBuilder.DropTable(
                name: "AspNetUserTokens");

            migrationBuilder.DropTable(
                name: "audit_details");

            migrationBuilder.DropTable(
                name: "audit_heads");

            migrationBuilder.DropTable(
                name: "brevo_connexion");

            migrationBuilder.DropTable(
                name: "data_protection_keys");

            migrationBuilder.DropTable(
                name: "fingerprint_peppers");

            migrationBuilder.DropTable(
                name: "invitations");

            migrationBuilder.DropTable(
                name: "memberships");

            migrationBuilder.DropTable(
                name: "openai_connexion");

            migrationBuilder.DropTable(
                name: "zoho_connexion");

            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "AspNetUsers");

            migrationBuilder.DropTable(
                name: "agence_independante");

            migrationBuilder.DropTable(
                name: "reseau_agence");

            migrationBuilder.DropTable(
                name: "reseau");

            migrationBuilder.DropTable(
                name: "organisations");
        }
    }
}
