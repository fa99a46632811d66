using System.Net;
using System.Text;
using Connexions.Domain.Access;
using Connexions.Domain.Integrations;
using Connexions.Tests.Support;
using Connexions.Web.Features.Integrations;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Integrations;

/// <summary>What a test mail teaches of a key that nothing else can try.</summary>
public sealed class SendTestMailTests : IAsyncLifetime
{
    private static readonly Provider Zoho = ProviderCatalogue.Find("zoho")!;

    private bool isRefused = true;
    private TestDatabase database = null!;
    private Actor actor = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(options: new() { Provider = _ => Answer(), Services = services => services.AddIntegrations() });
        var place = await database.Given.IndependentAsync();
        var stored = await database.Given.ConnexionWithKeyAsync(Zoho, place);
        await using var db = database.Open(place.MemberScope);
        (await db.ConnexionsOf(Zoho).SingleAsync()).Fill(new Dictionary<FieldKind, string?> { [FieldKind.SenderEmail] = "contact@agence.test" });
        await database.Given.SaveAsync(db, new(stored.OrganisationId, Connexions.Domain.Auditing.AuditAction.ConnexionEdited) { Client = stored.Client });
        actor = await database.Given.ActorAsync(place);
    }

    public Task DisposeAsync() => database.DisposeAsync().AsTask();

    [Fact]
    public async Task Mail_Refused_IsTheFirstRefusal_AndAnotherTwoMinutesLaterTheSecond()
    {
        Assert.Equal(ConnexionState.RefusedOnce, (await SendAsync()).State);
        database.Clock.Advance(SecondLook.After - TimeSpan.FromSeconds(1));
        Assert.Equal(ConnexionState.RefusedOnce, (await SendAsync()).State);
        // Without a person there is nothing to try it by.
        Assert.Null((await StoredAsync()).NextCheckAt);

        database.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(ConnexionState.Refused, (await SendAsync()).State);
    }

    [Fact]
    public async Task Mail_AcceptedAfterARefusal_IsAsIfNothingHadBeen()
    {
        await SendAsync();
        isRefused = false;
        Assert.Equal(ConnexionState.Works, (await SendAsync()).State);

        isRefused = true;
        database.Clock.Advance(SecondLook.After);

        Assert.Equal(ConnexionState.RefusedOnce, (await SendAsync()).State);
    }

    private async Task<SentTestMail> SendAsync() =>
        (await database.Get<SendTestMail>().HandleAsync(actor, new SendTestMailRequest(actor.Client!.Value, Zoho.Code, "Agence"), CancellationToken.None)).Require();

    private async Task<Connexion> StoredAsync()
    {
        await using var db = database.Open(actor.Scope);
        return await db.ConnexionsOf(Zoho).AsNoTracking().SingleAsync();
    }

    private HttpResponseMessage Answer() => isRefused
        ? Json(HttpStatusCode.Unauthorized, """{"error":{"code":"TM_4001","details":[{"code":"SERR_157","message":"Invalid API Token found"}],"message":"Access Denied"}}""")
        : Json(HttpStatusCode.Created, """{"data":[{"code":"EM_104","additional_info":[],"message":"Email request received"}],"message":"OK","object":"email"}""");

    private static HttpResponseMessage Json(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
