using Connexions.Domain.Access;
using Connexions.Domain.Organisations;
using Connexions.Domain.Text;
using Connexions.Tests.Support;
using Connexions.Web.Features.Support;

namespace Connexions.Tests.Features.Support;

public sealed class SupportSittingsTests
{
    private readonly ManualTime clock = new();
    private readonly SupportSittings sittings;
    private readonly Actor actor = new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Role.Support, Organisation.Platform, null);

    public SupportSittingsTests() => sittings = new SupportSittings(clock);

    [Fact]
    public void Sitting_Unused_EndsAfterHalfAnHour()
    {
        var sitting = sittings.Start(actor, "reason");
        clock.Advance(SupportSittings.Idle - TimeSpan.FromSeconds(1));
        Assert.Same(sitting, sittings.Find(actor));
        clock.Advance(SupportSittings.Idle);
        Assert.Null(sittings.Find(actor));
    }

    [Fact]
    public void Sitting_UsedAllDay_EndsAfterEightHours()
    {
        sittings.Start(actor, "reason");
        for (var used = TimeSpan.Zero; used < SupportSittings.Longest - TimeSpan.FromMinutes(20); used += TimeSpan.FromMinutes(20))
        {
            Assert.NotNull(sittings.Find(actor));
            clock.Advance(TimeSpan.FromMinutes(20));
        }

        Assert.NotNull(sittings.Find(actor));
        clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Null(sittings.Find(actor));
    }

    [Fact]
    public void Sitting_OfAnotherMembershipOrPerson_IsNotShared()
    {
        sittings.Start(actor, "reason");

        Assert.Null(sittings.Find(actor with { MembershipId = Guid.NewGuid() }));
        Assert.Null(sittings.Find(actor with { PersonId = Guid.NewGuid() }));
        sittings.End(actor);
        Assert.Null(sittings.Find(actor));
    }

    [Fact]
    public async Task Start_ReasonMissingOrHoldingAKey_IsRefusedBesideTheField()
    {
        await using var database = await TestDatabase.CreateAsync(options: new() { Services = services => services.AddSupport() });
        var support = await database.Given.SupportAsync();
        var key = Planted.Brevo();
        foreach (var (reason, error) in new[] { ("  ", TextErrors.Required), ($"essai {key}", TextErrors.LooksLikeKey), (new string('x', 501), TextErrors.TooLong) })
        {
            var request = new StartSittingRequest(reason);
            var result = await database.Get<StartSitting>().HandleAsync(support, request, default);

            Assert.Equal((error.Code, nameof(StartSittingRequest.Reason)), (Assert.Single(result.Errors).Code, result.Errors[0].Field));
            Assert.DoesNotContain(key, request.ToString(), StringComparison.Ordinal);
        }

        Assert.Null(database.Get<SupportSittings>().Find(support));
    }
}
