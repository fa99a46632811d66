using Connexions.Domain.Integrations;
using Connexions.Domain.Organisations;
using Connexions.Domain.Secrets;
using Connexions.Domain.Sharing;
using FsCheck;
using FsCheck.Fluent;
using static Connexions.Domain.Integrations.VerificationVerdict;

namespace Connexions.Tests.Domain.Integrations;

/// <summary>A stored key is dead after two refusals two minutes apart and nothing else, in whatever order answers come and go.</summary>
public sealed class SecondLookTests
{
    private static readonly DateTime Start = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(ConnexionState.RefusedOnce, Rejected, 0)]
    [InlineData(ConnexionState.RefusedOnce, Rejected, 0, Rejected, 119)]
    [InlineData(ConnexionState.Refused, Rejected, 0, Rejected, 120)]
    [InlineData(ConnexionState.Refused, Rejected, 0, Rejected, 60, Rejected, 120)]
    [InlineData(ConnexionState.RefusedOnce, Rejected, 0, Valid, 60, Rejected, 120)]
    [InlineData(ConnexionState.RefusedOnce, Rejected, 0, NoCredit, 60, Rejected, 120)]
    [InlineData(ConnexionState.Refused, Rejected, 0, IpBlocked, 60, Rejected, 120)]
    [InlineData(ConnexionState.Refused, Rejected, 0, ProviderUnavailable, 60, Rejected, 120)]
    [InlineData(ConnexionState.RefusedOnce, Rejected, 0, UnexpectedResponse, 600)]
    [InlineData(ConnexionState.RefusedOnce, Rejected, 0, IpBlocked, 600)]
    [InlineData(ConnexionState.Works, Rejected, 0, Rejected, 120, Valid, 130)]
    [InlineData(ConnexionState.RefusedOnce, Rejected, 0, Rejected, 120, Valid, 130, Rejected, 600)]
    [InlineData(ConnexionState.Refused, Rejected, 0, Rejected, 120, IpBlocked, 600)]
    [InlineData(ConnexionState.Refused, Rejected, 0, Rejected, 120, Unverifiable, 600)]
    [InlineData(ConnexionState.Works, Valid, 0, Unverifiable, 600)]
    public void Answers_AsTheyCome_MakeTheState(ConnexionState state, params object[] answers)
    {
        var connexion = NewConnexion();
        for (var index = 0; index < answers.Length; index += 2)
        {
            connexion.Learn(new Verification((VerificationVerdict)answers[index]), At((int)answers[index + 1]));
        }

        Assert.Equal(state, StateOf(connexion));
    }

    [Fact]
    public void Answers_OfAnySequence_KillAKeyOnlyByTwoRefusalsApart() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(Arb.From(Sequences()), sequence =>
        {
            var connexion = NewConnexion();
            foreach (var (verdict, answered, written) in sequence)
            {
                connexion.Learn(new Verification(verdict) { AnsweredAt = At(answered) }, At(answered + written));
            }

            // Told anew: what counts are the refusals since the last success, of answers that are no older than one before them.
            var inOrder = sequence.Where((answer, index) => sequence[..index].All(before => before.Answered <= answer.Answered)).ToList();
            var lastSuccess = inOrder.FindLastIndex(answer => answer.Verdict.IsAlive());
            var refusals = inOrder.Skip(lastSuccess + 1).Where(answer => answer.Verdict == Rejected).Select(answer => answer.Answered).ToList();
            var expected = refusals.Count == 0 ? ConnexionState.Works : refusals[^1] - refusals[0] >= 120 ? ConnexionState.Refused : ConnexionState.RefusedOnce;
            var state = StateOf(connexion);
            Assert.Equal(expected is ConnexionState.Refused or ConnexionState.RefusedOnce ? expected : state, state);
            Assert.Equal(expected == ConnexionState.Works, state is not (ConnexionState.Refused or ConnexionState.RefusedOnce));
            Assert.Equal(expected == ConnexionState.RefusedOnce ? At(refusals[0]) : null, connexion.RefusedOnceAt);
            Assert.Equal(state != ConnexionState.Refused, state.ToKeyCondition().IsUsable());
        }));

    [Fact]
    public void Refusal_WrittenDownLate_CountsFromWhenItCame()
    {
        var connexion = NewConnexion();
        connexion.Learn(new Verification(Rejected) { AnsweredAt = At(0) }, At(1));

        Assert.True(connexion.Learn(new Verification(Rejected) { AnsweredAt = At(2) }, At(300)));

        Assert.Equal((ConnexionState.RefusedOnce, At(0)), (StateOf(connexion), connexion.RefusedOnceAt));
    }

    [Fact]
    public void Answer_OlderThanTheLast_IsOldNews()
    {
        var connexion = NewConnexion();
        connexion.Learn(new Verification(Valid) { AnsweredAt = At(10) }, At(10));

        Assert.False(connexion.Learn(new Verification(Rejected) { AnsweredAt = At(9) }, At(11)));

        Assert.Equal((ConnexionState.Works, null, Valid), (StateOf(connexion), connexion.RefusedOnceAt, connexion.LastTry));
    }

    [Fact]
    public void NewKey_IsNotTheOneThatWasRefused()
    {
        var connexion = NewConnexion();
        connexion.Learn(new Verification(InsufficientScope) { Cause = VerificationCause.MissingPermission }, At(0));
        connexion.Learn(new Verification(Rejected), At(1));

        connexion.ReplaceKey(new ProtectedSecret("autre", Guid.NewGuid()), "utre", null, At(200));
        connexion.Learn(new Verification(Rejected), At(300));

        Assert.Equal((ConnexionState.RefusedOnce, At(300), null), (StateOf(connexion), connexion.RefusedOnceAt, connexion.VerdictCause));
    }

    private static Gen<(VerificationVerdict Verdict, int Answered, int Written)[]> Sequences() =>
        (from verdict in Gen.Frequency((3, Gen.Constant(Rejected)), (2, Gen.Elements(Enum.GetValues<VerificationVerdict>())))
         from after in Gen.Elements(0, 1, 30, 59, 60, 61, 119, 120, 121, 600, -1, -200)
         from late in Gen.Elements(0, 0, 1, 300)
         select (verdict, after, late)).ArrayOf().Select(steps =>
        {
            var now = 1_000;
            return steps.Take(12).Select(step => (step.verdict, now = Math.Max(0, now + step.after), step.late)).ToArray();
        });

    private static DateTime At(int seconds) => Start.AddSeconds(seconds);

    private static Connexion NewConnexion()
    {
        var connexion = ProviderCatalogue.Find("brevo")!.NewConnexion(Guid.NewGuid(), new ClientRef(ClientType.Reseau, Guid.NewGuid()), Start);
        connexion.ReplaceKey(new ProtectedSecret("chiffré", Guid.NewGuid()), "ffré", null, Start);
        return connexion;
    }

    private static ConnexionState StateOf(Connexion connexion) =>
        new Standing(true, true, false, connexion.Verdict, connexion.RefusedOnceAt is not null, connexion.LastTry).State;
}
