using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Connexions.Web.Demo.Providers;

/// <summary>
/// Brevo's mails and newsletters. Shapes are those of the official client's types (npm <c>@getbrevo/brevo</c> 6.0.3,
/// <c>api/resources/transactionalEmails</c> and <c>emailCampaigns</c>); "sender is missing" as reported in
/// github.com/sendinblue/APIv3-nodejs-library/issues/63, other fields by its pattern; an id of a message as kept in
/// django-anymail's tests.
/// </summary>
/// <param name="remember">Told of each mail that is taken.</param>
internal sealed class FakeBrevoMails(Action<FakeMail> remember)
{
    private static readonly string[] OfCampaign = ["name", "sender"];
    private static readonly string[] OfRecipients = ["to", "cc", "bcc"];

    private readonly ConcurrentDictionary<int, Campaign> campaigns = new();
    private long mails;
    private int lastCampaign = 4;

    public FakeAnswer Send(FakeRequest request)
    {
        if (request.Body.Parse() is not { } mail)
        {
            return FakeBrevo.NoJson();
        }

        var (template, versions) = (mail.Has("templateId"), mail.ListAt("messageVersions").ToList());
        var missing = !template && !mail.Has("sender") ? "sender"
            : versions.Count == 0 && !mail.Has("to") ? "to"
            : !template && !mail.Has("subject") && !(versions.Count > 0 && versions.All(version => version.Has("subject"))) ? "subject"
            : !template && !mail.Has("htmlContent") && !mail.Has("textContent") && !(versions.Count > 0 && versions.All(version => version.Has("htmlContent") || version.Has("textContent")))
                ? "htmlContent"
            : versions.Any(version => !version.Has("to")) ? "to"
            : null;
        if (missing is not null)
        {
            return FakeBrevo.Missing(missing);
        }

        if (versions.Count == 0)
        {
            return FakeBrevo.Answer(201, $$"""{"messageId":"{{Take(request.Key, mail, mail)}}"}""");
        }

        var ids = string.Join("\",\"", versions.Select(version => Take(request.Key, mail, version)));
        return FakeBrevo.Answer(201, $$"""{"messageIds":["{{ids}}"]}""");
    }

    public FakeAnswer CreateCampaign(FakeRequest request)
    {
        if (request.Body.Parse() is not { } body)
        {
            return FakeBrevo.NoJson();
        }

        if (OfCampaign.FirstOrDefault(name => !body.Has(name)) is { } missing)
        {
            return FakeBrevo.Missing(missing);
        }

        var sender = body.At("sender") ?? default;
        var number = Interlocked.Increment(ref lastCampaign);
        campaigns[number] = new Campaign(number, request.Key.Account, body, DateTime.UtcNow);
        var lists = (body.At("recipients") ?? default).ListAt("listIds").Select(list => $"list {list}");
        remember(new FakeMail(request.Key.Account, sender.TextAt("email"), sender.TextAt("name"), [.. lists], body.TextAt("subject")));
        return FakeBrevo.Answer(201, $$"""{"id":{{number}}}""");
    }

    public FakeAnswer Campaigns(FakeRequest request)
    {
        var own = campaigns.Values.Where(campaign => campaign.Account == request.Key.Account).OrderByDescending(campaign => campaign.Id).Select(Show).ToList();
        return FakeBrevo.Answer(200, JsonSerializer.Serialize(new { campaigns = own, count = own.Count }, FakeBrevo.Plain));
    }

    public FakeAnswer OneCampaign(FakeRequest request) => Find(request, "") is { } campaign
        ? FakeBrevo.Answer(200, JsonSerializer.Serialize(Show(campaign), FakeBrevo.Plain))
        : FakeBrevo.Missed("Campaign ID does not exist");

    public FakeAnswer SendCampaign(FakeRequest request)
    {
        if (Find(request, "/sendNow") is not { } campaign)
        {
            return FakeBrevo.Missed("Campaign ID does not exist");
        }

        campaigns[campaign.Id] = campaign with { IsSent = true };
        return FakeAnswer.NoContent;
    }

    public static FakeAnswer Templates(FakeRequest request) => FakeBrevo.Answer(200, JsonSerializer.Serialize(new
    {
        count = 1,
        templates = new[]
        {
            new
            {
                id = 1, name = "Bienvenue", subject = "Bienvenue", isActive = true, testSent = false,
                sender = new { id = "1", name = request.Key.Account, email = request.Key.Email },
                replyTo = request.Key.Email, toField = "", tag = "", htmlContent = "<p>Bienvenue", doiTemplate = false,
                createdAt = "2025-06-30T08:00:00.000+02:00", modifiedAt = "2025-06-30T08:00:00.000+02:00",
            },
        },
    }, FakeBrevo.Plain));

    // A version takes what it does not state from the mail itself.
    private string Take(DemoKey key, JsonElement mail, JsonElement version)
    {
        var sender = mail.At("sender") ?? default;
        var recipients = OfRecipients.SelectMany(name => version.ListAt(name)).Select(one => one.TextAt("email") ?? "");
        remember(new FakeMail(key.Account, sender.TextAt("email"), sender.TextAt("name"), [.. recipients], version.TextAt("subject") ?? mail.TextAt("subject")));
        return string.Create(CultureInfo.InvariantCulture, $"<{DateTime.UtcNow:yyyyMMddHHmm}.{Interlocked.Increment(ref mails):D11}@smtp-relay.mailin.fr>");
    }

    private Campaign? Find(FakeRequest request, string after) =>
        int.TryParse(request.Path["/v3/emailCampaigns/".Length..^after.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && campaigns.TryGetValue(id, out var found) && found.Account == request.Key.Account ? found : null;

    private static object Show(Campaign campaign) => new
    {
        id = campaign.Id,
        name = campaign.Body.TextAt("name"),
        subject = campaign.Body.TextAt("subject"),
        type = "classic",
        status = campaign.IsSent ? "sent" : campaign.Body.Has("scheduledAt") ? "queued" : "draft",
        testSent = false,
        header = "",
        footer = "",
        sender = campaign.Body.At("sender"),
        replyTo = campaign.Body.TextAt("replyTo") ?? "",
        htmlContent = campaign.Body.TextAt("htmlContent") ?? "",
        createdAt = campaign.Created,
        modifiedAt = campaign.Created,
        recipients = new { lists = (campaign.Body.At("recipients") ?? default).ListAt("listIds"), exclusionLists = Array.Empty<int>() },
        statistics = new { globalStats = new { }, campaignStats = Array.Empty<object>(), mirrorClick = 0, remaining = 0, linksStats = new { }, statsByDomain = new { } },
    };

    private sealed record Campaign(int Id, string Account, JsonElement Body, DateTime Created)
    {
        public bool IsSent { get; init; }
    }
}
