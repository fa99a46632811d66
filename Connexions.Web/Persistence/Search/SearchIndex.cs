using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Text;
using Connexions.Web.Account;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Connexions.Web.Persistence.Search;

/// <summary>
/// By what clients, organisations and people's accounts are found: names and the labels of accounts at providers, folded.
/// Never a reason, nor from where somebody came. The tables are no entities: this is the one place that looks through them,
/// and that writes them, in the transaction and as a part of every save that changes a name or a label.
/// </summary>
internal static class SearchIndex
{
    /// <summary>Finds clients and organisations by their names and, under a scope that reads connexions, by the labels of their accounts.</summary>
    /// <exception cref="ForbiddenScopeException">The scope does not read the clients of all organisations.</exception>
    public static async Task<Found<FoundClient>> FindAsync(ConnexionsDbContext db, SearchQuery query, int most, CancellationToken cancellationToken)
    {
        if (!ReadsAll(db, TenantTable.Organisations) || !ReadsAll(db, TenantTable.ReseauAgences))
        {
            throw new ForbiddenScopeException(db.Scope, "search across organisations");
        }

        var found = await RunAsync(db, query, people: false, withLabels: ReadsAll(db, TenantTable.Connexions), most, cancellationToken);
        return new([.. found.Rows.Select(row => new FoundClient(row.OrganisationId, SearchKinds.ClientOf(row.Kind, row.SubjectId)))], found.IsMore);
    }

    /// <summary>Finds people's accounts by name and address.</summary>
    /// <exception cref="ForbiddenScopeException">The scope does not read accounts.</exception>
    public static async Task<Found<Guid>> FindPeopleAsync(ConnexionsDbContext db, SearchQuery query, int most, CancellationToken cancellationToken)
    {
        if (!ReadsAll(db, TenantTable.Accounts))
        {
            throw new ForbiddenScopeException(db.Scope, "search accounts");
        }

        var found = await RunAsync(db, query, people: true, withLabels: false, most, cancellationToken);
        return new([.. found.Rows.Select(row => row.SubjectId)], found.IsMore);
    }

    /// <summary>Whose documents a save changes: asked before it, while it is known what changes.</summary>
    public static IReadOnlyCollection<Subject> Concerned(ConnexionsDbContext db)
    {
        var concerned = new HashSet<Subject>();
        foreach (var entry in db.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted))
        {
            switch (entry.Entity)
            {
                case Organisation organisation when Changes(entry, nameof(Organisation.NomFolded)):
                    concerned.Add(new Subject(SearchKinds.Organisation, organisation.OrganisationId, organisation.OrganisationId) { IsRenamed = entry.State == EntityState.Modified });
                    break;
                case IClient client when Changes(entry, nameof(Organisation.NomFolded)):
                    concerned.Add(Subject.Of(client.OrganisationId, client.Reference));
                    break;
                case Connexion connexion when Changes(entry, nameof(Connexion.SearchText), nameof(Connexion.ClientType), nameof(Connexion.ClientId)):
                    concerned.Add(Subject.Of(connexion.OrganisationId, connexion.Client));
                    concerned.Add(Subject.Of(
                        entry.OriginalValues.GetValue<Guid>(nameof(Connexion.OrganisationId)),
                        new ClientRef(entry.OriginalValues.GetValue<ClientType>(nameof(Connexion.ClientType)), entry.OriginalValues.GetValue<Guid>(nameof(Connexion.ClientId)))));
                    break;
                case Person person when Changes(entry, nameof(Person.DisplayNameFolded), nameof(Person.Email)):
                    concerned.Add(new Subject(SearchKinds.Person, Organisation.Platform, person.Id));
                    break;
            }
        }

        return concerned;
    }

    /// <summary>Writes their documents anew, after the save and in its transaction, from what is stored then.</summary>
    public static async Task RefreshAsync(ConnexionsDbContext db, IReadOnlyCollection<Subject> concerned, CancellationToken cancellationToken)
    {
        foreach (var subject in concerned)
        {
            await RefreshAsync(db, subject, cancellationToken);
            foreach (var client in subject.IsRenamed ? await ClientsAsync(db, subject.OrganisationId, cancellationToken) : [])
            {
                await RefreshAsync(db, client, cancellationToken);
            }
        }
    }

    private static bool ReadsAll(ConnexionsDbContext db, TenantTable table) => ScopeTable.Reads(db.Scope, table) == Extent.All;

    private static bool Changes(EntityEntry entry, params ReadOnlySpan<string> properties)
    {
        var changes = entry.State != EntityState.Modified;
        foreach (var name in properties)
        {
            changes |= entry.Property(name).IsModified;
        }

        return changes;
    }

    /// <param name="Id">The client's, the person's or the organisation's own.</param>
    internal sealed record Subject(string Kind, Guid OrganisationId, Guid Id)
    {
        /// <summary>An organisation whose clients bear its name as well.</summary>
        public bool IsRenamed { get; init; }

        public static Subject Of(Guid organisationId, ClientRef client) => new(SearchKinds.Of(client.Type), organisationId, client.Id);
    }

    /// <summary>What a document is made of: of a name what bears it, of a label nothing but itself.</summary>
    private sealed record Line(bool IsSubject, bool IsLabel, string? Text);

    private sealed record Row(Guid OrganisationId, string Kind, Guid SubjectId);

