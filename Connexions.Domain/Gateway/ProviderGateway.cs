using Connexions.Domain.Integrations;

namespace Connexions.Domain.Gateway;

/// <summary>A call that sends one mail, as a tool would make it.</summary>
/// <param name="Operation">The code of one of the provider's operations, whose path has no parameter.</param>
/// <param name="Body">JSON in UTF-8.</param>
public sealed record MailCall(string Operation, byte[] Body);

/// <summary>A call to begin with, for whoever connects a tool.</summary>
/// <param name="Operation">The code of one of the provider's operations: a POST, whose path has no parameter.</param>
/// <param name="Body">JSON over several lines, without an apostrophe: it stands in other languages' texts as it is.</param>
public sealed record ToolExample(string Operation, string Body)
{
    /// <summary>Stands in <see cref="JavaScript"/> for the gateway's address of this provider, without a slash at its end.</summary>
    public const string Address = "{address}";

    /// <summary>The same call by the provider's official client, whose token is in <c>CONNEXIONS_TOKEN</c>; null where none was tried.</summary>
    public string? JavaScript { get; init; }
}

/// <summary>What tools may do at a provider through the gateway, and how its calls carry a key.</summary>
public abstract class ProviderGateway
{
    private readonly Lazy<IReadOnlyList<(GatewayOperation Operation, GatewayPath Path)>> patterns;

    protected ProviderGateway() => patterns = new(() =>
        [.. Operations.Select(operation => (operation, new GatewayPath(operation.Path))).OrderBy(one => one.Item2.Rank, StringComparer.Ordinal)]);

    /// <summary>The header in which the provider wants its key, and in which its own clients send the service token instead.</summary>
    public abstract string CredentialHeader { get; }

    /// <summary>What stands before the key in that header, its space included.</summary>
    public virtual string CredentialPrefix => "";

    /// <summary>All that may be called. Never what shows or changes the account's own keys, users or billing.</summary>
    public abstract IReadOnlyList<GatewayOperation> Operations { get; }

    /// <summary>One for a purpose at most; the first is shown wherever it may be made.</summary>
    public abstract IReadOnlyList<ToolExample> Examples { get; }

    /// <summary>Null where there is none for any of the purposes.</summary>
    public ToolExample? ExampleFor(Purposes granted) => Examples.FirstOrDefault(example => granted.Grants(PurposeOf(example)));

    public Purposes PurposeOf(ToolExample example) => Operations.Single(known => known.Code == example.Operation).Purpose;

    /// <summary>Headers of a call that are passed on, beside those of its body, <c>Accept</c> and <c>User-Agent</c>.</summary>
    public virtual IReadOnlyList<string> RequestHeaders => [];

    /// <summary>Headers of an answer that are passed on, beside those of its body and <c>Retry-After</c>: nothing that tells of the account.</summary>
    public virtual IReadOnlyList<string> ResponseHeaders => [];

    public Purposes Purposes => Operations.Aggregate(Purposes.None, (set, operation) => set | operation.Purpose);

    /// <summary>Whether e-mails to single persons can be sent: <see cref="NewTestMail"/> is there to try it.</summary>
    public bool SendsMail => Operations.Any(operation => operation is { Purpose: Purposes.Emails, Mail: not null });

    /// <summary>The call that sends a mail; null where the provider sends none.</summary>
    public virtual MailCall? NewTestMail(TestMail mail) => null;

    /// <summary>
    /// Further members of an error's body, in the place where the provider's own clients look for a sentence to show.
    /// </summary>
    public virtual IReadOnlyDictionary<string, object?> ErrorMembers(string code, string sentence) => new Dictionary<string, object?>();

    /// <summary>The methods by which a path may be called; none where it is not listed.</summary>
    public IReadOnlyList<string> MethodsOf(CallAddress address)
    {
        var given = address.Path.Split('/');
        return [.. patterns.Value.Where(one => one.Path.Fits(given)).Select(one => one.Operation.Method).Distinct()];
    }

    /// <summary>The listed call whose path these segments have but for capitals; for advice, never to be called.</summary>
    internal (string Path, IEnumerable<string> Plain)? Find(string method, string[] given) =>
        patterns.Value.Where(one => one.Operation.Method == method && one.Path.FitsRoughly(given))
            .Select(one => ((string, IEnumerable<string>)?)(one.Path.Rebuild(given), one.Path.Plain(given))).FirstOrDefault();

    /// <summary>By its code; null for one that is no longer in the list.</summary>
    public GatewayOperation? Find(string code) => Operations.FirstOrDefault(operation => operation.Code == code);

    /// <summary>
    /// The call in the list; null when it is not there. The method is compared as it is; where a literal and a parameter
    /// both fit, the literal wins.
    /// </summary>
    public MatchedOperation? Match(string method, CallAddress address)
    {
        var given = address.Path.Split('/');
        foreach (var (operation, path) in patterns.Value)
        {
            if (operation.Method == method && path.Fits(given))
            {
                return new MatchedOperation(operation, path.Rebuild(given), address.Query);
            }
        }

        return null;
    }
}
