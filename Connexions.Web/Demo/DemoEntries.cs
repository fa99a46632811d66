using Connexions.Domain.Auditing;
using Connexions.Domain.Organisations;
using Connexions.Web.Features.Auditing;

namespace Connexions.Web.Demo;

/// <summary>What an entry of the demonstration is about. Each has its sentence in the resources of the journal.</summary>
internal enum DemoThing
{
    Client,
    Person,
    Connexion,
    Policy,
    Token,
    Uses,
}

/// <summary>What the journals say of the demonstration: each entry with the thing that was laid down.</summary>
internal static class DemoEntries
{
    /// <param name="name">What is called by a name of its own.</param>
    public static AuditFacts Of(Guid organisationId, ClientRef? client, DemoThing thing, string? name = null) => new(organisationId, AuditAction.DemoLaidDown)
    {
        Client = client,
        Subject = name,
        OtherChanges = new Dictionary<string, Change> { [JournalSentences.DemoThing] = new(null, thing.ToString()) },
    };
}
