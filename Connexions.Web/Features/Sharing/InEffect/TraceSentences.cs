using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Sharing.Policies.Sentences;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Sharing.InEffect;

/// <summary>The resources of <see cref="TraceSentences"/>.</summary>
public sealed class TraceTexts;

/// <summary>
/// "Pourquoi cette connexion ?": the resolver's trace as plain sentences, for whoever asks. They name the client and
/// the network, so that the director, the manager and support read the same ones.
/// </summary>
public sealed class TraceSentences(IStringLocalizer<TraceTexts> texts, TermsSentences termsSentences)
{
    /// <param name="networkName">The network the client belongs to; null for a client of none, or where it is not known.</param>
    /// <returns>One sentence for each candidate that was looked at, then what follows from it.</returns>
    public IReadOnlyList<string> For(Provider provider, EffectiveConnexion effective, string clientName, string? networkName)
    {
        var network = networkName ?? texts["TheNetwork"].Value;
        var sentences = effective.Trace.Select(step => Say($"{step.Source}.{step.Reason}")).ToList();
        if (effective.Source == Source.None)
        {
            sentences.Add(Say("Conclusion.None"));
        }
        else if (provider.Fields.Any(field => field.Kind == FieldKind.SenderEmail))
        {
            sentences.Add(Say($"Sender.{effective.SenderSource}"));
        }

        if (effective.Source == Source.Network)
        {
            sentences.AddRange(termsSentences.For(provider, effective.Purposes, effective.Quota));
        }

        return sentences;

        // A client's name may stand first, and so may the words for a network without one.
        string Say(string key) => Capitalised(texts[key, provider.Name, clientName, network, effective.Sender.Email ?? ""]);
    }

    private static string Capitalised(string sentence) => $"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}";
}
