using System.ComponentModel;
using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Sharing;

namespace Connexions.Web.Features.Api;

/// <summary>What the token that asks is good for.</summary>
public sealed record ApiToken(
    [property: Description("What its maker called it.")] string Name,
    ClientType ClientType,
    [property: Description("The network or agency it was made for.")] string ClientName,
    IReadOnlyList<string> Providers,
    IReadOnlyList<string> Purposes,
    [property: Description("Where calls may come from; empty for anywhere.")] IReadOnlyList<string> AllowedRanges,
    int CallsPerMinute,
    DateTime CreatedAt,
    DateTime ExpiresAt);

/// <summary>What the client's work goes out with at one provider. Never a key, nor a part of one.</summary>
public record ApiConnexion(
    string Provider,
    [property: Description("Whose connexion is in effect: the client's own, its network's, or none.")] Source Source,
    [property: Description("How the client stands there: whether its work goes out, and what is wrong where something is.")] SituationState State,
    [property: Description("The account's name: as the provider tells it, or as it was typed where the provider tells none.")] string? AccountName,
    [property: Description("The account's e-mail, likewise.")] string? AccountEmail,
    string? SenderEmail,
    string? SenderName,
    [property: Description("What this token may use it for now: made for it, offered by the provider and, on a network's connexion, shared.")] IReadOnlyList<string> Purposes,
    ApiQuota Quota,
    [property: Description("What was considered, in order, and why it was taken or not.")] IReadOnlyList<ApiReason> Reasons,
    ApiNextStep NextStep);

/// <summary>What comes next, and whose it is.</summary>
public sealed record ApiNextStep(
    StepKind Kind,
    [property: Description("The client itself, its network, or nobody.")] StepDoer Doer,
    [property: Description("Something is wrong until it is taken.")] bool NeedsAttention);

/// <summary>The same with the reasons as sentences.</summary>
public sealed record ApiConnexionExplained(
    ApiConnexion Connexion,
    [property: Description("How it stands, in a sentence in the caller’s language.")] string Sentence,
    [property: Description("What comes next, likewise; null where nothing has to be said.")] string? NextStep,
    [property: Description("Sentences in the caller’s language.")] IReadOnlyList<string> Explanation);

/// <summary>How much may be used a day, from midnight to midnight in Paris; null for no limit.</summary>
public sealed record ApiQuota(int? CallsPerAgency, int? EmailsPerAgency, int? CallsForAll, int? EmailsForAll);

public sealed record ApiReason(Source Source, TraceReason Reason);

/// <summary>What the client used, by all its tools and people.</summary>
public sealed record ApiUsage(DateOnly From, DateOnly To, IReadOnlyList<ApiUsageDay> Days);

/// <summary>One day at one provider; days without use are left out.</summary>
public sealed record ApiUsageDay(
    [property: Description("From midnight to midnight in Paris.")] DateOnly Day,
    string Provider,
    [property: Description("Calls passed on to the provider.")] long Calls,
    [property: Description("E-mails that the provider accepted.")] long Emails,
    [property: Description("Calls that were not passed on.")] long Refused,
    [property: Description("Calls passed on that the provider refused or did not answer.")] long Errors,
    long BytesSent,
    long BytesReceived,
    [property: Description("Tokens that language models read, as far as their answers say; null where none says.")] long? InputTokens,
    [property: Description("Tokens that language models wrote, as far as their answers say; null where none says.")] long? OutputTokens,
    [property: Description("Calls to language models whose answers do not say how many tokens they took: a streamed chat completion says so only when asked by stream_options.include_usage.")] long CallsWithoutTokens);
