using System.Globalization;
using Connexions.Domain.Organisations;
using Connexions.Web.Features.Sharing.Notices;

namespace Connexions.Tests.Features.Sharing.Notices;

public sealed class LiveNoticesTests
{
    private readonly LiveNotices live = new();
    private readonly List<string> heard = [];

    [Fact]
    public async Task Listener_OfAChangeMadeInAnotherLanguage_KeepsItsOwn()
    {
        using var listening = await ListenAsync("fr-FR");

        await In("en-GB", Tell);

        Assert.Equal(["fr-FR"], heard);
    }

    [Fact]
    public async Task Listener_ThatLeft_HearsNoMore()
    {
        (await ListenAsync("fr-FR")).Dispose();

        Tell();

        Assert.Empty(heard);
    }

    private void Tell() => live.Changed([new ClientRef(ClientType.ReseauAgence, Guid.NewGuid())]);

    private async Task<IDisposable> ListenAsync(string culture)
    {
        IDisposable? listening = null;
        await In(culture, () => listening = live.Listen(_ => heard.Add(CultureInfo.CurrentUICulture.Name)));
        return listening!;
    }

    private static Task In(string culture, Action act) => Task.Run(() =>
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        act();
    });
}
