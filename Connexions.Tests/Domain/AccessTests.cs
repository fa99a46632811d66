using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Results;
using Connexions.Tests.Support;

namespace Connexions.Tests.Domain;

public sealed class AccessTests
{
    private static readonly DateTime At = ManualTime.Start.UtcDateTime;
    private static readonly ClientRef Network = new(ClientType.Reseau, Guid.NewGuid());
    private static readonly ClientRef Agency = new(ClientType.ReseauAgence, Guid.NewGuid());

    private static readonly string[] Granted =
    [
        "Directeur ViewConnexion Own", "Directeur EditConnexion Own", "Directeur DeleteConnexion Own", "Directeur ViewJournal Own",
        "Directeur ViewTeam Own", "Directeur FreezeConnexion Own", "Directeur AcknowledgeNotices Own",
        "Directeur ViewSharing Own", "Directeur EditSharing Own", "Directeur AnswerRequest AgencyOfOwnNetwork",
        "Directeur Invite AgencyOfOwnNetwork",
        "Directeur ViewTokens Own", "Directeur EditTokens Own", "Directeur ViewUsage Own", "Directeur UseConnexion Own",
        "Responsable ViewTokens Own", "Responsable EditTokens Own", "Responsable ViewUsage Own", "Responsable UseConnexion Own",
        "Directeur VerifyConnexion Own", "Directeur VerifyFamily Own", "Directeur ContestClaim Own",
        "Responsable VerifyConnexion Own", "Responsable ContestClaim Own",
        "Support ViewVerifications Own", "Support ViewCollisions Own",
        "Administrateur ViewCollisions Own", "Administrateur SettleCollision Own",
        "Responsable ViewConnexion Own", "Responsable EditConnexion Own", "Responsable DeleteConnexion Own", "Responsable ViewJournal Own",
        "Responsable ViewTeam Own", "Responsable FreezeConnexion Own", "Responsable AcknowledgeNotices Own", "Responsable RequestSharing Own",
        "Responsable Invite Own",
        "Support AuditConnexions Own", "Support AuditConnexions Foreign", "Support ViewJournal Own",
        "Administrateur ViewJournal Own", "Administrateur Invite Own", "Administrateur Invite Foreign",
        "Administrateur ViewAdministration Own", "Administrateur Administer Own", "Administrateur Administer Foreign",
    ];

    /// <summary>Design, section 4, said a second time and in another way: what is not named here nobody may.</summary>
    [Fact]
    public void Permissions_All_AreThoseOfTheDesign()
    {
        var granted =
            from role in Enum.GetValues<Role>()
            from operation in Enum.GetValues<Operation>()
            from ownership in Enum.GetValues<Ownership>()
            where Permissions.Allows(role, operation, ownership)
            select $"{role} {operation} {ownership}";

        Assert.Equivalent(
            Granted,
            granted,
            strict: true);
    }

    [Fact]
    public void Permissions_ForeignConnexions_AreNobodysToSeeEditOrDelete() => Assert.All(Enum.GetValues<Role>(), role => Assert.All(
        new[] { Operation.ViewConnexion, Operation.EditConnexion, Operation.DeleteConnexion, Operation.FreezeConnexion },
        operation => Assert.False(Permissions.Allows(role, operation, Ownership.Foreign) || Permissions.Allows(role, operation, Ownership.AgencyOfOwnNetwork))));

    [Fact]
    public void Operation_ThatChangesSomething_HasATransaction() => Assert.All(
        Enum.GetValues<Operation>(), operation => Assert.Equal(operation is not (Operation.ViewConnexion or Operation.ViewJournal or Operation.ViewTeam or Operation.ViewSharing or Operation.ViewAdministration
            or Operation.ViewCollisions or Operation.ViewVerifications or Operation.ViewTokens or Operation.ViewUsage or Operation.UseConnexion), Permissions.Writes(operation)));

    [Fact]
    public void ScopeTable_Connexions_AreReadAcrossBySupportByJobsAndByANetworkInItsFamilyAndWrittenAcrossByNobody()
    {
        Assert.All(Scopes(), scope =>
        {
            Assert.Equal(scope is ActingScope.Support or ActingScope.Job, ScopeTable.Reads(scope, TenantTable.Connexions) is Extent.All);
            Assert.Equal(scope is ActingScope.Network, ScopeTable.Reads(scope, TenantTable.Connexions) is Extent.OwnAndFamily);
            Assert.True(ScopeTable.Writes(scope, TenantTable.Connexions) is Extent.None or Extent.OwnClient or Extent.OwnOrganisation);
        });
        Assert.Equal(Extent.OwnClient, ScopeTable.Writes(new ActingScope.Member(Guid.Empty, Guid.Empty, Network), TenantTable.Connexions));
    }

