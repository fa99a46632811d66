using Connexions.Domain.Access;
using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Bench.Gateway;

/// <summary>
/// A database with a network that lends its Brevo and OpenAI keys, under a quota, to so many agencies; and as many
/// independent agencies with keys of their own. Each has one token, whose rate no load here comes near.
/// </summary>
internal sealed class Places : IAsyncDisposable
{
    // Above what the screens allow (6,000): how fast a token may call is not what is measured.
    private const int CallsPerMinute = 100_000_000;

    private readonly TestDatabase database;
    private readonly List<Place> owners = [];
    private readonly List<Place> borrowers = [];
    private readonly List<string> own = [];
    private readonly List<string> lent = [];
    private Place network = null!;

    private Places(TestDatabase database) => this.database = database;

    public string File => database.File;

    /// <summary>Tokens whose calls use their client's own key: one journal.</summary>
    public IReadOnlyList<string> Own => own;

    /// <summary>Tokens whose calls use the network's key, under its quota: two journals.</summary>
    public IReadOnlyList<string> Lent => lent;

    public static async Task<Places> CreateAsync(int agencies)
    {
        var places = new Places(await TestDatabase.CreateAsync());
        places.database.Clock.Advance(DateTimeOffset.UtcNow - ManualTime.Start);
        await places.FillAsync(agencies);
        return places;
    }

    /// <summary>How many uses the journals of the owners, the borrowers and the network hold.</summary>
    public async Task<(int Own, int Borrowed, int Lent)> CountAsync() => (await CountAsync(owners), await CountAsync(borrowers), await CountAsync([network]));

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private async Task FillAsync(int agencies)
    {
        network = await database.Given.NetworkAsync();
        var quota = new SharingQuota { CallsPerAgency = SharingQuota.Max, EmailsPerAgency = SharingQuota.Max, CallsForAll = SharingQuota.Max, EmailsForAll = SharingQuota.Max };
        foreach (var code in new[] { "brevo", "openai" })
        {
            var provider = ProviderCatalogue.Find(code)!;
            await ConnexionAsync(provider, network);
            await database.Given.PolicyAsync(network, provider, new SharingTerms(SharingMode.All, OwnAllowed: true, OwnSenderAllowed: true) { Quota = quota });
        }

        for (var number = 0; number < agencies; number++)
        {
            var borrower = await database.Given.AgencyAsync(network);
            var owner = await database.Given.IndependentAsync();
            await ConnexionAsync(ProviderCatalogue.Find("brevo")!, owner);
            borrowers.Add(borrower);
            owners.Add(owner);
            lent.Add(await TokenAsync(borrower));
            own.Add(await TokenAsync(owner));
        }
    }

    private async Task ConnexionAsync(Provider provider, Place place)
    {
        var id = (await database.Given.ConnexionWithKeyAsync(provider, place)).Id;
        await using var db = database.Open(place.JobScope);
        var connexion = await db.ConnexionsOf(provider).SingleAsync(row => row.Id == id);
        connexion.Fill(new Dictionary<FieldKind, string?> { [FieldKind.SenderEmail] = "contact@exemple.test", [FieldKind.SenderName] = "Contact" });
        await database.Given.SaveAsync(db, new AuditFacts(place.OrganisationId, AuditAction.ConnexionEdited) { Client = place.Client });
    }

    private async Task<string> TokenAsync(Place place) =>
        (await database.Given.TokenAsync(place, new TokenTerms("Outil", ["brevo", "openai"], Purposes.All, [], CallsPerMinute, DateTime.UtcNow.AddDays(1)))).Text;

    private async Task<int> CountAsync(IEnumerable<Place> places)
    {
        var count = 0;
        foreach (var place in places)
        {
            await using var db = database.Open(place.MemberScope);
            count += await db.AuditEntries.CountAsync(entry => entry.Operation != null);
        }

        return count;
    }
}