#pragma warning disable RS0030 // No entities, and full text is no business of LINQ's: SQL of constants, every value a parameter.
    private static async Task<Found<Row>> RunAsync(
        ConnexionsDbContext db, SearchQuery query, bool people, bool withLabels, int most, CancellationToken cancellationToken)
    {
        var (sql, parameters) = db.Search.Find(query, people, withLabels, most + 1);
        var rows = await db.Database.SqlQueryRaw<Row>(sql, parameters).ToListAsync(cancellationToken);
        return new([.. rows.Take(most)], rows.Count > most);
    }

    private static async Task<List<Subject>> ClientsAsync(ConnexionsDbContext db, Guid organisationId, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQueryRaw<Row>(
            $"SELECT organisation_id AS {nameof(Row.OrganisationId)}, kind AS {nameof(Row.Kind)}, subject_id AS {nameof(Row.SubjectId)} FROM search_documents WHERE organisation_id = {{0}} AND kind <> {{1}}",
            organisationId, SearchKinds.Organisation).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new Subject(row.Kind, row.OrganisationId, row.SubjectId));
    }

    private static async Task RefreshAsync(ConnexionsDbContext db, Subject subject, CancellationToken cancellationToken)
    {
        await RunAsync(db, db.Search.Hold(subject.Id), cancellationToken);
        var (sql, parameters) = Lines(subject);
        var lines = await db.Database.SqlQueryRaw<Line>(sql, parameters).ToListAsync(cancellationToken);
        // Whoever is not there (any more) leaves nothing to be found by.
        await RunAsync(db, lines.Exists(line => line.IsSubject)
            ? db.Search.Store(new SearchDocument(subject.OrganisationId, subject.Kind, subject.Id, Join(lines.Where(line => !line.IsLabel)), Join(lines.Where(line => line.IsLabel))))
            : db.Search.Remove(subject.Id), cancellationToken);
    }

    private static async Task RunAsync(ConnexionsDbContext db, IEnumerable<(string Sql, object[] Parameters)> commands, CancellationToken cancellationToken)
    {
        foreach (var (command, values) in commands)
        {
            await db.Database.ExecuteSqlRawAsync(command, values, cancellationToken);
        }
    }
#pragma warning restore RS0030

    /// <summary>What is stored of names and labels; the same SQL on both databases.</summary>
    private static (string Sql, object[] Parameters) Lines(Subject subject)
    {
        switch (subject.Kind)
        {
            case SearchKinds.Person:
                return (Select(isSubject: true, isLabel: false, """ "DisplayNameFolded" FROM "AspNetUsers" WHERE "Id" = {0} """)
                    + " UNION ALL " + Select(isSubject: true, isLabel: false, """ "Email" FROM "AspNetUsers" WHERE "Id" = {0} """), [subject.Id]);
            case SearchKinds.Organisation:
                return (Select(isSubject: true, isLabel: false, "nom_folded FROM organisations WHERE organisation_id = {0}"), [subject.Id]);
            default:
                var type = SearchKinds.ClientOf(subject.Kind, subject.Id)!.Value.Type;
                var (table, name) = (type.ToText(), type == ClientType.Reseau ? "reseau_nom_folded" : "agence_nom_folded");
                string[] parts =
                [
                    Select(isSubject: false, isLabel: false, "nom_folded FROM organisations WHERE organisation_id = {0}"),
                    Select(isSubject: true, isLabel: false, $"{name} FROM {table} WHERE {table}_id = {{1}} AND organisation_id = {{0}}"),
                    .. ProviderCatalogue.All.Select(provider =>
                        Select(isSubject: false, isLabel: true, $"search_text FROM {provider.Table} WHERE organisation_id = {{0}} AND client_type = {{2}} AND client_id = {{1}}")),
                ];
                return (string.Join(" UNION ALL ", parts), [subject.OrganisationId, subject.Id, table]);
        }

        static string Select(bool isSubject, bool isLabel, string text) =>
            $"SELECT CAST({(isSubject ? 1 : 0)} AS bit) AS {nameof(Line.IsSubject)}, CAST({(isLabel ? 1 : 0)} AS bit) AS {nameof(Line.IsLabel)}, {text.Trim().Replace(" FROM", $" AS {nameof(Line.Text)} FROM", StringComparison.Ordinal)}";
    }

    /// <summary>Each word once, and before each two spaces: so that three letters say as well with which one or two a word begins.</summary>
    private static string Join(IEnumerable<Line> lines) => string.Concat(
        lines.SelectMany(line => FoldedText.Fold(line.Text).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal).Select(word => "  " + word));
}

/// <summary>A document as it is to be stored.</summary>
internal sealed record SearchDocument(Guid OrganisationId, string Kind, Guid SubjectId, string Names, string Labels);
