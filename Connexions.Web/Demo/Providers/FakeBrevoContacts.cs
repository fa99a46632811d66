using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Connexions.Web.Demo.Providers;

/// <summary>
/// Brevo's contacts, each account's its own, found by e-mail or number. Shapes are those of the official client's types
/// (npm <c>@getbrevo/brevo</c> 6.0.3, <c>api/resources/contacts</c>); the sentences are not documented.
/// </summary>
internal sealed class FakeBrevoContacts
{
    /// <summary>Longest list that is kept: beyond it the fake starts anew.</summary>
    private const int Limit = 10_000;

    private static readonly JsonElement NoAttributes = JsonSerializer.SerializeToElement(new { });

    private readonly ConcurrentDictionary<(string Account, string Email), Contact> contacts = new();
    private int last;

    public FakeAnswer List(FakeRequest request)
    {
        var own = contacts.Values.Where(contact => contact.Account == request.Key.Account).OrderBy(contact => contact.Id).Select(Show).ToList();
        return FakeBrevo.Answer(200, JsonSerializer.Serialize(new { contacts = own, count = own.Count }, FakeBrevo.Plain));
    }

    public FakeAnswer Create(FakeRequest request)
    {
        if (request.Body.Parse() is not { } body)
        {
            return FakeBrevo.NoJson();
        }

        if (body.TextAt("email") is not { Length: > 0 } email)
        {
            return FakeBrevo.Missing("email");
        }

        if (contacts.Count >= Limit)
        {
            contacts.Clear();
        }

        var number = Interlocked.Increment(ref last);
        var kept = contacts.GetOrAdd((request.Key.Account, email.ToLowerInvariant()), place => new Contact(number, place.Account, email, NoAttributes, [], DateTime.UtcNow));
        var isNew = kept.Id == number;
        if (!isNew && body.At("updateEnabled")?.ValueKind != JsonValueKind.True)
        {
            return FakeBrevo.Refused(400, "duplicate_parameter", "Contact already exist");
        }

        Keep(kept, body);
        return isNew ? FakeBrevo.Answer(201, $$"""{"id":{{number}}}""") : FakeAnswer.NoContent;
    }

    public FakeAnswer One(FakeRequest request) => Find(request) is { } contact
        ? FakeBrevo.Answer(200, JsonSerializer.Serialize(Show(contact), FakeBrevo.Plain))
        : NotThere();

    public FakeAnswer Update(FakeRequest request)
    {
        if (request.Body.Parse() is not { } body)
        {
            return FakeBrevo.NoJson();
        }

        if (Find(request) is not { } contact)
        {
            return NotThere();
        }

        Keep(contact, body);
        return FakeAnswer.NoContent;
    }

    public FakeAnswer Delete(FakeRequest request) =>
        Find(request) is { } contact && contacts.TryRemove(contact.Place, out _) ? FakeAnswer.NoContent : NotThere();

    public static FakeAnswer Lists(FakeRequest request) => FakeBrevo.Answer(200,
        """{"count":1,"lists":[{"id":2,"name":"Clients","folderId":1,"totalBlacklisted":0,"totalSubscribers":0,"uniqueSubscribers":0}]}""");

    private static FakeAnswer NotThere() => FakeBrevo.Missed("Contact does not exist");

    private void Keep(Contact contact, JsonElement body) => contacts[contact.Place] = contact with
    {
        Attributes = body.At("attributes") ?? contact.Attributes,
        Lists = body.Has("listIds") ? [.. body.ListAt("listIds")] : contact.Lists,
        Modified = DateTime.UtcNow,
    };

    private Contact? Find(FakeRequest request)
    {
        var identifier = request.Path["/v3/contacts/".Length..];
        return int.TryParse(identifier, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? contacts.Values.FirstOrDefault(contact => contact.Id == id && contact.Account == request.Key.Account)
            : contacts.GetValueOrDefault((request.Key.Account, identifier.ToLowerInvariant()));
    }

    private static object Show(Contact contact) => new
    {
        id = contact.Id,
        email = contact.Email,
        emailBlacklisted = false,
        smsBlacklisted = false,
        whatsappBlacklisted = false,
        createdAt = contact.Created,
        modifiedAt = contact.Modified,
        listIds = contact.Lists,
        attributes = contact.Attributes,
        statistics = new { },
    };

    private sealed record Contact(int Id, string Account, string Email, JsonElement Attributes, IReadOnlyList<JsonElement> Lists, DateTime Created)
    {
        public DateTime Modified { get; init; } = Created;

        public (string Account, string Email) Place => (Account, Email.ToLowerInvariant());
    }
}