    [Fact]
    public void ScopeTable_WithoutScope_GrantsNothing() => Assert.All(Enum.GetValues<TenantTable>(), table =>
        Assert.Equal((Extent.None, Extent.None), (ScopeTable.Reads(null, table), ScopeTable.Writes(null, table))));

    [Fact]
    public void ScopeTable_EveryKindOfScope_HasItsRows()
    {
        var kinds = typeof(ActingScope).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(ActingScope)));
        Assert.Equal(kinds.Order(ByName), Scopes().Select(scope => scope.GetType()).Order(ByName));
        Assert.All(Scopes(), scope => Assert.Contains(Enum.GetValues<TenantTable>(), table => ScopeTable.Reads(scope, table) != Extent.None));
    }

    [Fact]
    public void Ownership_OfTheOwnClient_IsOwnAndOfAnyOtherForeign()
    {
        var director = new Actor(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Role.Directeur, Guid.NewGuid(), Network);
        var manager = director with { Role = Role.Responsable, Client = Agency };

        Assert.Equal(Ownership.Own, Permissions.OwnershipOf(director, Network));
        Assert.Equal(Ownership.Foreign, Permissions.OwnershipOf(director, Agency));
        Assert.Equal(Ownership.AgencyOfOwnNetwork, Permissions.OwnershipOf(director, Agency, isAgencyOfOwnNetwork: true));
        Assert.Equal(Ownership.Foreign, Permissions.OwnershipOf(manager, Network, isAgencyOfOwnNetwork: true));
        Assert.Equal(Ownership.Foreign, Permissions.OwnershipOf(director, Network with { Type = ClientType.ReseauAgence }));
        Assert.Equal(Ownership.Foreign, Permissions.OwnershipOf(director, null));
    }

    [Theory]
    [InlineData(Role.Directeur, ClientType.Reseau, true)]
    [InlineData(Role.Directeur, ClientType.ReseauAgence, false)]
    [InlineData(Role.Directeur, null, false)]
    [InlineData(Role.Responsable, ClientType.Reseau, false)]
    [InlineData(Role.Responsable, ClientType.ReseauAgence, true)]
    [InlineData(Role.Responsable, ClientType.AgenceIndependante, true)]
    [InlineData(Role.Support, null, true)]
    [InlineData(Role.Support, ClientType.Reseau, false)]
    [InlineData(Role.Administrateur, null, true)]
    [InlineData(Role.Administrateur, ClientType.AgenceIndependante, false)]
    public void Membership_OfARole_NamesItsKindOfClientOnly(Role role, ClientType? type, bool fits)
    {
        var client = ClientRef.From(type, Guid.NewGuid());

        Assert.Equal(fits, role.Fits(type));
        if (!fits)
        {
            Assert.Throws<ArgumentException>(() => Membership.Create(Guid.NewGuid(), role, Guid.NewGuid(), client, At));
            Assert.Throws<ArgumentException>(() => Invitation.Create(role, Guid.NewGuid(), client, null, At));
        }
    }

    [Fact]
    public void Invitation_Made_KeepsOnlyAHashOfItsToken()
    {
        var (invitation, token) = Invitation.Create(Role.Responsable, Guid.NewGuid(), Agency, "invitee@exemple.test", At);
        var (_, another) = Invitation.Create(Role.Responsable, Guid.NewGuid(), Agency, "invitee@exemple.test", At);

        Assert.Equal(Invitation.Hash(token), invitation.TokenHash);
        Assert.Equal(Invitation.TokenHashLength, invitation.TokenHash.Length);
        Assert.NotEqual(token, another);
        Assert.Matches("^[A-Za-z0-9_-]{43}$", token);
    }

    [Fact]
    public void Invitation_OpenFor_SevenDaysUntilUsedOrWithdrawn()
    {
        Assert.True(Make().IsOpen(At));
        Assert.True(Make().IsOpen(At + Invitation.Lifetime - TimeSpan.FromTicks(1)));
        Assert.False(Make().IsOpen(At + Invitation.Lifetime));
        var used = Make();
        used.Use(At);
        Assert.False(used.IsOpen(At));
        var withdrawn = Make();
        withdrawn.Withdraw(At);
        Assert.False(withdrawn.IsOpen(At));

        static Invitation Make() => Invitation.Create(Role.Responsable, Guid.NewGuid(), Agency, null, At).Invitation;
    }

    [Fact]
    public void AuditDetail_EachFieldChanged_HasAnotherHash()
    {
        var facts = new AuditFacts(Guid.NewGuid(), AuditAction.ConnexionEdited)
        {
            Reason = "motif",
            Subject = "objet",
            Changes = new Dictionary<FieldKind, Change> { [FieldKind.AccountEmail] = new("a@b.fr", null) },
        };
        var origin = new Origin("192.0.2.1", "navigateur");
        var detail = AuditDetail.Create(facts, origin)!;
        foreach (var property in new[] { nameof(AuditDetail.Salt), nameof(AuditDetail.Changes), nameof(AuditDetail.Reason), nameof(AuditDetail.Subject), nameof(AuditDetail.Address), nameof(AuditDetail.UserAgent) })
        {
            var before = detail.Hash();
            var field = typeof(AuditDetail).GetProperty(property)!;
            var value = (string)field.GetValue(detail)!;
            foreach (var changed in new[] { value + "x", "", null })
            {
                field.SetValue(detail, changed);
                Assert.NotEqual(before, detail.Hash());
            }

            field.SetValue(detail, value);
            Assert.Equal(before, detail.Hash());
        }

        Assert.NotEqual(AuditDetail.Create(facts, origin)!.Hash(), detail.Hash());
    }

    [Fact]
    public void AuditDetail_TextMovedFromOneFieldToTheNext_HasAnotherHash()
    {
        var detail = AuditDetail.Create(new AuditFacts(Guid.NewGuid(), AuditAction.Refused) { Reason = "ab", Subject = "c" }, Origin.Unknown)!;
        var before = detail.Hash();
        typeof(AuditDetail).GetProperty(nameof(AuditDetail.Reason))!.SetValue(detail, "a");
        typeof(AuditDetail).GetProperty(nameof(AuditDetail.Subject))!.SetValue(detail, "bc");

        Assert.NotEqual(before, detail.Hash());
    }

    [Fact]
    public void AuditDetail_OfNothingPersonal_IsNotKept() => Assert.Null(AuditDetail.Create(new AuditFacts(Guid.NewGuid(), AuditAction.DemoLaidDown), Origin.Unknown));

    [Fact]
    public void AuditDetail_OfALongUserAgent_IsCut() => Assert.Equal(
        AuditDetail.UserAgentMaxLength,
        AuditDetail.Create(new AuditFacts(Guid.NewGuid(), AuditAction.Refused), new Origin(null, new string('x', 5000)))!.UserAgent!.Length);

    [Fact]
    public void Result_Failed_HasNoValueAndKeepsItsErrors()
    {
        Result<int> failed = Error.NotFound.On("Champ");

        Assert.False(failed.Succeeded);
        Assert.Equal("Champ", Assert.Single(failed.Map(value => value + 1).Errors).Field);
        Assert.Throws<InvalidOperationException>(() => failed.Require());
        Assert.Throws<ArgumentException>(() => Result<int>.Failure([]));
    }

    [Fact]
    public void Result_Succeeded_IsMapped()
    {
        Result<int> result = 1;

        Assert.Equal(2, result.Map(value => value + 1).Require());
        Assert.True(Result<string?>.Success(null).Succeeded);
        Assert.True(Result<string?>.Success(null).Map(value => value ?? "").Succeeded);
    }

    private static readonly Comparer<Type> ByName = Comparer<Type>.Create((one, other) => string.CompareOrdinal(one.Name, other.Name));

    private static IEnumerable<ActingScope> Scopes() =>
    [
        new ActingScope.Member(Guid.NewGuid(), Guid.NewGuid(), Agency),
        new ActingScope.Network(Guid.NewGuid(), Guid.NewGuid(), Network.Id),
        new ActingScope.Support(Guid.NewGuid(), "motif"),
        new ActingScope.Administration(Guid.NewGuid()),
        new ActingScope.Gateway(Guid.NewGuid(), Agency),
        new ActingScope.Job("tâche", Guid.NewGuid()),
    ];
}
