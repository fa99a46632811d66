using System.Data.SqlTypes;
using System.Reflection;
using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Web.Account;
using Connexions.Web.Persistence.Configurations;
using Connexions.Web.Persistence.Search;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Connexions.Web.Persistence;

/// <summary>
/// One database context per operation, stamped with one acting scope (none for Identity's own): the query filters read
/// by it, the write guard writes by it. There is one derived context for each database, with its own migrations.
/// </summary>
public abstract class ConnexionsDbContext(DbContextOptions options, ActingScope? scope)
    : IdentityUserContext<Person, Guid>(options)
{
    private static readonly MethodInfo SetMethod = typeof(DbContext).GetMethod(nameof(Set), 1, [])!;

    private readonly AuditPen pen = new();

    private int insertedUses;

    /// <summary>How many rows one insert of many takes: as many as are quick on this database.</summary>
    protected abstract int RowsInOneInsert { get; }

    /// <summary>How this database keeps what is searched.</summary>
    internal abstract SearchDialect Search { get; }

    /// <summary>Ids in the order in which this database compares them.</summary>
    public abstract IEnumerable<Guid> InOrder(IEnumerable<Guid> ids);

    public ActingScope? Scope { get; } = scope;

    /// <summary>The organisation whose rows of a table pass its filter; null, for a table that is none of the scope's business, lets none pass.</summary>
    public Guid? FilterOrganisationId(TenantTable table) => ScopeTable.Reads(Scope, table) == Extent.None ? null : Scope?.OrganisationId;

    /// <summary>Null unless the scope works for its organisation as a whole.</summary>
    public Guid? FilterWholeOrganisationId => Scope is { Client: null } scope ? scope.OrganisationId : null;

    public ClientType? FilterClientType => Scope?.Client?.Type;

    /// <summary>Null where the scope works for its organisation as a whole.</summary>
    public Guid? FilterClientId => Scope?.Client?.Id;

    public DbSet<Organisation> Organisations => Set<Organisation>();

    public DbSet<Reseau> Reseaux => Set<Reseau>();

    public DbSet<ReseauAgence> ReseauAgences => Set<ReseauAgence>();

    public DbSet<AgenceIndependante> AgencesIndependantes => Set<AgenceIndependante>();

    /// <summary>All providers' connexions. Lists project to row records: a whole row holds the protected key.</summary>
    public DbSet<Connexion> AllConnexions => Set<Connexion>();

    /// <summary>One provider's connexions.</summary>
    public IQueryable<Connexion> ConnexionsOf(Provider provider) =>
        (IQueryable<Connexion>)SetMethod.MakeGenericMethod(provider.ConnexionType).Invoke(this, null)!;

    public DbSet<Membership> Memberships => Set<Membership>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    /// <summary>Lists project to row records: a whole row holds the token's hash.</summary>
    public DbSet<ServiceToken> ServiceTokens => Set<ServiceToken>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <summary>The entry is stored by the next save, in the same transaction.</summary>
    public void Record(AuditEntry entry) => pen.Add(entry);

    /// <summary>Whether the next save stores a journal entry.</summary>
    public bool HasRecorded => !pen.IsEmpty;

    /// <summary>
    /// Stores journal entries of uses, of which there are many, at once and untracked: numbered and checked like any other.
    /// They are what the next save in the same transaction is recorded by.
    /// </summary>
    public async Task InsertUsesAsync(IReadOnlyList<AuditEntry> uses, CancellationToken cancellationToken)
    {
        WriteGuard.CheckUses(this, uses);
        await AuditPen.NumberAsync(this, uses, cancellationToken);
        await InsertMany.RunAsync(this, uses, RowsInOneInsert, cancellationToken);
        insertedUses += uses.Count;
    }

    /// <summary>
    /// Begins the transaction of a writer, with the turns that its decision rests on: nobody else who takes one of them reads
    /// or writes beside it. Without any, for a writer that decides nothing by what it reads.
    /// </summary>
    /// <exception cref="BusyDatabaseException">A turn did not come.</exception>
    public async Task<IDbContextTransaction> BeginWritingAsync(IReadOnlyCollection<Turn> turns, CancellationToken cancellationToken)
    {
        var transaction = await Database.BeginTransactionAsync(cancellationToken);
        try
        {
            await TakeTurnsAsync(turns, cancellationToken);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes turns in the transaction under way, always in the same order.</summary>
    protected internal abstract Task TakeTurnsAsync(IReadOnlyCollection<Turn> turns, CancellationToken cancellationToken);

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        WriteGuard.Check(this, recorded: pen.IsEmpty ? 0 : throw new NotSupportedException("The journal is written asynchronously."));
        ClaimColumns.Order(this);
        if (SearchIndex.Concerned(this).Count > 0)
        {
            throw new NotSupportedException("What is searched is written asynchronously.");
        }

        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        // Before the journals' heads, which those who write under these rights lock last.
        var turns = ChangedRights.In(this);
        if (turns.Count > 0 && Database.CurrentTransaction is null)
        {
            await using var transaction = await BeginWritingAsync(turns, cancellationToken);
            var saved = await SaveRecordedAsync(acceptAllChangesOnSuccess, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return saved;
        }

        await TakeTurnsAsync(turns, cancellationToken);
        return await SaveRecordedAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    private async Task<int> SaveRecordedAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        var recorded = await pen.WriteAsync(this, cancellationToken);
        WriteGuard.Check(this, recorded + insertedUses);
        insertedUses = 0;
        ClaimColumns.Order(this);
        var concerned = SearchIndex.Concerned(this);
        if (concerned.Count == 0)
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        // What is searched is written with what it tells of: Identity saves a person without a transaction of its own.
        await using var own = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null;
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        await SearchIndex.RefreshAsync(this, concerned, cancellationToken);
        if (own is not null)
        {
            await own.CommitAsync(cancellationToken);
        }

        return saved;
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => Conversions.Apply(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(ConnexionsDbContext).Assembly);
        ProviderTables.Apply(builder);
        QueryFilters.Apply(builder, this);
        ColumnNames.Apply(builder);
    }
}

public sealed class SqliteConnexionsDbContext(DbContextOptions<SqliteConnexionsDbContext> options, ActingScope? scope)
    : ConnexionsDbContext(options, scope)
{
    /// <summary>In the process itself: there is no way to save, and the driver looks a parameter up among all of a statement's.</summary>
    protected override int RowsInOneInsert => 1;

    internal override SearchDialect Search { get; } = new SqliteSearch();

    /// <summary>As text, as they are stored.</summary>
    public override IEnumerable<Guid> InOrder(IEnumerable<Guid> ids) => ids.OrderBy(id => id.ToString(), StringComparer.Ordinal);

    /// <summary>The transaction has the whole file to itself: it began with the one lock there is for writers.</summary>
    protected internal override Task TakeTurnsAsync(IReadOnlyCollection<Turn> turns, CancellationToken cancellationToken) => Task.CompletedTask;
}

public sealed class SqlServerConnexionsDbContext(DbContextOptions<SqlServerConnexionsDbContext> options, ActingScope? scope)
    : ConnexionsDbContext(options, scope)
{
    /// <summary>A statement may have 2,100 parameters: 75 rows of 28 columns at most.</summary>
    protected override int RowsInOneInsert => 60;

    internal override SearchDialect Search { get; } = new SqlServerSearch();

    /// <summary>The last six bytes before the others.</summary>
    public override IEnumerable<Guid> InOrder(IEnumerable<Guid> ids) => ids.OrderBy(id => new SqlGuid(id));

    protected internal override async Task TakeTurnsAsync(IReadOnlyCollection<Turn> turns, CancellationToken cancellationToken)
    {
        foreach (var turn in Turn.InOrder(turns))
        {
            await SqlServerTurns.TakeAsync(this, turn, cancellationToken);
        }
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        BinaryCollation.Apply(builder);
    }
}
