using Connexions.Domain.Auditing;
using Connexions.Domain.Gateway;
using Connexions.Domain.Results;
using Connexions.Domain.Sharing;
using Connexions.Tests.Support;
using Connexions.Web.Features.Sharing;
using Connexions.Web.Features.Sharing.Requests;
using Microsoft.EntityFrameworkCore;

namespace Connexions.Tests.Features.Sharing.Requests;

public sealed class AnswerRequestTests : SharingTestBase
{
    [Fact]
    public async Task Requests_OfOwnAgencies_AreListedUntilAnswered()
    {
        await AskAsync(Lyon, "Pour la lettre de mars");
        var rival = await Database.Given.ActorAsync(await Database.Given.NetworkAsync("Rival"));

        var request = Assert.Single(await ListAsync());
        Assert.Equal(("Lyon", "Pour la lettre de mars", Brevo), (request.AgencyName, request.Message, request.Provider));
        Assert.Empty((await Database.Get<ListRequests>().HandleAsync(rival, CancellationToken.None)).Require());

        await AnswerAsync(request, accept: false, "Pas cette année");
        Assert.Empty(await ListAsync());
        var notice = await ReadAsync(Lyon, db => db.Set<Notice>().SingleAsync());
        Assert.Equal((NoticeKind.RequestDeclined, "Pas cette année"), (notice.Kind, notice.Text));
        Assert.Equal(Source.None, await SourceAsync(Lyon));
    }

    [Fact]
    public async Task Accepted_WithNothingShared_SharesWithTheAgencyAlone()
    {
        await AcceptAsync(Lyon);

        var policy = await PolicyAsync();
        Assert.Equal((SharingMode.Selected, true), (policy.Terms.Mode, policy.Terms.OwnAllowed));
        Assert.Equal((Source.Network, Source.None), (await SourceAsync(Lyon), await SourceAsync(Nantes)));
        Assert.Equal([NoticeKind.RequestAccepted], await ReadAsync(Lyon, db => db.Set<Notice>().Select(notice => notice.Kind).ToListAsync()));
        foreach (var place in new[] { Network, Lyon })
        {
            Assert.Equal(1, await ReadAsync(place, db => db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.SharingRequestAnswered)));
        }
    }

    [Fact]
    public async Task Accepted_ByAnExceptedAgency_TakesItOutOfTheExceptions()
    {
        await SaveAsync(Draft(new(SharingMode.AllExcept, true, true), Ids(Lyon, Nantes)));

        await AcceptAsync(Lyon);
        Assert.Equal(Ids(Nantes), (await PolicyAsync()).Selected);
        await AcceptAsync(Nantes);

        Assert.Equal(new SharingTerms(SharingMode.All, true, true), (await PolicyAsync()).Terms);
    }

    [Fact]
    public async Task Accepted_KeepsUsesAndLimits()
    {
        var terms = new SharingTerms(SharingMode.Selected, true, false) { Purposes = Purposes.Emails, Quota = new SharingQuota { CallsPerAgency = 5, EmailsForAll = 900 } };
        await SaveAsync(Draft(terms, Ids(Nantes)));

        await AcceptAsync(Lyon);

        Assert.Equal(terms, (await PolicyAsync()).Terms);
    }

    [Fact]
    public async Task Accepted_BesideSelectedOnes_JoinsThem()
    {
        await SaveAsync(Draft(new(SharingMode.Selected, true, false), Ids(Nantes)));

        await AcceptAsync(Lyon);

        Assert.Equal(Ids(Lyon, Nantes), (await PolicyAsync()).Selected);
    }

    [Fact]
    public async Task SecondAnswer_IsToldThatItComesTooLate()
    {
        await AskAsync(Lyon);
        var request = Assert.Single(await ListAsync());
        (await AnswerAsync(request, accept: false)).Require();

        Assert.Equal([SharingErrors.AlreadyAnswered], (await AnswerAsync(request, accept: true)).Errors);
        Assert.Null((await PolicyAsync()).Current);
    }

    [Fact]
    public async Task RivalDirector_CannotAnswer()
    {
        await AskAsync(Lyon);
        var request = Assert.Single(await ListAsync());
        var rival = await Database.Given.ActorAsync(await Database.Given.NetworkAsync("Rival"));

        Assert.False((await Database.Get<AnswerRequest>().HandleAsync(rival, new(request.Agency, request.RequestId, true, null), CancellationToken.None)).Succeeded);
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task Answer_ThatHoldsAKey_IsRefusedAndNothingIsDecided()
    {
        await AskAsync(Lyon);
        var request = Assert.Single(await ListAsync());

        Assert.Equal(nameof(AnswerRequestRequest.Answer), Assert.Single((await AnswerAsync(request, true, Planted.Brevo())).Errors).Field);
        Assert.Single(await ListAsync());
        Assert.Null((await PolicyAsync()).Current);
    }

    private async Task<IReadOnlyList<OpenRequest>> ListAsync() => (await Database.Get<ListRequests>().HandleAsync(Director, CancellationToken.None)).Require();

    private Task<Result<AnsweredRequest>> AnswerAsync(OpenRequest request, bool accept, string? answer = null) =>
        Database.Get<AnswerRequest>().HandleAsync(Director, new(request.Agency, request.RequestId, accept, answer), CancellationToken.None);

    private async Task AcceptAsync(Place agency)
    {
        await AskAsync(agency);
        (await AnswerAsync(Assert.Single(await ListAsync()), accept: true)).Require();
    }

    private async Task AskAsync(Place agency, string? message = null)
    {
        await using var db = Database.Open(agency.MemberScope);
        db.Add(SharingRequest.Create(agency.OrganisationId, agency.Reference, Brevo.Code, message, Guid.Empty, Database.Clock.UtcNow));
        await Database.Given.SaveAsync(db, new AuditFacts(agency.OrganisationId, AuditAction.SharingRequested) { Client = agency.Client });
    }
}
