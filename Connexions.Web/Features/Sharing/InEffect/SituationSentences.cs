using System.Globalization;
using Connexions.Domain.Gateway;
using Connexions.Domain.Integrations;
using Connexions.Domain.Sharing;
using Connexions.Web.Features.Gateway;
using Connexions.Web.Features.Verifications.Verdicts;
using Microsoft.Extensions.Localization;

namespace Connexions.Web.Features.Sharing.InEffect;

/// <summary>The resources of <see cref="SituationSentences"/>: the one place where states, sentences and steps have their words.</summary>
public sealed class SituationTexts;

/// <summary>A <see cref="Situation"/> in plain words, the same wherever it is read.</summary>
public sealed class SituationSentences(IStringLocalizer<SituationTexts> texts, VerdictSentences verdicts, PurposeTexts purposes)
{
    /// <summary>The state in a word or two.</summary>
    public string State(Situation situation)
    {
        var state = texts[situation switch
        {
            { State: SituationState.Works, InEffect: Source.Network } => $"State.Works.{Whose(situation)}",
            _ => $"State.{situation.State}",
        }].Value;
        return situation.IsFallback ? texts["Own", Lower(state)] : state;
    }

    /// <summary>Whose account it is about, in a word or two.</summary>
    public string Account(Situation situation) => texts[$"Whose.{Whose(situation)}"];

    /// <summary>The state where <see cref="Account"/> stands beside it.</summary>
    public string StateBeside(Situation situation) => situation.State == SituationState.Works ? texts["State.Works"] : State(situation);

    /// <summary>The one sentence.</summary>
    /// <param name="clientName">Of the client; not read where the reader is told of themself.</param>
    /// <param name="networkName">Null for a client of no network.</param>
    public string Says(Situation situation, string clientName, string? networkName) =>
        string.Join(' ', situation.Sentence.Select(key => key == Situation.VerdictKey ? verdicts.Says(situation.Provider, situation.Facts!) : Say(key, situation, clientName, networkName)));

    /// <summary>What comes next, as a sentence; null where nothing has to be said.</summary>
    public string? Next(Situation situation, string clientName, string? networkName)
    {
        var step = situation.Step;
        var key = step switch
        {
            { Doer: StepDoer.Nobody } => null,
            { IsOffer: true } => "Next.Offer",
            { Doer: StepDoer.You } => "Next.You",
            { Doer: StepDoer.Network } when situation.IsYours => "Next.Network.You",
            _ => $"Next.{step.Doer}.They",
        };
        return key is null ? Waiting(situation) : Detail(situation) ?? Say(key, situation, clientName, networkName);
    }

    /// <summary>The next step as a button says it; what opens the connexion where there is none to take.</summary>
    public string Do(Situation situation) =>
        Capitalised(texts[situation.Step.Doer == StepDoer.You ? $"Do.{situation.Step.Kind}" : "Do.None", situation.Provider.Name]);

    /// <summary>Where the next step is taken; the connexion's page where there is none.</summary>
    public static string Href(Situation situation) => $"/connexions/{situation.Provider.Code}" + situation.Step.Target switch
    {
        StepTarget.Key => "#champ-cle",
        StepTarget.Claim => "#contest-titre",
        StepTarget.Suspension => "#suspension-titre",
        StepTarget.InEffect => "#en-service",
        _ => "",
    };

    /// <summary>An account by its name and its address, as far as they are known.</summary>
    public string Name(AccountIdentity account) => account is { Name: { } name, Email: { } email } ? texts["NameAndEmail", name, email] : account.Name ?? account.Email ?? "";

    private static string Whose(Situation situation) => (situation.InEffect == Source.None ? situation.About : situation.InEffect) switch
    {
        Source.Network when situation.IsImposed => "Imposed",
        var whose => $"{whose}",
    };

    // What is to be done at the provider is said as precisely as the verdict allows.
    private string? Detail(Situation situation) => situation is { Step: { Doer: StepDoer.You, Kind: StepKind.AllowServer or StepKind.MendAccount }, Facts: { } facts }
        ? verdicts.Next(situation.Provider, facts)
        : null;

    // One's own key that is tried by itself, in its time.
    private string? Waiting(Situation situation) => situation is { IsYours: true, About: Source.Own, State: not SituationState.Works, Facts: { } facts }
        ? verdicts.Next(situation.Provider, facts)
        : null;

    private string Say(string key, Situation situation, string clientName, string? networkName)
    {
        var network = networkName ?? texts["TheNetwork"].Value;
        var account = situation.Account is { } known ? Name(known) : networkName ?? "";
        var label = situation.Account?.Label is { } typed ? Name(typed) : "";
        return Capitalised(texts[key, situation.Provider.Name, clientName, network, account, Uses(situation), label, What(situation)]);
    }

    private string What(Situation situation) => texts[$"Do.{situation.Step.Kind}", situation.Provider.Name];

    private string Uses(Situation situation) => purposes.Names(situation.Sends ? situation.Purposes & (Purposes.Emails | Purposes.Newsletters) : situation.Purposes);

    private static string Capitalised(string sentence) => $"{char.ToUpper(sentence[0], CultureInfo.CurrentUICulture)}{sentence[1..]}";

    private static string Lower(string word) => $"{char.ToLower(word[0], CultureInfo.CurrentUICulture)}{word[1..]}";
}
